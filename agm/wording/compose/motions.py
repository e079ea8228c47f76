"""What came of motions: a sentence for each, and who moved it where that is to be told."""

import re
from collections.abc import Iterator

from agm.facts import (
    Amendment,
    AmendmentOutcome,
    Language,
    MeetingFacts,
    Motion,
    MotionKind,
    MotionOutcome,
    ShareOf,
    Threshold,
    Vote,
)
from agm.language.cy import is_welsh
from agm.language.en import counted, with_article
from agm.wording.compose.grammar import closed, phrase, with_place
from agm.wording.document import Part, Sentence, Typed
from agm.wording.style import HouseStyle

_LABEL = re.compile(
    r"(?i)^(?:(?:emergency )?(?:motion|resolution|proposal)|rule change)"
    r"(?: (?:no\.? ?)?(?:\d+|[a-z]))?(?: ?[:.–-] | (?=to [a-z]|that ))"
)
_RESOLVED = re.compile(
    r"(?i)^(?:th(?:is|e) )?(?:[\w’'-]+ ){0,3}(?:meeting|agm|egm|branch|society|conference|party|union|movement)"
    r" (?:hereby )?(?:resolves|agrees|decides) (?=to |that )"
)
_CLAUSE = re.compile(r"(?i)(?:to (?!be ?$)[a-z]|that [\w’'“‘])")
_ABOUT = re.compile(
    r"(?i)^(?:an? |the )?((?:emergency |urgent )?(?:motion|resolution|proposal)"
    r" (?:on|about|concerning|regarding|against|for|of|in) .+)"
)
_JOINED = re.compile(
    r"(?i)(?:on|by|with|without|after|in|at|to|from|through|following|subject to|nem\.?|nemine)(?!\S)"
    r"|(?!only|nearly|mainly|mostly|probably|roughly)[a-z]+ly(?=$|,| (?:on|by|with|after|in|at) )"
)
_AMENDED = (AmendmentOutcome.ACCEPTED, AmendmentOutcome.CARRIED)
NEEDED = {
    Threshold.SIMPLE: "more than half",
    Threshold.THREE_FIFTHS: "three fifths",
    Threshold.TWO_THIRDS: "two thirds",
    Threshold.THREE_QUARTERS: "three quarters",
    Threshold.UNANIMOUS: "all",
}
NEEDED_OF = {ShareOf.VOTES: "", ShareOf.VOTING: ", abstentions included,", ShareOf.PRESENT: " of those present"}


def motion_parts(facts: MeetingFacts, style: HouseStyle) -> tuple[Part, ...]:
    """What is to be told of the motions that something came of, in order."""
    return tuple(part for motion in facts.motions if motion.outcome is not None for part in _parts(motion, style))


def _parts(motion: Motion, style: HouseStyle) -> Iterator[Part]:
    welsh = (unquoted(motion),) if has_welsh_title(motion) else ()
    yield Sentence(closed(f"{outcome_sentence(motion, style)} {moved_sentence(motion, style)}"), in_welsh=welsh)
    if style.show_motion_texts:
        yield from text_of(motion)


def text_of(motion: Motion) -> Iterator[Typed]:
    """The text as it was moved, with its language where that is not English."""
    if motion.text and motion.text.strip():
        yield Typed(motion.text, language=Language.WELSH.value if is_welsh(motion.text) else "")


def has_welsh_title(motion: Motion) -> bool:
    """Whether the title is in Welsh: by its own words, or by those of the text where it has too few."""
    return is_welsh(motion.title) or (bool(motion.text) and is_welsh(f"{motion.title} {motion.text}"))


def outcome_sentence(motion: Motion, style: HouseStyle) -> str:
    """ "The meeting agreed to hold the AGM in May, by 23 votes to 4, with two abstentions." """
    clause = "" if has_welsh_title(motion) else clause_of(motion.title)
    is_amended = any(amendment.outcome in _AMENDED for amendment in motion.amendments)
    vote = vote_words(motion)
    if clause and motion.outcome is MotionOutcome.CARRIED and not is_amended:
        clause += "" if vote.startswith("(") else ","
        return closed(style.fill("motion_agreed", {"clause": clause, "vote": vote}))
    outcome = str(motion.outcome)
    if is_amended and motion.outcome is MotionOutcome.CARRIED:
        outcome = "carried as amended" + ("," if vote and not vote.startswith("(") else "")
    elif is_amended and motion.outcome is MotionOutcome.LOST:
        outcome = "amended, and then lost" + ("," if vote and not vote.startswith("(") else "")
    return closed(style.fill("motion_outcome", {"motion": named_motion(motion), "outcome": outcome, "vote": vote}))


def moved_sentence(motion: Motion | Amendment, style: HouseStyle) -> str:
    if motion.outcome in (MotionOutcome.WITHDRAWN, AmendmentOutcome.WITHDRAWN):
        return ""  # who was to move it did not
    people = {"mover": motion.mover, "seconder": motion.seconder}
    return style.fill("motion_moved", {who: with_place(one) if one else "" for who, one in people.items()})


def clause_of(title: str) -> str:
    """ "to hold the AGM in May", "that the AGM be held in May", where the title says what is to be done; or ""."""
    words = _RESOLVED.sub("", _LABEL.sub("", phrase(title)))
    return words[:1].lower() + words[1:] if _CLAUSE.match(words) and not words.endswith("?") else ""


def named_motion(motion: Motion) -> str:
    """ "the motion “Fair fares”", "a motion on fares", "a motion to hold the AGM in May"."""
    title = phrase(motion.title)
    if not has_welsh_title(motion):
        if clause := clause_of(title):
            return f"a motion {clause}"
        if about := _ABOUT.match(title):
            return with_article(about[1][:1].lower() + about[1][1:])
    what = "rule change" if motion.kind is MotionKind.RULE_CHANGE else "motion"
    name = unquoted(motion)
    return f"the {what} ‘{name}’" if "“" in name or '"' in name else f"the {what} “{name}”"


def unquoted(motion: Motion) -> str:
    return re.sub(r"^[“\"](.+)[”\"]$", r"\1", _LABEL.sub("", phrase(motion.title)))


def vote_words(motion: Motion) -> str:
    """ "by 23 votes to 4, with two abstentions", "with 14 votes for and 10 against; two thirds had to be for it"."""
    vote, is_lost = motion.vote, motion.outcome is MotionOutcome.LOST
    words = typed_vote(vote)
    if vote.votes_for is None or vote.votes_against is None:
        return words
    more_were_for = vote.votes_for > vote.votes_against
    figures = votes_each_way(vote) if is_lost or not more_were_for else votes_to(vote)
    if words:
        return f"{figures} {words}" if words.startswith("(") else f"{figures}, {words}"
    if is_lost and more_were_for:
        return f"{figures}; {NEEDED[motion.threshold]}{NEEDED_OF[motion.share_of]} had to be for it"
    return figures


def votes_to(vote: Vote) -> str:
    against = f"{vote.votes_against:,}" if vote.votes_against else "none"
    figures = f"by {counted(vote.votes_for or 0, 'vote', 'votes')} to {against}"
    return f"{figures}, with {abstentions(vote.abstentions)}" if vote.abstentions else figures


def votes_each_way(vote: Vote) -> str:
    were_for = counted(vote.votes_for, "vote", "votes") if vote.votes_for else "no votes"
    parts = [f"{were_for} for", f"{vote.votes_against:,} against" if vote.votes_against else "none against"]
    parts += [abstentions(vote.abstentions)] if vote.abstentions else []
    return f"with {', '.join(parts[:-1])} and {parts[-1]}"


def abstentions(number: int) -> str:
    return counted(number, "abstention", "abstentions", in_words=True)


def typed_vote(vote: Vote) -> str:
    """How it went in the chair's words, as it goes on after "was carried": "on a show of hands", "(a recount)"."""
    words = phrase(vote.words or "")
    joined = words[:1].lower() + words[1:]
    return joined if _JOINED.match(joined) and ":" not in joined else f"({words})" if words else ""

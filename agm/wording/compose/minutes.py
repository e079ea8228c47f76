"""Minutes drafted from the record, in Markdown: what is known of the meeting, in the order of business."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from agm.facts import Amendment, AmendmentOutcome, MeetingFacts, Motion, MotionKind, MotionOutcome, Threshold
from agm.language.characters import without_no_break
from agm.language.en import capitalised, counted
from agm.wording.compose import compose
from agm.wording.compose.grammar import closed, phrase, printed, squeeze
from agm.wording.compose.motions import NEEDED, NEEDED_OF, moved_sentence, vote_words
from agm.wording.compose.situation import situation_of
from agm.wording.compose.values import Values, values_of
from agm.wording.document import AnnouncementKind, BlockKey, Listing, Sentence
from agm.wording.render.typed_markdown import escape_markdown_line
from agm.wording.style import HouseStyle

TO_COME = "The minutes are drafted when the meeting is over."


class NoMinutesError(ValueError):
    """Nothing can be minuted yet."""


def draft_minutes(facts: MeetingFacts, style: HouseStyle, today: date, helped: int = 0) -> str:
    """The minutes as the record gives them; what it does not know is left out. `helped` is how many were helped to
    vote.

    Raises NoMinutesError for a meeting that is still to come.
    """
    situation = situation_of(facts, style, today)
    if situation.ahead:
        raise NoMinutesError(TO_COME)
    values = values_of(facts, style, situation)
    parts = [
        f"# Minutes of {_the_meeting(values)}",
        *_circumstances(facts, values),
        *_section("What was said", (paragraph.text.strip() for paragraph in facts.said)),
        *_section("Messages of support", _messages(facts)),
        *_section("Motions" if len(facts.motions) > 1 else "Motion", _motions(facts, style)),
        *_section("Elections", iter((*_results(facts, style, today), _helped(helped)))),
    ]
    return without_no_break("\n\n".join(part for part in parts if part)) + "\n"


def _the_meeting(values: Values) -> str:
    """ "the 12th AGM of the Severn Vale Region of the Jewish Labour Movement"."""
    return f"the {values['ordinal_meeting']} of {values['body_long']}"


def _circumstances(facts: MeetingFacts, values: Values) -> Iterator[str]:
    time = f"at {values['time']}" if values["time"] else ""
    held = [words for words in (values["online"], values["when"], time, values["where"]) if words]
    yield _line(f"The meeting was held {' '.join(held)}." if held else "")
    yield _line(f"{capitalised(values['chairs'])} {values['chaired_the_meeting']}." if values["chairs"] else "")
    attended = f"The meeting was attended by {values['attendance']}." if values["attendance"] else ""
    yield _line(" ".join(words for words in (attended, _quorum(facts, values)) if words))
    guests = len(facts.guests)
    were = f"The guest speaker{' was' if guests == 1 else 's were'}"
    yield _line(f"{were} {values['guests']}." if guests else "")
    others = f"{values['others']}."
    yield _line(
        (
            f"{capitalised(others.removesuffix('.'))} spoke as well."
            if guests
            else f"{capitalised(values['the_speakers_were'])} {others}"
        )
        if facts.others
        else ""
    )


def _quorum(facts: MeetingFacts, values: Values) -> str:
    numbers = [figure.number if figure else None for figure in (facts.attendance, facts.quorum)]
    if not values["quorum"]:
        return ""
    if None in numbers:
        return f"The quorum was {values['quorum']}."
    return f"The quorum of {values['quorum']} was {'not ' if facts.is_inquorate else ''}reached."


def _line(text: str) -> str:
    return escape_markdown_line(closed(text)) if text else ""


def _section(heading: str, blocks: Iterator[str]) -> Iterator[str]:
    found = [block for block in blocks if block]
    if found:
        yield f"## {heading}"
        yield from found


def _messages(facts: MeetingFacts) -> Iterator[str]:
    for message in facts.messages:
        role = f", {squeeze(message.role)}" if message.role else ""
        yield _line(f"From {printed(message.person)}{role}{':' if message.text else '.'}")
        yield _quoted(message.text)


def _motions(facts: MeetingFacts, style: HouseStyle) -> Iterator[str]:
    for number, motion in enumerate(facts.motions, start=1):
        what = " (change of the rules)" if motion.kind is MotionKind.RULE_CHANGE else ""
        numbered = f"{number}. " if len(facts.motions) > 1 else ""
        title = phrase(motion.title)
        if motion.title[:1].isupper():  # "A boat of our own" stays so where it is a heading
            title = capitalised(title)
        yield f"### {numbered}{escape_markdown_line(title)}{what}"
        yield _line(moved_sentence(motion, replace(style, motion_moved=HouseStyle().motion_moved)))
        yield _quoted(motion.text)
        for place, amendment in enumerate(motion.amendments, start=1):
            yield _line(_amendment(amendment, place, len(motion.amendments)))
            yield _quoted(amendment.text)
        yield _line(_outcome(motion))


def _amendment(amendment: Amendment, place: int, count: int) -> str:
    """ "Amendment 2, moved by Ann Bell and seconded by Bo Rope, was carried by 9 votes to 8:"."""
    moved = [
        f"{how} by {printed(who)}" for how, who in (("moved", amendment.mover), ("seconded", amendment.seconder)) if who
    ]
    name = f"Amendment {place}" if count > 1 else "An amendment"
    by = f", {' and '.join(moved)}," if moved else ""
    if amendment.outcome is None:
        return f"{name}{by or ' was moved'}:".replace(",:", ":")
    as_motion = Motion(
        "",
        outcome=MotionOutcome.LOST if amendment.outcome is AmendmentOutcome.LOST else MotionOutcome.CARRIED,
        vote=amendment.vote,
    )
    accepted = amendment.outcome is AmendmentOutcome.ACCEPTED
    outcome = "accepted by the mover of the motion" if accepted else str(amendment.outcome)
    vote = vote_words(as_motion)
    return f"{name}{by} was {outcome}{f' {vote}' if vote else ''}:"


def _outcome(motion: Motion) -> str:
    if motion.outcome is None:
        return "The record does not say what came of it."
    amended = any(one.outcome in (AmendmentOutcome.ACCEPTED, AmendmentOutcome.CARRIED) for one in motion.amendments)
    as_amended = ", as amended," if amended and motion.outcome in (MotionOutcome.CARRIED, MotionOutcome.LOST) else ""
    vote = vote_words(motion)
    told = f"The motion{as_amended} was {motion.outcome}{f' {vote}' if vote else ''}."
    needs_more = motion.threshold is not Threshold.SIMPLE or NEEDED_OF[motion.share_of]
    if motion.outcome is MotionOutcome.CARRIED and needs_more:
        told += f" {capitalised(NEEDED[motion.threshold])}{NEEDED_OF[motion.share_of]} had to be for it."
    return told


def _results(facts: MeetingFacts, style: HouseStyle, today: date) -> Iterator[str]:
    block = compose(facts, style, kind=AnnouncementKind.REPORT, today=today).block(BlockKey.RESULTS)
    for part in block.parts if block else ():
        if isinstance(part, Sentence):
            yield _line(part.text)
        elif isinstance(part, Listing):
            yield "\n".join(f"- {escape_markdown_line(squeeze(entry.line))}" for entry in part.entries)


def _helped(number: int) -> str:
    """That voters were helped, and never who."""
    return (
        f"{capitalised(counted(number, 'voter was', 'voters were', in_words=True))} helped to vote." if number else ""
    )


def _quoted(text: str | None) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines()) if text else ""

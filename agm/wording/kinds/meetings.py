"""A meeting that is postponed or cancelled, and one to which too few came."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agm.facts import Figure, OfficeState, Outcome
from agm.facts.announcement import Inquorate, MeetingChange
from agm.language.en import capitalised, clock_words, counted
from agm.wording.compose.grammar import figure_words, phrase
from agm.wording.compose.particulars import next_meeting_sentence
from agm.wording.compose.values import with_number
from agm.wording.document import BlockKey, Document
from agm.wording.kinds.frame import Frame, as_sentence, is_past, sentences
from agm.wording.kinds.notices import asking, link

_BECAUSE = re.compile(r"(?i)(?:because|owing|due|as|since|after|following|on account|for)(?!\S)")
_SMALL = re.compile(
    r"(?:The|A|An|Our|Too|There|It|We|Flood(?:s|ing)?|Snow(?:fall)?|Ice|Illness|Sickness|Heavy|Bad|Severe|Poor|Low|High|Lack|No"
    r"|Industrial|Strikes?|Rail|Train|Power|Fire|Repairs?|Building|Double|Unforeseen|Unexpected|Weather|Travel|Problems?"
    r"|Difficulties|Insufficient|Nobody|Roadworks|Extreme|Public|Technical)(?!\w)"
)
"""Words that a reason begins with and that are no names."""
_CLAUSE = re.compile(r"\b(?:was|were|is|are|had|has|have|cannot|could|can|will|would|did|does)\b")


def changed_meeting(facts: MeetingChange, frame: Frame) -> Document:
    is_postponed = facts.announcement == "postponement"
    was = facts.was_on or (None if is_postponed else facts.held_on)
    why = because(facts.reason)
    if is_postponed:
        at = f" at {clock_words(facts.starts_at)}" if facts.starts_at else ""
        to = frame.on(facts.held_on).removeprefix(" on").removeprefix(" in")
        until = f" to{to}{at}" if facts.held_on else ""
        where = f"It will be held {frame.values['where']}." if frame.values["where"] else ""
        online = f"It will be held {frame.values['online']}." if frame.values["online"] else ""
        online = " ".join(filter(None, (online, asking(facts) if facts.held_on else "")))
        aside = f", which was to be held{frame.on(was)}," if was else ""
        told = [f"{capitalised(frame.the_meeting)}{aside} has been postponed{until}{why}.", where, online]
        headline = f"{frame.meeting} postponed{until and ' to'}{to if facts.held_on else ''}"
    else:
        at = f" at {clock_words(facts.starts_at)}" if facts.starts_at and was else ""
        where, online = (f" {words}" if words else "" for words in (frame.values["where"], frame.values["online"]))
        planned = f"{online}{frame.on(was)}{at}{where}"
        aside = f", which was to be held{planned}," if planned else ""
        told = [f"{capitalised(frame.the_meeting)}{aside} has been cancelled{why}."]
        headline = f"{frame.meeting} cancelled"
    return frame.document(
        headline,
        [
            (
                BlockKey.OPENING,
                "",
                (
                    *sentences(*told, _nominations(facts, frame), as_sentence(facts.what_follows)),
                    *sentences(link(facts) if is_postponed and facts.held_on else ""),
                ),
            ),
            frame.offices,
            frame.said(),
            (BlockKey.CLOSING, "", sentences(frame.questions)),
        ],
        facts.held_on if is_postponed else was,
    )


def because(reason: str | None) -> str:
    """ " because of flooding at the hall", " because the hall was flooded"."""
    words = phrase(reason or "")
    if not words:
        return ""
    if _BECAUSE.match(words):
        return f" {words[:1].lower()}{words[1:]}"
    start = words[:1].lower() + words[1:] if _SMALL.match(words) else words
    return f" because {start}" if _CLAUSE.search(words) else f" because of {start}"


def _nominations(facts: MeetingChange, frame: Frame) -> str:
    stand = {
        True: "Nominations that were made still count.",
        False: "Nominations have to be made again.",
        None: "",
    }[facts.nominations_stand]
    when = frame.on_moment(facts.nominations_close) if facts.nominations_close else ""
    is_over = is_past(facts.nominations_close.day if facts.nominations_close else None, frame.today)
    if when and facts.nominations_stand is False:
        again = "had to be made again, and closed" if is_over else "have to be made again, and now close"
        return f"Nominations {again} {when}."
    if when and facts.nominations_stand and not is_over:
        return f"Nominations that were made still count, and more can be made until {when.removeprefix('on ')}."
    closes = f"Nominations {'closed' if is_over else 'now close'} {when}." if when else ""
    return f"{stand} {closes}".strip()


def inquorate(facts: Inquorate, frame: Frame) -> Document:
    values = frame.values
    at = f" at {clock_words(facts.starts_at)}" if facts.starts_at and values["date"] else ""
    when = f"for {values['date']}{at}" if values["date"] else ""
    held = f"to be held {values['online']}" if values["online"] else ""
    where = (", " if when else " ").join(filter(None, (" ".join(filter(None, (when, values["where"]))), held)))
    came = people(facts.attendance)
    quorum = people(facts.quorum).removesuffix(" people")
    number, needed = (figure.number if figure else None for figure in (facts.attendance, facts.quorum))
    attended = f"It was attended by {came}" if came else "Too few people came"
    if quorum and number is not None and (needed is None or number < needed):
        told = f"{attended}, fewer than the quorum of {quorum}, so it was not quorate."
    elif quorum:
        told = f"{attended}. The quorum was {quorum}, so the meeting was not quorate."
        told = told if came else f"{attended} to make the quorum of {quorum}."
    else:
        told = f"{attended}, so it was not quorate." if not came else f"{attended} and was not quorate."
    if number == 0:
        told = f"Nobody came, so {f'the quorum of {quorum} was not reached' if quorum else 'it was not quorate'}."
    opening = f"{capitalised(frame.body_long)} called {values['their_meeting']}{' ' if where else ''}{where}."
    return frame.document(
        f"{frame.body_short} {values['meeting']} not quorate",
        [
            (BlockKey.OPENING, "", sentences(
                opening, told, _not_held(facts, frame), as_sentence(facts.what_follows)
            )),
            replace(frame, facts=replace(facts, results=settled(facts.results))).offices,
            frame.said(),
            (BlockKey.CLOSING, "", sentences(
                next_meeting_sentence(facts.next_meeting, frame.style),
                frame.questions,
            )),
        ],
        facts.held_on,
    )  # fmt: skip


def settled(offices: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Those of which something is known at a meeting to which too few came: no result of the others is to follow."""
    return tuple(one for one in offices if one.entries or one.unnamed or one.state is not OfficeState.UNDECIDED)


def _not_held(facts: Inquorate, frame: Frame) -> str:
    known = settled(facts.results)
    labels = [with_number(office) for office in facts.results if office not in known]
    elections = "election" if len(labels) == 1 else "elections"
    return f"The {elections} for {frame.join(labels)} could not be held." if labels else ""


def people(figure: Figure | None) -> str:
    if figure is None:
        return ""
    if figure.words:
        return figure_words(figure.words)
    return counted(figure.number, "person", "people", in_words=True) if figure.number else ""

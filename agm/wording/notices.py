"""The notice of a meeting, the call for nominations, and the reminder of it: from facts to a title and Markdown."""

import datetime as dt
from dataclasses import dataclass

from agm.facts import HeldAs
from agm.facts.notices import NoticeFacts, OfficeToFill, StandingForOffice
from agm.language.en import capitalised, clock_words, counted, join, long_date, number_word, with_article

USUAL_AGENDA = (
    "Apologies",
    "Minutes of the last meeting",
    "Reports",
    "Election of officers",
    "Motions",
    "Any other business",
)


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A text as it goes out: a line for its subject, and Markdown."""

    title: str
    text: str


def notice(facts: NoticeFacts) -> NoticeText:
    """Notice of a meeting: when, where, who may come, what is to be decided, and how to stand."""
    return NoticeText(
        f"Notice of the {facts.meeting}",
        paragraphs(
            f"The {facts.meeting} is on {moment(facts.held_on, facts.starts_at)}{place(facts)}.",
            facts.who_may_come,
            joining(facts),
            agenda(facts.agenda),
            "## Election" if facts.offices else "",
            election(facts),
            signature(facts),
        ),
    )


def call_for_nominations(facts: NoticeFacts) -> NoticeText:
    """What is to be filled, by when and how somebody is nominated."""
    return NoticeText(
        f"Call for nominations: {facts.meeting}",
        paragraphs(
            f"The {facts.meeting} on {long_date(facts.held_on)} elects officers.",
            election(facts),
            signature(facts),
        ),
    )


def nominations_reminder(facts: NoticeFacts) -> NoticeText:
    """That nominations close soon."""
    close = facts.nominations_close
    when = f" on {moment(close.date(), close.time())}" if close else " soon"
    return NoticeText(
        f"Nominations close{when}",
        paragraphs(
            f"Nominations for the {facts.meeting} close{when}. What arrives later does not count.",
            to_be_filled(facts.offices),
            needs(facts),
            signature(facts),
        ),
    )


def called_off(facts: NoticeFacts, reason: str, *, with_meeting: bool) -> NoticeText:
    """That an election is not held, or its meeting neither."""
    what = f"The {facts.meeting}" if with_meeting else f"The election at the {facts.meeting}"
    day = moment(facts.held_on, facts.starts_at)
    return NoticeText(
        f"Called off: {facts.meeting}" if with_meeting else f"Election called off: {facts.meeting}",
        paragraphs(
            f"{what} on {day} is called off.",
            reason,
            "Nominations are closed. What was sent in counts for this election alone.",
            "" if with_meeting else "The meeting itself is held as announced.",
            signature(facts),
        ),
    )


def statement_of_nominations(facts: NoticeFacts) -> NoticeText:
    """Who stands, office by office, in the order of the voting paper."""
    return NoticeText(
        f"Who stands: {facts.meeting}",
        paragraphs(
            f"Nominations for the {facts.meeting} are closed.",
            *(standing(one) for one in facts.standing),
            signature(facts),
        ),
    )


def standing(office: StandingForOffice) -> str:
    """An office with its candidates, each with what they say; that no vote is held where none is needed."""
    number, label = len(office.candidates), office.label
    if not office.candidates:
        return f"## {label}\n\n*Nobody stands.*"
    places = counted(office.seats, "place", "places", in_words=True)
    stand = counted(number, "stands", "stand", in_words=True)
    vote = "" if office.has_vote else " No vote is held: they are declared elected at the meeting."
    lines = [f"- **{one.name}**{f': {one.statement}' if one.statement else ''}" for one in office.candidates]
    return f"## {label}\n\n{capitalised(stand)} for {places}.{vote}\n\n" + "\n".join(lines)


def paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def moment(day: dt.date, time: dt.time) -> str:
    """ "Sunday 18 April 2027 at 14:00"."""
    return f"{long_date(day)} at {clock_words(time)}"


def place(facts: NoticeFacts) -> str:
    venue = f" at {facts.venue}" if facts.venue else ""
    match facts.held_as:
        case HeldAs.ONLINE:
            return ", online"
        case HeldAs.HYBRID:
            return f"{venue} and online" if venue else ", in a hall and online"
        case _:
            return venue


def joining(facts: NoticeFacts) -> str:
    if facts.held_as not in {HeldAs.ONLINE, HeldAs.HYBRID}:
        return ""
    if facts.online_link:
        return f"To join online: {facts.online_link}"
    whom = facts.returning_officer or "the office"
    return f"To join online, ask {whom} for the link."


def agenda(items: tuple[str, ...]) -> str:
    lines = "\n".join(f"{number}. {item}" for number, item in enumerate(items, start=1))
    return f"## Agenda\n\n{lines}" if items else ""


def election(facts: NoticeFacts) -> str:
    filled = to_be_filled(facts.offices)
    return (
        paragraphs(filled, nominations_window(facts.nominations_open, facts.nominations_close), needs(facts))
        if filled
        else ""
    )


def to_be_filled(offices: tuple[OfficeToFill, ...]) -> str:
    """ "To be elected: Chair, Secretary and two Other officers."."""
    names = [
        one.label if one.seats == 1 else f"{number_word(one.seats)} {one.plural_label or one.label}" for one in offices
    ]
    return f"To be elected: {join(names)}." if names else ""


def nominations_window(opens: dt.datetime | None, closes: dt.datetime | None, now: dt.datetime | None = None) -> str:
    """ "Nominations open on … and close on …."; "" where neither is known. Told at a given moment, what is over by then
    is told as over: "Nominations closed on …."."""
    if closes and now and now >= closes:
        return f"Nominations closed on {moment(closes.date(), closes.time())}."
    opened = "opened" if opens and now and now >= opens else "open"
    first = f"{opened} on {moment(opens.date(), opens.time())}" if opens else ""
    last = f"close on {moment(closes.date(), closes.time())}" if closes else ""
    found = join([part for part in (first, last) if part])
    return f"Nominations {found}." if found else ""


def needs(facts: NoticeFacts) -> str:
    """How somebody is nominated, as far as the rules say."""
    who = (
        "You can stand yourself, or nominate a member who agrees to stand."
        if facts.self_allowed
        else "Nominate a member who agrees to stand."
    )
    roles = [with_article(role) for role in facts.needs_roles]
    if roles:
        return f"{who} A nomination needs {join(roles)}."
    if facts.needs_supporters:
        support = counted(facts.needs_supporters, "member who supports it", "members who support it", in_words=True)
        return f"{who} A nomination needs {support}."
    return who


def signature(facts: NoticeFacts) -> str:
    if not facts.returning_officer:
        return f"Questions to {facts.contact}." if facts.contact else ""
    write = f" Questions to {facts.contact}." if facts.contact else ""
    return f"{capitalised(facts.returning_officer)} is the returning officer.{write}"

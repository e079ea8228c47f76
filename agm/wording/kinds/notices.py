"""The notice of a meeting, the call for nominations, the reminder of it, the statement of who was nominated, and that
an election is called off: one wording for what is announced and for what members are sent."""

import re
from dataclasses import replace
from datetime import date

from agm.facts import HeldAs, Moment, Outcome
from agm.facts.announcement import Notice, OfMeeting
from agm.language.en import capitalised, counted, is_post, with_article
from agm.language.en import join as joined
from agm.wording.compose.grammar import aside, closed, phrase, printed, squeeze, with_place, with_the
from agm.wording.compose.particulars import on_moment
from agm.wording.compose.results import candidates_entry, label_of
from agm.wording.compose.values import office_label
from agm.wording.document import BlockKey, Document, ListEntry, Listing, Part, Typed
from agm.wording.kinds.frame import Frame, as_sentence, escaped, is_ahead, is_past, sentences
from agm.wording.style import HouseStyle

_SAYS = re.compile(
    r"(?i)^(?:by|on|with|without|for|please)\b|\b(?:may|can|could|is|are|be|must|should|shall|will|do|does|come|comes|welcome|"
    r"invited|open|attend|join|bring|has|have|need|needs|ask|write|register|book|admitted|entitled|required|free)\b"
)
"""Words of a whole sentence, or of one that needs no more."""
_NO_NAME = re.compile(
    r"^(?:Members|All|Any|Anyone|Anybody|Every|Everyone|Everybody|Only|Friends|Delegates|Guests|The|Those)\b"
)
"""What begins a list of people, and is written small within a sentence."""
NOMINATED = {True: "These candidates were nominated", False: "These candidates have been nominated so far"}
"""By whether nominations are closed."""


def notice(facts: Notice, frame: Frame) -> Document:
    made = {"notice": _notice, "call_for_nominations": _call, "statement_of_nominations": _standing}
    return made[facts.announcement](facts, frame)


def _notice(facts: Notice, frame: Frame) -> Document:
    opening = frame.style.fill("opening_ahead", frame.values)
    return frame.document(
        f"Notice of the {frame.meeting}",
        [
            (BlockKey.OPENING, "", _first(facts, frame, opening)),
            (BlockKey.AGENDA, "Agenda", _agenda(facts)),
            (BlockKey.NOMINATIONS, "Election", _election(facts, frame)),
            frame.said(),
            (BlockKey.CLOSING, "", _signature(facts, frame)),
        ],
        facts.held_on,
    )


def _call(facts: Notice, frame: Frame) -> Document:
    meeting = ""
    if facts.held_on or facts.kind:
        meeting = frame.style.fill("opening_ahead", frame.values)
    return frame.document(
        f"Call for nominations: {frame.meeting if meeting else frame.body_short}",
        [
            (BlockKey.OPENING, "", _first(facts, frame, meeting)),
            (BlockKey.AGENDA, "Agenda", _agenda(facts)),
            (BlockKey.NOMINATIONS, "Nominations", _election(facts, frame)),
            frame.said(),
            (BlockKey.CLOSING, "", _signature(facts, frame)),
        ],
        facts.held_on,
    )


def _standing(facts: Notice, frame: Frame) -> Document:
    when = frame.style.fill("opening_ahead", frame.values) if facts.held_on or facts.kind else ""
    statements = [
        Typed(f"### {escaped(frame.join([printed(person) for person in entry.people]))}\n\n{entry.statement}")
        for office in facts.results
        for entry in office.entries
        if entry.statement
    ]
    names = [office for office in facts.results if office.entries]
    is_over = not are_open(facts, frame.today)
    labels = joined([with_the(office_label(office)) for office in facts.results], "or")
    for_what = f" for {labels}" if labels else ""
    nobody = f"Nobody was nominated{for_what}." if is_over else f"Nobody has been nominated so far{for_what}."
    lead = f"{NOMINATED[is_over]}:" if names else nobody
    listed = Listing(
        tuple(candidates_entry(office, frame.style, is_closed=is_over) for office in facts.results),
        frame.style.blank_lines,
    )
    return frame.document(
        f"Who is standing: {frame.meeting if when else frame.body_short}",
        [
            (
                BlockKey.OPENING,
                "",
                _first(facts, frame, when, _window(facts, frame)),
            ),
            (BlockKey.AGENDA, "Agenda", _agenda(facts)),
            (
                BlockKey.NOMINATIONS,
                "Candidates",
                (
                    *sentences(lead, lead_in=bool(names)),
                    *((listed,) if names else ()),
                    *sentences(_without_vote(facts, frame) if is_over else ""),
                ),
            ),
            frame.said(),
            (BlockKey.CLOSING, "", _signature(facts, frame)),
            (BlockKey.MESSAGES, "What they say", statements),  # last, or what follows would read as theirs
        ],
        facts.held_on,
    )


def reminder(facts: Notice, frame: Frame) -> Document:
    """That nominations close soon."""
    close = facts.nominations_close
    when = f" {frame.on_moment(close)}" if close else " soon"
    late = "What arrives later does not count."
    besides = replace(facts, nominations_open=None, nominations_close=None)
    return frame.document(
        f"Nominations close{when}",
        [
            (BlockKey.OPENING, "", sentences(f"Nominations for {frame.the_meeting} close{when}.", late)),
            (BlockKey.NOMINATIONS, "Nominations", _election(besides, frame)),
            (BlockKey.CLOSING, "", _signature(facts, frame)),
        ],
        facts.held_on,
    )


def called_off(facts: Notice, frame: Frame, reason: str, *, with_meeting: bool) -> Document:
    """That an election is not held, or its meeting neither; the reason in Markdown."""
    when = f" {frame.on_moment(Moment(facts.held_on, facts.starts_at))}" if facts.held_on else ""
    what = frame.the_meeting if with_meeting else f"the election at {frame.the_meeting}"
    over = "Nominations are closed. What was sent in counts for this election alone."
    return frame.document(
        f"{'Called' if with_meeting else 'Election called'} off: {frame.meeting}",
        [
            (
                BlockKey.OPENING,
                "",
                (
                    *sentences(f"{capitalised(what)}{when} is called off."),
                    Typed(reason),
                    *sentences(over, "" if with_meeting else "The meeting itself is held as announced."),
                ),
            ),
            (BlockKey.CLOSING, "", _signature(facts, frame)),
        ],
        facts.held_on,
    )


def _first(facts: Notice, frame: Frame, opening: str, window: str = "") -> tuple[Part, ...]:
    told = (opening, who_comes(facts.who_may_come), asking(facts), window, _motions(facts, frame))
    return (*sentences(*told), *sentences(link(facts)))


def who_comes(text: str | None) -> str:
    """Who may come, as a sentence: what names people alone (“members and friends”) is put into one."""
    words = squeeze(text or "").rstrip(".")
    if not words or _SAYS.search(words):
        return as_sentence(text)
    if alone := re.match(r"(?i)only (.+)", words):
        return f"It is open to {phrase(alone[1])} only."
    return f"It is open to {phrase(_NO_NAME.sub(lambda found: found[0].lower(), words))}."


def asking(facts: OfMeeting) -> str:
    """Whom to ask for the way into a meeting to come that is online, where its address is not told."""
    if not is_online(facts) or facts.online_link:
        return ""
    return f"To join online, ask {aside(phrase(facts.contact or 'us'))} for the link."


def link(facts: OfMeeting) -> str:
    """Where to join a meeting to come: a paragraph of its own, so that no full stop follows the address."""
    return f"To join online: {facts.online_link}" if is_online(facts) and facts.online_link else ""


def is_online(facts: OfMeeting) -> bool:
    return facts.held_as in {HeldAs.ONLINE, HeldAs.HYBRID}


def _motions(facts: Notice, frame: Frame) -> str:
    if not facts.motions_close:
        return ""
    verb = "had" if is_past(facts.motions_close.day, frame.today) else "are"
    return f"Motions {verb} to be sent in{frame.by(facts.motions_close)}."


def _agenda(facts: Notice) -> tuple[Part, ...]:
    lines = [f"{number}. {escaped(squeeze(item))}" for number, item in enumerate(facts.agenda, start=1)]
    return (Typed("\n".join(lines)),) if lines else ()


def _election(facts: Notice, frame: Frame) -> tuple[Part, ...]:
    if not facts.results:
        return sentences(_window(facts, frame), _needs(facts, frame))
    standing, is_over = any(office.entries for office in facts.results), are_closed(facts, frame.today)
    lead = f"{NOMINATED[is_over]}:" if standing else "Nominations are invited for:"
    if not standing and (is_over or (facts.announcement == "notice" and not facts.nominations_close)):
        lead = "To be elected:"
    listed = Listing(tuple(_office(office, facts, frame, standing=standing) for office in facts.results), 0)
    return (
        *sentences(_window(facts, frame), _needs(facts, frame), lead, lead_in=True),
        listed,
    )


def _without_vote(facts: Notice, frame: Frame) -> str:
    """For which offices there is no vote, where the rules say that nobody votes on who stands unopposed."""
    alone, is_all = unopposed(facts)
    labels = "" if is_all else f" for {frame.join([with_the(office_label(one)) for one in alone])}"
    return f"No vote is held{labels}: whoever stands is declared elected at the meeting." if alone else ""


def unopposed(facts: Notice) -> tuple[list[Outcome], bool]:
    """The offices whose candidates are declared elected without a vote, and whether these are all that have any."""
    standing = [office for office in facts.results if office.entries]
    alone = [office for office in standing if facts.unopposed_elected and len(office.entries) <= office.places]
    return alone, len(alone) == len(standing)


def are_closed(facts: Notice, today: date | None) -> bool:
    """Whether nobody can be nominated any more."""
    return is_past(facts.nominations_close.day if facts.nominations_close else None, today)


def are_open(facts: Notice, today: date | None) -> bool:
    """Whether the last day for nominations is still to come: on that day itself nobody says either."""
    return is_ahead(facts.nominations_close.day if facts.nominations_close else None, today)


def _office(office: Outcome, facts: Notice, frame: Frame, *, standing: bool) -> ListEntry:
    """An office to be filled: how many places, for whom, who holds it and, where some stand, who."""
    if standing:
        return candidates_entry(office, frame.style, is_closed=are_closed(facts, frame.today))
    label, style = label_of(office, frame.style), frame.style
    now = frame.join([with_place(one) for one in office.incumbents])
    told = [counted(office.places, "place", "places", in_words=True)]
    told += [style.terms.reserved(phrase(office.reserved))] if office.reserved else []
    told += [style.terms.term(phrase(office.term))] if office.term else []
    before = frame.join([with_place(one) for one in office.predecessors])
    told += [f"at present {now}"] if now else []
    told += [style.fill("in_place_of", {"people": before})] if before else []
    empty = "; ".join(told)
    line = closed(style.fill("line", {"office": label, "holders": empty}))
    return ListEntry(label, (), line, empty, group=squeeze(office.body or ""))


def _window(facts: Notice, frame: Frame) -> str:
    opens, closes = facts.nominations_open, facts.nominations_close
    have_opened = opens is not None and is_past(opens.day, frame.today)
    return nominations_window(
        opens, closes, frame.style, have_opened=have_opened, are_closed=are_closed(facts, frame.today)
    )


def nominations_window(
    opens: Moment | None, closes: Moment | None, style: HouseStyle, *, have_opened: bool, are_closed: bool
) -> str:
    """ "Nominations opened on … and close on …."; "" where neither moment is known."""
    first = f"{'opened' if have_opened else 'open'} {on_moment(opens, style)}" if opens else ""
    last = f"{'closed' if are_closed else 'close'} {on_moment(closes, style)}" if closes else ""
    found = joined([part for part in (first, last) if part])
    return f"Nominations {found}." if found else ""


def _needs(facts: Notice, frame: Frame) -> str:
    """What a nomination has to have, while there can be one."""
    if are_closed(facts, frame.today):
        return ""
    who = {
        True: "You can stand yourself, or nominate a member who agrees to stand.",
        False: "You can nominate another member who agrees to stand, but not yourself.",
        None: "",
    }[facts.self_allowed]
    needs = [with_article(squeeze(role)) if is_post(role) else squeeze(role) for role in facts.needs_roles]
    if facts.needs_supporters and not needs:
        needs.append(f"the support of {counted(facts.needs_supporters, 'member', 'members', in_words=True)}")
    elif facts.needs_supporters:
        needs.append(counted(facts.needs_supporters, "member who supports it", "members who support it", in_words=True))
    return " ".join(filter(None, (who, f"A nomination needs {joined(needs)}." if needs else "")))


def _signature(facts: Notice, frame: Frame) -> tuple[Part, ...]:
    officer, contact = phrase(facts.returning_officer or ""), phrase(facts.contact or "")
    if officer and contact.casefold() in {officer.casefold(), f"{officer}, returning officer".casefold()}:
        return sentences(f"Questions go to {officer}, who is the returning officer.")
    return sentences(f"{capitalised(officer)} is the returning officer." if officer else "", frame.questions)

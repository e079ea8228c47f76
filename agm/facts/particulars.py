"""What the report of a meeting tells beside the parts of its record: who holds an office without an election, places
without names, for how long, the turnout, who left, where people meet next."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agm.facts.fields import Line, Many, Value
from agm.facts.figures import Turnout
from agm.facts.meeting import Language, MeetingFacts, NextMeeting, Outgoing
from agm.facts.moments import DayAndTime
from agm.facts.outcome import Entry, OfficeState, Outcome, PersonName
from agm.facts.plain import Stored
from agm.language.letters import same_name

OF_OFFICES = (
    "body", "label_alt", "vacancies_told", "unnamed", "method", "term", "reserved", "incumbents", "quota", "turnout",
    "stages",
)  # fmt: skip
"""What is told of an office that the record of its election has no place for."""
OF_MEETINGS = (
    "term", "takes_office", "turnout", "outgoing", "next_meeting", "contact", "vacancies_until", "second_language",
)  # fmt: skip
"""The same of a meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars(Value):
    """What is told beside the record; nothing of it changes who holds an office."""

    offices: Many[Outcome] = ()
    """What is told of offices, by their labels, in the order in which they are to be printed. Their entries are who
    holds the office without an election, and those of the record of whom is told until when, or with which share."""
    names: Many[PersonName] = ()
    """People of the record of whom a place is told beside the name."""
    term: Line | None = None
    """For which term those named were elected."""
    takes_office: Line | None = None
    """When they take office."""
    turnout: Turnout | None = None
    """How many voted, where that is known for all offices together."""
    outgoing: Many[Outgoing] = ()
    """Who left office, and whom they handed over to."""
    next_meeting: NextMeeting | None = None
    """When and where people meet next."""
    contact: Line | None = None
    """Whom to write to about a vacant office."""
    vacancies_until: DayAndTime | None = None
    """The last day on which somebody can come forward for a vacant office."""
    second_language: Language | None = None
    """The second language of the text."""


NOTHING_BESIDE = Particulars()
NOTHING_TOLD = Outcome("Office")
STORED_PARTICULARS = Stored(Particulars)


def with_particulars(facts: MeetingFacts, told: Particulars) -> MeetingFacts:
    """The facts of the record with what is told beside them."""
    places = {same_name(one.name): one.place for one in told.names}

    def placed(person: PersonName) -> PersonName:
        place = places.get(same_name(person.name))
        return replace(person, place=place) if place and not person.place else person

    beside = {same_name(one.label): one for one in told.offices}
    recorded = {same_name(one.label) for one in facts.results}
    offices = [*facts.results, *(one for key, one in beside.items() if key not in recorded)]
    if recorded <= beside.keys():  # it tells the whole order
        order = {key: place for place, key in enumerate(beside)}
        offices.sort(key=lambda one: order[same_name(one.label)])
    results = [
        _with_told(one, beside.get(same_name(one.label))) if same_name(one.label) in recorded else one
        for one in offices
    ]
    changed = {name: getattr(told, name) for name in OF_MEETINGS}
    if places:
        results = [
            replace(one, entries=tuple(replace(e, people=tuple(map(placed, e.people))) for e in one.entries))
            for one in results
        ]
        changed["speakers"] = tuple(replace(one, person=placed(one.person)) for one in facts.speakers)
        changed["messages"] = tuple(replace(one, person=placed(one.person)) for one in facts.messages)
    return replace(facts, **changed, results=tuple(results))


def _with_told(office: Outcome, told: Outcome | None) -> Outcome:
    """An office of the record, with its places grown by those that are filled otherwise. Where no election to it is
    recorded, whoever holds it otherwise takes the places that it has."""
    if told is None:
        return office
    beside = {_people(one): one for one in told.entries if one.holds is None}
    held = _held(told)
    entries = (_entry_with_told(one, beside.get(_people(one))) for one in office.entries)
    more = {name: value for name in OF_OFFICES if (value := getattr(told, name)) not in (None, ())}
    otherwise = len(held) + (told.unnamed or 0)
    is_elected_upon = bool(office.entries) or office.state is not OfficeState.UNDECIDED
    seats = office.seats + otherwise if is_elected_upon else max(office.seats, otherwise)
    label = office.label.removesuffix(_of_body(told.body))
    return replace(office, **more, label=label, seats=seats, entries=(*entries, *held))


def _of_body(body: str | None) -> str:
    """What the record adds to the name of an office that two bodies have."""
    return f" ({body})" if body else ""


def _entry_with_told(entry: Entry, told: Entry | None) -> Entry:
    return entry if told is None else replace(entry, until=told.until, percent=told.percent)


def _people(entry: Entry) -> frozenset[str]:
    return frozenset(same_name(one.name) for one in entry.people)


def particulars_of(facts: MeetingFacts) -> Particulars:
    """What the record of a meeting has no place for, of facts that tell all of it; the rest is `recorded_of`."""
    offices = tuple(map(_told_of, with_own_labels(facts.results)))
    tells = any(one != Outcome(one.label) for one in offices)
    return Particulars(
        offices=offices if tells else (),
        names=tuple({(one.name, one.place): PersonName(one.name, place=one.place) for one in _placed(facts)}.values()),
        **{name: getattr(facts, name) for name in OF_MEETINGS},
    )


def recorded_of(facts: MeetingFacts) -> MeetingFacts:
    """The facts that a record has a place for: `with_particulars` puts the others beside them again."""
    nothing = {name: getattr(NOTHING_TOLD, name) for name in OF_OFFICES}
    return replace(
        facts,
        **{name: getattr(NOTHING_BESIDE, name) for name in OF_MEETINGS},
        results=tuple(
            replace(
                one,
                **nothing,
                seats=max(1, one.seats - len(_held(one)) - (one.unnamed or 0)),
                entries=tuple(replace(e, until=None, percent=None) for e in one.entries if e.holds is None),
            )
            for one in with_own_labels(facts.results)
            if not is_held_only(one)
        ),
    )


def with_own_labels(results: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """The offices, each with a name of its own: of one that two bodies have, with the body."""
    often = Counter(same_name(one.label) for one in results)
    return tuple(
        replace(one, label=f"{one.label}{_of_body(one.body)}") if often[same_name(one.label)] > 1 else one
        for one in results
    )


def is_held_only(office: Outcome) -> bool:
    """Whether no election to it is told of: whoever holds it, named or not, holds it otherwise."""
    return not any(one.holds is None for one in office.entries) and bool(office.entries or office.unnamed)


def _told_of(office: Outcome) -> Outcome:
    if is_held_only(office):
        return office
    beside = tuple(
        Entry(tuple(PersonName(one.name) for one in entry.people), until=entry.until, percent=entry.percent)
        for entry in office.entries
        if entry.holds is None and (entry.until or entry.percent is not None)
    )
    more = {name: getattr(office, name) for name in OF_OFFICES}
    return Outcome(office.label, entries=(*_held(office), *beside), **more)


def _held(office: Outcome) -> tuple[Entry, ...]:
    return tuple(one for one in office.entries if one.holds is not None)


def _placed(facts: MeetingFacts) -> Iterator[PersonName]:
    """Everybody of the record of whom a place is told."""
    people = [one.person for one in facts.speakers]
    people += [one.person for one in facts.messages]
    people += [person for office in facts.results for entry in office.entries for person in entry.people]
    return (one for one in people if one.place)

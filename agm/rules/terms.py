"""Who holds an office, from when to when: a pure function of the acts on it, in whatever order they were recorded."""

import enum
import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from agm.language.partial_date import PartialDate


class AppointmentKind(enum.StrEnum):
    ELECTED = "elected"
    UNOPPOSED = "unopposed"
    RE_ELECTED = "re_elected"
    RE_ELECTED_UNOPPOSED = "re_elected_unopposed"
    BY_ELECTION = "by_election"
    CO_OPTED = "co_opted"
    COUNTBACK = "countback"
    """A seat fell vacant, and the papers of the election were counted again for it."""
    APPOINTED = "appointed"
    CONTINUED = "continued"
    """They shared the seat before, and went on when somebody else left it: nobody put them there anew."""


class EndReason(enum.StrEnum):
    TERM_ENDED = "term_ended"
    RESIGNED = "resigned"
    DIED = "died"
    REMOVED = "removed"
    CORRECTED = "corrected"
    """No act on record stands for the term any more: it never was. No result of `terms` has it."""


class ActKind(enum.StrEnum):
    ELECTED = "elected"
    """A meeting's result for the office, with an entry for each seat won; there may be none."""
    FILLED = "filled"
    """A vacant seat is filled between meetings: co-opted, by-election, appointed."""
    LEFT = "left"
    """People left a term; whoever shared the seat with them goes on."""
    DATE_CORRECTED = "date_corrected"
    """A term began on another day, or on one that nobody knows."""
    WAY_CORRECTED = "way_corrected"
    """People came to a term in another way."""
    CONTINUING = "continuing"
    """The meeting of that day did not end a term."""
    RETRACTED = "retracted"
    """The act that it replaces never was."""


BY_HAND = {ActKind.DATE_CORRECTED, ActKind.WAY_CORRECTED, ActKind.CONTINUING}


@dataclass(frozen=True, slots=True)
class Entry:
    """People who take, hold or leave one seat together, by id; how they came to it, where the act says so."""

    people: tuple[int, ...]
    appointment_kind: AppointmentKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeAct:
    """An act on one office. A corrected act is another one that `replaces` it.

    `concerns` is the act that began the term which is left, corrected or continuing, or any that replaces that act; for
    a seat filled between meetings it is the last act then known, so that a partial date can be placed after it.
    """

    id: int
    kind: ActKind
    on: PartialDate | None = None
    entries: tuple[Entry, ...] = ()
    seats: int = 1
    """How many seats the office had then."""
    ends_terms: bool = False
    """Whether those hold the office alone who are elected: all earlier terms end, as at an annual general meeting."""
    end_reason: EndReason | None = None
    concerns: int | None = None
    replaces: int | None = None
    source: str = ""
    """What the act comes from, as `meeting:7`; "" for an official's own act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """People who hold or held a seat of an office. `origin` and `people` together tell it from any other term."""

    origin: int
    """The act that began it, the first of those that replace one another."""
    people: tuple[int, ...]
    seat: int = 0
    since: PartialDate | None
    until: PartialDate | None = None
    """The first day on which it was over."""
    appointment_kind: AppointmentKind
    end_reason: EndReason | None = None
    named_in: int
    """The act that put these people into office by name."""
    left_by: int | None = None
    """The act of leaving that ended it."""
    by_hand: frozenset[int] = frozenset()
    """The acts that corrected it."""
    left_before: PartialDate | None = None
    """The day on which they left by their own act, where that lies before the beginning: one of the two is wrong."""


def terms(acts: Iterable[OfficeAct], seats: int) -> tuple[tuple[Term, ...], int]:
    """The terms of one office from the first to the last, and how many of its present seats are vacant."""
    found = _Reckoning(acts).terms()
    return found, vacancies(seats, sum(term.end_reason is None for term in found))


def vacancies(seats: int, held: int) -> int:
    return max(0, seats - held)


def is_after(first: PartialDate | None, second: PartialDate | None) -> bool:
    """Whether a date is certainly later than another, as far as both are known."""
    return first is not None and second is not None and _is_later(str(first), str(second))


def _is_later(first: str, second: str) -> bool:
    length = min(len(first), len(second))
    return first[:length] > second[:length]


def _moment(on: PartialDate | None, earliest: str) -> str:
    """Where a date has its place among others: not before `earliest`, as far as that can be."""
    known = str(on or "")
    return known if _is_later(known, earliest) or _is_later(earliest, known) else max(known, earliest)


@dataclass(slots=True, kw_only=True, eq=False)
class _Open:
    act: OfficeAct
    term: Term
    """As it begins."""
    moment: str
    stays_over: PartialDate | None
    seat: int = 0
    leaving: OfficeAct | None = None
    is_ended: bool = False
    until: PartialDate | None = None

    @property
    def people(self) -> frozenset[int]:
        return frozenset(self.term.people)

    @property
    def staying(self) -> tuple[int, ...]:
        leavers = () if self.leaving is None else self.leaving.entries[0].people
        return tuple(one for one in self.term.people if one not in leavers)

    def is_there(self, moment: str) -> bool:
        """Whether it is certainly not over at a moment that lies after its beginning."""
        if self.is_ended:
            return False
        return self.leaving is None or (self.leaving.on is not None and _is_later(str(self.leaving.on), moment))

    def result(self) -> Term:
        left, term = self.leaving, replace(self.term, seat=self.seat)
        if left is None:
            return replace(term, until=self.until, end_reason=EndReason.TERM_ENDED if self.is_ended else None)
        term = replace(term, until=left.on, end_reason=left.end_reason, left_by=left.id)
        return replace(term, until=term.since, left_before=left.on) if is_after(term.since, left.on) else term


@dataclass(order=True, slots=True)
class _Step:
    """What happens at a moment. Equal moments: the rest of a shared seat goes on, a meeting ends terms, people come."""

    moment: str
    rank: int
    order: tuple[bool, str, int, tuple[int, ...], int]
    act: OfficeAct = field(compare=False)
    came: _Open | None = field(default=None, compare=False)
    left: _Open | None = field(default=None, compare=False)


class _Reckoning:
    def __init__(self, acts: Iterable[OfficeAct]) -> None:
        by_id = {act.id: act for act in acts}
        replaced = {act.replaces for act in by_id.values()}
        self.roots: dict[int, int] = {}
        for act in by_id.values():
            first = act
            while first.replaces is not None:
                first = by_id[first.replaces]
            self.roots[act.id] = first.id
        standing = [act for act in by_id.values() if act.id not in replaced and act.kind is not ActKind.RETRACTED]
        self.standing: dict[int | None, OfficeAct] = {self.roots[act.id]: act for act in standing}
        self.leavings = [act for act in standing if act.kind is ActKind.LEFT]
        self.by_hand = [act for act in standing if act.kind in BY_HAND]
        self.opened: list[_Open] = []
        self.steps: list[_Step] = []
        for act in standing:
            if act.kind in {ActKind.ELECTED, ActKind.FILLED}:
                self.plan(act)

    def terms(self) -> tuple[Term, ...]:
        while self.steps:
            step = heapq.heappop(self.steps)
            if step.came is None:
                self.vacate(step)
            elif step.left is None or (not step.left.is_ended and step.left.leaving is step.act):
                self.arrive(step, step.came)
        return tuple(one.result() for one in self.opened)

    def plan(self, act: OfficeAct) -> None:
        known_before = self.standing.get(self.concerned(act))
        earliest = str((act.on if known_before is None else known_before.on) or "")
        if act.ends_terms:
            heapq.heappush(self.steps, _Step(str(act.on or ""), 1, (False, act.source, 0, (), act.id), act))
        for place, entry in enumerate(act.entries, 1):
            came = self.term(act, entry, act.on, earliest, act.id)
            order = (not act.ends_terms, act.source, place, tuple(sorted(entry.people)), act.id)
            heapq.heappush(self.steps, _Step(came.moment, 2, order, act, came))

    def concerned(self, act: OfficeAct) -> int | None:
        return None if act.concerns is None else self.roots.get(act.concerns, act.concerns)

    def term(self, act: OfficeAct, entry: Entry, on: PartialDate | None, earliest: str, named_in: int) -> _Open:
        """A term with what was corrected by hand."""
        origin = self.roots[act.id]
        of_term = (one for one in self.by_hand if self.concerned(one) == origin)
        by_hand = {one.kind: one for one in of_term if set(one.entries[0].people) == set(entry.people)}
        date, way, stay = (
            by_hand.get(kind) for kind in (ActKind.DATE_CORRECTED, ActKind.WAY_CORRECTED, ActKind.CONTINUING)
        )
        since = on if date is None else date.on
        how = entry.appointment_kind if way is None else way.entries[0].appointment_kind
        term = Term(
            origin=origin,
            people=entry.people,
            since=since,
            appointment_kind=how or AppointmentKind.ELECTED,
            named_in=named_in,
            by_hand=frozenset(one.id for one in by_hand.values()),
        )
        stays_over = None if stay is None else stay.on
        return _Open(act=act, term=term, moment=_moment(since, earliest), stays_over=stays_over)

    def vacate(self, step: _Step) -> None:
        """A meeting ends all terms before it, but not one that somebody left only later."""
        for one in self.opened:
            leaves_wholly = one.leaving is not None and not one.staying
            stays = one.stays_over is not None and not is_after(step.act.on, one.stays_over)
            if one.is_there(step.moment) and one.act is not step.act and not leaves_wholly and not stays:
                self.end(one, step.act.on)

    def arrive(self, step: _Step, came: _Open) -> None:
        """People take a seat: they leave the one that they had, and where all are taken the oldest term ends."""
        there = [one for one in self.opened if one.is_there(step.moment)]
        older = sorted((one for one in there if one.act is not step.act), key=lambda one: (one.moment, one.seat))
        again = [one for one in older if one.people & came.people]
        others = [one for one in older if one not in again]
        capacity = max(came.act.seats, len(came.act.entries))
        too_many = 0 if step.left else max(0, len(there) - len(again) + 1 - capacity)
        until = came.term.since or came.act.on
        for one in [*again, *others[:too_many]]:
            self.end(one, until)
        taken = {one.seat for one in there if not one.is_ended}
        wanted = None if step.left is None else step.left.seat
        free = next(number for number in range(1, len(taken) + 2) if number not in taken)
        came.seat = free if wanted is None or wanted in taken else wanted
        self.opened.append(came)
        came.leaving = self.leaving_of(came)
        if came.leaving is not None:
            self.go_on(came, came.leaving)

    def leaving_of(self, came: _Open) -> OfficeAct | None:
        """How people left a term: by an act on it, or by one on an earlier term that a later meeting turns out to have
        renewed."""
        begun = {one.term.origin for one in self.opened}
        fitting = [
            (concerned != came.term.origin, str(act.on or ""), act.entries[0].people, str(act.end_reason), act)
            for act in self.leavings
            if came.people.intersection(act.entries[0].people)
            for concerned in [self.concerned(act)]
            if concerned == came.term.origin or (concerned in begun and is_after(act.on, came.term.since))
        ]
        if not fitting:
            return None
        act = min(fitting, key=lambda one: one[:4])[4]
        self.leavings.remove(act)
        return act

    def go_on(self, shared: _Open, left: OfficeAct) -> None:
        """Plan that those go on who shared a seat and did not leave it."""
        if not shared.staying or is_after(shared.term.since, left.on):
            return
        rest = self.term(
            left, Entry(shared.staying, AppointmentKind.CONTINUED), left.on, shared.moment, shared.term.named_in
        )
        step = _Step(_moment(left.on, shared.moment), 0, (False, "", 0, rest.term.people, left.id), left, rest, shared)
        heapq.heappush(self.steps, step)

    def end(self, one: _Open, until: PartialDate | None) -> None:
        """End a term; who left it later, by their own act, is held to have left what came after it."""
        one.is_ended, one.until = True, one.term.since if is_after(one.term.since, until) else until
        if one.leaving is not None:
            self.leavings.append(one.leaving)
            one.leaving = None

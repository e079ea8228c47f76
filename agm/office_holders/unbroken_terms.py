"""Unbroken times in office: a re-election begins a new holding, but nobody left the office meanwhile."""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple, TypeVar

from agm.language.partial_date import PartialDate
from agm.office_holders.models import OfficeTerm
from agm.rules.terms import AppointmentKind, is_after

T = TypeVar("T")


class Span(NamedTuple):
    """Who held which office from when to when; merged records are one person."""

    office_id: int
    people: frozenset[int]
    since: PartialDate | None
    until: PartialDate | None
    is_over: bool
    went_on: bool = False
    """Whether these people only stayed when others left, with whom they had shared the seat."""


def runs(terms: Iterable[T], span: Callable[[T], Span]) -> list[list[T]]:
    """Terms, the earliest first, put together to runs: the same people in the same office without a gap."""
    found: list[list[T]] = []
    of_these: dict[tuple[int, frozenset[int]], list[tuple[Span, list[T]]]] = {}
    for term in terms:
        later = span(term)
        theirs = of_these.setdefault((later.office_id, later.people), [])
        for number, (last, run) in enumerate(theirs):
            if continues(last, later):
                run.append(term)
                theirs[number] = later, run
                break
        else:
            found.append([term])
            theirs.append((later, found[-1]))
    return found


def since_when(found: Iterable[list[T]], run: list[T], span: Callable[[T], Span]) -> PartialDate | None:
    """Since when the people of a run held the office without a gap; at first they may have shared it with others."""
    first = span(run[0])
    if not first.went_on or first.since is None:
        return first.since
    all_runs = list(found)
    for other in all_runs:
        last = next((one for one in map(span, other) if one.until == first.since), None)
        if last is not None and last.office_id == first.office_id and first.people < last.people:
            return since_when(all_runs, other, span)
    return first.since


def who_went_on(terms: Collection[OfficeTerm]) -> dict[int, set[int]]:
    """By holding that ended, the people (by person_id) who did not leave then: they went on in the seat."""
    found: dict[int, set[int]] = {}
    for later in terms:
        if later.appointment_kind is not AppointmentKind.CONTINUED or later.since is None:
            continue
        people = {row.person_id for row in later.people}
        for earlier in terms:
            if (earlier.office_id, earlier.seat, earlier.until) == (later.office_id, later.seat, later.since):
                stayed = {row.person_id for row in earlier.people} & people
                if stayed and earlier is not later:
                    found[earlier.id] = stayed
    return found


def continues(earlier: Span, later: Span) -> bool:
    """Whether the same people went on in the same office: they began again no later than they were out of it."""
    if not earlier.is_over or later.since is None:
        return True
    return earlier.until is not None and not is_after(later.since, earlier.until)


def runs_of_holdings(terms: Iterable[OfficeTerm]) -> list[list[OfficeTerm]]:
    """Holdings in any order as runs, the run that began first before others; each holding must have its people."""
    in_order = sorted(terms, key=lambda one: (str(one.since or ""), one.seat, one.id))
    return runs(in_order, span_of)


def span_of(term: OfficeTerm) -> Span:
    people = frozenset(row.person.merged_into_id or row.person_id for row in term.people)
    went_on = term.appointment_kind is AppointmentKind.CONTINUED
    return Span(term.office_id, people, term.since, term.until, term.end_reason is not None, went_on)

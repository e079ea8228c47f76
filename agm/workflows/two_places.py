"""Somebody who is elected to two offices that nobody may hold together: which they take, and who gets the other."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload

from agm.counting.model import CandidateKind
from agm.counting.rules import Method
from agm.facts import Entry, Outcome, PersonName
from agm.nominations.models import Candidacy, Contest
from agm.office_holders.models import OfficeTerm, OfficeTermPerson
from agm.people.models import Person
from agm.results.counting import result_of
from agm.results.models import Count
from agm.rules.two_offices import FreedPlace, OfficesState, decide_offices

REOPENING = "Re-open nominations"
NOT_JOINED: Mapping[int, int] = {}

TwoPlaces = tuple[int, int, int]
"""Two contests, and the person who is elected in both."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody has to say which of two offices they take."""

    person: str
    first: Candidacy
    second: Candidacy

    @property
    def words(self) -> str:
        return (
            f"{self.person} is elected {self.first.contest.label} and {self.second.contest.label}, which nobody may "
            "hold together: ask which they take."
        )


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody who is elected holds an office that excludes the new one, and has to say which they take."""

    person: str
    term: OfficeTerm
    contest_id: int
    label: str

    @property
    def words(self) -> str:
        return (
            f"{self.person} is elected {self.label} and holds the office of {self.term.office.label}, which nobody may "
            "hold together: ask which they take."
        )


def holdings(session: Session, outcomes: Sequence[Outcome], pairs: Collection[tuple[int, int]]) -> Iterator[Holding]:
    """Who is elected by a countback and holds an excluded office. One statement where offices exclude each other."""
    others = {one for pair in pairs for one in pair} - {one.office_id for one in outcomes}
    elected = {person for outcome in outcomes for person in winners(outcome)}
    if not others or not elected:
        return
    record = func.coalesce(Person.merged_into_id, Person.id)
    mine = aliased(Person)
    rows = session.execute(
        select(mine.id, OfficeTerm)
        .join(OfficeTermPerson, OfficeTermPerson.term_id == OfficeTerm.id)
        .join(Person, Person.id == OfficeTermPerson.person_id)
        .join(mine, func.coalesce(mine.merged_into_id, mine.id) == record)
        .where(OfficeTerm.end_reason.is_(None), OfficeTerm.office_id.in_(others), mine.id.in_(elected))
        .options(joinedload(OfficeTerm.office))
    )
    for person_id, term in rows:
        for outcome in outcomes:
            pair = tuple(sorted((outcome.office_id or 0, term.office_id)))
            if pair in pairs and person_id in winners(outcome):
                yield Holding(name_in(outcome, person_id), term, outcome.contest_id or 0, outcome.label)


@dataclass(frozen=True, slots=True)
class Settled:
    outcomes: tuple[Outcome, ...]
    clashes: tuple[Clash, ...]
    again: tuple[str, ...]
    """The offices whose papers are counted again without whoever took another."""
    holdings: tuple[Holding, ...] = ()


def settle(
    outcomes: Sequence[Outcome],
    contests: Sequence[Contest],
    counts: Mapping[int, Count],
    pairs: Collection[tuple[int, int]],
    given_up: Collection[int],
    freed: FreedPlace,
    same: Mapping[int, int],
) -> Settled:
    """The outcomes when each has taken one office; `given_up` are the candidacies whose place is not taken.

    `same` has by a person's record the one that stands for it.
    """
    by_contest = {one.id: one for one in contests}
    found = {one.contest_id or 0: one for one in outcomes}
    clashes, again = [], []
    asked: set[TwoPlaces] = set()
    while (
        places := next((one for one in clashing(found.values(), pairs, same) if one not in asked), None)
    ) is not None:
        first, second, person = places
        stands = [candidacy_of(by_contest[key], place_of(found[key], person, same)) for key in (first, second)]
        gone = [one for one in stands if one.id in given_up]
        if not gone:
            asked.add(places)
            clashes.append(Clash(name_in(found[first], person, same), stands[0], stands[1]))
            continue
        key, other = (first, second) if gone[0] is stands[0] else (second, first)
        is_single = found[key].seats == found[other].seats == 1
        rule = freed if is_single or freed is FreedPlace.NEW_COUNT else FreedPlace.VACANCY
        order = in_line(counts.get(key), by_contest[key], given_up)
        changed = without(found[key], found[other], place_of(found[key], person, same), order, rule)
        if changed is None:
            again.append(found.pop(key).label)
        else:
            found[key] = changed
    return Settled(tuple(found.values()), tuple(clashes), tuple(again))


def clashing(
    outcomes: Collection[Outcome], pairs: Collection[tuple[int, int]], same: Mapping[int, int]
) -> Iterator[TwoPlaces]:
    """Who is elected to two offices that exclude each other."""
    for one, other in itertools.combinations(outcomes, 2):
        if tuple(sorted((one.office_id or 0, other.office_id or 0))) in pairs:
            for person in sorted(winners(one, same) & winners(other, same)):
                yield one.contest_id or 0, other.contest_id or 0, person


def winners(outcome: Outcome, same: Mapping[int, int] = NOT_JOINED) -> set[int]:
    """The records that stand for those elected."""
    found = {record_of(person, same) for entry in outcome.elected for person in entry.people}
    return {one for one in found if one is not None}


def place_of(outcome: Outcome, person_id: int, same: Mapping[int, int]) -> Entry:
    """The entry by which somebody is elected."""
    return next(one for one in outcome.elected if person_id in {record_of(who, same) for who in one.people})


def name_in(outcome: Outcome, person_id: int, same: Mapping[int, int] = NOT_JOINED) -> str:
    people = place_of(outcome, person_id, same).people
    return next(one.displayed for one in people if record_of(one, same) == person_id)


def record_of(person: PersonName, same: Mapping[int, int]) -> int | None:
    return same.get(person.person_id or 0, person.person_id)


def candidacy_of(contest: Contest, place: Entry) -> Candidacy:
    """The candidacy that became an entry."""
    ids = {one.person_id for one in place.people}
    return next(one for one in contest.candidacies if {who.person_id for who in one.people} == ids)


def without(
    leaving: Outcome, staying: Outcome, held: Entry, order: Sequence[str] | None, freed: FreedPlace
) -> Outcome | None:
    """An outcome with a place that is not taken; None where its papers are counted again.

    `order` is who is next, as `in_line` has it. The outcome has no figures: somebody without a place may have more
    votes than somebody with one.
    """
    if leaving.seats > 1:
        return None if freed is FreedPlace.NEW_COUNT else given(leaving, held, None)
    if order is None and freed is FreedPlace.RUNNER_UP:
        return None
    decided = decide_offices(
        {leaving.label: [key_of(held), *(order or ())], staying.label: [key_of(held)]},
        {key_of(held): [staying.label]},
        freed,
        {REOPENING},
    )
    is_open = decided.state is OfficesState.COUNT_AGAIN
    return None if is_open else given(leaving, held, decided.holders[leaving.label])


def in_line(count: Count | None, contest: Contest, given_up: Collection[int]) -> list[str] | None:
    """Who is next where a winner does not take the place, the most votes first; of those who would take it.

    Nobody where the votes say no such order; None where votes are equal, which only a new count settles.
    """
    result = None if count is None else result_of(count)
    if count is None or result is None or result.rules.method is not Method.PLURALITY or not result.stages:
        return []
    by_id = {one.id: one for one in contest.candidacies if one.id not in given_up}
    out = {*result.elected_numbers, *result.contest.withdrawn}
    standing = {
        number: str(by_id[key].people[0].person_id)
        for number, key in enumerate(count.candidacy_ids, start=1)
        if key in by_id and number not in out
    }
    reopening = [one.number for one in result.contest.candidates if one.kind is CandidateKind.REOPEN_NOMINATIONS]
    totals = result.stages[0].totals
    names = standing | dict.fromkeys(reopening, REOPENING)
    order = sorted(names, key=lambda number: -totals[number - 1])
    is_tied = len(order) > 1 and totals[order[0] - 1] == totals[order[1] - 1]
    return None if is_tied else [names[number] for number in order]


def key_of(entry: Entry) -> str:
    return str(entry.people[0].person_id)


def given(outcome: Outcome, held: Entry, holder: str | None) -> Outcome:
    """The outcome with the place of an entry given to another, or to nobody."""

    def changed(entry: Entry) -> Entry:
        is_elected = (entry.elected and entry.people != held.people) or key_of(entry) == holder
        return replace(entry, elected=is_elected, votes=None, unopposed=entry.unopposed and is_elected)

    return replace(outcome, entries=tuple(map(changed, outcome.entries)))

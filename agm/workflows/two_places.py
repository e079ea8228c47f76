"""Somebody who is elected to two offices that nobody may hold together: which they take, and who gets the other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload

from agm.counting.model import CandidateKind
from agm.counting.result import CountResult
from agm.counting.rules import Method
from agm.facts import Entry, Outcome
from agm.nominations.models import Candidacy, Contest
from agm.office_holders.models import OfficeTerm, OfficeTermPerson
from agm.people.models import Person
from agm.rules.two_offices import FreedPlace, OfficesState, decide_offices

REOPENING = "Re-open nominations"


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
    results: Mapping[int, CountResult],
    pairs: Collection[tuple[int, int]],
    given_up: Collection[int],
    freed: FreedPlace,
) -> Settled:
    """The outcomes when each has taken one office; `given_up` are the candidacies whose place is not taken."""
    by_contest = {one.id: one for one in contests}
    found = {one.contest_id or 0: one for one in outcomes}
    clashes, again = [], []
    for first, second in clashing(outcomes, pairs):
        one, other = found[first], found[second]
        for person in winners(one) & winners(other):
            stands = [candidacy_of(by_contest[key], person) for key in (first, second)]
            kept = [candidacy for candidacy in stands if candidacy.id not in given_up]
            if len(kept) == len(stands):
                clashes.append(Clash(name_in(one, person), stands[0], stands[1]))
                continue
            leaving, staying = (one, other) if stands[0].id in given_up else (other, one)
            is_single = leaving.seats == staying.seats == 1
            key = leaving.contest_id or 0
            rule = freed if is_single or freed is FreedPlace.NEW_COUNT else FreedPlace.VACANCY
            changed = without(leaving, staying, person, results.get(key), rule)
            if changed is None:
                again.append(leaving.label)
                found.pop(key)
            else:
                found[key] = changed
            break
    return Settled(tuple(found[key] for key in found), tuple(clashes), tuple(again))


def clashing(outcomes: Sequence[Outcome], pairs: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """The contests of each two outcomes whose offices exclude each other and to which one person was elected."""
    return [
        (one.contest_id or 0, other.contest_id or 0)
        for place, one in enumerate(outcomes)
        for other in outcomes[place + 1 :]
        if tuple(sorted((one.office_id or 0, other.office_id or 0))) in pairs and winners(one) & winners(other)
    ]


def winners(outcome: Outcome) -> set[int]:
    return {person.person_id for entry in outcome.elected for person in entry.people if person.person_id is not None}


def candidacy_of(contest: Contest, person_id: int) -> Candidacy:
    return next(one for one in contest.candidacies if any(who.person_id == person_id for who in one.people))


def name_in(outcome: Outcome, person_id: int) -> str:
    return next(
        person.displayed for entry in outcome.elected for person in entry.people if person.person_id == person_id
    )


def without(
    leaving: Outcome, staying: Outcome, person_id: int, result: CountResult | None, freed: FreedPlace
) -> Outcome | None:
    """An outcome whose place somebody does not take; None where its papers are counted again.

    It has no figures: somebody without a place may have more votes than somebody with one.
    """
    if freed is FreedPlace.NEW_COUNT or leaving.seats > 1:
        return None if freed is FreedPlace.NEW_COUNT else given(leaving, person_id, None)
    order = in_order(leaving, result)
    decided = decide_offices(
        {leaving.label: order, staying.label: [str(person_id)]},
        {str(person_id): [staying.label]},
        FreedPlace.VACANCY if result is None or result.rules.method is not Method.PLURALITY else freed,
        {REOPENING},
    )
    return None if decided.state is OfficesState.COUNT_AGAIN else given(
        leaving, person_id, decided.holders[leaving.label]
    )  # fmt: skip


def in_order(outcome: Outcome, result: CountResult | None) -> list[str]:
    """Who stood for one place, the most votes first; each by the number of the first person of an entry."""
    named = [(str(entry.people[0].person_id), entry.votes or 0, bool(entry.elected)) for entry in outcome.entries]
    if result is not None and result.stages:
        totals = result.stages[0].totals
        named += [
            (REOPENING, totals[one.number - 1] // result.scale, False)
            for one in result.contest.candidates
            if one.kind is CandidateKind.REOPEN_NOMINATIONS
        ]
    return [key for key, _, _ in sorted(named, key=lambda one: (not one[2], -one[1]))]


def given(outcome: Outcome, person_id: int, holder: str | None) -> Outcome:
    """The outcome with the place of a person given to another entry, or to nobody."""

    def changed(entry: Entry) -> Entry:
        ids = {person.person_id for person in entry.people}
        is_elected = (entry.elected and person_id not in ids) or str(entry.people[0].person_id) == holder
        return replace(entry, elected=is_elected, votes=None, unopposed=entry.unopposed and is_elected)

    return replace(outcome, entries=tuple(map(changed, outcome.entries)))

"""Guarding and dooming against the plain definition: every set that could still be elected, written out."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import pytest

from agm.counting import RULE_SETS, CountingError, CountResult, TieToDecide, count
from agm.counting.constraints import ConstraintChecker, Limits
from agm.counting.model import Ballots, Candidate, Constraint, Contest, TieDecision
from tests.oracle.compare import lot_of

GROUPS = ("women", "north", "young")


def random_contest(seed: int) -> Contest:
    """Up to eight candidates in up to three groups that overlap, with limits that often bind and sometimes cannot."""
    chance = random.Random(seed)  # noqa: S311  a made-up election, not a secret
    number = chance.randint(2, 8)
    seats = chance.randint(1, number)
    people = tuple(
        Candidate(n, f"C{n}", frozenset(group for group in GROUPS if chance.random() < 0.45))
        for n in range(1, number + 1)
    )
    constraints = []
    for group in GROUPS[: chance.randint(1, 3)]:
        low = chance.choice([None, 0, 1, 2, seats])
        high = chance.choice([None, None, 1, 2, seats]) if low != seats else None
        constraints.append(Constraint(group, low, high))
    return Contest("", people, seats, constraints=tuple(constraints))


def meets(contest: Contest, chosen: set[int]) -> bool:
    found = Counter(group for number in chosen for group in contest.candidate(number).groups)
    return all(
        (c.minimum or 0) <= found[c.group] <= (contest.seats if c.maximum is None else c.maximum)
        for c in contest.constraints
    )


def by_enumeration(contest: Contest, elected: set[int], continuing: set[int]) -> Limits:
    """The largest number of places that can be filled, and who is in every, or in no, set that fills them."""
    for places in range(min(contest.seats - len(elected), len(continuing)), -1, -1):
        possible = [set(s) for s in combinations(sorted(continuing), places) if meets(contest, elected | set(s))]
        if possible:
            if places in {0, len(continuing)}:
                return Limits(places)
            in_all, in_any = set.intersection(*possible), set.union(*possible)
            return Limits(places, frozenset(in_all), frozenset(continuing - in_any))
    return Limits(-1)


def counted(contest: Contest, seed: int, rules: str) -> CountResult:
    """A count of random papers, each tie settled by the lot."""
    chance, lot = random.Random(seed), lot_of(seed)  # noqa: S311  made-up papers, no secret
    numbers = range(1, len(contest.candidates) + 1)
    papers = Ballots.of(tuple(chance.sample(numbers, chance.randint(1, len(numbers)))) for _ in range(30))
    decisions: list[TieDecision] = []
    while True:
        try:
            return count(contest, papers, RULE_SETS[rules], decisions)
        except TieToDecide as tie:
            left, chosen = list(tie.tied), []
            for _ in range(tie.choose):
                chosen.append(lot(tuple(left)))
                left.remove(chosen[-1])
            decisions.append(TieDecision(tie.stage, tie.kind, frozenset(tie.tied), tuple(chosen)))


def test_guarded_and_doomed_are_what_the_definition_says() -> None:
    wrong = {}
    for seed in range(1500):
        contest = random_contest(seed)
        chance = random.Random(seed)  # noqa: S311  a made-up election, not a secret
        numbers = set(range(1, len(contest.candidates) + 1))
        elected = set(chance.sample(sorted(numbers), chance.randint(0, contest.seats - 1)))
        gone = {number for number in numbers - elected if chance.random() < 0.3}
        continuing = numbers - elected - gone
        checker = ConstraintChecker(contest)
        expected, found = by_enumeration(contest, elected, continuing), checker.limits(elected, continuing)
        if expected != found:
            wrong[seed] = (contest, elected, continuing, expected, found)
    assert wrong == {}


@pytest.mark.parametrize("rules", ["scottish", "gregory", "ers97", "meek"])
def test_whoever_is_elected_meets_every_constraint(rules: str) -> None:
    seen: Counter[str] = Counter()
    for seed in range(250):
        contest = random_contest(seed)
        possible = by_enumeration(contest, set(), set(range(1, len(contest.candidates) + 1)))
        try:
            result = counted(contest, seed, rules)
        except CountingError:
            assert possible.seats < contest.seats or not _clear(contest)
            seen["refused"] += 1
        else:
            elected = set(result.elected_numbers)
            assert meets(contest, elected)
            assert len(elected) + result.vacant == contest.seats
            assert len(elected) == contest.seats
            seen["kept" if any(stage.guarded or stage.doomed for stage in result.stages) else "never bound"] += 1
    assert min(seen["refused"], seen["kept"], seen["never bound"]) > 20


def _clear(contest: Contest) -> bool:
    """Whether each constraint by itself says something, about somebody, that candidates can meet."""
    members = Counter(group for candidate in contest.candidates for group in candidate.groups)
    return all(
        (c.minimum is not None or c.maximum is not None)
        and members[c.group] >= max(c.minimum or 0, 1)
        and (c.minimum or 0) <= (contest.seats if c.maximum is None else c.maximum)
        and (c.minimum or 0) <= contest.seats
        for c in contest.constraints
    )

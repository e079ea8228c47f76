"""Parcels of papers for a transfer, and long rankings, of which used-up beginnings are cut off."""

from __future__ import annotations

import random

import pytest

from agm.counting import RULE_SETS
from agm.counting.model import BallotGroup, Ballots, Candidate, Contest
from agm.counting.parcels import NON_TRANSFERABLE, ValuedParcels, sort_by_next
from tests.support.counting import assert_sums, count_with_lots

CANDIDATES = 40


def many() -> tuple[Contest, Ballots]:
    chance = random.Random(7)  # noqa: S311  a made-up election
    numbers = list(range(1, CANDIDATES + 1))
    groups = [
        BallotGroup(tuple(chance.sample(numbers, chance.choice([3, 20, 40]))), chance.randint(1, 9)) for _ in range(120)
    ]
    people = tuple(Candidate(number, f"C{number}") for number in numbers)
    return Contest("many", people, 5), Ballots(tuple(groups))


@pytest.mark.parametrize("rules", ["scottish", "ers97", "meek", "gregory"])
def test_cutting_changes_no_stage(rules: str, monkeypatch: pytest.MonkeyPatch) -> None:
    contest, ballots = many()
    with monkeypatch.context() as uncut:
        uncut.setattr("agm.counting.parcels.LONG", CANDIDATES)
        expected = count_with_lots(contest, ballots, RULE_SETS[rules])
    for length in (2, 32):
        monkeypatch.setattr("agm.counting.parcels.LONG", length)
        result = count_with_lots(contest, ballots, RULE_SETS[rules])
        assert result.stages == expected.stages
        assert_sums(result)


def test_only_long_used_up_beginnings_are_cut() -> None:
    long = BallotGroup(tuple(range(1, 41)), 3)
    short = BallotGroup((1, 2, 36), 2)
    gone = BallotGroup((1, 2), 1)
    parcels = sort_by_next([long, short, gone], {36, 37}, CANDIDATES)
    assert parcels == {NON_TRANSFERABLE: [gone], 36: [BallotGroup((36, 37, 38, 39, 40), 3), short]}
    assert list(parcels) == [NON_TRANSFERABLE, 36]
    assert sort_by_next([long], {32, 33}, CANDIDATES) == {32: [long]}
    assert sort_by_next([long], {33}, CANDIDATES) == {33: [BallotGroup(tuple(range(33, 41)), 3)]}


def test_nothing_is_cut_in_contests_of_fewer_candidates() -> None:
    full = BallotGroup(tuple(range(1, 33)))
    assert sort_by_next([full], {32}, 32)[32][0] is full


def test_papers_are_taken_once_and_those_of_the_highest_value_first() -> None:
    first, second, third, others = (BallotGroup((number,), number) for number in (1, 2, 3, 4))
    parcels = ValuedParcels()
    parcels.add(2, 40, [first])
    parcels.add(2, 100, [second])
    parcels.add(2, 40, [third])
    parcels.add(1, 70, [others])
    assert [(value, list(groups)) for value, groups in parcels.take(2)] == [(100, [second]), (40, [first, third])]
    assert parcels.take(2) == []
    assert [(value, list(groups)) for value, groups in parcels.take(1)] == [(70, [others])]

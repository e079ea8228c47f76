"""Contests of many candidates, where used-up beginnings of rankings are cut off: nothing else may change."""

from __future__ import annotations

import random

import pytest

from agm.counting import RULE_SETS, BallotGroup, Ballots, Candidate, Contest
from agm.counting.piles import NOBODY, sort_by_next
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
        uncut.setattr("agm.counting.piles.LONG", CANDIDATES)
        expected = count_with_lots(contest, ballots, RULE_SETS[rules])
    for length in (2, 32):
        monkeypatch.setattr("agm.counting.piles.LONG", length)
        result = count_with_lots(contest, ballots, RULE_SETS[rules])
        assert result.stages == expected.stages
        assert_sums(result)


def test_only_long_used_up_beginnings_are_cut() -> None:
    long = BallotGroup(tuple(range(1, 41)), 3)
    short = BallotGroup((1, 2, 36), 2)
    gone = BallotGroup((1, 2), 1)
    piles = sort_by_next([long, short, gone], {36, 37}, CANDIDATES)
    assert piles == {NOBODY: [gone], 36: [BallotGroup((36, 37, 38, 39, 40), 3), short]}
    assert list(piles) == [NOBODY, 36]
    assert sort_by_next([long], {32, 33}, CANDIDATES) == {32: [long]}
    assert sort_by_next([long], {33}, CANDIDATES) == {33: [BallotGroup(tuple(range(33, 41)), 3)]}


def test_nothing_is_cut_in_contests_of_fewer_candidates() -> None:
    full = BallotGroup(tuple(range(1, 33)))
    assert sort_by_next([full], {32}, 32)[32][0] is full

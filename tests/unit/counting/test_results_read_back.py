"""A result that is kept as JSON is read back as the same value, whatever it was counted by."""

from __future__ import annotations

import json

import pytest

from agm.counting import RULE_SETS, CountResult
from agm.counting.exact_json import plain, value_of
from agm.counting.model import Ballots, Candidate, Contest, Rounds
from tests.support.counting import count_with_lots

NAMES = ("Ann", "Bo", "Cy", "Di")
PAPERS = Ballots.of([(1, 2), (1, 2), (1, 3), (2, 3), (2,), (3, 1), (4, 3), (1, 4), (1,), (3, 0, 2), ((1, 2), 3)])


@pytest.mark.parametrize("name", [name for name in RULE_SETS if name not in {"yes_no", "exhaustive_ballot"}])
def test_a_result_is_read_back(name: str) -> None:
    rules = RULE_SETS[name]
    seats = 1 if rules.single_seat else 2
    contest = Contest("Chair", tuple(Candidate(number, one) for number, one in enumerate(NAMES, start=1)), seats)
    result = count_with_lots(contest, PAPERS, rules)
    assert value_of(CountResult, json.loads(json.dumps(plain(result)))) == result


def test_votes_are_read_back() -> None:
    for votes in (PAPERS, Rounds((PAPERS, PAPERS))):
        assert value_of(type(votes), json.loads(json.dumps(plain(votes)))) == votes

"""The engine against a second, naive reading of the rule texts, on elections made at random.

`AGM_ORACLE_ELECTIONS` sets how many elections each rule set counts; `AGM_ORACLE_SEED` where they begin.
"""

from __future__ import annotations

import dataclasses
import itertools
import os
from collections.abc import Callable

import pytest

from agm.counting import RULE_SETS
from agm.counting.rules import AvDenominator, AvStop
from tests.oracle.alternative import AvOptions, count_av
from tests.oracle.compare import count_by_engine, differences, lot_of, random_election, random_faults
from tests.oracle.ers97 import count_ers97
from tests.oracle.meek import count_meek
from tests.oracle.papers import Election, Lot, OracleCount, clean
from tests.oracle.scottish import count_gregory, count_scottish

ELECTIONS = int(os.environ.get("AGM_ORACLE_ELECTIONS", "500"))
FIRST_SEED = int(os.environ.get("AGM_ORACLE_SEED", "0"))
SEEDS = range(FIRST_SEED, FIRST_SEED + ELECTIONS)

pytestmark = pytest.mark.timeout(0)  # a long run takes as long as it was asked to

Oracle = Callable[[Election, Lot], OracleCount]


@pytest.mark.parametrize(
    ("rules", "oracle"),
    [("scottish", count_scottish), ("gregory", count_gregory), ("ers97", count_ers97), ("meek", count_meek)],
)
def test_every_stage_is_what_the_rule_text_gives(rules: str, oracle: Oracle) -> None:
    wrong = {}
    for seed in SEEDS:
        election, lot = random_election(seed), lot_of(seed)
        found = differences(count_by_engine(election, RULE_SETS[rules], lot), oracle(election, lot))
        if found:
            wrong[seed] = (election, found)
    assert wrong == {}


@pytest.mark.parametrize(("all_valid", "run_to_two", "bulk"), list(itertools.product([False, True], repeat=3)), ids=str)
def test_the_alternative_vote_is_what_its_regulations_give(all_valid: bool, run_to_two: bool, bulk: bool) -> None:
    rules = RULE_SETS["av"].with_options(
        denominator=AvDenominator.VALID if all_valid else AvDenominator.CONTINUING,
        stop=AvStop.TWO_LEFT if run_to_two else AvStop.MAJORITY,
        bulk_exclusion=bulk,
    )
    options = AvOptions(all_valid=all_valid, run_to_two=run_to_two, bulk=bulk)
    wrong = {}
    for seed in SEEDS[::2]:
        election, lot = dataclasses.replace(random_election(seed), seats=1), lot_of(seed)
        found = differences(count_by_engine(election, rules, lot), count_av(election, lot, options))
        if found:
            wrong[seed] = (election, found)
    assert wrong == {}


@pytest.mark.parametrize(
    ("rules", "oracle"),
    [("scottish", count_scottish), ("ers97", count_ers97), ("meek", count_meek)],
)
def test_careless_papers_and_withdrawn_candidates(rules: str, oracle: Oracle) -> None:
    wrong = {}
    for seed in SEEDS[::2]:
        election, lot = random_election(seed), lot_of(seed)
        marked, withdrawn = random_faults(seed, election)
        cleaned = tuple(paper for paper in (clean(m, withdrawn) for m in marked) if paper)
        if not cleaned:
            continue
        election = dataclasses.replace(election, papers=cleaned, withdrawn=withdrawn)
        found = differences(count_by_engine(election, RULE_SETS[rules], lot, marked), oracle(election, lot))
        if found:
            wrong[seed] = (election, marked, found)
    assert wrong == {}


def test_the_elections_are_full_of_difficulties() -> None:
    elections = [random_election(seed) for seed in range(400)]
    with_lots = sum(bool(count_ers97(e, lot_of(seed)).lots) for seed, e in enumerate(elections))
    assert with_lots > 20
    assert sum(e.seats > e.candidates for e in elections) > 20
    assert sum(len({p[0] for p in e.papers}) < e.candidates for e in elections) > 100
    assert sum(any(len(p) < e.candidates for p in e.papers) for e in elections) > 100

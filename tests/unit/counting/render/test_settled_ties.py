"""Ties in words: who was equal and with how many votes, what settled it, and nothing that a lot makes untrue."""

from __future__ import annotations

import dataclasses
import re

import pytest

from agm.counting import RULE_SETS, CountResult
from agm.counting.model import Constraint, Contest, Rounds, TieDecision, TieKind, TieMethod, Votes, VoteTotals
from agm.counting.render import render
from agm.counting.render.explain import explain
from agm.counting.render.flow import flow_svg
from agm.counting.render.settled_ties import tie_sentences
from agm.counting.render.sheet import lay_out
from agm.counting.render.words import outcomes
from tests.support import contests
from tests.support.counting import ballots_of, contest_of, count_with_lots

EQUAL_LEADERS = ballots_of("12 x 1 2\n12 x 2 1\n4 x 3\n3 x 4 3\n2 x 5 4")
TREASURERS = ballots_of("12 x 1\n9 x 2\n5 x 3 4\n5 x 4\n2 x 5 4\n3 x 5")
LOOKED_BACK_TO_A_BATCH = ballots_of("20 x 1 2\n6 x 2\n8 x 3\n5 x 4 3\n5 x 5 2\n3 x 6 5")


def lots(rules: str, votes: Votes, contest: Contest | None = None) -> CountResult:
    return count_with_lots(contest or contest_of("Ann Bob Cat Dan", 1), votes, RULE_SETS[rules])


@pytest.mark.parametrize(
    ("result", "stage", "told"),
    [
        (
            lots("ers97", TREASURERS, contest_of("Ann Bob Cat Dan Eve", 2)),
            2,
            (
                "Stage 2: Cat, Dan and Eve were equal for exclusion (5 each), and Cat was chosen by lot (ERS97 5.2.5); "
                "Cat (5) was excluded (ERS97 5.2.5 and 5.4); "
            ),
        ),
        (
            lots("meek", ballots_of("5 x 1\n4 x 2\n3 x 3 2\n2 x 4 3")),
            3,
            (
                "had the fewest votes (4) and was excluded (Meek rule B.3); the quota became 5.00000; Ann and Cat "
                "were equal for exclusion (5 each), and Ann was chosen by lot (Meek rule T); Cat (5) took the last "
                "place left and was elected (Meek rule C); Ann (5) was excluded (Meek rule B.3)."
            ),
        ),
        (
            lots("av", ballots_of("3 x 1\n3 x 2"), contest_of("Ann Bob")),
            1,
            (
                "; Ann and Bob were equal for election (3 each), and Ann was chosen by lot (AV, majority); Ann (3) was "
                "elected (AV, majority)."
            ),
        ),
        (
            lots("block_vote", VoteTotals((5, 3, 3), papers=6), contest_of("Ann Bob Cat", 2)),
            1,
            (
                "gave 11 votes; Bob and Cat were equal for election (3 each), and Bob was chosen by lot; Ann (5) had "
                "the most votes and was elected; Bob (3) was elected."
            ),
        ),
        (
            lots("exhaustive_ballot", Rounds((VoteTotals((5, 3, 3)),)), contest_of("Ann Bob Cat")),
            1,
            (
                "Stage 1: 11 votes were given in this round; Bob and Cat were equal for exclusion (3 each), and Bob "
                "was chosen by lot; Bob (3) was excluded."
            ),
        ),
    ],
)
def test_nobody_had_the_fewest_or_most_votes_where_a_lot_decided(result: CountResult, stage: int, told: str) -> None:
    sentence = explain(result)[stage - 1]
    assert told in sentence


def test_what_told_equals_apart_is_given_with_its_votes() -> None:
    assert tie_sentences(contests.surplus_lot()) == (
        (
            "Stage 2: Ann and Bo were equal for the first surplus to be passed on (20 each), and Bo was chosen by coin "
            "(rule 49(3))."
        ),
        (
            "Stage 5: Cy and Di were equal for exclusion (12 each), and at stage 3 Cy (11) had fewer than Di (12) "
            "(rule 51(2))."
        ),
    )
    assert tie_sentences(contests.trustees())[-1] == (
        "Stage 4: Dylan Price and Bo Kaur were equal for election (12 each), and at stage 1 Dylan Price (11) had more "
        "than Bo Kaur (9) (ERS97 5.6.2)."
    )


def test_a_casting_vote_has_no_witnesses_and_votes_that_cannot_be_shown_are_only_named() -> None:
    result = contests.trustees()
    [tie] = result.stages[3].ties
    stages = list(result.stages)
    decision = TieDecision(4, TieKind.ELECTION, frozenset(tie.tied), tie.chosen, TieMethod.CASTING_VOTE)
    for settled, told in (
        (dataclasses.replace(tie, looked_back_to=4), "and Dylan Price was chosen by the votes at stage 4"),
        (
            dataclasses.replace(tie, looked_back_to=None, decision=decision),
            "and Dylan Price was chosen by casting vote",
        ),
    ):
        stages[3] = dataclasses.replace(result.stages[3], ties=(settled,))
        assert tie_sentences(dataclasses.replace(result, stages=tuple(stages))) == (
            f"Stage 4: Dylan Price and Bo Kaur were equal for election (12 each), {told} (ERS97 5.6.2).",
        )


def test_a_tie_within_a_stage_names_the_batch() -> None:
    result = contests.trustees()
    [tie] = result.stages[3].ties
    batches = [(stage, number) for stage in result.stages for number, _ in enumerate(stage.batches, start=1)]
    stage, number = next((s, n) for s, n in batches if s.batches[n - 1].totals[3] != s.batches[n - 1].totals[5])
    settled = dataclasses.replace(tie, looked_back_to=stage.number, batch=number)
    stages = (*result.stages[:3], dataclasses.replace(result.stages[3], ties=(settled,)))
    [sentence] = tie_sentences(dataclasses.replace(result, stages=stages))
    assert f"and after batch {number} of stage {stage.number} Dylan Price (" in sentence


def test_an_election_tied_within_an_exclusion_is_told_with_the_votes_of_its_batch() -> None:
    result = contests.trustees()
    stage = next(stage for stage in result.stages if any(batch.elected for batch in stage.batches))
    batch = next(batch for batch in stage.batches if batch.elected)
    chosen = batch.elected[0].candidate
    tie = dataclasses.replace(result.stages[3].ties[0], tied=(chosen,), chosen=(chosen,), looked_back_to=1)
    stages = tuple(dataclasses.replace(s, ties=(tie,)) if s is stage else s for s in result.stages)
    votes = batch.totals[chosen - 1] // 100
    assert f"were equal for election ({votes} each)" in tie_sentences(dataclasses.replace(result, stages=stages))[0]


def test_those_who_are_too_close_for_meek_are_not_said_to_be_equal() -> None:
    result = lots("meek", ballots_of("5 x 1\n4 x 2\n3 x 3 2\n2 x 4 3"))
    [tie] = result.stages[2].ties
    totals = tuple(total + 1 if number == 0 else total for number, total in enumerate(result.stages[2].totals))
    stages = (*result.stages[:2], dataclasses.replace(result.stages[2], totals=totals))
    [sentence] = tie_sentences(dataclasses.replace(result, stages=stages))
    assert sentence.startswith("Stage 3: Ann (5.00000) and Cat (5) were too close for exclusion to be told apart, and ")
    assert tie.chosen == (1,)


@pytest.mark.parametrize(
    ("result", "how"),
    [
        (contests.committee(), {2: "by lot"}),
        (contests.reserved(), {3: "by a constraint", 5: "by a constraint"}),
        (contests.surplus_lot(), {}),
        (lots("plurality", VoteTotals((3, 3, 1, 0))), {1: "by lot", 2: "by lot"}),
        (
            lots(
                "block_vote", VoteTotals((9, 5, 3, 2), papers=12), contest_of("Ann Bob Cat Dan", 2, groups={"x": [1]})
            ),
            {},
        ),
        (
            lots(
                "block_vote",
                VoteTotals((3, 9, 8, 2), papers=12),
                contest_of("Ann Bob Cat Dan", 2, groups={"x": [2, 3]}, constraints=[Constraint("x", maximum=1)]),
            ),
            {3: "by a constraint"},
        ),
        (
            lots(
                "block_vote",
                VoteTotals((9, 5, 3, 2), papers=12),
                contest_of("Ann Bob Cat Dan", 2, groups={"x": [3, 4]}, constraints=[Constraint("x", minimum=1)]),
            ),
            {3: "reserved place"},
        ),
    ],
)
def test_what_else_than_votes_decided_stands_beside_the_outcome(result: CountResult, how: dict[int, str]) -> None:
    assert {number: outcome.how for number, outcome in outcomes(result).items() if outcome.how} == how
    for row, outcome in zip(lay_out(result).candidates, outcomes(result).values(), strict=True):
        assert row.when.endswith(outcome.how)


def test_the_chart_shows_lots_and_leaves_what_earlier_votes_settled_to_its_description() -> None:
    texts = re.findall(r">([^<]*)</text>", flow_svg(contests.surplus_lot()))
    assert [text for text in texts if "Stage 2: Ann and Bo were" in text] != []
    assert [text for text in texts if text.startswith("Stage 5:")] == []


@pytest.mark.parametrize("form", ["sheet", "csv", "html", "svg", "svg-wide"])
def test_every_rendering_tells_the_lot(form: str) -> None:
    told = (
        "Stage 3: Dylan Price and Siân Evans were equal for exclusion (1 each), and Dylan Price was chosen by lot, seen"
    )
    assert told in render(contests.committee(), form).replace("&amp;", "&")


def test_who_is_guarded_is_not_among_those_with_the_fewest() -> None:
    contest = contest_of("Ann Bob Cat Dan Eve", 3, groups={"w": [4]}, constraints=[Constraint("w", 1)])
    result = lots("scottish", ballots_of("12 x 1\n8 x 2\n7 x 3 2\n2 x 4\n6 x 5 3"), contest)
    assert "Stage 3: Eve had the fewest votes of those who might be excluded (6) and was excluded" in explain(result)[2]

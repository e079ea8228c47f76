"""Ties are asked for, decided by people, and never left over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agm.counting import RULE_SETS, CountingError, TieToDecide, count
from agm.counting.errors import TieToDecide as Question
from agm.counting.model import Constraint, TieDecision, TieKind, TieMethod, VoteTotals
from agm.counting.result import TieSettledBy
from agm.counting.ties import Checkpoint, narrow
from tests.support.counting import ballots_of, contest_of

SCOTTISH = RULE_SETS["scottish"]
CONTEST = contest_of("Ann Bob Cat")
PAPERS = ballots_of("4 x 1\n2 x 2\n2 x 3")
DECISION = TieDecision(
    stage=2,
    kind=TieKind.EXCLUSION,
    tied=frozenset({2, 3}),
    chosen=(3,),
    method=TieMethod.COIN,
    witnesses=("R. Adler", "T. Birch"),
)


def test_decision_is_applied_and_recorded() -> None:
    result = count(CONTEST, PAPERS, SCOTTISH, [DECISION])
    assert [e.candidate for e in result.excluded][0:1] == [3]
    tie = result.ties[0]
    assert (tie.by, tie.decision, tie.tied, tie.chosen) == (TieSettledBy.DECISION, DECISION, (2, 3), (3,))
    assert result.stages[1].ties == (tie,)


def test_same_decisions_give_the_same_result() -> None:
    assert count(CONTEST, PAPERS, SCOTTISH, [DECISION]) == count(CONTEST, PAPERS, SCOTTISH, [DECISION])


def test_decision_for_a_tie_that_did_not_happen_is_refused() -> None:
    late = replace(DECISION, stage=7)
    with pytest.raises(CountingError) as refused:
        count(CONTEST, PAPERS, SCOTTISH, [DECISION, late])
    assert refused.value.problems == ("There was no tie at stage 7 (exclusion: Bob, Cat); take its decision away.",)


def test_decision_left_behind_at_an_earlier_stage_is_refused_before_the_next_question() -> None:
    early = replace(DECISION, stage=1, tied=frozenset({1, 9}))
    with pytest.raises(CountingError) as refused:
        count(CONTEST, PAPERS, SCOTTISH, [early])
    assert refused.value.problems == (
        "There was no tie at stage 1 (exclusion: Ann, candidate 9); take its decision away.",
    )


def test_two_decisions_of_one_tie_are_refused() -> None:
    with pytest.raises(CountingError, match="is decided twice"):
        count(CONTEST, PAPERS, SCOTTISH, [DECISION, replace(DECISION, chosen=(2,))])


@pytest.mark.parametrize("chosen", [(), (1,), (2, 3), (2, 2)])
def test_decision_must_choose_as_many_of_the_tied_as_asked(chosen: tuple[int, ...]) -> None:
    with pytest.raises(CountingError) as refused:
        count(CONTEST, PAPERS, SCOTTISH, [replace(DECISION, chosen=chosen)])
    assert refused.value.problems == ("The tie at stage 2 (exclusion: Bob, Cat) needs 1 chosen from Bob, Cat.",)


def test_decision_of_another_tie_at_the_same_stage_can_wait() -> None:
    """Two places are reserved and both are tied; the decision of the second is there before that of the first."""
    contest = contest_of(
        "Ann Bob Cat Dan",
        2,
        groups={"north": [1, 2], "south": [3, 4]},
        constraints=[Constraint("north", minimum=1), Constraint("south", minimum=1)],
    )
    totals = VoteTotals((5, 5, 4, 4), papers=9)
    second = TieDecision(1, TieKind.ELECTION, frozenset({3, 4}), (4,))
    with pytest.raises(TieToDecide) as asked:
        count(contest, totals, RULE_SETS["block_vote"], [second])
    assert asked.value.tied == (1, 2)
    first = TieDecision(1, TieKind.ELECTION, frozenset({1, 2}), (2,))
    assert count(contest, totals, RULE_SETS["block_vote"], [second, first]).elected_numbers == (2, 4)


def test_look_back_names_the_last_point_that_told_somebody_apart() -> None:
    """The first point sets 3 apart, the second nobody; at the third 1 is alone in front, and the fourth is not read."""
    totals = [(0, 5, 5, 4), (0, 6, 6, 6), (0, 8, 7, 9), (0, 1, 2, 3)]
    points = [Checkpoint(stage, None, votes) for stage, votes in enumerate(totals, start=1)]
    assert narrow([1, 2, 3], points[:2], most=True) == ([1, 2], points[0])
    assert narrow([1, 2, 3], points, most=True) == ([1], points[2])
    assert narrow([1, 2, 3], points, most=False) == ([3], points[0])
    assert narrow([1, 2], points[:2], most=True) == ([1, 2], None)


def test_question_names_everything() -> None:
    with pytest.raises(TieToDecide) as asked:
        count(CONTEST, PAPERS, RULE_SETS["meek"])
    assert asked.value.names == ("Bob", "Cat")
    assert (asked.value.paragraph, asked.value.choose) == ("T", 1)
    several = Question(stage=3, kind=TieKind.SURPLUS, tied=(1, 2), names=("A", "B"), choose=1, paragraph="5.2.3")
    assert several.question == "Stage 3: A and B are equal; decide whose surplus goes first (5.2.3)."


def test_notes_of_a_decision_do_not_change_the_count() -> None:
    assert replace(DECISION, note="drawn by the youngest member") == DECISION


def test_decisions_are_by_lot_where_nothing_else_is_said() -> None:
    assert TieDecision(2, TieKind.EXCLUSION, frozenset({2, 3}), (3,)).method is TieMethod.LOT

"""The PRF reference Meek rule, on elections small enough to check with a calculator."""

from __future__ import annotations

import pytest

from agm.counting import RULE_SETS, CountResult, TieToDecide, count
from agm.counting.meek import OMEGA, UNIT
from agm.counting.meek_tree import PaperTree
from agm.counting.result import ElectionTest, ExclusionReason, StageKind
from tests.support.counting import assert_sums, ballots_of, contest_of, count_with_lots, texts

MEEK = RULE_SETS["meek"]


def counted(names: str, seats: int, papers: str) -> CountResult:
    result = count_with_lots(contest_of(names, seats), ballots_of(papers), MEEK)
    assert_sums(result)
    return result


def test_quota_is_cut_and_raised_by_the_last_seat() -> None:
    """B.2.b: 10 votes over 3 is 3.333333333, plus 0.000000001."""
    result = counted("Ann Bob Cat", 2, "6 x 1\n3 x 2\n1 x 3")
    assert texts([result.stages[0].quota or 0], result) == ["3.333333334"]


def test_elected_candidates_keep_a_quota_and_pass_on_the_rest() -> None:
    """B.2.f: Ann's 8 of 12 papers are worth a quota of 4, so she keeps half of each."""
    result = counted("Ann Bob Cat Dan", 2, "8 x 1 2\n2 x 2\n1 x 3\n1 x 4")
    second = result.stages[1]
    assert (second.kind, second.subjects) == (StageKind.DISTRIBUTION, (1,))
    assert texts(second.totals, result)[:2] == ["4.000000008", "5.999999992"]
    assert texts(second.keep_factors, result) == ["0.500000001", "1.000000000", "1.000000000", "1.000000000"]
    assert [(e.candidate, e.by) for e in second.elected] == [(2, ElectionTest.QUOTA)]


def test_quota_falls_as_papers_run_out() -> None:
    result = counted("Ann Bob Cat", 1, "5 x 1\n4 x 2\n3 x 3")
    assert texts([s.quota or 0 for s in result.stages], result) == ["6.000000001", "4.500000001"]
    assert result.quota == result.stages[1].quota
    assert result.stages[1].non_transferable == 3 * 10**9
    assert [(e.candidate, e.stage, e.by) for e in result.excluded] == [
        (3, 2, ExclusionReason.FEWEST_VOTES),
        (2, 2, ExclusionReason.SEATS_FILLED),
    ]


def test_defeat_that_leaves_as_many_as_seats_ends_the_count() -> None:
    """B.1 and C: both left are elected without another round."""
    result = counted("Ann Bob Cat", 2, "4 x 1\n4 x 2\n3 x 3 1")
    assert [(e.candidate, e.stage, e.by) for e in result.elected if e.by is ElectionTest.LAST_SEATS] in (
        [],
        [(1, 1, ElectionTest.LAST_SEATS), (2, 1, ElectionTest.LAST_SEATS)],
    )
    ended = counted("Ann Bob Cat Dan", 2, "5 x 1\n5 x 1 3\n1 x 2\n1 x 3 2\n1 x 2 4")
    assert ended.elected_numbers[0] == 1


def test_candidates_within_the_total_surplus_of_the_lowest_are_tied() -> None:
    """B.3 and T: with all surpluses settled only equal votes tie."""
    with pytest.raises(TieToDecide) as asked:
        count(contest_of("Ann Bob Cat Dan", 1), ballots_of("5 x 1\n2 x 2\n2 x 3\n4 x 4"), MEEK)
    assert (asked.value.tied, asked.value.stage, asked.value.paragraph) == ((2, 3), 2, "T")


def test_papers_of_a_defeated_candidate_flow_on_below_elected_ones() -> None:
    """Ann's surplus reaches Bob; when Bob is defeated, the same papers go on to Cat."""
    result = counted("Ann Bob Cat Dan Eve", 2, "23 x 1 2 3\n1 x 2 1 3\n12 x 3\n13 x 4\n11 x 5")
    exclusion = next(s for s in result.stages if 2 in s.subjects and s.kind is StageKind.EXCLUSION)
    assert exclusion.changes[2] > 0
    assert exclusion.totals[1] == 0


def test_without_papers_every_defeat_is_a_tie() -> None:
    result = counted("Ann Bob Cat", 1, "")
    assert result.elected_numbers == (3,)
    assert len(result.ties) == 2


def test_no_more_candidates_than_seats() -> None:
    result = counted("Ann Bob", 3, "2 x 1")
    assert (set(result.elected_numbers), result.vacant) == ({1, 2}, 1)
    assert len(result.stages) == 1


def test_tree_of_papers_opens_only_where_votes_flow() -> None:
    """One level until somebody is elected, then one more for each path of papers past the elected."""
    ballots = ballots_of("5 x 1 2 3\n4 x 2 1\n3 x 3 1 2")
    tree = PaperTree(ballots.groups, frozenset({1, 2, 3}))
    assert len(tree._levels()) == 1
    tree.open(1)
    assert len(tree._levels()) == 2
    tree.close([3])
    assert len(tree._levels()) == 2
    tree.open(2)
    assert [sorted(level.path) for level in tree._levels()] == [[], [1], [2], [1, 2], [1, 2]]


def test_exactly_the_quota_elects() -> None:
    """B.2.c: of half a thousand million papers Bob has 166 856 409.333333334, which is the quota to the last place."""
    result = counted("Ann Bob Cat", 2, "333334803 x 1 2\n378016 x 2\n166856409 x 3")
    second = result.stages[1]
    assert (second.totals[1], second.iterations) == (second.quota, 2)
    assert [(e.candidate, e.by) for e in second.elected] == [(2, ElectionTest.QUOTA)]


def test_figures_of_the_rule() -> None:
    """A: nine decimal places, and a total surplus of less than 0.000001 is negligible."""
    assert (UNIT, OMEGA) == (1_000_000_000, 1_000)


def test_surplus_of_exactly_a_millionth_is_not_yet_negligible() -> None:
    """B.2.e: eleven iterations of stage 3 leave 0.000001000 over, the twelfth less."""
    result = counted("Ann Bob Cat Dan Eve Flo", 3, "6 x 6\n2 x 6 1\n3 x 3\n12 x 5 4 3\n12 x 5 6 3")
    assert [(stage.subjects, stage.iterations) for stage in result.stages] == [
        ((), 1),
        ((5,), 2),
        ((5, 6), 12),
        ((2,), 1),
        ((1,), 1),
    ]


def test_surplus_that_rounding_keeps_from_shrinking_ends_the_round() -> None:
    """B.2.e: 9001 papers rounded up by up to a 0.000000001 each hold 0.000008324 more than the quota, and go on so."""
    result = counted("Ann Bob Cat Dan Eve", 3, "9001 x 1 2\n6001 x 3\n6002 x 4\n6002 x 5")
    second = result.stages[1]
    assert (second.totals[0] - (second.quota or 0), second.elected, second.iterations) == (8324, (), 3)


def test_candidate_a_hair_behind_is_alone_the_lowest() -> None:
    """B.3 and T: Bob has 0.999999999 and Eve 1.000000000 when no surplus is left, so there is nothing to draw."""
    result = counted("Ann Bob Cat Dan Eve Flo", 2, "1 x 5 1\n2 x 6\n3 x 4 2")
    assert texts(result.stages[3].totals, result)[1:5:3] == ["0.999999999", "1.000000000"]
    assert [tie.tied for tie in result.ties] == [(1, 3)]
    assert result.stages[4].subjects == (2,)


def test_only_surpluses_are_shared_out_again() -> None:
    """After Eve's election Ann has the quota of 0.600000001 and no more; Cat has 0.600000002."""
    result = counted("Ann Bob Cat Dan Eve", 4, "2 x 3 5\n1 x 1 5")
    assert result.stages[1].quota == result.stages[1].totals[0]
    assert [stage.subjects for stage in result.stages] == [(), (3, 1), (3, 5)]


def test_nothing_is_kept_by_those_defeated_or_withdrawn() -> None:
    contest = contest_of("Ann Bob Cat Dan Eve", 1, withdrawn=[5])
    result = count_with_lots(contest, ballots_of("6 x 1\n5 x 2\n3 x 3 2\n1 x 4 3"), MEEK)
    kept = [[factor // 10**9 for factor in stage.keep_factors] for stage in result.stages]
    assert kept == [[1, 1, 1, 1, 0], [1, 1, 1, 0, 0], [1, 1, 0, 0, 0]]
    assert [set(stage.keep_factors) <= {0, 10**9} for stage in result.stages] == [True] * 3

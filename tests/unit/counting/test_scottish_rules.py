"""The Scottish rules, and the same with exact fractions, on elections small enough to follow with a pencil."""

from __future__ import annotations

from fractions import Fraction

import pytest

from agm.counting import RULE_SETS, CountResult, TieToDecide, count
from agm.counting.model import Constraint
from agm.counting.result import CandidateStatus, ElectionTest, StageKind, TieSettledBy
from agm.counting.rules import ReopenNominations
from tests.support.counting import assert_sums, ballots_of, contest_of, count_with_lots, texts

SCOTTISH = RULE_SETS["scottish"]


def counted(names: str, seats: int, papers: str, rules: str = "scottish") -> CountResult:
    result = count_with_lots(contest_of(names, seats), ballots_of(papers), RULE_SETS[rules])
    assert_sums(result)
    return result


def test_transfer_value_is_cut_to_five_places_and_the_loss_written_down() -> None:
    """Rule 48(3): quota 5, 7 papers: 2/7 is 0.28571 each; 0.00003 of the surplus is lost."""
    result = counted("Ann Bob Cat", 2, "7 x 1 2\n3 x 2\n3 x 3")
    second = result.stages[1]
    assert texts([result.quota or 0], result) == ["5.00000"]
    assert texts(second.changes, result) == ["-2.00000", "1.99997", "0.00000"]
    assert texts([second.loss_by_fraction, second.non_transferable], result) == ["0.00003", "0.00000"]


def test_exact_fractions_lose_nothing() -> None:
    result = counted("Ann Bob Cat", 2, "7 x 1 2\n3 x 2\n3 x 3", "gregory")
    assert result.stages[1].totals == (5, 5, 3)
    assert result.stages[1].loss_by_fraction == 0
    assert [t.value for t in result.stages[1].transfers] == [Fraction(2, 7)]


def test_votes_of_exactly_the_quota_elect_without_a_surplus() -> None:
    result = counted("Ann Bob Cat Dan", 2, "5 x 1 2\n4 x 2\n2 x 3\n1 x 4")
    assert result.elected[0].by is ElectionTest.QUOTA
    assert all(stage.kind is not StageKind.SURPLUS for stage in result.stages)


def test_papers_pass_over_a_candidate_elected_but_not_yet_transferred() -> None:
    """Rule 48(2) with article 2: Ann's papers skip Bob, who waits with a surplus of his own."""
    result = counted("Ann Bob Cat Dan Eve", 3, "12 x 1 2 3\n10 x 2 4\n3 x 3\n3 x 4\n2 x 5")
    assert [t.target for t in result.stages[1].transfers] == [3]


def test_later_but_larger_surplus_goes_before_an_earlier_smaller_one() -> None:
    """Rule 49(1): Cat, elected by Ann's papers, has more over than Bob, who was elected before."""
    result = counted("Ann Bob Cat Dan Eve", 3, "30 x 1 3\n13 x 2 4\n8 x 3 5\n0001 x 4\n1 x 5")
    assert [stage.subjects for stage in result.stages[:3]] == [(), (1,), (3,)]


def test_equal_surpluses_look_back_to_the_latest_difference() -> None:
    """Rule 49(2): Bob and Cat have 23 each after stage 2; at stage 1 Cat had 14 and Bob 12."""
    papers = "22 x 1 2\n18 x 1 3\n12 x 2 4\n14 x 3 5\n16 x 4\n14 x 5"
    result = counted("Ann Bob Cat Dan Eve", 4, papers)
    tie = result.ties[0]
    assert (tie.tied, tie.chosen, tie.by, tie.looked_back_to) == ((2, 3), (3,), TieSettledBy.EARLIER_STAGE, 1)
    assert result.stages[2].subjects == (3,)
    assert result.stages[2].ties == (tie,)


def test_lowest_equal_candidates_look_back_to_the_latest_difference() -> None:
    """Rule 51(2)(a): Bob and Cat stand at 4 each at the end of stage 2, but at stage 1 Cat had fewer."""
    result = counted("Ann Bob Cat Dan", 1, "5 x 1\n4 x 2\n3 x 3\n1 x 4 3")
    tie = result.ties[0]
    assert (tie.tied, tie.chosen, tie.looked_back_to, tie.decision) == ((2, 3), (3,), 1, None)


def test_three_equal_candidates_are_narrowed_before_the_lot() -> None:
    """Ann, Bob and Cat stand at 3; stage 1 sets Cat (2) apart from nobody else, so Cat goes without a lot."""
    papers = "3 x 1\n3 x 2\n2 x 3\n1 x 4 3\n9 x 5"
    result = counted("Ann Bob Cat Dan Eve", 2, papers)
    assert result.ties[0].chosen == (3,)


def test_lowest_equal_candidates_look_back_no_further_than_to_the_latest_difference() -> None:
    """Ann was behind Cat at stage 1 and ahead of her at stage 2; they are equal at stage 3, and Cat goes."""
    result = counted("Ann Bob Cat Dan", 3, "5 x 2 1\n4 x 4 3\n1 x 3")
    assert [texts((s.totals[0], s.totals[2]), result) for s in result.stages[:3]] == [
        ["0.00000", "1.00000"],
        ["2.00000", "1.00000"],
        ["2.00000", "2.00000"],
    ]
    tie = result.stages[3].ties[0]
    assert (tie.tied, tie.chosen, tie.paragraph, tie.looked_back_to) == ((1, 3), (3,), "rule 51(2)", 2)


def test_partial_look_back_asks_only_about_those_still_equal() -> None:
    """Rule 51(2): Ann, Bob and Cat stand at 4; stage 1 sets Cat apart, and Ann and Bob were always equal."""
    papers = "3 x 1\n3 x 2\n4 x 3\n1 x 4 1\n1 x 4 2\n9 x 5"
    with pytest.raises(TieToDecide) as asked:
        count(contest_of("Ann Bob Cat Dan Eve"), ballots_of(papers), SCOTTISH)
    assert (asked.value.stage, asked.value.tied) == (3, (1, 2))


def test_always_equal_lowest_candidates_are_asked_about() -> None:
    with pytest.raises(TieToDecide) as asked:
        count(contest_of("Ann Bob Cat"), ballots_of("4 x 1\n2 x 2\n2 x 3"), SCOTTISH)
    assert (asked.value.stage, asked.value.kind, asked.value.tied, asked.value.choose) == (2, "exclusion", (2, 3), 1)
    assert str(asked.value) == "Stage 2: Bob and Cat are equal; decide who is excluded (rule 51(2))."


def test_last_vacancies_are_filled_without_moving_a_surplus() -> None:
    """Rule 52: two left for two places; Ann's surplus stays where it is."""
    result = counted("Ann Bob Cat", 3, "9 x 1 2\n1 x 2\n1 x 3")
    assert len(result.stages) == 1
    assert [e.by for e in result.elected] == [
        ElectionTest.QUOTA,
        ElectionTest.LAST_SEATS,
        ElectionTest.LAST_SEATS,
    ]


def test_one_seat_has_a_static_quota() -> None:
    """Rule 46: 10 papers, quota 6, which does not fall with the papers still in play."""
    result = counted("Ann Bob Cat", 1, "5 x 1\n3 x 2\n2 x 3", "scottish_single")
    assert [stage.quota for stage in result.stages] == [600_000] * len(result.stages)
    assert result.elected[0].by is ElectionTest.LAST_SEATS


def test_status_of_everybody_at_the_end() -> None:
    contest = contest_of("Ann Bob Cat Dan", 1, withdrawn=[4])
    result = count_with_lots(contest, ballots_of("5 x 1\n4 x 2\n3 x 3 2\n1 x 4 2"), SCOTTISH)
    assert [result.status(number) for number in (1, 2, 3, 4)] == [
        CandidateStatus.NOT_ELECTED,
        CandidateStatus.ELECTED,
        CandidateStatus.EXCLUDED,
        CandidateStatus.WITHDRAWN,
    ]


def test_seats_beyond_the_candidates_stay_vacant() -> None:
    result = counted("Ann Bob", 5, "3 x 1\n2 x 2")
    assert (result.elected_numbers, result.vacant) == ((1, 2), 3)


def test_reopening_nominations_takes_a_seat_or_stops() -> None:
    contest = contest_of("Ann RON Cat Dan", 2)
    papers = ballots_of("5 x 2\n4 x 1\n3 x 3\n1 x 4")
    takes = count_with_lots(contest, papers, SCOTTISH)
    assert (takes.elected_numbers, takes.vacant) == ((2, 1), 1)
    stops = count_with_lots(contest, papers, SCOTTISH.with_options(reopen=ReopenNominations.STOPS))
    assert (stops.elected_numbers, stops.vacant) == ((2,), 2)


@pytest.mark.parametrize("rules", ["scottish", "ers97", "meek", "gregory"])
def test_reopening_nominations_among_the_last_seats_stops_those_below(rules: str) -> None:
    stopping = RULE_SETS[rules].with_options(reopen=ReopenNominations.STOPS)
    result = count_with_lots(contest_of("Ann RON Cat", 5), ballots_of("90 x 1\n1 x 2"), stopping)
    assert (result.elected_numbers, result.vacant) == ((1, 2), 4)


@pytest.mark.parametrize("rules", ["scottish", "ers97", "meek", "gregory", "block_vote", "approval"])
@pytest.mark.parametrize(("names", "ann", "ron"), [("RON Ann Bob", 2, 1), ("Ann RON Bob", 1, 2)])
def test_reopening_nominations_keeps_nobody_out_who_has_as_many_votes(
    rules: str, names: str, ann: int, ron: int
) -> None:
    """Wherever it stands on the ballot paper: only those below it are stopped."""
    stopping = RULE_SETS[rules].with_options(reopen=ReopenNominations.STOPS)
    result = count(contest_of(names, 2), ballots_of("5 x 1\n5 x 2\n1 x 3"), stopping)
    assert (result.elected_numbers, result.vacant) == ((ann, ron), 1)
    last_seats = count(contest_of(names, 4), ballots_of("5 x 1\n5 x 2"), stopping)
    assert (last_seats.elected_numbers, last_seats.vacant) == ((ann, ron), 3)


def test_those_chosen_together_with_reopening_nominations_are_elected() -> None:
    """The lot draws two of three equals, RON before Ann: she is not below it."""
    contest, papers = contest_of("RON Ann Bob", 2), ballots_of("5 x 1\n5 x 2\n5 x 3")
    result = count_with_lots(contest, papers, RULE_SETS["block_vote"], lambda _tie: (1, 2))
    assert (result.elected_numbers, result.vacant) == ((2, 1), 1)


def test_tie_settled_at_the_end_is_written_down_once() -> None:
    """ERS97: RON and Ann are equal, one place is for Cat; a lot excludes Ann, RON takes its place and stops Cat."""
    stopping = RULE_SETS["ers97"].with_options(reopen=ReopenNominations.STOPS)
    contest = contest_of("RON Ann Cat", 2, groups={"women": [3]}, constraints=[Constraint("women", minimum=1)])
    result = count_with_lots(contest, ballots_of("5 x 1\n5 x 2\n2 x 3"), stopping, lambda tie: tie.tied[-1:])
    assert (result.elected_numbers, result.vacant, result.complete) == ((1,), 2, True)
    assert [(e.candidate, e.paragraph) for e in result.excluded] == [(2, "5.5.1"), (3, "5.5.2")]
    assert [(tie.tied, tie.chosen) for tie in result.ties] == [((1, 2), (2,))]

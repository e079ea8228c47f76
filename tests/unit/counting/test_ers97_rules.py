"""ERS97 paragraph by paragraph, on elections small enough to follow with a pencil."""

from __future__ import annotations

import pytest

from agm.counting import RULE_SETS, CountResult, TieToDecide, count
from agm.counting.result import ElectionTest, ExclusionReason, StageKind, TieSettledBy
from tests.support.counting import assert_sums, ballots_of, contest_of, count_with_lots, texts

ERS97 = RULE_SETS["ers97"]


def counted(names: str, seats: int, papers: str) -> CountResult:
    result = count_with_lots(contest_of(names, seats), ballots_of(papers), ERS97)
    assert_sums(result)
    return result


def test_figures_of_the_model_election() -> None:
    """753 votes for 6 places: quota 107.58; a surplus of 26.42 on 123 papers: 0.21 each, difference 0.59."""
    papers = "123 x 1 2\n11 x 1\n107 x 2\n107 x 3\n107 x 4\n106 x 5\n100 x 6\n92 x 7"
    result = counted("Ann Bob Cat Dan Eve Flo Gus", 6, papers)
    first, second = result.stages[:2]
    assert texts([first.quota or 0], result) == ["107.58"]
    assert second.kind is StageKind.SURPLUS
    assert texts([second.transfer_value or 0, second.loss_by_fraction], result) == ["0.21", "0.59"]
    assert texts(second.changes, result)[:2] == ["-26.42", "25.83"]


def test_quota_that_divides_exactly_is_not_raised() -> None:
    result = counted("Ann Bob Cat", 1, "5 x 1\n3 x 2\n2 x 3")
    assert texts([result.stages[0].quota or 0], result) == ["5.00"]
    assert [(e.candidate, e.by) for e in result.elected] == [(1, ElectionTest.QUOTA)]


def test_whole_value_passes_when_transferable_papers_are_worth_less_than_the_surplus() -> None:
    """5.3.7: 20 first preferences, quota 10.00, only 4 transferable: each passes at 1.00, the rest is lost."""
    result = counted("Ann Bob Cat", 2, "4 x 1 2\n16 x 1\n6 x 2\n4 x 3")
    second = result.stages[1]
    assert texts(second.totals, result) == ["10.00", "10.00", "4.00"]
    assert texts([second.transfer_value or 0, second.non_transferable, second.loss_by_fraction], result) == [
        "1.00",
        "6.00",
        "0.00",
    ]
    lost = [t for t in second.transfers if t.target is None]
    assert [(t.source, t.papers, t.value, t.votes) for t in lost] == [(1, 16, 0, 600)]


def test_later_surplus_moves_only_the_last_batch() -> None:
    """5.3.2: Bob's surplus comes from Ann's papers; his own first preferences for Dan stay with him."""
    result = counted("Ann Bob Cat Dan", 3, "30 x 1 2 3\n12 x 2 4\n8 x 3\n7 x 4\n3 x 3 4")
    third = result.stages[2]
    assert [s.subjects for s in result.stages[:3]] == [(), (1,), (2,)]
    assert [t.target for t in third.transfers] == [3]
    assert third.transfer_value == 40  # 12.00 over 30 papers, each received at 0.50


def test_surplus_is_deferred_while_it_cannot_change_who_is_lowest() -> None:
    """5.2.2 (a): a surplus of 1.00 against a gap of 3 between the lowest two."""
    result = counted("Ann Bob Cat Dan", 2, "17 x 1\n15 x 2\n11 x 3\n5 x 4 3")
    second = result.stages[1]
    assert (second.kind, second.subjects, second.deferred) == (StageKind.EXCLUSION, (4,), (1,))


def test_equal_gap_still_defers() -> None:
    """5.2.2: "does not exceed"; the surplus of 3.00 equals the gap between Dan and Cat."""
    result = counted("Ann Bob Cat Dan Eve", 2, "20 x 1\n13 x 2\n9 x 3\n6 x 4\n3 x 5 4")
    assert result.stages[1].kind is StageKind.EXCLUSION
    assert result.stages[1].deferred == (1,)


def test_votes_of_exactly_the_quota_leave_no_surplus_to_defer() -> None:
    result = counted("Ann Bob Cat Dan", 2, "2 x 1 3\n5 x 3 2 1\n5 x 2\n6 x 4 2")
    assert (result.quota, result.stages[0].totals[3], result.elected_numbers[0]) == (600, 600, 4)
    assert (result.stages[1].subjects, result.stages[1].deferred) == ((1,), ())


def test_equal_surpluses_go_by_the_earliest_difference() -> None:
    """5.2.3: Ann and Cat have 5.00 each; at stage 1 Ann was ahead, so her surplus goes first."""
    result = counted("Ann Bob Cat Dan Eve", 4, "5 x 1 4\n5 x 4 3 2\n3 x 4 1")
    assert [(e.candidate, e.by, e.paragraph) for e in result.stages[1].elected] == [(3, ElectionTest.QUOTA, "5.3.13")]
    tie = result.stages[2].ties[0]
    assert (tie.kind, tie.tied, tie.chosen, tie.paragraph) == ("surplus", (1, 3), (1,), "5.2.3")
    assert (result.stages[2].subjects, tie.looked_back_to) == ((1,), 1)


def test_candidates_without_a_chance_are_excluded_together() -> None:
    """5.2.5: 1 + 2 + 3 do not exceed 6, but with 6 they exceed 11."""
    result = counted("Ann Bob Cat Dan Eve Flo", 1, "12 x 1\n11 x 2\n6 x 3\n3 x 4 2\n2 x 5 2\n1 x 6 2")
    second = result.stages[1]
    assert second.subjects == (6, 5, 4)
    assert {e.by for e in second.excluded} == {ExclusionReason.BULK}
    assert second.paragraph == "5.4"


def test_batches_go_by_value_and_each_can_elect() -> None:
    """5.4.9 and 5.4.10: Eve's whole papers elect Bob, so her later part-papers pass over him."""
    papers = "30 x 1 5 2 3\n19 x 2\n16 x 3\n15 x 4\n4 x 5 2\n6 x 6 3"
    result = counted("Ann Bob Cat Dan Eve Flo", 3, papers)
    exclusions = [s for s in result.stages if 5 in s.subjects and s.kind is StageKind.EXCLUSION]
    assert len(exclusions) == 1
    values = [batch.value for batch in exclusions[0].batches]
    assert values == sorted(values, reverse=True)
    assert len(values) > 1
    first, second = exclusions[0].batches[:2]
    assert [e.candidate for e in first.elected] == [2]
    assert [t.target for t in second.transfers] == [3]


def test_quota_falls_while_nobody_is_elected() -> None:
    """5.4.8: 40 papers quota 20.00; 4 non-transferable bring it to 18.00."""
    result = counted("Ann Bob Cat", 1, "18 x 1\n18 x 2\n4 x 3")
    assert texts([s.quota or 0 for s in result.stages[:2]], result) == ["20.00", "18.00"]


def test_always_equal_candidates_beyond_the_seats_wait_and_go_to_the_lot() -> None:
    """5.6.2: two with 18.00 at a quota of 18.00 for one place; neither is elected, one is excluded by lot."""
    with pytest.raises(TieToDecide) as asked:
        count(contest_of("Ann Bob Cat"), ballots_of("18 x 1\n18 x 2\n4 x 3"), ERS97)
    assert (asked.value.stage, asked.value.kind, asked.value.tied) == (3, "exclusion", (1, 2))
    result = counted("Ann Bob Cat", 1, "18 x 1\n18 x 2\n4 x 3")
    assert result.elected_numbers == (2,)
    assert [(e.stage, e.by, e.paragraph) for e in result.elected] == [(2, ElectionTest.LAST_SEATS, "5.5.1")]
    assert [(e.candidate, e.by) for e in result.excluded] == [
        (3, ExclusionReason.FEWEST_VOTES),
        (1, ExclusionReason.SEATS_FILLED),
    ]
    assert [tie.by for tie in result.stages[1].ties] == [TieSettledBy.DECISION]


def test_equal_candidates_are_reported_apart_by_the_earliest_difference() -> None:
    """5.6.2: 10 each at the end, but Bob led at the first stage."""
    result = counted("Ann Bob Cat", 1, "8 x 1\n9 x 2\n2 x 3 1\n1 x 3 2")
    assert result.elected_numbers == (2,)
    tie = result.ties[0]
    assert (tie.tied, tie.chosen, tie.by, tie.looked_back_to) == ((1, 2), (2,), TieSettledBy.EARLIER_STAGE, 1)
    assert (tie.kind, tie.paragraph, tie.batch) == ("election", "5.6.2", None)


def test_lowest_equal_candidates_are_reported_apart_by_the_earliest_difference() -> None:
    """5.2.5: Cat had 1.00 and Eve nothing at stage 1; at stage 2 Eve led, at stage 3 both have 1.48."""
    result = counted("Ann Bob Cat Dan Eve", 3, "2 x 2 5\n1 x 3 4 5\n4 x 4 5\n3 x 1 3")
    assert [texts((s.totals[2], s.totals[4]), result) for s in result.stages[:3]] == [
        ["1.00", "0.00"],
        ["1.00", "1.48"],
        ["1.48", "1.48"],
    ]
    tie = result.stages[3].ties[0]
    assert (tie.tied, tie.chosen, tie.paragraph, tie.looked_back_to) == ((3, 5), (5,), "5.2.5", 1)


def test_look_back_reaches_the_batches_of_an_exclusion() -> None:
    """Cat and Dan have 9.00 at stage 1; the one batch of stage 2 brings Cat 3.00, and stage 3 as much to Dan."""
    papers = "6 x 1 5\n9 x 3 5\n7 x 2 5\n4 x 2 4 5\n3 x 5 3\n6 x 2 5\n3 x 1 4 5\n7 x 4 1\n2 x 4 5"
    tie = counted("Ann Bob Cat Dan Eve", 1, papers).stages[3].ties[0]
    assert (tie.tied, tie.chosen, tie.looked_back_to, tie.batch) == ((3, 4), (4,), 2, 1)


def test_largest_surplus_goes_first_and_equal_ones_ask() -> None:
    """5.2.3."""
    papers = "20 x 1 3\n20 x 2 3\n5 x 3\n4 x 4\n4 x 5"
    with pytest.raises(TieToDecide, match="whose surplus goes first") as asked:
        count(contest_of("Ann Bob Cat Dan Eve", 3), ballots_of(papers), ERS97)
    assert asked.value.tied == (1, 2)


def test_counting_stops_when_the_last_seat_is_filled() -> None:
    """5.5.2: nobody's papers move after that, and whoever is left is formally excluded."""
    result = counted("Ann Bob Cat", 1, "9 x 1 2\n3 x 2\n2 x 3")
    assert len(result.stages) == 1
    assert [(e.candidate, e.by) for e in result.excluded] == [
        (2, ExclusionReason.SEATS_FILLED),
        (3, ExclusionReason.SEATS_FILLED),
    ]


def test_active_vote_elects_below_the_quota() -> None:
    """5.3.13 (b): the non-transferable papers lower what the last place needs."""
    result = counted("Ann Bob Cat Dan", 2, "30 x 1\n12 x 2\n9 x 3\n3 x 4")
    by = {e.candidate: e.by for e in result.elected}
    assert by == {1: ElectionTest.QUOTA, 2: ElectionTest.ACTIVE_VOTE}


def test_exclusion_of_candidates_without_papers_has_no_batches() -> None:
    result = counted("Ann Bob Cat Dan", 2, "21 x 1 2\n19 x 2\n19 x 3")
    assert (result.stages[1].subjects, result.stages[1].batches) == ((4,), ())
    assert result.stages[1].totals == result.stages[0].totals


def test_more_seats_than_candidates_elects_all_at_once() -> None:
    result = counted("Ann Bob", 4, "3 x 1\n2 x 2")
    assert result.elected_numbers == (1, 2)
    assert result.vacant == 2
    assert len(result.stages) == 1
    without_votes = counted("Ann Bob", 4, "3 x 1")
    assert [(e.candidate, e.by, e.paragraph) for e in without_votes.elected] == [
        (1, ElectionTest.QUOTA, "5.1.7"),
        (2, ElectionTest.LAST_SEATS, "4.3"),
    ]


def test_without_any_paper_the_text_still_fills_the_seats() -> None:
    """5.1.7 (b) with no active vote; three for two places were always equal, so 5.6.2 leaves it to the lot."""
    result = count_with_lots(contest_of("Ann Bob Cat", 2), ballots_of(""), ERS97)
    assert result.elected_numbers == (2, 3)
    assert result.papers.valid == 0

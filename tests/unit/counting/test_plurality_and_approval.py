"""Plurality, block and limited vote, approval and yes/no, from papers and from totals only."""

from __future__ import annotations

from fractions import Fraction

import pytest

from agm.counting import RULE_SETS, CountingError, TieToDecide, count
from agm.counting.model import Constraint, RejectedPapers, ShortagePolicy, VoteTotals
from agm.counting.papers import EMPTY, ONLY_WITHDRAWN, TOO_MANY_MARKS
from agm.counting.result import ElectionTest, StageKind
from agm.counting.rules import ReopenNominations
from tests.support.counting import ballots_of, contest_of, count_with_lots

PLURALITY = RULE_SETS["plurality"]
BLOCK = RULE_SETS["block_vote"]


def test_plurality_elects_the_most_votes() -> None:
    result = count(contest_of("Ann Bob Cat"), ballots_of("3 x 1\n5 x 2\n4 x 3"), PLURALITY)
    assert result.elected_numbers == (2,)
    assert [(s.kind, s.totals) for s in result.stages] == [(StageKind.VOTES, (3, 5, 4))]
    assert (result.votes_total, result.vacant, result.elected[0].by) == (12, 0, ElectionTest.MOST_VOTES)


def test_papers_with_faults_are_rejected_with_the_reason() -> None:
    contest = contest_of("Ann Bob Cat", withdrawn=[3])
    result = count(contest, ballots_of("3 x 1\n2 x 1 2\n4 x 2\n1 x\n2 x 3\n1 x 2 3\n1 x 0\n3 x 2 1\n1 x 3"), PLURALITY)
    assert result.papers.rejected == (
        RejectedPapers(ONLY_WITHDRAWN, 3),
        RejectedPapers(EMPTY, 2),
        RejectedPapers(TOO_MANY_MARKS, 5),
    )
    assert (result.papers.papers, result.papers.valid, result.stages[0].totals) == (18, 8, (3, 5, 0))


def test_block_vote_gives_as_many_votes_as_seats() -> None:
    result = count(contest_of("Ann Bob Cat Dan", 2), ballots_of("5 x 1 2\n4 x 3\n3 x 2 3\n1 x 1 2 3\n1 x 4"), BLOCK)
    assert result.elected_numbers == (2, 3)
    assert result.stages[0].totals == (5, 8, 7, 1)
    assert result.votes_total == 21
    assert result.papers.rejected == (RejectedPapers(TOO_MANY_MARKS, 1),)


def test_equal_ranks_are_marks_like_any_other() -> None:
    result = count(contest_of("Ann Bob Cat", 2), ballots_of("2 x 1=2\n1 x 2 2\n1 x 3"), BLOCK)
    assert result.stages[0].totals == (2, 3, 1)


def test_limited_vote_has_fewer_votes_than_seats() -> None:
    rules = RULE_SETS["limited_vote"].with_options(votes_each=2)
    result = count(contest_of("Ann Bob Cat Dan", 3), ballots_of("3 x 1 2\n2 x 3 4\n1 x 1 2 3\n1 x 3"), rules)
    assert result.elected_numbers == (1, 2, 3)
    assert result.papers.valid == 6


def test_totals_are_enough() -> None:
    totals = VoteTotals((10, 12, 3), rejected=(RejectedPapers("not signed", 2),))
    result = count(contest_of("Ann Bob Cat"), totals, PLURALITY)
    assert (result.elected_numbers, result.papers.valid, result.papers.papers) == ((2,), 25, 27)
    assert result.papers.rejected == (RejectedPapers("not signed", 2),)


def test_totals_of_a_block_vote_need_the_number_of_papers() -> None:
    contest = contest_of("Ann Bob Cat", 2)
    with pytest.raises(CountingError) as refused:
        count(contest, VoteTotals((10, 12, 3)), BLOCK)
    assert refused.value.problems == (
        (
            "Say how many valid papers there were, as each could bear more than one vote; a file of totals says it in "
            "a line such as “[papers],57”."
        ),
    )
    assert count(contest, VoteTotals((10, 12, 3), papers=15), BLOCK).elected_numbers == (2, 1)


def test_equal_candidates_for_the_last_seats_are_asked_about_together() -> None:
    contest = contest_of("Ann Bob Cat Dan", 3)
    with pytest.raises(TieToDecide, match="Stage 1: Bob, Cat and Dan are equal; decide which 2 are elected") as asked:
        count(contest, VoteTotals((9, 5, 5, 5), papers=10), BLOCK)
    assert (asked.value.tied, asked.value.choose, asked.value.kind) == ((2, 3, 4), 2, "election")
    assert asked.value.paragraph == "most votes"
    result = count_with_lots(contest, VoteTotals((9, 5, 5, 5), papers=10), BLOCK)
    assert result.elected_numbers == (1, 2, 3)
    assert result.ties[0].decision is not None


def test_no_more_candidates_than_seats_are_elected_unopposed() -> None:
    result = count(contest_of("Ann Bob", 3), VoteTotals((0, 4), papers=4), BLOCK)
    assert [(e.candidate, e.by) for e in result.elected] == [(2, ElectionTest.UNOPPOSED), (1, ElectionTest.UNOPPOSED)]
    assert result.vacant == 1
    exactly = count(contest_of("Ann Bob", 2), VoteTotals((0, 4), papers=4), BLOCK)
    assert {e.by for e in exactly.elected} == {ElectionTest.UNOPPOSED}


def test_nobody_is_unopposed_whom_votes_can_keep_out() -> None:
    most = ElectionTest.MOST_VOTES
    against = contest_of("Ann RON", 2)
    votes = VoteTotals((1, 9), papers=10)
    assert [(e.candidate, e.by) for e in count(against, votes, BLOCK).elected] == [(2, most)]
    takes = count(against, votes, BLOCK.with_options(reopen=ReopenNominations.TAKES_SEATS))
    assert [(e.candidate, e.by) for e in takes.elected] == [(2, most), (1, most)]
    approval = RULE_SETS["approval"]
    for threshold, elected in ((Fraction(1, 2), [1, 2]), (Fraction(1, 10), [1, 2, 3])):
        result = count(
            contest_of("Ann Bob Cat", 4), VoteTotals((8, 5, 2), papers=10), approval.with_options(threshold=threshold)
        )
        assert [(e.candidate, e.by) for e in result.elected] == [(number, most) for number in elected]
    free = count(contest_of("Ann Bob Cat", 4), VoteTotals((8, 5, 2), papers=10), approval)
    assert {e.by for e in free.elected} == {ElectionTest.UNOPPOSED}


def test_nobody_is_unopposed_whom_a_constraint_can_keep_out() -> None:
    contest = contest_of(
        "Ann Bob",
        2,
        groups={"north": [1, 2]},
        constraints=[Constraint("north", maximum=1)],
        shortage=ShortagePolicy.LEAVE_VACANT,
    )
    result = count(contest, VoteTotals((3, 4), papers=7), BLOCK)
    assert [(e.candidate, e.by) for e in result.elected] == [(2, ElectionTest.MOST_VOTES)]
    within = contest_of("Ann Bob", 2, groups={"north": [1, 2]}, constraints=[Constraint("north", maximum=2)])
    both = count(within, VoteTotals((3, 4), papers=7), BLOCK)
    assert {e.by for e in both.elected} == {ElectionTest.UNOPPOSED}


def test_reopening_nominations_stops_whoever_is_below_it() -> None:
    contest = contest_of("Ann RON Cat", 2)
    votes = VoteTotals((9, 5, 4), papers=10)
    assert (count(contest, votes, BLOCK).elected_numbers, count(contest, votes, BLOCK).vacant) == ((1, 2), 1)
    stops = VoteTotals((4, 9, 5), papers=10)
    assert (count(contest, stops, BLOCK).elected_numbers, count(contest, stops, BLOCK).vacant) == ((2,), 2)
    takes = count(contest, stops, BLOCK.with_options(reopen=ReopenNominations.TAKES_SEATS))
    assert (takes.elected_numbers, takes.vacant) == ((2, 3), 1)


def test_reserved_seats_are_filled_first() -> None:
    contest = contest_of(
        "Ann Bob Cal Dan Eve", 3, groups={"women": [1, 5]}, constraints=[Constraint("women", minimum=2)]
    )
    result = count(contest, VoteTotals((3, 9, 8, 7, 5), papers=12), BLOCK)
    assert [(e.candidate, e.by) for e in result.elected] == [
        (5, ElectionTest.RESERVED_SEAT),
        (1, ElectionTest.RESERVED_SEAT),
        (2, ElectionTest.MOST_VOTES),
    ]


def test_only_as_many_as_are_reserved_go_before_the_others() -> None:
    """One place for a woman and one for the north; the third goes to the most votes, by whomever a maximum holds."""
    contest = contest_of(
        "Ann Bob Cal Dan Eve",
        3,
        groups={"women": [1, 5], "north": [2, 3], "all": [1, 2, 3, 4, 5]},
        constraints=[Constraint("all", maximum=3), Constraint("women", minimum=1), Constraint("north", minimum=1)],
    )
    result = count(contest, VoteTotals((5, 6, 7, 9, 4), papers=12), BLOCK)
    assert [(e.candidate, e.by, e.paragraph) for e in result.elected] == [
        (1, ElectionTest.RESERVED_SEAT, "reserved places"),
        (3, ElectionTest.RESERVED_SEAT, "reserved places"),
        (4, ElectionTest.MOST_VOTES, "most votes"),
    ]
    assert [stage.paragraph for stage in result.stages] == ["votes"]


def test_equal_candidates_for_a_reserved_seat_are_asked_about() -> None:
    contest = contest_of("Ann Bob Eve", 2, groups={"women": [1, 3]}, constraints=[Constraint("women", 1, 1)])
    with pytest.raises(TieToDecide) as asked:
        count(contest, VoteTotals((5, 9, 5), papers=12), BLOCK)
    assert (asked.value.tied, asked.value.choose, asked.value.paragraph) == ((1, 3), 1, "reserved places")


def test_maximum_passes_over_those_beyond_it() -> None:
    contest = contest_of("Ann Bob Cat Dan", 2, groups={"north": [2, 3]}, constraints=[Constraint("north", maximum=1)])
    result = count(contest, VoteTotals((3, 9, 8, 2), papers=12), BLOCK)
    assert result.elected_numbers == (2, 1)


def test_equal_candidates_of_whom_a_maximum_allows_one_are_asked_about() -> None:
    contest = contest_of("Ann Bob Cat", 2, groups={"north": [1, 2]}, constraints=[Constraint("north", maximum=1)])
    with pytest.raises(TieToDecide) as asked:
        count(contest, VoteTotals((5, 5, 1), papers=11), BLOCK)
    assert (asked.value.tied, asked.value.choose) == ((1, 2), 1)


def test_equal_candidates_who_all_fit_a_constraint_are_not_asked_about() -> None:
    contest = contest_of("Ann Bob Cat", 2, groups={"north": [1, 2]}, constraints=[Constraint("north", minimum=1)])
    assert count(contest, VoteTotals((5, 5, 1), papers=11), BLOCK).elected_numbers == (1, 2)


def test_reserved_seat_that_nobody_can_fill_stays_vacant() -> None:
    contest = contest_of(
        "Ann Bob Cat",
        2,
        groups={"women": [1]},
        constraints=[Constraint("women", minimum=2)],
        shortage=ShortagePolicy.LEAVE_VACANT,
    )
    result = count(contest, VoteTotals((1, 9, 5), papers=12), BLOCK)
    assert (result.elected_numbers, result.vacant) == ((1,), 1)


def test_reserved_seat_below_reopened_nominations_is_not_filled() -> None:
    contest = contest_of("Ann RON Cal", 2, groups={"women": [1]}, constraints=[Constraint("women", minimum=1)])
    for rules in (BLOCK, RULE_SETS["approval"]):
        result = count(contest, VoteTotals((2, 5, 4), papers=8), rules)
        assert (result.elected_numbers, result.vacant) == ((2,), 2)
        taking = rules.with_options(reopen=ReopenNominations.TAKES_SEATS)
        filled = count(contest, VoteTotals((2, 5, 4), papers=8), taking)
        assert [(e.candidate, e.by) for e in filled.elected] == [
            (1, ElectionTest.RESERVED_SEAT),
            (2, ElectionTest.MOST_VOTES),
        ]


def test_approval_counts_any_number_of_marks_and_abstentions() -> None:
    result = count(contest_of("Ann Bob Cat"), ballots_of("3 x 1 2 3\n2 x 2\n3 x\n1 x -"), RULE_SETS["approval"])
    assert (result.elected_numbers, result.stages[0].totals) == ((2,), (3, 5, 3))
    assert (result.papers.valid, result.papers.abstentions) == (9, 4)


def test_approval_with_a_threshold_leaves_seats_vacant() -> None:
    rules = RULE_SETS["approval"].with_options(threshold=Fraction(1, 2))
    result = count(contest_of("Ann Bob Cat", 2), ballots_of("3 x 1 2\n2 x 2\n3 x"), rules)
    assert (result.elected_numbers, result.vacant) == ((2,), 1)
    exact = count(contest_of("Ann Bob Cat", 2), ballots_of("4 x 1 2\n1 x 2\n3 x"), rules)
    assert exact.elected_numbers == (2, 1)


def test_equal_candidates_of_an_approval_are_asked_about() -> None:
    contest, totals, rules = contest_of("Ann Bob"), VoteTotals((7, 7), papers=9), RULE_SETS["approval"]
    with pytest.raises(TieToDecide) as asked:
        count(contest, totals, rules)
    assert (asked.value.tied, asked.value.choose) == ((1, 2), 1)
    assert count_with_lots(contest, totals, rules).elected_numbers == (1,)


def test_approval_from_totals() -> None:
    result = count(contest_of("Ann Bob"), VoteTotals((7, 8), papers=12, abstentions=2), RULE_SETS["approval"])
    assert (result.elected_numbers, result.papers.valid, result.papers.abstentions) == ((2,), 12, 2)


@pytest.mark.parametrize(
    ("yes", "no", "abstentions", "of_all", "elected"),
    [(6, 5, 0, False, True), (5, 5, 0, False, False), (5, 4, 2, True, False), (6, 4, 1, True, True)],
)
def test_sole_candidate_needs_more_than_half(yes: int, no: int, abstentions: int, of_all: bool, elected: bool) -> None:
    totals = VoteTotals((yes, no), abstentions=abstentions)
    result = count(contest_of("Ann RON"), totals, RULE_SETS["yes_no"].with_options(of_all_papers=of_all))
    assert result.elected_numbers == ((1,) if elected else ())
    assert result.vacant == (0 if elected else 1)
    assert (result.papers.valid, result.votes_total) == (yes + no + abstentions, yes + no)
    assert [(stage.kind, stage.paragraph) for stage in result.stages] == [(StageKind.VOTES, "votes")]
    assert {(e.by, e.paragraph) for e in result.elected} <= {(ElectionTest.MAJORITY, "more yes than needed")}


def test_yes_no_from_papers_with_a_higher_threshold() -> None:
    rules = RULE_SETS["yes_no"].with_options(threshold=Fraction(2, 3))
    assert count(contest_of("Ann RON"), ballots_of("6 x 1\n3 x 2\n5 x"), rules).elected_numbers == ()
    assert count(contest_of("Ann RON"), ballots_of("7 x 1\n3 x 2\n5 x"), rules).elected_numbers == (1,)

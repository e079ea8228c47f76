"""The alternative vote, with each of its options, and the exhaustive ballot."""

from __future__ import annotations

import pytest

from agm.counting import RULE_SETS, CountingError, CountResult, TieToDecide, count
from agm.counting.model import Ballots, Rounds, VoteTotals
from agm.counting.result import ElectionTest, ExclusionReason, StageKind
from agm.counting.rules import AvDenominator, AvStop
from agm.counting.state import bulk_sizes
from tests.support.counting import assert_sums, ballots_of, contest_of, count_with_lots

AV = RULE_SETS["av"]
EXHAUSTIVE = RULE_SETS["exhaustive_ballot"]


def counted(names: str, papers: str, **options: object) -> CountResult:
    result = count_with_lots(contest_of(names), ballots_of(papers), AV.with_options(**options))
    assert_sums(result)
    return result


def test_as_many_votes_as_all_others_together_elect() -> None:
    result = counted("Ann Bob Cat", "5 x 1\n3 x 2\n2 x 3")
    assert len(result.stages) == 1
    assert result.elected[0].by is ElectionTest.MAJORITY


def test_half_of_all_valid_papers_is_not_more_than_half() -> None:
    result = counted("Ann Bob Cat", "5 x 1\n3 x 2\n2 x 3", denominator=AvDenominator.VALID)
    assert [stage.totals for stage in result.stages] == [(5, 3, 2), (5, 3, 0)]
    assert (result.elected_numbers, result.elected[0].by) == ((1,), ElectionTest.MOST_VOTES)
    over = counted("Ann Bob Cat", "6 x 1\n3 x 2\n2 x 3", denominator=AvDenominator.VALID)
    assert (len(over.stages), over.elected[0].by) == (1, ElectionTest.MAJORITY)


def test_run_to_two_goes_on_after_a_majority() -> None:
    papers = "7 x 1\n3 x 2\n2 x 3 2"
    assert len(counted("Ann Bob Cat", papers).stages) == 1
    result = counted("Ann Bob Cat", papers, stop=AvStop.TWO_LEFT)
    assert [stage.totals for stage in result.stages] == [(7, 3, 2), (7, 5, 0)]
    assert result.elected[0].by is ElectionTest.MAJORITY


def test_bulk_exclusion_is_an_option_that_leaves_two() -> None:
    papers = "11 x 1\n10 x 2\n4 x 3 2\n2 x 4 2\n1 x 5"
    together = counted("Ann Bob Cat Dan Eve", papers)
    assert [(s.kind, s.subjects) for s in together.stages][1:] == [(StageKind.EXCLUSION, (5, 4, 3))]
    assert {e.by for e in together.excluded} == {ExclusionReason.BULK}
    single = counted("Ann Bob Cat Dan Eve", papers, bulk_exclusion=False)
    assert [s.subjects for s in single.stages] == [(), (5,), (4,), (3,)]
    assert {e.by for e in single.excluded} == {ExclusionReason.FEWEST_VOTES}
    assert together.elected_numbers == single.elected_numbers == (2,)


def test_lowest_equal_candidates_are_reported_apart_by_first_preferences() -> None:
    result = counted("Ann Bob Cat Dan", "6 x 1\n4 x 2\n3 x 3\n1 x 4 3", bulk_exclusion=False)
    assert [(tie.tied, tie.chosen, tie.looked_back_to) for tie in result.ties] == [((2, 3), (3,), 1)]


def test_last_two_equal_are_for_a_decision() -> None:
    with pytest.raises(TieToDecide, match="decide who is elected") as asked:
        count(contest_of("Ann Bob Cat"), ballots_of("4 x 1\n3 x 2\n1 x 3 2\n1 x 3"), AV)
    assert (asked.value.tied, asked.value.stage) == ((1, 2), 2)


def test_sole_candidate_is_elected() -> None:
    result = counted("Ann", "3 x 1")
    assert result.elected[0].by is ElectionTest.LAST_SEATS


def test_reopening_nominations_can_win_the_seat() -> None:
    result = counted("Ann RON", "2 x 1\n5 x 2")
    assert (result.elected_numbers, result.vacant) == ((2,), 1)


def test_papers_without_next_preference_are_non_transferable() -> None:
    result = counted("Ann Bob Cat", "5 x 1\n4 x 2\n2 x 3\n1 x 3 2")
    assert (result.stages[1].non_transferable, result.stages[1].totals) == (2, (5, 5, 0))


def test_exhaustive_ballot_goes_round_by_round() -> None:
    contest = contest_of("Ann Bob Cat")
    first = count(contest, VoteTotals((4, 3, 2)), EXHAUSTIVE)
    assert (first.complete, first.elected, first.excluded[0].candidate) == (False, (), 3)
    assert first.notes == ("Another round is needed between Ann and Bob.",)
    both = count(contest, Rounds((VoteTotals((4, 3, 2)), VoteTotals((4, 5, 0)))), EXHAUSTIVE)
    assert (both.complete, both.elected_numbers, both.vacant) == (True, (2,), 0)
    assert [(s.kind, s.round_votes, s.totals) for s in both.stages] == [
        (StageKind.ROUND, 9, (4, 3, 2)),
        (StageKind.ROUND, 9, (4, 5, 0)),
    ]
    assert (both.votes_total, both.elected[0].by) == (9, ElectionTest.MAJORITY)
    assert [stage.paragraph for stage in both.stages] == ["exhaustive ballot", "exhaustive ballot"]
    assert [(e.by, e.paragraph) for e in both.excluded] == [(ExclusionReason.FEWEST_VOTES, "lowest")]
    assert [e.paragraph for e in both.elected] == ["more than half"]
    fewer = count(contest, Rounds((VoteTotals((4, 3, 2)), VoteTotals((3, 4, 0)))), EXHAUSTIVE)
    assert (fewer.votes_total, fewer.papers.valid) == (7, 7)


def test_note_names_everybody_of_the_next_round() -> None:
    contest = contest_of("Ann Bob Cat Dan Eve")
    result = count(contest, VoteTotals((4, 3, 2, 1, 4)), EXHAUSTIVE)
    assert result.notes == ("Another round is needed between Ann, Bob, Cat and Eve.",)


def test_rounds_of_an_exhaustive_ballot_do_not_look_back() -> None:
    """Cat had fewer than Bob in the first round; in the second they are equal, and only a decision parts them."""
    rounds = Rounds((VoteTotals((4, 3, 2, 1)), VoteTotals((4, 3, 3, 0))))
    with pytest.raises(TieToDecide) as asked:
        count(contest_of("Ann Bob Cat Dan"), rounds, EXHAUSTIVE)
    assert (asked.value.stage, asked.value.tied, asked.value.paragraph) == (2, (2, 3), "lowest")


def test_majority_of_all_papers_is_asked_of_each_round_by_itself() -> None:
    """Five of nine papers elect in the second round, whatever the first one had."""
    strict = EXHAUSTIVE.with_options(of_all_papers=True)
    rounds = (VoteTotals((4, 3, 2), abstentions=9), VoteTotals((5, 4, 0)))
    result = count(contest_of("Ann Bob Cat"), Rounds(rounds), strict)
    assert [(e.candidate, e.by) for e in result.elected] == [(1, ElectionTest.MAJORITY)]
    turned = count(
        contest_of("Ann Bob Cat"), Rounds((VoteTotals((5, 3, 1), abstentions=3), VoteTotals((5, 4, 0)))), strict
    )
    assert [(e.stage, e.by) for e in turned.elected] == [(2, ElectionTest.MAJORITY)]


def test_exhaustive_ballot_from_papers_with_abstentions() -> None:
    papers = ballots_of("5 x 1\n3 x 2\n4 x")
    of_votes = count(contest_of("Ann Bob Cat"), papers, EXHAUSTIVE)
    assert of_votes.elected_numbers == (1,)
    assert (of_votes.votes_total, of_votes.papers.valid, of_votes.papers.abstentions) == (8, 12, 4)
    strict = EXHAUSTIVE.with_options(of_all_papers=True)
    assert count(contest_of("Ann Bob Cat"), papers, strict).elected_numbers == ()


def test_last_two_of_an_exhaustive_ballot() -> None:
    two = contest_of("Ann Bob")
    with pytest.raises(TieToDecide, match="decide who is elected") as asked:
        count(two, VoteTotals((4, 4)), EXHAUSTIVE)
    assert asked.value.paragraph == "last two"
    decided = count_with_lots(two, VoteTotals((4, 4)), EXHAUSTIVE, lambda tie: tie.tied[1:])
    assert [(e.candidate, e.by, e.paragraph) for e in decided.elected] == [(2, ElectionTest.MOST_VOTES, "last two")]
    strict = EXHAUSTIVE.with_options(of_all_papers=True)
    assert count(two, VoteTotals((4, 3), abstentions=9), strict).elected[0].by is ElectionTest.MOST_VOTES
    assert count(contest_of("Ann"), VoteTotals((0,)), EXHAUSTIVE).elected[0].by is ElectionTest.LAST_SEATS
    assert count(contest_of("Ann"), VoteTotals((2,)), EXHAUSTIVE).elected[0].by is ElectionTest.MAJORITY


def test_equal_lowest_of_a_round_are_asked_about() -> None:
    with pytest.raises(TieToDecide, match="decide who is excluded"):
        count(contest_of("Ann Bob Cat"), VoteTotals((4, 3, 3)), EXHAUSTIVE)


@pytest.mark.parametrize(
    ("rounds", "message"),
    [
        ((), "No round has been held yet."),
        (((5, 1, 1), (5, 1, 0)), "Round 2 was held although round 1 elected somebody."),
        (((4, 3, 2), (4, 4, 1)), "Round 2: Cat was excluded and cannot have votes."),
    ],
)
def test_rounds_that_cannot_be(rounds: tuple[tuple[int, ...], ...], message: str) -> None:
    with pytest.raises(CountingError) as refused:
        count(contest_of("Ann Bob Cat"), Rounds(tuple(VoteTotals(votes) for votes in rounds)), EXHAUSTIVE)
    assert refused.value.problems == (message,)


def test_rounds_are_for_the_exhaustive_ballot_only() -> None:
    with pytest.raises(CountingError, match="counts once"):
        count(contest_of("Ann Bob"), Rounds((Ballots(()),)), AV)


def test_bulk_never_takes_everybody() -> None:
    assert list(bulk_sizes([0, 0, 1], 0, 3)) == [2]
    assert list(bulk_sizes([0, 0], 0, 2)) == []

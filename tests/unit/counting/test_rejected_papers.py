"""What counts of a ranked paper, up to where, and why papers are rejected or stop."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agm.counting import RULE_SETS, CountingError, count
from agm.counting.checks import are_whole
from agm.counting.model import BallotGroup, Ballots, RejectedPapers
from agm.counting.papers import (
    EMPTY,
    EQUAL_FIRST,
    EQUAL_RANKS,
    NO_FIRST,
    ONLY_WITHDRAWN,
    REPEATED,
    SKIPPED_NUMBER,
    TOO_MANY_MARKS,
    judge_ranked,
)
from agm.counting.rules import OnError, RankedPapers
from tests.support.counting import ballots_of, contest_of

CONTEST = contest_of("Ann Bob Cat Dan", 2, withdrawn=[4])
STRICT = RankedPapers()
LENIENT = RankedPapers(OnError.PASS_OVER, OnError.PASS_OVER, OnError.PASS_OVER, first_preference_required=False)


def judged(marks: str, rules: RankedPapers = STRICT) -> tuple[object, str, str]:
    """The ranking that counts (None for a rejected paper), why it was rejected and why it stops."""
    papers = judge_ranked(CONTEST, ballots_of(f"1 x {marks}"), rules)
    ranking = next((group.ranking for group in papers.groups), None)
    reasons = [", ".join(r.reason for r in kind) for kind in (papers.count.rejected, papers.count.stopped)]
    assert papers.count.papers == 1
    assert papers.count.valid == (0 if ranking is None else 1)
    return ranking, reasons[0], reasons[1]


@pytest.mark.parametrize(
    ("marks", "ranking", "rejected", "stopped"),
    [
        ("1 2 3", (1, 2, 3), "", ""),
        ("", None, EMPTY, ""),
        ("- -", None, EMPTY, ""),
        ("4", None, ONLY_WITHDRAWN, ""),
        ("- 4", None, ONLY_WITHDRAWN, ""),
        ("- 2", None, NO_FIRST, ""),
        ("1=2 3", None, EQUAL_FIRST, ""),
        ("1=4 3", (1, 3), "", ""),
        ("4 1", (1,), "", ""),
        ("1 4 2", (1, 2), "", ""),
        ("1 - 2", (1,), "", SKIPPED_NUMBER),
        ("1 2=3", (1,), "", EQUAL_RANKS),
        ("1 2 1 3", (1, 2), "", REPEATED),
        ("1 2 -", (1, 2), "", ""),
        ("4 - 1", None, NO_FIRST, ""),
        ("1 4=4 2", (1, 2), "", ""),
    ],
)
def test_papers_stop_at_the_first_doubt(marks: str, ranking: object, rejected: str, stopped: str) -> None:
    assert judged(marks) == (ranking, rejected, stopped)


@pytest.mark.parametrize(
    ("marks", "ranking", "rejected"),
    [
        ("- 2 3", (2, 3), ""),
        ("1 - 2", (1, 2), ""),
        ("1=2 3", (3,), ""),
        ("1 2 1 3", (1, 2, 3), ""),
        ("1=2", None, NO_FIRST),
    ],
)
def test_rules_can_pass_over_doubts(marks: str, ranking: object, rejected: str) -> None:
    assert judged(marks, LENIENT) == (ranking, rejected, "")


def test_rules_can_reject_the_whole_paper() -> None:
    assert judged("1 - 2", replace(STRICT, skipped=OnError.REJECT)) == (None, SKIPPED_NUMBER, "")
    assert judged("1 2=3", replace(STRICT, equal=OnError.REJECT)) == (None, EQUAL_RANKS, "")
    assert judged("1 2 1", replace(STRICT, repeated=OnError.REJECT)) == (None, REPEATED, "")


def test_stop_at_the_very_first_preference_rejects() -> None:
    lenient_first = replace(STRICT, first_preference_required=False)
    assert judged("1=2 3", lenient_first) == (None, EQUAL_RANKS, "")
    assert judged("- 3", lenient_first) == (None, SKIPPED_NUMBER, "")


def test_rejected_papers_add_up_with_those_set_aside_before() -> None:
    ballots = replace(
        ballots_of("5 x 1\n2 x\n3 x - 1\n4 x 2 1=3"),
        rejected=(RejectedPapers(EMPTY, 1), RejectedPapers("not signed", 2)),
    )
    papers = count(contest_of("Ann Bob Cat", 2), ballots, RULE_SETS["scottish"]).papers
    assert papers.rejected == (
        RejectedPapers("not signed", 2),
        RejectedPapers(EMPTY, 3),
        RejectedPapers(NO_FIRST, 3),
    )
    assert papers.stopped == (RejectedPapers(EQUAL_RANKS, 4),)
    assert (papers.papers, papers.valid, papers.abstentions) == (17, 9, 0)


def test_papers_with_the_same_fault_add_up() -> None:
    papers = judge_ranked(CONTEST, ballots_of("2 x -\n3 x\n4 x 1 - 2\n5 x 2 - 1\n1 x 3"), STRICT)
    assert papers.count.rejected == (RejectedPapers(EMPTY, 5),)
    assert papers.count.stopped == (RejectedPapers(SKIPPED_NUMBER, 9),)
    assert papers.first_preferences == {1: 4, 2: 5, 3: 1}


def test_reasons_are_in_plain_words() -> None:
    assert (EMPTY, ONLY_WITHDRAWN) == ("the paper is empty", "only withdrawn candidates are marked")
    assert NO_FIRST == "there is no first preference"
    assert EQUAL_FIRST == "more than one candidate has the first preference"
    assert SKIPPED_NUMBER == "a preference is left out"
    assert EQUAL_RANKS == "two candidates have the same preference"
    assert REPEATED == "a candidate has more than one preference"
    assert TOO_MANY_MARKS == "there are more marks than votes"


def test_papers_without_fault_are_taken_as_they_are() -> None:
    ballots = ballots_of("2 x 1 2\n3 x 1 4 2")
    clean, struck = judge_ranked(CONTEST, ballots, STRICT).parcels[1]
    assert clean is ballots.groups[0]
    assert (struck.ranking, struck.papers) == ((1, 2), 3)


@pytest.mark.parametrize(
    ("papers", "message"),
    [
        ("0 x 1", "Ballot group 1: the number of papers must be a whole number from 1, not 0."),
        ("-3 x 1", "Ballot group 1: the number of papers must be a whole number from 1, not -3."),
        ("2 x 5", "A paper names candidate 5; the candidates are numbered 1 to 4."),
        ("2 x 1=7", "A paper names candidate 7; the candidates are numbered 1 to 4."),
    ],
)
def test_papers_that_cannot_be(papers: str, message: str) -> None:
    for rules in ("ers97", "block_vote"):
        with pytest.raises(CountingError) as refused:
            count(CONTEST, ballots_of(papers), RULE_SETS[rules])
        assert refused.value.problems == (message,)


def test_fractional_papers_and_negative_numbers_are_refused_all_at_once() -> None:
    ballots = ballots_of("1 x 1\n1 x -2")
    broken = replace(ballots, groups=(replace(ballots.groups[0], papers=1.5), ballots.groups[1]))  # type: ignore[arg-type]  # what no type allows
    with pytest.raises(CountingError) as refused:
        count(CONTEST, replace(broken, rejected=(RejectedPapers("torn", -1),)), RULE_SETS["meek"])
    assert refused.value.problems == (
        "Ballot group 1: the number of papers must be a whole number from 1, not 1.5.",
        "A paper names candidate -2; the candidates are numbered 1 to 4.",
        "The number of rejected papers (torn) must be a whole number from 0, not -1.",
    )


def test_many_problems_are_cut_short() -> None:
    problem = "A paper names candidate 9; the candidates are numbered 1 to 4."
    for papers, more in (
        (20, []),
        (21, ["Further problems of this kind: 1."]),
        (25, ["Further problems of this kind: 5."]),
    ):
        with pytest.raises(CountingError) as refused:
            count(CONTEST, ballots_of("\n".join(["1 x 9"] * papers)), RULE_SETS["scottish"])
        assert list(refused.value.problems) == [problem] * 20 + more


@pytest.mark.parametrize(
    ("numbers", "whole"), [([], True), ([1], True), ([3, 1, 2], True), ([2, 0], False), ([1.5, 1], False)]
)
def test_many_numbers_of_papers_are_looked_at_together(numbers: list[int], whole: bool) -> None:
    assert are_whole(numbers) is whole


def test_a_group_is_one_paper_where_nothing_else_is_said() -> None:
    ballots = Ballots((BallotGroup((1,)), BallotGroup((2, 1), 4)))
    assert ballots.papers == 5
    assert Ballots.of([(2, 1), (1,), (2, 1)]) == Ballots((BallotGroup((2, 1), 2), BallotGroup((1,), 1)))


def test_no_rejected_papers_of_a_kind_are_none() -> None:
    ballots = replace(ballots_of("1 x 1"), rejected=(RejectedPapers("torn", 0),))
    assert judge_ranked(CONTEST, ballots, STRICT).count.papers == 1

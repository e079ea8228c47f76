"""Sentences of stages that the kept sheets do not have."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from agm.counting import RULE_SETS, count
from agm.counting.model import (
    Ballots,
    Candidate,
    CandidateKind,
    Constraint,
    Contest,
    RejectedPapers,
    Rounds,
    TieDecision,
    TieKind,
    TieMethod,
    VoteTotals,
)
from agm.counting.render.explain import explain, remarks
from agm.counting.render.words import exact_text, join, name_of, short_votes
from agm.counting.result import ExcludedCandidate, ExclusionReason, SettledTie, TieSettledBy
from agm.counting.rules import ReopenNominations
from tests.support import contests

PEOPLE = contests.people("Ann", "Bo", "Cy", "Di", men="BC", women="AD")
BLOCK = RULE_SETS["block_vote"]


def test_the_sentence_of_the_issue() -> None:
    papers = [(1,)] * 60 + [(2,)] * 50 + [(3, 1)] * 18 + [(3, 2)] * 10 + [(3,)] * 3
    contest = Contest("Chair", contests.people("Dylan Price", "Siân Evans", "Ruth Adler"), 1)
    assert explain(count(contest, Ballots.of(papers), RULE_SETS["scottish"]))[1] == (
        "Stage 2: Ruth Adler had the fewest votes (31) and was excluded; 18 of the papers went to Dylan Price, "
        "10 to Siân Evans and 3 named nobody still in the count; Dylan Price (78) reached the quota and was elected."
    )


def test_a_quota_that_falls_is_reported() -> None:
    papers = [(1,)] * 44 + [(2,)] * 61 + [(3,)] * 95
    contest = Contest("Chair", contests.people("Ann", "Bo", "Cy"), 1)
    sentences = explain(count(contest, Ballots.of(papers), RULE_SETS["ers97"]))
    assert "the quota became 78; Cy (95) reached the quota and was elected" in sentences[1]


def test_an_election_by_the_active_vote_and_by_a_majority() -> None:
    assert "could no longer be overtaken" in explain(contests.active_vote())[-1]
    av = count(Contest("", contests.people("Ann", "Bo"), 1), Ballots.of([(1,), (1,), (2,)]), RULE_SETS["av"])
    assert explain(av) == (
        "Stage 1: 3 valid papers were sorted by first preference; Ann (2) had a majority and was elected.",
    )


def test_one_vote_and_one_paper_are_in_the_singular() -> None:
    result = count(Contest("", contests.people("Ann", "Bo"), 1), Ballots.of([(1,)]), RULE_SETS["plurality"])
    assert explain(result) == ("Stage 1: 1 valid paper gave 1 vote; Ann (1) had the most votes and was elected.",)
    ranked = count(result.contest, Ballots.of([(1,)]), RULE_SETS["av"])
    assert explain(ranked)[0].startswith("Stage 1: 1 valid paper was sorted by first preference; ")
    sole = count(Contest("", contests.people("Ann"), 1), Ballots.of([(1,)]), RULE_SETS["plurality"])
    assert explain(sole)[0].endswith("; Ann (1) stood unopposed and was elected.")


def test_a_tie_settled_within_a_stage_names_the_batch() -> None:
    result = contests.delegates()
    tie = SettledTie(TieKind.ELECTION, (2, 3), (2,), TieSettledBy.EARLIER_STAGE, "5.6.2", looked_back_to=2, batch=1)
    decided = dataclasses.replace(
        tie,
        by=TieSettledBy.DECISION,
        decision=TieDecision(2, TieKind.ELECTION, frozenset({2, 3}), (2,), TieMethod.CASTING_VOTE),
    )
    several = dataclasses.replace(tie, kind=TieKind.EXCLUSION, tied=(2, 3, 4), chosen=(2, 3), batch=None)
    stages = (result.stages[0], dataclasses.replace(result.stages[1], ties=(tie, decided, several)))
    assert explain(dataclasses.replace(result, stages=stages))[1] == (
        "Stage 2: Dylan Price, Siân Evans and Bo Kaur were equal for exclusion, and Dylan Price and Siân "
        "Evans were chosen by the votes at stage 2; the surplus of Ruth Adler (24.66) was passed on at 0.41 a"
        " paper; 60 of the papers went to Dylan Price; Dylan Price and Siân Evans were equal for election, "
        "and Dylan Price was chosen by the votes after batch 1 of stage 2; Dylan Price and Siân Evans were "
        "equal for election, and Dylan Price was chosen by casting vote; Dylan Price (42.60) reached the "
        "quota and was elected; Siân Evans, Bo Kaur, Tomasz Żak and Ann Lee remained when the places were "
        "filled."
    )


@pytest.mark.parametrize(
    ("receivers", "named"),
    [
        (7, "7 to Hal, 6 to Gus, 5 to Flo, 4 to Ed, 3 to Di, 2 to Cy and 1 to Bo"),
        (8, "8 to Ida, 7 to Hal, 6 to Gus, 5 to Flo, 4 to Ed, 3 to Di and 3 to 2 others"),
    ],
)
def test_as_many_receivers_are_named_as_a_reader_can_follow(receivers: int, named: str) -> None:
    people = contests.people("Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida")
    papers = [(1, number) for number in range(2, receivers + 2) for _ in range(number - 1)]
    result = count(Contest("", people, 2), Ballots.of([*papers, (2,)]), RULE_SETS["gregory"])
    assert named.replace(" to", " of the papers went to", 1) in explain(result)[1]


def test_those_who_receive_as_many_stand_in_ballot_order() -> None:
    papers = [(1, 3)] * 4 + [(1, 2)] * 4 + [(1, 4)] * 5 + [(2,)]
    result = count(
        Contest("", contests.people("Ann", "Bo", "Up to Date", "Di"), 3), Ballots.of(papers), RULE_SETS["gregory"]
    )
    assert "5 of the papers went to Di, 4 to Bo and 4 to Up to Date" in explain(result)[1]


@pytest.mark.parametrize(
    ("more", "receivers"),
    [([], "1 of the papers went to Ann and 1 to Bo"), ([(4, 2)], "2 of the papers went to Bo and 1 to Ann")],
)
def test_papers_of_several_excluded_together_are_counted_together(more: list[tuple[int, ...]], receivers: str) -> None:
    papers = [(1,)] * 9 + [(2,)] * 6 + [(5,)] * 5 + [(3, 2), (4, 1), *more]
    result = count(Contest("", contests.people("Ann", "Bo", "Cy", "Di", "Ed"), 1), Ballots.of(papers), RULE_SETS["av"])
    assert receivers in explain(result)[1]


def test_a_name_may_have_the_word_to_in_it() -> None:
    papers = [(1, 2)] * 8 + [(3,)] * 3
    result = count(Contest("", contests.people("Ann", "Up to Date", "Bo"), 2), Ballots.of(papers), RULE_SETS["gregory"])
    assert "8 of the papers went to Up to Date" in explain(result)[1]


def test_one_vote_in_a_round_and_several_excluded_at_once() -> None:
    contest = Contest("", contests.people("Ann", "Bo", "Cy"), 1)
    result = count(contest, Rounds((VoteTotals((1, 0, 0)),)), RULE_SETS["exhaustive_ballot"])
    assert explain(result) == ("Stage 1: 1 vote was given in this round; Ann (1) had a majority and was elected.",)
    both = tuple(ExcludedCandidate(number, 1, ExclusionReason.FEWEST_VOTES, "") for number in (2, 3))
    assert explain(dataclasses.replace(result, excluded=both))[0].endswith(
        "elected; Bo and Cy had the fewest votes and were excluded."
    )


def test_papers_set_aside_or_counted_in_part() -> None:
    result = contests.committee()
    papers = dataclasses.replace(
        result.papers,
        rejected=(RejectedPapers("the paper is empty", 1),),
        stopped=(RejectedPapers("a preference is left out", 1200), RejectedPapers("it is torn", 1)),
    )
    assert remarks(dataclasses.replace(result, papers=papers)) == (
        "1 paper was set aside: the paper is empty.",
        "1,200 papers count only in part: a preference is left out.",
        "1 paper counts only in part: it is torn.",
    )


@pytest.mark.parametrize(("texts", "joined"), [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")])
def test_lists_in_words(texts: list[str], joined: str) -> None:
    assert join(texts) == joined


def test_numbers_in_words() -> None:
    result = contests.committee("ers97")
    assert [short_votes(result, 123400), short_votes(result, 123450)] == ["1,234", "1,234.50"]
    assert exact_text(12345, 100) == "123.45"


def test_a_name_is_shown_on_one_line() -> None:
    result = contests.committee()
    candidate = dataclasses.replace(result.contest.candidates[0], name=" Ruth\n Adler ")
    contest = dataclasses.replace(result.contest, candidates=(candidate, *result.contest.candidates[1:]))
    assert name_of(dataclasses.replace(result, contest=contest), 1) == "Ruth Adler"


def test_whom_a_constraint_keeps_out_is_said_and_nobody_else_has_the_most_votes() -> None:
    contest = Contest("", PEOPLE, 2, constraints=(Constraint("men", None, 1),))
    assert explain(count(contest, VoteTotals((3, 9, 8, 2), papers=12), BLOCK))[0] == (
        "Stage 1: 12 valid papers gave 22 votes; Bo (9) and Ann (3) had the most votes of those whom the constraints "
        "let in and were elected; Cy (8) could no longer be given a place under the constraint."
    )
    equal = explain(count(contest, VoteTotals((8, 9, 8, 2), papers=15), BLOCK))
    assert equal[0].endswith("; Cy (8) could no longer be given a place under the constraint.")


def test_the_others_beside_reserved_seats() -> None:
    contest = Contest("", PEOPLE, 2, constraints=(Constraint("women", 1),))
    assert explain(count(contest, VoteTotals((9, 5, 3, 2), papers=12), BLOCK))[0] == (
        "Stage 1: 12 valid papers gave 19 votes; Ann (9) took a reserved place and was elected; Bo (5) had the most "
        "votes of the others and was elected."
    )


def test_whom_a_threshold_keeps_out_is_said() -> None:
    rules = RULE_SETS["approval"].with_options(threshold=Fraction(1, 2))
    result = count(Contest("", PEOPLE, 4), VoteTotals((7, 8, 5, 1), papers=10), rules)
    assert explain(result)[0] == (
        "Stage 1: 10 valid papers gave 21 votes; Bo (8), Ann (7) and Cy (5) had the most votes and were elected; "
        "Di (1) did not reach the share of the papers that is needed."
    )


def test_who_reached_the_share_but_found_no_seat_is_not_said_to_have_missed_it() -> None:
    rules = RULE_SETS["approval"].with_options(threshold=Fraction(1, 2))
    result = count(Contest("", PEOPLE[:3], 1), VoteTotals((7, 5, 4), papers=10), rules)
    assert explain(result)[0] == (
        "Stage 1: 10 valid papers gave 16 votes; Ann (7) had the most votes and was elected; "
        "Cy (4) did not reach the share of the papers that is needed."
    )


def test_where_all_seats_are_reserved_nobody_had_the_most_votes() -> None:
    contest = Contest("", PEOPLE, 2, constraints=(Constraint("women", 2),))
    assert explain(count(contest, VoteTotals((3, 9, 8, 2), papers=12), BLOCK)) == (
        "Stage 1: 12 valid papers gave 22 votes; Ann (3) and Di (2) took a reserved place and were elected.",
    )


def test_more_seats_than_people() -> None:
    contest = Contest("", PEOPLE[:3], 4)
    result = count(contest, Ballots.of([(1,)] * 5 + [(2,)] * 3), RULE_SETS["ers97"])
    assert explain(result)[-1].endswith("; Cy (0) was the last left for the places and was elected.")
    as_many = count(Contest("", PEOPLE[:3], 3), Ballots.of([(1,)] * 5 + [(2,)] * 3), RULE_SETS["ers97"])
    assert explain(as_many)[-1].endswith("; Cy (0) took the last place left and was elected.")
    several = count(contest, Ballots.of([(1,)] * 5), RULE_SETS["ers97"])
    assert explain(several)[-1].endswith("; Bo (0) and Cy (0) were the last left for the places and were elected.")


def test_seats_that_reopened_nominations_leave_vacant_are_not_left_for_want_of_people() -> None:
    candidates = (*PEOPLE[:1], Candidate(2, "Re-open", kind=CandidateKind.REOPEN_NOMINATIONS), *PEOPLE[2:3])
    rules = RULE_SETS["scottish"].with_options(reopen=ReopenNominations.STOPS)
    result = count(Contest("", candidates, 3), Ballots.of([(1,)] * 5 + [(2,)] * 1), rules)
    assert result.elected_numbers == (1, 2)
    assert explain(result)[-1].endswith("; Re-open (1) took the last place left and was elected.")


def test_a_surplus_that_nobody_can_receive() -> None:
    contest = Contest("", PEOPLE[:3], 2)
    result = count(contest, Ballots.of([(1,)] * 14 + [(2,)] * 5 + [(3,)] * 4), RULE_SETS["ers97"])
    assert explain(result)[1].startswith(
        "Stage 2: the surplus of Ann (6.33) could not be passed on, as none of the papers named anybody still in the "
        "count; Bo (5) "
    )

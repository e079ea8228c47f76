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
    VoteTotals,
)
from agm.counting.render.explain import explain, remarks
from agm.counting.render.words import exact_text, join, name_of, short_votes
from agm.counting.result import ExcludedCandidate, ExclusionReason
from agm.counting.rules import AvDenominator, ReopenNominations
from tests.support import contests
from tests.support.counting import ballots_of, contest_of, count_with_lots

PEOPLE = contests.people("Ann", "Bo", "Cy", "Di", men="BC", women="AD")
BLOCK = RULE_SETS["block_vote"]


def test_the_sentence_of_the_issue() -> None:
    papers = [(1,)] * 60 + [(2,)] * 50 + [(3, 1)] * 18 + [(3, 2)] * 10 + [(3,)] * 3
    contest = Contest("Chair", contests.people("Dylan Price", "Siân Evans", "Ruth Adler"), 1)
    assert explain(count(contest, Ballots.of(papers), RULE_SETS["scottish"]))[1] == (
        "Stage 2: Ruth Adler had the fewest votes (31) and was excluded (rule 50(1)); 18 of the papers went to "
        "Dylan Price, 10 to Siân Evans and 3 named nobody still in the count; Dylan Price (78) reached the quota and "
        "was elected (rule 47(1))."
    )


def test_a_quota_that_falls_is_reported() -> None:
    papers = [(1,)] * 44 + [(2,)] * 61 + [(3,)] * 95
    contest = Contest("Chair", contests.people("Ann", "Bo", "Cy"), 1)
    sentences = explain(count(contest, Ballots.of(papers), RULE_SETS["ers97"]))
    assert "the quota became 78; Cy (95) reached the quota and was elected" in sentences[1]


def test_an_election_by_the_active_vote_and_by_a_majority() -> None:
    assert explain(contests.active_vote())[-1].endswith(
        "Bo (32) could no longer be overtaken (of the 60 votes still in play 30 were enough) and was elected "
        "(ERS97 5.4.9); Cy (15) and Di (13) remained when the places were filled (ERS97 5.5.2)."
    )
    av = count(Contest("", contests.people("Ann", "Bo"), 1), Ballots.of([(1,), (1,), (2,)]), RULE_SETS["av"])
    assert explain(av)[0] == (
        "Stage 1: 3 valid papers were sorted by first preference (AV, first preferences); Ann (2) had a majority of "
        "the 3 votes and was elected (AV, majority)."
    )


@pytest.mark.parametrize("name", ["scottish", "ers97", "meek", "gregory", "av"])
def test_every_stage_names_the_paragraphs_of_its_rules(name: str) -> None:
    rules = RULE_SETS[name]
    papers = ballots_of("9 x 1 2\n7 x 2 1\n6 x 3 4\n3 x 4 3\n2 x 5 4")
    result = count_with_lots(contest_of("Ann Bo Cy Di Ed", 1 if name == "av" else 2), papers, rules)
    for stage, sentence in zip(result.stages, explain(result), strict=True):
        reasons = [e.paragraph for e in stage.elected] + [e.paragraph for e in stage.excluded]
        assert [p for p in reasons if p not in sentence] == []
        assert stage.paragraph in sentence
        assert rules.cited is not None
        assert rules.cited in sentence


def test_a_share_that_is_not_a_half_is_no_majority() -> None:
    treasurer = (Candidate(1, "Ann"), Candidate(2, "No", kind=CandidateKind.REOPEN_NOMINATIONS))
    rules = RULE_SETS["yes_no"].with_options(threshold=Fraction(2, 3), of_all_papers=True)
    result = count(Contest("", treasurer, 1), VoteTotals((8, 1), papers=10, abstentions=1), rules)
    assert explain(result)[0].endswith("; Ann (8) had more than 2/3 of the 10 papers and was elected.")


def test_half_of_the_votes_is_no_majority_either() -> None:
    papers = ballots_of("3 x 1\n2 x 2\n1 x 3")
    result = count(contest_of("Ann Bo Cy"), papers, RULE_SETS["av"])
    assert "Ann (3) had half of the 6 votes and was elected" in explain(result)[0]
    valid = RULE_SETS["av"].with_options(denominator=AvDenominator.VALID)
    assert (
        "Ann (4) had a majority of the 7 papers"
        in explain(count(contest_of("Ann Bo Cy"), ballots_of("4 x 1\n2 x 2\n1 x 3"), valid))[0]
    )


def test_many_constraints_are_not_said_again_at_each_stage() -> None:
    groups = {"x": [1, 2], "y": [3], "z": [4]}
    limits = [Constraint("x", maximum=1), Constraint("y", maximum=1), Constraint("z", maximum=1)]
    contest = contest_of("Ann Bo Cy Di", 2, groups=groups, constraints=limits)
    result = count(contest, ballots_of("40 x 1\n39 x 2 3\n10 x 3\n8 x 4 3"), RULE_SETS["scottish"])
    assert "Bo (39) could no longer be given a place under the constraints and was excluded" in explain(result)[1]


def test_one_vote_and_one_paper_are_in_the_singular() -> None:
    result = count(Contest("", contests.people("Ann", "Bo"), 1), Ballots.of([(1,)]), RULE_SETS["plurality"])
    assert explain(result) == ("Stage 1: 1 valid paper gave 1 vote; Ann (1) had the most votes and was elected.",)
    ranked = count(result.contest, Ballots.of([(1,)]), RULE_SETS["av"])
    assert explain(ranked)[0].startswith("Stage 1: 1 valid paper was sorted by first preference (")
    sole = count(Contest("", contests.people("Ann"), 1), Ballots.of([(1,)]), RULE_SETS["plurality"])
    assert explain(sole)[0].endswith("; Ann (1) stood unopposed and was elected.")


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
    assert explain(result) == (
        "Stage 1: 1 vote was given in this round; Ann (1) had a majority of the 1 vote and was elected.",
    )
    both = tuple(ExcludedCandidate(number, 1, ExclusionReason.FEWEST_VOTES, "") for number in (2, 3))
    assert explain(dataclasses.replace(result, excluded=both))[0].endswith(
        "elected; Bo and Cy had the fewest votes (0 and 0) and were excluded."
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
        "let in and were elected; Cy (8) could no longer be given a place under the constraint (at most 1 from “men”)."
    )
    equal = explain(count(contest, VoteTotals((8, 9, 8, 2), papers=15), BLOCK))
    assert equal[0].endswith("; Cy (8) could no longer be given a place under the constraint (at most 1 from “men”).")


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
        "Stage 1: 12 valid papers gave 22 votes; Ann (3) and Di (2) took reserved places and were elected.",
    )


def test_more_seats_than_people() -> None:
    contest = Contest("", PEOPLE[:3], 4)
    result = count(contest, Ballots.of([(1,)] * 5 + [(2,)] * 3), RULE_SETS["ers97"])
    assert explain(result)[-1].endswith("; Cy (0) was the last left for the places and was elected (ERS97 4.3).")
    as_many = count(Contest("", PEOPLE[:3], 3), Ballots.of([(1,)] * 5 + [(2,)] * 3), RULE_SETS["ers97"])
    assert explain(as_many)[-1].endswith("; Cy (0) took the last place left and was elected (ERS97 4.3).")
    several = count(contest, Ballots.of([(1,)] * 5), RULE_SETS["ers97"])
    assert explain(several)[-1].endswith(
        "; Bo (0) and Cy (0) were the last left for the places and were elected (ERS97 4.3)."
    )


def test_seats_that_reopened_nominations_leave_vacant_are_not_left_for_want_of_people() -> None:
    candidates = (*PEOPLE[:1], Candidate(2, "Re-open", kind=CandidateKind.REOPEN_NOMINATIONS), *PEOPLE[2:3])
    rules = RULE_SETS["scottish"].with_options(reopen=ReopenNominations.STOPS)
    result = count(Contest("", candidates, 3), Ballots.of([(1,)] * 5 + [(2,)] * 1), rules)
    assert result.elected_numbers == (1, 2)
    assert explain(result)[-1].endswith("; Re-open (1) took the last place left and was elected (rule 52(1)).")


def test_a_surplus_that_nobody_can_receive() -> None:
    contest = Contest("", PEOPLE[:3], 2)
    result = count(contest, Ballots.of([(1,)] * 14 + [(2,)] * 5 + [(3,)] * 4), RULE_SETS["ers97"])
    assert explain(result)[1].startswith(
        "Stage 2: the surplus of Ann (6.33) could not be passed on, as none of the papers named anybody still in the "
        "count (ERS97 5.3); Bo (5) "
    )

"""Sentences of stages that the kept sheets do not have."""

from __future__ import annotations

import dataclasses

import pytest

from agm.counting import (
    RULE_SETS,
    Ballots,
    Constraint,
    Contest,
    RejectedPapers,
    Rounds,
    TieDecision,
    TieKind,
    TieMethod,
    VoteTotals,
    count,
)
from agm.counting.render import explain
from agm.counting.render.explain import paper_sentences
from agm.counting.render.words import exact_text, join, name_of, parted, short_votes
from agm.counting.result import ExcludedCandidate, ExclusionReason, SettledTie, TieSettledBy
from tests.support import contests


def test_the_sentence_of_the_issue() -> None:
    papers = [(1,)] * 60 + [(2,)] * 50 + [(3, 1)] * 18 + [(3, 2)] * 10 + [(3,)] * 3
    contest = Contest("Chair", contests.people("Dylan Price", "Siân Evans", "Ruth Adler"), 1)
    assert explain(count(contest, Ballots.of(papers), RULE_SETS["scottish"]))[1] == (
        "Stage 2: Ruth Adler had the fewest votes (31) and was excluded; 18 of the papers went to Dylan Price, "
        "10 to Siân Evans and 3 named nobody still in the count; Dylan Price (78) reached the quota and was elected."
    )


def test_a_quota_that_falls_is_told() -> None:
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


def test_a_place_reserved_under_plurality() -> None:
    people = contests.people("Ann", "Bill", "Carl", women="A")
    contest = Contest("", people, 2, constraints=(Constraint("women", 1),))
    result = count(contest, Ballots.of([(2, 3)] * 3 + [(2, 1)] * 2 + [(3,)]), RULE_SETS["block_vote"])
    assert "Ann (2) took a reserved place and was elected" in explain(result)[0]


def test_one_vote_and_one_paper_are_in_the_singular() -> None:
    result = count(Contest("", contests.people("Ann", "Bo"), 1), Ballots.of([(1,)]), RULE_SETS["plurality"])
    assert explain(result) == ("Stage 1: 1 valid paper gave 1 vote; Ann (1) had the most votes and was elected.",)


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


def test_somebody_who_stood_unopposed() -> None:
    result = count(Contest("", contests.people("Ann"), 1), Ballots.of([(1,), (1,)]), RULE_SETS["plurality"])
    assert explain(result) == ("Stage 1: 2 valid papers gave 2 votes; Ann (2) stood unopposed and was elected.",)


def test_one_valid_paper_is_in_the_singular() -> None:
    result = count(Contest("", contests.people("Ann", "Bo"), 1), Ballots.of([(1,)]), RULE_SETS["av"])
    assert explain(result) == (
        "Stage 1: 1 valid paper was sorted by first preference; Ann (1) had a majority and was elected.",
    )


def test_papers_set_aside_or_counted_in_part() -> None:
    result = contests.committee()
    papers = dataclasses.replace(
        result.papers,
        rejected=(RejectedPapers("the paper is empty", 1),),
        stopped=(RejectedPapers("a preference is left out", 1200), RejectedPapers("it is torn", 1)),
    )
    assert paper_sentences(dataclasses.replace(result, papers=papers)) == (
        "1 paper was set aside: the paper is empty.",
        "1,200 papers count only in part: a preference is left out.",
        "1 paper counts only in part: it is torn.",
    )


@pytest.mark.parametrize(("texts", "joined"), [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")])
def test_lists_in_words(texts: list[str], joined: str) -> None:
    assert join(texts) == joined


def test_numbers_in_words() -> None:
    assert [*map(parted, ("1234567.50", "-1234.00", "0.05", "1234"))] == ["1,234,567.50", "-1,234.00", "0.05", "1,234"]
    result = contests.committee("ers97")
    assert [short_votes(result, 123400), short_votes(result, 123450)] == ["1,234", "1,234.50"]
    assert exact_text(12345, 100) == "123.45"


def test_a_name_is_shown_on_one_line() -> None:
    result = contests.committee()
    candidate = dataclasses.replace(result.contest.candidates[0], name=" Ruth\n Adler ")
    contest = dataclasses.replace(result.contest, candidates=(candidate, *result.contest.candidates[1:]))
    assert name_of(dataclasses.replace(result, contest=contest), 1) == "Ruth Adler"

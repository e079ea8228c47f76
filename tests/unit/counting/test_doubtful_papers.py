"""Which marks are a vote, and why a paper is set aside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agm.counting import RULE_SETS
from agm.counting.doubtful_papers import MarkedPaper, PaperReason, judge_paper, judge_papers
from agm.counting.model import Ballots, Candidate, Contest, preference_of
from agm.counting.papers import judge_ranked
from agm.counting.rules import RankedPapers

Reason = PaperReason


@pytest.mark.parametrize(
    ("marks", "votes", "counts_as", "reason"),
    [
        ({"A": "X"}, 1, ["A"], None),
        ({"A": "✓"}, 1, ["A"], None),
        ({"A": "1"}, 1, ["A"], None),
        ({"A": "X", "B": "no"}, 1, ["A"], None),
        ({"A": "crossed out", "B": "X"}, 1, ["B"], None),
        ({"A": " "}, 1, [], Reason.BLANK),
        ({"A": "no"}, 1, [], Reason.UNCLEAR),
        ({"A": "X", "B": "tick"}, 1, [], Reason.TOO_MANY_VOTES),
        ({"A": "X", "B": "tick"}, 2, ["A", "B"], None),
        ({"A": "X"}, 3, ["A"], None),
        ({"A": "X", "B": "X", "C": "X"}, 2, [], Reason.TOO_MANY_VOTES),
    ],
)
def test_papers_with_crosses(marks: dict[str, str], votes: int, counts_as: list[str], reason: Reason | None) -> None:
    found = judge_paper(MarkedPaper(marks), ranked=False, votes=votes)
    assert (list(found.counts_as), found.reason) == (counts_as, reason)


@pytest.mark.parametrize(
    ("marks", "counts_as", "reason"),
    [
        ({"A": "2", "B": "1", "C": "3"}, ["B", "A", "C"], None),
        ({"A": "1"}, ["A"], None),
        ({"A": "X"}, ["A"], None),
        ({"A": "X", "B": "2"}, ["A", "B"], None),
        ({"A": "first", "B": "2nd"}, ["A", "B"], None),
        ({"A": "1", "B": "3"}, ["A"], None),
        ({"A": "1", "B": "2", "C": "2"}, ["A"], None),
        ({"A": "1", "B": "2", "C": "4", "D": "3"}, ["A", "B", "D", "C"], None),
        ({"A": "2", "B": "3"}, [], Reason.NO_FIRST_PREFERENCE),
        ({"A": "1", "B": "1"}, [], Reason.TWO_FIRST_PREFERENCES),
        ({"A": "X", "B": "X"}, [], Reason.TWO_FIRST_PREFERENCES),
        ({"A": "1", "B": "1", "C": "2"}, [], Reason.TWO_FIRST_PREFERENCES),
        ({}, [], Reason.BLANK),
    ],
)
def test_ranked_papers_count_as_far_as_they_are_clear(
    marks: dict[str, str], counts_as: list[str], reason: Reason | None
) -> None:
    found = judge_paper(MarkedPaper(marks), ranked=True)
    assert (list(found.counts_as), found.reason) == (counts_as, reason)


def test_a_paper_with_several_faults_has_the_first_reason() -> None:
    every = MarkedPaper({"A": "X", "B": "X"}, names_voter=True, no_official_mark=True, unclear=True)
    assert judge_paper(every, ranked=False).reason is Reason.NO_OFFICIAL_MARK
    assert judge_paper(MarkedPaper({}, names_voter=True), ranked=True).reason is Reason.VOTER_CAN_BE_IDENTIFIED
    assert judge_paper(MarkedPaper({"A": "X"}, unclear=True), ranked=False).reason is Reason.UNCLEAR


def test_votes_and_reasons_add_up() -> None:
    papers = [MarkedPaper({"A": "1", "B": "2"}), MarkedPaper({"B": "1"}), MarkedPaper({}), MarkedPaper({"A": "2"})]
    found = judge_papers(papers, ranked=True)
    assert (found.valid, found.votes(ranked=True)) == (2, {"A": 1, "B": 1})
    assert found.rejected == {Reason.BLANK: 1, Reason.NO_FIRST_PREFERENCE: 1}


@given(st.dictionaries(st.sampled_from("ABCD"), st.integers(1, 5)))
def test_ranked_papers_are_judged_as_the_count_judges_them(places: dict[str, int]) -> None:
    found = judge_paper(MarkedPaper({name: str(place) for name, place in places.items()}), ranked=True)
    contest = Contest("Chair", tuple(Candidate(n, name) for n, name in enumerate("ABCD", start=1)), 1)
    ranking = tuple(
        preference_of(["ABCD".index(name) + 1 for name in sorted(places) if places[name] == place])
        for place in range(1, 6)
    )
    counted = judge_ranked(contest, Ballots.of([ranking]), RULE_SETS["av"].needed(RULE_SETS["av"].papers, RankedPapers))
    plain = [group.ranking for group in counted.groups]
    assert plain == ([tuple("ABCD".index(name) + 1 for name in found.counts_as)] if found.valid else [])

"""Contests, totals and options that cannot be: all problems at once, in plain words."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from agm.counting import RULE_SETS, CountingError, count
from agm.counting.model import Candidate, CandidateKind, Contest, RejectedPapers, VoteTotals
from agm.counting.rules import AvOptions
from tests.support.counting import ballots_of, contest_of

PAPERS = ballots_of("1 x 1")


def refusal(contest: Contest, rules: str = "ers97") -> tuple[str, ...]:
    with pytest.raises(CountingError) as refused:
        count(contest, PAPERS, RULE_SETS[rules])
    assert str(refused.value) == "\n".join(refused.value.problems)
    return refused.value.problems


@pytest.mark.parametrize("seats", [0, -2])
def test_seats_must_be_one_or_more(seats: int) -> None:
    assert refusal(contest_of("Ann", seats)) == (f"The number of seats must be a whole number from 1, not {seats}.",)


def test_seats_must_be_whole() -> None:
    broken = replace(contest_of("Ann"), seats=1.5)  # type: ignore[arg-type]  # what no type allows
    assert refusal(broken) == ("The number of seats must be a whole number from 1, not 1.5.",)


def test_everything_wrong_with_a_contest_is_said_at_once() -> None:
    contest = Contest(
        "Chair",
        (Candidate(1, "Ann\nAdler"), Candidate(2, "ann  adler"), Candidate(4, " "), Candidate(5, "Ann adler")),
        0,
        withdrawn=frozenset({11, 9}),
    )
    assert refusal(contest) == (
        "The number of seats must be a whole number from 1, not 0.",
        "The candidates must be numbered 1, 2, 3 … in the order of the ballot paper.",
        "No candidate has the number 9, 11, which is said to have withdrawn.",
        "The name of candidate 1 has a line break or another unprintable character in it.",
        "Candidate 4 has no name.",
        "Candidates 1 and 2 and 5 are both called “Ann\nAdler”; add what tells them apart.",
    )


def test_two_candidates_of_one_name_need_telling_apart() -> None:
    assert refusal(contest_of("Ann Bob ANN", 2)) == (
        "Candidates 1 and 3 are both called “Ann”; add what tells them apart.",
    )


def test_an_accent_typed_after_its_letter_makes_no_other_name() -> None:
    contest = Contest("Chair", (Candidate(1, "Zo\u00eb"), Candidate(2, "ZOE\u0308")), 1)
    assert refusal(contest) == ("Candidates 1 and 2 are both called “Zo\u00eb”; add what tells them apart.",)


@pytest.mark.parametrize(
    ("rules", "seats", "options", "problem"),
    [
        (
            *("plurality", 1, {"votes_each": 2}),
            "Each voter can have no more votes than there are seats (1), and the option “votes_each” gives 2.",
        ),
        (
            *("limited_vote", 3, {"votes_each": 7}),
            "Each voter can have no more votes than there are seats (3), and the option “votes_each” gives 7.",
        ),
        (
            *("yes_no", 1, {"threshold": Fraction(5)}),
            "The threshold is the share that must be exceeded, from 0 to less than 1, not 5.",
        ),
        (
            *("yes_no", 1, {"threshold": Fraction(1)}),
            "The threshold is the share that must be exceeded, from 0 to less than 1, not 1.",
        ),
        (
            *("yes_no", 1, {"threshold": Fraction(-1, 2)}),
            "The threshold is the share that must be exceeded, from 0 to less than 1, not -1/2.",
        ),
        (
            *("approval", 2, {"threshold": Fraction(3, 2)}),
            "The threshold is the share that is needed, from 0 to 1, not 3/2.",
        ),
        (
            *("approval", 2, {"threshold": Fraction(-1)}),
            "The threshold is the share that is needed, from 0 to 1, not -1.",
        ),
    ],
)
def test_options_that_make_no_sense(rules: str, seats: int, options: dict[str, object], problem: str) -> None:
    with pytest.raises(CountingError) as refused:
        count(contest_of("Ann RON", seats), PAPERS, RULE_SETS[rules].with_options(**options))
    assert refused.value.problems == (problem,)


@pytest.mark.parametrize(
    ("rules", "options"),
    [
        ("yes_no", {"threshold": Fraction(0)}),
        ("yes_no", {"threshold": Fraction(99, 100)}),
        ("approval", {"threshold": Fraction(1)}),
        ("limited_vote", {"votes_each": 1}),
    ],
)
def test_options_as_far_as_they_make_sense(rules: str, options: dict[str, object]) -> None:
    assert count(contest_of("Ann RON"), PAPERS, RULE_SETS[rules].with_options(**options)).elected_numbers == (1,)


def test_names_with_quotes_and_commas_are_names() -> None:
    contest = Contest("Chair", (Candidate(1, 'Jan "Jay" Brown, MBE'), Candidate(2, "O’Neill")), 1)
    assert count(contest, PAPERS, RULE_SETS["av"]).elected_numbers == (1,)


def test_nobody_to_elect() -> None:
    assert refusal(contest_of("Ann", withdrawn=[1])) == ("There is no candidate to elect.",)


def test_reopening_nominations_stands_once() -> None:
    ron = CandidateKind.REOPEN_NOMINATIONS
    contest = Contest("Chair", (Candidate(1, "RON", kind=ron), Candidate(2, "Again", kind=ron)), 2)
    assert refusal(contest) == ("Re-open nominations stands more than once.",)


def test_rules_for_one_seat_refuse_several() -> None:
    assert refusal(contest_of("Ann Bob", 2), "av") == (
        "Alternative vote fills one seat, and this contest has 2; choose rules for several seats.",
    )


def test_yes_no_needs_a_candidate_and_a_no() -> None:
    for names in ("Ann", "Ann Bob", "Ann Bob RON", "RON"):
        assert refusal(contest_of(names), "yes_no") == (
            "A yes/no vote needs one candidate, and one entry of the kind “re-open nominations” for “no”.",
        )


def test_rules_without_votes_are_refused() -> None:
    rules = RULE_SETS["limited_vote"].with_options(votes_each=0)
    with pytest.raises(CountingError, match="Each voter needs at least one vote, not 0"):
        count(contest_of("Ann Bob"), PAPERS, rules)


def test_ranked_rules_need_papers() -> None:
    with pytest.raises(CountingError, match="needs the ballot papers with their preferences, not only totals"):
        count(contest_of("Ann Bob"), VoteTotals((1, 2)), RULE_SETS["ers97"])


@pytest.mark.parametrize(
    ("totals", "problems"),
    [
        (VoteTotals((1,)), ["There are 3 candidates and 1 totals."]),
        (VoteTotals((1, -1, 0)), ["The votes of candidate 2 must be a whole number from 0, not -1."]),
        (VoteTotals((1, 1, 4)), ["Candidate 3 has withdrawn and cannot have 4 votes."]),
        (
            VoteTotals((1, 1, 0), abstentions=-1),
            ["The number of abstentions must be a whole number from 0, not -1."],
        ),
        (VoteTotals((4, 1, 0), papers=3), ["A candidate has 4 votes on 3 marked papers."]),
        (VoteTotals((3, 3, 0), papers=4), ["6 votes do not fit on 4 papers with at most 1 each."]),
        (VoteTotals((3, 1, 0), papers=5), ["4 votes are too few for 5 marked papers."]),
        (
            VoteTotals((1, 1, 0), papers=1, abstentions=2),
            ["The number of valid papers must be a whole number from 2, not 1."],
        ),
        (
            VoteTotals((1, 1, 0), rejected=(RejectedPapers("torn", -1),)),
            ["The number of rejected papers (torn) must be a whole number from 0, not -1."],
        ),
    ],
)
def test_totals_that_cannot_be(totals: VoteTotals, problems: list[str]) -> None:
    with pytest.raises(CountingError) as refused:
        count(contest_of("Ann Bob Cat", withdrawn=[3]), totals, RULE_SETS["plurality"])
    assert list(refused.value.problems) == problems


def test_totals_may_be_abstentions_only() -> None:
    result = count(contest_of("Ann RON"), VoteTotals((0, 0), papers=5, abstentions=5), RULE_SETS["yes_no"])
    assert (result.elected, result.papers.valid, result.papers.abstentions) == ((), 5, 5)


@pytest.mark.parametrize("rules", ["plurality", "approval", "yes_no", "av", "exhaustive_ballot"])
def test_rule_set_put_together_wrongly_is_a_programming_error(rules: str) -> None:
    other = RULE_SETS["ers97"].options
    broken = replace(RULE_SETS[rules], options=other)
    assert not isinstance(other, AvOptions)
    needs = {
        "plurality": "Plurality needs PluralityOptions",
        "approval": "Approval needs ApprovalOptions",
        "yes_no": "Yes or no to a sole candidate needs YesNoOptions",
        "av": "Alternative vote needs AvOptions",
        "exhaustive_ballot": "Exhaustive ballot needs ExhaustiveOptions",
    }
    with pytest.raises(TypeError) as wrong:
        count(contest_of("Ann RON"), ballots_of("1 x 1"), broken)
    assert str(wrong.value) == needs[rules]


def test_papers_of_the_wrong_kind_are_a_programming_error() -> None:
    with pytest.raises(TypeError, match="needs RankedPapers"):
        count(contest_of("Ann"), PAPERS, replace(RULE_SETS["meek"], papers=RULE_SETS["plurality"].papers))
    with pytest.raises(TypeError, match="needs MarkedPapers"):
        count(contest_of("Ann"), PAPERS, replace(RULE_SETS["plurality"], papers=RULE_SETS["meek"].papers))


def test_candidate_by_number() -> None:
    contest = contest_of("Ann Bob")
    assert contest.candidate(2).name == "Bob"
    for number in (0, 3):
        with pytest.raises(IndexError, match="no candidate has the number"):
            contest.candidate(number)

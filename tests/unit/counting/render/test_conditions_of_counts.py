"""Unusual options, constraints and unfinished ballots stand at the head of a sheet, and in its sentences."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from agm.counting import (
    RULE_SETS,
    Ballots,
    Candidate,
    CandidateKind,
    Constraint,
    Contest,
    CountResult,
    Rounds,
    ShortagePolicy,
    VoteTotals,
    count,
)
from agm.counting.render import explain, flow_svg, report_json, sheet_csv, sheet_html, sheet_page, sheet_text
from agm.counting.render.conditions import conditions
from agm.counting.render.explain import remarks
from agm.counting.rules import AvDenominator, AvStop, ReopenNominations, RuleSet
from tests.support import contests

PEOPLE = contests.people("Ann", "Bo", "Cy", "Di", men="BC", women="AD")
TREASURER = (Candidate(1, "Ann"), Candidate(2, "No", kind=CandidateKind.REOPEN_NOMINATIONS))
AV = RULE_SETS["av"]
BLOCK = RULE_SETS["block_vote"]
NEXT_ROUND = "Another round is needed between Ann, Bo and Cy."


def held_under(rules: RuleSet, candidates: tuple[Candidate, ...] = PEOPLE[:2]) -> tuple[tuple[str, str], ...]:
    return conditions(count(Contest("", candidates, 1), Ballots.of([(1,)] * 3), rules))


def constrained(*constraints: Constraint, shortage: ShortagePolicy = ShortagePolicy.REFUSE) -> CountResult:
    contest = Contest("", PEOPLE, 2, withdrawn=frozenset({4}), constraints=constraints, shortage=shortage)
    return count(contest, VoteTotals((5, 9, 3, 0), papers=12), BLOCK)


@pytest.mark.parametrize("name", [name for name in RULE_SETS if name != "yes_no"])
def test_the_usual_options_are_not_told(name: str) -> None:
    rules = RULE_SETS[name]
    assert held_under(rules) == ()
    assert held_under(dataclasses.replace(rules, name="of our own")) == ()


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (AV.with_options(stop=AvStop.TWO_LEFT), "transferring goes on until two are left (stop=two_left)"),
        (
            AV.with_options(denominator=AvDenominator.VALID),
            "the majority is of all valid papers (denominator=valid)",
        ),
        (AV.with_options(bulk_exclusion=False), "the lowest are excluded one at a time (bulk_exclusion=no)"),
        (BLOCK.with_options(votes_each=1), "1 vote each (votes_each=1)"),
        (
            RULE_SETS["limited_vote"].with_options(votes_each=None),
            "as many votes each as places (votes_each=none)",
        ),
        (
            RULE_SETS["approval"].with_options(threshold=Fraction(1, 2)),
            "at least 1/2 of the valid papers is needed (threshold=1/2)",
        ),
        (
            RULE_SETS["exhaustive_ballot"].with_options(of_all_papers=True),
            "abstentions count as papers too (of_all_papers=yes)",
        ),
        (
            RULE_SETS["meek"].with_options(reopen=ReopenNominations.STOPS),
            "re-opening nominations leaves its place and all those after it vacant (reopen=stops)",
        ),
    ],
)
def test_unusual_options_are_told_in_words_and_as_they_are_written(rules: RuleSet, told: str) -> None:
    assert held_under(rules) == (("Options", told),)


def test_what_yes_needs_is_told() -> None:
    rules = RULE_SETS["yes_no"].with_options(threshold=Fraction(2, 3), of_all_papers=True)
    assert held_under(rules, TREASURER) == (
        (
            "Options",
            "more than 2/3 is needed (threshold=2/3); abstentions count as papers too (of_all_papers=yes)",
        ),
    )


def test_how_many_votes_each_voter_has_is_told() -> None:
    contest = Contest("", PEOPLE, 3)
    result = count(contest, VoteTotals((5, 4, 3, 0), papers=8), BLOCK.with_options(votes_each=2))
    assert conditions(result) == (("Options", "2 votes each (votes_each=2)"),)


@pytest.mark.parametrize(
    ("constraints", "shortage", "told"),
    [
        ([Constraint("men", 1)], "refuse", "at least 1 from “men” (Bo and Cy)"),
        ([Constraint("men", None, 1)], "refuse", "at most 1 from “men” (Bo and Cy)"),
        ([Constraint("men", 1, 1)], "refuse", "exactly 1 from “men” (Bo and Cy)"),
        ([Constraint("men", 0, 2)], "refuse", "at least 0 and at most 2 from “men” (Bo and Cy)"),
        (
            [Constraint("men", None, 1), Constraint("women", 1)],
            "refuse",
            "at most 1 from “men” (Bo and Cy); at least 1 from “women” (Ann)",
        ),
        (
            [Constraint("women", 2)],
            "reduce_minimum",
            "at least 2 from “women” (Ann); a group with too few candidates needs only as many as it has",
        ),
        (
            [Constraint("women", 2)],
            "leave_vacant",
            "at least 2 from “women” (Ann); places of a group with too few candidates stay vacant",
        ),
    ],
)
def test_constraints_are_told_with_their_candidates(constraints: list[Constraint], shortage: str, told: str) -> None:
    assert conditions(constrained(*constraints, shortage=ShortagePolicy(shortage))) == (("Constraints", told),)


def test_a_group_of_which_nobody_stands() -> None:
    contest = Contest("", PEOPLE[:2], 1, frozenset({1}), (Constraint("women", 1),), ShortagePolicy.REDUCE_MINIMUM)
    result = count(contest, VoteTotals((0, 3)), RULE_SETS["limited_vote"])
    assert conditions(result)[0][1].startswith("at least 1 from “women” (nobody stands); ")


def test_long_conditions_go_on_below_each_other() -> None:
    result = constrained(Constraint("men", None, 1), Constraint("women", 2), shortage=ShortagePolicy.REDUCE_MINIMUM)
    assert sheet_text(result).splitlines()[6:8] == [
        "Constraints           at most 1 from “men” (Bo and Cy); at least 2 from “women” (Ann); a group with too few",
        "                      candidates needs only as many as it has",
    ]


@pytest.mark.parametrize(
    ("group", "lines"),
    [
        ("x" * 72 + " a b c", [f"at most 1 from “{'x' * 72}", "a b c” (nobody stands)"]),
        ("x" * 90, ["at most 1 from", f"“{'x' * 90}”", "(nobody stands)"]),
        ("x" * 60 + " well-known-to-all", [f"at most 1 from “{'x' * 60}", "well-known-to-all” (nobody stands)"]),
    ],
)
def test_lines_of_conditions_are_full_and_words_stay_whole(group: str, lines: list[str]) -> None:
    result = constrained()
    contest = dataclasses.replace(result.contest, constraints=(Constraint(group, None, 1),))
    text = sheet_text(dataclasses.replace(result, contest=contest)).splitlines()
    start = next(index for index, line in enumerate(text) if line.startswith("Constraints "))
    assert [line[22:] for line in text[start : text.index("", start)]] == lines


def test_every_rendering_has_the_conditions() -> None:
    result = constrained(Constraint("men", None, 1))
    told = "at most 1 from “men” (Bo and Cy)"
    assert f"\nConstraints           {told}\n" in sheet_text(result)
    assert f"\nConstraints,{told}\n" in sheet_csv(result)
    assert f"Block vote (1); Constraints {told}</caption>" in sheet_html(result)
    assert f"Each bar shows the votes of one candidate. Constraints: {told}. Stage 1" in flow_svg(result)


def test_whom_a_constraint_keeps_out_is_said_and_nobody_else_has_the_most_votes() -> None:
    assert explain(constrained(Constraint("men", None, 1))) == (
        "Stage 1: 12 valid papers gave 17 votes; Bo (9) and Ann (5) had the most votes and were elected.",
    )
    contest = Contest("", PEOPLE, 2, constraints=(Constraint("men", None, 1),))
    assert explain(count(contest, VoteTotals((3, 9, 8, 2), papers=12), BLOCK))[0] == (
        "Stage 1: 12 valid papers gave 22 votes; Bo (9) and Ann (3) had the most votes of those whom the constraints "
        "let in and were elected; Cy (8) could no longer be given a place under the constraint."
    )
    equal = explain(count(contest, VoteTotals((8, 9, 8, 2), papers=15), BLOCK))
    assert equal[0].endswith("; Cy (8) could no longer be given a place under the constraint.")


def test_the_others_beside_reserved_places() -> None:
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


def test_who_reached_the_share_but_found_no_place_is_not_said_to_have_missed_it() -> None:
    rules = RULE_SETS["approval"].with_options(threshold=Fraction(1, 2))
    result = count(Contest("", PEOPLE[:3], 1), VoteTotals((7, 5, 4), papers=10), rules)
    assert explain(result)[0] == (
        "Stage 1: 10 valid papers gave 16 votes; Ann (7) had the most votes and was elected; "
        "Cy (4) did not reach the share of the papers that is needed."
    )


def test_where_all_places_are_reserved_nobody_had_the_most_votes() -> None:
    contest = Contest("", PEOPLE, 2, constraints=(Constraint("women", 2),))
    assert explain(count(contest, VoteTotals((3, 9, 8, 2), papers=12), BLOCK)) == (
        "Stage 1: 12 valid papers gave 22 votes; Ann (3) and Di (2) took a reserved place and were elected.",
    )


def test_notes_stand_below_the_stages_of_a_finished_count_and_at_the_head_of_another() -> None:
    notes = ("Ann was not there.", "Bo was.")
    finished = dataclasses.replace(constrained(), notes=notes)
    assert (remarks(finished), conditions(finished)) == (notes, ())
    another = dataclasses.replace(unfinished(), notes=notes)
    assert (remarks(another), conditions(another)) == ((), (("Not finished", "Ann was not there. Bo was."),))


def unfinished() -> CountResult:
    contest = Contest("Chair", PEOPLE, 1)
    return count(contest, Rounds((VoteTotals((5, 4, 3, 1)),)), RULE_SETS["exhaustive_ballot"])


def test_an_unfinished_ballot_reads_as_unfinished() -> None:
    text = sheet_text(unfinished())
    assert f"\nNot finished          {NEXT_ROUND}\n" in text
    assert f"\n\nNobody has been elected yet.\n{NEXT_ROUND}\n\nStage 1: " in text
    assert text.count(NEXT_ROUND) == 2
    assert text.endswith("Di had the fewest votes and was excluded.\n")
    assert [line.split(",")[2] for line in sheet_csv(unfinished()).splitlines()[-5:-1]] == [
        *["Still standing"] * 3,
        "Excluded",
    ]
    page = sheet_page(unfinished())
    assert page.count(NEXT_ROUND) == 1
    assert '<tr class="still-standing"><th scope="row">Ann</th>' in page
    assert f". Not finished: {NEXT_ROUND} Stage 1: " in flow_svg(unfinished())
    assert ">Still standing, 5</text>" in flow_svg(unfinished())
    for rendering in (text, page, sheet_csv(unfinished()), flow_svg(unfinished())):
        assert [words for words in ("vacant", "ot elected") if words in rendering] == []
    report = report_json(unfinished())
    assert report.count('"CountStatus": "continuing"') == 3
    assert '"CountVacant": 0,' in report


def test_more_places_than_people() -> None:
    contest = Contest("", PEOPLE[:3], 4)
    result = count(contest, Ballots.of([(1,)] * 5 + [(2,)] * 3), RULE_SETS["ers97"])
    assert explain(result)[-1].endswith("; Cy (0) was the last left for the places and was elected.")
    as_many = count(Contest("", PEOPLE[:3], 3), Ballots.of([(1,)] * 5 + [(2,)] * 3), RULE_SETS["ers97"])
    assert explain(as_many)[-1].endswith("; Cy (0) took the last place left and was elected.")
    several = count(contest, Ballots.of([(1,)] * 5), RULE_SETS["ers97"])
    assert explain(several)[-1].endswith("; Bo (0) and Cy (0) were the last left for the places and were elected.")


def test_places_that_reopened_nominations_leave_vacant_are_not_left_for_want_of_people() -> None:
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

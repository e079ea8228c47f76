"""Unusual options, constraints and unfinished ballots stand at the head of a sheet, and in its sentences."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from agm.counting import RULE_SETS, CountResult, count
from agm.counting.model import (
    Ballots,
    Candidate,
    CandidateKind,
    Constraint,
    Contest,
    Rounds,
    ShortagePolicy,
    VoteTotals,
)
from agm.counting.render.conditions import conditions
from agm.counting.render.explain import remarks
from agm.counting.render.flow import flow_svg
from agm.counting.render.json_report import report_json
from agm.counting.render.sheet_csv import sheet_csv
from agm.counting.render.sheet_html import sheet_page
from agm.counting.render.sheet_text import sheet_text
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
def test_the_usual_options_are_not_reported(name: str) -> None:
    rules = RULE_SETS[name]
    assert held_under(rules) == ()
    assert held_under(dataclasses.replace(rules, name="of our own")) == ()


@pytest.mark.parametrize(
    ("rules", "reported"),
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
def test_unusual_options_are_reported_in_words_and_as_they_are_written(rules: RuleSet, reported: str) -> None:
    assert held_under(rules) == (("Options", reported),)


def test_what_yes_needs_is_reported() -> None:
    rules = RULE_SETS["yes_no"].with_options(threshold=Fraction(2, 3), of_all_papers=True)
    assert held_under(rules, TREASURER) == (
        (
            "Options",
            "more than 2/3 is needed (threshold=2/3); abstentions count as papers too (of_all_papers=yes)",
        ),
    )


def test_how_many_votes_each_voter_has_is_reported() -> None:
    contest = Contest("", PEOPLE, 3)
    result = count(contest, VoteTotals((5, 4, 3, 0), papers=8), BLOCK.with_options(votes_each=2))
    assert conditions(result) == (("Options", "2 votes each (votes_each=2)"),)


@pytest.mark.parametrize(
    ("constraints", "shortage", "reported"),
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
def test_constraints_are_reported_with_their_candidates(
    constraints: list[Constraint], shortage: str, reported: str
) -> None:
    assert conditions(constrained(*constraints, shortage=ShortagePolicy(shortage))) == (("Constraints", reported),)


def test_a_group_of_which_nobody_stands() -> None:
    contest = Contest("", PEOPLE[:2], 1, frozenset({1}), (Constraint("women", 1),), ShortagePolicy.REDUCE_MINIMUM)
    result = count(contest, VoteTotals((0, 3)), RULE_SETS["limited_vote"])
    assert conditions(result)[0][1].startswith("at least 1 from “women” (nobody stands); ")


def test_long_conditions_go_on_below_each_other() -> None:
    result = constrained(Constraint("men", None, 1), Constraint("women", 2), shortage=ShortagePolicy.REDUCE_MINIMUM)
    assert sheet_text(result).splitlines()[13:15] == [
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
    reported = "at most 1 from “men” (Bo and Cy)"
    assert f"\nConstraints           {reported}\n" in sheet_text(result)
    assert f"\nConstraints,{reported}\n" in sheet_csv(result)
    assert f"<dt>Constraints</dt><dd>{reported}</dd>" in sheet_page(result)
    assert f"Each bar shows the votes of one candidate. Constraints: {reported}. Stage 1" in flow_svg(result)


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
    assert text.startswith("Chair\n=====\n\nNobody has been elected yet.\n\n")
    assert text.count(NEXT_ROUND) == 1
    assert text.endswith("Di had the fewest votes (1) and was excluded.\n")
    assert [line.split(",")[2] for line in sheet_csv(unfinished()).splitlines()[-5:-1]] == [
        *["Still standing"] * 3,
        "Excluded",
    ]
    page = sheet_page(unfinished())
    assert page.partition("<svg")[0].count(NEXT_ROUND) == 1
    assert '<tr class="still-standing"><th scope="row">Ann</th>' in page
    assert f". Not finished: {NEXT_ROUND} Stage 1: " in flow_svg(unfinished())
    assert ">Still standing, 5</text>" in flow_svg(unfinished())
    for rendering in (text, page, sheet_csv(unfinished()), flow_svg(unfinished())):
        assert [words for words in ("vacant", "ot elected") if words in rendering] == []
    report = report_json(unfinished())
    assert report.count('"CountStatus": "continuing"') == 3
    assert '"CountVacant": 0,' in report

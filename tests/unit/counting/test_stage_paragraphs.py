"""Each stage, election, exclusion and tie names the paragraph of the rules that it applies, and whose papers moved."""

from __future__ import annotations

import pytest

from agm.counting import RULE_SETS, CountResult
from agm.counting.model import Constraint, Contest
from tests.support.counting import ballots_of, contest_of, count_with_lots

TWO_SURPLUSES = "12 x 1 2\n9 x 2 3\n4 x 3\n3 x 4 3\n3 x 5 4"
EQUAL_SURPLUSES = "9 x 1 3\n9 x 2 4\n3 x 3\n2 x 4\n1 x 5"
LOWEST = "AV, exclusion of the lowest"
EQUAL_LEADERS = "12 x 1 2\n12 x 2 1\n4 x 3\n3 x 4 3\n2 x 5 4"
ONE_OF_THE_LEADERS = contest_of(
    "Ann Bob Cat Dan Eve", 2, groups={"x": [1, 2]}, constraints=[Constraint("x", maximum=1)]
)


def counted(rules: str, papers: str, contest: Contest | None = None) -> CountResult:
    return count_with_lots(contest or contest_of("Ann Bob Cat Dan Eve", 3), ballots_of(papers), RULE_SETS[rules])


def account(result: CountResult) -> list[str]:
    """A line per stage: its kind and paragraph, elected, excluded and ties with theirs, and whose papers moved."""
    lines = []
    for stage in result.stages:
        elected = [f"+{e.candidate} {e.by} {e.paragraph}" for e in stage.elected]
        excluded = [f"-{e.candidate} {e.by} {e.paragraph}" for e in stage.excluded]
        ties = [f"={tie.kind} {tie.paragraph}" for tie in stage.ties]
        moved = [f"from {source}" for source in sorted({t.source for t in stage.transfers})]
        lines.append("; ".join([f"{stage.kind} {stage.paragraph}", *elected, *excluded, *ties, *moved]))
    return lines


def test_scottish_paragraphs() -> None:
    assert account(counted("scottish", TWO_SURPLUSES)) == [
        "first_preferences rule 45; +1 quota rule 47(1); +2 quota rule 47(1)",
        "surplus rule 48; from 1",
        "surplus rule 48; from 2",
        "exclusion rule 50; -4 fewest_votes rule 50(1); =exclusion rule 51(2); from 4",
        "exclusion rule 50; +3 last_places rule 52(1); -5 fewest_votes rule 50(1); from 5",
    ]


def test_ers97_paragraphs() -> None:
    assert account(counted("ers97", TWO_SURPLUSES)) == [
        "first_preferences 5.1; +1 quota 5.1.7; +2 quota 5.1.7",
        "surplus 5.3; from 1",
        "surplus 5.3; from 2",
        "exclusion 5.4; +3 quota 5.4.9; -4 fewest_votes 5.2.5; -5 seats_filled 5.5.2; =exclusion 5.2.5; from 4",
    ]


def test_ers97_writes_down_the_active_vote_of_every_stage() -> None:
    """31 votes over 4 make a quota of 7.75; each election takes its 7.75 out of the active vote (6.20)."""
    result = counted("ers97", TWO_SURPLUSES)
    assert result.quota == 775
    assert [stage.active_vote for stage in result.stages] == [1550, 1125, 1117, 342]


def test_meek_paragraphs() -> None:
    assert account(counted("meek", TWO_SURPLUSES)) == [
        "first_preferences B.2.a; +1 quota B.2.c; +2 quota B.2.c",
        "distribution B.2; +3 quota B.2.c; -4 seats_filled C; -5 seats_filled C",
    ]


def test_meek_paragraphs_of_defeats_and_of_the_end() -> None:
    defeats = counted("meek", "6 x 1\n5 x 2\n3 x 3 2\n1 x 4 3", contest_of("Ann Bob Cat Dan"))
    assert account(defeats) == [
        "first_preferences B.2.a",
        "exclusion B.3; -4 fewest_votes B.3",
        "exclusion B.3; +2 quota B.2.c; -3 fewest_votes B.3; -1 seats_filled C",
    ]
    assert account(counted("meek", "3 x 1", contest_of("Ann Bob", 2))) == [
        "first_preferences B.2.a; +1 quota B.2.c; +2 last_places C",
    ]
    assert account(counted("meek", "4 x 1\n3 x 2 1", contest_of("Ann Bob Cat", 2))) == [
        "first_preferences B.2.a; +1 quota B.2.c; +2 quota B.2.c; -3 seats_filled C",
    ]
    assert account(counted("meek", "5 x 1\n4 x 2\n3 x 3 2\n2 x 4 3", contest_of("Ann Bob Cat Dan"))) == [
        "first_preferences B.2.a",
        "exclusion B.3; -4 fewest_votes B.3",
        "exclusion B.3; +3 last_places C; -2 fewest_votes B.3; -1 fewest_votes B.3; =exclusion T",
    ]


def test_alternative_vote_paragraphs() -> None:
    contest = contest_of("Ann Bob Cat Dan")
    assert account(counted("av", "6 x 1 2\n5 x 2\n3 x 3 2\n3 x 4 1", contest)) == [
        "first_preferences AV, first preferences",
        f"exclusion {LOWEST}; -3 fewest_votes {LOWEST}; =exclusion {LOWEST}; from 3",
        f"exclusion {LOWEST}; +1 majority AV, majority; -4 fewest_votes {LOWEST}; from 4",
    ]


@pytest.mark.parametrize(("rules", "paragraph"), [("scottish", "rule 49(3)"), ("ers97", "5.2.3")])
def test_paragraph_of_equal_surpluses(rules: str, paragraph: str) -> None:
    assert [tie.paragraph for tie in counted(rules, EQUAL_SURPLUSES).ties] == [paragraph]


def test_a_constraint_is_named_as_the_reason() -> None:
    result = counted("scottish", EQUAL_LEADERS, ONE_OF_THE_LEADERS)
    assert [(tie.kind, tie.paragraph) for tie in result.ties][:1] == [("election", "constraint")]
    assert [(e.candidate, e.by, e.paragraph) for e in result.excluded][:1] == [(2, "constraint", "constraint")]


@pytest.mark.parametrize("rules", ["scottish", "ers97", "meek", "gregory"])
def test_constraint_is_named_where_somebody_is_doomed(rules: str) -> None:
    contest = contest_of("Ann Bob Cat Dan", 2, groups={"x": [1, 2]}, constraints=[Constraint("x", maximum=1)])
    result = counted(rules, "40 x 1\n39 x 2 3\n10 x 3\n8 x 4 3", contest)
    doomed = result.stages[1]
    assert (doomed.kind, doomed.subjects) == ("exclusion", (2,))
    assert [(e.candidate, e.by, e.paragraph) for e in result.excluded][:1] == [(2, "constraint", "constraint")]


def test_alternative_vote_names_the_paragraph_of_sole_and_equal_candidates() -> None:
    sole = counted("av", "3 x 1", contest_of("Ann"))
    assert [(e.by, e.paragraph) for e in sole.elected] == [("last_places", "AV, majority")]
    equal = counted("av", "3 x 1\n3 x 2", contest_of("Ann Bob"))
    assert [(tie.kind, tie.paragraph) for tie in equal.ties] == [("election", "AV, majority")]

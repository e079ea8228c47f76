"""The sheet's grid, how it is cut to a width, and what a spreadsheet must not take for a formula."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agm.counting import RULE_SETS, CountResult, count
from agm.counting.model import Ballots, Contest
from agm.counting.render.flow import flow_svg
from agm.counting.render.sheet import Cell, lay_out
from agm.counting.render.sheet_csv import sheet_csv
from agm.counting.render.sheet_html import sheet_page
from agm.counting.render.sheet_text import sheet_text
from tests.support import contests


def untitled() -> CountResult:
    """One place, one paper, no title."""
    return count(Contest("", contests.people("Ann", "Bo"), 1), Ballots.of([(1,)]), RULE_SETS["plurality"])


def test_a_stage_that_stands_alone_has_no_changes() -> None:
    assert [row.cells for row in lay_out(untitled()).candidates] == [(Cell("", "1"),), (Cell("", "0"),)]


def test_somebody_elected_without_votes_is_not_gone() -> None:
    result = count(Contest("", contests.people("Ann", "Bo"), 2), Ballots.of([(1,)]), RULE_SETS["ers97"])
    assert [(row.status, row.cells[-1].total) for row in lay_out(result).candidates] == [
        ("elected", "1"),
        ("elected", "0"),
    ]


@pytest.mark.parametrize(
    ("rendering", "title"),
    [
        (sheet_text, "Result of the count\n===================\n\nElected"),
        (sheet_page, "<title>Result of the count</title>"),
        (sheet_page, "<h1>Result of the count</h1>"),
        (flow_svg, ">Result of the count: how the votes moved</title>"),
        (flow_svg, ">Result of the count</text>"),
    ],
)
def test_a_count_without_a_title(rendering: Callable[[CountResult], str], title: str) -> None:
    assert title in rendering(untitled())


def test_columns_line_up_whatever_letters_names_have() -> None:
    names = contests.people("Zoe\u0308 Hart", "王小明", "Bo")
    text = sheet_text(count(Contest("王", names, 1), Ballots.of([(1,)] * 4 + [(2,)] * 2), RULE_SETS["av"]))
    assert text.startswith("王\n==\n")
    for figures in ("Zoe\u0308 Hart" + " " * 26 + "4", "王小明" + " " * 28 + "2", "Bo" + " " * 32 + "0"):
        assert f"\n{figures}  " in text


def test_names_and_title_are_guarded_wherever_they_stand() -> None:
    names = contests.people("+Ann", "=Bo", "Cy")
    papers = Ballots.of([(1,)] * 4 + [(2,)] * 3 + [(3,)])
    rows = sheet_csv(count(Contest("@Chair", names, 1), papers, RULE_SETS["scottish"])).splitlines()
    assert rows[0] == "\ufeffElection for,'@Chair"
    assert rows[1] == "Elected,'+Ann"
    assert rows[10] == "Candidates,Preferences,Cy,,'=Bo,"
    assert [row.split(",")[0] for row in rows[11:13]] == ["'+Ann", "'=Bo"]


@pytest.mark.parametrize(
    ("width", "blocks"),
    [
        (10, [[1], [2], [3], [4], [5], [6], [7]]),
        (54, [[1], [2], [3, 4], [5, 6], [7]]),
        (55, [[1, 2], [3, 4], [5, 6], [7]]),
        (72, [[1, 2], [3, 4], [5, 6], [7]]),
        (73, [[1, 2], [3, 4, 5], [6, 7]]),
        (74, [[1, 2, 3], [4, 5, 6], [7]]),
        (92, [[1, 2, 3], [4, 5, 6, 7]]),
        (93, [[1, 2, 3, 4], [5, 6, 7]]),
        (149, [[1, 2, 3, 4, 5, 6], [7]]),
        (150, [[1, 2, 3, 4, 5, 6, 7]]),
    ],
)
def test_stages_stand_beside_each_other_as_long_as_they_fit(width: int, blocks: list[list[int]]) -> None:
    lines = sheet_text(contests.many_receivers(), width=width).splitlines()
    stages = [line.replace("Stage", "").split() for line in lines if line.startswith("   ") and "Stage" in line]
    assert [[int(number) for number in block] for block in stages] == blocks
    rules = {len(line) for line in lines if line.startswith("-")}
    assert max(rules) <= max(width, 36)

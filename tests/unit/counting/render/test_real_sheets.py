"""The ERS97 sheets of the sample contests, cell by cell, and the decisions on them."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest

from agm.counting import RULE_SETS, count
from agm.counting.render.sheet_csv import sheet_csv
from tests.samples import CONTESTS, sample, sample_ballots

OUTCOMES = {"Excluded", "Not elected", ""}


def table(text: str) -> Iterator[list[str]]:
    """The lines from the names of the stages on, without what is not a figure or "Elected"."""
    lines = [[cell.strip() for cell in line] for line in csv.reader(text.splitlines())]
    start = next(index for index, line in enumerate(lines) if line[0] == "Candidates")
    yield [" + ".join(sorted(name.strip() for name in cell.split("+"))) for cell in lines[start] if cell]
    for line in lines[start + 1 :]:
        last = max(index for index, cell in enumerate(line) if cell not in OUTCOMES)
        if line[0] != "Quota":
            yield line[: last + 1]


def facts(text: str) -> dict[str, str]:
    return {line[0]: line[1] for line in csv.reader(text.splitlines()) if len(line) == 2}


@pytest.mark.parametrize("name", CONTESTS)
def test_the_sheet_is_that_of_the_society(name: str) -> None:
    expected = sample("ers97-sheets", f"{name}.ers97.csv").read_text(encoding="utf-8")
    file = sample_ballots(name)
    sheet = sheet_csv(count(file.contest, file.ballots, RULE_SETS["ers97"]))
    assert list(table(sheet)) == list(table(expected))
    assert sheet.startswith("\ufeff")  # for Excel, which shows other letters without it
    ours, theirs = facts(sheet.removeprefix("\ufeff")), facts(expected)
    assert ours["Election for"] == theirs["Election for"]
    for fact in ("Number to be elected", "Valid votes", "Invalid votes", "Quota"):
        assert ours[fact] == theirs[fact]

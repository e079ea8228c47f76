"""What comes next where an election leaves a place empty."""

from __future__ import annotations

import pytest

from agm.rules.rule_set import RuleSet, Unfilled
from agm.rules.what_follows import what_follows

SILENT = RuleSet(name="Silent")


@pytest.mark.parametrize(
    ("unfilled", "words"),
    [
        (None, "The rules do not say"),
        (Unfilled.VACANT, "stays vacant"),
        (Unfilled.EXTEND, "set a new close"),
        (Unfilled.FLOOR, "the meeting hears nominations"),
    ],
)
def test_fewer_than_there_are_places(unfilled: Unfilled | None, words: str) -> None:
    said = what_follows(RuleSet(name="Ours", unfilled=unfilled), 2)
    assert said.startswith("2 places are left.")
    assert words in said


def test_nobody_and_everybody() -> None:
    assert what_follows(SILENT, 1, nobody_stands=True).startswith("Nobody stands.")
    assert what_follows(SILENT, 0) == ""


def test_re_opened_nominations_are_called_for_again() -> None:
    assert "call for nominations for it again" in what_follows(SILENT, 1, reopened=True)

"""The sample cases of dates and eligibility, through the runner that takes any folder of them."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import pytest

from tests.election_cases import dates, eligibility, rule_sets

CASES = Path(__file__).parents[2] / "data" / "election_cases"


def cases(kind: str) -> list[Path]:
    return [path for path in sorted((CASES / kind).glob("*.json")) if path.name != "bank-holidays.json"]


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        pytest.param(module, path, id=path.stem)
        for module, kind in ((dates, "dates"), (eligibility, "eligibility"))
        for path in cases(kind)
    ],
)
def test_each_case_comes_out_as_it_should(asked: ModuleType, path: Path) -> None:
    case = json.loads(path.read_text())
    found = asked.answer(case, path.parent)
    assert {name: found.get(name) for name in case["expected"]} == case["expected"]


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in cases("rule_sets")])
def test_a_set_of_rules_holds_what_organisations_have(path: Path) -> None:
    case = json.loads(path.read_text())
    assert rule_sets.answer(case, path.parent) == rule_sets.expected(case)

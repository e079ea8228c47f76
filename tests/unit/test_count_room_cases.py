"""The cases of the count room through the runner: each is right, and another figure anywhere is not."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.election_cases import count_room
from tests.election_cases.compare import differences
from tests.support.project import ROOT

CASES = sorted((ROOT / "tests" / "data" / "election_cases" / "count_room").glob("*.json"))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in CASES])
def test_each_case_of_the_count_room_is_right_and_a_changed_figure_is_not(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    assert count_room.is_case(case, path)
    assert differences(case["expected"], count_room.answer(case, path.parent)) == []
    for changed in changed_figures(case["expected"]):
        wrong = {**case, "expected": changed}
        assert differences(changed, count_room.answer(wrong, path.parent)), changed


@pytest.mark.parametrize(
    ("kind", "rule", "facts", "expected"),
    [
        ("codes", {}, {"events": [{"do": "give", "code": "A", "member": "M"}, {"do": "cancel", "code": "A"}]},
         {"outcomes": ["given", "replaced"]}),
        ("codes", {}, {"events": [{"do": "use", "code": "A"}]}, {"outcomes": ["ok"]}),
        ("two_tellers", {}, {"bundles": [{"name": "1", "first": {"Ann": 3}, "second": {"Ann": 3}}]},
         {"state": "differs"}),
        ("adjudge", {"method": "x"}, {"papers": [{"marks": {}}, {"marks": {"Ann": "X"}, "unclear": True}]},
         {"rejected": {"blank": 1}}),
        ("two_offices", {}, {"contests": {"Chair": ["Ann"], "Treasurer": ["Bo"]}}, {"holders": {"Chair": "Ann"}}),
    ],
)  # fmt: skip
def test_other_words_of_a_case_make_no_wrong_answer_right(
    kind: str, rule: dict[str, Any], facts: dict[str, Any], expected: dict[str, Any]
) -> None:
    case = {"kind": kind, "rule": rule, "facts": facts, "expected": expected}
    assert differences(expected, count_room.answer(case, ROOT))


def changed_figures(expected: Any) -> Iterator[Any]:  # noqa: ANN401  any JSON value
    """The expected answer again and again, each time with one other number, name or truth in it."""
    if isinstance(expected, dict | list):
        for key in expected if isinstance(expected, dict) else range(len(expected)):
            for value in changed_figures(expected[key]):
                other = copy.deepcopy(expected)
                other[key] = value
                yield other
    elif isinstance(expected, bool):
        yield not expected
    elif isinstance(expected, int):
        yield expected + 1
    elif isinstance(expected, str):
        yield f"{expected}x"
    else:
        yield 7

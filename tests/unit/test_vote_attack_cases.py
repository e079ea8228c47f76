"""Cases of an online vote that need no server, through the runner: right, and with another figure wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.election_cases import vote_attacks
from tests.election_cases.compare import differences
from tests.election_cases.vote_musts import TESTS, asked_in_words, named_test
from tests.support.project import ROOT, files_ending
from tests.unit.test_count_room_cases import changed_figures

CASES = [json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "tests/data/vote_attacks").glob("*.json"))]


@pytest.mark.parametrize("case", [pytest.param(one, id=one["id"]) for one in CASES if one["kind"] != "submit"])
def test_each_case_of_figures_and_rights_is_right_and_a_changed_one_is_not(case: Mapping[str, Any]) -> None:
    wanted = vote_attacks.expected(case)
    assert vote_attacks.is_case(case, ROOT)
    assert differences(wanted, vote_attacks.answer(case, ROOT)) == []
    for changed in changed_figures(wanted):
        assert differences(changed, vote_attacks.answer({**case, "expected": changed}, ROOT)), changed


@pytest.mark.parametrize(
    ("kind", "setup", "expected"),
    [
        ("codes", {"letters": 32, "length": 16, "voters": 5000, "tries_per_hour": 1000, "days_open": 4},
         {"chance_of_one_guess": 4.136e-21, "setup": "allowed"}),
        ("codes", {"alphabet": "0123456789", "length": 8, "voters": 200, "tries_per_hour": 10, "hours": 48},
         {"chance_over_the_whole_vote": 0.00096, "setup": "refused:codes_too_short", "shortest_length": 11}),
        ("codes", {"letters": 10, "length": 8, "voters": 200, "tries_per_hour": 10, "hours": 48},
         {"chance_over_the_whole_vote": 0.00096, "setup": "refused:codes_too_short", "shortest_length": 11}),
        ("codes", {"letters": 10, "length": 8, "second_check": 10000, "voters": 200, "tries_per_hour": 10, "hours": 48},
         {"chance": 9.6e-08, "setup": "accepted"}),
        ("publish", {"smallest_group": 5, "groups": {"Tarn": {"Ames": 2, "Bray": 2}}},
         {"publish": "winner_only", "figures": {}, "ask_before_opening": True}),
        ("publish", {"limit": 3, "groups": [{"group": "Tarn", "figures": {"A": 2, "B": 1}},
                                            {"group": "Holme", "figures": {"A": 4, "B": 3}}]},
         {"publish": "by_group", "figures": {"Tarn": {"A": 2, "B": 1}, "Holme": {"A": 4, "B": 3}}}),
    ],
)  # fmt: skip
def test_other_names_of_fields_are_the_same_case(kind: str, setup: dict[str, Any], expected: dict[str, Any]) -> None:
    case = {"kind": kind, "setup": setup, "expected": expected}
    assert differences(expected, vote_attacks.answer(case, ROOT)) == []
    for changed in changed_figures(expected):
        assert differences(changed, vote_attacks.answer({**case, "expected": changed}, ROOT)), changed


def test_what_has_no_name_is_shown_to_nobody() -> None:
    who = "returning_officer"
    steps = [{"who": who, "what": "papers_by_hour", "when": "declared"},
             {"who": who, "what": "running_totals", "when": "some_day"},
             {"who": who, "what": "running_totals", "when": "declared"}]  # fmt: skip
    found = vote_attacks.answer({"kind": "access", "setup": {}, "steps": steps, "expected": {"each_step": []}}, ROOT)
    assert found["each_step"] == ["refused_and_logged"] * 2 + ["allowed_and_logged"]


def test_each_thing_that_a_case_asks_for_in_words_has_its_test() -> None:
    defined = set()
    for path in files_ending(".py"):
        if path.parts[0] == "tests":
            defined.update(re.findall(r"^def (test_\w+)", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE))
    assert [test for test, *_words in TESTS if test not in defined] == []
    assert [words for case in CASES for words in asked_in_words(case) if named_test(words) is None] == []
    assert named_test("whistle while you work") is None

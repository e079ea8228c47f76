"""Runs every case of a folder: a line for each, and what differs from what is expected. Status 1 where any differs.
Votes go to a server on SQLite, or with AGM_CASES_DATABASE=postgresql on PostgreSQL."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

from tests.election_cases.compare import differences

FORMS = ("rolls", "dates", "eligibility", "rule_sets", "count_room", "vote_attacks")
"""The modules here. Each has `is_case(case, path)` and `answer(case, folder)`, which gives the product's answer in the
words of `expected`; one whose cases have no such field has `expected(case)`, which takes it from the others; one whose
cases ask for something in words has `asked(case)`, which names the test that holds each."""
MOST_SHOWN = 12

Case: TypeAlias = Mapping[str, Any]


def forms() -> list[ModuleType]:
    here = Path(__file__).parent
    return [import_module(f"tests.election_cases.{name}") for name in FORMS if (here / f"{name}.py").exists()]


def cases(folder: Path) -> Iterator[tuple[Path, Case]]:
    """Every case file of a folder and of those in it; a file may hold a list of cases."""
    for path in sorted(folder.rglob("*.json")):
        held = json.loads(path.read_text(encoding="utf-8"))
        listed = held.get("cases", [held]) if isinstance(held, dict) else held
        yield from ((path, case) for case in listed if isinstance(case, dict) and "id" in case)


def result(case: Case, path: Path) -> list[str]:
    """What differs; one line where nothing here knows the form of the case, or the product gives no answer."""
    for form in forms():
        if not form.is_case(case, path):
            continue
        try:
            expected = form.expected(case) if hasattr(form, "expected") else case["expected"]
            return differences(expected, form.answer(case, path.parent))
        except Exception as error:  # noqa: BLE001  every case has its line, whatever happens to one
            return [f"no answer: {type(error).__name__}: {error}"]
    return ["the form of this case is not known"]


def asked(case: Case, path: Path) -> list[str]:
    """What the case asks for in words, each with the name of its test."""
    found = (form for form in forms() if form.is_case(case, path) and hasattr(form, "asked"))
    return [line for form in found for line in form.asked(case)]


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.stderr.write("Use: python -m tests.election_cases FOLDER\n")
        return 2
    wrong = total = 0
    for path, case in cases(Path(arguments[0])):
        lines = result(case, path)
        total, wrong = total + 1, wrong + bool(lines)
        name = f"{case['id']} {case.get('title', case.get('name', ''))}".strip()
        sys.stdout.write(f"{'differs' if lines else 'right  '} {name}\n")
        for line in lines[:MOST_SHOWN]:
            sys.stdout.write(f"        {line}\n")
        if len(lines) > MOST_SHOWN:
            sys.stdout.write(f"        … and {len(lines) - MOST_SHOWN} more\n")
        for line in asked(case, path):
            sys.stdout.write(f"        {line}\n")
    sys.stdout.write(f"{total} cases, {wrong} of them differ.\n")
    return 1 if wrong or not total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

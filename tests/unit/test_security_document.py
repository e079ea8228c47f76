"""docs/security.md names files and tests that there are, and every row of the standard that it goes through."""

from __future__ import annotations

import re

from tests.support.project import ROOT, files_ending

DOCUMENT = (ROOT / "docs/security.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| [^|]+ \| (met|in part|not met|not shown|n/a) \| ([^|]+) \|$", re.MULTILINE)
SECTIONS = {
    "1.1": "1 2", "1.2": "1 2 3 4 5 6 7 8 9 10", "1.3": "1 2 3 4 5 6 7 8 9 10 11", "1.4": "1 2 3", "1.5": "1 2",
    "2.1": "1 2 3", "2.2": "1 2 3", "2.3": "1 2 3 4", "2.4": "1",
    "3.2": "1 2", "3.3": "1 2 3 4", "3.4": "1 2 3 4 5 6", "3.5": "1 2 3 4 5", "3.7": "1 2",
    "4.1": "1 2 3", "4.2": "1",
    "5.1": "1", "5.2": "1 2 3", "5.3": "1 2", "5.4": "1 2 3",
    "6.1": "1 2 3", "6.2": "1 2 3 4 5 6 7 8 9 10 11 12", "6.3": "1 2 3 4", "6.4": "1 2 3 4", "6.5": "1 2 3 4 5",
    "6.6": "2 3",
    "7.1": "1 2", "7.2": "1 2 3 4", "7.3": "1 2", "7.4": "1 2 3 4 5", "7.5": "1 2",
    "8.1": "1 2", "8.2": "1 2 3", "8.3": "1", "8.4": "1",
    "9.1": "1 2 3", "9.2": "1 2 3 4",
    "11.1": "1 2", "11.2": "1 2 3", "11.3": "1 2 3", "11.4": "1 2 3 4", "11.5": "1", "11.6": "1",
    "12.1": "1 2 3", "12.2": "1 2", "12.3": "1 2 3 4",
    "13.1": "1", "13.2": "1 2 3 4 5", "13.3": "1 2", "13.4": "1 2 3 4 5",
    "14.1": "1 2", "14.2": "1 2 3 4", "14.3": "1 2 3",
    "15.1": "1 2 3", "15.2": "1 2 3", "15.3": "1 2 3 4 5 6 7",
    "16.1": "1", "16.2": "1 2 3 4 5", "16.3": "1 2 3 4", "16.4": "1 2 3", "16.5": "1 2 3",
}  # fmt: skip
"""The rows of levels 1 and 2 in the sections of the standard that apply here (1.2.10 is of level 3)."""
EVIDENCE = re.compile(r"`|\bRead\b|“|\]\(")


def test_every_row_of_the_standard_stands_once_and_says_how() -> None:
    found = ROW.findall(DOCUMENT)
    wanted = [f"{section}.{number}" for section, numbers in SECTIONS.items() for number in numbers.split()]
    assert [number for number, _state, _how in found] == wanted
    lines = [line for line in DOCUMENT.splitlines() if re.match(r"\| \d", line)]
    assert len(lines) == len(found)
    assert [number for number, state, how in found if state == "met" and not EVIDENCE.search(how)] == []


def test_every_file_and_test_that_is_named_exists() -> None:
    named = re.findall(r"`([^`\s]+)`", DOCUMENT)
    files = [name for name in named if re.match(r"(agm|tests|templates|deploy|docs|requirements|pyproject)[./]", name)]
    assert [name for name in files if not (ROOT / name).exists()] == []
    assert len(files) > 30
    defined = set()
    for path in files_ending(".py"):
        if path.parts[0] == "tests":
            defined.update(re.findall(r"^def (test_\w+)", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE))
    tests = {name for name in named if name.startswith("test_")}
    assert tests - defined == set()
    assert len(tests) > 80
    links = re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", DOCUMENT)
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []


def test_scripts_set_no_markup() -> None:
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|postMessage|(?:local|session)Storage|indexedDB|document\.cookie"
    )
    scripts = [path for path in files_ending(".js") if path.parts[0] == "agm"]
    assert len(scripts) > 5
    found = [(path.name, set(forbidden.findall((ROOT / path).read_text(encoding="utf-8")))) for path in scripts]
    kept_in_the_browser = [("check-in.js", {"localStorage"}), ("unsent.js", {"localStorage", "sessionStorage"})]
    assert [one for one in found if one[1]] == kept_in_the_browser

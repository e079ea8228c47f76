"""What is installed is fixed by hashes, and no file says from which host or folder it comes."""

from __future__ import annotations

import re

import pytest

from tests.support.project import ROOT, files_ending, project_files

PIN = re.compile(r"[a-z0-9.-]+(\[[a-z,-]+\])?==[0-9][0-9a-z.+!]*( ; [a-z_]+ [=!<>]+ '[A-Za-z0-9.]+')? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
COMMENT = re.compile(r" *#.*")
LOCKS = [path for path in project_files() if path.name.endswith(".lock")]
PLACES = ("index-url", "find-links", "trusted-host", "registry=", "--registry", "/simple/")
LOADS_FROM_ELSEWHERE = re.compile(
    r"<(script|img|iframe|source|embed|video|audio)[^>]*\ssrc=[\"'](https?:)?//|"
    r"<link[^>]*rel=[\"'](stylesheet|icon|preload)[\"'][^>]*href=[\"'](https?:)?//|"
    r"@import\s+(url\()?[\"']?(https?:)?//|url\([\"']?(https?:)?//"
)


@pytest.mark.parametrize("lock", LOCKS, ids=str)
def test_a_lock_holds_pins_and_hashes_and_nothing_else(lock: object) -> None:
    lines = (ROOT / str(lock)).read_text(encoding="utf-8").splitlines()
    strange = [line for line in lines if not (PIN.fullmatch(line) or HASH.fullmatch(line) or COMMENT.fullmatch(line))]
    assert strange == []
    assert [line for line in lines if "/" in line or "://" in line] == []


def test_the_test_lock_agrees_with_the_lock() -> None:
    pinned, tested = (
        {line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if PIN.fullmatch(line)}
        for name in ("requirements.lock", "requirements-test.lock")
    )
    assert len(pinned) > 20
    assert pinned - tested == set()


def test_no_file_says_where_packages_come_from() -> None:
    own = {"tools/lock", "tests/unit/test_supply.py"}
    suffixes = {".py", ".toml", ".lock", ".txt", ".md", ".cfg", ".ini", ".json", ".yml", ".yaml", ".sh", ""}
    found = [
        f"{path}: {place}"
        for path in project_files()
        if path.suffix in suffixes and str(path) not in own and not str(path).startswith("tests/support/vendor/")
        for place in PLACES
        if place in (ROOT / path).read_text(encoding="utf-8", errors="ignore")
    ]
    assert found == []


def test_templates_and_styles_load_nothing_from_elsewhere() -> None:
    found = [
        f"{path}: {match.group()}"
        for path in files_ending(".html", ".jinja", ".css", ".js", ".svg")
        # what is pasted elsewhere shows our pictures there
        if not str(path).startswith(("tests/support/vendor/", "tests/golden/pictures/"))
        for match in LOADS_FROM_ELSEWHERE.finditer((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert found == []

"""The runner of election cases, over the cases that live here."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.election_cases.__main__ import main
from tests.support.project import ROOT

CASES = ROOT / "tests" / "data" / "election_cases"


def test_every_case_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    status = main([str(CASES)])
    told = capsys.readouterr().out
    assert status == 0, told
    assert told.count("right ") >= 60


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (("counts", "accepted"), 6, "counts.accepted: expected 6, found 5"),
        (("members", "added", 0, "joined"), "2019-03-15", 'joined: expected "2019-03-15", found "2019-03-14"'),
        (("rows", 2, "decision"), "ask", 'rows[line 4].decision: expected "ask", found "accepted"'),
        (("mapping", "Email"), "name", 'mapping.Email: expected "name"'),
        (("questions",), [{"code": "date_order", "about": ["Joined"]}], "questions: expected 1, found 0"),
        (("found", "header_line"), None, "found.header_line: expected null, found 1"),
    ],
)
def test_a_case_with_another_figure_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], place: tuple[str | int, ...], value: object, told: str
) -> None:
    case = json.loads((CASES / "rolls" / "A-01.json").read_text(encoding="utf-8"))
    inner = case["expected"]
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    (tmp_path / "A-01.json").write_text(json.dumps(case), encoding="utf-8")
    shutil.copy(CASES / "rolls" / "A-01-plain.csv", tmp_path)
    assert main([str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert out.startswith("differs A-01")
    assert told in out


def test_lists_that_are_cut_are_compared_as_far_as_they_go(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = json.loads((CASES / "rolls" / "A-21.json").read_text(encoding="utf-8"))
    expected = case["expected"]
    expected["rows"] = [row for row in expected["rows"] if "problems" in row]
    expected["rows_note"] = "accepted rows without problems are left out"
    expected["members"]["added"] = expected["members"]["added"][:1]
    expected["members"]["added_note"] = "only the first"
    expected["questions"] = [{"code": "no_usable_email", "about": [3, 4], "about_count": 5}]
    shutil.copy(CASES / "rolls" / "A-21-emails.csv", tmp_path)
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    expected["questions"][0]["about_count"] = 6
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    assert main([str(tmp_path)]) == 1
    assert "about: expected 6, found 5" in capsys.readouterr().out


def test_an_unknown_form_and_an_empty_folder_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 1
    (tmp_path / "strange.json").write_text('{"id": "Z-1", "title": "Strange", "expected": {}}', encoding="utf-8")
    assert main([str(tmp_path)]) == 1
    assert "the form of this case is not known" in capsys.readouterr().out
    assert main([]) == 2

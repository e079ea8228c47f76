"""`agm roll check`: the preview of a list."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from agm.cli import main

LIST = """\
Number,First name,Surname,Email,Class,Joined,Paid to,Religion,Shirt
1,Ann,Ashby,ann@example.org,Full,14/02/2020,31/03/2027,SECRET,M
2,Bob,Cole,bob@@,Junior,14/02/2020,31/03/2027,SECRET,L
3,Cy,Dee,cy@example.org,Patron,31/02/2020,31/03/2027,SECRET,S
4,,,x@example.org,Full,14/02/2020,31/03/2027,SECRET,S
Total,4,,,,,,,
"""


def check(folder: Path, text: str, *options: str) -> Result:
    file = folder / "members.csv"
    file.write_text(text, encoding="utf-8")
    days = ("--freeze", "2026-09-01", "--paid-up", "2026-09-01")
    return CliRunner().invoke(main, ["roll", "check", str(file), *days, *options])


def test_the_preview_has_every_problem_and_no_sensitive_cell(tmp_path: Path) -> None:
    done = check(tmp_path, LIST, "--class", "Full=Ordinary", "--no-vote", "Junior")
    assert done.exit_code == 1
    assert "SECRET" not in done.output
    lines = done.output.splitlines()
    assert lines[0] == "members.csv: utf-8, comma, headings in line 1."
    assert "  Class → class" in lines
    assert "Not kept: Religion (sensitive), Shirt (not needed)." in lines
    assert "Members: 1 new, 0 changed, 0 as before, 1 left out." in lines
    assert "  1 of a class without a vote" in lines
    assert [line.split(":")[0] for line in lines if line.startswith("Line ")] == [
        "Line 3, Email",
        "Line 4, Class",
        "Line 4, Joined",
        "Line 5",
    ]
    assert sum(line.startswith("Question: ") for line in lines) == 2


def test_a_list_without_faults_leaves_nothing_open(tmp_path: Path) -> None:
    done = check(tmp_path, "\n".join(LIST.splitlines()[:2]))
    assert (done.exit_code, "Question" in done.output) == (0, False)


def test_what_is_no_list_is_refused(tmp_path: Path) -> None:
    done = check(tmp_path, "<!doctype html><title>Sign in</title>")
    assert done.exit_code == 2
    assert "members.csv: This is a web page" in done.output

"""What `agm count` says of files that could be read in two ways, of odd names and of output that has no place."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.count_command import BLT, refused, run, write


@pytest.fixture
def ward(tmp_path: Path) -> str:
    """A file with one place and three candidates."""
    return write(tmp_path, "ward.blt", BLT)


def test_columns_left_out_are_named_beside_the_result(tmp_path: Path) -> None:
    result = run(write(tmp_path, "form.csv", "Timestamp,Ann,Bo\n9:00,1,\n9:01,1,2\n"), "--rules", "av")
    assert (result.exit_code, result.stderr.splitlines()) == (
        0,
        ["form.csv: Counted are the columns “Ann”, “Bo”.", "form.csv: Not used: “Timestamp”."],
    )


def test_names_that_may_be_one_are_asked_unless_candidates_are_listed(tmp_path: Path) -> None:
    papers = write(tmp_path, "papers.csv", "1,2\nAnn Lee,\nAnn Leee,\nBo Kaur,\nBo Kaur,\n")
    assert "a name that differs more from “Ann Lee” on line 2" in refused(papers, "--rules", "av")
    listed = write(tmp_path, "names.txt", "Candidate\nAnn Lee\nBo Kaur\n")
    assert "expected the name of a candidate, found “Ann Leee”" in refused(papers, "--candidates", listed)
    both = write(tmp_path, "names.txt", "Ann Lee\nAnn Leee\nBo Kaur\n")
    assert run(papers, "--candidates", both, "--rules", "av").exit_code == 0
    assert "this file has its own" in refused(write(tmp_path, "a.blt", BLT), "--candidates", both)
    assert "no name in the list" in refused(papers, "--candidates", write(tmp_path, "none.txt", "\n"))


def test_forms_are_told_by_what_stands_in_them(tmp_path: Path) -> None:
    assert "Bo Kaur" in run(write(tmp_path, "ward.csv", BLT), "--rules", "av").stdout
    assert "Elected\n  1. Ann" in run(write(tmp_path, "papers.blt", "Ann,Bo\n1,2\n"), "--rules", "av").stdout
    orders = "# TITLE: Chair\n# ALTERNATIVE NAME 1: Ann\n# ALTERNATIVE NAME 2: Bo\n2: 2\n1: 1,2\n"
    assert "Elected\n  1. Bo" in run(write(tmp_path, "00001.soi", orders), "--rules", "av").stdout


def test_the_contest_of_a_file_that_has_several(tmp_path: Path) -> None:
    table = ",Chair,Chair,Clerk,Clerk\n,Ann,Bo,Cy,Di\nCvrNumber,,,,\n1,1,0,0,1\n2,1,0,0,1\n"
    records = write(tmp_path, "cvr.csv", table)
    assert "found Chair; Clerk." in refused(records, "--rules", "av")
    clerk = run(records, "--rules", "av", "--contest", "clerk")
    assert (clerk.exit_code, "Elected\n  1. Di" in clerk.stdout) == (0, True)
    assert "Counted is the contest “Clerk”" in clerk.stderr
    assert "Di" in run("compare", records, "--rules", "av", "--contest", "clerk").stdout


@pytest.mark.parametrize("seats", ["2_0", "٢", "+1", "0", "1.0"])
def test_seats_are_digits(ward: str, seats: str) -> None:
    assert "--seats" in refused(ward, "--seats", seats)


def test_a_decision_of_no_tie_is_not_passed_over(tmp_path: Path) -> None:
    tied = write(tmp_path, "tied.blt", BLT.replace("4 1 2 0", "3 1 2 0").replace("2 3 2 0\n", ""))
    shown = refused(tied, "--rules", "av", "--tie", "9:exclusion:1,2=1", status=3)
    assert "Not used so far: the decision of a tie at stage 9 (exclusion: Ann Lee, Bo Kaur)." in shown


def test_a_file_without_end_is_too_large(monkeypatch: pytest.MonkeyPatch, ward: str) -> None:
    monkeypatch.setattr("agm.cli.count_inputs.LARGEST_FILE", 20)
    for file in (ward, "/dev/zero"):
        assert f"{Path(file).name} is larger than the 0 MiB that can be read." in refused(file)


def test_a_full_disk_and_a_name_of_any_bytes_end_without_a_traceback(tmp_path: Path, ward: str) -> None:
    count = [sys.executable, "-c", "from agm.cli import main; main()", "count"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*count, ward, "--rules", "av"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (2, "The output cannot be written: No space left on device.\n")
    odd = bytes(tmp_path) + b"/\xff.csv"
    Path(os.fsdecode(odd)).write_text("Ann,Bo\n1,2\n1,\n")
    called = subprocess.run([*map(os.fsencode, count), odd, b"--rules", b"av"], capture_output=True, check=False)
    assert (called.returncode, b"Traceback" in called.stderr) == (0, False)

"""`agm count` as a person at a terminal meets it; bad input is told on standard error, with exit status 2."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from agm.cli.count_inputs import tie_decision
from agm.counting import CountingError
from agm.counting.model import TieDecision, TieKind, TieMethod
from tests.support import contests
from tests.support.count_command import BLT, refused, run, write
from tests.support.project import ROOT


@pytest.fixture
def ward(tmp_path: Path) -> str:
    """A file with one place and three candidates."""
    return write(tmp_path, "ward.blt", BLT)


def test_help_has_examples_and_all_options() -> None:
    for arguments in (["--help"], ["-h"], []):
        shown = run(*arguments)
        assert "agm count ward3.blt --rules scottish --format svg" in shown.output
        assert "--constraint" in shown.output
    assert "--tie" in run("run", "--help").output
    assert "--rules" in run("compare", "--help").output
    assert "BUNDLE" in run("verify", "--help").output


def test_the_sheet_is_printed(ward: str) -> None:
    result = run(ward)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Chair\n")
    assert "Bo Kaur  " in result.stdout
    assert "Elected\n  1. Bo Kaur\n" in result.stdout


def test_run_is_the_full_form_and_file_its_old_name(ward: str) -> None:
    short = run(ward, "--rules", "av").stdout
    for arguments in (("run", ward, "--rules", "av"), ("file", ward, "--rules", "av"), ("--rules", "av", ward)):
        assert run(*arguments).stdout == short


def test_only_the_method_and_the_rendering_asked_for_are_loaded(ward: str) -> None:
    program = "import sys; from agm.cli import main; main(sys.argv[1:], standalone_mode=False); print(*sys.modules)"
    asked = [sys.executable, "-c", program, "count", ward, "--rules", "av", "--format", "csv"]
    loaded = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    assert {"agm.counting.av", "agm.counting.render.sheet_csv"} <= set(loaded)
    others = (
        "bundle",
        "ers97",
        "gregory",
        "meek",
        "plurality",
        "render.flow",
        "render.sheet_html",
        "render.json_report",
    )
    assert [name for name in others if f"agm.counting.{name}" in loaded] == []


@pytest.mark.parametrize("rules", ["ers97", "scottish", "scottish_single", "meek", "wig", "gregory", "av", "plurality"])
def test_every_rule_set_for_one_seat_counts_the_file(ward: str, rules: str) -> None:
    assert run(ward, "--rules", rules).exit_code == 0


def test_every_format(ward: str) -> None:
    assert run(ward, "--format", "csv").stdout.startswith("\ufeffElection for,Chair\n")
    assert json.loads(run(ward, "--format", "json").stdout)["Name"] == "Chair"
    assert ET.fromstring(run(ward, "--format", "svg").stdout).get("width") == "360"  # noqa: S314  our own text
    assert ET.fromstring(run(ward, "--format", "svg-wide").stdout).get("width") == "720"  # noqa: S314  our own output
    assert run(ward, "--format", "html").stdout.startswith("<!doctype html>")


def test_seats_and_options_from_the_command_line(ward: str) -> None:
    assert "Elected\n  1. Ann Lee\n  2. Bo Kaur\n" in run(ward, "--seats", "2").stdout
    stopped = run(ward, "--rules", "av", "--option", "stop=majority", "--option", "bulk_exclusion=no")
    assert "Elected\n  1. Bo Kaur\n" in stopped.stdout


def test_more_seats_than_candidates_is_no_error(ward: str) -> None:
    shown = run(ward, "--seats", "5").stdout
    assert "  3. Cy Fox\nPlaces left vacant: 2\n" in shown


def test_csv_of_ballots_and_of_totals(tmp_path: Path) -> None:
    papers = write(tmp_path, "chair.csv", "Ann,Bo\n1,2\n2,1\n,1\n")
    assert "Elected\n  1. Bo\n" in run(papers).stdout
    totals = write(tmp_path, "Chair.CSV", "Candidate,Votes\nAnn,3\nBo,4\n")
    assert run(totals, "--rules", "plurality").stdout.startswith("Chair\n")


def test_the_rounds_of_an_exhaustive_ballot(tmp_path: Path) -> None:
    files = [
        write(tmp_path, "1.csv", "Candidate,Votes\nAnn,10\nBo,8\nCy,3\n"),
        write(tmp_path, "2.csv", "Candidate,Votes\nAnn,10\nBo,11\nCy,0\n"),
    ]
    assert "Elected\n  1. Bo\n" in run(*files, "--rules", "exhaustive_ballot").stdout
    spelt = write(tmp_path, "spelt.csv", "Candidate,Votes\nANN,10\nBo,11\nCy,0\n")
    assert "Elected\n  1. Bo\n" in run(files[0], spelt, "--rules", "exhaustive_ballot").stdout
    other = write(tmp_path, "3.csv", "Candidate,Votes\nAnn,10\nBo,11\n")
    assert refused(files[0], other, "--rules", "exhaustive_ballot") == "3.csv has other candidates than 1.csv.\n"
    assert refused(*files) == "Give one file. Only an exhaustive ballot has several, one for each round.\n"


def test_a_vote_on_one_candidate(tmp_path: Path) -> None:
    file = write(tmp_path, "treasurer.csv", "Candidate,Votes\nAnn,30\nNo,4\n")
    assert "Elected\n  1. Ann\n" in run(file, "--rules", "yes_no", "--reopen", "no").stdout
    assert refused(file, "--rules", "yes_no", "--reopen", "RON") == "Nobody on the ballot paper is called “RON”.\n"


def test_a_tie_is_put_to_the_person_and_then_decided(tmp_path: Path) -> None:
    file = write(tmp_path, "committee.blt", contests.COMMITTEE)
    assert refused(file, "--rules", "scottish", status=3) == (
        "Stage 3: Dylan Price and Siân Evans are equal; decide who is excluded (rule 51(2)).\n"
        "Decide it (by lot, if the rules say no more) and add --tie 3:exclusion:2,3=… "
        "(2 is Dylan Price, 3 is Siân Evans).\n"
    )
    decided = run(file, "--rules", "scottish", "--tie", "3:exclusion:2,3=2:lot:Nia Bevan, Owen Pugh")
    assert "Dylan Price was chosen by lot, seen by Nia Bevan and Owen Pugh (rule 51(2))" in decided.stdout


def test_day_officer_and_turnout_are_printed_or_refused(ward: str) -> None:
    shown = run(ward, "--date", "2027-04-18", "--officer", " Nia  Bevan ", "--eligible", "12").stdout
    assert "\nDate                  18 April 2027\nReturning officer     Nia Bevan\n" in shown
    assert "\nTurnout               9 of 12 who could vote (75.0%)\n" in shown
    assert refused(ward, "--date", "18/4/2027") == (
        "“18/4/2027” is not a date. Write year, month and day, for example 2027-04-18.\n"
    )
    assert (
        refused(ward, "--eligible", "8")
        == "There are 9 papers, and only 8 people could vote; one of the two is wrong.\n"
    )
    assert "whole number" in refused(ward, "--eligible", "2_0")


@pytest.mark.parametrize("rules", ["ers97", "av", "scottish", "meek", "plurality"])
def test_a_tie_where_nobody_voted_says_so(tmp_path: Path, rules: str) -> None:
    nobody = "Nobody voted: no paper here has a vote that counts."
    empty = write(tmp_path, "empty.blt", '2 1\n3 0\n0\n"Ann"\n"Bo"\n"Chair"\n')
    assert refused(empty, "--rules", rules, status=3).splitlines()[0] == nobody
    equal = write(tmp_path, "equal.blt", '2 1\n3 1 0\n3 2 0\n0\n"Ann"\n"Bo"\n"Chair"\n')
    assert nobody not in refused(equal, "--rules", rules, status=3)


def test_a_tie_of_totals_where_nobody_voted_says_so(tmp_path: Path) -> None:
    nobody = "Nobody voted: no paper here has a vote that counts."
    file = write(tmp_path, "t.csv", "Candidate,Votes\nAnn,0\nBo,0\n")
    for rules in ("plurality", "exhaustive_ballot"):
        assert refused(file, "--rules", rules, status=3).splitlines()[0] == nobody


def test_options_and_constraints_reach_the_count(tmp_path: Path) -> None:
    file = write(tmp_path, "m.csv", "Candidate,Votes\nAnn,18\nBo,9\nCy,3\n[papers],20\n")
    groups = write(tmp_path, "g.csv", "Ann,men\nBo,men\n")
    asked = [file, "--rules", "block_vote", "--seats", "2", "--constraint", f"men<=1:@{groups}"]
    asked += ["--option", "votes_each=2", "--option", "reopen=takes_seats"]
    report = json.loads(run(*asked, "--format", "json").stdout)
    assert report["CountRules"]["Options"] == {"votes_each": 2, "reopen": "takes_seats"}
    assert report["CountConstraints"] == [
        {"Group": "men", "Minimum": None, "Maximum": 1, "CandidateIds": ["candidate-1", "candidate-2"]}
    ]
    assert report["CountShortage"] == "refuse"


def test_tie_decisions_are_read() -> None:
    assert tie_decision(" 3:surplus:4,2=2 ") == TieDecision(3, TieKind.SURPLUS, frozenset({2, 4}), (2,))
    assert tie_decision("1:election:1,2,3=3,1:coin") == TieDecision(
        1, TieKind.ELECTION, frozenset({1, 2, 3}), (3, 1), TieMethod.COIN
    )
    for text, message in [
        ("2,3=3", "is not a tie decision. Write STAGE:KIND"),
        ("1:luck:2,3=3", "“luck” is not what a tie is about. Write one of election, surplus, exclusion."),
        ("1:election:2,3=3:dice", "“dice” is not a way to settle a tie."),
    ]:
        with pytest.raises(CountingError, match=message.replace(".", r"\.")):
            tie_decision(text)


def test_constraints_reserve_seats(tmp_path: Path, ward: str) -> None:
    groups = write(tmp_path, "groups.csv", "Candidate,Group\nann lee,women;young\nCy Fox,old,Women\n\nBo Kaur,\n")
    assert "  2. Bo Kaur" in run(ward, "--seats", "2").stdout
    assert "  2. Cy Fox" in run(ward, "--seats", "2", "--constraint", f"women>=2:@{groups}").stdout
    assert "  2. Cy Fox" in run(ward, "--seats", "2", "--constraint", f"women = 2:@{groups}").stdout
    assert run(ward, "--seats", "2", "--constraint", f"women<=1:@{groups}").exit_code == 0
    few = ("--seats", "2", "--constraint", f"young>=2:@{groups}")
    assert run(ward, *few, "--shortage", "reduce_minimum").exit_code == 0
    assert refused(ward, *few) != ""


def test_constraints_that_say_nothing_clear(tmp_path: Path, ward: str) -> None:
    wrong = write(tmp_path, "groups.csv", 'Di Day,women\n"Ann')
    said = refused(
        *(ward, "--seats", "2", "--constraint", "women", "--constraint", "men>=1:Ann Lee"),
        *("--constraint", f"old>=1:@{tmp_path / 'none.csv'}", "--constraint", f"women>=1:@{wrong}"),
    )
    assert said.splitlines() == [
        "“women” is not a constraint. Write GROUP>=NUMBER:@FILE.csv (or <=, or =), for example women>=2:@groups.csv.",
        "“Ann Lee” does not name a file. Write @ and the file that says who belongs to men.",
        f"{tmp_path / 'none.csv'} cannot be read: No such file or directory.",
        "groups.csv: Line 1, column 1: expected the name of a candidate, found “Di Day”.",
        "groups.csv: Line 2, column 1: expected cells in CSV form, found unexpected end of data.",
    ]


@pytest.mark.parametrize(
    ("constraint", "group"),
    [("women>=2", "Ann Lee,women"), ("women>=9", "Ann Lee,women\nCy Fox,women"), ("men>=1", "Ann Lee,women")],
)
def test_constraints_that_cannot_be_met(tmp_path: Path, ward: str, constraint: str, group: str) -> None:
    groups = write(tmp_path, "groups.csv", group)
    assert refused(ward, "--seats", "2", "--constraint", f"{constraint}:@{groups}") != ""


def test_constraints_that_contradict_each_other(tmp_path: Path, ward: str) -> None:
    groups = write(tmp_path, "groups.csv", "Ann Lee,women\nCy Fox,women")
    two = ("--constraint", f"women>=2:@{groups}", "--constraint", f"women<=1:@{groups}")
    assert refused(ward, "--seats", "2", *two) == "The constraint for “women” asks for at least 2 and at most 1.\n"
    for sign in (">=", "<=", "="):
        twice = ("--constraint", f"women{sign}1:@{groups}", "--constraint", f"women=2:@{groups}")
        assert "says again what another constraint for women has said" in refused(ward, "--seats", "2", *twice)
    apart = ("--constraint", f"women>=1:@{groups}", "--constraint", f"women<=1:@{groups}")
    assert run(ward, "--seats", "2", *apart).exit_code == 0
    other = ("--constraint", f"women<=1:@{groups}", "--constraint", f"women>=1:@{groups}")
    assert run(ward, "--seats", "2", *other).stdout == run(ward, "--seats", "2", *apart).stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "ward.blt: Line 1, column 1: expected the numbers of candidates and seats"),
        (b"\x89PNG\r\n\x1a\n\0\0", "expected a file of papers or totals, found a picture."),
        (BLT.replace("4 1 2 0", "4 1 7 0"), "Line 2, column 5: expected the number of a candidate, from 1 to 3"),
        (("3 1\n" + "1 1 2 3 0\n" * 1_000_000)[:5_000_003], "it may have been cut off"),
    ],
    ids=range(4),
)
def test_files_with_something_wrong(tmp_path: Path, text: str | bytes, message: str) -> None:
    assert message in refused(write(tmp_path, "ward.blt", text))


def test_names_with_quotes_and_commas_are_printed_whole(tmp_path: Path) -> None:
    file = write(tmp_path, "ward.blt", BLT.replace("Ann Lee", 'Ann ""Nan"" Lee, QC'))
    assert 'Ann "Nan" Lee, QC' in run(file).stdout
    assert '"Ann ""Nan"" Lee, QC",4' in run(file, "--format", "csv").stdout
    assert "Ann &quot;Nan&quot; Lee, QC" in run(file, "--format", "html").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--rules", "borda"], "There are no rules called “borda”. Choose one of plurality, "),
        (["--seats", "0"], "Invalid value for '--seats': 0 is not in the range x>=1."),
        (["--seats", "-1"], "Invalid value for '--seats': -1 is not in the range x>=1."),
        (["--format", "pdf"], "'pdf' is not one of"),
        (["--option", "stop"], "“stop” is not an option of a rule set. Write NAME=VALUE, for example stop=two_left."),
        (["--option", "stop=now"], "ERS97 STV has no option “stop”"),
        (["--rules", "av", "--option", "stop=now"], "The option “stop” needs majority, two_left, not “now”."),
        (["--rules", "av", "--seats", "2"], "Alternative vote fills one seat"),
        (["--tie", "1:exclusion:1,2=1"], "1"),
        (["--tie", "nonsense"], "“nonsense” is not a tie decision."),
        (["--bundle", "/nowhere/at/all.zip"], "/nowhere/at/all.zip: No such file or directory."),
        (["--nonsense"], "No such option"),
    ],
    ids=range(12),
)
def test_arguments_with_something_wrong(ward: str, arguments: list[str], message: str) -> None:
    assert message in refused(ward, *arguments)


def test_files_that_are_not_there() -> None:
    assert "does not exist" in refused("nowhere.blt")
    assert "does not exist" in refused("compare", "nowhere.blt")
    assert "does not exist" in refused("verify", "nowhere.zip")


def test_totals_are_too_little_for_transfers(tmp_path: Path) -> None:
    assert refused(write(tmp_path, "t.csv", "Candidate,Votes\nAnn,3\nBo,4\n"), "--rules", "scottish") != ""


def test_rules_are_compared(tmp_path: Path, ward: str) -> None:
    shown = run("compare", ward, "--rules", "scottish, ers97,meek")
    assert shown.exit_code == 0
    assert "Elected under every rule set: Bo Kaur.\n" in shown.stdout
    assert refused("compare", ward, "--rules", "scottish,x").startswith("There are no rules called “x”.")
    tied = write(tmp_path, "committee.blt", contests.COMMITTEE)
    assert "wait for the decision of a tie" in run("compare", tied, "--seats", "2").stdout


def test_a_bundle_is_written_and_verified(tmp_path: Path, ward: str) -> None:
    bundle = tmp_path / "ward.zip"
    assert run(ward, "--bundle", str(bundle)).exit_code == 0
    verified = run("verify", str(bundle))
    assert verified.exit_code == 0
    assert verified.stdout.startswith("The count is confirmed: the same papers give the same result.\nDigest")
    data = bundle.read_bytes()
    assert refused("verify", write(tmp_path, "cut.zip", data[: len(data) // 2])).startswith("This is not a whole ZIP")
    assert refused("verify", ward).startswith("This is not a whole ZIP archive")


def test_a_bundle_does_not_take_the_place_of_what_is_read(tmp_path: Path, ward: str) -> None:
    groups = write(tmp_path, "groups.csv", "Ann Lee,women\n")
    linked = tmp_path / "linked.zip"
    linked.symlink_to(ward)
    reserved = ("--seats", "2", "--constraint", f"women>=1: @{groups}")
    for target in (ward, str(linked), groups):
        for force in ((), ("--force",)):
            assert refused(ward, *reserved, "--bundle", target, *force) == (
                f"{target} is read for this count and would be lost; give --bundle another name.\n"
            )
    assert Path(ward).read_text(encoding="utf-8") == BLT
    assert Path(groups).read_text(encoding="utf-8") == "Ann Lee,women\n"


def test_a_bundle_reseats_another_file_only_when_told_to(tmp_path: Path, ward: str) -> None:
    there = write(tmp_path, "ward.zip", "mine")
    assert refused(ward, "--bundle", there) == (
        f"{there} is there already; give --bundle another name, or add --force to replace it.\n"
    )
    assert Path(there).read_text(encoding="utf-8") == "mine"
    assert refused(ward, "--bundle", there, "--constraint", "women") != ""
    assert run(ward, "--bundle", there, "--force").exit_code == 0
    assert run("verify", there).exit_code == 0


def test_everything_wrong_with_options_is_said_at_once(ward: str) -> None:
    said = refused(
        *(ward, "--rules", "av", "--option", "stop", "--option", "stop=now", "--option", "pause=yes"),
        *("--option", "denominator=valid", "--option", "denominator=continuing"),
    )
    assert said.splitlines() == [
        "“stop” is not an option of a rule set. Write NAME=VALUE, for example stop=two_left.",
        "The option “stop” needs majority, two_left, not “now”.",
        "Alternative vote has no option “pause”; it has: bulk_exclusion, denominator, stop.",
        "“denominator=continuing” says again what another option has said.",
    ]


def test_a_changed_bundle_is_not_confirmed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ward: str) -> None:
    import zipfile

    bundle = tmp_path / "ward.zip"
    run(ward, "--bundle", str(bundle))
    with zipfile.ZipFile(bundle) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data.replace(b"4 1 2 0", b"9 1 2 0"))
    said = refused("verify", str(bundle), status=1)
    assert said.endswith("result.json has.\nThe count is not confirmed.\n")

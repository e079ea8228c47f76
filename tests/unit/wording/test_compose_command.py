"""`agm compose` and `agm schema`: without a database, without Flask, all errors at once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from agm.cli import main
from agm.facts.any_file import announcement_schema
from agm.wording.style import style_schema
from tests.support.project import ROOT

DEMO = ROOT / "agm" / "demo"
SEED = DEMO / "seed-north-west-agm.json"
GOLDEN = ROOT / "tests" / "golden" / "announcements"
REFUSED = 2


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    """Run the agm command."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """The seed's facts in a folder without a house style."""
    return Path(shutil.copy(SEED, tmp_path / "facts.json"))


@pytest.mark.parametrize(("name", "ending"), [("text", "txt"), ("html", "html"), ("markdown", "md")])
def test_the_seed_is_composed_in_the_style_that_lies_beside_it(name: str, ending: str) -> None:
    result = run("compose", SEED, "--format", name)
    assert result.exit_code == 0
    assert result.stdout == (GOLDEN / SEED.stem / f"announcement.{ending}").read_text(encoding="utf-8")
    assert result.stderr == f"House style: {DEMO / 'house-style-jlm.json'}\n"


def test_the_style_can_be_named(facts: Path) -> None:
    built_in = run("compose", facts)
    named = run("compose", facts, "--style", DEMO / "house-style-jlm.json")
    assert (built_in.exit_code, built_in.stderr) == (0, "")
    assert (named.exit_code, named.stderr) == (0, "")
    assert "b'hatzlacha to the new committee" in named.stdout
    assert "good luck to the new committee" in built_in.stdout
    assert run("compose", SEED, "--style", "default").stdout == built_in.stdout


def test_standard_input_is_read() -> None:
    result = run("compose", "-", stdin=SEED.read_bytes())
    assert result.exit_code == 0
    assert result.stdout.startswith("North West JLM AGM with guest speaker Angela Rayner MP\n\n")


def test_the_kind_can_be_chosen() -> None:
    report = run("compose", DEMO / "seed-messages-of-support.json", "--kind", "report")
    assert report.stdout.startswith("JLM AGM 2017\n")
    messages = run("compose", SEED, "--kind", "messages_of_support")
    assert messages.exit_code == REFUSED
    assert "Error: No message of support is recorded for this meeting.\n" in messages.stderr


def test_all_errors_of_a_facts_file_are_told_at_once(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"format_version": 1, "ordinal": 0}', encoding="utf-8")
    result = run("compose", wrong)
    assert (result.exit_code, result.stdout) == (REFUSED, "")
    assert result.stderr.split("\n") == [
        f"{wrong} cannot be used: 2 problems.",
        "  organisation: This is needed, but it is missing.",
        "  ordinal: Enter a number from 1 to 9999.",
        "",
    ]


def test_a_wrong_style_is_told_with_its_place(facts: Path, tmp_path: Path) -> None:
    style = tmp_path / "style.json"
    style.write_text('{"title": "{gests}"}', encoding="utf-8")
    result = run("compose", facts, "--style", style)
    assert (result.exit_code, result.stdout) == (REFUSED, "")
    assert result.stderr == (
        f"{style} cannot be used: 1 problem.\n"
        "  title: Character 1: There is no field {gests} here. Did you mean {guests}?\n"
    )


def test_a_file_that_cannot_be_read_or_is_far_too_large_is_told(tmp_path: Path) -> None:
    missing = run("compose", tmp_path / "none.json")
    assert missing.exit_code == REFUSED
    assert f"{tmp_path / 'none.json'} cannot be read: No such file or directory." in missing.stderr
    large = tmp_path / "large.json"
    large.write_bytes(b" " * 5_000_001)
    assert "is larger than 5 MB; that is no record of one meeting." in run("compose", large).stderr


@pytest.mark.parametrize("short_name", [None, "../up", "no such"])
def test_no_style_is_looked_for_elsewhere(tmp_path: Path, short_name: str | None) -> None:
    (tmp_path / "house-style-.json").write_text("{}", encoding="utf-8")
    (tmp_path / "up.json").write_text("{}", encoding="utf-8")
    facts = tmp_path / "facts.json"
    organisation = {"name": "Civic Commonweal Movement"} | ({"short_name": short_name} if short_name else {})
    facts.write_text(json.dumps({"format_version": 1, "organisation": organisation}), encoding="utf-8")
    result = run("compose", facts)
    assert (result.exit_code, result.stderr) == (0, "")


def test_the_schemas_are_printed() -> None:
    assert json.loads(run("schema", "facts").stdout) == announcement_schema()
    assert json.loads(run("schema", "style").stdout) == style_schema()


@pytest.mark.parametrize("command", ["compose", "schema"])
def test_help_has_an_example(command: str) -> None:
    assert f"Example:\n    agm {command} " in run(command, "--help").stdout


def test_flask_and_the_database_are_not_loaded() -> None:
    program = (
        "import sys\nfrom agm.cli import main\n"
        "try:\n    main(['compose', sys.argv[1]])\nexcept SystemExit as end:\n"
        "    print(end.code, [name for name in ('flask', 'sqlalchemy') if name in sys.modules], file=sys.stderr)\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program, str(SEED)], capture_output=True, text=True, check=True, timeout=600
    )
    assert finished.stderr.split("\n")[-2] == "0 []"
    assert finished.stdout == (GOLDEN / SEED.stem / "announcement.txt").read_text(encoding="utf-8")

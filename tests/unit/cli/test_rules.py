"""`agm rules`: list, show and try sets of rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from agm.cli.rules import rules
from agm.rules.presets import PRESETS


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(rules, arguments)
    return result.exit_code, result.output


def test_the_list_names_each_set_with_its_sources() -> None:
    code, told = run("list")
    assert code == 0
    for name, found in PRESETS.items():
        assert name in told
        assert all(source in told for source in found.sources)


def test_a_set_is_written_changed_and_tried_from_its_file(tmp_path: Path) -> None:
    written = run("show", "society")[1]
    ours = tmp_path / "ours.json"
    ours.write_text(written.replace('"days": 14', '"days": 21'))
    code, told = run("try", str(ours), "--meeting", "2026-10-18 14:00")
    assert code == 0
    assert "Friday 25 September 2026  The notice goes out, by e-mail (at least 21 clear days)" in told


def test_dates_that_break_a_rule_are_told_and_end_with_one() -> None:
    code, told = run("try", "society", "--meeting", "2026-10-18 14:00", "--sent", "email", "2026-10-04 10:00")
    assert code == 1
    assert "2 short" in told
    assert run("try", "society", "--meeting", "2026-10-18 14:00", "--sent", "email", "2026-10-02 10:00")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("try", "nothing", "--meeting", "2026-10-18 14:00"), "neither a file nor one of society"),
        (("try", "society", "--meeting", "tomorrow"), "give a date and a time"),
        (("try", "society", "--meeting", "2026-02-30 14:00"), "--meeting"),
        (("try", "society", "--meeting", "2026-10-18 midnight"), "00:00 or 24:00"),
        (("try", "society", "--meeting", "2026-10-25 01:30"), "comes twice"),
        (("try", "society", "--meeting", "2027-03-28 01:30"), "skip that time"),
        (("try", "society", "--meeting", "2026-10-18 teatime"), "no time of day"),
        (("try", "society"), "Missing option '--meeting'"),
    ],
)
def test_bad_input_is_told_at_its_place(arguments: tuple[str, ...], told: str) -> None:
    code, output = run(*arguments)
    assert code == 2
    assert told in output


def test_a_file_that_is_no_set_of_rules_is_told_with_its_fields(tmp_path: Path) -> None:
    ours = tmp_path / "ours.json"
    ours.write_text('{"name": "Ours", "notice": {"agm": {"days": "many"}}, "extra": 1}')
    code, told = run("show", str(ours))
    assert code == 2
    assert "notice.agm.days" in told
    assert "extra" in told

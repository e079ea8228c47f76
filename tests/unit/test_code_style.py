"""Types, style and size of the code and the templates. Each tool runs once in the whole run of the tests."""

from __future__ import annotations

import re

from tests.support.project import ROOT, files_ending, run_tool

LONGEST_FILE = 400
BARE_BUTTON = re.compile(r"<button(?![^>]*\bclass=)[^>]*>")


def test_types_are_sound() -> None:
    code, output = run_tool("mypy", "--no-error-summary")
    assert code == 0, output


def test_code_follows_the_style() -> None:
    code, output = run_tool("ruff", "check", "--quiet", "--output-format=concise", ".")
    assert code == 0, output


def test_code_is_formatted() -> None:
    code, output = run_tool("ruff", "format", "--check", "--quiet", ".")
    assert code == 0, output


def test_templates_are_in_order() -> None:
    templates = [str(path) for path in files_ending(".html", ".jinja")]
    if (ROOT / "templates").is_dir():
        code, output = run_tool(
            "djlint", "--lint", "--quiet", *[name for name in templates if name.startswith("templates/")]
        )
        assert code == 0, output


def test_every_button_has_a_look_of_ours() -> None:
    texts = {str(path): (ROOT / path).read_text(encoding="utf-8") for path in files_ending(".html", ".jinja")}
    bare = {path: BARE_BUTTON.findall(text) for path, text in texts.items() if BARE_BUTTON.search(text)}
    assert bare == {}


def test_no_python_file_is_longer_than_a_person_can_hold() -> None:
    lengths = {str(path): (ROOT / path).read_text(encoding="utf-8").count("\n") for path in files_ending(".py")}
    lengths.pop("migrations/versions/0001_first_tables.py")  # generated from the models: a list of tables, one by one
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}

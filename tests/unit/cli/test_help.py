"""Every command explains itself, with an example."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from agm.accounts.models import OfficialRole
from agm.cli import COMMANDS, main
from agm.cli.users import ROLES

REQUIRED = {"serve", "demo", "users", "compose", "export", "import", "audit", "backup", "restore", "schema", "count"}


def leaves(command: click.Command, path: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The paths of all commands below a group that are no groups themselves."""
    if not isinstance(command, click.Group):
        return [path]
    context = click.Context(command)
    found = []
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None
        found += leaves(inner, (*path, name))
    return found


def test_the_commands_that_are_promised_exist() -> None:
    assert set(COMMANDS) >= REQUIRED
    paths = leaves(main, ())
    assert {("users", "invite"), ("users", "list"), ("users", "disable"), ("audit", "verify")} <= set(paths)


@pytest.mark.parametrize("path", leaves(main, ()), ids=" ".join)
def test_a_command_helps_with_an_example(path: tuple[str, ...]) -> None:
    done = CliRunner().invoke(main, [*path, "--help"])
    assert done.exit_code == 0
    assert "Example" in done.output
    assert "agm " in done.output.split("Example", 1)[1]


def test_an_unknown_command_is_told() -> None:
    done = CliRunner().invoke(main, ["annouce"])
    assert done.exit_code == 2
    assert "No such command" in done.output


HEAVY = ("flask", "sqlalchemy", "alembic", "pydantic", "granian", "wtforms", "agm.app", "agm.settings")
PROBE = """
import sys
from agm.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print("Loaded:", *(name for name in {heavy} if name in sys.modules))
"""


@pytest.mark.parametrize("command", [None, *sorted(set(COMMANDS) - {"compose", "schema", "demo", "count"})])
def test_help_imports_nothing_but_the_words_of_the_command(command: str | None) -> None:
    words = ["--help"] if command is None else [command, "--help"]
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(heavy=HEAVY), *words], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "Loaded:"


def test_the_list_of_commands_says_what_each_command_says_of_itself() -> None:
    context = click.Context(main)
    for name, (_path, line) in COMMANDS.items():
        command = main.get_command(context, name)
        assert command is not None
        assert (command.help or "").startswith(line.split(",")[0].removesuffix("."))


def test_the_roles_to_choose_from_are_those_of_officials() -> None:
    assert tuple(role.value for role in OfficialRole) == ROLES

"""Every command explains itself, with an example."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from agm.cli import COMMANDS, main

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

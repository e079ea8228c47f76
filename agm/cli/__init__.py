"""The `agm` command. Each group of commands lives in a file of its own and is loaded only when it is called."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "audit": "agm.cli.audit:audit",
    "backup": "agm.cli.backup:backup",
    "compose": "agm.cli.compose:compose",
    "count": "agm.cli.count:count",
    "demo": "agm.cli.demo:demo",
    "export": "agm.cli.export_import:export",
    "import": "agm.cli.export_import:import_",
    "migrate": "agm.cli.migrate:migrate",
    "restore": "agm.cli.backup:restore",
    "schema": "agm.cli.compose:schema",
    "serve": "agm.cli.serve:serve",
    "users": "agm.cli.users:users",
}
"""Each command's name, and the module and attribute that hold it."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is asked for, so that pure commands need no Flask."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  the signature is click's
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name]} is not a command")
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="agm")
def main() -> None:
    """Carry an annual general meeting from its record to its published announcement."""

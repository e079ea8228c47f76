"""The `agm` command. Each command lives in a file of its own, which is loaded only when it is called."""

import errno
import os
import sys
from importlib import import_module

import click

COMMANDS = {
    "audit": ("agm.cli.audit:audit", "Read the record of what was done, and check that nobody changed it."),
    "backup": ("agm.cli.backup:backup", "Write a consistent copy of the database to TARGET while the server goes on."),
    "compose": ("agm.cli.compose:compose", "Write the announcement that follows from a file of facts."),
    "count": ("agm.cli.count:count", "Count votes exactly, stage by stage."),
    "demo": ("agm.cli.demo:demo", "Fill an empty database with the demonstration."),
    "export": ("agm.cli.export_import:export", "Write the facts of a meeting as JSON, or the whole archive."),
    "import": ("agm.cli.export_import:import_", "Take over meetings from FILES of facts, or a whole archive."),
    "mail": ("agm.cli.mail:mail", "Read which e-mails came back."),
    "migrate": ("agm.cli.migrate:migrate", "Bring the database's tables up to date."),
    "restore": ("agm.cli.backup:restore", "Replace the database by the copy in SOURCE."),
    "roll": ("agm.cli.roll:roll", "Read member lists."),
    "rules": ("agm.cli.rules:rules", "Read and try sets of rules for elections."),
    "schema": ("agm.cli.compose:schema", "Print the JSON Schema of a facts file or of a house style."),
    "serve": ("agm.cli.serve:serve", "Answer requests until stopped with Ctrl-C."),
    "users": ("agm.cli.users:users", "Invite, list, disable and enable those who sign in."),
    "work": ("agm.cli.work:work", "Send the mail that waits in the outbox, and do its other jobs."),
}
"""Each command's name, the module and attribute that hold it, and its line in `agm --help`."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is asked for, so that pure commands need no Flask."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  the signature is click's
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name]} is not a command")
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command; where its output has no place (a full disk), that is said and no traceback shown."""
        try:
            result: object = super().invoke(ctx)
            sys.stdout.flush()
        except OSError as error:
            if error.filename is not None or error.errno not in {errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG}:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left is thrown away, not tried again at the end
            click.echo(f"The output cannot be written: {error.strerror}.", err=True)
            ctx.exit(2)
        return result

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands; click's own would import each of them for its first line."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="agm")
@click.pass_context
def main(context: click.Context) -> None:
    """Carry an annual general meeting from its record to its published announcement."""
    before = os.umask(0o077)  # what commands write is nobody else's to read
    context.call_on_close(lambda: os.umask(before))

"""`agm audit`: read the record of what was done, and check that nobody changed it."""

import click

from agm.cli.context import working_session
from agm.cli.whole_number import WholeNumber


@click.group()
def audit() -> None:
    """Read the record of what was done, and check that nobody changed it."""


@audit.command()
def verify() -> None:
    """Check every entry against the one before it; exit status 1 names the first broken one.

    Entries cut off at the end leave no trace in the record itself: compare the last hash with one noted elsewhere.

    \b
    Example:
      agm audit verify
    """
    from agm.audit.queries import recent_entries, verify_chain
    from agm.database.engine import only_reading

    with only_reading(), working_session() as session:
        found = verify_chain(session)
        last_hash = next((entry.hash for entry in recent_entries(session, limit=1)), None)
    if not found.is_sound:
        raise click.ClickException(
            f"Entry {found.broken_sequence} is broken: {found.reason}. The {found.sound_count} before it are sound."
        )
    if last_hash is None:
        click.echo("The record is empty.")
        return
    click.echo(f"All {found.sound_count} entries are sound. Last hash: {last_hash}")


@audit.command("list")
@click.option("--limit", default=50, show_default=True, type=WholeNumber(1, 10_000), help="How many entries.")
@click.option("--before", type=int, help="Only entries older than this one.")
def list_(*, limit: int, before: int | None) -> None:
    """List what was done, the newest first: number, time, who, what, on what.

    \b
    Examples:
      agm audit list
      agm audit list --limit 200 --before 1000
    """
    from agm.audit.queries import recent_entries
    from agm.database.engine import only_reading

    with only_reading(), working_session() as session:
        for entry in recent_entries(session, limit=limit, before=before):
            click.echo(
                f"{entry.sequence}\t{entry.at:%Y-%m-%dT%H:%M:%SZ}\t{entry.actor}\t{entry.action}\t{entry.subject}"
            )

"""`agm audit`: read the record of what was done, and check that nobody changed it."""

import click

from agm.cli.context import settings_or_refuse, working_session
from agm.cli.whole_number import WholeNumber


@click.group()
def audit() -> None:
    """Read the record of what was done, and check that nobody changed it."""


@audit.command()
def verify() -> None:
    """Check the log, its end, and all that was declared and published against it; exit status 1 tells what is wrong.

    Each entry is checked against the one before it, and the last one against the file in which the log's end is noted.
    Every declaration, published text and page is checked against the digest that the log has of it.

    \b
    Example:
      agm audit verify
    """
    from agm.audit.head_file import head_fault, last_entry
    from agm.audit.queries import verify_chain
    from agm.database.engine import only_reading, read_one_moment
    from agm.workflows.verify_record import record_faults

    path = settings_or_refuse().chain_head_file
    with only_reading(), working_session() as session:
        read_one_moment(session)
        found = verify_chain(session)
        last = last_entry(session)
        at_end = None if path is None else head_fault(session, path)
        faults = list(record_faults(session)) if found.is_sound else []
    if not found.is_sound:
        words = f"Entry {found.broken_sequence} is broken: {found.reason}. The {found.sound_count} before it are sound."
        faults.append(words)
    if at_end is not None:
        faults.append(at_end)
    if faults:
        for fault in faults[:-1]:
            click.echo(fault, err=True)
        raise click.ClickException(faults[-1])
    if last is None:
        click.echo("The record is empty.")
        return
    click.echo(f"All {found.sound_count} entries are sound, and so is all that they tell of. Last hash: {last.hash}")


@audit.command("list")
@click.option("--limit", default=50, show_default=True, type=WholeNumber(1, 10_000), help="How many entries.")
@click.option("--before", type=int, help="Only entries older than this one.")
def list_(*, limit: int, before: int | None) -> None:
    """List what was done, the newest first: number, time, who, what, on what, and the entry's hash.

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
                f"\t{entry.hash}"
            )

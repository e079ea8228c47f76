"""`agm export` and `agm import`: meetings as files of facts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from agm.cli.context import problem_count, refuse, working_session

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from agm.meetings.models import Meeting
    from agm.workflows.import_meeting import ImportPlan

COUNTED = (("unit", "regions"), ("person", "people"), ("meeting", "meetings"), ("announcement", "announcements"))


@click.command()
@click.argument("address", required=False)
@click.option(
    "--all", "folder", type=click.Path(file_okay=False, path_type=Path), help="Write the whole archive there."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def export(address: str | None, folder: Path | None, output: Path | None) -> None:
    """Write the facts of a meeting as JSON: one by its ADDRESS; or the whole archive into a folder.

    What is exported is the record as it is now, drafts included. From the folder, “agm import --all” makes the same
    public pages in an empty database. The sign-ins and the audit log are no part of it: “agm backup”
    keeps those.

    \b
    Examples:
      agm export north-west/agm-2017 -o facts.json
      agm export --all exported/
    """
    if (address is None) == (folder is None):
        raise click.UsageError("Name one meeting by its address (north-west/agm-2017), or a folder with --all.")
    with working_session() as session:
        if folder is not None:
            export_all(session, folder)
            return
        from agm.announcements.gather import gather
        from agm.facts.files import facts_to_json

        text = facts_to_json(gather(session, find_meeting(session, address or "").id))
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")


def export_all(session: Session, folder: Path) -> None:
    """Write the archive: each meeting's facts to <folder>/<region>/<meeting>.json, and the records beside them."""
    from agm.export_import import write_archive

    try:
        count = write_archive(session, folder)
    except OSError as error:
        raise click.ClickException(f"{error.filename} cannot be written: {error.strerror}.") from None
    click.echo(f"{count} meetings written to {folder}.")


def find_meeting(session: Session, address: str) -> Meeting:
    """The meeting with this address; ends the command where there is none."""
    from sqlalchemy import select

    from agm.meetings.models import Meeting
    from agm.organisation.models import Unit

    place, _slash, slug = address.strip("/").partition("/")
    meeting = session.scalar(select(Meeting).join(Meeting.unit).where(Meeting.slug == slug, Unit.slug == place))
    if meeting is None:
        raise click.ClickException(f"There is no meeting at “{address}”. An address reads like north-west/agm-2017.")
    return meeting


@click.command("import")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--all",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Fill an empty database from the archive in this folder.",
)
@click.option("--region", "region_slug", help="Address of the region they go to, if not the one that they name.")
@click.option("--preview", is_flag=True, help="Only tell what would happen.")
def import_(files: tuple[Path, ...], folder: Path | None, region_slug: str | None, *, preview: bool) -> None:
    """Take over meetings from FILES of facts, as drafts; or a whole archive with all that was published.

    All of them are taken over, or, with any error, none.

    \b
    Examples:
      agm import --preview old/*.json
      agm import facts.json --region north-west
      agm import --all exported/
    """
    if bool(files) == (folder is not None):
        raise click.UsageError("Name files of facts, or the folder of an archive with --all.")
    if folder is not None:
        if region_slug is not None:
            raise click.UsageError("An archive brings its regions with it: leave out --region.")
        import_all(folder, preview=preview)
        return
    import_files(files, region_slug, preview=preview)


def import_all(folder: Path, *, preview: bool) -> None:
    from agm.audit.act import SYSTEM, Act
    from agm.export_import import ArchiveError, fill_from_archive, read_archive
    from agm.web.kit.clock import now

    try:
        archive = read_archive(folder)
        with working_session() as session:
            fill_from_archive(Act(session, SYSTEM, now()), archive)
            if preview:
                session.rollback()
    except ArchiveError as error:
        refuse_problems(error.problems)
    numbers = {name: len(archive.rows[name]) for name, _word in COUNTED}
    numbers["unit"] -= 1  # the national level is no region
    counts = ", ".join(f"{numbers[name]} {word}" for name, word in COUNTED)
    click.echo(f"Nothing stands in the way of taking over {counts}." if preview else f"Taken over: {counts}.")


def import_files(files: tuple[Path, ...], region_slug: str | None, *, preview: bool) -> None:
    from agm.audit.act import SYSTEM, Act
    from agm.facts.files import facts_from_json
    from agm.facts.plain import PlainValueError
    from agm.web.kit.clock import now
    from agm.workflows.import_meeting import ImportMeeting, ImportRefusedError, dry_run, import_meetings, plan_import

    commands: list[ImportMeeting] = []
    problems: list[str] = []
    for path in files:
        try:
            commands.append(ImportMeeting(str(path), facts_from_json(path.read_bytes()), region_slug))
        except PlainValueError as error:
            problems += [f"{path}: {problem}" for problem in error.problems]
    with working_session() as session:
        plans = [plan_import(session, command) for command in commands]
        problems += [f"{plan.source}: {problem}" for plan in plans for problem in plan.problems]
        if problems:
            refuse_problems(problems)
        try:
            if preview:
                for plan in dry_run(Act(session, SYSTEM, now()), commands):
                    show_plan(plan)
                return
            meetings = import_meetings(Act(session, SYSTEM, now()), commands)
        except ImportRefusedError as error:
            refuse_problems(error.problems)
    click.echo(f"{len(meetings)} meetings taken over as drafts.")


def refuse_problems(problems: Sequence[object]) -> NoReturn:
    refuse(*problems, f"Nothing was taken over: {problem_count(problems)}.")


def show_plan(plan: ImportPlan) -> None:
    click.echo(f"{plan.source}: a meeting of {'the whole organisation' if plan.unit.is_national else plan.unit.name}")
    for title, names in (
        ("Offices to be added", plan.new_offices),
        ("People not known yet", plan.new_people),
        ("People known already", plan.known_people),
        ("New names like known ones", tuple(f"{new} (known: {known})" for new, known in plan.alike)),
    ):
        if names:
            click.echo(f"  {title}: {', '.join(names)}")

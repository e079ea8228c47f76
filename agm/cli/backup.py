"""`agm backup` and `agm restore`: a consistent copy of everything, taken while the server runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agm.cli import postgresql_copies, sqlite_copies
from agm.cli.context import settings_or_refuse

if TYPE_CHECKING:
    from agm.settings import Settings


@click.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def backup(target: Path) -> None:
    """Write a consistent copy of the database to TARGET while the server goes on running.

    SQLite: a database file. PostgreSQL: an archive of pg_dump, whose program must be installed.

    \b
    Example:
      agm backup backups/2026-11-22.agm
    """
    from sqlalchemy import make_url

    if target.exists():
        raise click.ClickException(f"{target} exists already. Choose another name.")
    settings = settings_or_refuse()
    part = target.with_name(f"{target.name}.part")
    with plain_faults(f"{target} could not be written"):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.touch(mode=0o600)
        try:
            if settings.is_sqlite:
                sqlite_copies.copy_sqlite(sqlite_copies.sqlite_file(settings), part)
            else:
                postgresql_copies.dump(make_url(settings.database_url), str(part))
            part.rename(target)
        finally:
            part.unlink(missing_ok=True)
        click.echo(f"Written to {target} ({target.stat().st_size:,} bytes).")


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask; the present database is replaced.")
def restore(source: Path, *, yes: bool) -> None:
    """Replace the database by the copy in SOURCE. Stop the server first.

    A copy that is not ours, of another version, not whole, or whose audit log is broken is refused, and nothing is
    changed. The present database is kept: SQLite's beside it, PostgreSQL's in the data folder, under its name with day,
    time and “.before-restore” at the end. “agm restore” takes that file too.

    \b
    Example:
      agm restore backups/2026-11-22.agm
    """
    settings = settings_or_refuse()
    with plain_faults(f"{source} could not be restored"):
        check_source(settings, source)
        counter = public_changes(settings)
        erased = erased_so_far(settings)
        kept = (restore_sqlite if settings.is_sqlite else restore_postgresql)(settings, source, yes=yes)
    if kept is not None:
        click.echo(f"What was there before is kept in {kept}.")
    held, votes = tell_of_restore(settings, source, counter)
    cleared = erase_again(settings, erased)
    count = refuse_unsound(settings.database_url, source)
    if held:
        click.echo(f"Mails that waited in it: {held}. They are not sent until somebody says so, at the desk's outbox.")
    if votes:
        click.echo(f"Votes online that were open in it: {votes}. They are stopped until the returning officer decides.")
    if cleared:
        click.echo(f"Names that were erased since the copy was made, and are erased again: {cleared}.")
    click.echo(f"Restored from {source}. The audit log is sound: {count} entries.")


@contextmanager
def plain_faults(what: str) -> Iterator[None]:
    """Say in one sentence what a disk or a database refused."""
    import psycopg
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{what}: {error.filename or ''} {error.strerror or error}".strip() + ".") from None
    except sqlite3.Error as error:
        raise click.ClickException(f"{what}: {error}.") from None
    except DBAPIError as error:
        raise click.ClickException(f"{what}: {first_line(error.orig)}") from None
    except psycopg.Error as error:
        raise click.ClickException(f"{what}: {first_line(error)}") from None


def first_line(error: object) -> str:
    return str(error).strip().partition("\n")[0]


def restore_sqlite(settings: Settings, source: Path, *, yes: bool) -> Path | None:
    """Look at the copy where nothing can change it meanwhile, then write it over the present database; where the
    replaced one is kept."""
    present = sqlite_copies.sqlite_file(settings)
    with sqlite_copies.whole_copy(present, source) as checked:
        refuse_unsound(f"sqlite:///{checked}", source)
        ask(yes=yes)
        return sqlite_copies.replace_sqlite(present, checked, stamp())


def restore_postgresql(settings: Settings, source: Path, *, yes: bool) -> Path:
    """Try the copy in a database that is thrown away, keep an archive of the present one, then put the copy there."""
    from sqlalchemy import make_url

    url = make_url(settings.database_url)
    with postgresql_copies.tried_out(url, str(source)) as scratch:
        refuse_unsound(scratch.render_as_string(hide_password=False), source)
    ask(yes=yes)
    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = sqlite_copies.next_free(settings.data_folder / str(url.database), f"{stamp()}.before-restore")
    try:
        postgresql_copies.dump(url, str(kept))
    except BaseException:
        kept.unlink(missing_ok=True)
        raise
    postgresql_copies.put_back(url, str(source))
    return kept


def public_changes(settings: Settings) -> int:
    """The counter of the database that is there; 0 for one that cannot be read, of which no page can be kept."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError

    from agm.audit.queries import PUBLIC_CHANGES

    engine = create_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            return connection.scalar(PUBLIC_CHANGES) or 0
    except DBAPIError:
        return 0
    finally:
        engine.dispose()


def tell_of_restore(settings: Settings, source: Path, counter: int) -> tuple[int, int]:
    """Note in the file of the log's end that it goes on from the backup's, then record it in the log itself; mails that
    waited are held, as they may have been sent since, and votes that were open stopped: how many of each."""
    from agm.audit.act import SYSTEM, Act
    from agm.audit.actions import Action
    from agm.audit.head_file import HeadFileError, note_restore
    from agm.audit.operations import pass_public_state, record
    from agm.cli.context import working_session
    from agm.outbox.operations import hold_restored
    from agm.voting.operations import hold_after_restore
    from agm.web.kit.clock import now

    with working_session() as session:
        try:
            if settings.chain_head_file is not None:
                note_restore(session, settings.chain_head_file, now(), source.name)
        except HeadFileError as error:
            click.echo(f"Not noted there that a backup was put back: {error}", err=True)
        held = hold_restored(session, now())
        act = Act(session, SYSTEM, now())
        record(act, Action.BACKUP_RESTORED, "system:backup", held=held)
        votes = hold_after_restore(act)
        pass_public_state(session, counter)
        return held, votes


def erased_so_far(settings: Settings) -> list[dict[str, Any]]:
    """What was erased, by the database that is there (nothing, where it cannot be read) and by the file beside it."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.orm import Session

    from agm.database import load_models
    from agm.workflows.erase_person import erasures
    from agm.workflows.erasure_note import noted, together

    load_models()
    engine = create_engine(settings.database_url, hide_parameters=True)
    try:
        with Session(engine) as session:
            known = erasures(session)
    except DBAPIError:
        known = []
    finally:
        engine.dispose()
    try:
        return together(noted(settings.data_folder), known)
    except ValueError as error:
        raise click.ClickException(f"The file of what was erased cannot be read: {error}") from None


def erase_again(settings: Settings, told: list[dict[str, Any]]) -> int:
    """Erase from a copy that was put back what was erased after it was made: how many people."""
    from sqlalchemy import create_engine

    from agm.audit.act import SYSTEM, Act
    from agm.cli.context import working_session
    from agm.database.engine import prepare_engine
    from agm.database.free_pages import clean_free_pages
    from agm.web.kit.clock import now
    from agm.workflows.erase_person import replay

    if not told:
        return 0
    with working_session() as session:
        done = replay(Act(session, SYSTEM, now()), told)
    if done:
        engine = create_engine(settings.database_url, hide_parameters=True)
        prepare_engine(engine)
        clean_free_pages(engine)
        engine.dispose()
    return done


def ask(*, yes: bool) -> None:
    if not yes:
        click.confirm("This replaces everything in the database. Go on?", abort=True)


def stamp() -> str:
    """Day and time for the name of a file, in UTC."""
    from agm.web.kit.clock import now

    return f"{now():%Y-%m-%dT%H%M%SZ}"


def refuse_unsound(url: str, source: Path) -> int:
    """End the command for a database that is none of ours, not of this version, or whose log was tampered with; the
    number of entries of its audit log."""
    from alembic.script import ScriptDirectory
    from sqlalchemy import create_engine, inspect, text
    from sqlalchemy.exc import DBAPIError, NoSuchTableError
    from sqlalchemy.orm import Session

    from agm.audit.queries import verify_chain
    from agm.database import Base, load_models
    from agm.settings import shipped

    load_models()
    script = ScriptDirectory(str(shipped("migrations")))
    engine = create_engine(url, hide_parameters=True)
    try:
        with Session(engine) as session:
            version = session.scalar(text("SELECT version_num FROM alembic_version"))
            found = inspect(session.connection())
            is_ours = all(
                {column["name"] for column in found.get_columns(name) if "computed" not in column}
                == set(table.columns.keys())
                for name, table in Base.metadata.tables.items()
            )
            if version != script.get_current_head() or not is_ours:
                raise click.ClickException(f"{source} is of another version of this program ({version}).")
            verification = verify_chain(session)
    except (DBAPIError, NoSuchTableError):
        raise click.ClickException(f"{source} is no database of this program, or is damaged.") from None
    finally:
        engine.dispose()
    if not verification.is_sound:
        where = f"entry {verification.broken_sequence}: {verification.reason}"
        raise click.ClickException(f"The audit log of {source} is broken at {where}.")
    return verification.sound_count


def check_source(settings: Settings, source: Path) -> None:
    """End the command where the file is no copy of this kind of database."""
    with source.open("rb") as file:
        start = file.read(len(sqlite_copies.MAGIC))
    if settings.is_sqlite != (start == sqlite_copies.MAGIC):
        expected = "SQLite" if settings.is_sqlite else "PostgreSQL"
        raise click.ClickException(f"{source} is not a copy of a {expected} database made with “agm backup”.")

"""`agm backup` and `agm restore`: a consistent copy of everything, taken while the server runs."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agm.cli.context import settings_or_refuse

if TYPE_CHECKING:
    from agm.settings import Settings

SQLITE_MAGIC = b"SQLite format 3\x00"
LONGEST_WAIT = 30.0
"""Seconds to wait for a writer that is in the middle of its work."""


@click.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def backup(target: Path) -> None:
    """Write a consistent copy of the database to TARGET while the server goes on running.

    SQLite: a database file. PostgreSQL: an archive of pg_dump, whose program must be installed.

    \b
    Example:
      agm backup backups/2026-11-22.agm
    """
    if target.exists():
        raise click.ClickException(f"{target} exists already. Choose another name.")
    settings = settings_or_refuse()
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    part.touch(mode=0o600)
    try:
        if settings.is_sqlite:
            copy_sqlite(sqlite_file(settings), part)
        else:
            run_postgresql("pg_dump", settings, "--format=custom", f"--file={part}")
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"Written to {target} ({target.stat().st_size:,} bytes).")


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask; the present database is replaced.")
def restore(source: Path, *, yes: bool) -> None:
    """Replace the database by the copy in SOURCE. Stop the server first.

    A copy that is not ours, of another version or whose audit log is broken is refused. The present SQLite file is
    kept beside it, with “.before-restore” (then “.before-restore-2” …) at the end of its name.

    \b
    Example:
      agm restore backups/2026-11-22.agm
    """
    settings = settings_or_refuse()
    check_source(settings, source)
    if not yes:
        click.confirm("This replaces everything in the database. Go on?", abort=True)
    if settings.is_sqlite:
        restore_sqlite(sqlite_file(settings), source)
    else:
        run_postgresql(
            "pg_restore", settings, "--clean", "--if-exists", "--single-transaction", "--no-owner", str(source)
        )
    count = refuse_unsound(settings.database_url, source)
    click.echo(f"Restored from {source}. The audit log is sound: {count} entries.")


def refuse_unsound(url: str, source: Path) -> int:
    """End the command for a database that is none of ours, not of this version, or whose log was tampered with; the
    number of entries of its audit log."""
    from alembic.script import ScriptDirectory
    from sqlalchemy import create_engine, inspect, text
    from sqlalchemy.exc import DBAPIError, NoSuchTableError
    from sqlalchemy.orm import Session

    from agm.audit.queries import verify_chain
    from agm.database import Base
    from agm.settings import PACKAGE, shipped

    for path in PACKAGE.glob("*/models.py"):
        import_module(f"agm.{path.parent.name}.models")
    script = ScriptDirectory(str(shipped("migrations")))
    engine = create_engine(url, hide_parameters=True)
    try:
        with Session(engine) as session:
            version = session.scalar(text("SELECT version_num FROM alembic_version"))
            found = inspect(session.connection())
            is_ours = all(
                {column["name"] for column in found.get_columns(name)} == set(table.columns.keys())
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


def sqlite_file(settings: Settings) -> Path:
    from sqlalchemy import make_url

    name = make_url(settings.database_url).database
    if not name or name == ":memory:":
        raise click.ClickException("A database in memory cannot be backed up.")
    return Path(name)


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database that may be in use, page by page, into one consistent file."""
    import sqlite3

    if not source.exists():
        raise click.ClickException(f"There is no database at {source}.")
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)


def restore_sqlite(present: Path, source: Path) -> None:
    """Write a copy's pages over the present database, which is kept; connections that are open see what is restored.

    The copy is looked at first, where nothing can change it meanwhile. Every database that was replaced stays.
    """
    import sqlite3

    present.parent.mkdir(parents=True, exist_ok=True)
    checked = present.with_name(f"{present.name}.to-restore")
    try:
        copy_sqlite(source, checked)
        with closing(sqlite3.connect(checked)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise click.ClickException(f"{source} is damaged. Nothing was changed.")
        refuse_unsound(f"sqlite:///{checked}", source)
        if present.exists():
            copy_sqlite(present, next_free(present.with_name(f"{present.name}.before-restore")))
        with closing(sqlite3.connect(checked)) as copy, closing(sqlite3.connect(present, timeout=LONGEST_WAIT)) as now:
            copy.backup(now)
    except sqlite3.Error as error:
        raise click.ClickException(f"{source} could not be restored: {error}.") from None
    finally:
        checked.unlink(missing_ok=True)


def next_free(path: Path) -> Path:
    """This path, or the first with a number after it that no file has."""
    number, free = 1, path
    while free.exists():
        number, free = number + 1, path.with_name(f"{path.name}-{number + 1}")
    free.touch(mode=0o600)
    return free


def check_source(settings: Settings, source: Path) -> None:
    """End the command where the file is no copy of this kind of database."""
    with source.open("rb") as file:
        start = file.read(len(SQLITE_MAGIC))
    if settings.is_sqlite != (start == SQLITE_MAGIC):
        expected = "SQLite" if settings.is_sqlite else "PostgreSQL"
        raise click.ClickException(f"{source} is not a copy of a {expected} database made with “agm backup”.")


def run_postgresql(program: str, settings: Settings, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the database; the password goes through the environment."""
    from sqlalchemy import make_url

    path = shutil.which(program)
    if path is None:
        raise click.ClickException(f"{program} is not installed. It comes with PostgreSQL's client programs.")
    url = make_url(settings.database_url)
    environment = {**os.environ, "PGPASSWORD": url.password or ""}
    plain = url.set(drivername="postgresql", password=None).render_as_string()
    done = subprocess.run(  # noqa: S603  our own arguments, no shell
        [path, *arguments, f"--dbname={plain}"], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise click.ClickException(f"{program} failed: {done.stderr.strip()}")

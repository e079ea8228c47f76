"""Copies of an SQLite database, and putting one back: the present one is kept, whatever state it is in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from agm.settings import Settings

MAGIC = b"SQLite format 3\x00"
LONGEST_WAIT = 30.0
"""Seconds to wait for a writer that is in the middle of its work."""


def sqlite_file(settings: Settings) -> Path:
    from sqlalchemy import make_url

    name = make_url(settings.database_url).database
    if not name or name == ":memory:":
        raise click.ClickException("A database in memory cannot be backed up.")
    return Path(name)


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database that may be in use, page by page, into one consistent file."""
    if not source.exists():
        raise click.ClickException(f"There is no database at {source}.")
    with closing(sqlite3.connect(source, timeout=LONGEST_WAIT)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)


@contextmanager
def whole_copy(present: Path, source: Path) -> Iterator[Path]:
    """A copy of the backup beside the present database, where nothing changes it meanwhile; gone at the end.

    Raises ClickException for a backup that is damaged.
    """
    present.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    checked = next_free(present, "to-restore")
    try:
        try:
            copy_sqlite(source, checked)
            with closing(sqlite3.connect(checked)) as copy:
                is_whole = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        except sqlite3.OperationalError:
            raise  # no room, no right: not the backup's fault
        except sqlite3.DatabaseError:
            is_whole = False
        if not is_whole:
            raise click.ClickException(f"{source} is damaged or not whole. Nothing was changed.")
        yield checked
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            checked.with_name(checked.name + end).unlink(missing_ok=True)


def replace_sqlite(present: Path, checked: Path, stamp: str) -> Path | None:
    """Write a checked copy's pages over the present database; connections that are open see what is restored.

    The path of the database that was replaced, which is kept; None where there was none.
    """
    kept = keep_present(present, stamp) if present.exists() and present.stat().st_size else None
    with closing(sqlite3.connect(checked)) as copy, closing(sqlite3.connect(present, timeout=LONGEST_WAIT)) as now:
        copy.backup(now)
    return kept


def keep_present(present: Path, stamp: str) -> Path:
    """Copy the present database to a name of its own; one that is damaged is moved there as it is."""
    kept = next_free(present, f"{stamp}.before-restore")
    try:
        copy_sqlite(present, kept)
    except sqlite3.OperationalError:
        kept.unlink(missing_ok=True)
        raise
    except sqlite3.DatabaseError:
        for end in ("", "-wal", "-shm"):
            if (part := present.with_name(present.name + end)).exists():
                part.replace(kept.with_name(kept.name + end))
    return kept


def next_free(beside: Path, end: str) -> Path:
    """A new file beside this one with its name and this end, or with a number before it where the name is taken."""
    number = 1
    while True:
        middle = "" if number == 1 else f".{number}"
        free = beside.with_name(f"{beside.name}{middle}.{end}")
        try:
            free.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            number += 1
        else:
            return free

"""The folder of an archive: written, and read with all that is wrong with its files and rows at once."""

import base64
import datetime as dt
import json
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import JSON, ColumnElement, Table, select, type_coerce
from sqlalchemy.orm import Session, aliased, joinedload

from agm.announcements.gather import gather
from agm.database.engine import read_one_moment
from agm.database.types import OpaqueBytes, StoredValue
from agm.export_import.checks import row_problems
from agm.export_import.rows import Archive, ArchiveError, Row, Rows, read_rows, text_or_base64
from agm.export_import.tables import ADDED, FILES, FORMAT_VERSION, fields_of
from agm.export_import.upgrade import upgrade
from agm.facts.files import facts_to_json
from agm.facts.plain import PlainValueError, parse_json
from agm.meetings.models import Meeting
from agm.people.models import Consent

Content: TypeAlias = dict[str, Any]
"""What a file says: its version, and a list of rows for each of its tables."""


def write_archive(session: Session, folder: Path) -> int:
    """Write everything to a folder, which is made if it is not there: how many meetings that were.

    All files show the same moment, so this has to be the session's first work. Raises OSError where the folder cannot
    be written.
    """
    read_one_moment(session)
    folder.mkdir(parents=True, exist_ok=True)
    for file, tables in FILES.items():
        content = {"format_version": FORMAT_VERSION} | {table.name: plain_rows(session, table) for table in tables}
        written = json.dumps(content, ensure_ascii=False, indent=1, default=plain)
        (folder / file).write_text(written + "\n", encoding="utf-8")
    meetings = session.scalars(select(Meeting).options(joinedload(Meeting.unit)).order_by(Meeting.id)).all()
    for meeting in meetings:
        path = folder / facts_path(meeting)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(facts_to_json(gather(session, meeting.id)), encoding="utf-8")
    return len(meetings)


def facts_path(meeting: Meeting) -> str:
    """Where an archive keeps the facts of a meeting, after its address: north-west/agm-2017.json."""
    return f"{meeting.unit.slug}/{meeting.slug}.json"


def plain_rows(session: Session, table: Table) -> list[Row]:
    """The rows of a table, in the order of their numbers; what holds nothing is left out."""
    columns = (table.columns[name] for name in fields_of(table))
    as_kept = (type_coerce(one, JSON).label(one.name) if isinstance(one.type, StoredValue) else one for one in columns)
    wanted = select(*as_kept).order_by(*table.primary_key.columns)
    if table.name == Consent.__tablename__:
        wanted = wanted.where(has_withdrawn())
    rows = [
        {name: value for name, value in row.items() if value is not None} for row in session.execute(wanted).mappings()
    ]
    opaque = [name for name in fields_of(table) if isinstance(table.columns[name].type, OpaqueBytes)]
    return [row | {name: base64.b64encode(row[name]).decode() for name in opaque if name in row} for row in rows]


def has_withdrawn() -> ColumnElement[bool]:
    """Consent is asked for anew by each installation, but what was withdrawn stays withdrawn."""
    given = aliased(Consent)
    stands = select(given.id).where(
        given.person_id == Consent.person_id, given.purpose == Consent.purpose, given.withdrawn_at.is_(None)
    )
    return Consent.withdrawn_at.is_not(None) & ~stands.exists()


def plain(value: object) -> str | dict[str, str]:
    """How an archive holds what JSON has no word for."""
    if isinstance(value, bytes):
        return text_or_base64(value)
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def read_archive(folder: Path) -> Archive:
    """What the archive in a folder holds. Raises ArchiveError with everything that is wrong with it."""
    problems: list[str] = []
    rows = read_tables(folder, problems)
    if not problems:
        problems += row_problems(rows)
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.glob("*/*.json"))
    facts = {path: content for path in paths if (content := read_file(folder, path, problems))}
    if problems:
        raise ArchiveError([f"{folder}/{problem}" for problem in problems])
    return Archive(rows, facts)


def read_tables(folder: Path, problems: list[str]) -> Rows:
    contents = {file: content for file in FILES if (content := read_content(folder, file, problems)) is not None}
    versions = {content.pop("format_version") for content in contents.values()}
    if versions - {FORMAT_VERSION}:
        if len(versions) > 1:
            problems.append("format_version: The files of this archive are of several versions. Export it again.")
        if problems:
            return {}
        tables = {name: rows for content in contents.values() for name, rows in content.items()}
        try:
            tables = upgrade(tables, versions.pop(), FORMAT_VERSION)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            problems.append(f"An archive of an earlier version has to be as it was exported; in this one: {error!r}.")
            return {}
        contents = {
            file: {table.name: tables[table.name] for table in group if table.name in tables}
            for file, group in FILES.items()
        }
    rows: Rows = {}
    for file, content in contents.items():
        known = {table.name for table in FILES[file]}
        problems += [f"{file}: {name}: An archive has no such list." for name in content if name not in known]
        for table in FILES[file]:
            listed = content.get(table.name, [] if table.name in ADDED else None)
            rows[table.name] = read_rows(file, table, listed, problems)
    return rows


def read_file(folder: Path, file: str, problems: list[str]) -> object:
    """The JSON value of a file; None where it cannot be read, which is then among the problems."""
    try:
        return parse_json((folder / file).read_bytes())
    except FileNotFoundError:
        problems.append(f"{file}: This file is missing. An archive is written by “agm export --all”.")
    except OSError as error:
        problems.append(f"{file}: This file cannot be read: {error.strerror}.")
    except PlainValueError as error:
        problems += [f"{file}: {problem}" for problem in error.problems]
    return None


def read_content(folder: Path, file: str, problems: list[str]) -> Content | None:
    content = read_file(folder, file, problems)
    if content is None:
        return None
    if not isinstance(content, dict) or "format_version" not in content:
        problems.append(f"{file}: This is no file of an archive: it has no “format_version”.")
        return None
    version = content["format_version"]
    if isinstance(version, int) and not isinstance(version, bool) and 1 <= version <= FORMAT_VERSION:
        return content
    problems.append(
        f"{file}: format_version: This program reads version {' or '.join(map(str, range(1, FORMAT_VERSION + 1)))} "
        "of the format, and this file does not have it."
    )
    return None

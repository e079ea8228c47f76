"""Reading an archive: every file, every row, every value, and all that is wrong with any of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Table

from agm.export_import.checks import row_problems
from agm.export_import.tables import FILES, FORMAT_VERSION, fields_of
from agm.export_import.values import Archive, ArchiveError, Row, ValueFaultError, default_of, from_json
from agm.people.names import first_key, last_key, name_key, sound_key
from agm.wording.codec import PlainValueError, parse_json


def read_archive(folder: Path) -> Archive:
    """What the archive in a folder holds. Raises ArchiveError with everything that is wrong with it."""
    problems: list[str] = []
    rows: dict[str, list[Row]] = {}
    for file, tables in FILES.items():
        content = read_file(folder, file, problems)
        if content is not None:
            rows |= read_content(file, content, tables, problems)
    if not problems:
        problems += row_problems(rows)
    facts = {path: content for path in facts_files(folder) if (content := read_file(folder, path, problems))}
    if problems:
        raise ArchiveError([f"{folder}/{problem}" for problem in problems])
    return Archive(rows, facts)


def facts_files(folder: Path) -> list[str]:
    """The paths of the files of facts: one folder down, in order."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob("*/*.json"))


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


def read_content(file: str, content: object, tables: tuple[Table, ...], problems: list[str]) -> dict[str, list[Row]]:
    """The rows of a file's tables."""
    if not isinstance(content, Mapping) or "format_version" not in content:
        problems.append(f"{file}: This is no file of an archive: it has no “format_version”.")
        return {}
    version = content["format_version"]
    if version != FORMAT_VERSION or isinstance(version, bool):
        problems.append(
            f"{file}: format_version: This program reads version {FORMAT_VERSION} of the format, "
            "and this file does not have it."
        )
        return {}
    known = {table.name for table in tables} | {"format_version"}
    problems += [f"{file}: {name}: An archive has no such list." for name in content if name not in known]
    return {table.name: read_rows(file, content, table, problems) for table in tables}


def read_rows(file: str, content: Mapping[str, object], table: Table, problems: list[str]) -> list[Row]:
    """The rows of one table."""
    found = content.get(table.name)
    if not isinstance(found, list):
        problems.append(f"{file}: {table.name}: A list is needed here; it may be empty.")
        return []
    return [read_row(f"{file}: {table.name}[{index}]", table, row, problems) for index, row in enumerate(found)]


def read_row(place: str, table: Table, value: object, problems: list[str]) -> Row:
    """One row, with what follows from its values."""
    if not isinstance(value, Mapping):
        problems.append(f"{place}: Expected an object with named values.")
        return {}
    fields = fields_of(table)
    problems += [f"{place}.{name}: There is no such field." for name in value if name not in fields]
    row: Row = {}
    for name in fields:
        column = table.columns[name]
        try:
            row[name] = from_json(column, value[name]) if name in value else default_of(column)
        except ValueFaultError as fault:
            problems.append(f"{place}.{name}: {fault}")
    if table.name == "person" and "name" in row:
        key = name_key(row["name"])
        row |= {"name_key": key, "first_key": first_key(key), "last_key": last_key(key), "sound_key": sound_key(key)}
    return row

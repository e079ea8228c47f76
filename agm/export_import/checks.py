"""What can be wrong with an archive whose every value can be read: rows that contradict themselves or one another."""

import hashlib
import re
from collections.abc import Callable, Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Connection, MetaData, Table, func, select, text

from agm.export_import.rows import Row, Rows
from agm.export_import.tables import FILES
from agm.facts import PersonName
from agm.facts.plain import PlainValueError, from_plain
from agm.language.slugs import slug_problem
from agm.organisation.models import NATIONAL
from agm.rules.contrast import is_colour
from agm.wording.document import AnnouncementKind
from agm.wording.style import style_from_plain

PLAIN_ADDRESS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
REMOVED = re.compile(r"~[0-9]+\Z")
"""What a removed meeting's address ends with; it can be brought back where the archive is taken over, too."""
CHANGED = "This text was changed after it was exported: its digest is another than"
NUMBER: sa.ColumnElement[int] = sa.literal_column("rowid - 1")
"""A row's place in its list: SQLite numbers the rows of a table in the order in which they come, from 1."""


def row_problems(rows: Rows) -> list[str]:
    """Everything that contradicts itself, each with its file and place.

    The tables' own rules (keys, references, checks) are asked of a database in memory whose tables have none of them:
    it takes every row, so that all rows that break a rule are found at once.
    """
    copies = MetaData()
    for tables in FILES.values():
        for table in tables:
            Table(table.name, copies, *(Column(column.name, column.type) for column in table.columns))
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        copies.create_all(connection)
        for copy in copies.sorted_tables:
            if rows[copy.name]:
                connection.execute(sa.insert(copy), rows[copy.name])
        found = [
            f"{file}: {table.name}{problem}"
            for file, tables in FILES.items()
            for table in tables
            for problems in (broken_rules(connection, table, copies), broken_values(table, rows))
            for problem in problems
        ]
    engine.dispose()
    if [row["id"] for row in rows["organisation"]] != [1]:
        found.append("organisation.json: organisation: An archive is of exactly one organisation, with the number 1.")
    return found


def broken_rules(connection: Connection, table: Table, copies: MetaData) -> Iterator[str]:
    copy = copies.tables[table.name]
    for key, condition in sorted(unique_keys(table)):
        columns = [copy.columns[name] for name in key]
        first = func.min(NUMBER).over(partition_by=columns).label("first")
        kept = select(NUMBER.label("number"), first).where(text(condition), *(one.is_not(None) for one in columns))
        keyed = kept.select_from(copy).subquery()
        doubles = select(keyed).where(keyed.c.number != keyed.c.first).order_by(keyed.c.number)
        for number, before in connection.execute(doubles):
            yield (
                f"[{number}].{' and '.join(key)}: "
                f"This is the same as in {table.name}[{before}], and only one may have it."
            )
    for column in table.columns:
        for reference in column.foreign_keys:
            name, own = reference.column.table.name, copy.columns[column.name]
            known = select(copies.tables[name].alias().columns[reference.column.name])
            loose = select(NUMBER, own).where(own.is_not(None), own.not_in(known))
            for number, value in connection.execute(loose):
                yield f"[{number}].{column.name}: There is no {name} with the number {value} in this archive."
    checks = {str(rule.name): rule.sqltext for rule in table.constraints if isinstance(rule, sa.CheckConstraint)}
    for name, condition in sorted((name, str(condition)) for name, condition in checks.items()):
        broken = select(NUMBER).select_from(copy).where(text(f"NOT ({condition})"))
        for (number,) in connection.execute(broken):
            words = name.removeprefix(f"ck_{table.name}_").replace("_", " ")
            yield f"[{number}]: This breaks a rule of the record: {words}."


def unique_keys(table: Table) -> Iterator[tuple[tuple[str, ...], str]]:
    """The columns that only one row may have together, each with the condition of the rows that this is about."""
    yield tuple(column.name for column in table.primary_key.columns), "1"
    for constraint in table.constraints:
        if isinstance(constraint, sa.UniqueConstraint):
            yield tuple(column.name for column in constraint.columns), "1"
    for index in table.indexes:
        if index.unique:
            condition = index.dialect_options["sqlite"]["where"]
            yield tuple(column.name for column in index.columns), "1" if condition is None else str(condition)


def in_order(table: Table, rows: list[Row]) -> list[Row]:
    """The rows, each after those of its own table that it refers to. Raises CycleError where no order does that."""
    own = [column.name for column in table.columns for key in column.foreign_keys if key.column.table is table]
    if not own:
        return rows
    by_id = {row["id"]: row for row in rows}
    before = {row["id"]: [row[name] for name in own if row[name] is not None] for row in rows}
    return [by_id[number] for number in TopologicalSorter(before).static_order() if number in by_id]


def broken_values(table: Table, rows: Rows) -> Iterator[str]:
    try:
        in_order(table, rows[table.name])
    except CycleError as error:
        yield f": The rows with the numbers {', '.join(map(str, error.args[1][1:]))} refer to one another in a circle."
    checks = [(name, check) for (of, name), check in VALUES.items() if of == table.name]
    for number, row in enumerate(rows[table.name]):
        for name, check in checks:
            yield from (f"[{number}].{name}{problem}" for problem in check(row[name]))
        if table.name == "announcement":
            yield from (f"[{number}]{problem}" for problem in announcement_problems(row, rows))
        if table.name == "rendering" and hashlib.sha256(row["content"] or b"").hexdigest() != row["etag"]:
            yield f"[{number}].content: {CHANGED} “etag”."
        if table.name == "announcement_revision" and row["document"] and row["document"].digest != row["digest"]:
            yield f"[{number}].document: {CHANGED} “digest”."


def announcement_problems(row: Row, rows: Rows) -> Iterator[str]:
    if row["kind"] is AnnouncementKind.STATEMENT:  # that of a meeting's text is the word for its kind
        yield from (f".slug{problem}" for problem in plain_address(row["slug"]))
    sequence = row["current_sequence"]
    if sequence is None:
        return
    if (row["id"], sequence) not in {
        (one["announcement_id"], one["sequence"]) for one in rows["announcement_revision"]
    }:
        yield f".current_sequence: There is no revision {sequence} of this text in the archive."
    if row["first_published_at"] is None:
        yield ".first_published_at: This is needed, because the text was published."


def colour(value: str) -> Iterator[str]:
    if not is_colour(value):
        yield ": Write a colour as # and six figures or letters from a to f, for example #a3122f."


def free_address(value: str) -> Iterator[str]:
    """A unit's address, which must be none of the site's own; who may be “national” is a rule of the table."""
    fault = None if value == NATIONAL else slug_problem(value)
    if fault is not None:
        yield f": {fault}"


def plain_address(value: str) -> Iterator[str]:
    if not PLAIN_ADDRESS.fullmatch(value):
        yield ": Use small letters, figures and single hyphens only, for example agm-2017."


def style(value: object) -> Iterator[str]:
    try:
        style_from_plain(value)
    except PlainValueError as error:
        yield from (f".{problem}" for problem in error.problems)


def names(value: list[object]) -> Iterator[str]:
    for index, person in enumerate(value):
        try:
            from_plain(PersonName, person)
        except PlainValueError as error:
            yield from (f"[{index}].{problem}" for problem in error.problems)


VALUES: dict[tuple[str, str], Callable[[Any], Iterator[str]]] = {
    ("organisation", "accent_light"): colour,
    ("organisation", "accent_dark"): colour,
    ("organisation", "button_dark"): colour,
    ("organisation", "house_style"): style,
    ("unit", "house_style"): style,
    ("unit", "slug"): free_address,
    ("unit_address", "slug"): plain_address,
    ("meeting", "slug"): lambda value: plain_address(REMOVED.sub("", str(value))),
    ("meeting_address", "slug"): plain_address,
    ("statement_address", "slug"): plain_address,
    ("contest_result", "in_place_of"): names,
}
"""What else the values of a column are looked at for."""

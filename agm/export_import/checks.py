"""What can be wrong with an archive whose every value can be read: rows that contradict one another."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

from sqlalchemy import Table, UniqueConstraint

from agm.announcements.models import PublicKind
from agm.export_import.tables import FILES
from agm.export_import.values import Row
from agm.rules.addresses import address_fault
from agm.rules.contrast import is_colour
from agm.wording.codec import PlainValueError, decode
from agm.wording.facts import PersonName
from agm.wording.style import style_from_plain

Rows = dict[str, list[Row]]
PLAIN_ADDRESS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
COLOURS = ("accent_light", "accent_dark", "button_dark")


def row_problems(rows: Rows) -> list[str]:
    """Everything that contradicts itself, each with its file and place."""
    return list(found_problems(rows))


def found_problems(rows: Rows) -> Iterator[str]:
    """The problems of each table, in the order of the files."""
    for file, tables in FILES.items():
        for table in tables:
            yield from doubles(file, table, rows)
            yield from loose_references(file, table, rows)
            check = CHECKS.get(table.name)
            for index, row in enumerate(rows[table.name] if check else ()):
                yield from (f"{file}: {table.name}[{index}].{problem}" for problem in (check or no_check)(row))
    if [row["id"] for row in rows["organisation"]] != [1]:
        yield "organisation.json: organisation: An archive is of exactly one organisation, which has the number 1."
    yield from circles(rows["person"])
    yield from missing_revisions(rows)


def doubles(file: str, table: Table, rows: Rows) -> Iterator[str]:
    """Values that only one row may have."""
    keys = [tuple(column.name for column in table.primary_key.columns)]
    keys += [
        tuple(column.name for column in one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)
    ]
    for names in sorted(keys):
        seen: dict[tuple[object, ...], int] = {}
        for index, row in enumerate(rows[table.name]):
            value = tuple(row[name] for name in names)
            if value in seen and None not in value:
                yield (
                    f"{file}: {table.name}[{index}].{names[-1]}: "
                    f"This is the same as in {table.name}[{seen[value]}], and only one may have it."
                )
            seen.setdefault(value, index)


def loose_references(file: str, table: Table, rows: Rows) -> Iterator[str]:
    """Numbers of rows that are not in the archive."""
    for column in table.columns:
        for key in column.foreign_keys:
            target = key.column
            known = {row[target.name] for row in rows[target.table.name]}
            for index, row in enumerate(rows[table.name]):
                if row[column.name] is not None and row[column.name] not in known:
                    yield (
                        f"{file}: {table.name}[{index}].{column.name}: "
                        f"There is no {target.table.name} with the number {row[column.name]} in this archive."
                    )


def circles(people: list[Row]) -> Iterator[str]:
    """People who are merged into one another in a circle."""
    into = {row["id"]: row["merged_into_id"] for row in people}
    for index, row in enumerate(people):
        at, steps = row["merged_into_id"], 0
        while at is not None and at != row["id"] and steps <= len(people):
            at, steps = into.get(at), steps + 1
        if at is not None:
            yield f"people.json: person[{index}].merged_into_id: These records are merged in a circle."


def missing_revisions(rows: Rows) -> Iterator[str]:
    """Texts whose standing revision is not there, or whose first publication has no time."""
    known = {(row["announcement_id"], row["sequence"]) for row in rows["announcement_revision"]}
    for index, row in enumerate(rows["announcement"]):
        place = f"announcements.json: announcement[{index}]"
        sequence = row["current_sequence"]
        if sequence is not None and (row["id"], sequence) not in known:
            yield f"{place}.current_sequence: There is no revision {sequence} of this text in the archive."
        if sequence is not None and row["first_published_at"] is None:
            yield f"{place}.first_published_at: This is needed, because the text was published."


def style_problems(row: Row) -> Iterator[str]:
    """What is wrong with a house style."""
    try:
        style_from_plain(row["house_style"])
    except PlainValueError as error:
        yield from (f"house_style.{problem}" for problem in error.problems)


def organisation_problems(row: Row) -> Iterator[str]:
    """What is wrong with an organisation's colours and style."""
    for name in COLOURS:
        if not is_colour(row[name]):
            yield f"{name}: Write a colour as # and six figures or letters from a to f, for example #a3122f."
    yield from style_problems(row)


def region_problems(row: Row) -> Iterator[str]:
    """What is wrong with a region's address and style."""
    fault = address_fault(row["slug"])
    if fault is not None:
        yield f"slug: {fault}"
    yield from style_problems(row)


def address_problems(row: Row) -> Iterator[str]:
    """What is wrong with an address, present or former."""
    if not PLAIN_ADDRESS.fullmatch(row["slug"]):
        yield "slug: Use small letters, figures and single hyphens only, for example agm-2017."


def announcement_problems(row: Row) -> Iterator[str]:
    """What is wrong with a text's address; that of a meeting's text is the word for its kind."""
    if row["kind"] is PublicKind.STATEMENT:
        yield from address_problems(row)


def result_problems(row: Row) -> Iterator[str]:
    """What is wrong with the names of those whose seats fell vacant."""
    for index, person in enumerate(row["in_place_of"]):
        try:
            decode(PersonName, person)
        except PlainValueError as error:
            yield from (f"in_place_of[{index}].{problem}" for problem in error.problems)


def rendering_problems(row: Row) -> Iterator[str]:
    """A published text that is no longer what was published."""
    if row["content"] is None:
        yield "content: This is needed, but it is missing."
    elif hashlib.sha256(row["content"]).hexdigest() != row["etag"]:
        yield "content: This text was changed after it was exported: its digest is another than “etag”."


def no_check(_row: Row) -> Iterator[str]:
    """Nothing more to look at."""
    yield from ()


CHECKS: dict[str, Callable[[Row], Iterator[str]]] = {
    "organisation": organisation_problems,
    "region": region_problems,
    "region_address": address_problems,
    "meeting": address_problems,
    "meeting_address": address_problems,
    "announcement": announcement_problems,
    "statement_address": address_problems,
    "contest_result": result_problems,
    "rendered_post": rendering_problems,
}
"""What else each row of a table is looked at for."""

"""Digests of the rows that are never changed. The log carries them, so that its chain vouches for these rows too."""

import datetime as dt
import enum
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import JSON, Table, inspect, select, type_coerce
from sqlalchemy.orm import Session

from agm.database import Base
from agm.database.types import StoredValue

ROW_DIGESTS = "row_digests"
"""Under this name an entry's details hold the digests of rows that came with the act, by their keys."""
ERASED_ROWS = "erased_rows"
"""And under this one, for each row that an erasure changed, its digest before and after (null: the row is gone)."""
APPEND_ONLY = "append_only"
"""What the rows of an append-only table are called: a table that has this in its `info` is one."""


def append_only_tables() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if APPEND_ONLY in table.info]


def row_digests(rows: Iterable[Base]) -> dict[str, str]:
    """The digest of each of these rows, which are flushed, by its key."""
    found = {}
    for row in rows:
        mapper = inspect(type(row))
        table: Any = mapper.local_table
        values = {}
        for column in table.columns:
            value = getattr(row, mapper.get_property_by_column(column).key)
            is_stored = isinstance(column.type, StoredValue) and value is not None
            values[column.name] = column.type.stored.write(value) if is_stored else value
        found[row_key(table, values)] = row_digest(values)
    return found


def kept_rows(session: Session, table: Table) -> Iterator[Mapping[str, Any]]:
    """Every row of a table as it is kept, in the order of their keys."""
    columns = (
        type_coerce(one, JSON).label(one.name) if isinstance(one.type, StoredValue) else one for one in table.columns
    )
    statement = select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=200)
    with session.execute(statement) as rows:
        for row in rows.mappings():
            yield {column.name: row[column.name] for column in table.columns}


def row_key(table: Table, row: Mapping[str, Any]) -> str:
    """A row's name in the log: `rendering:35:html:1`."""
    return ":".join([table.name, *(str(row[column.name]) for column in table.primary_key.columns)])


def row_digest(row: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of what a row holds. What is empty is left out, so that a column that is added
    later changes no digest."""
    held = {name: plain(value) for name, value in row.items() if value is not None}
    text = json.dumps(held, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: object) -> object:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, enum.Enum):
        return value.value
    return value if isinstance(value, str | int | float | dict | list) else str(value)

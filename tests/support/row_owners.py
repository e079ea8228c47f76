"""Whose each row of the database is, found by its foreign keys; and which rows a change touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from agm.database import Base

NOBODYS = {"audit_entry", "file", "public_state", "unit_public_state", "search_entry", "user_session"}
"""Tables that are written with every act or request, and follow from it; a file is whosever record uses it."""
NATIONAL = {"organisation", "adopted_rules", "office_template", "user_account", "official", "passkey"}
"""Tables that only national officers change."""
NAMED = {"adopted_rules", "file", "person"}
"""Tables to which rows refer that are about something else: these only name somebody, rules, or a file."""
Key: TypeAlias = tuple[str, tuple[Any, ...]]
Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = dict[Key, Row]


def snapshot(session: Session) -> Rows:
    """Every row of every table that somebody owns, by table and primary key."""
    found: Rows = {}
    cursor: Any = session.connection().connection.cursor()
    is_asked_at_once = session.get_bind().dialect.name == "postgresql"
    if is_asked_at_once:
        cursor.execute("; ".join(statement for _, _, statement in reading_statements()))
    for table, names, statement in reading_statements():
        if not is_asked_at_once:
            cursor.execute(statement)
        for values in cursor.fetchall():
            row = dict(zip(names, values, strict=True))
            found[key_of(table, row)] = row
        if is_asked_at_once:
            cursor.nextset()
    cursor.close()
    return found


@cache
def reading_statements() -> list[tuple[Table, list[str], str]]:
    """What reads the columns of each table, their values as the driver gives them: they are only compared, by hundreds
    of snapshots."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in NOBODYS]
    return [(table, table.columns.keys(), str(select(table))) for table in tables]


def key_of(table: Table, row: Any) -> Key:  # noqa: ANN401  a mapping of either kind
    return table.name, tuple(row[column.name] for column in table.primary_key.columns)


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose rows are, in one state of the database; `homes` are the units that keep each person's record."""

    rows: Rows
    homes: dict[int, frozenset[int]]

    def of(self, name: str, row: Row) -> frozenset[int]:
        """The units whose row this is; none for what is the national office's alone. Only a row that is about a person
        and nothing else is theirs who keep the person's record: elsewhere a person is only named."""
        if name in NATIONAL:
            return frozenset()
        if name == "outbox_job":
            return frozenset() if row["unit_id"] is None else frozenset({row["unit_id"]})
        if name == "election_duty":
            return self.of("meeting", self.rows["meeting", (row["meeting_id"],)])
        if name == "unit":
            return frozenset({row["id"]})
        if name == "person":
            return self.homes.get(row["id"], frozenset())
        table = Base.metadata.tables[name]
        parents = [
            (key.column.table.name, row[column.name])
            for column in table.columns
            for key in column.foreign_keys
            if row[column.name] is not None and key.column.table is not table
        ]
        parents = [one for one in parents if one[0] not in NAMED] or parents
        assert parents, f"{name} leads to no unit: say in tests/support/row_owners.py whose its rows are"
        owners = [self.of(parent, self.rows[parent, (value,)]) for parent, value in parents]
        if name == "name_proposal":
            return owners[0] | self.homes[row["person_id"]]
        return frozenset.union(*owners) if name == "not_same_person" else frozenset.intersection(*owners)


def changed(before: Rows, after: Rows) -> Iterable[tuple[Key, Row, bool]]:
    """Each row that is another, with its content (before it was changed or removed), and whether it is new."""
    for key in before.keys() | after.keys():
        if before.get(key) != after.get(key):
            yield key, before.get(key) or after[key], key not in before

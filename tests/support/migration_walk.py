"""Walks a filled database down through every migration and up again; run in a process of its own: `… URL`.

Prints one JSON object: `faults`, and `before` and `after`, the schema at the head on both ends of the walk.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text

from tests.support.project import ROOT

KINDS = ("get_columns", "get_indexes", "get_unique_constraints", "get_foreign_keys", "get_check_constraints")
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgrelid::regclass || '.' || tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
}

GO_WITH_THEIR_TABLES = {"0016": {"meeting_section", "person_unit"}}
"""Tables of which a revision takes rows away on its way down: those that earlier programs could not read."""


def schema(connection: Connection) -> dict[str, list[str]]:
    """Every table's columns, indexes and constraints, and the triggers, as sorted words."""
    inspector = inspect(connection)
    found = {
        table: sorted(in_words(item) for kind in KINDS for item in getattr(inspector, kind)(table))
        for table in inspector.get_table_names()
    }
    found["triggers"] = [str(name) for name in connection.scalars(text(TRIGGERS[connection.dialect.name]))]
    return found


def in_words(item: dict[str, Any]) -> str:
    """One column, index or constraint as text that is the same in every run."""
    return json.dumps(item, default=str, sort_keys=True)


def row_counts(connection: Connection) -> dict[str, int]:
    """How many rows each table holds, but for Alembic's own and the full-text index's shadows."""
    tables = [
        name for name in inspect(connection).get_table_names() if not name.startswith(("alembic", "search_index"))
    ]
    return {table: connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one() for table in tables}


def walk(url: str) -> dict[str, Any]:
    """Go down by one revision, up again and down, from the head to nothing; then up to the head."""
    engine = create_engine(url)
    config = Config(str(ROOT / "alembic.ini"))
    faults: list[str] = []
    with engine.connect() as connection:
        before = schema(connection)
    for revision in ScriptDirectory.from_config(config).walk_revisions():
        with engine.connect() as connection:
            held = row_counts(connection)
        command.downgrade(config, "-1")
        with engine.connect() as connection:
            left = row_counts(connection)
        faults += [
            f"going down {revision.revision} changed the rows of {table} from {held.get(table)} to {count}"
            for table, count in left.items()
            if held.get(table) != count and table not in GO_WITH_THEIR_TABLES.get(revision.revision, ())
        ]
        command.upgrade(config, "+1")
        with engine.connect() as connection:
            regained = row_counts(connection)
        faults += [
            f"going up {revision.revision} changed the rows of {table} from {count} to {regained.get(table)}"
            for table, count in left.items()
            if regained.get(table) != count
        ]
        faults += [f"{table} is gone after {revision.revision}" for table in held if table not in regained]
        command.downgrade(config, "-1")
    with engine.connect() as connection:
        faults += [f"{table} is left at the end" for table in row_counts(connection)]
    command.upgrade(config, "head")
    with engine.connect() as connection:
        after = schema(connection)
    engine.dispose()
    return {"faults": faults, "before": before, "after": after}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(walk(sys.argv[1])))

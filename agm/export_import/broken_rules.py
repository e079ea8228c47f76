"""What a database says of a row that it refuses, in words for people."""

from __future__ import annotations

import re

from sqlalchemy import Index, Table, UniqueConstraint
from sqlalchemy.exc import DBAPIError

UNEXPECTED = "This row cannot be kept together with the others. Compare it with what the installation has."


def broken_rule(table: Table, error: DBAPIError) -> str:
    """The rule that a row of the table breaks. Both databases name it: as a constraint, an index or its columns."""
    said = str(error.orig)
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None) or ""
    if not name:
        found = re.search(r"constraint failed: (?:index '([^']+)'|(.+))", said)
        name = (found.group(1) or found.group(2)) if found else ""
    columns = columns_of(table, name)
    if columns:
        return f"Only one row may have this {' and '.join(columns)}."
    rule = name.removeprefix(f"ck_{table.name}_")
    return f"This breaks a rule of the record: {rule.replace('_', ' ')}." if rule != name else UNEXPECTED


def columns_of(table: Table, name: str) -> list[str]:
    """The columns that only one row may have together: those of the index or key of this name, or listed in it."""
    keys: list[Index | UniqueConstraint] = [*table.indexes]
    keys += [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    for key in keys:
        if key.name == name:
            return [column.name for column in key.columns]
    listed = [part.strip().removeprefix(f"{table.name}.") for part in name.split(",")]
    return listed if all(part in table.columns for part in listed) else []

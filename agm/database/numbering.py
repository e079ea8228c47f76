"""Numbers for new rows, taken at once: SQLite tells them after a statement that writes one row, so that rows written
without would need a statement each."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.database import Base


def number(session: Session, rows: Sequence[Base], above: int = 0) -> None:
    """Give new rows of one kind, which the session must not know yet, their ids, all of them `above` what was given
    before. At most one statement.

    Not on PostgreSQL, which gives the ids of many rows back, and where another may be writing.
    """
    if not rows or session.get_bind().dialect.name == "postgresql":
        return
    table: Any = rows[0].__table__
    last = session.scalar(select(func.max(table.c.id))) or 0
    for place, row in enumerate(rows, max(last, above) + 1):
        row.id = place  # type: ignore[attr-defined]  # every kind that is numbered has one

"""What is left of a name in the database."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from agm.database import Base
from tests.support.readable_bytes import holds


def rows_with(session: Session, word: str) -> Iterator[str]:
    """Every column of every row that holds a word, packed or not."""
    session.rollback()
    for table in Base.metadata.sorted_tables:
        for row in session.connection().exec_driver_sql(f"SELECT * FROM {table.name}").mappings():
            for column, value in row.items():
                content = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                if holds(content, word):
                    yield f"{table.name}.{column}: {content[:200]!r}"
    session.rollback()

"""Counts the SQL statements that a piece of work sends, whichever engine it uses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE")


@dataclass(slots=True)
class Statements:
    """The statements sent so far, in order, without those that only open or close a transaction."""

    texts: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many statements were sent."""
        return len(self.texts)

    def __str__(self) -> str:
        return "\n\n".join(f"{number}. {text}" for number, text in enumerate(self.texts, start=1))


@contextmanager
def counted_statements() -> Iterator[Statements]:
    """Record every statement that any engine of this process sends inside the `with` block."""
    statements = Statements()

    def record(_connection: object, _cursor: object, text: str, *_rest: Any) -> None:  # noqa: ANN401  SQLAlchemy's
        if not text.lstrip().upper().startswith(NOT_COUNTED):
            statements.texts.append(text)

    event.listen(Engine, "before_cursor_execute", record)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", record)

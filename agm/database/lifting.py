"""Changing what is append-only, for an erasure alone: its triggers are away within one transaction, and only there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session


@contextmanager
def refusals_lifted(session: Session, tables: Sequence[str]) -> Iterator[None]:
    """Let rows of these tables be changed inside; afterwards they refuse it as before, and so they do after a rollback.

    Nobody else changes them meanwhile: SQLite has one writer, PostgreSQL locks the tables.
    """
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        for table in tables:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {table}_refuses_change"))
        yield
        session.flush()
        for table in tables:
            session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER {table}_refuses_change"))
        return
    lifted = [
        (str(name), str(sql))
        for table in tables
        for name, sql in session.execute(
            text(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table AND name LIKE :like"
            ),
            {"table": table, "like": f"{table}_refuses_%"},
        )
    ]
    for name, _sql in lifted:
        session.execute(text(f"DROP TRIGGER {name}"))
    yield
    session.flush()
    for _name, sql in lifted:
        session.connection().exec_driver_sql(sql)

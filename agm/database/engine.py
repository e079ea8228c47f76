"""How both databases are opened: foreign keys, write-ahead log, and who may write when.

SQLite's deferred transactions lose updates when two of them read before they write. So a transaction begins with
BEGIN IMMEDIATE unless it was declared to be a reading one; PostgreSQL needs no such care.
"""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, Executable, TableClause, event, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from agm.database.writers_line import ConnectionInLine

BUSY_MILLISECONDS = 15_000

NORMAL, FULL = 1, 2
"""SQLite's levels of `synchronous`: the file is sound after a power cut; and the last commit is in it."""

_only_reads: ContextVar[bool] = ContextVar("only_reads", default=False)
_durable: ContextVar[bool] = ContextVar("durable", default=False)


@contextmanager
def only_reading() -> Iterator[None]:
    """Declare that transactions begun inside only read, so that they need not wait for a writer."""
    token = _only_reads.set(True)
    try:
        yield
    finally:
        _only_reads.reset(token)


def set_read_only(value: bool) -> None:
    """Declare, for the rest of this context, whether transactions only read."""
    _only_reads.set(value)


def only_reads() -> bool:
    """Whether that was declared."""
    return _only_reads.get()


def set_durable(value: bool) -> None:
    """Declare, for the rest of this context, whether transactions are on the disk before they count as committed."""
    _durable.set(value)


@contextmanager
def durably() -> Iterator[None]:
    """Declare that transactions begun inside are on the disk before they count as committed: a vote that was
    acknowledged outlives a power cut."""
    token = _durable.set(True)
    try:
        yield
    finally:
        _durable.reset(token)


def is_durable(session: Session) -> bool:
    """Whether the transaction is on the disk once it is committed; PostgreSQL's are, unless it is set otherwise."""
    if session.get_bind().dialect.name == "sqlite":
        driver: Any = session.connection().connection.driver_connection
        return int(driver.execute("PRAGMA synchronous").fetchone()[0]) >= FULL
    return True


def prepare_engine(engine: Engine) -> None:
    """Attach the SQLite set-up to an engine; PostgreSQL needs none."""
    if engine.dialect.name != "sqlite":
        # besides raising the error of a batch, the driver would print that it gave the batch up
        logging.getLogger("psycopg").setLevel(logging.ERROR)
        return
    line = Lock()

    def begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        if _only_reads.get():
            driver.execute("BEGIN")
            return
        level = FULL if _durable.get() else NORMAL
        if connection.info.get("synchronous", NORMAL) != level:  # has to be said before the transaction
            connection.exec_driver_sql(f"PRAGMA synchronous={level}")
            connection.info["synchronous"] = level
        with driver.turn(line):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "do_connect", stand_in_line)
    event.listen(engine, "connect", open_sqlite)
    event.listen(engine, "begin", begin)


def stand_in_line(_dialect: object, _record: object, _arguments: object, options: dict[str, Any]) -> None:
    options["factory"] = ConnectionInLine


def open_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401  the driver's own connection type
    """Set up one SQLite connection; the driver's own transaction handling is switched off."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={BUSY_MILLISECONDS}", "synchronous=NORMAL",
        "recursive_triggers=ON",  # so that REPLACE deletes as DELETE does
    ):  # fmt: skip
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def write_if_free(engine: Engine, statement: Executable) -> bool:
    """Carry out one small change in a transaction of its own. False, and nothing done, while SQLite has another writer:
    what can be done the next time as well waits for nobody."""
    declared = _only_reads.set(False)
    try:
        with engine.connect() as connection, waiting_for(connection, 0):
            connection.execute(statement)
            connection.commit()
    except OperationalError as error:
        if getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
            raise
        return False
    finally:
        _only_reads.reset(declared)
    return True


@contextmanager
def waiting_for(connection: Connection, milliseconds: int) -> Iterator[None]:
    """Wait only so long for SQLite's writer; PostgreSQL has none to wait for."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        driver.execute(f"PRAGMA busy_timeout={milliseconds}")
    try:
        yield
    finally:
        if connection.dialect.name == "sqlite":
            connection.rollback()
            driver.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")


def read_one_moment(session: Session) -> None:
    """Let everything that the session reads be of one moment, as it is in SQLite; it has to be its first work."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def restart_numbers(session: Session, table: TableClause) -> None:
    """Let PostgreSQL count on from the highest number that was put in by hand; SQLite does so by itself."""
    if session.get_bind().dialect.name != "postgresql" or [column.name for column in table.primary_key] != ["id"]:
        return
    highest = session.scalar(select(func.max(table.columns["id"])))
    sequence = session.scalar(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name})
    if highest is not None and sequence is not None:
        session.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})

"""The two databases that the tests run on: migrated once, and brought back to that state before each test."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Table, create_engine, delete, insert, select, text

from tests.support import forked

STORED_COLUMNS = (
    "SELECT column_name FROM information_schema.columns"
    " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position"
)


def migrate(url: str, folder: Path) -> None:
    """Bring a database to the newest schema, in a process of its own as Alembic needs it."""
    done = forked.run(["migrate"], os.environ | {"AGM_DATABASE_URL": url, "AGM_DATA_FOLDER": str(folder)})
    if done.status != 0:
        raise RuntimeError(f"the migrations failed:\n{done.out}\n{done.err}")


@dataclass(frozen=True, slots=True)
class Database:
    """A database for tests: its kind ("sqlite" or "postgresql"), its SQLAlchemy URL, a folder for the
    application's files beside it, how it is emptied, and how its present state is kept: `keep` gives what brings it
    back. Connections to SQLite must be closed before the database is emptied or brought back."""

    kind: str
    url: str
    folder: Path
    reset: Callable[[], None]
    keep: Callable[[], Callable[[], None]]


def sqlite_database(folder: Path) -> Database:
    """A SQLite file in `folder`; a reset puts a new copy of the migrated template in its place.

    A new file, not the same one written anew: a connection that a test left open goes on with the old one, and cannot
    disturb the next test.
    """
    template, fresh, used = (folder / f"{name}.sqlite3" for name in ("template", "fresh", "used"))
    migrate(f"sqlite:///{template}", folder)

    def bring(state: Path) -> None:
        for suffix in ("-wal", "-shm", ".chain-head.json"):
            used.with_name(used.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(state, fresh)
        fresh.replace(used)

    def keep() -> Callable[[], None]:
        state = folder / f"kept-{len(list(folder.glob('kept-*')))}.sqlite3"
        with closing(sqlite3.connect(used)) as source, closing(sqlite3.connect(state)) as copy:
            source.backup(copy)
        return partial(bring, state)

    reset = partial(bring, template)
    reset()
    return Database("sqlite", f"sqlite:///{used}", folder, reset, keep)


@contextmanager
def bare_postgresql(server: str, name: str) -> Iterator[str]:
    """A new database called `name` on the server of libpq's string `server`: its own string; dropped at the end."""
    identifier = sql.Identifier(name)
    with psycopg.connect(server, autocommit=True) as maintenance:
        maintenance.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(identifier))
        maintenance.execute(sql.SQL("CREATE DATABASE {}").format(identifier))
        try:
            yield psycopg.conninfo.make_conninfo(server, dbname=name)
        finally:
            maintenance.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


def postgresql_database(conninfo: str, folder: Path) -> Iterator[Database]:
    """Migrate a bare PostgreSQL database, and give it for as long as the iteration lasts.

    A reset deletes every row with triggers off (the audit log refuses otherwise), which takes 2 ms where a copy
    of a template takes 80 ms, puts back the rows that migrations wrote, and restarts the sequences.
    """
    url = sqlalchemy_url(conninfo)
    migrate(url, folder)
    with psycopg.connect(conninfo, autocommit=True) as connection:
        numbers = count()

        def keep() -> Callable[[], None]:
            # sent as one, because the way there and back takes longer than most of them
            statements = (
                sql.SQL("; ").join(returning_statements(connection, f"kept_{next(numbers)}")).as_bytes(connection)
            )

            def bring() -> None:
                for noted in folder.glob("*.chain-head.json"):
                    noted.unlink()
                connection.execute(statements)

            return bring

        yield Database("postgresql", url, folder, keep(), keep)


def sqlalchemy_url(conninfo: str) -> str:
    """The SQLAlchemy URL of a libpq connection string, with the place in the query so that sockets work too."""
    parts = {key: str(value) for key, value in psycopg.conninfo.conninfo_to_dict(conninfo).items() if value is not None}
    password = f":{parts['password']}" if "password" in parts else ""
    place = "&".join(f"{key}={parts[key]}" for key in ("host", "port") if key in parts)
    return f"postgresql+psycopg://{parts.get('user', '')}{password}@/{parts['dbname']}?{place}"


def returning_statements(connection: psycopg.Connection, schema: str) -> list[sql.Composed | sql.SQL]:
    """What brings this database back to its present state; keeps copies of the rows it holds now in this schema."""
    found = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    ).fetchall()
    tables = [str(row[0]) for row in found]
    statements: list[sql.Composed | sql.SQL] = [
        sql.SQL("SET LOCAL lock_timeout = '120s'"),
        sql.SQL("SET LOCAL session_replication_role = replica"),
    ]
    statements += [sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in tables]
    statements.append(
        sql.SQL(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)"
            " FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
        )
    )
    for name, last in connection.execute(
        "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences"
        " WHERE schemaname = 'public' AND last_value IS NOT NULL"
    ).fetchall():
        statements.append(sql.SQL("SELECT setval({}, {})").format(sql.Literal(name), sql.Literal(last)))
    connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
    for table in tables:
        rows, copy = sql.Identifier(table), sql.Identifier(schema, table)
        found_one = connection.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(rows)).fetchone()
        if found_one is not None and found_one[0]:
            connection.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(copy, rows))
            names = connection.execute(STORED_COLUMNS, (table,)).fetchall()
            columns = sql.SQL(", ").join(sql.Identifier(name) for (name,) in names)
            statements.append(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(rows, columns, columns, copy))
    return statements


def copy_rows(source: str, target: str) -> None:
    """Put every row of one database into the empty tables of another, which is PostgreSQL's; both are migrated."""
    reading, writing = create_engine(source), create_engine(target)
    with reading.connect() as rows, writing.begin() as copy:
        copy.execute(text("SET LOCAL session_replication_role = replica"))
        for table in all_tables():
            copy.execute(delete(table))  # what migrations wrote
            found = [dict(row) for row in rows.execute(select(table)).mappings()]
            if found:
                copy.execute(insert(table), found)
    reading.dispose()
    writing.dispose()


def all_tables() -> Iterable[Table]:
    """The tables that the models describe."""
    from agm.database import Base, load_models

    load_models()
    return Base.metadata.tables.values()

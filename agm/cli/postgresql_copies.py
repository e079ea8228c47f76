"""Copies of a PostgreSQL database by its own programs, and trying one in a database that is thrown away."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy import URL

LONGEST_LOCK = "30s"
"""How long `pg_restore` waits for somebody who is in the middle of reading or writing."""
LONGEST_NAME = 63


def run_postgresql(program: str, url: URL, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on a database; the password goes through the environment."""
    path = shutil.which(program)
    if path is None:
        raise click.ClickException(f"{program} is not installed. It comes with PostgreSQL's client programs.")
    environment = os.environ | {
        "PGPASSWORD": url.password or "",
        "PGOPTIONS": f"{os.environ.get('PGOPTIONS', '')} -c lock_timeout={LONGEST_LOCK}".strip(),
    }
    plain = url.set(drivername="postgresql", password=None).render_as_string()
    done = subprocess.run(  # noqa: S603  our own arguments, no shell
        [path, *arguments, f"--dbname={plain}"], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise click.ClickException(f"{program} failed: {done.stderr.strip()}")


def dump(url: URL, target: str) -> None:
    run_postgresql("pg_dump", url, "--format=custom", f"--file={target}")


def put_back(url: URL, source: str) -> None:
    """Put an archive in the place of what a database holds, or leave all as it was."""
    run_postgresql("pg_restore", url, "--clean", "--if-exists", "--single-transaction", "--no-owner", source)


@contextmanager
def tried_out(url: URL, source: str) -> Iterator[URL]:
    """A database of its own, on the same server, that is filled from an archive; it is dropped at the end.

    Raises ClickException where the archive cannot be read to its end, or no database may be made.
    """
    import psycopg
    from psycopg import sql

    scratch = url.set(database=f"{url.database}"[: LONGEST_NAME - 20] + f"_restore_{os.getpid()}")
    name = sql.Identifier(str(scratch.database))
    conninfo = url.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with psycopg.connect(conninfo, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
    except psycopg.errors.InsufficientPrivilege:
        raise click.ClickException(
            f"The copy is tried out in a database of its own first, and {url.username} may not make one. "
            f"As the server’s administrator: ALTER ROLE {url.username} CREATEDB"
        ) from None
    try:
        run_postgresql("pg_restore", scratch, "--exit-on-error", "--no-owner", source)
        yield scratch
    finally:
        with psycopg.connect(conninfo, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

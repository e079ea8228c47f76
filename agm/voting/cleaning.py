"""Clearing what is left of encrypted papers from the files of the database, once a vote is sealed.

Each of this is outside a transaction, and can be done again. Backups and archives of the log that were made before keep
what was in the database then: `docs/security.md`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

TABLES = ("sealed_paper", "server_key", "voted", "voter", "online_paper", "vote_receipt", "contest")


class NotClearedError(Exception):
    """Somebody reads the database; it can be done a little later."""


def clear_files(engine: Engine) -> str:
    """What was done, in words that are kept with the vote."""
    return clear_sqlite(engine) if engine.dialect.name == "sqlite" else clear_postgresql(engine)


def clear_sqlite(engine: Engine) -> str:
    """Raises NotClearedError while somebody reads."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA secure_delete=ON")
        driver.execute("VACUUM")
        (is_busy, *_), *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if is_busy:
        raise NotClearedError
    return "The file of the records was written anew, and its log was emptied."


def clear_postgresql(engine: Engine) -> str:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM (FREEZE) {', '.join(TABLES)}"))
        refused = [name for name in ("CHECKPOINT", "SELECT pg_switch_wal()") if not is_allowed(connection, name)]
    done = "The tables were cleared and frozen"
    if refused:
        return f"{done}. Whoever looks after the server has to do the rest: {'; '.join(refused)}."
    return f"{done}, and the log goes on in a new file."


def is_allowed(connection: Connection, statement: str) -> bool:
    try:
        connection.execute(text(statement))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != "42501":  # insufficient_privilege
            raise
        return False
    return True

"""Leaving nothing in the database's files of what was deleted or changed."""

from contextlib import closing
from typing import Any

from sqlalchemy import Engine, text

from agm.database import Base


class NotCleanedError(Exception):
    """Somebody reads or writes just now; it can be tried again."""


def clean_free_pages(engine: Engine) -> None:
    """Write the files anew without what is in them no more. On SQLite it waits for nobody. Raises NotCleanedError."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in Base.metadata.sorted_tables:
                connection.execute(text(f"VACUUM FULL {table.name}"))
        return
    with closing(engine.raw_connection()) as connection:
        driver: Any = connection.driver_connection
        try:
            driver.execute("INSERT INTO search_index(search_index) VALUES ('rebuild')")
            driver.execute("VACUUM")
            busy, _pages, _moved = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except driver.OperationalError as error:
            raise NotCleanedError(str(error)) from None
    if busy:
        raise NotCleanedError("Somebody is reading just now.")

"""Reading without making objects. The statements are built once, when a module is read: to put one together takes
longer than to carry it out."""

from typing import Any

from sqlalchemy import Connection, Result, Select
from sqlalchemy.orm import Session

Reads = Session | Connection
"""What rows are read on. A page that needs no objects takes a connection: a session costs as much as a statement."""


def rows(reads: Reads, statement: Select[*tuple[Any, ...]], **values: object) -> Result[*tuple[Any, ...]]:
    """What a statement gives for these values. It reads removed meetings too, of which nothing was ever published."""
    connection = reads.connection() if isinstance(reads, Session) else reads
    return connection.execute(statement, values)

"""Reading without making objects. The statements are built once, when a module is read: to put one together takes
longer than to carry it out."""

from typing import Any

from sqlalchemy import Result, Select
from sqlalchemy.orm import Session


def rows(session: Session, statement: Select[*tuple[Any, ...]], **values: object) -> Result[*tuple[Any, ...]]:
    """What a statement gives for these values. It reads removed meetings too, of which nothing was ever published."""
    return session.connection().execute(statement, values)

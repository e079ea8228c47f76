"""Rows held for a change: on PostgreSQL nobody else changes them until the transaction ends, as on SQLite anyway.

A request reads long before it writes. Held rows are read anew, so that a version is compared with the present one.
Their keys stay free: a row that refers to a held one can be written meanwhile.
"""

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.database import Base

Row = TypeVar("Row", bound=Base)


def lock_row(session: Session, kind: type[Row], key: int, **options: bool) -> Row:
    """The row of this key as it is now, held; further execution options by name. Raises NoResultFound if there is
    none."""
    session.flush()
    statement = select(kind).where(kind.__table__.c.id == key).with_for_update(of=kind, key_share=True)
    return session.scalars(statement.execution_options(populate_existing=True, **options)).unique().one()


def lock_rows(session: Session, kind: type[Row], keys: Iterable[int]) -> list[Row]:
    """The rows of these keys as they are now, held; in the order of their keys, so that no two savers deadlock."""
    session.flush()
    key = kind.__table__.c.id
    statement = select(kind).where(key.in_(sorted(keys))).order_by(key).with_for_update(of=kind, key_share=True)
    return list(session.scalars(statement.execution_options(populate_existing=True)).unique())

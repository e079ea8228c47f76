"""Trying a row that one constraint of the database must refuse."""

from __future__ import annotations

from sqlalchemy import TextClause
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session


def fault_of(session: Session, name: str, wrong: object) -> str | None:
    """Try a row that one constraint must refuse; what went otherwise, or None. Everything is taken back."""
    try:
        if isinstance(wrong, TextClause):
            session.execute(wrong)
        else:
            session.add(wrong)
        session.flush()
    except IntegrityError as refused:
        message = str(refused.orig)
        is_named = session.get_bind().dialect.name == "postgresql" or name.startswith("ck_")
        return f"{name}: {message}" if is_named and name not in message else None
    finally:
        session.rollback()
    return f"{name}: accepted"

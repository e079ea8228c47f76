"""Keeping the search index: each chapter puts in what the public may find of its records."""

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import Session

from agm.database.numbering import number
from agm.search_index.models import Kind, SearchEntry

FOLLOWERS: dict[Kind, Callable[[Session, Collection[int]], None]] = {}
"""By kind of record: what writes anew the entries that say the names of these records."""


def replace(session: Session, old: ColumnElement[bool], entries: Sequence[SearchEntry] = ()) -> None:
    """Let the search find these entries instead of the old ones."""
    session.execute(delete(SearchEntry).where(old))
    number(session, entries)
    session.add_all(entries)
    session.flush()


def renamed(session: Session, kind: Kind, ids: Collection[int]) -> None:
    """Let the search find people or offices by their names of now, which a later chapter's entries say as well."""
    if kind in FOLLOWERS:
        session.flush()
        FOLLOWERS[kind](session, ids)

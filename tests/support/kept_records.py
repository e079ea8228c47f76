"""Records that many tests begin with: made by the first test that asks, and laid again for each later one.

A record takes the operations up to a second to make, and the database some milliseconds to lay. What a fixture gives
may hold objects of the database; each test is given its own, loaded into its session.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from agm.database import Base
from tests.support.databases import Database

Laid = tuple[Callable[[], None], bytes]
LAID: dict[tuple[str, Callable[[Session], object]], Laid] = {}
"""By the database's address and what makes a record: how its rows are laid, and what it gave."""


def kept_record(make: Callable[[Session], object]) -> Any:  # noqa: ANN401  pytest's type of a fixture
    """A fixture like `@pytest.fixture`, for a function of an empty database's session that changes nothing else.

    It has to be the first fixture of a test that writes; RuntimeError otherwise.
    """

    def laid(session: Session, database: Database) -> object:
        if session.info.get("has_begun"):
            raise RuntimeError(f"{make.__name__} is laid into an empty database: ask for it before what writes")
        key = (database.url, make)
        if key not in LAID:
            given = make(session)
            session.commit()
            kept = written(given)
            session.close()
            LAID[key] = (database.keep(), kept)
        else:
            lay, kept = LAID[key]
            lay()
        return Reader(kept, session).load()

    laid.__doc__ = make.__doc__
    return pytest.fixture(name=make.__name__)(laid)


def note_begin(session: Session) -> None:
    """Let the session note that it was used."""

    def begun(*_: object) -> None:
        session.info["has_begun"] = True

    event.listen(session, "after_begin", begun)


def written(given: object) -> bytes:
    """What a record's fixture gave, an object of the database as its class and its key."""
    stream = io.BytesIO()
    Writer(stream).dump(given)
    return stream.getvalue()


class Writer(pickle.Pickler):
    def persistent_id(self, thing: object) -> object:
        return (type(thing), inspect(thing).identity) if isinstance(thing, Base) else None


class Reader(pickle.Unpickler):
    def __init__(self, kept: bytes, session: Session) -> None:
        super().__init__(io.BytesIO(kept))
        self.session = session

    def persistent_load(self, pid: Any) -> object:  # noqa: ANN401  pickle's
        kind, key = pid
        return self.session.get_one(kind, key)

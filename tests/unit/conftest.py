"""Unit tests have no database: an engine that connects fails the test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event


@pytest.fixture(autouse=True)
def no_database() -> Iterator[None]:
    """Refuse every connection that SQLAlchemy would open."""

    def refuse(*_arguments: object) -> None:
        raise RuntimeError("a unit test asked for a database connection; its place is tests/integration")

    event.listen(Engine, "do_connect", refuse)
    yield
    event.remove(Engine, "do_connect", refuse)

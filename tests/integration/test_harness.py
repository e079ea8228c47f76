"""The harness itself: each test begins with an empty database, and what it wrote is gone for the next."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from agm.organisation.models import Region
from tests.support.databases import Database
from tests.support.statements import Statements


def add_region(session: Session) -> Region:
    region = Region(name="North", slug="north", position=1)
    session.add(region)
    session.commit()
    return region


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_begins_with_an_empty_database(session: Session, time: str) -> None:
    assert session.scalars(select(Region)).all() == []
    assert add_region(session).id == 1


def test_a_reset_empties_also_the_audit_log(database: Database, session: Session, engine: Engine) -> None:
    add_region(session)
    session.close()
    engine.dispose()
    database.reset()
    assert session.scalars(select(Region)).all() == []


def test_statements_are_counted_without_those_that_frame_a_transaction(
    session: Session, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    with count_statements() as statements:
        session.execute(text("SELECT 1"))
        session.execute(text("SELECT 2"))
        session.commit()
    assert statements.texts == ["SELECT 1", "SELECT 2"]


def test_the_kind_of_database_is_the_one_asked_for(database: Database, engine: Engine) -> None:
    assert engine.dialect.name == database.kind

"""The harness itself: each test begins with an empty database, and what it wrote is gone for the next."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.organisation.models import NATIONAL_ID, Unit
from tests.support.client import StrictClient
from tests.support.databases import Database
from tests.support.statements import Statements

pytestmark = pytest.mark.both_databases


def add_region(session: Session) -> Unit:
    unit = Unit(name="North", slug="north", position=1)
    session.add(unit)
    session.commit()
    return unit


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_begins_with_an_empty_database(session: Session, time: str) -> None:
    assert session.scalars(select(Unit).where(Unit.id != NATIONAL_ID)).all() == []
    assert add_region(session).id == 1


def test_a_reset_empties_also_the_audit_log(database: Database, session: Session, engine: Engine) -> None:
    add_region(session)
    session.close()
    engine.dispose()
    database.reset()
    assert session.scalars(select(Unit).where(Unit.id != NATIONAL_ID)).all() == []


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


@pytest.mark.parametrize("role", ["national_officer", "regional_officer", "viewer", None])
def test_a_client_is_signed_in_as_somebody_with_the_role(
    sign_in: Callable[..., StrictClient], session: Session, role: str | None
) -> None:
    unit = add_region(session)
    client = sign_in(role, *([unit] if role in {"regional_officer", "viewer"} else []))
    with client.session_transaction() as cookie:
        user = session.scalars(select(User)).one()
        assert cookie["_user_id"] == user.fs_uniquifier
    assert [official.role for official in user.officials] == ([] if role is None else [role])
    assert client.get("/account/password").status_code == 200


def test_a_visitor_is_not_signed_in(client: StrictClient) -> None:
    assert client.get("/account/password").status_code in {302, 303}
    assert client.get_page("/account/sign-in").heading != ""

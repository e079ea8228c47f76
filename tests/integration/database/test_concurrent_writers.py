"""Writers at the same time lose nothing: each read-then-write takes its turn, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.audit.queries import verify_chain
from agm.organisation.models import Organisation
from agm.web.kit.access import Access, access
from agm.web.kit.extensions import db
from tests.support.records import NOW, make_organisation

pytestmark = pytest.mark.both_databases

WRITERS = 8
TURNS = 15


@pytest.fixture
def app_that_counts(make_app: Callable[..., Flask]) -> Flask:
    """The application with one route more, which reads a number, records the act and writes the number plus one."""
    counting = Blueprint("counting_test", __name__)

    @counting.post("/count-one-more")
    @access(Access.PUBLIC)
    def count_one_more() -> str:
        session = db.session()
        organisation = session.scalars(select(Organisation).with_for_update()).one()
        before = organisation.version
        record(Act(session, SYSTEM, NOW), Action.ORGANISATION_AMENDED, "organisation:1", before=before)
        organisation.version = before + 1
        return str(before)

    app = make_app()
    app.register_blueprint(counting)
    return app


def test_no_update_is_lost_and_the_chain_holds(session: Session, app_that_counts: Flask) -> None:
    make_organisation(session)
    first = session.get_one(Organisation, 1).version
    session.commit()
    answers: list[int] = []

    def write() -> None:
        client = FlaskClient(app_that_counts)
        page = client.get("/account/sign-in").text
        sent = {"csrf_token": page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]}
        answers.extend(client.post("/count-one-more", data=sent).status_code for _turn in range(TURNS))

    writers = [threading.Thread(target=write) for _writer in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert answers == [200] * (WRITERS * TURNS)
    session.expire_all()
    assert session.get_one(Organisation, 1).version == first + WRITERS * TURNS
    assert verify_chain(session).is_sound
    session.commit()

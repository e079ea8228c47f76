"""No public page waits for a writer, on either database: each is read while everything is held for writing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from agm.announcements.commands import WriteStatement
from agm.announcements.operations import write_statement
from agm.audit.act import SYSTEM, Act
from agm.database import Base
from agm.facts import PersonName, SupportMessage
from agm.meetings.models import HallScreen, Meeting, Minutes
from agm.organisation.models import Reactions
from agm.settings import Settings
from agm.web.kit.access import Access
from agm.wording.document import AnnouncementKind
from agm.workflows.publish_announcement import Announce, CorrectAnnouncement, announce, correct_announcement
from tests.support.client import StrictClient
from tests.support.records import NOW, drafted, elected, facts_of, make_organisation, make_region, publish
from tests.support.route_access import address, reviewed_routes

pytestmark = pytest.mark.both_databases

RULES = [rule for (method, rule), level in reviewed_routes().items() if method == "GET" and level is Access.PUBLIC]


@pytest.fixture
def impatient_client(make_app: Callable[..., Flask], settings: Settings) -> StrictClient:
    """A reader whose application waits for no lock of PostgreSQL's for longer than a moment."""
    is_sqlite = settings.database_url.startswith("sqlite")
    url = settings.database_url + ("" if is_sqlite else "&options=-c%20lock_timeout%3D500")
    app = make_app(database_url=url, security_contact="security@example.org", security_expires=dt.date(2100, 1, 1))
    client = app.test_client()
    assert isinstance(client, StrictClient)
    return client


@pytest.fixture
def all_held(session: Session, engine: Engine) -> Iterator[Connection]:
    """Somebody writes, and holds every table against every other writer."""
    make_organisation(session).reactions = Reactions.ALL
    make_region(session)
    message = SupportMessage(person=PersonName("Di Peal"), text="We wish you well.")
    report = publish(session, facts_of(elected("Chair", "Ann Bell"), guests=("Flo Chime",), messages=(message,)))
    act = Act(session, SYSTEM, NOW)
    texts = (
        drafted(
            session, session.get_one(Meeting, report.announcement.meeting_id), AnnouncementKind.MESSAGES_OF_SUPPORT
        ),
        write_statement(act, WriteStatement(report.announcement.unit_id, "Thanks", "Thank you.")),
    )
    for one in texts:
        announce(act, Announce(one.id, one.version, names_agreed=True))
    meeting = {"meeting_id": report.announcement.meeting_id}
    session.get_one(Meeting, report.announcement.meeting_id).venue = "Dock Hall"
    told = report.announcement
    correct_announcement(act, CorrectAnnouncement(told.id, told.version, "The hall was missing.", names_agreed=True))
    session.add(HallScreen(**meeting, is_open=True))
    session.add(Minutes(**meeting, text="Ropes were bought.", begun_at=NOW, is_public=True))
    session.commit()
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")  # begins to write, on SQLite
        if engine.dialect.name == "postgresql":
            tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
            connection.exec_driver_sql(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
        yield connection
        connection.rollback()


@pytest.mark.usefixtures("all_held")
def test_every_public_page_is_read_while_somebody_writes(impatient_client: StrictClient) -> None:
    values = {
        "region_slug": "severn-vale",
        "meeting_slug": "agm-2024",
        "statement_slug": "thanks",
        "filename": "style.css",
    }
    statuses = {rule: impatient_client.get(address(rule, **values)).status_code for rule in RULES}
    assert {status for status in statuses.values() if status >= 500} == set()
    assert sum(status == 200 for status in statuses.values()) > len(RULES) // 2, statuses

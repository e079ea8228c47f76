"""The door on a phone: while the line is down people are found and marked, sent later, and nobody is there twice."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.database.engine import prepare_engine
from agm.meetings.commands import Mark
from agm.meetings.models import Attendance, Meeting, Register, RegisterEntry
from agm.meetings.operations.attendance import arrive
from agm.organisation.models import Unit
from tests.support.browsing import sign_in
from tests.support.halls import at, lay_hall
from tests.support.live_server import LiveServer

CHAIR = "chair@example.org"


def button(phone: Page, words: str) -> Locator:
    return phone.locator("button", has_text=words).first


def test_a_line_that_drops_loses_nobody_and_marks_nobody_twice(own_server: LiveServer, phone: Page) -> None:
    engine = create_engine(own_server.database_url)
    prepare_engine(engine)
    with Session(engine) as session:
        region = select(Unit.id).where(Unit.slug == "severn-vale").scalar_subquery()
        meeting = session.scalars(
            select(Meeting)
            .where(Meeting.unit_id == region, Meeting.id.not_in(select(Register.meeting_id)))
            .order_by(Meeting.held_on.desc())
            .limit(1)
        ).one()
        lay_hall(session, meeting)
        meeting_id = meeting.id
        entries = {one.name: one.id for one in session.scalars(select(RegisterEntry)) if one.meeting_id == meeting_id}
        session.commit()
    sign_in(phone, own_server, CHAIR)
    with phone.expect_response("**/check-in/register"):
        phone.goto(f"{own_server.url}/desk/meetings/{meeting_id}/check-in")
    search, waiting = phone.locator("#q"), phone.locator("[data-waiting]")
    expect(waiting).to_be_hidden()
    phone.context.set_offline(True)
    for typed, words in (("ashby", "Here: Ann Ashby"), ("2", "Here: Bo Cole"), ("A visitor", "Guest")):
        search.fill(typed)
        button(phone, words).click()
    expect(waiting).to_contain_text("No connection.")
    button(phone, "Undo: Bo Cole").click()
    expect(waiting).not_to_contain_text("Bo Cole")
    with Session(engine) as session:  # another door has marked her meanwhile
        arrive(Act(session, SYSTEM, at(0)), Mark(meeting_id, "other door", at(0)), entries["Ann Ashby"])
        session.commit()
    phone.context.set_offline(False)
    expect(waiting).to_be_hidden(timeout=15_000)
    expect(phone.locator("[data-part=count]")).to_contain_text("2 here.")
    with Session(engine) as session:
        stays = session.scalars(select(Attendance).where(Attendance.meeting_id == meeting_id)).all()
        assert sorted(one.displayed for one in stays) == ["A visitor", "Ann Ashby", "Cy Dée"]
    assert phone.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('agm-door:'))") == []
    engine.dispose()

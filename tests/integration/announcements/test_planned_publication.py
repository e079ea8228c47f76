"""Public at its time or after a second reader, right over the changes of the clocks, and never otherwise than read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, PublicationPlan, Revision
from agm.audit.act import SYSTEM, Act
from agm.meetings.models import Meeting
from agm.outbox.kinds import JobKind
from agm.outbox.models import OutboxJob
from agm.workflows.plan_publication import CHANGED, publish_planned
from tests.support.client import Field, StrictClient
from tests.support.records import elected, facts_of, make_organisation, make_region, record

SignIn = Callable[..., StrictClient]
BEFORE = "2026-03-01T12:00:00Z"
PUBLISH = "Publish the announcement"


def lay(session: Session) -> str:
    make_organisation(session)
    make_region(session)
    meeting = record(session, facts_of(elected("Chair", "Ann Bell")))
    session.commit()
    return f"/desk/meetings/{meeting.id}/publish"


def at(day: str, time: str, **more: Field) -> dict[str, Field]:
    year, month, number = day.split("-")
    return {"due_on-year": year, "due_on-month": month, "due_on-day": number, "due_at": time, **more}


def run_due_job(session: Session, instant: dt.datetime) -> None:
    session.rollback()
    job = session.scalars(
        select(OutboxJob).where(OutboxJob.kind == JobKind.PUBLICATION).order_by(OutboxJob.id.desc())
    ).first()
    assert job is not None
    assert job.due_at <= instant
    told = job.payload
    publish_planned(Act(session, SYSTEM, instant), told["announcement_id"], told["planned_at"])
    session.commit()


def due_of(session: Session) -> str:
    session.rollback()
    found = session.scalars(select(PublicationPlan.due_at)).one()
    assert found is not None
    return found.isoformat()


def test_a_time_is_that_of_the_clocks_there(session: Session, sign_in: SignIn) -> None:
    address = lay(session)
    with time_machine.travel(BEFORE, tick=False):
        officer = sign_in("national_officer")
        skipped = officer.submit(officer.get_page(address), at("2026-3-29", "1:30", names_agreed=True), button=PUBLISH)
        assert skipped.status_code == 422
        assert "There is no such time on that day: the clocks go forward" in officer.page(skipped).text
        past = officer.submit(officer.page(skipped), at("2026-2-1", "9:00"), button=PUBLISH)
        assert "This is past" in officer.page(past).text
        asked = officer.page(officer.submit(officer.page(past), at("2026-10-25", "1:30"), button=PUBLISH))
        assert "Say which is meant" in asked.text
        officer.submit(asked, {"which": "second"}, button=PUBLISH)
        assert due_of(session) == "2026-10-25T01:30:00+00:00", "after the clocks went back"
        officer.submit(officer.get_page(address), button="Do not publish it")
        officer.submit(officer.get_page(address), at("2026-7-1", "18:00"), button=PUBLISH)
        assert due_of(session) == "2026-07-01T17:00:00+00:00"
        page = officer.get_page(address)
        assert "To be public on 1 July 2026, 18:00" in page.text
        link = next(word for word in officer.page(
            officer.submit(page, button="Make a link for others to read it now")
        ).text.split() if "/m/preview/" in word)  # fmt: skip
        preview = officer.application.test_client().get(link.partition("localhost")[2] or link)
        assert b"is not to be told before 1 July 2026, 18:00" in preview.data
    session.rollback()
    assert session.scalars(select(Revision.id)).all() == []
    run_due_job(session, dt.datetime(2026, 7, 1, 17, 0, 5, tzinfo=dt.UTC))
    revision = session.scalars(select(Revision)).one()
    assert session.scalars(select(PublicationPlan.digest)).all() == []
    assert revision.by != "the system", "it is whoever planned it who publishes it"


def test_what_was_changed_after_it_was_planned_is_not_published(session: Session, sign_in: SignIn) -> None:
    address = lay(session)
    with time_machine.travel(BEFORE, tick=False):
        officer = sign_in("national_officer")
        officer.submit(officer.get_page(address), at("2026-7-1", "18:00", names_agreed=True), button=PUBLISH)
        session.rollback()
        session.scalars(select(Meeting)).one().venue = "The Belfry"
        session.commit()
        assert "were changed since" in officer.get_page(address).text
        run_due_job(session, dt.datetime(2026, 7, 1, 17, tzinfo=dt.UTC))
        assert session.scalars(select(Revision.id)).all() == []
        assert session.scalars(select(PublicationPlan.stopped_why)).one() == CHANGED
        session.commit()
        assert "It was not published" in officer.get_page(address).text
        officer.submit(officer.get_page(address), button="Do not publish it")
    session.rollback()
    assert session.scalars(select(PublicationPlan.digest)).all() == []


def test_a_second_person_reads_it_first(session: Session, sign_in: SignIn) -> None:
    address = lay(session)
    first = sign_in("national_officer")
    first.submit(first.get_page(address), {"names_agreed": True, "needs_second": True}, button=PUBLISH)
    mine = first.get_page(address)
    assert "Somebody else has to read it." in mine.text
    assert not [one for one in mine.all("button") if one.get("value") == "confirm"]
    session.rollback()
    unit = session.scalars(select(Announcement)).one().unit
    second = sign_in("regional_officer", unit)
    button = "I have read it: let it be public"
    done = second.submit(second.get_page(address), button=button)
    assert second.page(done).heading == "It is public"
    session.rollback()
    assert len(session.scalars(select(Revision.id)).all()) == 1

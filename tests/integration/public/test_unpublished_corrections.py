"""A saved change of date or kind stays out of public sight until the correction is published."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from agm.announcements.commands import Retract
from agm.announcements.models import Revision
from agm.announcements.operations import retract
from agm.audit.act import SYSTEM, Act
from agm.facts import MeetingKind
from agm.language.partial_date import PartialDate
from agm.meetings.commands import AmendDetails
from agm.meetings.models import Meeting, Section
from agm.meetings.operations import amend_details, section_version
from agm.meetings.operations.details import details_of
from agm.organisation.commands import AmendRegion
from agm.organisation.models import Unit
from agm.organisation.operations import amend_region
from agm.workflows.publish_announcement import CorrectAnnouncement, correct_announcement
from tests.support.kept_records import kept_record
from tests.support.records import NOW, drafted, elected, facts_of, make_organisation, make_region, publish, record


@kept_record
def unit(session: Session) -> Unit:
    """A region."""
    make_organisation(session)
    return make_region(session)


def meeting_of(revision: Revision) -> Meeting:
    """The meeting of a published report."""
    meeting = revision.announcement.meeting
    assert meeting is not None
    return meeting


def change(session: Session, meeting: Meeting, held_on: str, kind: MeetingKind = MeetingKind.AGM) -> None:
    """Save another date or kind."""
    details = replace(details_of(meeting), held_on=PartialDate.parse(held_on), kind=kind)
    version = section_version(session, meeting.id, Section.DETAILS)
    amend_details(Act(session, SYSTEM, NOW), AmendDetails(meeting.id, version, details))
    session.commit()


def past(client: FlaskClient) -> list[str]:
    """The addresses of a region's past meetings, in order."""
    page = client.get("/severn-vale").text
    section = page.partition('id="past"')[2].partition("</section>")[0]
    return [part.partition('"')[0] for part in section.split('<a href="')[1:]]


def test_address_order_and_data_follow_when_the_correction_is_published(
    session: Session, client: FlaskClient, unit: Unit
) -> None:
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2022-04-21"))
    meeting = meeting_of(publish(session, facts_of(elected("Chair", "Bo Rope"), held_on="2024-04-20")))
    session.commit()
    assert meeting.is_published
    assert past(client) == ["/severn-vale/agm-2024", "/severn-vale/agm-2022"]
    change(session, meeting, "2021-04-23", MeetingKind.EGM)
    assert meeting.slug == "agm-2024"
    assert past(client) == ["/severn-vale/agm-2024", "/severn-vale/agm-2022"]
    assert "2021" not in client.get("/").text
    events = client.get("/data/events.json").get_json()
    assert [(event["start_date"], event["classification"]) for event in events] == [
        ("2022-04-21", "agm"),
        ("2024-04-20", "agm"),
    ]
    announcement = drafted(session, meeting)
    command = CorrectAnnouncement(announcement.id, announcement.version, "Date and kind", names_agreed=True)
    correct_announcement(Act(session, SYSTEM, NOW), command)
    session.commit()
    assert past(client) == ["/severn-vale/agm-2022", "/severn-vale/egm-2021"]
    assert client.get("/severn-vale/agm-2024").headers["Location"] == "/severn-vale/egm-2021"
    events = client.get("/data/events.json").get_json()
    assert [(event["start_date"], event["classification"]) for event in events] == [
        ("2021-04-23", "egm"),
        ("2022-04-21", "agm"),
    ]


def test_after_a_retraction_the_region_still_names_its_last_agm(
    session: Session, client: FlaskClient, unit: Unit
) -> None:
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2023-04-23"))
    revision = publish(session, facts_of(elected("Chair", "Bo Rope"), held_on="2024-04-21"))
    retract(Act(session, SYSTEM, NOW), Retract(revision.announcement_id, "The guests were mixed up."))
    session.commit()
    page = " ".join(client.get("/severn-vale").text.split())
    words = 'The last AGM was on <time datetime="2024-04-21">21 April 2024</time>, but its announcement was taken back.'
    assert words in page
    assert past(client) == ["/severn-vale/agm-2023"]


def close(session: Session, unit: Unit, day: str) -> None:
    """Write down when a region is closed."""
    closed_on = PartialDate.parse(day).full
    command = AmendRegion(
        unit_id=unit.id, version=unit.version, name=unit.name, short_name=unit.short_name, slug=unit.slug,
        description=unit.description, opened_on=unit.opened_on, closed_on=closed_on, imprint=unit.imprint,
        contact=unit.contact,
    )  # fmt: skip
    amend_region(Act(session, SYSTEM, NOW), command)
    session.commit()


def test_a_closed_region_has_no_officers_and_no_next_meeting(session: Session, client: FlaskClient, unit: Unit) -> None:
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2024-04-21"))
    call(session, record(session, facts_of(held_on=f"{dt.datetime.now(dt.UTC).date() + dt.timedelta(days=300)}")))
    assert "Next meeting" in client.get("/severn-vale").text
    assert "meeting-2" in client.get("/meetings.ics").text
    close(session, unit, "2998-06-01")
    page = client.get("/severn-vale").text
    assert ("was closed on" in page, "<small>since 2024</small>" in page, "Next meeting" in page) == (False, True, True)
    assert "Severn Vale" in client.get("/regions").text
    close(session, unit, "2025-06-01")
    page = client.get("/severn-vale").text
    assert "This region was closed on 1 June 2025. Its record is kept here." in page
    assert "Nobody holds an office here any more." in page
    assert ("<small>since 2024</small>" in page, "Next meeting" in page) == (False, False)
    assert "VEVENT" not in client.get("/severn-vale/meetings.ics").text
    assert "VEVENT" not in client.get("/meetings.ics").text
    assert "Severn Vale" not in client.get("/regions").text
    (row,) = client.get("/data/memberships.json").get_json()
    assert (row["end_date"], row["end_reason"]) == ("2025-06-01", "region_closed")


def call(session: Session, meeting: Meeting) -> None:
    """Let the public know of a coming meeting."""
    details = replace(details_of(meeting), is_announced_beforehand=True)
    version = section_version(session, meeting.id, Section.DETAILS)
    amend_details(Act(session, SYSTEM, NOW), AmendDetails(meeting.id, version, details))
    session.commit()

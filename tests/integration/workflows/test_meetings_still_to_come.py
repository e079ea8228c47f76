"""What is still to come is never told as having happened; a false report that is taken back leaves nothing behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.models import Revision
from agm.audit.act import SYSTEM, Act
from agm.facts import PersonName, SupportMessage
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.office_holders.models import OfficeTerm
from agm.rules.violations import RefusedError
from agm.web.kit.clock import now
from agm.wording.document import AnnouncementKind
from agm.workflows.publish_announcement import Announce, CorrectAnnouncement, TakeBack, announce, take_back
from agm.workflows.publish_announcement import correct_announcement as correct
from tests.support.client import StrictClient
from tests.support.records import NOW, drafted, elected, facts_of, make_organisation, make_region, publish, record

SignIn = Callable[..., StrictClient]
BEFORE = dt.datetime(2024, 4, 20, 22, 30, tzinfo=dt.UTC)
"""Half past eleven at night in London, on the eve of the meeting."""
CHAIR = elected("Chair", "Ann Bell", key="chair")


@pytest.fixture
def act(session: Session) -> Act:
    make_organisation(session)
    make_region(session)
    return Act(session, SYSTEM, NOW)


def meeting_of(report: Revision) -> Meeting:
    assert report.announcement.meeting is not None
    return report.announcement.meeting


def in_office(session: Session) -> list[str]:
    session.expire_all()
    terms = session.scalars(select(OfficeTerm).where(OfficeTerm.end_reason.is_(None)))
    return sorted(person.name for term in terms for person in term.people)


@pytest.mark.parametrize("held_on", ["2024-04-21", "2024-05", "2025"])
def test_a_meeting_still_to_come_is_not_reported(act: Act, held_on: str) -> None:
    announcement = drafted(act.session, record(act.session, facts_of(CHAIR, held_on=held_on)))
    with pytest.raises(RefusedError) as refused:
        announce(replace(act, at=BEFORE), Announce(announcement.id, 1, names_agreed=True))
    assert [one.code for one in refused.value.violations] == ["still_to_come"]


@pytest.mark.parametrize("held_on", ["2024-04-20", "2024-04", "2024"])
def test_a_meeting_that_may_have_been_held_is_reported(act: Act, held_on: str) -> None:
    announcement = drafted(act.session, record(act.session, facts_of(CHAIR, held_on=held_on)))
    assert announce(replace(act, at=BEFORE), Announce(announcement.id, 1, names_agreed=True)).document


def test_messages_of_support_are_public_before_the_meeting(act: Act) -> None:
    facts = facts_of(messages=(SupportMessage(PersonName("Flo Chime"), text="Good luck!"),))
    announcement = drafted(act.session, record(act.session, facts), AnnouncementKind.MESSAGES_OF_SUPPORT)
    assert announce(replace(act, at=BEFORE), Announce(announcement.id, 1, names_agreed=True)).document


def test_a_report_is_not_corrected_to_a_day_that_is_to_come(act: Act) -> None:
    report = publish(act.session, facts_of(CHAIR))
    meeting = act.session.scalars(select(Meeting)).one()
    meeting.held_on = PartialDate.parse("2024-06-01")
    with pytest.raises(RefusedError) as refused:
        correct(act, CorrectAnnouncement(report.announcement_id, 2, "The day", names_agreed=True))
    assert [one.code for one in refused.value.violations] == ["still_to_come"]


@pytest.mark.parametrize(
    ("is_undone", "held_on", "then"),
    [
        (True, "2024-04-21", ["Old Chair"]),
        (False, "2024-06-01", ["Old Chair"]),
        (False, "2024-04-21", ["Ann Bell"]),
    ],
)
def test_what_a_report_that_is_taken_back_leaves_of_the_offices(
    act: Act, is_undone: bool, held_on: str, then: list[str]
) -> None:
    session = act.session
    publish(session, facts_of(elected("Chair", "Old Chair", key="chair"), held_on="2023-04-21"))
    report = publish(session, facts_of(CHAIR))
    assert in_office(session) == ["Ann Bell"]
    meeting_of(report).held_on = PartialDate.parse(held_on)
    announcement = report.announcement
    take_back(act, TakeBack(announcement.id, announcement.version, "It was not held.", is_undone=is_undone))
    assert in_office(session) == then
    meeting_of(report).held_on = PartialDate.parse("2024-04-21")
    version = report.announcement.version
    correct(act, CorrectAnnouncement(report.announcement_id, version, "It was held.", names_agreed=True))
    assert in_office(session) == ["Ann Bell"]


def test_taking_back_messages_changes_no_office(act: Act) -> None:
    session = act.session
    message = SupportMessage(PersonName("Flo Chime"), text="Good luck!")
    report = publish(session, facts_of(CHAIR, messages=(message,)))
    meeting = meeting_of(report)
    messages = drafted(session, meeting, AnnouncementKind.MESSAGES_OF_SUPPORT)
    announce(act, Announce(messages.id, 1, names_agreed=True))
    take_back(act, TakeBack(messages.id, messages.version, "Too soon.", is_undone=True))
    assert in_office(session) == ["Ann Bell"]


def test_a_false_report_that_is_taken_back_restores_the_coming_meeting(act: Act, client: StrictClient) -> None:
    report = publish(act.session, facts_of(CHAIR))
    meeting = meeting_of(report)
    meeting.held_on = PartialDate.of((now() + dt.timedelta(days=30)).date())
    meeting.is_announced_beforehand = True
    announcement = report.announcement
    take_back(act, TakeBack(announcement.id, announcement.version, "It is still to come.", is_undone=True))
    address = f"/severn-vale/{meeting.slug}"
    page = client.get_page(address)
    assert "Add to your calendar" in page.text
    assert "It is still to come." in page.text
    region = client.get_page("/severn-vale")
    assert address in [link.get("href") for link in region.all("a")]
    assert client.get("/severn-vale/meetings.ics").text.count("BEGIN:VEVENT") == 1


def test_the_page_of_a_coming_meeting_offers_no_publishing(act: Act, sign_in: SignIn) -> None:
    day = PartialDate.of((now() + dt.timedelta(days=30)).date())
    meeting = record(act.session, facts_of(CHAIR, held_on=str(day)))
    officer = sign_in("regional_officer", meeting.unit)
    page = officer.get_page(f"/desk/meetings/{meeting.id}/publish")
    assert "Too early" in page.text
    assert not [form for form in page.all("form") if form.get("action", "").endswith("/publish/report")]
    token = officer.csrf_token(f"/desk/meetings/{meeting.id}/announcement")
    address = f"/desk/meetings/{meeting.id}/publish/report"
    answer = officer.post(address, data={"csrf_token": token, "version": "1", "names_agreed": "y"})
    assert answer.status_code == 422
    act.session.rollback()
    assert act.session.scalars(select(Revision)).all() == []


def test_an_agm_is_begun_from_the_last_one_held_and_published(act: Act, sign_in: SignIn) -> None:
    session = act.session
    publish(session, facts_of(CHAIR, held_on="2022-04-21"))
    last = meeting_of(publish(session, facts_of(CHAIR, held_on="2023-04-21")))
    back = publish(session, facts_of(CHAIR, held_on="2024-04-21"))
    take_back(act, TakeBack(back.announcement_id, back.announcement.version, "It was not held.", is_undone=True))
    coming = [record(session, facts_of(held_on=f"{2090 + number}-04-21")) for number in range(6)]
    officer = sign_in("regional_officer", last.unit)
    page = officer.get_page("/desk/severn-vale/meetings/new")
    ticked = [one.get("value") for one in page.all("input") if one.get("name") == "like" and "checked" in one.attrib]
    assert ticked == [str(last.id)]
    assert len(coming) == 6


def test_a_second_agm_in_a_year_is_warned_of_and_not_refused(act: Act, sign_in: SignIn) -> None:
    meeting = record(act.session, facts_of(held_on="2024-04-21"))
    officer = sign_in("regional_officer", meeting.unit)
    new = officer.get_page("/desk/severn-vale/meetings/new")
    dates = {"held_on-day": "2", "held_on-month": "9", "held_on-year": "2024"}
    second = officer.submit(new, {**dates, "venue": "Bath"}, button="Begin")
    assert "another AGM of 2024 already, on 21 April 2024" in officer.page(second).text
    new = officer.get_page("/desk/severn-vale/meetings/new")
    other = officer.submit(new, {**dates, "venue": "Bath", "kind": "egm"}, button="Begin")
    assert "another AGM" not in officer.page(other).text
    act.session.rollback()
    assert len(act.session.scalars(select(Meeting)).all()) == 3

"""What goes out to members is sent when it is said, and shows no more than those who wrote it allow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement
from agm.facts import HeldAs
from agm.facts.announcement import Notice
from agm.meetings.models import Election, NoticeSending
from agm.nominations.commands import RuleOnNomination
from agm.nominations.models import Nomination, Nominee
from agm.nominations.rulings import rule
from tests.support.client import Field, StrictClient
from tests.support.html_page import text_of
from tests.support.nominations import AFTER, BEFORE, NOON, CallForTests, make_call


@pytest.fixture
def call(session: Session) -> CallForTests:
    """A call whose meeting begins at two; one stands, whose statement is for the e-mail alone."""
    made = make_call(session)
    made.meeting.starts_at = dt.time(14)
    nomination = made.nominated("Ruth Ardley", statement="I keep\nbooks.")
    nomination.nominees[0].consents = {"mail": "2027-04-07"}
    rule(made.act(AFTER), RuleOnNomination(nomination.id, stands=True), ())
    session.commit()
    return made


def sent(session: Session) -> list[dt.datetime]:
    session.rollback()
    return list(session.scalars(select(NoticeSending.sent_at)))


@pytest.mark.parametrize(
    ("day", "time", "told"),
    [
        ("28 3 2027", "01:30", "the clocks go forward"),
        ("31 10 2027", "01:30", "the clocks go back"),
        ("6 4 2027", "noon", "This is past"),
        ("", "noon", "Enter the day too"),
    ],
)
def test_a_reminder_for_a_moment_that_cannot_be_is_not_sent_at_once(
    session: Session, call: CallForTests, sign_in: Callable[..., StrictClient], day: str, time: str, told: str
) -> None:
    with time_machine.travel(BEFORE.replace(month=3, day=20) if "forward" in told else BEFORE, tick=False):
        officer, address = sign_in("national_officer"), f"/desk/meetings/{call.meeting_id}/election/send/reminder"
        parts = dict(zip(("due_on-day", "due_on-month", "due_on-year"), day.split(), strict=False))
        answer = officer.submit(officer.get_page(address), {**parts, "due_at": time}, form=address)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert sent(session) == []


@pytest.mark.parametrize("has_rules", [True, False])
def test_a_reminder_waits_for_its_day_under_any_rules(
    session: Session, call: CallForTests, sign_in: Callable[..., StrictClient], has_rules: bool
) -> None:
    if not has_rules:
        call.meeting.rules_id = None
        session.commit()
    with time_machine.travel(BEFORE, tick=False):
        officer, address = sign_in("national_officer"), f"/desk/meetings/{call.meeting_id}/election/send/reminder"
        due: dict[str, Field] = {"due_on-day": "8", "due_on-month": "4", "due_on-year": "2027", "due_at": "10:00"}
        officer.submit(officer.get_page(address), due, form=address)
    assert sent(session) == [dt.datetime(2027, 4, 8, 9, tzinfo=dt.UTC)]


def test_who_stands_is_not_to_be_sent_before_nominations_are_closed(
    call: CallForTests, sign_in: Callable[..., StrictClient]
) -> None:
    address = f"/desk/meetings/{call.meeting_id}/election/send/statement"
    early = "Nominations are not closed: they close on 9 April 2027, 12:00. Send this once they are"
    with time_machine.travel(BEFORE, tick=False):
        assert early in sign_in("national_officer").get_page(address).text
    with time_machine.travel(AFTER, tick=False):
        assert "Nominations are not closed" not in sign_in("national_officer").get_page(address).text


def test_who_stands_is_drafted_for_the_public_without_what_is_for_members_alone(
    session: Session, call: CallForTests, sign_in: Callable[..., StrictClient]
) -> None:
    election = f"/desk/meetings/{call.meeting_id}/election"
    session.get_one(Election, call.meeting_id).statement_at = NOON + dt.timedelta(hours=1)
    session.commit()
    with time_machine.travel(AFTER, tick=False):
        officer, address = sign_in("national_officer"), f"{election}/send/statement"
        page = officer.get_page(address)
        assert "I keep books." in page.text
        page = officer.page(officer.submit(page, {"is_public": True}, form=address))
        assert len(sent(session)) == 1
        assert "This is what the public is told: read it, and publish it below." in page.text
        sheet = text_of(page.all("section", class_="as-printed")[0])
        assert "Who is standing" in sheet
        assert "These candidates were nominated:" in sheet
        assert "Ruth Ardley" in sheet
        assert "I keep books." not in page.text
        officer.submit(page, {"names_agreed": True}, button="Publish it")
        told = session.scalars(select(Announcement.told).where(Announcement.told.is_not(None))).one()
        session.rollback()
        assert isinstance(told, Notice)
        assert told.announcement == "statement_of_nominations"
        assert "says otherwise" not in officer.get_page(election).text
        nominee = session.scalars(select(Nominee)).one()
        nominee.consents = {"mail": "2027-04-07", "statement": "2027-04-10"}
        session.commit()
        page = officer.get_page(election)
        assert "The public statement of who stands says otherwise than the record does now." in page.text
        page = officer.get_page(page.links["The public statement of who stands"])
        assert "I keep books." in page.text
        titles = session.scalars(select(Announcement.statement_title))
        assert len(titles.all()) == 1, "no free statement besides"


def test_who_stands_is_not_told_the_public_before_it_is_known(
    session: Session, call: CallForTests, sign_in: Callable[..., StrictClient]
) -> None:
    address = "/desk/severn-vale/announcements/new/statement_of_nominations"

    def said() -> str:
        officer = sign_in("national_officer")
        typed: dict[str, Field] = {"meeting": str(call.meeting_id)}
        return officer.page(officer.submit(officer.get_page(address), typed, button="Save the draft")).text

    with time_machine.travel(BEFORE, tick=False):
        assert "Nominations are not closed yet, so it is not known who stands." in said()
    session.rollback()
    call.nominated("Leah Marchant")
    session.commit()
    with time_machine.travel(AFTER, tick=False):
        assert "Decide first whether these stand: Leah Marchant." in said()
        waiting = session.scalars(select(Nomination).order_by(Nomination.id.desc())).first()
        assert waiting is not None
        rule(call.act(AFTER), RuleOnNomination(waiting.id, stands=True), ())
        session.commit()
        page = said()
        assert all(name in page for name in ("Who is standing", "Ruth Ardley", "Leah Marchant"))


def test_the_public_notice_is_drafted_from_the_record_and_marked_when_that_changes(
    session: Session, call: CallForTests, sign_in: Callable[..., StrictClient]
) -> None:
    call.meeting.held_as, call.meeting.online_link = HeldAs.HYBRID, "https://meet.example.org/8841"
    session.commit()
    election = f"/desk/meetings/{call.meeting_id}/election"
    with time_machine.travel(BEFORE, tick=False):
        officer = sign_in("national_officer")
        page = officer.get_page(officer.get_page(election).links["Write the public notice"])
        answer = officer.submit(page, {"agenda": "Apologies\nReports"}, button="Save the draft")
        page = officer.page(answer)
        sheet = text_of(page.all("section", class_="as-printed")[0])
        assert "will hold its" in sheet
        assert "Sunday 18 April 2027" in sheet
        assert "Every member may come." in sheet
        assert "Reports" in sheet
        assert "Motions" not in sheet
        assert "meet.example.org" not in page.text
        assert "The public notice is a draft." in officer.get_page(election).text
        officer.submit(page, button="Publish it")
        assert "The public notice says otherwise" not in officer.get_page(election).text
        call.meeting.venue = "the Corn Exchange"
        session.commit()
        page = officer.get_page(election)
        assert "The public notice says otherwise than the record does now." in page.text
        page = officer.get_page(page.links["The public notice"])
        assert "Your draft has changed since" in page.text
        corrected = officer.submit(page, {"note": "The hall."}, button="Publish the correction")
        address = officer.page(corrected).text.partition("Public at ")[2].partition(" ")[0].rstrip(".")
        assert "Corn Exchange" in officer.get_page(address).text
        assert "says otherwise" not in officer.get_page(election).text
        again = officer.get_page(f"/desk/severn-vale/announcements/new/notice?meeting={call.meeting_id}")
        refused = officer.submit(again, {"agenda": "Another"}, button="Save the draft")
        assert (refused.status_code, "This is written already" in refused.text) == (422, True)
        assert "Another" in refused.text


def test_a_public_call_prints_the_address_to_join_only_where_it_is_ticked(
    session: Session, call: CallForTests, sign_in: Callable[..., StrictClient]
) -> None:
    call.meeting.held_as, call.meeting.online_link = HeldAs.ONLINE, "https://meet.example.org/8841"
    session.commit()
    with time_machine.travel(BEFORE, tick=False):
        officer = sign_in("national_officer")
        page = officer.get_page("/desk/severn-vale/announcements/new/call_for_nominations")
        page = officer.page(officer.submit(page, {}, button="Save the draft"))
        assert "Nominations are invited for:" in page.text
        assert "meet.example.org" not in page.text
        page = officer.page(officer.submit(page, {"with_link": True}, button="Save the draft"))
        assert "To join online: https://meet.example.org/8841" in page.text


def test_a_notice_is_offered_of_meetings_to_come_alone(
    session: Session, call: CallForTests, sign_in: Callable[..., StrictClient]
) -> None:
    with time_machine.travel(NOON.replace(year=2028), tick=False):
        page = sign_in("national_officer").get_page("/desk/severn-vale/announcements/new/notice")
        assert str(call.meeting_id) not in [one.get("value") for one in page.all("option")]
        assert (
            "Write the public notice"
            not in sign_in("national_officer").get_page(f"/desk/meetings/{call.meeting_id}/election").text
        )
    call.meeting.starts_at = None
    session.commit()
    with time_machine.travel(BEFORE, tick=False):
        officer = sign_in("national_officer")
        page = officer.get_page("/desk/severn-vale/announcements/new/notice")
        refused = officer.submit(page, {"meeting": str(call.meeting_id)}, button="Save the draft")
        assert (refused.status_code, "no day and time yet" in refused.text) == (422, True)


def test_a_changed_text_leads_to_what_the_public_is_told(
    session: Session, call: CallForTests, sign_in: Callable[..., StrictClient]
) -> None:
    with time_machine.travel(BEFORE, tick=False):
        officer, address = sign_in("national_officer"), f"/desk/meetings/{call.meeting_id}/election/send/notice"
        typed: dict[str, Field] = {"is_public": True, "text": "Come all.\n\n## Agenda\n\n1. A new hall"}
        page = officer.page(officer.submit(officer.get_page(address), typed, form=address))
    assert "This is what the public is told: read it, and publish it below." in page.text
    assert "A new hall" in page.text
    assert "Come all." not in page.text


def test_an_unchanged_text_is_public_at_once(
    session: Session, call: CallForTests, sign_in: Callable[..., StrictClient]
) -> None:
    with time_machine.travel(BEFORE, tick=False):
        officer, address = sign_in("national_officer"), f"/desk/meetings/{call.meeting_id}/election/send/notice"
        page = officer.page(officer.submit(officer.get_page(address), {"is_public": True}, form=address))
        assert "e-mails are on the way" in page.text
        assert "read it, and publish it" not in page.text
        public = officer.get_page(
            officer.get_page(f"/desk/meetings/{call.meeting_id}/election").links["The public notice"]
        )
    assert "Public at" in public.text

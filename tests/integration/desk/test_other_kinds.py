"""Announcements of other kinds at the desk: what is asked, what the record gives, and how they become public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, Revision
from agm.facts import MeetingKind, PersonName
from agm.facts.announcement import OfficeChanges
from agm.facts.kinds import AnnouncementKind
from agm.meetings.models import Meeting
from agm.web.desk.announcements.kinds_offered import KIND_WORDS
from tests.support.client import Field, StrictClient
from tests.support.kept_records import kept_record
from tests.support.records import elected, facts_of, make_organisation, make_region, publish, record

SignIn = Callable[..., StrictClient]
NEW = "/desk/severn-vale/announcements/new"


@kept_record
def meeting(session: Session) -> Meeting:
    """An announced AGM of Severn Vale, which put two people into office."""
    make_organisation(session)
    make_region(session)
    make_region(session, "Fens")
    told = publish(session, facts_of(elected("Chair", "Ann Bell", key="chair"), elected("Clerk", "Bo Marsh")))
    return session.get_one(Meeting, told.announcement.meeting_id)


@pytest.fixture
def officer(meeting: Meeting, sign_in: SignIn) -> StrictClient:
    """A regional officer of the meeting's region."""
    return sign_in("regional_officer", meeting.unit)


def draft(officer: StrictClient, kind: str, typed: dict[str, Field]) -> str:
    """The address of a new draft."""
    page = officer.get_page(f"{NEW}/{kind}")
    answer = officer.submit(page, typed, button="Save the draft", follow_redirects=False)
    assert answer.status_code == 303, officer.page(answer).text
    return str(answer.location)


def test_the_list_of_officers_is_taken_from_the_record_and_published(session: Session, officer: StrictClient) -> None:
    page = officer.get_page(draft(officer, "committee_list", {"term": "2026–27", "contact": "the clerk"}))
    assert "Ann Bell" in page.text
    assert "Bo Marsh" in page.text
    published = officer.submit(page, button="Publish it")
    assert "Public at" in officer.page(published).text
    forms = officer.get_page(officer.page(published).links["Posts, files, e-mail"])
    assert all("Ann Bell" in posts for posts in forms.texts("textarea")), "posts, and the HTML to paste"
    revision = session.scalars(select(Revision).order_by(Revision.id.desc())).first()
    assert revision is not None
    assert revision.document is not None
    assert revision.document.kind is AnnouncementKind.COMMITTEE_LIST
    assert revision.facts is not None
    address = officer.page(published).text.partition("Public at ")[2].partition(" ")[0].rstrip(".")
    assert "Ann Bell" in officer.get_page(address).text
    assert revision.title in officer.get("/news.atom").text


def test_a_refused_retraction_keeps_what_was_typed_beside_it(officer: StrictClient) -> None:
    address = draft(officer, "committee_list", {"term": "2026–27"})
    officer.submit(officer.get_page(address), button="Publish it")
    page = officer.page(officer.submit(officer.get_page(address), {"term": "2027–28"}, button="Take it back"))
    assert "Say in a few words why it is taken back." in page.text
    assert [one.get("value") for one in page.all("input", name="term")] == ["2027–28"]


@pytest.mark.parametrize("button", ["Publish the correction", "Take it back"])
def test_what_is_not_saved_in_the_draft_is_neither_passed_over_nor_lost(officer: StrictClient, button: str) -> None:
    address = draft(officer, "resignation", {"who": "Clerk: Bo Marsh"})
    officer.submit(officer.get_page(address), button="Publish it")
    page = officer.page(officer.submit(officer.get_page(address), {"what_follows": "In May."}, button="Save the draft"))
    typed: dict[str, Field] = {"what_follows": "In June.", "on-year": "20x", "note": "A slip.", "why": "A slip."}
    refused = officer.submit(page, typed, button=button)
    assert (refused.status_code, "You changed the draft. Save it first" in refused.text) == (422, True)
    page = officer.page(refused)
    kept = {name: page.all("input", name=name)[0].get("value") for name in typed}
    assert kept == typed
    assert "In June." not in page.texts("ins")
    page = officer.page(officer.submit(page, {"on-year": "2026", "why": ""}, button="Save the draft"))
    assert page.all("input", name="note")[0].get("value") == "A slip.", "what is typed beside a saved draft stays"
    assert "In June." in " ".join(page.texts("ins"))
    done = officer.page(officer.submit(page, {"why": "A slip."}, button=button))
    assert ("The correction is public" in done.text) == (button == "Publish the correction")
    assert "You changed the draft" not in done.text


def test_a_draft_keeps_its_meeting_when_that_is_over(session: Session, sign_in: SignIn, meeting: Meeting) -> None:
    assert meeting.held_on is not None
    assert meeting.held_on.full is not None
    meeting.starts_at = dt.time(14)
    session.commit()
    day = dt.datetime.combine(meeting.held_on.full, dt.time(12), dt.UTC)
    with time_machine.travel(day, tick=False):
        address = draft(sign_in("regional_officer", meeting.unit), "notice", {"meeting": str(meeting.id)})
    with time_machine.travel(day + dt.timedelta(days=2), tick=False):
        officer = sign_in("regional_officer", meeting.unit)
        page = officer.get_page(address)
        chosen = [one.get("value") for one in page.all("option") if one.get("selected") is not None]
        assert chosen == [str(meeting.id)]
        assert (
            "The draft is saved" in officer.page(officer.submit(page, {"more": "Come."}, button="Save the draft")).text
        )


def test_a_resignation_names_people_of_the_record_and_is_corrected(session: Session, officer: StrictClient) -> None:
    address = draft(officer, "resignation", {"who": "Clerk: Bo Marsh", "what_follows": "Somebody will be co-opted"})
    told = session.scalars(select(Announcement.told).where(Announcement.told.is_not(None))).one()
    session.rollback()
    assert isinstance(told, OfficeChanges)
    assert told.changes[0].person.person_id is not None
    officer.submit(officer.get_page(address), button="Publish it")
    changed = officer.submit(
        officer.get_page(address), {"what_follows": "A by-election will be held."}, button="Save the draft"
    )
    page = officer.page(changed)
    assert "Your draft has changed since" in page.text
    corrected = officer.submit(page, {"note": "What follows."}, button="Publish the correction")
    assert "The correction is public" in officer.page(corrected).text


def test_a_meeting_that_is_put_off_has_the_day_of_its_own_page(officer: StrictClient, meeting: Meeting) -> None:
    typed: dict[str, Field] = {"meeting": str(meeting.id), "is_open": True, "reason": "flooding at the hall"}
    page = officer.get_page(draft(officer, "postponement", typed))
    assert "has been postponed because of flooding at the hall." in page.text
    assert len(page.all("section", class_="as-printed")) == 1
    assert page.all("section", class_="preview") == [], "which stays in sight beside a form, and here would cover it"
    typed = {"meeting": str(meeting.id), "eligible": "40", "returned": "30"}
    page = officer.get_page(draft(officer, "declaration", typed))
    assert "Of 40 people with a vote, 30 voted." in page.text


def test_a_by_election_is_told_from_the_record(officer: StrictClient, meeting: Meeting, session: Session) -> None:
    told = facts_of(
        replace(elected("Chair", "Cy Dean", key="chair"), predecessors=(PersonName("Ann Bell"),)),
        kind=MeetingKind.BY_ELECTION, held_on="2024-09-08",
    )  # fmt: skip
    filled = record(session, told)
    session.commit()
    page = officer.get_page(f"{NEW}/by_election")
    offered = [one.get("value") for one in page.all("option")]
    assert str(filled.id) in offered
    assert str(meeting.id) not in offered
    typed: dict[str, Field] = {
        "meeting": str(filled.id),
        "declared_on-day": "9",
        "declared_on-month": "9",
        "declared_on-year": "2024",
        "takes_office": "at once",
    }
    answer = officer.submit(page, typed, button="Save the draft", follow_redirects=False)
    page = officer.get_page(str(answer.location))
    assert "by-election result: Chair The Severn Vale Region" in page.text
    assert "Cy Dean" in page.text
    assert "Ann Bell" in page.text
    assert "at once" in page.text
    published = officer.submit(page, {"names_agreed": True}, button="Publish it")
    assert "Public at" in officer.page(published).text


@pytest.mark.parametrize("kind", ["declaration", "inquorate"])
def test_what_is_told_afterwards_offers_no_meeting_that_is_to_come(
    sign_in: SignIn, meeting: Meeting, kind: str
) -> None:
    assert meeting.held_on is not None
    assert meeting.held_on.full is not None
    day = dt.datetime.combine(meeting.held_on.full, dt.time(12), dt.UTC)
    found = []
    for at in (day - dt.timedelta(days=1), day):
        with time_machine.travel(at, tick=False):
            page = sign_in("regional_officer", meeting.unit).get_page(f"{NEW}/{kind}")
        found.append([one.get("value") for one in page.all("option")])
    assert found == [[""], ["", str(meeting.id)]]


def test_the_round_up_tells_who_met_and_who_has_to_report(meeting: Meeting, sign_in: SignIn, session: Session) -> None:
    assert meeting.held_on is not None
    officer = sign_in("national_officer")
    page = officer.get_page("/desk/national/announcements/new/round_up")
    answer = officer.submit(page, {"year": str(meeting.held_on.year)}, button="Save the draft")
    text = officer.page(answer).text
    assert "held its AGM" in text
    assert "Fens has still to report." in text
    publish(
        session, facts_of(elected("Chair", "Di Peal"), kind=MeetingKind.EGM, held_on=f"{meeting.held_on.year}-12-01")
    )
    answer = officer.submit(page, {"year": str(meeting.held_on.year)}, button="Save the draft")
    text = officer.page(answer).text
    assert ("Ann Bell" in text, "Di Peal" in text) == (True, False), "an EGM is no AGM, though it was told later"
    assert sign_in("regional_officer", meeting.unit).get(f"{NEW}/round_up").status_code == 404


@pytest.mark.parametrize("kind", [kind for kind in KIND_WORDS if kind is not AnnouncementKind.ROUND_UP])
def test_each_kind_has_a_page_and_refuses_what_lacks(kind: AnnouncementKind, officer: StrictClient) -> None:
    page = officer.get_page(f"{NEW}/{kind}")
    assert page.heading == KIND_WORDS[kind][0]
    if kind is not AnnouncementKind.COMMITTEE_LIST:
        typed: dict[str, Field] = {"more": "Kept."}
        answer = officer.submit(page, typed, button="Save the draft")
        assert answer.status_code == 422
        assert "Kept." in answer.text


def test_a_line_that_names_no_office_is_told_at_its_field(officer: StrictClient) -> None:
    page = officer.get_page(f"{NEW}/co_option")
    answer = officer.submit(page, {"who": "Ann Bell"}, button="Save the draft")
    assert answer.status_code == 422
    assert "Write each line as office, colon, name" in officer.page(answer).text

"""The record is narrowed to who, what and when, and says what was changed: before and now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act, Actor
from agm.audit.actions import Action
from agm.audit.changes import changes
from agm.audit.models import AuditEntry
from agm.audit.operations import record
from agm.facts import MeetingKind
from agm.language.partial_date import PartialDate
from agm.meetings.models import Section, SectionState
from tests.support.client import StrictClient
from tests.support.records import elected, facts_of, make_organisation, make_region
from tests.support.records import record as record_meeting

SignIn = Callable[..., StrictClient]


def at(day: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(2026, 6, day, hour, 30, tzinfo=dt.UTC)


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> StrictClient:
    """A national officer, and three acts of two on three days."""
    make_organisation(session)
    someone = Actor.user(999, "Nobody")
    record(Act(session, someone, at(1)), Action.MEETING_CREATED, "meeting:71")
    record(Act(session, SYSTEM, at(2)), Action.PERSON_CREATED, "person:72")
    record(Act(session, someone, at(2, 23)), Action.MEETING_REMOVED, "meeting:73")
    session.commit()
    return sign_in("national_officer")


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ("who=user:999", {71, 73}),
        ("who=system&what=person", {72}),
        ("what=meeting", {71, 73}),
        ("from=2026-06-02&to=2026-06-02", {72}),
        ("from=2026-06-03&to=2026-06-03", {73}),
        ("to=2026-06-01", {71}),
        ("what=nonsense&from=yesterday&to=2026-13-01&who=user:999", {71, 73}),
        ("who=user:12345", set()),
    ],
)
def test_the_record_is_narrowed(officer: StrictClient, filters: str, shown: set[int]) -> None:
    page = officer.get_page(f"/desk/record?{filters}")
    assert {number for number in (71, 72, 73) if f" {number}" in page.text} == shown


def test_older_pages_keep_the_filters(officer: StrictClient, session: Session) -> None:
    for number in range(60):
        record(Act(session, SYSTEM, at(5)), Action.MEETING_CREATED, f"meeting:{number + 100}")
    session.commit()
    page = officer.get_page("/desk/record?what=meeting&from=2026-06-01")
    assert "what=meeting" in page.links["Older"]
    older = officer.get_page(page.links["Older"])
    assert "meeting 71" in older.text
    assert "person 72" not in older.text


def test_the_record_says_what_was_changed(session: Session, sign_in: SignIn) -> None:
    make_organisation(session)
    make_region(session)
    meeting = record_meeting(session, facts_of(elected("Chair", "Ann Bell")))
    officer = sign_in("regional_officer", meeting.unit)
    page = officer.get_page(f"/desk/meetings/{meeting.id}/details")
    officer.submit(page, {"held_on-day": "22", "venue": "At Ann Bell’s"}, button="Save")
    text = officer.get_page("/desk/record").text
    assert "Changed: day: 21 April 2024, now 22 April 2024; place" in text
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == Action.DETAILS_AMENDED.value)).one()
    assert "Ann" not in str(entry.details)
    assert session.scalars(select(SectionState).where(SectionState.section == Section.DETAILS)).one().version


def test_texts_are_named_and_not_kept() -> None:
    before = {"kind": MeetingKind.AGM, "held_on": None, "venue": "Leeds", "seats": 1, "same": "x"}
    after = {"kind": MeetingKind.EGM, "held_on": PartialDate(2026, 5), "venue": None, "seats": 2, "same": "x"}
    assert changes(before, after) == {
        "changed": ["kind", "held_on", "venue", "seats"],
        "values": {"kind": ["agm", "egm"], "held_on": [None, "2026-05"], "seats": [1, 2]},
    }

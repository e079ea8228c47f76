"""The demonstration fills an empty database only; the seed posts come out of its records to the comma."""

from __future__ import annotations

import datetime as dt
import re
import shutil

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.accounts.models import Duty, User
from agm.accounts.queries import duties_of
from agm.announcements.models import Announcement, Rendering, Revision
from agm.audit.models import AuditEntry
from agm.audit.queries import verify_chain
from agm.facts import MeetingKind
from agm.meetings.attendance import hall, standing_proxies
from agm.meetings.models import Attendance, Election, HallScreen, Meeting, Motion
from agm.meetings.timetable import timetable
from agm.nominations.calls import call_of
from agm.nominations.checking import State, nominations_of
from agm.nominations.models import CameBy, OrderMethod
from agm.office_holders.models import OfficeTerm
from agm.organisation.queries import regions
from agm.rules.terms import AppointmentKind
from tests.support.commands import run_agm
from tests.support.databases import Database
from tests.support.project import ROOT

pytestmark = pytest.mark.both_databases

GOLDEN = ROOT / "tests" / "golden" / "announcements"


def plain(text: str) -> str:
    """No-break spaces read as spaces, trailing spaces dropped, runs of blank lines as one."""
    lines = [line.rstrip() for line in text.replace("\u00a0", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


@pytest.fixture
def filled(request: pytest.FixtureRequest, database: Database) -> Database:
    """The demonstration: in SQLite a copy of the one that `agm demo --unless-filled` made for all tests."""
    if database.kind == "sqlite":
        made = request.getfixturevalue("demonstration")
        shutil.copyfile(made / "agm.sqlite3", database.url.removeprefix("sqlite:///"))
    else:
        done = run_agm(database, "demo")
        assert done.status == 0, done.err
        assert "chair@example.org" in done.out
    return database


def test_the_demonstration_shows_everything_and_fills_an_empty_database_only(
    filled: Database, session: Session
) -> None:
    database = filled

    texts = {
        revision.title: post.content.decode()
        for revision, post in session.execute(
            select(Revision, Rendering).join(Rendering).where(Rendering.format == "text")
        )
    }
    for title, sample in (
        ("North West JLM AGM with guest speaker Angela Rayner MP", "seed-north-west-agm"),
        ("Messages of support for JLM's AGM", "seed-messages-of-support"),
    ):
        assert plain(texts[title]) == plain((GOLDEN / sample / "announcement.txt").read_text(encoding="utf-8"))

    units = regions(session)
    assert [unit.is_demonstration for unit in units].count(True) == 5
    for unit in units:
        years = [
            day.year
            for day in session.scalars(
                select(Meeting.held_on).where(Meeting.unit_id == unit.id, Meeting.kind == MeetingKind.AGM)
            )
            if day
        ]
        assert len(years) == {"north-west": 1, "dunmarra": 9}.get(unit.slug, 8)
        assert len(set(years)) == len(years), "no region has two AGMs in a year"
    ways = set(session.scalars(select(OfficeTerm.appointment_kind)))
    assert ways >= {
        AppointmentKind.CO_OPTED,
        AppointmentKind.BY_ELECTION,
        AppointmentKind.ELECTED,
        AppointmentKind.UNOPPOSED,
    }
    drafts = session.scalar(
        select(func.count()).select_from(Meeting).outerjoin(Announcement).where(Announcement.id.is_(None))
    )
    assert drafts == 7
    roles = {user.email: [(role.role, role.unit and role.unit.slug) for role in user.officials]
             for user in session.scalars(select(User).where(User.password.is_not(None)))}  # fmt: skip
    assert roles == {
        "national@example.org": [("national_officer", "national")],
        "chair@example.org": [("regional_officer", "severn-vale")],
        "north-west@example.org": [("regional_officer", "north-west")],
        "viewer@example.org": [("viewer", "severn-vale")],
        "returning@example.org": [("viewer", "severn-vale")],
    }
    elections = {meeting.unit.slug: meeting for meeting in session.scalars(select(Meeting).join(Election))}
    coming, held = elections.pop("severn-vale"), elections.pop("dunmarra")
    shows_a_meeting_that_was_put_off(session, elections.pop("farthinghoe"))
    shows_a_meeting_without_a_quorum(session, elections.pop("llanfaes-coast"))
    assert elections == {}
    for meeting in (coming, held):
        assert meeting.kind is MeetingKind.EGM
        found = timetable(session, meeting)
        assert (found.breaches(), found.is_told_another_day) == ([], False)
    assert [(one.duty, one.name) for one in duties_of(session, coming.id)] == [
        (Duty.RETURNING_OFFICER, "Beatrix Olumide"), (Duty.TELLER, "Perpetua Lisle"),
    ]  # fmt: skip
    asked = [one.state for one in nominations_of(session, coming, dt.datetime.now(dt.UTC)).every()]
    assert sorted(asked) == [
        "clear", "clear", "declined", "stands", "to_decide", "unconfirmed", "waiting", "withdrawn",
    ]  # fmt: skip
    shows_a_meeting_being_held(session, held)
    assert verify_chain(session).is_sound
    entries = session.scalar(select(func.count()).select_from(AuditEntry))
    session.commit()

    again = run_agm(database, "demo")
    assert (again.status, again.out) == (1, "")
    assert "The demonstration fills an empty one only." in again.err
    quiet = run_agm(database, "demo", "--unless-filled")
    assert (quiet.status, quiet.out, quiet.err) == (0, "", "")
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == entries
    session.commit()


def shows_a_meeting_that_was_put_off(session: Session, put_off: Meeting) -> None:
    """Its notice told another day; nominations have closed, but for an office for which nobody stood in time."""
    now = dt.datetime.now(dt.UTC)
    assert timetable(session, put_off).is_told_another_day
    (office,) = nominations_of(session, put_off, now).offices
    call = call_of(session, put_off)
    assert call.closes_at is not None
    assert call.closes_at < now
    assert (list(office.nominations), call.closed(office.contest.id, now)) == ([], [])
    told = session.scalars(select(Announcement.statement_title).where(Announcement.unit_id == put_off.unit_id)).all()
    assert [one for one in told if one and "by-election postponed to Sunday" in one]


def shows_a_meeting_without_a_quorum(session: Session, met: Meeting) -> None:
    seen = hall(session, met, dt.datetime.now(dt.UTC))
    assert (seen.presence.came, seen.needed, seen.presence.was_reached) == (2, 3, False)
    assert (met.attendance_number, met.quorum_number) == (2, 3)
    assert timetable(session, met).so_far("EGM", is_declared=False).is_inquorate
    (report,) = session.scalars(select(Rendering.content).join(Revision).join(Announcement).where(
        Announcement.meeting_id == met.id, Rendering.format == "text",
    ))  # fmt: skip
    assert "did not reach its quorum of three" in plain(report.decode()).replace("\n", " ")


def shows_a_meeting_being_held(session: Session, held: Meeting) -> None:
    """Lots are drawn in both ways, one office has one who stands alone, and for another somebody was called out at the
    meeting; at the door some are there, some have left, one votes for another, and two came in who are on no register.
    """
    now = dt.datetime.now(dt.UTC)
    found = nominations_of(session, held, now)
    assert {(one.order.method, len(one.order.names)) for one in found.offices if one.order} == {
        (OrderMethod.LOT_BY_HAND, 3), (OrderMethod.LOT_BY_SEED, 2),
    }  # fmt: skip
    assert {
        one.contest.label: [(it.state, it.nomination.came_by) for it in one.nominations]
        for one in found.offices if len(one.nominations) == 1
    } == {"Membership": [(State.STANDS, CameBy.LINK)], "Secretary": [(State.CLEAR, CameBy.FLOOR)]}  # fmt: skip
    assert [one.state for one in found.every()].count(State.STANDS) == 6
    outcomes = session.scalars(select(Motion.outcome).where(Motion.meeting_id == held.id).order_by(Motion.position))
    assert [one and one.value for one in outcomes] == ["carried", "lost"]
    assert session.get_one(HallScreen, held.id).is_open
    rows = session.scalars(select(Attendance).where(Attendance.meeting_id == held.id)).all()
    assert all(row.arrived_at < now and (row.left_at or row.arrived_at) < now for row in rows)
    assert [len([row for row in rows if row.left_at]), len(rows)] == [2, 12]
    assert {(row.name, row.may_vote, bool(row.reason)) for row in rows if row.entry_id is None} == {
        ("Rhona Stove", True, True), ("Captain Aldous Fairweather", False, True),
    }  # fmt: skip
    assert len(standing_proxies(session, held.id)) == 1
    seen = hall(session, held, now)
    assert (seen.presence.present, seen.is_quorate, seen.guests) == (9, True, 1)

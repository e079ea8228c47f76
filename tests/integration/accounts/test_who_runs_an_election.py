"""The guard asks who runs the election of the meeting in the address, and whether who asks stands in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask, g
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.duties import GiveDuty, give_duty
from agm.accounts.models import Duty, ElectionDuty, User
from agm.accounts.operations import SECOND_STEP_GRACE
from agm.accounts.permissions import Access
from agm.audit.act import SYSTEM, Act
from agm.meetings.models import Meeting
from agm.meetings.operations import remove_meeting
from agm.people.commands import MergePeople
from agm.people.models import Person
from agm.people.operations import merge_people
from agm.web.desk.meetings.views import load_meeting
from agm.web.kit.access import may_here
from agm.web.kit.extensions import db
from agm.workflows.removed_meetings import dispose_of_removed
from tests.support.kept_records import kept_record
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, record
from tests.support.signing_in import make_official, signed_in_client


@kept_record
def standing_for_chair(session: Session) -> Meeting:
    """A drafted AGM at which Ann Bell stands, who is on record a second time."""
    make_organisation(session)
    make_region(session)
    meeting = record(session, facts_of(elected("Chair", "Ann Bell"), guests=("Anne Bell",)))
    people = {person.name: person.id for person in session.scalars(select(Person))}
    merge_people(Act(session, SYSTEM, NOW), MergePeople(people["Anne Bell"], people["Ann Bell"]))
    return meeting


@pytest.fixture
def officer(standing_for_chair: Meeting, session: Session) -> User:
    """An officer of the meeting's region."""
    return make_official(session, "regional_officer", [standing_for_chair.unit])


@pytest.fixture
def may(app: Flask, session: Session) -> Callable[[User, Access, Meeting], bool]:
    """Whether the guard lets a user do something about a meeting."""

    def answer(user: User, level: Access, meeting: Meeting) -> bool:
        user_id, meeting_id = user.id, meeting.id
        session.commit()
        with app.test_request_context("/"):
            found = may_here(db.session.get_one(User, user_id), level, load_meeting(meeting_id))
            g.pop("parts", None)
            db.session.rollback()
        return found

    return answer


May = Callable[[User, Access, Meeting], bool]


def appoint(session: Session, user: User, meeting: Meeting, duty: Duty) -> ElectionDuty:
    given = ElectionDuty(
        user_id=user.id, meeting_id=meeting.id, duty=duty, name=user.name, appointed_at=NOW, appointed_by="somebody"
    )
    session.add(given)
    session.flush()
    return given


def test_an_officer_who_stands_runs_nothing_by_any_record_of_theirs(
    standing_for_chair: Meeting, officer: User, session: Session, may: May
) -> None:
    assert may(officer, Access.RUN, standing_for_chair)
    for name in ("Ann Bell", "Anne Bell"):
        officer.person_id = session.scalars(select(Person.id).where(Person.name == name)).one()
        assert not may(officer, Access.RUN, standing_for_chair)
        assert may(officer, Access.EDIT, standing_for_chair)


def test_an_appointment_takes_over_from_the_units_officers_until_it_ends(
    standing_for_chair: Meeting, officer: User, session: Session, may: May
) -> None:
    other = make_official(session, None)
    assert not may(other, Access.RUN, standing_for_chair)
    given = appoint(session, other, standing_for_chair, Duty.RETURNING_OFFICER)
    assert may(other, Access.RUN, standing_for_chair)
    assert may(other, Access.SEE, standing_for_chair)
    assert not may(other, Access.EDIT, standing_for_chair)
    assert not may(officer, Access.RUN, standing_for_chair)
    given.ended_at = NOW + dt.timedelta(days=1)
    assert not may(other, Access.RUN, standing_for_chair)
    assert may(officer, Access.RUN, standing_for_chair)


def test_a_duty_is_for_one_meeting(standing_for_chair: Meeting, session: Session, may: May) -> None:
    teller = make_official(session, None)
    appoint(session, teller, standing_for_chair, Duty.TELLER)
    next_one = record(session, facts_of(held_on="2031-01-01"))
    assert may(teller, Access.DOOR, standing_for_chair)
    assert not may(teller, Access.RUN, standing_for_chair)
    assert not may(teller, Access.DOOR, next_one)


def test_duties_go_with_the_meeting_that_is_disposed_of(
    standing_for_chair: Meeting, officer: User, session: Session
) -> None:
    appoint(session, officer, standing_for_chair, Duty.TELLER)
    remove_meeting(Act(session, SYSTEM, NOW), standing_for_chair)
    assert dispose_of_removed(Act(session, SYSTEM, NOW + dt.timedelta(days=40))) == 1
    assert session.scalars(select(ElectionDuty)).all() == []


def test_whoever_runs_an_election_needs_a_second_step_in_time(
    standing_for_chair: Meeting, session: Session, app: Flask
) -> None:
    outsider, teller = make_official(session, None), make_official(session, None)
    act = Act(session, SYSTEM, NOW)
    for user, duty in ((outsider, Duty.DEPUTY), (teller, Duty.TELLER)):
        give_duty(act, GiveDuty(user.id, standing_for_chair.id, standing_for_chair.unit_id, duty))
    assert (outsider.second_step_due_at, teller.second_step_due_at) == (NOW + SECOND_STEP_GRACE, None)
    tried = [(outsider.id, "password", 302), (outsider.id, "code", 200), (teller.id, "password", 200)]
    session.commit()
    for user_id, way, status in tried:
        assert signed_in_client(app, user_id, way).get("/desk/duties").status_code == status

"""Lays the ground of a record for tests of the desk: an organisation, regions with offices, meetings."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.language.partial_date import PartialDate
from agm.meetings.commands import MeetingDetails
from agm.meetings.models import Meeting
from agm.organisation.models import NATIONAL_ID, Office, Organisation, Unit
from agm.workflows.begin_meeting_from_last import BeginMeeting, begin_meeting

MORNING = dt.datetime(2017, 4, 2, 9, 0, tzinfo=dt.UTC)
OFFICES = ("Chair", "Secretary", "Membership")


def add_organisation(session: Session) -> Organisation:
    """The one organisation."""
    organisation = Organisation(name="Weavers’ Union", short_name="WU", imprint="Published by R. Adler, Leeds.")
    session.add(organisation)
    session.flush()
    return organisation


def add_region(session: Session, name: str = "North West", offices: tuple[str, ...] = OFFICES) -> Unit:
    """A region with offices of one place each, and two places for its other officers."""
    unit = Unit(name=name, slug=name.lower().replace(" ", "-"), position=1, opened_on=dt.date(2010, 1, 1))
    session.add(unit)
    session.flush()
    for position, label in enumerate(offices, start=1):
        session.add(Office(unit_id=unit.id, label=label, position=position, canonical_key=label.lower()))
    if offices:
        several = {"label": "Other officer", "plural_label": "Other officers", "seats": 2}
        session.add(Office(unit_id=unit.id, position=len(offices) + 1, **several))
    session.flush()
    return unit


def add_meeting(session: Session, unit: Unit | None, held_on: str = "2017-04-02", venue: str = "Leeds") -> Meeting:
    """An AGM that was just begun."""
    details = MeetingDetails(held_on=PartialDate.parse(held_on), venue=venue)
    unit_id = NATIONAL_ID if unit is None else unit.id
    meeting = begin_meeting(Act(session, SYSTEM, MORNING), BeginMeeting(unit_id, details))
    session.commit()
    return meeting

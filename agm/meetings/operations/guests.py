"""Recording who spoke."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from agm.audit.actions import Action
from agm.audit.actor import Actor
from agm.audit.operations import record
from agm.meetings.commands import AmendGuests, Guest, MeetingError
from agm.meetings.models import Appearance, Meeting, Section
from agm.meetings.operations.sections import save_section
from agm.people.models import Person
from agm.people.operations import resolve_person


def amend_guests(session: Session, actor: Actor, now: dt.datetime, command: AmendGuests) -> Meeting:
    """Replace the list of those who spoke; rows of people who stay are kept, so that paragraphs go on naming them.

    Raises StaleVersionError if somebody else saved meanwhile, MeetingError if somebody is listed twice.
    """
    meeting = session.scalars(
        select(Meeting).where(Meeting.id == command.meeting_id).options(selectinload(Meeting.appearances))
    ).one()
    save_section(session, actor, now, meeting.id, Section.GUESTS, command.version)
    before = {appearance.person_id: appearance for appearance in meeting.appearances}
    people = [resolve_person(session, actor, now, guest.person) for guest in command.guests]
    refuse_twice(people, command.guests)
    meeting.appearances = [
        set_appearance(before.get(person.id) or Appearance(person_id=person.id), guest, position)
        for position, (person, guest) in enumerate(zip(people, command.guests, strict=True), start=1)
    ]
    record(
        session, actor, now, Action.GUESTS_AMENDED, f"meeting:{meeting.id}", region_id=meeting.region_id,
        people=[person.id for person in people],
    )  # fmt: skip
    return meeting


def set_appearance(appearance: Appearance, guest: Guest, position: int) -> Appearance:
    """Copy name, role and order to the row as they are at the meeting's date."""
    appearance.kind = guest.kind
    appearance.position = position
    appearance.name = guest.person.name.name
    appearance.prefix = guest.person.name.prefix
    appearance.suffix = guest.person.name.suffix
    appearance.role = guest.role
    return appearance


def refuse_twice(people: list[Person], guests: tuple[Guest, ...]) -> None:
    """Raise MeetingError at the second row of a person who is listed twice."""
    seen: set[int] = set()
    for index, (person, guest) in enumerate(zip(people, guests, strict=True)):
        if person.id in seen:
            raise MeetingError(f"guests-{index}", f"{guest.person.name.displayed} is on the list twice. Take one away.")
        seen.add(person.id)

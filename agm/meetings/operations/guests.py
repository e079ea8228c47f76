"""Recording who spoke."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.meetings.commands import AmendGuests, Guest
from agm.meetings.models import Meeting, Section, Speaker
from agm.meetings.operations.sections import save_section
from agm.people.forgetting import forget_those_left
from agm.people.models import KnownFor, Person
from agm.people.operations import resolve_people, set_known
from agm.rules.violations import refuse


def amend_guests(act: Act, command: AmendGuests) -> Meeting:
    """Replace the list of those who spoke; rows of people who stay are kept, so that paragraphs go on naming them.

    Raises EditConflict if somebody else saved meanwhile, RefusedError if somebody is listed twice.
    """
    meeting = act.session.scalars(
        select(Meeting).where(Meeting.id == command.meeting_id).options(selectinload(Meeting.speakers))
    ).one()
    save_section(act, meeting.id, Section.GUESTS, command.version)
    before = {speaker.person_id: speaker for speaker in meeting.speakers}
    people = resolve_people(act, [guest.person for guest in command.guests], meeting.unit_id)
    refuse_twice(people, command.guests)
    meeting.speakers = [
        set_appearance(before.get(person.id) or Speaker(person_id=person.id), guest, position)
        for position, (person, guest) in enumerate(zip(people, command.guests, strict=True), start=1)
    ]
    place = (meeting.unit_id, meeting.id)
    left = set_known(act.session, KnownFor.SPEAKER, {place: {person.id for person in people}})
    record(
        act, Action.GUESTS_AMENDED, f"meeting:{meeting.id}", unit_id=meeting.unit_id,
        people=[person.id for person in people],
    )  # fmt: skip
    forget_those_left(act, left)
    return meeting


def set_appearance(speaker: Speaker, guest: Guest, position: int) -> Speaker:
    speaker.kind = guest.kind
    speaker.position = position
    speaker.name = guest.person.name.name
    speaker.prefix = guest.person.name.prefix
    speaker.suffix = guest.person.name.suffix
    speaker.role = guest.role
    return speaker


def refuse_twice(people: list[Person], guests: tuple[Guest, ...]) -> None:
    """Raise RefusedError at the second row of a person who is listed twice."""
    seen: set[int] = set()
    for index, (person, guest) in enumerate(zip(people, guests, strict=True)):
        if person.id in seen:
            refuse(
                "listed_twice", f"guests.{index}", f"{guest.person.name.displayed} is on the list twice. Take one away."
            )
        seen.add(person.id)

"""Recording what was said, and the messages of support."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from agm.audit.actions import Action
from agm.audit.actor import Actor
from agm.audit.operations import record
from agm.meetings.commands import AmendSaid, MeetingError, Message, Said
from agm.meetings.models import Appearance, Meeting, SaidParagraph, Section, SupportMessage
from agm.meetings.operations.sections import save_section
from agm.people.operations import resolve_person


def amend_said(session: Session, actor: Actor, now: dt.datetime, command: AmendSaid) -> Meeting:
    """Replace the paragraphs and the messages of support.

    Raises StaleVersionError if somebody else saved meanwhile, MeetingError if a sender is listed twice.
    """
    meeting = session.scalars(
        select(Meeting)
        .where(Meeting.id == command.meeting_id)
        .options(selectinload(Meeting.appearances), selectinload(Meeting.paragraphs), selectinload(Meeting.messages))
    ).one()
    save_section(session, actor, now, meeting.id, Section.SAID, command.version)
    by_name = {appearance.name: appearance for appearance in meeting.appearances}
    meeting.paragraphs = [
        paragraph(said, position, by_name) for position, said in enumerate(command.paragraphs, start=1)
    ]
    meeting.messages = messages_in_order(session, actor, now, meeting, command.messages)
    meeting.messages_from = command.messages_from
    record(
        session, actor, now, Action.SAID_AMENDED, f"meeting:{meeting.id}", region_id=meeting.region_id,
        paragraphs=len(meeting.paragraphs), messages=len(meeting.messages),
    )  # fmt: skip
    return meeting


def paragraph(said: Said, position: int, by_name: dict[str, Appearance]) -> SaidParagraph:
    """A row for one paragraph; names of nobody who spoke are left out."""
    speakers = [by_name[name] for name in said.speakers if name in by_name]
    return SaidParagraph(position=position, text=said.text, speakers=speakers)


def messages_in_order(
    session: Session, actor: Actor, now: dt.datetime, meeting: Meeting, messages: tuple[Message, ...]
) -> list[SupportMessage]:
    """Rows for the messages; the row of a sender who stays is kept."""
    before = {row.person_id: row for row in meeting.messages}
    rows: list[SupportMessage] = []
    for index, message in enumerate(messages):
        person = resolve_person(session, actor, now, message.person)
        if any(row.person_id == person.id for row in rows):
            raise MeetingError(
                f"messages-{index}", f"{message.person.name.displayed} is on the list twice. Take one away."
            )
        row = before.get(person.id) or SupportMessage(person_id=person.id)
        row.position = index + 1
        row.name = message.person.name.name
        row.prefix = message.person.name.prefix
        row.suffix = message.person.name.suffix
        row.role = message.role
        row.text = message.text
        rows.append(row)
    return rows

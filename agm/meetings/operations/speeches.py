"""Recording what was said, and the messages of support."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.language.letters import same_name
from agm.meetings.commands import AmendMessages, AmendSpeeches, Message, Speech
from agm.meetings.models import Meeting, Section, Speaker, SpeechParagraph, SupportMessage
from agm.meetings.operations.sections import save_section
from agm.people.forgetting import forget_those_left
from agm.people.models import KnownFor
from agm.people.operations import resolve_people, set_known
from agm.rules.violations import refuse


def amend_speeches(act: Act, command: AmendSpeeches) -> Meeting:
    """Replace the paragraphs. Raises EditConflict if somebody else saved meanwhile."""
    meeting = meeting_with(act.session, command.meeting_id, Meeting.speakers, Meeting.paragraphs)
    save_section(act, meeting.id, Section.SAID, command.version)
    by_name = {same_name(speaker.name): speaker for speaker in meeting.speakers}
    meeting.paragraphs = [
        paragraph(said, position, by_name) for position, said in enumerate(command.paragraphs, start=1)
    ]
    record(
        act, Action.SAID_AMENDED, f"meeting:{meeting.id}", unit_id=meeting.unit_id,
        paragraphs=len(meeting.paragraphs),
    )  # fmt: skip
    return meeting


def amend_messages(act: Act, command: AmendMessages) -> Meeting:
    """Replace the messages of support.

    Raises EditConflict if somebody else saved meanwhile, RefusedError if a sender is listed twice.
    """
    meeting = meeting_with(act.session, command.meeting_id, Meeting.messages)
    save_section(act, meeting.id, Section.MESSAGES, command.version)
    meeting.messages = messages_in_order(act, meeting, command.messages)
    meeting.messages_from = command.messages_from
    senders = {row.person_id for row in meeting.messages}
    left = set_known(act.session, KnownFor.MESSAGE, {(meeting.unit_id, meeting.id): senders})
    record(
        act, Action.MESSAGES_AMENDED, f"meeting:{meeting.id}", unit_id=meeting.unit_id,
        messages=len(meeting.messages),
    )  # fmt: skip
    forget_those_left(act, left)
    return meeting


def meeting_with(session: Session, meeting_id: int, *parts: InstrumentedAttribute[Any]) -> Meeting:
    """The meeting with these parts of its record loaded."""
    statement = select(Meeting).where(Meeting.id == meeting_id).options(*(selectinload(part) for part in parts))
    return session.scalars(statement).one()


def paragraph(said: Speech, position: int, by_name: dict[str, Speaker]) -> SpeechParagraph:
    """A row for one paragraph; names of nobody who spoke are left out."""
    speakers = [by_name[name] for name in map(same_name, said.speakers) if name in by_name]
    return SpeechParagraph(
        position=position, text=said.text, speakers=speakers, language=said.language,
        quoted=said.quoted, quoted_role=said.quoted_role,
    )  # fmt: skip


def messages_in_order(act: Act, meeting: Meeting, messages: tuple[Message, ...]) -> list[SupportMessage]:
    """Rows for the messages; the row of a sender who stays is kept."""
    before = {row.person_id: row for row in meeting.messages}
    rows: list[SupportMessage] = []
    people = resolve_people(act, [message.person for message in messages], meeting.unit_id)
    for index, (message, person) in enumerate(zip(messages, people, strict=True)):
        if any(row.person_id == person.id for row in rows):
            refuse(
                "listed_twice",
                f"messages.{index}",
                f"{message.person.name.displayed} is on the list twice. Take one away.",
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

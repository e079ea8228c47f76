"""Telling every member, and the public where that is wanted, in one transaction."""

from dataclasses import replace

from agm.announcements.commands import Publish, WriteStatement
from agm.announcements.operations import publish, write_statement
from agm.audit.act import Act
from agm.meetings.commands import SendToMembers
from agm.meetings.models import Meeting, NoticeSending
from agm.meetings.operations.notices import send_to_members


def send_notice(act: Act, command: SendToMembers, *, is_public: bool) -> NoticeSending:
    """Send a text to every member; a public one is also a statement of the unit, that can be corrected like any other.

    Raises RefusedError as `send_to_members` and the publishing do.
    """
    found = replace(command, title=command.title.strip(), text=command.text.strip())
    sending = send_to_members(act, found)
    if is_public:
        meeting = act.session.get_one(Meeting, command.meeting_id)
        statement = write_statement(act, WriteStatement(meeting.unit_id, found.title, found.text))
        if statement.current_sequence is None:
            publish(act, Publish(statement.id, statement.version))
    return sending

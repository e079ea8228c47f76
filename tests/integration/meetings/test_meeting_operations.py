"""What the operations on a meeting's record refuse, whichever page or command asks."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.meetings.commands import AmendMessages, AmendSpeeches, CreateMeeting, MeetingDetails, Speech
from agm.meetings.models import Meeting
from agm.meetings.operations import amend_messages, amend_speeches, create_meeting, remove_meeting
from agm.rules.violations import EditConflict, RefusedError
from tests.support.kept_records import kept_record
from tests.support.records import NOW, make_organisation, make_region


@kept_record
def meeting(session: Session) -> Meeting:
    """A meeting without a date."""
    make_organisation(session)
    command = CreateMeeting(make_region(session).id, MeetingDetails())
    return create_meeting(Act(session, SYSTEM, NOW), command)


def test_remove_meeting_is_refused_once_anything_was_published(session: Session, meeting: Meeting) -> None:
    meeting.is_published = True
    with pytest.raises(RefusedError) as refused:
        remove_meeting(Act(session, SYSTEM, NOW), meeting)
    assert [violation.code for violation in refused.value.violations] == ["published"]
    assert session.get(Meeting, meeting.id) is meeting


def test_edit_conflict_of_speeches_and_of_messages_is_each_their_own(session: Session, meeting: Meeting) -> None:
    act = Act(session, SYSTEM, NOW)
    amend_messages(act, AmendMessages(meeting.id, 0, (), "friends"))
    amend_speeches(act, AmendSpeeches(meeting.id, 0, (Speech("We met."),)))
    with pytest.raises(EditConflict) as conflict:
        amend_messages(act, AmendMessages(meeting.id, 0, ()))
    assert (conflict.value.version, conflict.value.saved_at) == (1, NOW)
    assert meeting.messages_from == "friends"

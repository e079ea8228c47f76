"""What a report tells beside the rest of a meeting's record."""

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.facts.particulars import NOTHING_BESIDE
from agm.meetings.commands import AmendParticulars
from agm.meetings.models import Meeting, Section
from agm.meetings.operations.sections import save_section


def amend_particulars(act: Act, command: AmendParticulars) -> Meeting:
    """Replace what is told beside the record. Nobody comes to an office or leaves one by it.

    Raises EditConflict if somebody else saved meanwhile.
    """
    meeting = act.session.get_one(Meeting, command.meeting_id)
    save_section(act, meeting.id, Section.PARTICULARS, command.version)
    meeting.particulars = None if command.particulars == NOTHING_BESIDE else command.particulars
    record(act, Action.PARTICULARS_AMENDED, f"meeting:{meeting.id}", unit_id=meeting.unit_id)
    return meeting

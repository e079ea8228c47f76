"""What the screen in the hall says, and whether it is open."""

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.meetings.commands import AmendHallScreen
from agm.meetings.models import HallScreen, Meeting
from agm.rules.violations import check_version


def amend_hall_screen(act: Act, command: AmendHallScreen) -> HallScreen:
    """Raises EditConflict if somebody else saved meanwhile."""
    meeting = lock_row(act.session, Meeting, command.meeting_id)
    screen = act.session.get(HallScreen, meeting.id, populate_existing=True)
    if screen is None:
        screen = HallScreen(meeting_id=meeting.id, is_open=False, version=0)
        act.session.add(screen)
    check_version(command.version, screen.version)
    screen.is_open, screen.now, screen.words, screen.next = command.is_open, command.now, command.words, command.next
    screen.version += 1
    record(act, Action.HALL_SCREEN_AMENDED, f"meeting:{meeting.id}", unit_id=meeting.unit_id, is_open=screen.is_open)
    return screen

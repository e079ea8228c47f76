"""Appointing who runs an election: never somebody who stands in it."""

from agm.accounts.duties import GiveDuty, give_duty
from agm.accounts.models import Duty, ElectionDuty, User
from agm.audit.act import Act
from agm.meetings.models import Meeting
from agm.nominations.who_stands import stands
from agm.rules.violations import refuse


def appoint(act: Act, meeting: Meeting, user_id: int, duty: Duty) -> ElectionDuty:
    """Appoint a user for the election of a meeting. Raises RefusedError for somebody who stands in it, or cannot sign
    in; helpers at the door may stand."""
    user = act.session.get(User, user_id)
    is_standing = user is not None and user.person_id is not None and stands(act.session, meeting.id, user.person_id)
    if user is not None and is_standing and duty is not Duty.DOOR:
        refuse("stands", "user", f"{user.name} stands in this election, so somebody else has to do this.")
    return give_duty(act, GiveDuty(user_id, meeting.id, meeting.unit_id, duty))

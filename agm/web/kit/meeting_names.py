"""What a meeting is called, in the house's own words."""

from agm.facts import MeetingKind
from agm.language import en
from agm.meetings.models import Meeting
from agm.organisation.models import Organisation, Unit
from agm.web.kit.shared import house
from agm.wording.style import MEETING_NAMES, USUAL_STYLE


def meeting_name(meeting: Meeting) -> str:
    return name_in(meeting.kind, meeting.ordinal, house(), meeting.unit)


def name_in(kind: MeetingKind, ordinal: int | None, organisation: Organisation | None, unit: Unit) -> str:
    """What the house calls a meeting: "AGM", "109th AGM", or its own word."""
    style = {**((organisation and organisation.house_style) or {}), **unit.house_style}
    name = str(style.get(MEETING_NAMES[kind]) or USUAL_STYLE.meeting_name(kind))
    return f"{en.ordinal(ordinal)} {name}" if ordinal else en.capitalised(name)

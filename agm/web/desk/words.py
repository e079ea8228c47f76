"""Words for the desk: how a meeting is called, and numbers as a heading says them."""

from agm.facts import Language, MeetingKind
from agm.language.en import capitalised
from agm.meetings.models import Meeting
from agm.wording.style import USUAL_STYLE

KINDS_WITHIN = {kind: USUAL_STYLE.meeting_name(kind) for kind in MeetingKind}
"""What a meeting is called within a sentence: "AGM", "by-election"."""
SHORT_KINDS = {kind: capitalised(name) for kind, name in KINDS_WITHIN.items()}
"""The same where it stands first, or alone."""


def meeting_name(meeting: Meeting) -> str:
    """For example "AGM 2017"."""
    return " ".join([SHORT_KINDS[meeting.kind], *([str(meeting.held_on.year)] if meeting.held_on else [])])


LANGUAGES = {
    "": "English",
    Language.WELSH: "Welsh",
    Language.IRISH: "Irish",
    Language.GAELIC: "Gaelic",
    Language.HEBREW: "Hebrew",
}
"""What a passage is in, as a list offers it."""

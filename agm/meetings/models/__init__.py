"""The tables of meetings, one file a noun."""

from agm.meetings.models.meeting import (
    WITH_REMOVED,
    Meeting,
    MeetingAddress,
    SaidParagraphSpeaker,
    Section,
    SectionState,
    Speaker,
    SpeechParagraph,
    SupportMessage,
)
from agm.meetings.models.register import Register, RegisterAct, RegisterChange, RegisterEntry

__all__ = [
    "WITH_REMOVED",
    "Meeting",
    "MeetingAddress",
    "Register",
    "RegisterAct",
    "RegisterChange",
    "RegisterEntry",
    "SaidParagraphSpeaker",
    "Section",
    "SectionState",
    "Speaker",
    "SpeechParagraph",
    "SupportMessage",
]

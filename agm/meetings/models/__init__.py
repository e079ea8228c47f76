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

__all__ = [
    "WITH_REMOVED",
    "Meeting",
    "MeetingAddress",
    "SaidParagraphSpeaker",
    "Section",
    "SectionState",
    "Speaker",
    "SpeechParagraph",
    "SupportMessage",
]

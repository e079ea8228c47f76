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
from agm.meetings.models.motions import Amendment, Minutes, Motion, PutToVote

__all__ = [
    "WITH_REMOVED",
    "Amendment",
    "Meeting",
    "MeetingAddress",
    "Minutes",
    "Motion",
    "PutToVote",
    "SaidParagraphSpeaker",
    "Section",
    "SectionState",
    "Speaker",
    "SpeechParagraph",
    "SupportMessage",
]

"""The tables of meetings, one file a noun."""

from agm.meetings.models.election import (
    Channel,
    Election,
    NoticeKind,
    NoticeSending,
    ServedNotice,
    ServedOutcome,
)
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
    "Channel",
    "Election",
    "Meeting",
    "MeetingAddress",
    "NoticeKind",
    "NoticeSending",
    "SaidParagraphSpeaker",
    "Section",
    "SectionState",
    "ServedNotice",
    "ServedOutcome",
    "Speaker",
    "SpeechParagraph",
    "SupportMessage",
]

"""The tables of meetings, one file a noun."""

from agm.meetings.models.attendance import Attendance, GivenProxy, HallScreen, ProxyKind
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
from agm.meetings.models.motions import Amendment, Minutes, Motion, PutToVote
from agm.meetings.models.register import (
    CORRECTIONS,
    Register,
    RegisterAct,
    RegisterChange,
    RegisterEntry,
    RegisterFreeze,
)

__all__ = [
    "CORRECTIONS",
    "WITH_REMOVED",
    "Amendment",
    "Attendance",
    "Channel",
    "Election",
    "GivenProxy",
    "HallScreen",
    "Meeting",
    "MeetingAddress",
    "Minutes",
    "Motion",
    "NoticeKind",
    "NoticeSending",
    "ProxyKind",
    "PutToVote",
    "Register",
    "RegisterAct",
    "RegisterChange",
    "RegisterEntry",
    "RegisterFreeze",
    "SaidParagraphSpeaker",
    "Section",
    "SectionState",
    "ServedNotice",
    "ServedOutcome",
    "Speaker",
    "SpeechParagraph",
    "SupportMessage",
]

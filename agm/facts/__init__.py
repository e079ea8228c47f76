"""The facts that an announcement is made of. A facts file is a MeetingFacts as JSON (`agm.facts.files`)."""

from agm.facts.figures import Stage, StageVotes, Turnout
from agm.facts.meeting import (
    FORMAT_VERSION,
    Figure,
    HeldAs,
    Language,
    MeetingFacts,
    MeetingKind,
    NextMeeting,
    OrganisationFacts,
    Outgoing,
    Paragraph,
    RegionFacts,
    Speaker,
    SpeakerKind,
    SupportMessage,
)
from agm.facts.moments import Moment
from agm.facts.motions import Amendment, AmendmentOutcome, Motion, MotionKind, MotionOutcome, ShareOf, Threshold, Vote
from agm.facts.outcome import Entry, Holding, OfficeState, Outcome, PersonName, VotesAre

__all__ = [
    "FORMAT_VERSION",
    "Amendment",
    "AmendmentOutcome",
    "Entry",
    "Figure",
    "HeldAs",
    "Holding",
    "Language",
    "MeetingFacts",
    "MeetingKind",
    "Moment",
    "Motion",
    "MotionKind",
    "MotionOutcome",
    "NextMeeting",
    "OfficeState",
    "OrganisationFacts",
    "Outcome",
    "Outgoing",
    "Paragraph",
    "PersonName",
    "RegionFacts",
    "ShareOf",
    "Speaker",
    "SpeakerKind",
    "Stage",
    "StageVotes",
    "SupportMessage",
    "Threshold",
    "Turnout",
    "Vote",
    "VotesAre",
]

"""The facts that an announcement is made of. A facts file is a MeetingFacts as JSON (`agm.facts.files`)."""

from agm.facts.meeting import (
    FORMAT_VERSION,
    Figure,
    HeldAs,
    MeetingFacts,
    MeetingKind,
    OrganisationFacts,
    Paragraph,
    RegionFacts,
    Speaker,
    SpeakerKind,
    SupportMessage,
)
from agm.facts.motions import Amendment, AmendmentOutcome, Motion, MotionKind, MotionOutcome, ShareOf, Threshold, Vote
from agm.facts.outcome import Entry, OfficeState, Outcome, PersonName, VotesAre

__all__ = [
    "FORMAT_VERSION",
    "Amendment",
    "AmendmentOutcome",
    "Entry",
    "Figure",
    "HeldAs",
    "MeetingFacts",
    "MeetingKind",
    "Motion",
    "MotionKind",
    "MotionOutcome",
    "OfficeState",
    "OrganisationFacts",
    "Outcome",
    "Paragraph",
    "PersonName",
    "RegionFacts",
    "ShareOf",
    "Speaker",
    "SpeakerKind",
    "SupportMessage",
    "Threshold",
    "Vote",
    "VotesAre",
]

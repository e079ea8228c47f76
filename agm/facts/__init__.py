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
from agm.facts.outcome import Entry, OfficeState, Outcome, PersonName, VotesAre

__all__ = [
    "FORMAT_VERSION",
    "Entry",
    "Figure",
    "HeldAs",
    "MeetingFacts",
    "MeetingKind",
    "OfficeState",
    "OrganisationFacts",
    "Outcome",
    "Paragraph",
    "PersonName",
    "RegionFacts",
    "Speaker",
    "SpeakerKind",
    "SupportMessage",
    "VotesAre",
]

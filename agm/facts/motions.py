"""What a meeting was asked to decide: motions and changes of its rules, their amendments, and what came of each."""

from dataclasses import dataclass
from enum import StrEnum

from agm.facts.fields import Count, Line, Many, Markdown, Value
from agm.facts.outcome import PersonName


class MotionKind(StrEnum):
    """A motion; or one that changes the rules (or the constitution)."""

    MOTION = "motion"
    RULE_CHANGE = "rule_change"


class Threshold(StrEnum):
    """How much of the votes a motion needs. Simple: more than half."""

    SIMPLE = "simple"
    THREE_FIFTHS = "three_fifths"
    TWO_THIRDS = "two_thirds"
    THREE_QUARTERS = "three_quarters"
    UNANIMOUS = "unanimous"


class ShareOf(StrEnum):
    """What the share is of: the votes for and against, those and the abstentions, or everyone who was there."""

    VOTES = "votes"
    VOTING = "voting"
    PRESENT = "present"


class MotionOutcome(StrEnum):
    """What came of a motion. Remitted: sent to the committee (or another body) to decide."""

    CARRIED = "carried"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    REMITTED = "remitted"


class AmendmentOutcome(StrEnum):
    """What came of an amendment. Accepted: by the mover of the motion, without a vote."""

    ACCEPTED = "accepted"
    CARRIED = "carried"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Vote(Value):
    """How many voted which way, by figures; or how the vote went in words."""

    votes_for: Count | None = None
    """How many were for it."""
    votes_against: Count | None = None
    """How many were against it."""
    abstentions: Count | None = None
    """How many abstained, where that was counted."""
    words: Line | None = None
    """How it went where nobody counted, for example “on a show of hands”; or what settled it, for example “on the
    chair's casting vote”."""


@dataclass(frozen=True, slots=True)
class Amendment(Value):
    """A change of the text that was moved before the motion itself was put."""

    text: Markdown
    """What was to be changed, in Markdown."""
    outcome: AmendmentOutcome | None = None
    """accepted, carried, lost or withdrawn; left out while nothing is decided."""
    vote: Vote = Vote()
    """How the vote on it went."""
    mover: PersonName | None = None
    """Who moved it."""
    seconder: PersonName | None = None
    """Who seconded it."""


@dataclass(frozen=True, slots=True)
class Motion(Value):
    """What a meeting was asked to decide, and what it decided."""

    title: Line
    """What it is called (“Fair fares”), or what it asks (“That the AGM be held in May”, “To affiliate to …”)."""
    kind: MotionKind = MotionKind.MOTION
    """motion or rule_change."""
    text: Markdown | None = None
    """The text, in Markdown, as it was moved."""
    outcome: MotionOutcome | None = None
    """carried, lost, withdrawn or remitted; left out while nothing is decided."""
    vote: Vote = Vote()
    """How the vote went."""
    threshold: Threshold = Threshold.SIMPLE
    """What it needed: simple, three_fifths, two_thirds, three_quarters or unanimous."""
    share_of: ShareOf = ShareOf.VOTES
    """votes (for and against), voting (with abstentions) or present (everyone who was there)."""
    mover: PersonName | None = None
    """Who moved it."""
    seconder: PersonName | None = None
    """Who seconded it."""
    amendments: Many[Amendment] = ()
    """The amendments, in order."""

    @property
    def movers(self) -> tuple[PersonName, ...]:
        """Who moved and seconded it and its amendments, as far as they are named."""
        named = (self.mover, self.seconder, *(who for one in self.amendments for who in (one.mover, one.seconder)))
        return tuple(who for who in named if who is not None)

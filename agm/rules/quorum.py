"""How many must be there, or must have voted."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from fractions import Fraction
from math import ceil


class QuorumOf(enum.StrEnum):
    MEETING = "meeting"
    """Of the members, so many are present."""
    VOTE = "vote"
    """Of those who may vote, so many have."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """A number, a share of the members in hundredths, or the greater of the two where both are given."""

    number: int = 0
    percent: Fraction = Fraction(0)
    of: QuorumOf = QuorumOf.MEETING
    by_votes: bool = False
    """Of a vote in which some have several: whether votes count for it. A quorum counts people unless rules say so."""

    def needed(self, members: int) -> int:
        """How many are needed of so many members; a part of a person counts as a whole one."""
        return max(self.number, ceil(self.percent * members / 100))

    def is_reached(self, present: int, members: int) -> bool:
        return present >= self.needed(members)

    @property
    def in_words(self) -> str:
        share = f"{float(self.percent):g} %"
        if self.number and self.percent:
            return f"{self.number} or {share}, whichever is greater"
        return share if self.percent else str(self.number)

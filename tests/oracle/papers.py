"""What every oracle shares: papers moved one at a time by hand, with fractions, as slowly and plainly as possible.

The oracles are a second reading of the rule texts. They share no code and no idea with `agm.counting`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

Lot = Callable[[tuple[int, ...]], int]
"""Decides a tie: given the tied candidates in ascending order, names one of them."""


@dataclass(frozen=True, slots=True)
class Election:
    """Candidates are numbered from 1; each paper is the ranking of one voter, already cleaned."""

    candidates: int
    seats: int
    papers: tuple[tuple[int, ...], ...]
    withdrawn: frozenset[int] = frozenset()

    @property
    def standing(self) -> set[int]:
        return set(range(1, self.candidates + 1)) - self.withdrawn


Marked = tuple[int | tuple[int, ...], ...]
"""A paper as the voter left it: 0 for a number left out, an inner tuple for a number used for several candidates."""


def clean(marked: Marked, withdrawn: frozenset[int]) -> tuple[int, ...]:
    """What counts of a paper, decided preference by preference; empty where the paper is not valid.

    Withdrawn candidates pass for unmarked. The paper counts as far as each next preference is certain: one candidate,
    not named before (ERS97 6.10, and rule 45 of the Scottish rules for the first preference).
    """
    certain: list[int] = []
    for preference in marked:
        named = [preference] if isinstance(preference, int) else list(preference)
        left = [candidate for candidate in named if candidate not in withdrawn]
        if not left:
            continue
        if len(left) > 1 or left[0] == 0 or left[0] in certain:
            break
        certain.append(left[0])
    return tuple(certain)


@dataclass(slots=True)
class Paper:
    """One voting paper on the counting table."""

    ranking: tuple[int, ...]
    value: Fraction = Fraction(1)
    holder: int = 0
    parcel: int = 0
    """The running number of the parcel in which its holder received it."""


@dataclass(frozen=True, slots=True)
class OracleStage:
    """One finished stage. Totals are in candidate order."""

    kind: str
    whose: tuple[int, ...]
    totals: tuple[Fraction, ...]
    quota: Fraction


@dataclass(slots=True)
class OracleCount:
    """What an oracle found; stages are numbered from 1."""

    stages: list[OracleStage] = field(default_factory=list)
    elected: list[tuple[int, int]] = field(default_factory=list)
    excluded: list[tuple[int, int]] = field(default_factory=list)
    lots: list[tuple[int, ...]] = field(default_factory=list)

    @property
    def winners(self) -> set[int]:
        return {candidate for candidate, _ in self.elected}


def next_continuing(ranking: Sequence[int], continuing: set[int]) -> int:
    """The highest preference for a continuing candidate, or 0 where there is none."""
    for candidate in ranking:
        if candidate in continuing:
            return candidate
    return 0


def narrow(tied: list[int], history: Sequence[Sequence[Fraction]], *, greatest: bool) -> list[int]:
    """Keep, at each earlier point in the order given, only those who were ahead (or behind) there."""
    for totals in history:
        votes = [totals[candidate - 1] for candidate in tied]
        wanted = max(votes) if greatest else min(votes)
        tied = [candidate for candidate in tied if totals[candidate - 1] == wanted]
        if len(tied) == 1:
            break
    return tied


def truncate(value: Fraction, places: int) -> Fraction:
    """Ignore everything beyond so many decimal places."""
    scale = 10**places
    return Fraction(value.numerator * scale // value.denominator, scale)


def round_up(value: Fraction, places: int) -> Fraction:
    """The next multiple of so many decimal places, or the value itself where it is exact."""
    return -truncate_down(-value, places)


def truncate_down(value: Fraction, places: int) -> Fraction:
    """Round towards minus infinity."""
    scale = 10**places
    return Fraction((value * scale).__floor__(), scale)

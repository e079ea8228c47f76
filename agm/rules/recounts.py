"""What a second count of the same papers changes."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from agm.rules.two_tellers import LineDifference, line_differences


class RecountState(enum.StrEnum):
    SAME = "same"
    SAME_RESULT = "same_result"
    """Figures differ, and the same people are elected."""
    OTHER_RESULT = "other_result"
    TIE_OPEN = "tie_open"
    """By the second count people are equal for the last places."""


@dataclass(frozen=True, slots=True)
class CountsCompared:
    differences: tuple[LineDifference, ...]
    elected_first: tuple[str, ...]
    elected_second: tuple[str, ...]
    tied: tuple[str, ...]
    """Who is equal for the last places by the second count."""

    @property
    def changes_result(self) -> bool:
        return set(self.elected_first) != set(self.elected_second)

    @property
    def state(self) -> RecountState:
        if self.tied:
            return RecountState.TIE_OPEN
        if self.changes_result:
            return RecountState.OTHER_RESULT
        return RecountState.SAME_RESULT if self.differences else RecountState.SAME

    @property
    def may_declare(self) -> bool:
        return not self.tied


def compare_counts(first: Mapping[str, int], second: Mapping[str, int], seats: int) -> CountsCompared:
    """Two counts' figures by name, and who has a place by each: the most votes win."""
    before, _ = highest(first, seats)
    after, tied = highest(second, seats)
    return CountsCompared(tuple(line_differences(first, second)), before, after, tied)


def highest(votes: Mapping[str, int], seats: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who has a place for certain, most votes first, and who is equal for the last ones."""
    in_order = sorted((name for name in votes if name != REJECTED), key=lambda name: -votes[name])
    if len(in_order) <= seats or votes[in_order[seats - 1]] != votes[in_order[seats]]:
        return tuple(in_order[:seats]), ()
    last = votes[in_order[seats]]
    certain = tuple(name for name in in_order if votes[name] > last)
    return certain, tuple(name for name in in_order if votes[name] == last)


REJECTED = "rejected"
"""The line of papers set aside, which stands for nobody."""

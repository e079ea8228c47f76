"""Figures of a secret vote by group: what may be published without telling how somebody voted."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class Publish(enum.StrEnum):
    BY_GROUP = "by_group"
    TOTAL_ONLY = "total_only"
    WINNER_ONLY = "winner_only_no_figures"


@dataclass(frozen=True, slots=True)
class GroupVotes:
    name: str
    votes: Mapping[str, int]
    papers: int | None = None
    """How many took part, where a paper may hold several votes or none."""

    @property
    def took_part(self) -> int:
        return sum(self.votes.values()) if self.papers is None else self.papers

    @property
    def all_alike(self) -> bool:
        """Everybody who took part gave a vote to the same."""
        return self.took_part > 0 and max(self.votes.values(), default=0) >= self.took_part


@dataclass(frozen=True, slots=True)
class Publishable:
    too_small: tuple[str, ...]
    all_alike: tuple[str, ...]
    publish: Publish
    figures: Mapping[str, Mapping[str, int]] | Mapping[str, int] | None
    """By group, or of all together; none where even those would tell."""
    ask_before_opening: bool
    """So few take part together that whoever sets the vote up has to be asked whether to hold it in secret at all."""


def is_too_few(people: int, smallest_group: int) -> bool:
    """Whether a result in figures could tell how one of so many people voted."""
    return people < smallest_group


def publishable(groups: Sequence[GroupVotes], smallest_group: int) -> Publishable:
    """Where one group may not be shown none is: the figures of the others would give it away by subtraction."""
    too_small = tuple(one.name for one in groups if is_too_few(one.took_part, smallest_group))
    alike = tuple(one.name for one in groups if one.all_alike)
    few = is_too_few(sum(one.took_part for one in groups), smallest_group)
    if few:
        return Publishable(too_small, alike, Publish.WINNER_ONLY, None, ask_before_opening=True)
    if too_small or alike:
        return Publishable(too_small, alike, Publish.TOTAL_ONLY, together(groups), ask_before_opening=False)
    by_group = {one.name: dict(one.votes) for one in groups}
    return Publishable(too_small, alike, Publish.BY_GROUP, by_group, ask_before_opening=False)


def together(groups: Sequence[GroupVotes]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in groups:
        total.update(one.votes)
    return dict(total)

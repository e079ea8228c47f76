"""Papers in piles, moved by their next available preference.

Whoever held a paper before is elected or excluded, so its next available preference is the first of its ranking for a
candidate who still continues. Groups of equal papers move as they are; nothing is made for them, which is what a count
of many distinct rankings costs most. Long rankings are cut behind what is used up, so that no paper is read from far
behind again and again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from agm.counting.model import BallotGroup
from agm.counting.values import Value

NOBODY = 0
"""The pile of papers without a next available preference."""

LONG = 32
"""Preferences that may lie used up at the front of a ranking before they are cut off."""


def sort_by_next(
    groups: Iterable[BallotGroup], continuing: Iterable[int], candidates: int
) -> dict[int, list[BallotGroup]]:
    """Sorts judged groups by their next preference for a continuing candidate, in ballot order.

    ``candidates`` is the highest number that a ranking can name. Papers without a next preference lie under ``NOBODY``,
    which comes first; nobody has an empty pile. Contests of more than ``LONG`` candidates have their rankings cut.
    """
    # a list of piles, not a dictionary or a set: this is the innermost loop of a count, and an index is found fastest
    piles: list[list[BallotGroup] | None] = [None] * (candidates + 1)
    for candidate in continuing:
        piles[candidate] = []
    nobody: list[BallotGroup] = []
    for group in groups:
        for candidate in group.ranking:  # type: ignore[assignment]  # a judged ranking names single candidates only
            pile = piles[candidate]
            if pile is not None:
                pile.append(group)
                break
        else:
            nobody.append(group)
    piles[NOBODY] = nobody
    found = {candidate: pile for candidate, pile in enumerate(piles) if pile}
    if candidates > LONG:
        return {candidate: _shortened(candidate, pile) for candidate, pile in found.items()}
    return found


def _shortened(candidate: int, groups: list[BallotGroup]) -> list[BallotGroup]:
    """The same groups, used-up beginnings of ``LONG`` or more preferences before ``candidate`` cut off."""
    if candidate == NOBODY:
        return groups
    return [
        BallotGroup(group.ranking[group.ranking.index(candidate) :], group.papers)
        if candidate not in group.ranking[:LONG]
        else group
        for group in groups
    ]


def papers_in(groups: Iterable[BallotGroup]) -> int:
    """The number of papers in some groups."""
    return sum([group.papers for group in groups])


class ValuedPiles:
    """Each candidate's papers, sorted by their present value (all rules that move whole piles)."""

    def __init__(self) -> None:
        self._piles: defaultdict[int, dict[Value, list[list[BallotGroup]]]] = defaultdict(dict)

    def add(self, candidate: int, value: Value, groups: list[BallotGroup]) -> None:
        """Puts groups, worth ``value`` a paper, with the candidate's other papers of that value."""
        self._piles[candidate].setdefault(value, []).append(groups)

    def take(self, candidate: int) -> list[tuple[Value, Iterable[BallotGroup]]]:
        """Takes all the candidate's papers away, those of the highest value first."""
        pile = self._piles.pop(candidate, {})
        return [(value, chain.from_iterable(pile[value])) for value in sorted(pile, reverse=True)]

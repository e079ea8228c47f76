"""Papers in piles, moved by their next available preference and never walked from the start again.

Every group of equal papers carries a lazy iterator over its preferences for continuing candidates. Asking it for the
next one passes over everybody elected or excluded by then, and it remembers where it stopped, so that a whole count
reads each preference of each distinct ranking at most once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias, cast

from agm.counting.model import BallotGroup
from agm.counting.values import Value

Bundle: TypeAlias = "tuple[int, Iterator[int]]"
"""Equal papers: how many, and their preferences from here on for candidates still continuing when asked."""

NOBODY = 0
"""The pile of papers without a next available preference."""


def bundles_of(groups: Iterable[BallotGroup], continuing: set[int]) -> list[Bundle]:
    """Bundles of judged groups (plain rankings); ``continuing`` is the live set that the count goes on changing."""
    is_continuing = continuing.__contains__
    return [(group.papers, filter(is_continuing, cast("tuple[int, ...]", group.ranking))) for group in groups]


def sort_by_next(bundles: Iterable[Bundle]) -> dict[int, list[Bundle]]:
    """Sorts bundles by their next available preference; those without one lie under ``NOBODY``."""
    piles: dict[int, list[Bundle]] = {}
    for bundle in bundles:
        target = next(bundle[1], NOBODY)
        if target in piles:
            piles[target].append(bundle)
        else:
            piles[target] = [bundle]
    return dict(sorted(piles.items()))


def papers_in(bundles: Iterable[Bundle]) -> int:
    """The number of papers in some bundles."""
    return sum([papers for papers, _ in bundles])


class ValuedPiles:
    """Each candidate's papers, sorted by their present value (all Gregory rules that move whole piles)."""

    def __init__(self, candidates: int) -> None:
        self._piles: list[dict[Value, list[Bundle]]] = [{} for _ in range(candidates + 1)]

    def add(self, candidate: int, value: Value, bundles: list[Bundle]) -> None:
        """Puts bundles, worth ``value`` a paper, with the candidate's other papers of that value."""
        pile = self._piles[candidate]
        if value in pile:
            pile[value].extend(bundles)
        else:
            pile[value] = bundles

    def take(self, candidate: int) -> list[tuple[Value, list[Bundle]]]:
        """Takes all the candidate's papers away, those of the highest value first."""
        pile = self._piles[candidate]
        self._piles[candidate] = {}
        return sorted(pile.items(), key=lambda item: item[0], reverse=True)

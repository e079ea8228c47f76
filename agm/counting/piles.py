"""Papers in piles, moved by their next available preference and never walked from the start again.

Every group of equal papers that moves carries a lazy iterator over its preferences for continuing candidates. Asking it
for the next one passes over everybody elected or excluded by then, and it remembers where it stopped, so that a whole
count reads each preference of each distinct ranking at most once. Papers that never move cost nothing but being sorted
by first preference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Protocol, TypeAlias, cast

from agm.counting.model import BallotGroup
from agm.counting.values import Value

Bundle: TypeAlias = "tuple[int, Iterator[int]]"
"""Equal papers: how many, and their preferences from here on for candidates still continuing when asked."""

NOBODY = 0
"""The pile of papers without a next available preference."""


class _PlainGroup(Protocol):
    """A group that was judged: its ranking has no skipped and no equal preferences."""

    @property
    def papers(self) -> int: ...
    @property
    def ranking(self) -> tuple[int, ...]: ...


def bundles_of(groups: Iterable[BallotGroup], continuing: set[int]) -> Iterator[Bundle]:
    """Bundles of judged groups, made when they are asked for; ``continuing`` is the live set of the count."""
    is_continuing = continuing.__contains__
    plain = cast("Iterable[_PlainGroup]", groups)
    return ((group.papers, filter(is_continuing, group.ranking)) for group in plain)


def sort_by_next(bundles: Iterable[Bundle]) -> dict[int, list[Bundle]]:
    """Sorts bundles by their next available preference; those without one lie under ``NOBODY``, which comes first."""
    piles: defaultdict[int, list[Bundle]] = defaultdict(list)
    for bundle in bundles:
        piles[next(bundle[1], NOBODY)].append(bundle)
    return dict(sorted(piles.items()))


def papers_in(bundles: Iterable[Bundle]) -> int:
    """The number of papers in some bundles."""
    return sum([papers for papers, _ in bundles])


class ValuedPiles:
    """Each candidate's papers, sorted by their present value (all rules that move whole piles)."""

    def __init__(self, candidates: int) -> None:
        self._piles: list[dict[Value, list[Iterable[Bundle]]]] = [{} for _ in range(candidates + 1)]

    def add(self, candidate: int, value: Value, bundles: Iterable[Bundle]) -> None:
        """Puts bundles, worth ``value`` a paper, with the candidate's other papers of that value."""
        self._piles[candidate].setdefault(value, []).append(bundles)

    def take(self, candidate: int) -> list[tuple[Value, Iterable[Bundle]]]:
        """Takes all the candidate's papers away, those of the highest value first."""
        pile = self._piles[candidate]
        self._piles[candidate] = {}
        return [(value, chain.from_iterable(pile[value])) for value in sorted(pile, reverse=True)]

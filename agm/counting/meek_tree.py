"""Papers as a tree of preferences, opened only as far as votes flow.

Under Meek a paper's remaining weight depends on the elected candidates above its present holder, nothing else. Those
that reach a hopeful candidate by the same elected ones are therefore one leaf, and sharing out the votes again costs
one step per leaf, not one per distinct ranking. A leaf opens when its holder is elected, and moves on when the holder
is excluded.
"""

from __future__ import annotations

from collections.abc import Iterable

from agm.counting.model import BallotGroup
from agm.counting.piles import NOBODY, Bundle, bundles_of, papers_in, sort_by_next
from agm.counting.values import divide_up


class _Node:
    """Papers that reach one candidate by one path; ``children`` by next preference once the holder is elected."""

    __slots__ = ("bundles", "children", "papers")

    def __init__(self) -> None:
        self.papers = 0
        self.bundles: list[Bundle] = []
        self.children: dict[int, _Node] | None = None


class PaperTree:
    """All valid papers. ``active`` is the set of hopeful and elected candidates, changed by ``close``."""

    def __init__(self, groups: Iterable[BallotGroup], active: set[int]) -> None:
        self._active = active
        self._opened: set[int] = set()
        self._candidates = max(active, default=0)
        self._roots: dict[int, _Node] = {}
        self._insert(self._roots, bundles_of(groups, active))

    def _insert(self, siblings: dict[int, _Node], bundles: Iterable[Bundle]) -> None:
        """Puts papers below one path, and on through opened candidates to their leaves."""
        work = [(siblings, bundles)]
        while work:
            level, waiting = work.pop()
            for holder, pile in sort_by_next(waiting).items():
                if holder == NOBODY:
                    continue
                node = level.setdefault(holder, _Node())
                node.papers += papers_in(pile)
                if holder not in self._opened:
                    node.bundles.extend(pile)
                    continue
                if node.children is None:
                    node.children = {}
                work.append((node.children, pile))

    def open(self, candidate: int) -> None:
        """The candidate is elected: his papers may flow on to their next preferences."""
        self._opened.add(candidate)
        for level in self._levels():
            node = level.get(candidate)
            if node is not None and node.children is None:
                node.children = {}
                bundles, node.bundles = node.bundles, []
                self._insert(node.children, bundles)

    def close(self, candidates: Iterable[int]) -> None:
        """The candidates are excluded: their papers go to the next preference on the same path."""
        excluded = set(candidates)
        self._active -= excluded
        for level in self._levels():
            for candidate in excluded:
                node = level.pop(candidate, None)
                if node is not None:
                    self._insert(level, node.bundles)

    def _levels(self) -> list[dict[int, _Node]]:
        """Every set of siblings, parents before children, as they are now."""
        levels = [self._roots]
        for level in levels:
            levels.extend(node.children for node in level.values() if node.children)
        return levels

    def distribute(self, keep_factors: list[int], unit: int) -> list[int]:
        """Everybody's votes, by candidate number, in units of ``1 / unit``.

        Each paper starts with one vote; every candidate on its path keeps the weight times the keep factor, rounded up
        (PRF B.2.a), and the rest goes on.
        """
        votes = [0] * len(keep_factors)
        work = [(self._roots, unit)]
        while work:
            level, weight = work.pop()
            for holder, node in level.items():
                kept = divide_up(weight * keep_factors[holder], unit)
                votes[holder] += node.papers * kept
                if node.children and kept < weight:
                    work.append((node.children, weight - kept))
        return votes

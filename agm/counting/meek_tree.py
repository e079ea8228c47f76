"""Papers as a tree of preferences, opened only as far as votes flow.

Under Meek a paper's remaining weight depends on the elected candidates above its present holder, nothing else. Those
that reach a hopeful candidate by the same elected ones are therefore one leaf, and sharing out the votes again costs
one step per leaf, not one per distinct ranking. A leaf opens when its holder is elected, and moves on when the holder
is excluded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import mul

from agm.counting.model import BallotGroup
from agm.counting.parcels import NON_TRANSFERABLE, papers_in, sort_by_next


@dataclass(slots=True)
class _Level:
    """All papers that came by one path: ``leaves`` by hopeful holder, ``opened`` levels below elected holders.

    ``path`` are the elected candidates above. ``leaf_papers`` and ``opened_papers`` are the numbers of papers of each,
    kept apart because sharing out the votes reads nothing else.
    """

    path: frozenset[int]
    leaves: dict[int, list[BallotGroup]] = field(default_factory=dict)
    leaf_papers: dict[int, int] = field(default_factory=dict)
    opened: dict[int, _Level] = field(default_factory=dict)
    opened_papers: dict[int, int] = field(default_factory=dict)


class PaperTree:
    """All valid papers. ``active`` are the hopeful and elected candidates, at least one; ``close`` takes from them."""

    def __init__(self, groups: Iterable[BallotGroup], active: frozenset[int]) -> None:
        self._active = active
        self._highest = max(active)
        self._elected: set[int] = set()
        self._root = _Level(frozenset())
        self._plan: _Plan | None = None
        self._insert(self._root, groups)

    def _insert(self, top: _Level, groups: Iterable[BallotGroup]) -> None:
        work: list[tuple[_Level, Iterable[BallotGroup]]] = [(top, groups)]
        while work:
            level, waiting = work.pop()
            for holder, parcel in sort_by_next(waiting, self._active - level.path, self._highest).items():
                if holder == NON_TRANSFERABLE:
                    continue
                if holder in self._elected:
                    level.opened_papers[holder] = level.opened_papers.get(holder, 0) + papers_in(parcel)
                    work.append((level.opened.setdefault(holder, _Level(level.path | {holder})), parcel))
                else:
                    level.leaf_papers[holder] = level.leaf_papers.get(holder, 0) + papers_in(parcel)
                    level.leaves.setdefault(holder, []).extend(parcel)

    def open(self, candidate: int) -> None:
        """The candidate is elected: papers held so far may flow on to their next preferences."""
        self._plan = None
        self._elected.add(candidate)
        for level in self._levels():
            if candidate in level.leaves:
                level.opened_papers[candidate] = level.leaf_papers.pop(candidate)
                level.opened[candidate] = _Level(level.path | {candidate})
                self._insert(level.opened[candidate], level.leaves.pop(candidate))

    def close(self, candidates: Iterable[int]) -> None:
        """The candidates are excluded: their papers go to the next preference on the same path."""
        self._plan = None
        excluded = frozenset(candidates)
        self._active -= excluded
        for level in self._levels():
            for candidate in excluded & level.leaves.keys():
                del level.leaf_papers[candidate]
                self._insert(level, level.leaves.pop(candidate))

    def _levels(self) -> list[_Level]:
        levels = [self._root]
        for level in levels:
            levels.extend(level.opened.values())
        return levels

    def distribute(self, keep_factors: list[int], unit: int) -> list[int]:
        """Everybody's votes, by candidate number, in units of ``1 / unit``.

        Each paper starts with one vote; every elected candidate on its path keeps the weight times the keep factor,
        rounded up (PRF B.2.a), and the rest goes on to be kept whole by a hopeful one.
        """
        if self._plan is None:
            self._plan = _Plan(self._root)
        votes = [0] * len(keep_factors)
        weights = [unit]
        for above, holder, papers in self._plan.steps:
            weight = weights[above]
            kept = -(-weight * keep_factors[holder] // unit)  # divide_up, without the call: this runs most often
            votes[holder] += papers * kept
            weights.append(weight - kept)
        for holder, (papers_of, levels) in self._plan.leaves.items():
            votes[holder] = sum(map(mul, papers_of, map(weights.__getitem__, levels)))
        return votes


class _Plan:
    """The tree laid out in rows, as it is between two changes, for sharing out votes many times.

    ``steps`` are the elected holders, parents first: index of the level above, holder, papers. Step ``i`` leads to
    level ``i + 1``; level 0 is the root. ``leaves`` are by hopeful holder: the numbers of papers, and their levels.
    """

    __slots__ = ("leaves", "steps")

    def __init__(self, root: _Level) -> None:
        self.steps: list[tuple[int, int, int]] = []
        self.leaves: dict[int, tuple[list[int], list[int]]] = {}
        levels = [root]
        for index, level in enumerate(levels):
            for holder, papers in level.leaf_papers.items():
                papers_of, at = self.leaves.setdefault(holder, ([], []))
                papers_of.append(papers)
                at.append(index)
            for holder, papers in level.opened_papers.items():
                self.steps.append((index, holder, papers))
                levels.append(level.opened[holder])

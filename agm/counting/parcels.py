"""Papers in parcels, moved by their next available preference.

Whoever held a paper before is elected or excluded, so its next available preference is the first of its ranking for a
candidate who still continues. Groups of equal papers move as they are; nothing is made for them, which is what a count
of many distinct rankings costs most. Long rankings are cut behind what is used up, so that no paper is read from far
behind again and again.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from agm.counting.model import BallotGroup
from agm.counting.values import Value

NON_TRANSFERABLE = 0
"""Stands for a candidate's number where papers have no next available preference."""
LONG = 32
"""Preferences that may lie used up at the front of a ranking before they are cut off."""


def sort_by_next(
    groups: Iterable[BallotGroup], continuing: Iterable[int], candidates: int
) -> dict[int, list[BallotGroup]]:
    """Sorts judged groups by their next preference for a continuing candidate, in ballot order.

    ``candidates`` is the highest number that a ranking can name. ``NON_TRANSFERABLE`` comes first; there are no empty
    parcels. Contests of more than ``LONG`` candidates have their rankings cut.
    """
    # a list, not a dictionary or a set: this is the innermost loop of a count, and an index is found fastest
    parcels: list[list[BallotGroup] | None] = [None] * (candidates + 1)
    for candidate in continuing:
        parcels[candidate] = []
    non_transferable: list[BallotGroup] = []
    for group in groups:
        for candidate in group.ranking:  # type: ignore[assignment]  # a judged ranking names single candidates only
            parcel = parcels[candidate]
            if parcel is not None:
                parcel.append(group)
                break
        else:
            non_transferable.append(group)
    parcels[NON_TRANSFERABLE] = non_transferable
    found = {candidate: parcel for candidate, parcel in enumerate(parcels) if parcel}
    if candidates > LONG:
        return {candidate: _shortened(candidate, parcel) for candidate, parcel in found.items()}
    return found


def _shortened(candidate: int, groups: list[BallotGroup]) -> list[BallotGroup]:
    """The same groups, used-up beginnings of ``LONG`` or more preferences before ``candidate`` cut off."""
    if candidate == NON_TRANSFERABLE:
        return groups
    return [
        BallotGroup(group.ranking[group.ranking.index(candidate) :], group.papers)
        if candidate not in group.ranking[:LONG]
        else group
        for group in groups
    ]


def papers_in(groups: Iterable[BallotGroup]) -> int:
    return sum([group.papers for group in groups])


class ValuedParcels:
    """Each candidate's papers by their present value, for rules that move all papers of one value together."""

    def __init__(self) -> None:
        self._parcels: defaultdict[int, dict[Value, list[list[BallotGroup]]]] = defaultdict(dict)

    def add(self, candidate: int, value: Value, groups: list[BallotGroup]) -> None:
        self._parcels[candidate].setdefault(value, []).append(groups)

    def take(self, candidate: int) -> list[tuple[Value, Iterable[BallotGroup]]]:
        """Takes all the candidate's papers away, those of the highest value first."""
        parcels = self._parcels.pop(candidate, {})
        return [(value, chain.from_iterable(parcels[value])) for value in sorted(parcels, reverse=True)]

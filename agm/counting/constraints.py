"""Reserved seats and other constraints on who may be elected, by guarding and dooming.

After every election and exclusion the checker works out, exactly, which continuing candidates can still be part of a
set that fills the seats and meets every constraint. Those in every such set are guarded (never chosen for exclusion);
those in none are doomed (excluded as soon as possible). I. D. Hill, "STV with constraints", Voting matters 9 (1998),
for the method; J. Otten, Voting matters 13 (2001), for deducing it per kind of candidate where groups overlap.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from operator import ge, gt
from typing import TypeAlias

from agm.counting.model import Contest, ShortagePolicy

Membership: TypeAlias = "tuple[bool, ...]"
"""Of which constraints' groups a candidate is a member, in the order of the contest's constraints."""
Tally: TypeAlias = "tuple[int, ...]"
"""How many are elected (or supposed so) per constraint; counted no further than it matters."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the constraints say now: ``seats`` that can still be filled, and the candidates guarded and doomed."""

    seats: int
    guarded: frozenset[int] = frozenset()
    doomed: frozenset[int] = frozenset()


class ConstraintChecker:
    """Works out guarded and doomed candidates for one contest.

    ``protected`` candidates are guarded whatever happens (a countback must not unseat them, ERS97 7.1).
    """

    def __init__(self, contest: Contest, protected: frozenset[int] = frozenset()) -> None:
        self._contest = contest
        self._protected = protected
        self._minima: list[int] = []
        self._maxima: list[int] = []
        self._members: dict[int, Membership] = {
            c.number: tuple(con.group in c.groups for con in contest.constraints) for c in contest.standing
        }
        self.seats = contest.seats
        for index, constraint in enumerate(contest.constraints):
            members = sum(membership[index] for membership in self._members.values())
            minimum = constraint.minimum or 0
            short = max(0, minimum - members)
            if short and contest.shortage is ShortagePolicy.LEAVE_VACANT:
                self.seats -= short
            self._minima.append(minimum if contest.shortage is ShortagePolicy.REFUSE else minimum - short)
            self._maxima.append(contest.seats if constraint.maximum is None else constraint.maximum)
        self.seats = max(self.seats, 0)

    def problems(self) -> list[str]:
        """Why the constraints cannot be kept, in plain sentences; empty when they can."""
        found = list(self._problems_of_each())
        if not found:
            standing = self._members.keys()
            seats = self.limits(frozenset(), standing).seats
            if seats < 0:
                found.append("The constraints cannot all be met by these candidates; change a minimum or a maximum.")
            elif seats < min(self.seats, len(standing)) and self._contest.shortage is ShortagePolicy.REFUSE:
                found.append(
                    f"The constraints let only {seats} of {self._contest.seats} seats be filled; "
                    "change a maximum, or choose beforehand that such places stay vacant."
                )
        return found

    def _problems_of_each(self) -> Iterable[str]:
        groups = [constraint.group for constraint in self._contest.constraints]
        for group, times in Counter(groups).items():
            if times > 1:
                yield f"There are {times} constraints for “{group}”; put its minimum and maximum into one."
        for constraint in self._contest.constraints:
            low, high, group = constraint.minimum, constraint.maximum, constraint.group
            members = sum(group in c.groups for c in self._contest.standing)
            if low is None and high is None:
                yield f"The constraint for “{group}” sets neither a minimum nor a maximum."
            if (low is not None and low < 0) or (high is not None and high < 0):
                yield f"The constraint for “{group}” needs numbers from 0."
            if low is not None and high is not None and low > high:
                yield f"The constraint for “{group}” asks for at least {low} and at most {high}."
            if low is not None and low > self._contest.seats:
                yield f"“{group}” cannot have at least {low} of {self._contest.seats} seats."
            if not any(group in c.groups for c in self._contest.candidates):
                yield f"No candidate belongs to “{group}”; check the name of the group."
            elif low is not None and members < low and self._contest.shortage is ShortagePolicy.REFUSE:
                yield (
                    f"“{group}” needs at least {low} elected, and the number of its candidates is {members}; choose "
                    "beforehand whether the minimum is reduced or the places stay vacant."
                )

    def limits(self, elected: Iterable[int], continuing: AbstractSet[int]) -> Limits:
        """What the constraints say when these are elected and those continue.

        ``seats`` is -1 when no set of continuing candidates meets the constraints (only possible before a count).
        """
        chosen = list(elected)
        left = min(self.seats - len(chosen), len(continuing))
        if not self._minima:
            return Limits(left, self._protected & continuing)
        kinds = sorted({self._members[c] for c in continuing})
        available = Counter(self._members[c] for c in continuing)
        start = tuple(sum(self._members[c][i] for c in chosen) for i in range(len(self._minima)))
        solver = _Solver(self._minima, self._maxima, [(kind, available[kind]) for kind in kinds])
        seats = next((n for n in range(left, -1, -1) if solver.viable(0, n, start)), -1)
        # With no seat, or a seat for everybody, there is nothing to guard or doom: the count ends by itself
        if seats <= 0 or seats == len(continuing):
            return Limits(seats)
        guarded, doomed = set(self._protected & continuing), set()
        for kind, all_needed, none_possible in solver.bounds(seats, start):
            same = {c for c in continuing if self._members[c] == kind}
            if none_possible:
                doomed |= same
            if all_needed:
                guarded |= same
        return Limits(seats, frozenset(guarded), frozenset(doomed))


class _Solver:
    """How many of each kind of candidate can still be elected: a small exact search, remembered per state."""

    def __init__(self, minima: list[int], maxima: list[int], kinds: list[tuple[Membership, int]]) -> None:
        self._minima = minima
        self._maxima = maxima
        self._kinds = kinds
        self.viable = cache(self._viable)

    def _after(self, tally: Tally, kind: Membership, number: int) -> Tally:
        return tuple([count + number if kind[index] else count for index, count in enumerate(tally)])

    def _viable(self, index: int, seats: int, tally: Tally) -> bool:
        """Whether kinds from ``index`` on can fill exactly ``seats`` and end within all limits."""
        if any(map(gt, tally, self._maxima)):
            return False
        if index == len(self._kinds):
            return seats == 0 and all(map(ge, tally, self._minima))
        kind, most = self._kinds[index]
        return any(self.viable(index + 1, seats - n, self._after(tally, kind, n)) for n in range(min(most, seats) + 1))

    def bounds(self, seats: int, tally: Tally) -> list[tuple[Membership, bool, bool]]:
        """Each kind: whether every way of filling the seats needs all of it, and whether none takes any of it."""
        found = []
        states = {(seats, tally)}
        for index, (kind, most) in enumerate(self._kinds):
            following = {
                (n, (left - n, self._after(counts, kind, n)))
                for left, counts in states
                for n in range(min(most, left) + 1)
                if self.viable(index + 1, left - n, self._after(counts, kind, n))
            }
            numbers = {n for n, _ in following}
            found.append((kind, min(numbers) == most, max(numbers) == 0))
            states = {state for _, state in following}
        return found

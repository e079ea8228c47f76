"""Reserved seats and other constraints on who may be elected, by guarding and dooming.

After every election and exclusion the checker works out, exactly, which continuing candidates can still be part of a
set that fills the seats and meets every constraint. Those in every such set are guarded (never chosen for exclusion);
those in none are doomed (excluded as soon as possible). I. D. Hill, "STV with constraints", Voting matters 9 (1998),
for the method; J. Otten, Voting matters 13 (2001), for deducing it per kind of candidate where groups overlap.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from operator import le
from types import MappingProxyType
from typing import TypeAlias

from agm.counting.errors import CountingError
from agm.counting.model import Contest, ShortagePolicy

Membership: TypeAlias = "tuple[bool, ...]"
"""Of which constraints' groups a candidate is a member, in the order of the contest's constraints."""
Tally: TypeAlias = "tuple[int, ...]"
"""How many are elected per constraint."""
Way: TypeAlias = list[int]
"""How many are taken of each kind of candidate."""
Sum: TypeAlias = tuple[Sequence[int], int, int]
"""Kinds of which together at least and at most so many are taken."""
MOST_STEPS = 5_000
TOO_ENTANGLED = (
    "The groups with reserved places overlap so much that it cannot be worked out who can still be elected; "
    "give fewer constraints."
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the constraints say now: ``seats`` that can still be filled, and the candidates guarded and doomed."""

    seats: int
    guarded: frozenset[int] = frozenset()
    doomed: frozenset[int] = frozenset()


class ConstraintChecker:
    """Works out guarded and doomed candidates for one contest.

    The sitting are guarded whatever happens (a countback must not unseat them, ERS97 7.1).
    """

    def __init__(self, contest: Contest) -> None:
        self._contest = contest
        self._sitting = contest.sitting or frozenset()
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
            return Limits(left, self._sitting & continuing)
        kinds = sorted({self._members[c] for c in continuing})
        available = Counter(self._members[c] for c in continuing)
        start = tuple(sum(self._members[c][i] for c in chosen) for i in range(len(self._minima)))
        solver = _Solver(self._minima, self._maxima, [(kind, available[kind]) for kind in kinds])
        seats, way = next(
            ((n, way) for n in range(left, -1, -1) if (way := solver.way(n, start)) is not None), (-1, [])
        )
        # With no seat, or a seat for everybody, there is nothing to guard or doom: the count ends by itself
        if seats <= 0 or seats == len(continuing):
            return Limits(seats)
        guarded, doomed = set(self._sitting & continuing), set()
        for kind, (all_needed, none_possible) in zip(kinds, solver.bounds(seats, start, way), strict=True):
            same = {c for c in continuing if self._members[c] == kind}
            if none_possible:
                doomed |= same
            if all_needed:
                guarded |= same
        return Limits(seats, frozenset(guarded), frozenset(doomed))


class _Solver:
    """How many of each kind of candidate can still be elected: a search that narrows what is possible as it goes.

    A kind takes from none to all of its candidates; each constraint, and the number of seats, bounds a sum of kinds.
    What the bounds leave open is tried one kind at a time. Any way found answers for many kinds at once, so that few
    searches are made. Groups that overlap can be so entangled that no method known answers in reasonable time; after
    ``MOST_STEPS`` the search refuses to go on.
    """

    def __init__(self, minima: list[int], maxima: list[int], kinds: list[tuple[Membership, int]]) -> None:
        self._steps = 0
        self._numbers = [number for _, number in kinds]
        self._sums = [
            (tuple(kind for kind, (membership, _) in enumerate(kinds) if membership[index]), minimum, maximum)
            for index, (minimum, maximum) in enumerate(zip(minima, maxima, strict=True))
        ]

    def way(self, seats: int, tally: Tally, fixed: Mapping[int, tuple[int, int]] = MappingProxyType({})) -> Way | None:
        """How many of each kind fill exactly these seats within all limits, if they can.

        ``fixed`` has bounds for kinds that are asked about. Raises ``CountingError`` after ``MOST_STEPS``.
        """
        sums: list[Sum] = [(range(len(self._numbers)), seats, seats)]
        sums += [(of, low - now, high - now) for (of, low, high), now in zip(self._sums, tally, strict=True)]
        lower, upper = [0] * len(self._numbers), list(self._numbers)
        for kind, (low, high) in fixed.items():
            lower[kind], upper[kind] = low, high
        waiting = [(lower, upper)]
        while waiting:
            self._steps += 1
            if self._steps > MOST_STEPS:
                raise CountingError([TOO_ENTANGLED])
            lower, upper = waiting.pop()
            if not _narrowed(sums, lower, upper):
                continue
            if lower == upper:
                return lower
            wanted = _most_wanted(sums, lower, upper)
            if wanted is None:
                continue
            waiting.append((lower, [*upper[:wanted], upper[wanted] - 1, *upper[wanted + 1 :]]))
            waiting.append(([*lower[:wanted], upper[wanted], *lower[wanted + 1 :]], upper))
        return None

    def bounds(self, seats: int, tally: Tally, way: Way) -> list[tuple[bool, bool]]:
        """Each kind: whether every way of filling the seats needs all of it, and whether none takes any of it."""
        ways = [way]
        found = []
        for kind, number in enumerate(self._numbers):
            all_needed = all(known[kind] == number for known in ways)
            if all_needed and (other := self.way(seats, tally, {kind: (0, number - 1)})):
                ways.append(other)
                all_needed = False
            none_possible = all(known[kind] == 0 for known in ways)
            if none_possible and (other := self.way(seats, tally, {kind: (1, number)})):
                ways.append(other)
                none_possible = False
            found.append((all_needed, none_possible))
        return found


def _most_wanted(sums: Sequence[Sum], lower: Way, upper: Way) -> int | None:
    """The kind, of those still open, that most sums need and fewest have no place for.

    Nothing where all sums together lack more than the seats that are left can give, were each given to the kind that
    helps most; or have less room than those seats take, were each given to the kind that takes least.
    """
    wanted, refused, lacking, room = [0] * len(lower), [0] * len(lower), 0, 0
    for of, least, most in sums[1:]:
        now = sum(lower[kind] for kind in of)
        if now < least:
            lacking += least - now
            for kind in of:
                wanted[kind] += 1
        if sum(upper[kind] for kind in of) > most:
            room += most - now
            for kind in of:
                refused[kind] += 1
    seats = sums[0][1] - sum(lower)
    still_open = [kind for kind in sums[0][0] if lower[kind] < upper[kind]]
    for amount, sign in ((wanted, -1), (refused, 1)):
        left, total = seats, 0
        for kind in sorted(still_open, key=lambda kind: sign * amount[kind]):
            given = min(left, upper[kind] - lower[kind])
            left, total = left - given, total + given * amount[kind]
        if (sign < 0 and total < lacking) or (sign > 0 and total > room):
            return None
    return max(still_open, key=lambda kind: wanted[kind] - refused[kind])


def _narrowed(sums: Iterable[Sum], lower: list[int], upper: list[int]) -> bool:
    """Narrows the bounds in place by every sum until none changes; whether anything stays possible."""
    changed = True
    while changed:
        changed = False
        for of, low, high in sums:
            least, most = sum(lower[kind] for kind in of), sum(upper[kind] for kind in of)
            if least > high or most < low:
                return False
            if most <= high and least >= low:
                continue
            for kind in of:
                highest, lowest = lower[kind] + high - least, upper[kind] + low - most
                if highest < upper[kind]:
                    upper[kind], changed = highest, True
                if lowest > lower[kind]:
                    lower[kind], changed = lowest, True
            if changed:
                break
    return all(map(le, lower, upper))

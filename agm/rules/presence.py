"""Who is there, who came, and from when to when there are enough of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agm.rules.proxies import Proxy

CHAIR = ""
"""The key of a proxy's holder where that is whoever takes the chair."""


@dataclass(frozen=True, slots=True)
class Stay:
    """That somebody was there, or still is; people by a key of the caller's. When they left they are gone."""

    key: str
    arrived_at: dt.datetime
    left_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """What came of everybody's stays, up to one instant."""

    present: int
    came: int
    """How many different people that were."""
    most: int
    most_at: dt.datetime | None
    """When so many were there first; None where nobody came."""
    changes: tuple[tuple[dt.datetime, bool], ...]
    """When the quorum was reached (True) and when it was lost (False), in order."""

    @property
    def reached_at(self) -> dt.datetime | None:
        """Since when there is a quorum; None while there is none."""
        return self.changes[-1][0] if self.changes and self.changes[-1][1] else None

    @property
    def lost_at(self) -> dt.datetime | None:
        """Since when there is no quorum any more."""
        return self.changes[-1][0] if self.changes and not self.changes[-1][1] else None

    @property
    def was_reached(self) -> bool:
        return any(is_reached for _, is_reached in self.changes)


def presence(stays: Iterable[Stay], needed: int, at: dt.datetime) -> Presence:
    """Who was there up to an instant, and when that was enough; whoever is told of twice at a time counts once.

    At one instant whoever comes counts before whoever goes: a quorum is not lost when one takes another's place.
    """
    times: dict[str, list[tuple[dt.datetime, int]]] = defaultdict(list)
    for stay in stays:
        if stay.arrived_at <= at and stay.left_at != stay.arrived_at:
            times[stay.key].append((stay.arrived_at, 1))
            if stay.left_at is not None and stay.left_at <= at:
                times[stay.key].append((stay.left_at, -1))
    moves = sorted(
        (move for of_one in times.values() for move in comings_and_goings(of_one)), key=lambda move: (move[0], -move[1])
    )
    present, most, most_at, is_reached = 0, 0, None, False
    changes: list[tuple[dt.datetime, bool]] = []
    for when, step in moves:
        present += step
        if present > most:
            most, most_at = present, when
        if (present >= needed) is not is_reached and needed:
            is_reached = not is_reached
            changes.append((when, is_reached))
    return Presence(present, len(times), most, most_at, tuple(changes))


def comings_and_goings(times: Sequence[tuple[dt.datetime, int]]) -> Iterable[tuple[dt.datetime, int]]:
    """One person's, where they are told of twice at a time."""
    depth = 0
    for when, step in sorted(times, key=lambda move: (move[0], -move[1])):
        depth += step
        if (step, depth) in {(1, 1), (-1, 0)}:
            yield when, step


def stays_by_proxy(stays: Sequence[Stay], proxies: Iterable[Proxy]) -> Iterable[Stay]:
    """Givers of proxies, for as long as who votes for them is there; the chair is from the first arrival on."""
    by_key: dict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        by_key[stay.key].append(stay)
    if stays:
        by_key[CHAIR] = [Stay(CHAIR, min(stay.arrived_at for stay in stays))]
    for proxy in proxies:
        for stay in by_key[proxy.holder]:
            begins = max(stay.arrived_at, proxy.received_at)
            if stay.left_at is None or begins < stay.left_at:
                yield Stay(proxy.giver, begins, stay.left_at)


def stay_of_arrival(stays: Iterable[Stay], at: dt.datetime) -> Stay | None:
    """The stay of one person that they were seen to arrive for at an instant; None for a new one.

    Doors tell of an arrival late, perhaps after another door told of the same one, which then began earlier.
    """
    ordered = sorted(stays, key=lambda stay: stay.arrived_at)
    return next((stay for stay in ordered if stay.left_at is None or at <= stay.left_at), None)

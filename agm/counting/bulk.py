"""Bulk exclusion: how many of the lowest candidates can go together without changing the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agm.counting.values import Value


def bulk_sizes(votes: Sequence[Value], extra: Value, most: int, least: int = 2) -> Iterator[int]:
    """Sizes, largest first, for which the lowest together do not exceed the next above.

    ``votes`` are in ascending order, ``extra`` (deferred surpluses) is added to the sum, and ``most`` and ``least`` are
    the largest size allowed (enough candidates must remain) and the smallest wanted.
    """
    for size in range(min(most, len(votes) - 1), least - 1, -1):
        if sum(votes[:size]) + extra <= votes[size]:
            yield size

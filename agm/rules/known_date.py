"""What a rule needs of a date that may be known to the month or the year only."""

from __future__ import annotations

from typing import Protocol


class KnownDate(Protocol):
    """A date of which the day, or the day and the month, may be unknown."""

    @property
    def year(self) -> int:
        """The year."""

    @property
    def month(self) -> int | None:
        """The month, where it is known."""

    @property
    def day(self) -> int | None:
        """The day, where it is known."""

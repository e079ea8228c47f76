"""A date that is known to the day, or only to the month or the year, as old announcements give it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

FIRST_YEAR = 1000
LAST_YEAR = 2999
PATTERN = r"^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?(?!\n)$"
"""How a partial date is written: 2017, 2017-04 or 2017-04-02 (ISO 8601, reduced precision)."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A calendar date of which the day, or the day and the month, may be unknown.

    Raises ValueError for a day without a month and for a date that does not exist or has no year of four digits
    from 1000 to 2999.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("A date with a day needs its month too.")
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(f"The year lies between {FIRST_YEAR} and {LAST_YEAR}.")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read 2017, 2017-04 or 2017-04-02. Raises ValueError with a plain message for anything else."""
        if not re.match(PATTERN, text):
            raise ValueError("Write the date as 2017-04-02, or 2017-04 or 2017 where no more is known.")
        try:
            return cls(*(int(part) for part in text.split("-")))
        except ValueError:
            raise ValueError(f"There is no such date as {text}.") from None

    @classmethod
    def of(cls, day: date) -> PartialDate:
        return cls(day.year, day.month, day.day)

    @property
    def full(self) -> date | None:
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def first(self) -> date:
        """The first day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        if self.month is None:
            return str(self.year)
        return f"{self.year}-{self.month:02d}" if self.day is None else f"{self.year}-{self.month:02d}-{self.day:02d}"

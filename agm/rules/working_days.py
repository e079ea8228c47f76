"""Calendar days and working days of a place: which days count, and counting them forwards and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

SATURDAY = 5
ONE_DAY = dt.timedelta(days=1)
LONGEST_WITHOUT_WORK = 366
"""A table of holidays that leaves a whole year without a working day is no table."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one place: its clock, and the days on which nobody works besides Saturdays and Sundays."""

    zone: ZoneInfo
    holidays: Container[dt.date] = frozenset()

    def is_working(self, day: dt.date) -> bool:
        return day.weekday() < SATURDAY and day not in self.holidays

    def working_from(self, day: dt.date, step: int) -> Iterator[dt.date]:
        """The working days from `day` on, itself included, forwards (1) or back (-1)."""
        rest = 0
        while rest <= LONGEST_WITHOUT_WORK:
            rest = 0 if self.is_working(day) else rest + 1
            if not rest:
                yield day
            day += step * ONE_DAY
        raise ValueError(f"no working day in the year up to {day}")

    def working_day_after(self, day: dt.date, number: int) -> dt.date:
        """The working day with this number after `day`, which itself does not count."""
        return self._numbered(day + ONE_DAY, number, 1)

    def working_day_before(self, day: dt.date, number: int) -> dt.date:
        """The working day with this number before `day`, which itself does not count."""
        return self._numbered(day - ONE_DAY, number, -1)

    def _numbered(self, day: dt.date, number: int, step: int) -> dt.date:
        if number < 1:
            raise ValueError(f"working days are numbered from 1, not {number}")
        return next(found for at, found in enumerate(self.working_from(day, step), start=1) if at == number)

    def nearest_working(self, day: dt.date, step: int) -> dt.date:
        """The day itself if it is a working day, otherwise the next one forwards (1) or back (-1)."""
        return next(self.working_from(day, step))

    def working_between(self, first: dt.date, last: dt.date) -> int:
        """How many working days there are from `first` to `last`, both included; 0 if there are none."""
        return sum(self.is_working(first + at * ONE_DAY) for at in range((last - first).days + 1))

    def date_of(self, instant: dt.datetime) -> dt.date:
        """The date on the place's calendars at this instant. Raises ValueError for a time without a zone."""
        if instant.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return instant.astimezone(self.zone).date()

    def starts_at(self, day: dt.date) -> dt.datetime:
        """The instant at which the day begins there."""
        return dt.datetime.combine(day, dt.time(), self.zone).astimezone(dt.UTC)

    def after_hours(self, instant: dt.datetime, hours: float) -> dt.datetime:
        """So many hours later, or earlier where negative, without any part of a day that is no working day.

        This is how a period of hours is reckoned in the Companies Act 2006, sections 327(3) and 1147(5).
        """
        moment, left = instant.astimezone(dt.UTC), dt.timedelta(hours=abs(hours))
        forwards = hours > 0
        while left:
            # Going back, an instant at midnight belongs to the day that ends there.
            day = self.date_of(moment if forwards else moment - dt.timedelta.resolution)
            edge = self.starts_at(day + ONE_DAY) if forwards else self.starts_at(day)
            part = min(left, abs(edge - moment)) if self.is_working(day) else dt.timedelta()
            moment = (moment + part if forwards else moment - part) if self.is_working(day) else edge
            left -= part
        return moment.astimezone(self.zone)

"""When the fictional meetings were held, counted back from the day on which the demonstration is filled."""

from __future__ import annotations

import datetime as dt

from agm.demo.fiction.story import YEARS

SUNDAY = 6


def sunday(year: int, month: int, which: int = 3) -> dt.date:
    """The third Sunday of a month, or another one."""
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(SUNDAY - first.weekday()) % 7 + 7 * (which - 1))


def agm_dates(month: int, today: dt.date) -> list[dt.date]:
    """The dates of the last eight AGMs in this month, the last of them at least a week ago."""
    last = today.year if sunday(today.year, month) < today - dt.timedelta(days=7) else today.year - 1
    return [sunday(last - YEARS + 1 + index, month) for index in range(YEARS)]


def months_later(day: dt.date, months: int) -> dt.date:
    """The first of a month some months later."""
    total = day.year * 12 + day.month - 1 + months
    return dt.date(total // 12, total % 12 + 1, 1)


def evening(day: dt.date) -> dt.datetime:
    """Half past six in the evening, UTC, of a day."""
    return dt.datetime(day.year, day.month, day.day, 18, 30, tzinfo=dt.UTC)


def held_dates(month: int, this_year: str, today: dt.date) -> list[dt.date]:
    """The dates of a region's eight AGMs: usual, or so that the next one is near, or so that it is long overdue."""
    if this_year == "overdue":
        return agm_dates(month, today - dt.timedelta(days=366))
    if this_year == "coming":
        called = next_called(today)
        return [
            nearest_sunday(called.replace(year=called.year - back, day=min(called.day, 28)))
            for back in range(YEARS, 0, -1)
        ]
    return agm_dates(month, today)


def next_called(today: dt.date) -> dt.date:
    """The Sunday for which the coming AGM is called: three to four weeks ahead."""
    return nearest_sunday(today + dt.timedelta(days=25))


def nearest_sunday(day: dt.date) -> dt.date:
    """The Sunday on or after a day."""
    return day + dt.timedelta(days=(SUNDAY - day.weekday()) % 7)

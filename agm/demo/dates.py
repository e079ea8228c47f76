"""The days of the story's regions, moved to the day on which the demonstration is filled."""

import datetime as dt
from collections.abc import Mapping, Sequence

SUNDAY = 6
THIRD_SUNDAY_FROM = 15
LAST_EVERY_YEAR = 28
USUAL_DAYS_AGO = 7

Moves = Mapping[dt.date, dt.date]
"""The day of each AGM in the story → the day on which it is held when the demonstration is filled."""


def moves_of_agms(
    agms: Sequence[dt.date], today: dt.date, last_days_ago: int = USUAL_DAYS_AGO, next_in_days: int | None = None
) -> Moves:
    """Where a region's AGMs go, one in each calendar year.

    Each is on the third Sunday of its month, the last of them more than `last_days_ago` ago; or the last of them is
    yet to come on the first Sunday in `next_in_days` or later, and the others about the same day of earlier years.
    """
    agms = sorted(agms)
    if next_in_days is None:
        month, day = agms[-1].month, THIRD_SUNDAY_FROM
        settled = today - dt.timedelta(days=last_days_ago)
        last = settled.year if agm_day(settled.year, month, day) < settled else settled.year - 1
    else:
        coming = sunday_from(today + dt.timedelta(days=next_in_days))
        last, month, day = coming.year, coming.month, min(coming.day, LAST_EVERY_YEAR)
    return {agm: agm_day(last - agms[-1].year + agm.year, month, day) for agm in agms}


def moved(day: dt.date, moves: Moves) -> dt.date:
    """A day of the story at its distance from the AGM before it: in months for the first of a month, else in days."""
    before = max((agm for agm in moves if agm <= day), default=min(moves))
    if day.day > 1:
        return moves[before] + (day - before)
    years, month = divmod(moves[before].month - 1 + day.month - before.month, 12)
    return dt.date(moves[before].year + day.year - before.year + years, month + 1, 1)


def agm_day(year: int, month: int, day: int) -> dt.date:
    """The first Sunday from a day on, or the one before where that would be in the next year."""
    sunday = sunday_from(dt.date(year, month, day))
    return sunday if sunday.year == year else sunday - dt.timedelta(days=7)


def sunday_from(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=(SUNDAY - day.weekday()) % 7)


def began_by(now: dt.datetime) -> dt.datetime:
    """When a meeting began that is being held: at the last full or half hour that is half an hour ago at least."""
    ago = now - dt.timedelta(minutes=30)
    return ago.replace(minute=ago.minute // 30 * 30, second=0, microsecond=0)

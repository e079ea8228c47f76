"""Whether a region's annual general meeting is overdue."""

import calendar
import datetime as dt

from agm.language.partial_date import PartialDate

MONTHS_BETWEEN = 15
"""The longest time between two annual general meetings, as clubs' rules commonly have it (and companies' did: section
366(3) of the Companies Act 1985)."""


def due_by(last_held: PartialDate | None, opened_on: dt.date | None) -> dt.date | None:
    """The last day on which the next AGM is in time; None where nothing is known to count from.

    A date that is known to the month or the year only counts as its last day, so that nobody is called late who may be
    in time. A region that never held one has as long from the day on which it was opened.
    """
    if last_held is not None:
        return add_months(last_held.last, MONTHS_BETWEEN)
    return None if opened_on is None else add_months(opened_on, MONTHS_BETWEEN)


def is_overdue(last_held: PartialDate | None, opened_on: dt.date | None, today: dt.date) -> bool:
    due = due_by(last_held, opened_on)
    return due is not None and today > due


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

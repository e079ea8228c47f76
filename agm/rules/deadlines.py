"""Deadlines, opening times and clock times: which instant is meant, and whether something was in time."""

from __future__ import annotations

import datetime as dt
import enum
import re
from dataclasses import dataclass

from agm.rules.overdue import add_months
from agm.rules.working_days import ONE_DAY, Days

ONE_HOUR = dt.timedelta(hours=1)
END_OF_DAY = dt.time(23, 59, 59)
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
NOON = frozenset({"noon", "12 noon", "midday", "12 midday", "12noon"})
MIDNIGHT = frozenset({"midnight", "12 midnight", "12am", "12 am", "12:00 am", "12.00 am", "12 a.m.", "12:00am"})


class OffDay(enum.StrEnum):
    """What becomes of a deadline on a day that is no working day."""

    SAME = "same"
    EARLIER = "earlier"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """A deadline so many days, or hours, before something."""

    days: int | None = None
    hours: float | None = None
    is_clear: bool = False
    """Whether the day of the deadline does not count either: it closes a day earlier."""
    time: dt.time | None = None
    """The time of day; without one, the end of the day."""
    off_day: OffDay = OffDay.SAME
    working_days_only: bool = False
    """Whether only the hours of working days count."""

    def deadline(self, event_at: dt.datetime, days: Days) -> dt.datetime:
        """The instant, on the place's clock; what is received at it is in time. ValueError for a time that is asked."""
        if self.hours is not None:
            return hours_before(event_at, self.hours, days, working_days_only=self.working_days_only)
        day = days.date_of(event_at) - ((self.days or 0) + self.is_clear) * ONE_DAY
        if self.off_day is not OffDay.SAME:
            day = days.nearest_working(day, -1 if self.off_day is OffDay.EARLIER else 1)
        return only_instant(day, self.time or END_OF_DAY, days)

    @property
    def in_words(self) -> str:
        if self.hours is not None:
            return f"at least {self.hours:g} hours {'of working days ' if self.working_days_only else ''}before"
        clear = "clear " if self.is_clear else ""
        return f"at least {self.days or 0} {clear}{'day' if self.days == 1 else 'days'} before"


def hours_before(event_at: dt.datetime, hours: float, days: Days, *, working_days_only: bool) -> dt.datetime:
    """The instant so many hours before, on the place's clock; of working days alone if the rule says so."""
    if working_days_only:
        return days.after_hours(event_at, -hours)
    return (event_at.astimezone(dt.UTC) - hours * ONE_HOUR).astimezone(days.zone)


@dataclass(frozen=True, slots=True)
class OpeningRule:
    """How long something has to be open, nominations or a vote; what is None is not limited."""

    min_hours: float | None = None
    max_hours: float | None = None
    min_clear_days: int | None = None

    @property
    def in_words(self) -> str:
        parts = [
            f"at least {self.min_hours:g} hours" if self.min_hours is not None else "",
            f"at most {self.max_hours:g} hours" if self.max_hours is not None else "",
            f"at least {self.min_clear_days} clear days" if self.min_clear_days is not None else "",
        ]
        return " and ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Opening:
    """How long something is open."""

    hours: float
    """Hours that really pass: noon to noon over the weekend on which the clocks go forward is 23."""
    clear_days: int
    """Days between, without those on which it opens and closes."""
    short_by: float
    """Hours, or days where the rule counts days."""
    over_by: float

    @property
    def is_enough(self) -> bool:
        return not self.short_by and not self.over_by


def opening(rule: OpeningRule, opens_at: dt.datetime, closes_at: dt.datetime, days: Days) -> Opening:
    """What an opening comes to under a rule."""
    hours = (closes_at.astimezone(dt.UTC) - opens_at.astimezone(dt.UTC)) / ONE_HOUR
    clear_days = max(0, (days.date_of(closes_at) - days.date_of(opens_at)).days - 1)
    short = [rule.min_hours - hours] if rule.min_hours is not None else []
    short += [rule.min_clear_days - clear_days] if rule.min_clear_days is not None else []
    return Opening(
        hours=hours,
        clear_days=clear_days,
        short_by=max(0, *short, 0),
        over_by=max(0, hours - rule.max_hours) if rule.max_hours is not None else 0,
    )


class Doubt(enum.StrEnum):
    """Why it has to be asked which instant a clock time means."""

    MIDNIGHT = "midnight_start_or_end"
    NO_SUCH_TIME = "no_such_time"
    TWICE = "time_happens_twice"


@dataclass(frozen=True, slots=True)
class Instants:
    """The instants that a date and a clock time can mean, in order, and why one has to ask; None if it is plain."""

    instants: tuple[dt.datetime, ...]
    doubt: Doubt | None = None


def instants_of(day: dt.date, clock: str | dt.time, days: Days) -> Instants:
    """What a date and a clock time mean as people write them: "noon", "5 pm", "17.30", "midnight".

    "Midnight" is asked: it may be the beginning or the end of the day. Raises ValueError for what is no time.
    """
    words = clock.strip().casefold() if isinstance(clock, str) else clock
    if words in MIDNIGHT:
        ends = (days.starts_at(day), days.starts_at(day + ONE_DAY))
        return Instants(tuple(instant.astimezone(days.zone) for instant in ends), Doubt.MIDNIGHT)
    if words == "24:00":
        return Instants((days.starts_at(day + ONE_DAY).astimezone(days.zone),))
    time = clock_time(words) if isinstance(words, str) else words
    both = [dt.datetime.combine(day, time, days.zone).replace(fold=fold) for fold in (0, 1)]
    real = [one for one in both if one.astimezone(dt.UTC).astimezone(days.zone).replace(tzinfo=None) == bare(one)]
    if not real:
        return Instants((), Doubt.NO_SUCH_TIME)
    if real[0].utcoffset() == real[-1].utcoffset():
        return Instants((real[0],))
    return Instants(tuple(real), Doubt.TWICE)


def bare(moment: dt.datetime) -> dt.datetime:
    return moment.replace(tzinfo=None, fold=0)


def clock_time(words: str) -> dt.time:
    """The time of day that these words mean. Raises ValueError."""
    if words in NOON:
        return dt.time(12)
    found = CLOCK.fullmatch(words)
    if not found:
        raise ValueError(f"“{words}” is no time of day")
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    half = (found[4] or "").replace(".", "")
    if half and not 1 <= hour <= 12:
        raise ValueError(f"“{words}” is no time of day")
    return dt.time(hour % 12 + 12 * (half == "pm") if half else hour, minute, second)


def only_instant(day: dt.date, time: dt.time, days: Days) -> dt.datetime:
    """The one instant that is meant. Raises ValueError where it has to be asked."""
    found = instants_of(day, time, days)
    if found.doubt or not found.instants:
        raise ValueError(f"{time:%H:%M} on {day} has to be asked: {found.doubt}")
    return found.instants[0]


class Bound(enum.StrEnum):
    """Whether a period is the longest or the shortest allowed."""

    NOT_MORE_THAN = "not_more_than"
    NOT_LESS_THAN = "not_less_than"


def months_limit(day: dt.date, months: int, *, before: bool) -> dt.date:
    """The day so many months before or after: that of the same number, or the last of a shorter month.

    This is the corresponding date rule (Dodds v Walker [1981] 1 WLR 1027).
    """
    return add_months(day, -months if before else months)


def keeps_bound(found: dt.date, limit: dt.date, bound: Bound, *, before: bool) -> bool:
    """Whether a day keeps within so many months, or lets at least so many pass. The limit itself does both."""
    is_nearer = found >= limit if before else found <= limit
    return found == limit or is_nearer == (bound is Bound.NOT_MORE_THAN)

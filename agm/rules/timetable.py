"""The dates of one election: what each may be at the latest, and which stand the wrong way round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agm.rules.overdue import add_months
from agm.rules.working_days import ONE_DAY, Days


@dataclass(frozen=True, slots=True)
class StageRule:
    """By when something has to be done, counted back from the date of something else."""

    name: str
    before: str
    days: int | None = None
    working_day: int | None = None
    """The working day with this number before it."""
    months: int | None = None

    def last_day(self, day: dt.date, days: Days) -> dt.date:
        if self.working_day is not None:
            return days.working_day_before(day, self.working_day) if self.working_day else day
        if self.months is not None:
            return add_months(day, -self.months)
        return day - (self.days or 0) * ONE_DAY


@dataclass(frozen=True, slots=True)
class OrderRule:
    """Two dates of which the first must not come after the second; `code` names the mistake."""

    first: str
    second: str
    code: str


@dataclass(frozen=True, slots=True)
class StageFound:
    name: str
    last_day: dt.date | None
    """None where the date from which it is counted is not known."""
    on: dt.date | None
    """When it was done, or is to be; None if nobody has said."""

    @property
    def days_late(self) -> int:
        return max(0, (self.on - self.last_day).days) if self.on and self.last_day else 0

    @property
    def is_kept(self) -> bool:
        return not self.days_late and self.on is not None


def timetable(rules: Sequence[StageRule], dates: Mapping[str, dt.date], days: Days) -> list[StageFound]:
    """Each stage with its last day, counted from the date of the stage named, or else from that one's own last day."""
    by_name = {rule.name: rule for rule in rules}
    return [StageFound(rule.name, last_day_of(rule, by_name, dates, days), dates.get(rule.name)) for rule in rules]


def last_day_of(
    rule: StageRule,
    rules: Mapping[str, StageRule],
    dates: Mapping[str, dt.date],
    days: Days,
    seen: frozenset[str] = frozenset(),
) -> dt.date | None:
    """The last day of a stage; None where nothing says from when it is counted. Raises ValueError for a circle."""
    if rule.name in seen:
        raise ValueError(f"the date of {rule.name} depends on itself")
    anchor = dates.get(rule.before)
    if anchor is None and rule.before in rules:
        anchor = last_day_of(rules[rule.before], rules, dates, days, seen | {rule.name})
    return None if anchor is None else rule.last_day(anchor, days)


def disorder(orders: Sequence[OrderRule], dates: Mapping[str, dt.date]) -> list[str]:
    """The codes of what stands the wrong way round."""
    return [
        order.code
        for order in orders
        if order.first in dates and order.second in dates and dates[order.first] > dates[order.second]
    ]

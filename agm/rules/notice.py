"""How much notice a meeting needs, when a notice counts as served, and whether it was enough.

"14 days" is three settings: whether the day of service and that of the meeting count (clear or plain), which days count
(all, or working days), and when something sent counts as served. Each has led to meetings that were void.
"""

from __future__ import annotations

import datetime as dt
import enum
from bisect import bisect_right
from dataclasses import dataclass

from agm.rules.working_days import ONE_DAY, Days

ONE_MINUTE = dt.timedelta(minutes=1)
LONGEST_DELIVERY = 60
"""Days before the last day of service among which the last moment of sending is looked for."""


class Counting(enum.StrEnum):
    """Which days of a period count."""

    CLEAR = "clear"
    """Neither the day of service nor that of the meeting counts (Companies Act 2006, section 360)."""
    PLAIN = "plain"
    """"At least N days before": the day of the meeting counts, that of service does not."""


class ServedWhen(enum.StrEnum):
    """When something that was sent counts as served."""

    WHEN_SENT = "when_sent"
    NEXT_DAY = "next_day"
    HOURS = "hours"
    """So many hours after sending."""
    WORKING_HOURS = "working_hours"
    """So many hours after sending, those of working days alone (Companies Act 2006, section 1147: 48)."""
    CUTOFF = "cutoff"
    """The same day if sent before a time of day, otherwise the next one (Civil Procedure Rules, 6.26)."""
    SECOND_DAY_THEN_BUSINESS = "second_day_then_business"
    """The second day after posting, or the next working day after that (Civil Procedure Rules, 6.26)."""
    WORKING_DAYS_AFTER = "working_days_after"
    """The working day of this number after sending."""


@dataclass(frozen=True, slots=True)
class Service:
    """When a notice counts as served that was sent on one channel. What `when` does not need is ignored."""

    when: ServedWhen = ServedWhen.WHEN_SENT
    hours: float = 48
    days: int = 2
    time: dt.time = dt.time(16, 30)
    business_days: bool = False
    """Of `CUTOFF`: whether what is sent on another day than a working day, or after the time, waits for one."""

    def served_on(self, sent_at: dt.datetime, days: Days) -> dt.date:
        """The day on which it counts as served. Raises ValueError for a time without a zone."""
        sent_on = days.date_of(sent_at)
        match self.when:
            case ServedWhen.WHEN_SENT:
                return sent_on
            case ServedWhen.NEXT_DAY:
                return sent_on + ONE_DAY
            case ServedWhen.HOURS:
                return days.date_of(sent_at.astimezone(dt.UTC) + dt.timedelta(hours=self.hours))
            case ServedWhen.WORKING_HOURS:
                return days.date_of(days.after_hours(sent_at, self.hours))
            case ServedWhen.CUTOFF:
                late = sent_at.astimezone(days.zone).time() >= self.time
                if not self.business_days:
                    return sent_on + ONE_DAY if late else sent_on
                return days.working_day_after(sent_on, 1) if late else days.nearest_working(sent_on, 1)
            case ServedWhen.SECOND_DAY_THEN_BUSINESS:
                return days.nearest_working(sent_on + 2 * ONE_DAY, 1)
            case ServedWhen.WORKING_DAYS_AFTER:
                return days.working_day_after(sent_on, self.days)


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """So many days of notice, as the organisation's rules have them."""

    days: int
    counting: Counting = Counting.CLEAR
    working: bool = False
    """Whether working days alone count."""

    def last_day(self, meeting_on: dt.date, days: Days) -> dt.date:
        """The last day on which a notice of a meeting on this day can be served."""
        counted_to = meeting_on - ONE_DAY if self.counting is Counting.CLEAR else meeting_on
        if not self.working:
            return counted_to - self.days * ONE_DAY
        if not self.days:
            return counted_to
        return days.working_day_before(counted_to + ONE_DAY, self.days) - ONE_DAY

    def days_given(self, served_on: dt.date, meeting_on: dt.date, days: Days) -> int:
        """How many days of notice that makes; none if it was served too late to make any."""
        first = served_on + ONE_DAY
        last = meeting_on - ONE_DAY if self.counting is Counting.CLEAR else meeting_on
        return days.working_between(first, last) if self.working else max(0, (last - first).days + 1)

    @property
    def in_words(self) -> str:
        counted = "working day" if self.working else "day"
        clear = "clear " if self.counting is Counting.CLEAR else ""
        return f"at least {self.days} {clear}{counted}{'' if self.days == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class NoticeGiven:
    """What a notice comes to under a rule."""

    served_on: dt.date
    last_day: dt.date
    """The last day on which it could be served."""
    latest_sending: dt.datetime
    """The last minute in which it could be sent, on the place's clock."""
    days_given: int
    days_short: int

    @property
    def is_enough(self) -> bool:
        return self.served_on <= self.last_day


def notice_given(
    rule: NoticeRule, service: Service, sent_at: dt.datetime, meeting_at: dt.datetime, days: Days
) -> NoticeGiven:
    """What a notice sent at this time comes to. Raises ValueError for a time without a zone."""
    meeting_on = days.date_of(meeting_at)
    served_on = service.served_on(sent_at, days)
    given = rule.days_given(served_on, meeting_on, days)
    return NoticeGiven(
        served_on=served_on,
        last_day=rule.last_day(meeting_on, days),
        latest_sending=latest_sending(rule, service, meeting_on, days),
        days_given=given,
        days_short=max(0, rule.days - given),
    )


def latest_sending(rule: NoticeRule, service: Service, meeting_on: dt.date, days: Days) -> dt.datetime:
    """The last minute in which a notice could be sent for a meeting on this day, on the place's clock.

    What is sent later is never served earlier, so that the minute can be looked for by halving.
    """
    last_day = rule.last_day(meeting_on, days)
    first = days.starts_at(last_day - LONGEST_DELIVERY * ONE_DAY)
    minutes = range((days.starts_at(last_day + ONE_DAY) - first) // ONE_MINUTE)
    served = bisect_right(minutes, last_day, key=lambda minute: service.served_on(first + minute * ONE_MINUTE, days))
    return (first + (served - 1) * ONE_MINUTE).astimezone(days.zone)

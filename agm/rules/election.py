"""Where an election stands, by its dates and acts: what comes next, its line of life, and the dates that follow."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from zoneinfo import ZoneInfo

from agm.language.en import WEEKDAYS, capitalised, clock_words, long_date
from agm.rules.deadlines import only_instant
from agm.rules.rule_set import IN_ORDER, WORDS, RuleSet, Stage, lines
from agm.rules.working_days import ONE_DAY, Days

K = TypeVar("K")
MORNING = dt.time(9)
NEAR = 6
"""For so many days a weekday alone says which day is meant."""


class Phase(enum.StrEnum):
    """What an election waits for."""

    CALLED_OFF = "called_off"
    NO_DAY = "no_day"
    NO_RULES = "no_rules"
    NOTICE = "notice"
    NOMINATIONS_OPEN = "nominations_open"
    NOMINATIONS_CLOSE = "nominations_close"
    STATEMENT = "statement"
    VOTING_OPENS = "voting_opens"
    VOTING_CLOSES = "voting_closes"
    MEETING = "meeting"
    RESULT = "result"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionSoFar:
    """An election's dates and acts. `dates` has the meeting, once its day and time are known."""

    meeting: str = "AGM"
    """What the meeting is called within a sentence: "AGM", "by-election"."""
    has_rules: bool = True
    dates: Mapping[Stage, dt.datetime] = field(default_factory=dict)
    notice_sent_at: dt.datetime | None = None
    notice_by: dt.datetime | None = None
    """By when the notice has to go out, by the first channel to end."""
    is_declared: bool = False
    is_inquorate: bool = False
    """Whether the record says that fewer came than had to."""
    is_called_off: bool = False


@dataclass(frozen=True, slots=True)
class NextUp:
    """What comes next, as a heading, and when; None where it has no instant."""

    phase: Phase
    words: str
    at: dt.datetime | None = None


def next_of(so_far: ElectionSoFar, now: dt.datetime, zone: ZoneInfo) -> NextUp:
    """What an election waits for: what must be done comes before what comes by itself."""
    dates = so_far.dates
    if so_far.is_declared and not so_far.is_inquorate:
        return NextUp(Phase.OVER, "The result is declared")
    if so_far.is_called_off:
        return NextUp(Phase.CALLED_OFF, "The election is called off")
    if so_far.is_inquorate:
        return NextUp(Phase.OVER, f"Too few came to the {so_far.meeting}: there was no quorum")
    if Stage.MEETING not in dates:
        return NextUp(Phase.NO_DAY, f"When is the {so_far.meeting}?")
    if not so_far.has_rules:
        return NextUp(Phase.NO_RULES, f"Under which rules is the {so_far.meeting} called?")
    if so_far.notice_sent_at is None and now < dates[Stage.MEETING]:
        by = so_far.notice_by
        if by is None:
            return NextUp(Phase.NOTICE, "The notice is to go out")
        when = spoken(by, now, zone)
        told = f"should have gone out {when}" if now > by else f"goes out {when} at the latest"
        return NextUp(Phase.NOTICE, f"The notice {told}", by)
    for stage in IN_ORDER:
        if stage in dates and now < dates[stage]:
            return NextUp(Phase(stage.value), f"{WORDS[stage]} {spoken(dates[stage], now, zone)}", dates[stage])
    at = dates[Stage.MEETING]
    if now < at:
        return NextUp(Phase.MEETING, f"The {so_far.meeting} is {spoken(at, now, zone)}", at)
    is_on = at == max(dates.values()) and at.astimezone(zone).date() == now.astimezone(zone).date()
    began = f"The {so_far.meeting} began {spoken(at, now, zone)}; the result is next"
    return NextUp(Phase.RESULT, began if is_on else "The result is to be declared")


def spoken(at: dt.datetime, now: dt.datetime, zone: ZoneInfo) -> str:
    """When something is, for a heading: "today at noon", "on Friday at 14:00", "on Friday 9 April at noon"."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    time = clock_words(local.time())
    away = (local.date() - today).days
    if away in DAYS_NEAR:
        return f"{DAYS_NEAR[away]} at {time}"
    if 0 < away <= NEAR:
        return f"on {WEEKDAYS[local.weekday()]} at {time}"
    return f"on {long_date(local.date(), year=local.year != today.year)} at {time}"


DAYS_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


class State(enum.StrEnum):
    GONE = "gone"
    HERE = "here"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of the election's line of life: `share` is its length in twentieths of the whole."""

    label: str
    words: str
    state: State
    share: int


TWENTIETHS = 20


def life(so_far: ElectionSoFar, now: dt.datetime, zone: ZoneInfo) -> list[Bar]:
    """The election as one line, in proportion to its days; empty while the meeting has no day."""
    dates = so_far.dates
    if Stage.MEETING not in dates:
        return []
    notice = so_far.notice_sent_at or so_far.notice_by
    parts = [
        ("Notice", notice, notice),
        ("Nominations", dates.get(Stage.NOMINATIONS_OPEN), dates.get(Stage.NOMINATIONS_CLOSE)),
        ("Candidates", dates.get(Stage.STATEMENT), dates.get(Stage.STATEMENT)),
        ("Voting", dates.get(Stage.VOTING_OPENS), dates.get(Stage.VOTING_CLOSES)),
        (capitalised(so_far.meeting), dates[Stage.MEETING], dates[Stage.MEETING]),
    ]
    known = [(label, first or last, last) for label, first, last in parts if last is not None]
    lengths = shares([max(1, days_of(first, last, zone)) for _label, first, last in known])
    found = []
    for (label, first, last), share in zip(known, lengths, strict=True):
        state = state_of(so_far, label, first, last, now)
        found.append(Bar(label, state_words(so_far, label, first, last, zone), state, share))
    return found


def state_of(so_far: ElectionSoFar, label: str, first: dt.datetime, last: dt.datetime, now: dt.datetime) -> State:
    if label == "Notice":
        return State.HERE if so_far.notice_sent_at is None else State.GONE
    if now < first:
        return State.TO_COME
    return State.GONE if now >= last else State.HERE


def state_words(so_far: ElectionSoFar, label: str, first: dt.datetime, last: dt.datetime, zone: ZoneInfo) -> str:
    begin, end = first.astimezone(zone).date(), last.astimezone(zone).date()
    if label == "Notice":
        return "sent" if so_far.notice_sent_at else f"by {day_words(end)}"
    return day_words(end) if begin == end else f"{day_words(begin, end)} to {day_words(end)}"


def day_words(day: dt.date, other: dt.date | None = None) -> str:
    """ "9 April"; the month is left out before another day of the same one."""
    if other is not None and (day.year, day.month) == (other.year, other.month):
        return str(day.day)
    return long_date(day, weekday=False, year=False)


def days_of(first: dt.datetime, last: dt.datetime, zone: ZoneInfo) -> int:
    return (last.astimezone(zone).date() - first.astimezone(zone).date()).days


def shares(days: list[int]) -> list[int]:
    """Twentieths for so many days each: two at the least, in proportion above that."""
    least = 2
    spare = TWENTIETHS - least * len(days)
    total = sum(days)
    found = [least + spare * one // total for one in days]
    longest = days.index(max(days))
    found[longest] += TWENTIETHS - sum(found)
    return found


def proposed(rules: RuleSet, kind: str, meeting_at: dt.datetime) -> dict[Stage, dt.datetime]:
    """The dates that follow from the rules for a meeting; what the rules do not say is left out.

    Raises ValueError where a deadline falls on a time that the clocks skip or repeat.
    """
    days = rules.days
    by = {line.stage: line.by for line in lines(rules, kind, meeting_at) if not line.channel}
    of_rules = (Stage.NOMINATIONS_OPEN, Stage.NOMINATIONS_CLOSE)
    found: dict[Stage, dt.datetime] = {stage: by[stage] for stage in of_rules if stage in by}
    close = found.get(Stage.NOMINATIONS_CLOSE)
    if close is not None and Stage.NOMINATIONS_OPEN not in found and rules.nominations_for is not None:
        hours, clear = rules.nominations_for.min_hours, rules.nominations_for.min_clear_days
        first = dt.timedelta(hours=hours) if hours is not None else ((clear or 0) + 1) * ONE_DAY
        found[Stage.NOMINATIONS_OPEN] = (close.astimezone(dt.UTC) - first).astimezone(days.zone)
    if rules.voting_for is not None and rules.voting_for.min_hours is not None:
        found[Stage.VOTING_CLOSES] = meeting_at.astimezone(days.zone)
        open_for = dt.timedelta(hours=rules.voting_for.min_hours)
        found[Stage.VOTING_OPENS] = (meeting_at.astimezone(dt.UTC) - open_for).astimezone(days.zone)
    if close is not None:
        morning = only_instant(days.date_of(close) + ONE_DAY, MORNING, days)
        if morning < found.get(Stage.VOTING_OPENS, meeting_at):
            found[Stage.STATEMENT] = morning
    return found


def carried(
    dates: Mapping[K, dt.datetime], before: dt.datetime, after: dt.datetime, now: dt.datetime, days: Days
) -> dict[K, dt.datetime]:
    """The dates of an election whose meeting moved, by whatever names them: those to come move by as many days and keep
    their time of day; what stood at the very instant of the meeting stays there; what is past stays."""
    by = days.date_of(after) - days.date_of(before)
    found = {}
    for stage, at in dates.items():
        if at <= now:
            found[stage] = at
        elif at == before:
            found[stage] = after
        else:
            local = at.astimezone(days.zone)
            moved = dt.datetime.combine(local.date() + by, local.time(), days.zone)
            found[stage] = moved.astimezone(dt.UTC)  # a time that the clocks skip becomes the one after it
    return found

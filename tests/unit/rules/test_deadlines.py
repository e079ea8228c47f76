"""Deadlines, openings and clock times."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from agm.rules.bank_holidays import Place, bank_holidays
from agm.rules.deadlines import (
    Bound,
    DeadlineRule,
    Doubt,
    OffDay,
    OpeningRule,
    hours_before,
    instants_of,
    keeps_bound,
    months_limit,
    opening,
)
from agm.rules.timetable import OrderRule, StageRule, disorder, timetable
from agm.rules.working_days import Days

LONDON = ZoneInfo("Europe/London")
ENGLAND = Days(LONDON, bank_holidays(Place.ENGLAND_AND_WALES))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("rule", "event", "deadline"),
    [
        (DeadlineRule(days=14, time=dt.time(12)), "2026-10-17T10:30:00+01:00", "2026-10-03T12:00:00+01:00"),
        (DeadlineRule(days=14), "2026-10-17T10:30:00+01:00", "2026-10-03T23:59:59+01:00"),
        (DeadlineRule(days=14, is_clear=True), "2026-10-17T10:30:00+01:00", "2026-10-02T23:59:59+01:00"),
        (DeadlineRule(hours=48), "2027-03-29T12:00:00+01:00", "2027-03-27T11:00:00+00:00"),
        (
            DeadlineRule(days=7, time=dt.time(17), off_day=OffDay.EARLIER),
            "2026-10-18T14:00:00+01:00",
            "2026-10-09T17:00:00+01:00",
        ),
        (
            DeadlineRule(days=7, time=dt.time(17), off_day=OffDay.LATER),
            "2026-10-18T14:00:00+01:00",
            "2026-10-12T17:00:00+01:00",
        ),
    ],
)
def test_a_deadline_is_counted_back_from_what_it_is_for(rule: DeadlineRule, event: str, deadline: str) -> None:
    assert rule.deadline(at(event), ENGLAND).isoformat() == deadline


def test_a_deadline_that_the_clocks_skip_or_repeat_has_to_be_asked() -> None:
    with pytest.raises(ValueError, match="happens_twice"):
        DeadlineRule(days=1, time=dt.time(1, 30)).deadline(at("2026-10-26T12:00:00+00:00"), ENGLAND)


def test_hours_before_are_real_hours_or_those_of_working_days() -> None:
    event = at("2026-09-01T15:00:00+01:00")
    assert hours_before(event, 48, ENGLAND, working_days_only=True).isoformat() == "2026-08-27T15:00:00+01:00"
    assert hours_before(event, 48, ENGLAND, working_days_only=False).isoformat() == "2026-08-30T15:00:00+01:00"
    rule = DeadlineRule(hours=48, working_days_only=True)
    assert (rule.deadline(event, ENGLAND).day, rule.in_words) == (27, "at least 48 hours of working days before")


@pytest.mark.parametrize(
    ("rule", "opens", "closes", "hours", "short", "over"),
    [
        (OpeningRule(min_hours=48), "2027-03-27T12:00:00+00:00", "2027-03-29T12:00:00+01:00", 47, 1, 0),
        (OpeningRule(min_hours=48), "2026-10-24T12:00:00+01:00", "2026-10-26T12:00:00+00:00", 49, 0, 0),
        (OpeningRule(max_hours=24), "2026-06-01T12:00:00+01:00", "2026-06-02T13:00:00+01:00", 25, 0, 1),
        (OpeningRule(min_clear_days=3), "2026-06-01T12:00:00+01:00", "2026-06-04T12:00:00+01:00", 72, 1, 0),
    ],
)
def test_an_opening_is_measured_in_hours_that_pass(
    rule: OpeningRule, opens: str, closes: str, hours: float, short: float, over: float
) -> None:
    found = opening(rule, at(opens), at(closes), ENGLAND)
    assert (found.hours, found.short_by, found.over_by) == (hours, short, over)
    assert found.is_enough == (not short and not over)


@pytest.mark.parametrize(
    ("day", "clock", "instants", "doubt"),
    [
        ("2026-10-17", "noon", ["2026-10-17T12:00:00+01:00"], None),
        ("2026-10-17", "5 pm", ["2026-10-17T17:00:00+01:00"], None),
        ("2026-10-17", "5.30 p.m.", ["2026-10-17T17:30:00+01:00"], None),
        ("2026-12-17", "17.30", ["2026-12-17T17:30:00+00:00"], None),
        ("2026-10-17", "24:00", ["2026-10-18T00:00:00+01:00"], None),
        ("2026-10-17", "00:00", ["2026-10-17T00:00:00+01:00"], None),
        ("2026-10-17", "Midnight", ["2026-10-17T00:00:00+01:00", "2026-10-18T00:00:00+01:00"], Doubt.MIDNIGHT),
        ("2026-10-25", "01:30", ["2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00"], Doubt.TWICE),
        ("2027-03-28", "01:30", [], Doubt.NO_SUCH_TIME),
        ("2027-03-28", "02:00", ["2027-03-28T02:00:00+01:00"], None),
    ],
)
def test_a_clock_time_means_one_instant_or_is_asked(
    day: str, clock: str, instants: list[str], doubt: Doubt | None
) -> None:
    found = instants_of(dt.date.fromisoformat(day), clock, ENGLAND)
    assert [instant.isoformat() for instant in found.instants] == instants
    assert found.doubt == doubt


@pytest.mark.parametrize("clock", ["", "teatime", "25:00", "13 pm", "0 am", "12:61"])
def test_what_is_no_time_of_day_is_refused(clock: str) -> None:
    with pytest.raises(ValueError, match=r"no time of day|must be in|not in"):
        instants_of(dt.date(2026, 10, 17), clock, ENGLAND)


@pytest.mark.parametrize(
    ("day", "months", "before", "limit"),
    [
        ("2026-08-31", 6, True, "2026-02-28"),
        ("2028-08-31", 6, True, "2028-02-29"),
        ("2026-01-17", 9, False, "2026-10-17"),
        ("2026-11-30", 3, False, "2027-02-28"),
    ],
)
def test_months_end_on_the_corresponding_day(day: str, months: int, before: bool, limit: str) -> None:
    assert months_limit(dt.date.fromisoformat(day), months, before=before).isoformat() == limit


@pytest.mark.parametrize(
    ("found", "before", "bound", "keeps"),
    [
        (9, False, Bound.NOT_MORE_THAN, True),
        (10, False, Bound.NOT_MORE_THAN, True),
        (11, False, Bound.NOT_MORE_THAN, False),
        (9, False, Bound.NOT_LESS_THAN, False),
        (10, False, Bound.NOT_LESS_THAN, True),
        (11, True, Bound.NOT_MORE_THAN, True),
        (9, True, Bound.NOT_MORE_THAN, False),
        (9, True, Bound.NOT_LESS_THAN, True),
    ],
)
def test_a_bound_is_kept_on_its_side_and_at_the_limit(found: int, before: bool, bound: Bound, keeps: bool) -> None:
    assert keeps_bound(dt.date(2026, 10, found), dt.date(2026, 10, 10), bound, before=before) is keeps


def test_a_stage_is_counted_from_the_date_set_or_from_the_last_day_of_the_other() -> None:
    rules = [StageRule("close", "meeting", days=7), StageRule("notice", "close", days=14)]
    found = timetable(rules, {"meeting": dt.date(2026, 11, 20), "notice": dt.date(2026, 10, 31)}, ENGLAND)
    assert [(stage.last_day, stage.days_late, stage.is_kept) for stage in found] == [
        (dt.date(2026, 11, 13), 0, False),
        (dt.date(2026, 10, 30), 1, False),
    ]
    moved = timetable(rules, {"meeting": dt.date(2026, 11, 20), "close": dt.date(2026, 11, 1)}, ENGLAND)
    assert moved[1].last_day == dt.date(2026, 10, 18)
    assert timetable(rules, {}, ENGLAND)[0].last_day is None


def test_stages_that_wait_for_each_other_are_refused() -> None:
    rules = [StageRule("first", "second", days=1), StageRule("second", "first", months=1)]
    with pytest.raises(ValueError, match="depends on itself"):
        timetable(rules, {}, ENGLAND)


def test_dates_the_wrong_way_round_are_named() -> None:
    order = [OrderRule("notice", "close", "close_before_notice")]
    day = dt.date(2026, 10, 30)
    assert disorder(order, {"notice": day, "close": day}) == []
    assert disorder(order, {"notice": day + dt.timedelta(1), "close": day}) == ["close_before_notice"]
    assert disorder(order, {"close": day}) == []

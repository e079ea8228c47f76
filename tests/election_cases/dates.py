"""Cases of notice and nomination times, asked of `agm.rules`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from agm.rules.bank_holidays import bank_holidays
from agm.rules.deadlines import (
    Bound,
    DeadlineRule,
    OffDay,
    OpeningRule,
    hours_before,
    instants_of,
    keeps_bound,
    months_limit,
    opening,
)
from agm.rules.notice import Counting, NoticeGiven, NoticeRule, ServedWhen, Service, notice_given
from agm.rules.timetable import OrderRule, StageRule, disorder, timetable
from agm.rules.working_days import Days

Case = Mapping[str, Any]


def is_case(case: Case, _path: Path) -> bool:
    return case.get("kind") in KINDS and "rule" in case


def answer(case: Case, folder: Path) -> dict[str, Any]:
    """What the product comes to, in the words of a case's `expected`."""
    found = KINDS[case["kind"]](case["rule"], case["facts"], days_of(case, folder))
    return {name: found[name] for name in case["expected"] if name in found}


def days_of(case: Case, folder: Path) -> Days:
    """The days of the case's place: by the table beside the cases, where there is one."""
    place = case["rule"].get("bank_holidays")
    zone = ZoneInfo(case.get("zone", "Europe/London"))
    if place is None:
        return Days(zone)
    table = folder / "bank-holidays.json"
    if table.exists():
        return Days(zone, frozenset(map(dt.date.fromisoformat, json.loads(table.read_text())[place])))
    return Days(zone, bank_holidays(place))


def instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def written(found: dt.datetime) -> str:
    return found.isoformat(timespec="seconds")


def service(rule: Case) -> Service:
    kept: dict[str, Any] = {name: rule[name] for name in ("hours", "days", "business_days") if name in rule}
    if "time" in rule:
        kept["time"] = dt.time.fromisoformat(rule["time"])
    return Service(ServedWhen(rule["rule"]), **kept)


def notice_rule(rule: Case) -> NoticeRule:
    return NoticeRule(rule["days"], Counting(rule.get("count", "plain")), rule.get("unit") == "working")


def told(given: NoticeGiven) -> dict[str, Any]:
    return {
        "served_on": given.served_on.isoformat(),
        "last_day_to_be_served": given.last_day.isoformat(),
        "latest_sending": written(given.latest_sending),
        "days_given": given.days_given,
        "met": given.is_enough,
        "days_short": given.days_short,
    }


def notice(rule: Case, facts: Case, days: Days) -> dict[str, Any]:
    meeting_at = instant(facts["meeting_at"])
    return told(notice_given(notice_rule(rule), service(rule["served"]), instant(facts["sent_at"]), meeting_at, days))


def notice_mixed(rule: Case, facts: Case, days: Days) -> dict[str, Any]:
    sent = facts.get("sendings", facts.get("sent", facts.get("sent_at", facts)))
    served = rule.get("served", rule)
    given = {
        channel: notice_given(
            notice_rule(rule),
            service(served[channel].get("served", served[channel])),
            instant(sent[channel] if isinstance(sent[channel], str) else sent[channel]["sent_at"]),
            instant(facts["meeting_at"]),
            days,
        )
        for channel in served
        if sent.get(channel)
    }
    worst = max(given, key=lambda channel: (given[channel].served_on, channel))  # members were served last
    return told(given[worst]) | {
        "worst": worst,
        "decides": worst,
        "decided_by": worst,
        "channels": {channel: told(one) for channel, one in given.items()},
        "served": {channel: one.served_on.isoformat() for channel, one in given.items()},
        **{channel: told(one) for channel, one in given.items()},
    }


def deadline(rule: Case, facts: Case, days: Days) -> dict[str, Any]:
    found = DeadlineRule(
        days=rule.get("days"),
        hours=rule.get("hours"),
        is_clear=rule.get("count") == "clear",
        time=dt.time.fromisoformat(rule["time"]) if rule.get("time") else None,
        off_day=OffDay(rule.get("if_not_working_day", "same")),
    ).deadline(instant(facts["event_at"]), days)
    if "received_at" not in facts:
        return {"deadline": written(found)}
    late = max(0.0, (instant(facts["received_at"]) - found).total_seconds())
    return {"deadline": written(found), "in_time": not late, "late_by_seconds": late}


def cutoff(rule: Case, facts: Case, days: Days) -> dict[str, Any]:
    only = bool(rule.get("working_days_only"))
    return {"cutoff": written(hours_before(instant(facts["event_at"]), rule["hours"], days, working_days_only=only))}


def open_for(rule: Case, facts: Case, days: Days) -> dict[str, Any]:
    limits = OpeningRule(rule.get("min_hours"), rule.get("max_hours"), rule.get("min_clear_days"))
    found = opening(limits, instant(facts["opens_at"]), instant(facts["closes_at"]), days)
    return {
        "hours": found.hours,
        "clear_days": found.clear_days,
        "met": found.is_enough,
        "short_by": found.short_by,
        "over_by": found.over_by,
    }


def local_time(rule: Case, _facts: Case, days: Days) -> dict[str, Any]:
    found = instants_of(dt.date.fromisoformat(rule["date"]), rule["clock"], days)
    return {
        "instants": [written(one) for one in found.instants],
        "ask": found.doubt is not None,
        "why": found.doubt and str(found.doubt),
    }


def months(rule: Case, facts: Case, days: Days) -> dict[str, Any]:
    before = rule["way"] == "before"
    start, found = (
        days.date_of(instant(text)) if "T" in text else dt.date.fromisoformat(text)
        for text in (first_of(facts, "event_on", "event_at", "from", "event"), first_of(facts, "date", "on", "day"))
    )
    limit = months_limit(start, rule["months"], before=before)
    return {
        "limit": limit.isoformat(),
        "met": keeps_bound(found, limit, Bound(rule["bound"]), before=before),
    }


def first_of(facts: Case, *names: str) -> str:
    return str(next(facts[name] for name in names if name in facts))


def dates_of_election(rule: Case, facts: Case, days: Days) -> dict[str, Any]:
    dates = {name: dt.date.fromisoformat(day) for name, day in facts["dates"].items()}
    stages = [StageRule(**stage) for stage in rule["stages"]]
    found = timetable(stages, dates, days)
    problems = disorder([OrderRule(*order) for order in rule.get("order", [])], dates)
    return {
        "stages": [
            {
                "name": stage.name,
                "last_day": stage.last_day and stage.last_day.isoformat(),
                "met": stage.is_kept,
                "days_late": stage.days_late,
            }
            for stage in found
        ],
        "problems": problems,
        "met": all(stage.is_kept for stage in found) and not problems,
    }


KINDS: dict[str, Callable[[Case, Case, Days], dict[str, Any]]] = {
    "notice": notice,
    "notice_mixed": notice_mixed,
    "deadline": deadline,
    "hours_before": cutoff,
    "open_for": open_for,
    "local_time": local_time,
    "months": months,
    "timetable": dates_of_election,
}

"""The demonstration's files, and the days to which its meetings move."""

from __future__ import annotations

import datetime as dt
import inspect
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agm.demo.dates import Moves, began_by, moved, moves_of_agms
from agm.demo.load import DAYS, acts_of_region, agm_days, time_of
from agm.demo.player import COMMANDS
from agm.demo.story import HERE, read_story
from agm.facts.files import facts_from_json, facts_to_json

FACTS_FILES = sorted(HERE.glob("*/*.json")) + sorted(HERE.glob("seed-*.json"))
WRITTEN_AS_OF = dt.date(2026, 8, 20)
STORY = read_story()
REGIONS = {unit["slug"]: unit for unit in STORY["regions"]}
ACTS = [act for unit in STORY["regions"] for act in acts_of_region(unit)] + STORY["acts"]
DATES = st.dates(dt.date(2020, 1, 1), dt.date(2060, 12, 31))
SUNDAY = 6
AGMS = {slug: agm_days(unit) for slug, unit in REGIONS.items()}


def moves_of(slug: str, today: dt.date) -> Moves:
    """Where the AGMs of a region go when a database is filled today."""
    return moves_of_agms(AGMS[slug], today, **REGIONS[slug].get("agms", {}))


@pytest.mark.parametrize("file", FACTS_FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_facts_file_is_as_written_by_export_without_defaults(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert facts_to_json(facts_from_json(text)) == text


def test_every_facts_file_has_a_command_in_the_story() -> None:
    named = {HERE / act.get("region", "") / act["facts"] for act in ACTS if "facts" in act}
    assert named == set(FACTS_FILES)


def test_arguments_in_the_story_are_those_of_its_commands() -> None:
    wrong = {}
    for number, act in enumerate(ACTS):
        arguments = {key: act[key] for key in act.keys() - DAYS - {"do"}}
        try:
            inspect.signature(COMMANDS[act["do"]]).bind(None, None, **arguments)
        except TypeError as error:
            wrong[number, act["do"]] = str(error)
    assert wrong == {}


def test_days_are_those_of_where_the_organisation_is() -> None:
    late = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)
    assert time_of({"days_ago": 1}, {}, late) == dt.datetime(2026, 7, 1, 17, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("slug", REGIONS)
def test_dates_stay_as_written_on_the_day_of_the_story(slug: str) -> None:
    moves = moves_of(slug, WRITTEN_AS_OF)
    assert [agm for agm in moves if moves[agm] != agm] == []
    days = [act["on"] for act in acts_of_region(REGIONS[slug]) if "on" in act]
    assert [moved(day, moves) for day in days] == days
    assert days == sorted(days)


@pytest.mark.parametrize("slug", REGIONS)
@given(today=DATES)
@example(today=dt.date(2026, 11, 28))
def test_moved_agms_are_on_sundays_of_successive_years(slug: str, today: dt.date) -> None:
    moves = moves_of(slug, today)
    held = [moves[agm] for agm in sorted(moves)]
    assert [day.weekday() for day in held] == [SUNDAY] * len(held)
    assert [day.year for day in held] == list(range(held[0].year, held[0].year + len(held)))


@given(today=DATES)
def test_last_agm_is_held_overdue_or_to_come(today: dt.date) -> None:
    days_ago = {slug: (today - max(moves_of(slug, today).values())).days for slug in REGIONS}
    assert -31 <= days_ago.pop("dunmarra") <= -25
    assert days_ago.pop("llanfaes-coast") > 366
    assert min(days_ago.values()) > 7
    assert max(days_ago.values()) <= 7 + 371


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2024, 5, 21), dt.date(2025, 5, 20)),
        (dt.date(2024, 10, 1), dt.date(2025, 10, 1)),
        (dt.date(2025, 1, 1), dt.date(2026, 1, 1)),
        (dt.date(2024, 5, 9), dt.date(2025, 5, 8)),
    ],
    ids=["days_after_an_agm", "first_of_a_month", "first_of_a_year", "before_the_first_agm"],
)
def test_moved_day_keeps_its_distance_from_the_agm_before(day: dt.date, expected: dt.date) -> None:
    moves = {dt.date(2024, 5, 19): dt.date(2025, 5, 18), dt.date(2025, 5, 18): dt.date(2026, 5, 17)}
    assert moved(day, moves) == expected


@pytest.mark.parametrize(
    ("now", "began"), [("18:30", "18:00"), ("18:59", "18:00"), ("19:00", "18:30"), ("00:10", "23:30")]
)
def test_a_meeting_that_is_being_held_began_half_an_hour_ago(now: str, began: str) -> None:
    at = dt.datetime.combine(WRITTEN_AS_OF, dt.time.fromisoformat(now), dt.UTC)
    assert f"{began_by(at):%H:%M}" == began
    assert dt.timedelta(minutes=30) <= at - began_by(at) < dt.timedelta(minutes=60)

"""Sets of rules as data: presets, the timetable that follows, and what planned dates break."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from agm.rules.presets import PRESETS
from agm.rules.quorum import Quorum
from agm.rules.rule_set import RuleSet, Stage, breaches, lines

LONDON = ZoneInfo("Europe/London")
MEETING = dt.datetime(2026, 10, 18, 14, tzinfo=LONDON)


def before(days: int, hour: int = 12) -> dt.datetime:
    return dt.datetime.combine(MEETING.date() - dt.timedelta(days=days), dt.time(hour), LONDON)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_data_that_is_read_again_as_it_was_written(name: str) -> None:
    rules = PRESETS[name]
    assert RuleSet.model_validate_json(rules.model_dump_json()) == rules
    assert rules.sources


def test_a_rule_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="nobody_knows"):
        RuleSet.model_validate({"name": "Ours", "nobody_knows": 1})


def test_the_timetable_follows_from_the_rules() -> None:
    assert [(line.stage, line.channel, line.by.isoformat()) for line in lines(PRESETS["society"], "agm", MEETING)] == [
        (Stage.NOTICE, "post", "2026-09-30T23:59:00+01:00"),
        (Stage.NOTICE, "email", "2026-10-02T16:29:00+01:00"),
        (Stage.MEETING, "", "2026-10-18T14:00:00+01:00"),
    ]
    assert [(line.stage, line.by.isoformat()) for line in lines(PRESETS["union_branch"], "agm", MEETING)][:2] == [
        (Stage.NOMINATIONS_OPEN, "2026-07-26T23:59:59+01:00"),
        (Stage.NOMINATIONS_CLOSE, "2026-08-30T23:59:59+01:00"),
    ]


@pytest.mark.parametrize(
    ("name", "dates", "sent", "codes"),
    [
        ("society", {}, {"email": before(16)}, []),
        ("society", {}, {"email": before(14)}, ["notice_short"]),
        ("society", {}, {"email": before(16), "post": before(16)}, ["notice_short"]),
        ("union_branch", {Stage.NOMINATIONS_OPEN: before(84), Stage.NOMINATIONS_CLOSE: before(49)}, {}, []),
        (
            "union_branch",
            {Stage.NOMINATIONS_OPEN: before(83), Stage.NOMINATIONS_CLOSE: before(48)},
            {},
            ["nominations_open_late", "nominations_close_late"],
        ),
        ("student_society", {Stage.NOMINATIONS_OPEN: before(20), Stage.NOMINATIONS_CLOSE: before(13)}, {}, []),
        (
            "student_society",
            {Stage.NOMINATIONS_OPEN: before(20), Stage.NOMINATIONS_CLOSE: before(14)},
            {},
            ["nominations_open_short"],
        ),
        (
            "student_society",
            {Stage.VOTING_OPENS: before(3), Stage.VOTING_CLOSES: before(2)},
            {},
            ["voting_opens_short"],
        ),
        ("society", {Stage.NOMINATIONS_CLOSE: before(3), Stage.VOTING_OPENS: before(4)}, {}, ["wrong_order"]),
        ("society", {Stage.NOMINATIONS_CLOSE: before(21)}, {"email": before(18)}, ["nominations_close_before_notice"]),
        ("cooperative_party_branch", {}, {"email": before(1)}, []),
    ],
)
def test_planned_dates_are_held_against_the_rules(
    name: str, dates: dict[Stage, dt.datetime], sent: dict[str, dt.datetime], codes: list[str]
) -> None:
    found = breaches(PRESETS[name], "agm", {Stage.MEETING: MEETING} | dates, sent)
    assert [violation.code for violation in found] == codes


def test_a_breach_is_told_in_the_words_and_figures_of_the_rule() -> None:
    (found,) = breaches(PRESETS["society"], "agm", {Stage.MEETING: MEETING}, {"email": before(14, 10)})
    assert found.field == "notice.email"
    assert found.words == (
        "By e-mail the notice is served on 5 October 2026 and gives 12 of at least 14 clear days: 2 short. "
        "It has to go out by 16:29 on Friday 2 October 2026."
    )


@pytest.mark.parametrize(
    ("quorum", "members", "needed", "words"),
    [
        (Quorum(50), 1000, 50, "50"),
        (Quorum(3, Fraction(5)), 40, 3, "3 or 5 %, whichever is greater"),
        (Quorum(3, Fraction(5)), 61, 4, "3 or 5 %, whichever is greater"),
        (Quorum(percent=Fraction(100, 3)), 100, 34, "33.3333 %"),
        (Quorum(percent=Fraction(7)), 0, 0, "7 %"),
    ],
)
def test_a_quorum_is_a_number_a_share_or_the_greater(quorum: Quorum, members: int, needed: int, words: str) -> None:
    assert quorum.needed(members) == needed
    assert quorum.in_words == words
    assert quorum.is_reached(needed, members)
    assert not quorum.is_reached(needed - 1, members)


@given(st.sampled_from([name for name, rules in PRESETS.items() if rules.notice]), st.integers(0, 400))
def test_dates_on_the_lines_of_the_timetable_break_nothing(name: str, later: int) -> None:
    rules, meeting = PRESETS[name], MEETING + dt.timedelta(days=later)
    sent = {line.channel: line.by for line in lines(rules, "agm", meeting) if line.stage is Stage.NOTICE}
    assert breaches(rules, "agm", {Stage.MEETING: meeting}, sent) == []
    late = {channel: by + dt.timedelta(minutes=1) for channel, by in sent.items()}
    assert len(breaches(rules, "agm", {Stage.MEETING: meeting}, late)) == len(sent)

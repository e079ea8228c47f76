"""Where an election stands by its dates and acts, its line of life, and dates that follow or are carried along."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agm.rules.deadlines import DeadlineRule, OpeningRule
from agm.rules.election import ElectionSoFar, Phase, State, carried, life, next_of, proposed, shares
from agm.rules.notice import NoticeRule
from agm.rules.presets import PRESETS
from agm.rules.rule_set import RuleSet, Stage, breaches
from agm.rules.working_days import Days

LONDON = ZoneInfo("Europe/London")


def at(day: str, time: str = "12:00") -> dt.datetime:
    """An instant on the clock of London."""
    return dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=LONDON)


DATES = {
    Stage.NOMINATIONS_OPEN: at("2027-03-30"),
    Stage.NOMINATIONS_CLOSE: at("2027-04-09"),
    Stage.STATEMENT: at("2027-04-10", "09:00"),
    Stage.VOTING_OPENS: at("2027-04-12", "09:00"),
    Stage.VOTING_CLOSES: at("2027-04-18", "15:15"),
    Stage.MEETING: at("2027-04-18", "14:00"),
}
SENT = ElectionSoFar(dates=DATES, notice_sent_at=at("2027-03-30"))


@pytest.mark.parametrize(
    ("now", "phase", "words"),
    [
        (at("2027-03-30", "11:00"), Phase.NOMINATIONS_OPEN, "Nominations open today at noon"),
        (at("2027-04-03"), Phase.NOMINATIONS_CLOSE, "Nominations close on Friday at noon"),
        (at("2027-04-02"), Phase.NOMINATIONS_CLOSE, "Nominations close on Friday 9 April at noon"),
        (at("2027-04-09", "11:59"), Phase.NOMINATIONS_CLOSE, "Nominations close today at noon"),
        (at("2027-04-09"), Phase.STATEMENT, "The candidates are published tomorrow at 09:00"),
        (at("2027-04-10", "10:00"), Phase.VOTING_OPENS, "Voting opens on Monday at 09:00"),
        (at("2027-04-13"), Phase.VOTING_CLOSES, "Voting closes on Sunday at 15:15"),
        (at("2027-04-18", "15:15"), Phase.RESULT, "The result is to be declared"),
    ],
)
def test_the_next_date_to_come_is_the_heading(now: dt.datetime, phase: Phase, words: str) -> None:
    found = next_of(SENT, now, LONDON)
    assert (found.phase, found.words) == (phase, words)


def test_what_has_to_be_done_comes_first() -> None:
    now = at("2027-04-01")
    assert next_of(ElectionSoFar(), now, LONDON).phase is Phase.NO_DAY
    assert next_of(ElectionSoFar(dates=DATES, has_rules=False), now, LONDON).phase is Phase.NO_RULES
    unsent = ElectionSoFar(dates=DATES, notice_by=at("2027-03-27", "16:29"))
    late = next_of(unsent, now, LONDON)
    assert (late.phase, late.at) == (Phase.NOTICE, at("2027-03-27", "16:29"))
    assert late.words == "The notice should have gone out on Saturday 27 March at 16:29"
    assert next_of(unsent, at("2027-03-26"), LONDON).words == "The notice goes out tomorrow at 16:29 at the latest"
    without_rule = ElectionSoFar(dates=DATES)
    assert next_of(without_rule, now, LONDON) == next_of(without_rule, now, LONDON)
    assert next_of(without_rule, now, LONDON).at is None
    assert next_of(ElectionSoFar(dates=DATES, is_declared=True), now, LONDON).phase is Phase.OVER
    missed = next_of(ElectionSoFar(meeting="EGM", dates=DATES, is_declared=True, is_inquorate=True), now, LONDON)
    assert (missed.phase, missed.words) == (Phase.OVER, "Too few came to the EGM: there was no quorum")


def test_a_by_election_is_written_small_within_a_sentence_and_large_where_it_stands_alone() -> None:
    told = replace(SENT, meeting="by-election", dates={Stage.MEETING: DATES[Stage.MEETING]})
    assert next_of(told, at("2027-04-17"), LONDON).words == "The by-election is tomorrow at 14:00"
    assert life(told, at("2027-04-17"), LONDON)[-1].label == "By-election"


def test_an_election_with_a_meeting_alone_waits_for_it_and_then_for_the_result() -> None:
    plain = ElectionSoFar(meeting="EGM", dates={Stage.MEETING: DATES[Stage.MEETING]}, notice_sent_at=at("2027-03-01"))
    assert next_of(plain, at("2027-04-17"), LONDON).words == "The EGM is tomorrow at 14:00"
    on_the_day, later = (next_of(plain, at(day, "14:00"), LONDON) for day in ("2027-04-18", "2027-04-19"))
    assert (on_the_day.phase, on_the_day.words) == (Phase.RESULT, "The EGM began today at 14:00; the result is next")
    assert (later.phase, later.words) == (Phase.RESULT, "The result is to be declared")


def test_the_line_of_life_has_a_bar_for_each_part_in_proportion() -> None:
    bars = life(SENT, at("2027-04-07"), LONDON)
    assert [bar.label for bar in bars] == ["Notice", "Nominations", "Candidates", "Voting", "AGM"]
    assert [bar.state for bar in bars] == [State.GONE, State.HERE, State.TO_COME, State.TO_COME, State.TO_COME]
    assert sum(bar.share for bar in bars) == 20
    assert bars[1].share == max(bar.share for bar in bars)
    assert [bar.words for bar in bars] == ["sent", "30 March to 9 April", "10 April", "12 to 18 April", "18 April"]
    assert life(ElectionSoFar(), at("2027-04-07"), LONDON) == []


@given(st.lists(st.integers(1, 400), min_size=1, max_size=5))
def test_bars_fill_the_line_and_each_can_be_seen(days: list[int]) -> None:
    found = shares(days)
    assert sum(found) == 20
    assert min(found) >= 2


def test_the_dates_that_follow_from_rules_break_none_of_them() -> None:
    rules = RuleSet(
        name="x",
        notice={"agm": NoticeRule(21)},
        nominations_open=DeadlineRule(days=28, time=dt.time(9)),
        nominations_close=DeadlineRule(days=9, time=dt.time(12)),
        voting_for=OpeningRule(min_hours=48),
    )
    meeting = DATES[Stage.MEETING]
    found = proposed(rules, "agm", meeting)
    assert found[Stage.NOMINATIONS_CLOSE] == at("2027-04-09")
    assert found[Stage.STATEMENT] == at("2027-04-10", "09:00")
    assert found[Stage.VOTING_OPENS] == meeting - dt.timedelta(hours=48)
    assert breaches(rules, "agm", found | {Stage.MEETING: meeting}, {}) == []


@pytest.mark.parametrize("name", PRESETS)
def test_every_set_to_begin_from_proposes_dates_that_keep_it(name: str) -> None:
    meeting = DATES[Stage.MEETING]
    found = proposed(PRESETS[name], "agm", meeting)
    assert breaches(PRESETS[name], "agm", found | {Stage.MEETING: meeting}, {}) == []


def test_a_postponed_meeting_takes_what_is_to_come_along() -> None:
    now = at("2027-04-01")
    before, after = DATES[Stage.MEETING], at("2027-05-02", "15:00")
    dates = {**DATES, Stage.VOTING_CLOSES: before}
    del dates[Stage.MEETING]
    found = carried(dates, before, after, now, Days(LONDON))
    assert found[Stage.NOMINATIONS_OPEN] == DATES[Stage.NOMINATIONS_OPEN]
    assert found[Stage.NOMINATIONS_CLOSE] == at("2027-04-23")
    assert found[Stage.VOTING_CLOSES] == after


def test_dates_carried_over_a_change_of_the_clocks_keep_their_time_of_day() -> None:
    close = {Stage.NOMINATIONS_CLOSE: at("2027-03-20")}
    found = carried(close, at("2027-03-27"), at("2027-04-03"), at("2027-03-01"), Days(LONDON))
    assert found[Stage.NOMINATIONS_CLOSE] == at("2027-03-27")
    skipped = {Stage.NOMINATIONS_CLOSE: at("2027-03-21", "01:30")}
    found = carried(skipped, at("2027-03-27"), at("2027-04-03"), at("2027-03-01"), Days(LONDON))
    assert found[Stage.NOMINATIONS_CLOSE] == at("2027-03-28", "02:30")

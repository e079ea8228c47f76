"""Notice: how many days it makes, when it counts as served, and the last minute of sending."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agm.rules.bank_holidays import Place, bank_holidays
from agm.rules.notice import Counting, NoticeRule, ServedWhen, Service, notice_given
from agm.rules.working_days import ONE_DAY, Days

LONDON = ZoneInfo("Europe/London")
ENGLAND = Days(LONDON, bank_holidays(Place.ENGLAND_AND_WALES))
CLEAR, PLAIN = Counting.CLEAR, Counting.PLAIN


def at(day: str, clock: str = "12:00") -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time.fromisoformat(clock), LONDON)


@pytest.mark.parametrize(
    ("rule", "meeting", "last"),
    [
        (NoticeRule(14, CLEAR), "2026-10-18", "2026-10-03"),
        (NoticeRule(14, PLAIN), "2026-10-18", "2026-10-04"),
        (NoticeRule(0, CLEAR), "2026-10-18", "2026-10-17"),
        (NoticeRule(10, CLEAR, working=True), "2027-04-16", "2027-04-01"),
        (NoticeRule(10, PLAIN, working=True), "2027-04-16", "2027-04-04"),
        (NoticeRule(1, CLEAR, working=True), "2026-12-29", "2026-12-23"),
        (NoticeRule(0, CLEAR, working=True), "2026-12-29", "2026-12-28"),
    ],
)
def test_the_last_day_of_service_leaves_the_days_of_the_rule(rule: NoticeRule, meeting: str, last: str) -> None:
    assert rule.last_day(dt.date.fromisoformat(meeting), ENGLAND) == dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("service", "sent", "served"),
    [
        (Service(ServedWhen.WHEN_SENT), at("2026-10-03", "23:59"), "2026-10-03"),
        (Service(ServedWhen.NEXT_DAY), at("2026-10-03", "00:00"), "2026-10-04"),
        (Service(ServedWhen.HOURS, hours=24), at("2026-10-24", "23:30"), "2026-10-25"),
        (Service(ServedWhen.HOURS, hours=24), at("2027-03-27", "23:30"), "2027-03-29"),
        # Explanatory notes 573 and 1475 to the Companies Act 2006 reckon these.
        (Service(ServedWhen.WORKING_HOURS, hours=48), at("2026-10-02", "15:00"), "2026-10-06"),
        (Service(ServedWhen.WORKING_HOURS, hours=48), at("2026-08-28", "15:00"), "2026-09-02"),
        (Service(ServedWhen.WORKING_HOURS, hours=48), at("2026-10-03", "10:00"), "2026-10-07"),
        (Service(ServedWhen.CUTOFF), at("2026-10-02", "16:29"), "2026-10-02"),
        (Service(ServedWhen.CUTOFF), at("2026-10-02", "16:30"), "2026-10-03"),
        (Service(ServedWhen.CUTOFF, business_days=True), at("2026-10-02", "16:31"), "2026-10-05"),
        (Service(ServedWhen.CUTOFF, business_days=True), at("2026-10-03", "09:00"), "2026-10-05"),
        (Service(ServedWhen.SECOND_DAY_THEN_BUSINESS), at("2026-10-01"), "2026-10-05"),
        (Service(ServedWhen.SECOND_DAY_THEN_BUSINESS), at("2026-10-05"), "2026-10-07"),
        (Service(ServedWhen.WORKING_DAYS_AFTER, days=2), at("2026-12-24", "11:00"), "2026-12-30"),
        (Service(ServedWhen.WORKING_DAYS_AFTER, days=4), at("2026-12-24", "11:00"), "2027-01-04"),
    ],
)
def test_a_notice_counts_as_served_as_the_rule_deems(service: Service, sent: dt.datetime, served: str) -> None:
    assert service.served_on(sent, ENGLAND) == dt.date.fromisoformat(served)


SERVICES = st.builds(
    Service,
    st.sampled_from(ServedWhen),
    hours=st.integers(0, 96),
    days=st.integers(1, 5),
    time=st.times(),
    business_days=st.booleans(),
)
RULES = st.builds(NoticeRule, st.integers(0, 42), st.sampled_from(Counting), st.booleans())
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda minute: at("2025-01-01") + dt.timedelta(minutes=minute))


@settings(max_examples=150)
@given(RULES, SERVICES, MOMENTS)
def test_what_is_sent_in_the_last_minute_is_in_time_and_a_minute_later_is_not(
    rule: NoticeRule, service: Service, meeting_at: dt.datetime
) -> None:
    latest = notice_given(rule, service, meeting_at, meeting_at, ENGLAND).latest_sending
    assert notice_given(rule, service, latest, meeting_at, ENGLAND).is_enough
    assert not notice_given(rule, service, latest + dt.timedelta(minutes=1), meeting_at, ENGLAND).is_enough


@settings(max_examples=150)
@given(RULES, MOMENTS, st.integers(0, 60))
def test_notice_is_enough_just_when_no_day_is_short(rule: NoticeRule, meeting_at: dt.datetime, before: int) -> None:
    found = notice_given(rule, Service(), meeting_at - before * ONE_DAY, meeting_at, ENGLAND)
    assert (found.days_short == 0) >= found.is_enough
    if rule.days:
        assert found.is_enough == (found.days_short == 0)


def test_one_sending_is_served_in_time_on_one_channel_and_late_on_another() -> None:
    rule, meeting = NoticeRule(14), at("2026-10-21", "19:00")
    sent = at("2026-10-02", "15:00")
    given = {
        "email": notice_given(rule, Service(), sent, meeting, ENGLAND),
        "post": notice_given(rule, Service(ServedWhen.WORKING_DAYS_AFTER, days=3), sent, meeting, ENGLAND),
    }
    assert given["email"].is_enough
    assert given["post"].days_short == 1


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Service().served_on(dt.datetime(2026, 10, 3, 12), ENGLAND)  # noqa: DTZ001  that is what is tried


def test_the_rule_is_said_in_its_own_words() -> None:
    assert NoticeRule(14).in_words == "at least 14 clear days"
    assert NoticeRule(1, PLAIN, working=True).in_words == "at least 1 working day"


@pytest.mark.parametrize(
    ("place", "day", "is_working"),
    [
        (Place.ENGLAND_AND_WALES, "2026-08-31", False),
        (Place.SCOTLAND, "2026-08-31", True),
        (Place.SCOTLAND, "2026-08-03", False),
        (Place.NORTHERN_IRELAND, "2026-07-13", False),
        (Place.ENGLAND_AND_WALES, "2026-12-28", False),
        (Place.ENGLAND_AND_WALES, "2024-05-06", False),
    ],
)
def test_bank_holidays_are_those_of_the_place(place: Place, day: str, is_working: bool) -> None:
    assert Days(LONDON, bank_holidays(place)).is_working(dt.date.fromisoformat(day)) is is_working


def test_hours_of_working_days_count_back_over_a_bank_holiday() -> None:
    assert ENGLAND.after_hours(at("2026-09-01", "15:00"), -48) == at("2026-08-27", "15:00")
    assert ENGLAND.after_hours(at("2026-09-01", "00:00"), -24) == at("2026-08-28", "00:00")


def test_a_place_where_nobody_ever_works_is_told() -> None:
    class Always:
        def __contains__(self, day: object) -> bool:
            return True

    with pytest.raises(ValueError, match="no working day"):
        Days(LONDON, Always()).nearest_working(dt.date(2026, 1, 1), 1)

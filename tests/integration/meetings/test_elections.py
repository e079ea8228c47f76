"""Calling an election under the organisation's rules, moving its dates, and leave for short notice."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.language.partial_date import PartialDate
from agm.meetings.commands import AllowShortNotice, AmendDetails, MeetingDetails, SetElectionDates
from agm.meetings.models import Meeting, NoticeKind, NoticeSending, Section
from agm.meetings.operations import (
    allow_short_notice,
    amend_details,
    call_election,
    record_notice,
    section_version,
    set_election_dates,
)
from agm.meetings.operations.details import details_of
from agm.meetings.timetable import timetable
from agm.organisation.commands import AdoptRules
from agm.organisation.operations import adopt_rules
from agm.rules.deadlines import DeadlineRule
from agm.rules.notice import NoticeRule
from agm.rules.rule_set import RuleSet, Stage
from agm.rules.violations import EditConflict, RefusedError
from tests.support.desk_records import add_meeting, add_organisation, add_region
from tests.support.kept_records import kept_record

LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
RULES = RuleSet(
    name="Ours",
    notice={"agm": NoticeRule(21)},
    nominations_open=DeadlineRule(days=28, time=dt.time(9)),
    nominations_close=DeadlineRule(days=9, time=dt.time(12)),
    numbers={"notice": "4.2"},
)


def at(day: str, time: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=LONDON)


def act(session: Session, moment: dt.datetime = NOW) -> Act:
    return Act(session, SYSTEM, moment)


@kept_record
def coming(session: Session) -> Meeting:
    """An AGM of 18 April 2027 at 14:00, under no rules yet."""
    add_organisation(session)
    meeting = add_meeting(session, add_region(session), held_on="2027-04-18")
    meeting.starts_at = dt.time(14)
    session.commit()
    return meeting


@pytest.fixture
def called(coming: Meeting, session: Session) -> Meeting:
    """The same meeting with its election called."""
    adopt_rules(act(session), AdoptRules(RULES, 0))
    call_election(act(session), coming.id)
    return coming


def send_notice(session: Session, meeting: Meeting, moment: dt.datetime, text: str = "On 18 April.") -> None:
    session.add(
        NoticeSending(
            meeting_id=meeting.id, kind=NoticeKind.NOTICE, title="Notice", text=text, sent_at=moment, sent_by="RO"
        )
    )
    session.flush()


def test_a_meeting_without_rules_is_called_under_the_newest_with_the_dates_that_follow(
    called: Meeting, session: Session
) -> None:
    found = timetable(session, called)
    assert called.rules_id == 1
    assert found.dates[Stage.NOMINATIONS_OPEN] == at("2027-03-21", "09:00")
    assert found.dates[Stage.NOMINATIONS_CLOSE] == at("2027-04-09", "12:00")
    assert found.dates[Stage.STATEMENT] == at("2027-04-10", "09:00")
    assert found.breaches() == []
    before = found.election
    adopt_rules(act(session), AdoptRules(RULES.model_copy(update={"name": "Newer"}), 1))
    assert call_election(act(session), called.id) is before
    assert called.rules_id == 1


def test_an_election_needs_rules_and_a_day_with_a_time(coming: Meeting, session: Session) -> None:
    with pytest.raises(RefusedError, match="adopted no rules"):
        call_election(act(session), coming.id)
    adopt_rules(act(session), AdoptRules(RULES, 0))
    coming.starts_at = None
    with pytest.raises(RefusedError, match="the day and the time"):
        call_election(act(session), coming.id)


def test_dates_can_be_moved_and_tell_what_they_break(called: Meeting, session: Session) -> None:
    dates = {
        Stage.NOMINATIONS_OPEN: at("2027-03-21", "09:00"),
        Stage.NOMINATIONS_CLOSE: at("2027-04-12", "12:00"),
    }
    set_election_dates(act(session), SetElectionDates(called.id, 1, dates))
    found = timetable(session, called)
    (breach,) = found.breaches()
    assert (breach.code, breach.field) == ("nominations_close_late", "nominations_close")
    assert Stage.STATEMENT not in found.dates
    with pytest.raises(EditConflict):
        set_election_dates(act(session), SetElectionDates(called.id, 1, dates))


@pytest.mark.parametrize(
    ("stage", "moment", "code"),
    [
        (Stage.NOMINATIONS_OPEN, at("2027-04-10", "09:00"), "wrong_order"),
        (Stage.STATEMENT, at("2027-04-19", "09:00"), "after_meeting"),
    ],
)
def test_dates_the_wrong_way_round_are_refused(
    called: Meeting, session: Session, stage: Stage, moment: dt.datetime, code: str
) -> None:
    dates = {Stage.NOMINATIONS_CLOSE: at("2027-04-09", "12:00"), stage: moment}
    with pytest.raises(RefusedError) as refused:
        set_election_dates(act(session), SetElectionDates(called.id, 1, dates))
    assert [one.code for one in refused.value.violations] == [code]


def test_leave_for_short_notice_is_for_that_notice_alone(called: Meeting, session: Session) -> None:
    with pytest.raises(RefusedError, match="long enough"):
        allow_short_notice(act(session), AllowShortNotice(called.id, 1, "The executive", "A strike."))
    send_notice(session, called, at("2027-03-30", "10:00"))
    (breach,) = timetable(session, called).breaches()
    assert breach.code == "notice_short"
    assert RULES.number_of(breach) == "4.2"
    with pytest.raises(RefusedError, match="why"):
        allow_short_notice(act(session), AllowShortNotice(called.id, 1, "The executive", " "))
    allow_short_notice(act(session), AllowShortNotice(called.id, 1, "The executive", "A strike."))
    found = timetable(session, called)
    assert [found.is_allowed(one) for one in found.breaches()] == [True]
    move(session, called, "2027-04-17")
    found = timetable(session, called)
    assert [found.is_allowed(one) for one in found.breaches() if one.code == "notice_short"] == [False]


def move(session: Session, meeting: Meeting, day: str) -> None:
    before = details_of(meeting)
    changed = {name: getattr(before, name) for name in before.__slots__} | {"held_on": PartialDate.parse(day)}
    version = section_version(session, meeting.id, Section.DETAILS)
    moment = at("2027-04-01", "10:00")
    amend_details(act(session, moment), AmendDetails(meeting.id, version, MeetingDetails(**changed)))


def test_a_postponed_meeting_carries_its_election_with_it(called: Meeting, session: Session) -> None:
    move(session, called, "2027-05-02")
    found = timetable(session, called)
    assert found.dates[Stage.NOMINATIONS_OPEN] == at("2027-03-21", "09:00")
    assert found.dates[Stage.NOMINATIONS_CLOSE] == at("2027-04-23", "12:00")
    assert found.dates[Stage.STATEMENT] == at("2027-04-24", "09:00")
    with pytest.raises(EditConflict):
        set_election_dates(act(session), SetElectionDates(called.id, 1, {}))


def test_a_notice_that_went_out_by_other_ways_is_recorded_and_checked(called: Meeting, session: Session) -> None:
    with pytest.raises(RefusedError, match="still to come"):
        record_notice(act(session), called.id, 1, NOW + dt.timedelta(days=1))
    record_notice(act(session), called.id, 1, NOW)
    assert timetable(session, called).breaches() == []
    record_notice(act(session, at("2027-04-02", "10:00")), called.id, 2, at("2027-04-01", "10:00"))
    assert [one.code for one in timetable(session, called).breaches()] == ["notice_short"]
    send_notice(session, called, NOW)
    with pytest.raises(RefusedError, match="from here already"):
        record_notice(act(session, at("2027-04-02", "10:00")), called.id, 3, NOW)


@pytest.mark.parametrize(
    ("words", "is_told"),
    [("On 2 May.", True), ("On Sunday 2nd May 2027.", True), ("On 22 May.", False), ("Soon.", False)],
)
def test_a_notice_tells_the_day_however_the_house_style_writes_it(
    called: Meeting, session: Session, words: str, is_told: bool
) -> None:
    move(session, called, "2027-05-02")
    send_notice(session, called, NOW, words)
    assert timetable(session, called).is_told_another_day is not is_told


def test_a_notice_of_another_day_is_to_be_sent_again_and_the_new_one_counts(called: Meeting, session: Session) -> None:
    send_notice(session, called, NOW)
    assert not timetable(session, called).is_told_another_day
    move(session, called, "2027-05-02")
    assert timetable(session, called).is_told_another_day
    send_notice(session, called, at("2027-04-20", "10:00"), "On 2 May.")
    found = timetable(session, called)
    assert not found.is_told_another_day
    assert [one.code for one in found.breaches()] == ["notice_short"]

"""The acts of a door: told twice, told late, at several doors, undone; proxies by the rules; the meeting's record."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.audit.models import AuditEntry
from agm.facts import Figure
from agm.meetings.attendance import hall, just_now, standing_proxies, who_is_here
from agm.meetings.commands import GiveProxy, Mark, Visitor
from agm.meetings.models import Attendance, Meeting, ProxyKind, RegisterEntry
from agm.meetings.operations.attendance import (
    arrive,
    arrive_by_name,
    leave,
    take_into_record,
    undo_arrival,
    undo_leaving,
)  # fmt: skip
from agm.meetings.operations.details import details_of
from agm.meetings.operations.proxies import give_proxy, withdraw_proxy
from agm.rules.rule_set import RuleSet
from agm.rules.violations import RefusedError
from agm.workflows.dispose_of_roll import dispose_of_roll
from tests.support.halls import RULES, act, add_to_register, at, came, make_hall
from tests.support.kept_records import kept_record

pytestmark = pytest.mark.both_databases


@kept_record
def meeting(session: Session) -> Meeting:
    """A meeting whose quorum is two, with four on its register."""
    return make_hall(session)


@pytest.fixture
def entries(meeting: Meeting, session: Session) -> list[RegisterEntry]:
    found = select(RegisterEntry).where(RegisterEntry.meeting_id == meeting.id)
    return list(session.scalars(found.order_by(RegisterEntry.id)))


def rows(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Attendance)) or 0


def refusal(call: object, *arguments: object) -> tuple[str, str]:
    with pytest.raises(RefusedError) as refused:
        call(*arguments)  # type: ignore[operator]  # an operation
    (violation,) = refused.value.violations
    return violation.code, violation.field


def test_a_mark_that_is_sent_twice_is_one_and_stays_undone(session: Session, entries: list[RegisterEntry]) -> None:
    first = came(session, entries[0], 0, "key")
    assert came(session, entries[0], 0, "key") is first
    undo_arrival(act(session, 1), first.meeting_id, first.id)
    assert came(session, entries[0], 2, "key") is first
    assert (rows(session), first.undone_at) == (1, at(1))
    assert came(session, entries[0], 3).undone_at is None


def test_two_doors_mark_one_person_once_and_the_earlier_time_stands(
    session: Session, meeting: Meeting, entries: list[RegisterEntry]
) -> None:
    stay = came(session, entries[0], 10)
    assert came(session, entries[0], 5) is stay  # kept by a phone without a connection
    assert (stay.arrived_at, rows(session)) == (at(5), 1)
    leave(act(session, 20), meeting.id, stay.id, at(20))
    assert came(session, entries[0], 15) is stay
    assert came(session, entries[0], 30) is not stay
    assert rows(session) == 2


def test_quorum_is_told_with_its_times(session: Session, meeting: Meeting, entries: list[RegisterEntry]) -> None:
    came(session, entries[0], 0)
    second = came(session, entries[1], 5)
    came(session, entries[3], 6)
    found = hall(session, meeting, at(10))
    assert (found.presence.present, found.guests, found.members, found.needed) == (2, 1, 3, 2)
    assert (found.is_quorate, found.presence.reached_at) == (True, at(5))
    leave(act(session, 20), meeting.id, second.id, at(20))
    found = hall(session, meeting, at(30))
    assert (found.is_quorate, found.presence.lost_at) == (False, at(20))


def test_who_goes_can_come_again_and_what_was_a_mistake_is_undone(
    session: Session, meeting: Meeting, entries: list[RegisterEntry]
) -> None:
    stay = came(session, entries[0], 0)
    leave(act(session, 10), meeting.id, stay.id, at(10))
    leave(act(session, 12), meeting.id, stay.id, at(12))
    assert stay.left_at == at(10)
    assert [(one.at, one.has_left) for one in just_now(session, meeting.id, 9)] == [(at(10), True), (at(0), False)]
    again = came(session, entries[0], 20)
    assert refusal(undo_leaving, act(session), meeting.id, stay.id) == ("came_again", "undo")
    undo_arrival(act(session), meeting.id, again.id)
    undo_leaving(act(session), meeting.id, stay.id)
    assert [one.id for one in who_is_here(session, meeting.id, "ash", 9)] == [stay.id]


def test_a_leaving_that_is_told_before_the_arrival_ends_at_it(
    session: Session, meeting: Meeting, entries: list[RegisterEntry]
) -> None:
    stay = came(session, entries[0], 10)
    leave(act(session, 10), meeting.id, stay.id, at(5))
    assert stay.left_at == at(10)


def test_nobody_of_another_meeting_is_marked(session: Session, meeting: Meeting, entries: list[RegisterEntry]) -> None:
    mark = Mark(meeting.id, "key", at(0))
    assert refusal(arrive, act(session), mark, 999) == ("not_on_register", "here")
    entries[0].removed_at = at(0)
    session.flush()
    assert refusal(arrive, act(session), mark, entries[0].id) == ("not_on_register", "here")
    assert refusal(leave, act(session), meeting.id, 999, at(0))[0] == "not_here"
    stay = came(session, entries[1], 0)
    assert refusal(undo_arrival, act(session), meeting.id + 1, stay.id)[0] == "not_here"


def test_somebody_not_on_the_register_votes_only_with_a_reason(session: Session, meeting: Meeting) -> None:
    mark = Mark(meeting.id, "key", at(0), "Side door")
    assert refusal(arrive_by_name, act(session), mark, Visitor("Ed Fox", may_vote=True)) == (
        "vote_needs_reason", "reason",
    )  # fmt: skip
    row = arrive_by_name(act(session), mark, Visitor("Ed Fox", "Joined today", may_vote=True))
    assert arrive_by_name(act(session), mark, Visitor("Ed Fox")) is row
    assert (row.displayed, row.door, hall(session, meeting, at(1)).presence.present) == ("Ed Fox", "Side door", 1)


def test_the_log_has_each_act_of_the_door_and_no_name(
    session: Session, meeting: Meeting, entries: list[RegisterEntry]
) -> None:
    stay = came(session, entries[0], 0)
    leave(act(session, 1), meeting.id, stay.id, at(1))
    undo_leaving(act(session, 2), meeting.id, stay.id)
    logged = session.scalars(select(AuditEntry).where(AuditEntry.action.like("meeting:attendance:%"))).all()
    assert [one.action.split(":")[-1] for one in logged] == ["arrived", "left", "undone"]
    assert all(one.details == {"attendance": stay.id} for one in logged)


def given(session: Session, giver: RegisterEntry, holder: RegisterEntry | None, minute: int = 0) -> int:
    command = GiveProxy(giver.meeting_id, giver.id, holder.id if holder else None, ProxyKind.GENERAL)
    return give_proxy(act(session, minute), command).id


def test_a_proxy_counts_for_the_quorum_while_its_holder_is_there(
    session: Session, meeting: Meeting, entries: list[RegisterEntry]
) -> None:
    given(session, entries[1], entries[0])
    holder = came(session, entries[0], 10)
    found = hall(session, meeting, at(11))
    assert (found.presence.present, found.by_proxy, found.is_quorate) == (2, 1, True)
    came(session, entries[1], 15)
    assert (hall(session, meeting, at(16)).presence.present, hall(session, meeting, at(16)).by_proxy) == (2, 0)
    leave(act(session, 20), meeting.id, holder.id, at(20))
    assert hall(session, meeting, at(21)).presence.present == 1


def test_a_proxy_is_refused_by_the_rule_it_breaks(
    session: Session, meeting: Meeting, entries: list[RegisterEntry]
) -> None:
    ann, bo, cy, di = entries
    assert refusal(given, session, ann, ann) == ("own_proxy", "holder")
    assert refusal(given, session, di, ann) == ("giver_may_not_vote", "giver")
    given(session, ann, cy)
    assert refusal(given, session, bo, cy) == ("holder_has_too_many", "holder")
    came(session, bo, 0)
    assert refusal(given, session, bo, None) == ("giver_present", "giver")


def test_a_later_proxy_takes_the_place_of_the_earlier_one(
    session: Session, meeting: Meeting, entries: list[RegisterEntry]
) -> None:
    first = given(session, entries[0], entries[1])
    second = given(session, entries[0], None, 5)
    assert [one.id for one in standing_proxies(session, meeting.id)] == [second]
    withdraw_proxy(act(session, 6), meeting.id, second)
    withdraw_proxy(act(session, 7), meeting.id, first)
    assert list(standing_proxies(session, meeting.id)) == []
    assert refusal(withdraw_proxy, act(session), meeting.id, 999)[0] == "no_such_proxy"


def test_rules_without_proxies_allow_none(session: Session) -> None:
    other = make_hall(session, RuleSet(name="None"))
    entry = add_to_register(session, other, "Flo Gage", "9")
    assert refusal(given, session, entry, None) == ("no_proxies", "")


def test_what_came_of_it_goes_into_the_record(session: Session, meeting: Meeting, entries: list[RegisterEntry]) -> None:
    assert RULES.quorums[0].number == 2
    for entry in entries[:2]:
        came(session, entry, 0)
    arrive_by_name(act(session), Mark(meeting.id, "guest", at(1)), Visitor("Ed Fox"))
    take_into_record(act(session, 60), meeting)
    details = details_of(meeting)
    assert details.attendance == Figure(2, "2 members and 1 guest")
    assert details.quorum == Figure(2)


def test_who_came_is_disposed_of_with_the_register_guests_too(
    session: Session, meeting: Meeting, entries: list[RegisterEntry]
) -> None:
    came(session, entries[0], 0)
    given(session, entries[1], entries[0])
    arrive_by_name(act(session), Mark(meeting.id, "guest", at(1)), Visitor("Ed Fox"))
    dispose_of_roll(act(session, 3 * 24 * 60), meeting.id)
    assert (rows(session), list(standing_proxies(session, meeting.id))) == (0, [])


def test_a_quorum_that_was_never_reached_is_told_by_the_most_at_once(
    session: Session, meeting: Meeting, entries: list[RegisterEntry]
) -> None:
    first = came(session, entries[0], 0)
    leave(act(session, 5), meeting.id, first.id, at(5))
    came(session, entries[1], 10)
    take_into_record(act(session, 60), meeting)
    assert details_of(meeting).attendance == Figure(1, "2 members")

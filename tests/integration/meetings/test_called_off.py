"""An election that is called off: who was called is told, nominations close, and the public page says why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.language.names import sort_key, sort_name
from agm.language.partial_date import PartialDate
from agm.meetings.commands import AmendDetails, SendToMembers, SetElectionDates
from agm.meetings.models import Election, Meeting, NoticeKind, NoticeSending, Section, ServedNotice
from agm.meetings.operations import call_election, set_election_dates
from agm.meetings.operations.details import amend_details, details_of
from agm.meetings.operations.notices import send_to_members
from agm.meetings.operations.sections import section_version
from agm.meetings.timetable import COLUMNS
from agm.membership.models import RollMember
from agm.nominations.calls import call_of
from agm.organisation.commands import AdoptRules
from agm.organisation.operations import adopt_rules
from agm.outbox.models import JobOutcome, OutboxJob
from agm.rules.rule_set import Stage
from agm.rules.violations import RefusedError
from agm.workflows.call_off_election import CallOff, call_off_election
from tests.integration.meetings.test_elections import NOW, RULES, act, coming
from tests.support.client import StrictClient
from tests.support.signing_in import make_official

__all__ = ["coming"]

WHY = "The hall burned down."


@pytest.fixture
def called(coming: Meeting, session: Session) -> Meeting:
    """A meeting with an election, that members were told of, of a region of two members."""
    adopt_rules(act(session), AdoptRules(RULES, 0))
    coming.is_announced_beforehand, coming.announced_for = True, coming.held_on
    call_election(act(session), coming.id)
    for name in ("Ann Bell", "Bo Rope"):
        email = f"{name[:2].lower()}@example.org"
        session.add(RollMember(unit_id=coming.unit_id, name=name, sort_key=sort_key(sort_name(name)), email=email))
    session.commit()
    return coming


def send(session: Session, meeting: Meeting, kind: NoticeKind, text: str, due: dt.datetime | None = None) -> int:
    return send_to_members(act(session), SendToMembers(meeting.id, kind, text, text, due)).id


def off(session: Session, meeting: Meeting, reason: str = WHY, *, with_meeting: bool = False) -> NoticeSending | None:
    version = session.get_one(Election, meeting.id).version
    return call_off_election(act(session), CallOff(meeting.id, version, reason, with_meeting))


def test_who_was_called_is_told_and_nothing_planned_goes_out(called: Meeting, session: Session) -> None:
    send(session, called, NoticeKind.NOTICE, "Come")
    planned = send(session, called, NoticeKind.REMINDER, "Hurry", NOW + dt.timedelta(days=3))
    told = off(session, called)
    assert told is not None
    assert (told.kind, WHY in told.text, "The meeting itself is held" in told.text) == (
        NoticeKind.CALLED_OFF,
        True,
        True,
    )
    session.flush()
    session.expire_all()
    assert session.get_one(NoticeSending, planned).cancelled_at == NOW
    assert session.scalars(select(ServedNotice).where(ServedNotice.sending_id == planned)).all() == []
    ended = session.scalars(
        select(OutboxJob.outcome).where(OutboxJob.idempotency_key.startswith(f"served_notice:{planned}:"))
    ).all()
    assert ended == [JobOutcome.CANCELLED] * 2
    waiting = session.scalars(select(OutboxJob).where(OutboxJob.ended_at.is_(None))).all()
    assert len(waiting) == 4, "the notice and what is told now, to two each"


def test_nobody_is_told_who_was_not_called(called: Meeting, session: Session) -> None:
    send(session, called, NoticeKind.REMINDER, "Hurry", NOW + dt.timedelta(days=3))
    assert off(session, called) is None
    assert session.scalars(select(OutboxJob).where(OutboxJob.ended_at.is_(None))).all() == []


def test_nominations_are_closed_until_it_is_called_anew(called: Meeting, session: Session) -> None:
    first = send(session, called, NoticeKind.NOTICE, "Come")
    off(session, called)
    session.expire_all()
    election = session.get_one(Election, called.id)
    at = election.nominations_open_at or NOW
    (closed,) = call_of(session, called).closed(None, at + dt.timedelta(hours=1))
    assert (closed.code, WHY in closed.words) == ("called_off", True)
    with pytest.raises(RefusedError, match="called off already"):
        off(session, called)
    call_election(act(session), called.id)
    assert call_of(session, called).closed(None, at + dt.timedelta(hours=1)) == []
    assert send(session, called, NoticeKind.NOTICE, "Come") != first, "the same words go out once more"


def test_a_reason_is_needed(called: Meeting, session: Session) -> None:
    with pytest.raises(RefusedError, match="Enter why"):
        off(session, called, "  ")


@pytest.mark.parametrize("with_meeting", [False, True])
def test_the_pages_say_so(
    called: Meeting, session: Session, sign_in: Callable[..., StrictClient], *, with_meeting: bool
) -> None:
    send(session, called, NoticeKind.NOTICE, "Come")
    officer = make_official(session, "regional_officer", [called.unit])
    session.commit()
    address = f"/desk/meetings/{called.id}/election"
    public = f"/{called.unit.slug}/{called.slug}"
    with time_machine.travel(NOW, tick=False):
        chair = sign_in(None, user=officer)
        form = chair.get_page(f"{address}/call-off")
        refused = chair.submit(form, {"with_meeting": with_meeting}, form=f"{address}/call-off")
        assert (refused.status_code, "Enter why it is called off" in refused.text) == (422, True)
        page = chair.page(chair.submit(form, {"reason": WHY, "with_meeting": with_meeting}, form=f"{address}/call-off"))
        assert page.texts("h1") == ["The election is called off"]
        assert WHY in page.text
        assert "the members are being told" in page.text
        told = chair.get_page(public).text
        assert "The election is called off, and nominations are closed. The hall burned down." in told
        assert ("was called off" in told) == with_meeting
        assert "Told that it is called off" in page.text
        assert chair.get(f"{public}/candidates").status_code == 404
        page = chair.page(chair.submit(page, form=f"{address}/call"))
        assert "The election is called off" not in page.text


def test_what_is_planned_moves_with_the_meeting_and_tells_the_new_day(called: Meeting, session: Session) -> None:
    due = NOW + dt.timedelta(days=3)
    text = "The AGM is on Sunday 18 April 2027 at 14:00."
    planned = send(session, called, NoticeKind.REMINDER, text, due)
    sent = send(session, called, NoticeKind.NOTICE, text)
    details = details_of(called)
    moved = {name: getattr(details, name) for name in details.__slots__} | {"held_on": PartialDate.parse("2027-04-25")}
    version = section_version(session, called.id, Section.DETAILS)
    amend_details(act(session), AmendDetails(called.id, version, type(details)(**moved)))
    session.flush()
    session.expire_all()
    later = session.get_one(NoticeSending, planned)
    assert (later.sent_at, later.text) == (due + dt.timedelta(days=7), "The AGM is on Sunday 25 April 2027 at 14:00.")
    assert session.get_one(NoticeSending, sent).text == text
    due_at = select(OutboxJob.due_at).where(OutboxJob.idempotency_key.startswith(f"served_notice:{planned}:"))
    assert set(session.scalars(due_at)) == {due + dt.timedelta(days=7)}


def test_a_reminder_moves_with_the_close_of_nominations(called: Meeting, session: Session) -> None:
    election = session.get_one(Election, called.id)
    close = election.nominations_close_at
    assert close is not None
    planned = send(session, called, NoticeKind.REMINDER, "Hurry", close - dt.timedelta(days=1))
    dates = {stage: at for stage, column in COLUMNS.items() if (at := getattr(election, column)) is not None}
    dates[Stage.NOMINATIONS_CLOSE] = close - dt.timedelta(days=2)
    dates.pop(Stage.STATEMENT, None)
    set_election_dates(act(session), SetElectionDates(called.id, election.version, dates))
    assert session.get_one(NoticeSending, planned).sent_at == close - dt.timedelta(days=3)

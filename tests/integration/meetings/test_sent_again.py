"""A text that did not reach a member: their address is corrected where it is kept, and it is sent to them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.language.partial_date import PartialDate
from agm.meetings.commands import CreateMeeting, FreezeRegister, MeetingDetails, SendToMembers
from agm.meetings.models import Election, Meeting, NoticeKind, RegisterEntry, ServedNotice, ServedOutcome
from agm.meetings.operations import create_meeting, freeze_register
from agm.meetings.operations.notices import address_of, come_back, send_to_members
from agm.membership.commands import ImportRoll
from agm.membership.operations import import_roll
from agm.membership.reading.values import Member
from agm.organisation.models import Unit
from agm.outbox.models import OutboxJob
from tests.support.client import Field, StrictClient
from tests.support.kept_records import kept_record
from tests.support.records import NOW, make_organisation, make_region

SENT = "/desk/meetings/1/election/sent"
MEMBERS = (
    Member(2, "Ann Ashby", number="1", email="ann@example.org"),
    Member(3, "Bo Cole", number="2", email="bo@wrong.example.org"),
)


def act(session: Session, at: dt.datetime = NOW) -> Act:
    return Act(session, SYSTEM, at)


@kept_record
def meeting(session: Session) -> Meeting:
    """The notice went to two members of the roll; that to Bo Cole came back."""
    make_organisation(session)
    unit = make_region(session)
    import_roll(act(session), ImportRoll(unit.id, 0, MEMBERS))
    found = create_meeting(act(session), CreateMeeting(unit.id, MeetingDetails(held_on=PartialDate(2024, 6, 15))))
    session.add(Election(meeting_id=found.id, notice_sent_at=NOW))
    sending = send_to_members(act(session), SendToMembers(found.id, NoticeKind.NOTICE, "Notice", "Come."))
    for served in sending.served:
        served.outcome, served.sent_at = ServedOutcome.SENT, NOW
    session.flush()
    bounced = next(one for one in sending.served if address_of(session, one) == "bo@wrong.example.org")
    assert come_back(act(session), f"served_notice:{sending.id}:{bounced.id}", "550 No such user", is_final=True)
    return found


@pytest.fixture
def officer(meeting: Meeting, session: Session, sign_in: Callable[..., StrictClient]) -> StrictClient:
    return sign_in("regional_officer", session.get_one(Unit, meeting.unit_id))


def freeze(session: Session, meeting: Meeting) -> int:
    """The number of Bo Cole's entry on the register that is frozen now."""
    freeze_register(act(session), FreezeRegister(meeting.id, dt.date(2024, 6, 1), {}))
    session.commit()
    return session.scalars(select(RegisterEntry.id).where(RegisterEntry.name == "Bo Cole")).one()


def to_bo(session: Session) -> ServedNotice:
    session.rollback()
    session.expire_all()
    return session.scalars(select(ServedNotice).order_by(ServedNotice.id.desc())).first() or ServedNotice()


def test_it_leads_to_the_roll_before_the_freeze_and_to_the_entry_afterwards(
    meeting: Meeting, session: Session, officer: StrictClient
) -> None:
    before = officer.get_page(SENT)
    assert "Notice. bo@wrong.example.org. It came back. 550 No such user" in before.text
    assert before.links["Put it right on the roll: Bo Cole"] == "/desk/severn-vale/roll"
    entry = freeze(session, meeting)
    after = officer.get_page(SENT)
    assert after.links["Correct the address of Bo Cole"] == f"/desk/meetings/{meeting.id}/register/{entry}/addresses"
    assert "Put it right on the roll" not in after.text


def test_once_the_address_is_corrected_it_is_sent_again_to_that_member_alone(
    meeting: Meeting, session: Session, officer: StrictClient
) -> None:
    entry = freeze(session, meeting)
    jobs = select(OutboxJob).where(OutboxJob.kind == "mail:election").order_by(OutboxJob.id)
    before = len(session.scalars(jobs).all())
    address = f"/desk/meetings/{meeting.id}/register/{entry}/addresses"
    right: dict[str, Field] = {"email": "bo@example.org", "reason": "He rang"}
    page = officer.page(officer.submit(officer.get_page(address), right, button="Correct the address"))
    assert "What did not arrive before is sent again below" in page.text
    page = officer.page(officer.submit(page, button="Send it again: Bo Cole"))
    assert "Did not arrive" not in page.text
    served = to_bo(session)
    assert (served.outcome, address_of(session, served)) == (None, "bo@example.org")
    assert (served.again_at is None, served.again_by in {None, "the system"}) == (False, False)
    added = session.scalars(jobs).all()[before:]
    assert [job.payload for job in added] == [{"served_id": served.id}]
    assert "meeting:notice:sent_again" in session.scalars(select(AuditEntry.action)).all()
    one = officer.get_page(f"{SENT}?sending={served.sending_id}")
    assert f"by {served.again_by}." in one.text

    officer.post(f"{SENT}/{served.sending_id}/again/{served.id}", data={"csrf_token": officer.csrf_token(SENT)})
    assert len(session.scalars(jobs).all()) == before + 1, "it was on its way already"

    served.outcome, served.sent_at = ServedOutcome.SENT, NOW
    assert come_back(act(session), added[0].idempotency_key, "550 Full", is_final=True)
    session.commit()
    assert "It came back. 550 Full It had been sent again on" in officer.get_page(SENT).text


def test_what_was_called_off_since_or_has_no_address_is_not_sent_again(
    meeting: Meeting, session: Session, officer: StrictClient
) -> None:
    entry = session.get_one(RegisterEntry, freeze(session, meeting))
    served = to_bo(session)
    again = f"{SENT}/{served.sending_id}/again/{served.id}"
    change: dict[str, Field] = {"email": "", "postal_address": "2 Mill Road, Leeds", "reason": "No e-mail any more"}
    address = f"/desk/meetings/{meeting.id}/register/{entry.id}/addresses"
    session.rollback()
    officer.submit(officer.get_page(address), change, button="Correct the address")
    assert "Send it again" not in officer.get_page(SENT).text
    told = officer.post(again, data={"csrf_token": officer.csrf_token(SENT)}, follow_redirects=True)
    assert "No e-mail address of theirs is kept any more." in told.text
    back: dict[str, Field] = {**change, "email": "bo@example.org", "postal_address": ""}
    officer.submit(officer.get_page(address), back, button="Correct the address")
    send_to_members(act(session), SendToMembers(meeting.id, NoticeKind.CALLED_OFF, "Called off", "Stay at home."))
    session.commit()
    told = officer.post(again, data={"csrf_token": officer.csrf_token(SENT)}, follow_redirects=True)
    assert "The election was called off since" in told.text
    assert to_bo(session).again_at is None

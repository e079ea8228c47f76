"""The result goes to the members who were called: once it is public, once, and in neutral words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.commands import Retract
from agm.announcements.models import Announcement
from agm.announcements.operations import retract
from agm.language.names import sort_key, sort_name
from agm.meetings.commands import SendToMembers
from agm.meetings.models import Meeting, NoticeKind, NoticeSending
from agm.membership.models import RollMember
from agm.organisation.models import Unit
from agm.outbox.models import OutboxJob
from agm.rules.violations import RefusedError
from agm.workflows.tell_members import result_letter, tell_members
from tests.integration.meetings.test_elections import act
from tests.support.client import StrictClient
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, publish, record


@pytest.fixture
def unit(session: Session) -> Unit:
    """A region of two members."""
    make_organisation(session)
    made = make_region(session)
    for name in ("Ann Field", "Bo Rope"):
        email = f"{name[:2].lower()}@example.org"
        session.add(RollMember(unit_id=made.id, name=name, sort_key=sort_key(sort_name(name)), email=email))
    session.commit()
    return made


@pytest.fixture
def announced(unit: Unit, session: Session) -> Meeting:
    """Its meeting, whose result is public."""
    told = publish(session, facts_of(elected("Chair", "Ann Bell"), elected("Secretary")))
    session.commit()
    return session.get_one(Meeting, told.announcement.meeting_id)


def command(meeting: Meeting) -> SendToMembers:
    return SendToMembers(meeting.id, NoticeKind.RESULT, "The result", "Ann Bell is Chair.")


def test_the_result_goes_to_each_member_once(announced: Meeting, session: Session) -> None:
    sending = tell_members(act(session), command(announced))
    assert [row.channel for row in sending.served] == ["email", "email"]
    jobs = select(OutboxJob).where(OutboxJob.idempotency_key.startswith(f"served_notice:{sending.id}:"))
    assert len(session.scalars(jobs).all()) == 2
    with pytest.raises(RefusedError, match="told the result already"):
        tell_members(act(session), command(announced))


def test_nobody_is_told_what_is_not_public(unit: Unit, announced: Meeting, session: Session) -> None:
    waiting = record(session, facts_of(elected("Chair", "Cy Dean"), held_on="2023-04-21"))
    assert result_letter(session, waiting) is None
    with pytest.raises(RefusedError, match="not public yet"):
        tell_members(act(session), command(waiting))
    report = session.scalars(select(Announcement).where(Announcement.meeting_id == announced.id)).one()
    retract(act(session), Retract(report.id, "Wrong"))
    session.flush()
    session.expire_all()
    assert result_letter(session, announced) is None
    with pytest.raises(RefusedError, match="not public yet"):
        tell_members(act(session), command(announced))


def test_the_page_words_it_as_a_declaration_and_sends_it(
    announced: Meeting, session: Session, sign_in: Callable[..., StrictClient]
) -> None:
    address = f"/desk/meetings/{announced.id}/election/send/result"
    with time_machine.travel(NOW, tick=False):
        officer = sign_in("national_officer")
        page = officer.get_page(address)
        (text,) = (box.text or "" for box in page.all("textarea") if box.get("name") == "text")
        assert "declared the results of its elections for Chair and Secretary" in text
        assert "Chair: Ann Bell" in text
        assert "Secretary: vacant" in text
        assert text.strip().endswith(f"/{announced.unit.slug}/{announced.slug}")
        assert "good luck" not in text
        assert "Publish it on the public pages" not in page.text
        officer.submit(page, form=address)
        again = officer.submit(officer.get_page(address), form=address)
    assert (again.status_code, "told the result already" in again.text) == (422, True)
    session.rollback()
    assert [one.kind for one in session.scalars(select(NoticeSending))] == [NoticeKind.RESULT]


def test_the_page_waits_for_the_result(unit: Unit, session: Session, sign_in: Callable[..., StrictClient]) -> None:
    waiting = record(session, facts_of(elected("Chair", "Cy Dean"), held_on="2023-04-21"))
    session.commit()
    with time_machine.travel(NOW, tick=False):
        page = sign_in("national_officer").get_page(f"/desk/meetings/{waiting.id}/election/send/result")
    assert "The result is not public yet. Publish it first." in page.text
    assert "Cy Dean" not in page.text

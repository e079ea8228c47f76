"""What goes out to every member: queued with the act, noted for each when it was sent, refused or came back."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement
from agm.language.names import sort_key, sort_name
from agm.meetings.commands import SendToMembers
from agm.meetings.models import Channel, Election, Meeting, NoticeKind, NoticeSending, ServedNotice, ServedOutcome
from agm.meetings.notices import ServedCounts, served_counts
from agm.meetings.operations import call_election
from agm.meetings.operations.notices import note_came_back, note_posted, send_to_members
from agm.membership.models import RollMember
from agm.organisation.commands import AdoptRules
from agm.organisation.operations import adopt_rules
from agm.outbox.kinds import JobKind
from agm.outbox.models import OutboxJob
from agm.outbox.worker import GivenUpError, Job
from agm.rules.violations import RefusedError
from agm.web.outbox_handlers.registry import build_worker
from agm.web.outbox_handlers.smtp import Mail, Mailer
from agm.workflows.send_notice import send_notice
from tests.integration.meetings.test_elections import NOW, RULES, act, coming

__all__ = ["coming"]


@pytest.fixture
def called(coming: Meeting, session: Session) -> Meeting:
    """A meeting with an election, of a region of three members, one of them without an address."""
    adopt_rules(act(session), AdoptRules(RULES, 0))
    call_election(act(session), coming.id)
    for name, email in (("Ann Bell", "ann@example.org"), ("Bo Rope", "bo@example.org"), ("Cy Dumb", None)):
        session.add(
            RollMember(unit_id=coming.unit_id, name=name, sort_key=sort_key(sort_name(name)), email=email, number=None)
        )
    session.commit()
    return coming


def command(meeting: Meeting, **changes: object) -> SendToMembers:
    values = {"meeting_id": meeting.id, "kind": NoticeKind.NOTICE, "title": "Notice", "text": "The AGM is near."}
    return SendToMembers(**{**values, **changes})  # type: ignore[arg-type]  # by name


def test_a_notice_is_queued_for_every_member_once(called: Meeting, session: Session) -> None:
    sending = send_to_members(act(session), command(called))
    assert send_to_members(act(session), command(called)).id == sending.id
    assert served_counts(session, called.id) == {sending.id: ServedCounts(by_email=2, by_post=1, waiting=2)}
    jobs = session.scalars(select(OutboxJob).where(OutboxJob.kind == JobKind.ELECTION_MAIL.value)).all()
    assert [list(job.payload) for job in jobs] == [["served_id"], ["served_id"]]
    assert session.get_one(Election, called.id).notice_sent_at == NOW


def test_nothing_and_to_nobody_is_refused(called: Meeting, session: Session) -> None:
    with pytest.raises(RefusedError, match="Write what"):
        send_to_members(act(session), command(called, text=" "))
    for member in session.scalars(select(RollMember)):
        member.left_on = NOW.date()
    session.flush()
    with pytest.raises(RefusedError, match="Nobody is on the roll"):
        send_to_members(act(session), command(called))


def test_a_reminder_waits_for_its_day(called: Meeting, session: Session) -> None:
    later = NOW + dt.timedelta(days=30)
    send_to_members(act(session), command(called, kind=NoticeKind.REMINDER, due_at=later))
    assert {job.due_at for job in session.scalars(select(OutboxJob))} == {later}
    assert session.get_one(Election, called.id).notice_sent_at is None


def test_each_mail_is_noted_as_sent_or_refused(
    called: Meeting, session: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending = send_to_members(act(session), command(called))
    session.commit()
    sent: list[Mail] = []

    def deliver(_self: Mailer, mail: Mail, _job: Job) -> None:
        if mail.to.startswith("bo"):
            raise GivenUpError("550 No such user")
        sent.append(mail)

    monkeypatch.setattr(Mailer, "send", deliver)
    with time_machine.travel(NOW + dt.timedelta(minutes=1), tick=False):
        worker = build_worker(app)
        while worker.run_one():
            pass
    session.rollback()
    (mail,) = sent
    assert (mail.to, mail.subject) == ("ann@example.org", "Notice")
    assert "The AGM is near." in mail.body
    assert "every member alike" in mail.body
    rows = {row.member_id: row for row in session.scalars(select(ServedNotice))}
    assert [rows[key].outcome for key in (1, 2, 3)] == [ServedOutcome.SENT, ServedOutcome.FAILED, None]
    assert rows[2].error == "550 No such user"
    assert served_counts(session, called.id)[sending.id] == ServedCounts(by_email=2, by_post=1, failed=1)


def test_letters_are_posted_and_mails_come_back(called: Meeting, session: Session) -> None:
    sending = send_to_members(act(session), command(called))
    note_posted(act(session), sending)
    letter = session.scalars(select(ServedNotice).where(ServedNotice.channel == Channel.POST)).one()
    session.refresh(letter)
    assert (letter.outcome, letter.sent_at, sending.posted_at) == (ServedOutcome.SENT, NOW, NOW)
    mail = session.scalars(select(ServedNotice).where(ServedNotice.channel == Channel.EMAIL)).first()
    assert mail is not None
    note_came_back(act(session), sending, mail)
    assert served_counts(session, called.id)[sending.id].failed == 1


@pytest.mark.parametrize("is_public", [True, False])
def test_a_public_notice_is_a_statement_of_the_region_too(called: Meeting, session: Session, is_public: bool) -> None:
    send_notice(act(session), command(called), is_public=is_public)
    public = session.scalars(select(Announcement).where(Announcement.statement_title == "Notice")).all()
    assert [one.current_sequence for one in public] == [1] * is_public
    assert session.scalars(select(NoticeSending)).one().text == "The AGM is near."


def test_the_address_to_join_at_is_for_members_alone(called: Meeting, session: Session) -> None:
    called.online_link = "https://meet.example.org/8841"
    text = f"To join online: {called.online_link}"
    send_notice(act(session), command(called, text=text), is_public=True)
    public = session.scalars(select(Announcement).where(Announcement.statement_title == "Notice")).one()
    assert public.statement_text == "To join online: the link is in the e-mail to members"
    assert session.scalars(select(NoticeSending)).one().text == text


@pytest.mark.both_databases
def test_a_mail_goes_out_though_an_earlier_one_had_its_number(called: Meeting, session: Session) -> None:
    send_to_members(act(session), command(called))
    session.execute(delete(ServedNotice))  # as where a register is destroyed
    send_to_members(act(session), command(called, kind=NoticeKind.CALL, title="Call"))
    keys = session.scalars(select(OutboxJob.idempotency_key)).all()
    assert len(keys) == 4, keys

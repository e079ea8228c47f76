"""What goes out to every member: queued with the act, noted for each when it was sent, refused or came back."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from agm.announcements.drafts import compose_draft, has_changed
from agm.announcements.models import Announcement
from agm.announcements.notice_of_meeting import agenda_of, notice_of
from agm.facts import HeldAs, PersonName, SpeakerKind
from agm.facts.kinds import AnnouncementKind
from agm.language.names import sort_key, sort_name
from agm.language.partial_date import PartialDate
from agm.meetings.commands import SendToMembers
from agm.meetings.models import (
    Channel,
    Election,
    Meeting,
    NoticeKind,
    NoticeSending,
    ServedNotice,
    ServedOutcome,
    Speaker,
)
from agm.meetings.notices import ServedCounts, served_counts
from agm.meetings.operations import call_election
from agm.meetings.operations.notices import note_came_back, note_posted, send_to_members
from agm.meetings.timetable import timetable
from agm.membership.models import RollMember
from agm.organisation.commands import AdoptRules
from agm.organisation.operations import adopt_rules
from agm.outbox.kinds import JobKind
from agm.outbox.models import OutboxJob
from agm.outbox.worker import GivenUpError, Job
from agm.people.operations import create_person
from agm.rules.violations import RefusedError
from agm.web.outbox_handlers.registry import build_worker
from agm.web.outbox_handlers.smtp import Mail, Mailer
from agm.wording.render import Format, render
from agm.workflows.send_notice import letter, send_notice
from tests.integration.meetings.test_elections import NOW, RULES, act, at, coming

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


def composed(called: Meeting, session: Session, **changes: str) -> SendToMembers:
    """The notice as the record words it, with what somebody changed of it."""
    found = letter(act(session), timetable(session, called), NoticeKind.NOTICE)
    assert found is not None
    return command(called, **({"title": found.subject, "text": found.text} | changes))


def public(session: Session, meeting: Meeting) -> Announcement | None:
    session.flush()
    return notice_of(session, meeting, "notice")


def text_of(session: Session, announcement: Announcement) -> str:
    return render(compose_draft(session, announcement, NOW).document, Format.TEXT)


@pytest.mark.parametrize("is_public", [True, False])
def test_a_notice_as_it_is_composed_is_public_at_once(called: Meeting, session: Session, is_public: bool) -> None:
    sent = send_notice(act(session), composed(called, session), is_public=is_public)
    found = public(session, called)
    assert (found is not None, sent.to_read) == (is_public, None)
    if found is not None:
        assert found.current is not None
        assert found.current.document is not None
        assert found.current.document.kind is AnnouncementKind.NOTICE
        assert "1. Apologies" in text_of(session, found)


def test_the_address_to_join_at_is_for_members_alone(called: Meeting, session: Session) -> None:
    called.held_as, called.online_link = HeldAs.HYBRID, "https://meet.example.org/8841"
    as_composed = composed(called, session)
    assert called.online_link in as_composed.text
    send_notice(act(session), as_composed, is_public=True)
    found = public(session, called)
    assert found is not None
    assert found.current_sequence == 1
    assert "meet.example.org" not in text_of(session, found)
    assert "To join online, ask " in text_of(session, found)
    assert session.scalars(select(NoticeSending)).one().text == as_composed.text


def test_the_public_reads_the_agenda_that_members_were_sent_and_nothing_else_that_was_typed(
    called: Meeting, session: Session
) -> None:
    text = composed(called, session).text.replace("2. Minutes of the last meeting", "2. Minutes of May")
    assert send_notice(act(session), command(called, title="Our AGM", text=text), is_public=True).to_read is None
    found = public(session, called)
    assert found is not None
    assert found.statement_title == "Our AGM"
    assert found.current_sequence == 1
    assert "2. Minutes of May" in text_of(session, found)
    session.rollback()
    text = f"{text}\n\nThe key to the hall is under the mat."
    to_read = send_notice(act(session), command(called, text=text), is_public=True).to_read
    assert to_read is not None
    assert to_read.current_sequence is None, "whoever wrote it has to read what the public will see"
    assert "under the mat" not in text_of(session, to_read)


def test_a_notice_that_names_a_guest_who_did_not_agree_yet_waits_for_that(called: Meeting, session: Session) -> None:
    guest = create_person(act(session), PersonName("Dee Lark"))
    called.speakers = [Speaker(name="Dee Lark", kind=SpeakerKind.GUEST, position=0, person_id=guest.id)]
    session.flush()
    as_composed = composed(called, session)
    assert "Dee Lark as the guest speaker" in as_composed.text
    to_read = send_notice(act(session), as_composed, is_public=True).to_read
    assert to_read is not None
    assert to_read.current_sequence is None
    assert "Dee Lark" in text_of(session, to_read)


def test_a_second_notice_is_a_correction_of_the_public_one(called: Meeting, session: Session) -> None:
    send_notice(act(session), composed(called, session), is_public=True)
    called.held_on = PartialDate(2027, 4, 25)
    session.flush()
    to_read = send_notice(act(session), composed(called, session), is_public=True).to_read
    assert to_read == public(session, called)
    assert to_read is not None
    assert "25 April 2027" in text_of(session, to_read)
    assert session.scalar(select(func.count()).select_from(Announcement)) == 1


def test_a_public_notice_is_out_of_date_once_the_record_says_otherwise_and_not_as_time_goes_by(
    called: Meeting, session: Session
) -> None:
    send_notice(act(session), composed(called, session), is_public=True)
    found = public(session, called)
    assert found is not None
    session.refresh(found)
    later = at("2027-04-01", "12:00")
    assert not has_changed(found, compose_draft(session, found, later)), "nominations opened meanwhile"
    called.venue = "the Corn Exchange"
    session.flush()
    draft = compose_draft(session, found, later)
    assert has_changed(found, draft)
    assert "Corn Exchange" in render(draft.document, Format.TEXT)
    after = compose_draft(session, found, at("2027-05-01", "12:00"))
    assert not has_changed(found, after), "the meeting is over, and its report tells of it"


def test_no_notice_is_made_public_of_a_meeting_without_a_time(called: Meeting, session: Session) -> None:
    called.starts_at = None
    session.flush()
    with pytest.raises(RefusedError, match="day and the time"):
        send_notice(act(session), command(called), is_public=True)


@pytest.mark.parametrize(
    ("text", "agenda"),
    [
        ("## Agenda\n\n1. Apologies\n2. A \\*new\\* hall\n\n## Election\n\n1. Chair", ("Apologies", "A *new* hall")),
        ("# agenda\n1) Reports\n\n10. Any other business", ("Reports", "Any other business")),
        ("The agenda follows.\n\n1. Chair", ()),
        ("", ()),
    ],
)
def test_an_agenda_is_read_from_what_was_sent(text: str, agenda: tuple[str, ...]) -> None:
    assert agenda_of(text) == agenda


@pytest.mark.both_databases
def test_a_mail_goes_out_though_an_earlier_one_had_its_number(called: Meeting, session: Session) -> None:
    send_to_members(act(session), command(called))
    session.execute(delete(ServedNotice))  # as where a register is destroyed
    send_to_members(act(session), command(called, kind=NoticeKind.CALL, title="Call"))
    keys = session.scalars(select(OutboxJob.idempotency_key)).all()
    assert len(keys) == 4, keys

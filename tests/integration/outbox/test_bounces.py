"""Mails that come back: each is noted where it was sent from, from a Maildir and from an IMAP server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.meetings.commands import SendToMembers
from agm.meetings.models import NoticeKind, ServedNotice, ServedOutcome
from agm.meetings.operations.notices import send_to_members
from agm.outbox.kinds import JobKind
from agm.outbox.models import JobOutcome, OutboxJob
from agm.outbox.worker import JobError
from agm.settings import Settings
from agm.web.kit import clock
from agm.web.outbox_handlers.bounces import EVERY, read_bounces
from agm.web.outbox_handlers.registry import build_worker
from tests.support.client import StrictClient
from tests.support.commands import run_agm
from tests.support.databases import Database
from tests.support.delivery_reports import (
    BY_HAND,
    EXCHANGE_FULL,
    EXIM_HEADER,
    HOSTILE,
    POSTFIX_DELAYED,
    POSTFIX_UNKNOWN,
    VACATION,
    mail,
)
from tests.support.imap_server import PASSWORD, running_imap_server
from tests.support.mail_server import MailServer, running_mail_server
from tests.support.nominations import BEFORE, CallForTests, make_call

ADDRESS = "bounces@example.org"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running_mail_server() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / "came back" / name).mkdir(parents=True)
    return tmp_path / "came back"


@pytest.fixture
def call(session: Session, monkeypatch: pytest.MonkeyPatch) -> CallForTests:
    monkeypatch.setattr(clock, "now", lambda: BEFORE)
    return make_call(session)


@pytest.fixture
def app(make_app: Callable[..., Flask], server: MailServer, folder: Path, call: CallForTests) -> Flask:
    return make_app(
        mail_server="127.0.0.1", mail_port=server.port, mail_sender="AGM desk <agm@example.org>",
        bounce_address=ADDRESS, bounce_mailbox=f"maildir:{str(folder).replace(' ', '%20')}",
    )  # fmt: skip


@pytest.fixture
def sent_from(app: Flask, session: Session, call: CallForTests, server: MailServer) -> dict[str, str]:
    """A notice to all members has gone out: by member's address, the address that their mail comes back to."""
    send_to_members(
        Act(session, SYSTEM, BEFORE), SendToMembers(call.meeting_id, NoticeKind.NOTICE, "Notice", "The AGM is near.")
    )
    session.commit()
    work(app)
    return dict(zip(server.recipients, server.senders, strict=True))


def work(app: Flask) -> None:
    build_worker(app).run_due()


def read(app: Flask) -> dict[str, int]:
    settings: Settings = app.extensions["agm_settings"]
    with app.app_context():
        return dict(read_bounces(settings))


def put(folder: Path, raw: bytes, name: str = "1.host") -> None:
    (folder / "new" / name).write_bytes(raw)


def served(session: Session, call: CallForTests, name: str) -> ServedNotice:
    session.rollback()
    return session.scalars(select(ServedNotice).where(ServedNotice.entry_id == call.entries[name])).one()


def test_each_mail_has_an_address_of_its_own_to_come_back_to(sent_from: dict[str, str]) -> None:
    assert len(set(sent_from.values())) == len(sent_from) == 5
    assert all(one.startswith("bounces+") and one.endswith("@example.org") for one in sent_from.values())


def test_who_is_unknown_is_marked_and_needs_a_letter(
    app: Flask, session: Session, call: CallForTests, folder: Path, sent_from: dict[str, str],
    sign_in: Callable[..., StrictClient],
) -> None:  # fmt: skip
    put(folder, mail(POSTFIX_UNKNOWN, sent_from["ruth@example.org"].upper()))
    assert read(app) == {"hard": 1}
    found = served(session, call, "Ruth Ardley")
    assert found.outcome is ServedOutcome.FAILED
    assert found.error is not None
    assert found.error.startswith("It came back. 550 5.1.1 <ruth@members.example>: Recipient address rejected")
    assert served(session, call, "Esther Kay").outcome is ServedOutcome.SENT
    assert list((folder / "new").iterdir()) == list((folder / "cur").iterdir()) == []
    text = sign_in("national_officer").get_page(f"/desk/meetings/{call.meeting_id}/election/sent").text
    assert "It came back. 550 5.1.1" in text
    audited = session.scalars(select(AuditEntry).where(AuditEntry.action == "meeting:notice:came_back")).all()
    assert len(audited) == 1
    put(folder, mail(EXIM_HEADER, sent_from["ruth@example.org"]))
    assert read(app) == {"hard": 1}
    assert served(session, call, "Ruth Ardley").error == found.error, "what came back before is not noted again"


def test_what_may_arrive_another_day_is_sent_once_more_and_then_marked(
    app: Flask, session: Session, call: CallForTests, folder: Path, server: MailServer, sent_from: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    put(folder, mail(EXCHANGE_FULL, sent_from["ruth@example.org"]))
    put(folder, mail(EXCHANGE_FULL, sent_from["ruth@example.org"]), "2.host")
    assert read(app) == {"soft": 2}
    assert served(session, call, "Ruth Ardley").outcome is None, "it waits again"
    server.recipients.clear()
    work(app)
    assert server.recipients == [], "a day later"
    monkeypatch.setattr(clock, "now", lambda: BEFORE + dt.timedelta(days=1))
    work(app)
    assert server.recipients == ["ruth@example.org"]
    assert served(session, call, "Ruth Ardley").outcome is ServedOutcome.SENT
    again = server.senders[-1]
    assert again != sent_from["ruth@example.org"]
    put(folder, mail(EXCHANGE_FULL, again))
    assert read(app) == {"soft": 1}
    assert served(session, call, "Ruth Ardley").outcome is ServedOutcome.FAILED
    monkeypatch.setattr(clock, "now", lambda: BEFORE + dt.timedelta(days=3))
    server.recipients.clear()
    work(app)
    assert server.recipients == [], "no third time"


@pytest.mark.parametrize("what", ["late", "absence", "reply", "forged", "no address"])
def test_what_is_no_failure_of_ours_marks_nobody(
    app: Flask, session: Session, call: CallForTests, folder: Path, sent_from: dict[str, str], what: str
) -> None:
    own = sent_from["ruth@example.org"]
    number = own.partition("+")[2].partition("-")[0]
    other = own.replace(f"+{number}-", f"+{int(number) + 1}-")
    text, to = {
        "late": (POSTFIX_DELAYED, own), "absence": (VACATION, own), "reply": (BY_HAND, own),
        "forged": (POSTFIX_UNKNOWN, other), "no address": (POSTFIX_UNKNOWN, ADDRESS),
    }[what]  # fmt: skip
    put(folder, mail(text, to))
    assert read(app) == {"nothing" if what == "late" else "other": 1}
    session.rollback()
    assert {one.outcome for one in session.scalars(select(ServedNotice))} == {ServedOutcome.SENT}
    left = [one.name for one in (folder / "cur").iterdir()]
    assert left == ([] if what == "late" else ["1.host:2,S"]), "the rest stays for somebody to read"
    assert read(app) == {}


def test_hostile_mails_harm_nothing_and_hold_nothing_up(
    app: Flask, session: Session, call: CallForTests, folder: Path, sent_from: dict[str, str], tmp_path: Path
) -> None:
    for number, raw in enumerate(HOSTILE.values()):
        put(folder, raw, f"0.{number}")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(mail(POSTFIX_UNKNOWN, sent_from["esther@example.org"]))
    (folder / "new" / "link").symlink_to(elsewhere)
    put(folder, mail(POSTFIX_UNKNOWN, sent_from["ruth@example.org"]), "9.host")
    assert read(app) == {"other": len(HOSTILE), "hard": 1}
    assert served(session, call, "Ruth Ardley").outcome is ServedOutcome.FAILED
    assert served(session, call, "Esther Kay").outcome is ServedOutcome.SENT


def test_any_other_mail_shows_in_the_outbox_that_it_came_back(
    app: Flask, session: Session, call: CallForTests, folder: Path, server: MailServer,
    sign_in: Callable[..., StrictClient],
) -> None:  # fmt: skip
    call.nominated("Leah Marchant", by="Esther Kay", agreed=False)
    work(app)
    put(folder, mail(EXCHANGE_FULL, server.senders[-1]))
    assert read(app) == {"soft": 1}
    session.rollback()
    job = session.scalars(select(OutboxJob).where(OutboxJob.kind == JobKind.NOMINEE_MAIL)).one()
    assert (job.outcome, job.last_error.startswith("It came back. 554 5.2.2")) == (JobOutcome.CAME_BACK, True)
    text = sign_in("national_officer").get_page("/desk/outbox?show=came-back").text
    assert "Question to somebody who was nominated" in text
    assert "It came back. 554 5.2.2 mailbox full" in text


def test_the_worker_reads_every_quarter_of_an_hour(
    app: Flask, session: Session, call: CallForTests, folder: Path, sent_from: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    put(folder, mail(POSTFIX_UNKNOWN, sent_from["ruth@example.org"]))
    work(app)
    assert served(session, call, "Ruth Ardley").outcome is ServedOutcome.SENT, "it was read a moment before"
    for later in range(1, 4):
        monkeypatch.setattr(clock, "now", lambda later=later: BEFORE + later * EVERY)
        work(app)
    assert served(session, call, "Ruth Ardley").outcome is ServedOutcome.FAILED
    rows = session.scalars(select(OutboxJob.outcome).where(OutboxJob.kind == JobKind.BOUNCES)).all()
    assert sorted(rows, key=str) == [None, JobOutcome.DONE], "one is to come, and the last is kept"


@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_an_imap_folder_is_read(
    make_app: Callable[..., Flask], session: Session, call: CallForTests, app: Flask, sent_from: dict[str, str],
    password: str,
) -> None:  # fmt: skip
    with running_imap_server() as imap:
        raw = mail(POSTFIX_UNKNOWN, sent_from["ruth@example.org"]).replace(b"Notice of", b"word " * 100_000)
        report, reply = imap.put(raw), imap.put(mail(BY_HAND, ADDRESS))
        reader = make_app(
            bounce_address=ADDRESS, bounce_mailbox=f"imap://127.0.0.1:{imap.port}/INBOX", bounce_username="agm",
            bounce_password=password,
        )  # fmt: skip
        if password != PASSWORD:
            with pytest.raises(JobError, match=r"The mailbox of mails that came back \(127.0.0.1\) cannot be read"):
                read(reader)
            return
        assert read(reader) == {"hard": 1, "other": 1}
        assert served(session, call, "Ruth Ardley").outcome is ServedOutcome.FAILED
        assert imap.flags == {report: {"\\Seen", "\\Deleted"}, reply: {"\\Seen"}}
        assert list(imap.mails) == [reply]
        assert read(reader) == {}


@pytest.mark.parametrize("place", ["maildir:/nowhere/at/all", "imap://127.0.0.1:9"])
def test_a_mailbox_that_is_not_there_is_said(make_app: Callable[..., Flask], call: CallForTests, place: str) -> None:
    app = make_app(bounce_address=ADDRESS, bounce_mailbox=place)
    with pytest.raises(JobError, match="cannot be read"):
        read(app)


def test_the_command_tells_what_it_read(migrated_sqlite: Database, folder: Path) -> None:
    command = ("mail", "read-bounces")
    refused = run_agm(migrated_sqlite, *command)
    assert (refused.status, "AGM_BOUNCE_MAILBOX" in refused.err) == (1, True)
    put(folder, mail(BY_HAND, ADDRESS))
    place = f"maildir:{str(folder).replace(' ', '%20')}"
    done = run_agm(migrated_sqlite, *command, AGM_BOUNCE_ADDRESS=ADDRESS, AGM_BOUNCE_MAILBOX=place)
    assert done.out.strip() == (
        "Came back for good: 0. For the time being: 0. Late or delivered: 0. Left for somebody to read: 1."
    )
    gone = run_agm(migrated_sqlite, *command, AGM_BOUNCE_ADDRESS=ADDRESS, AGM_BOUNCE_MAILBOX="maildir:/nowhere")
    assert (gone.status, "cannot be read: No such file" in gone.err) == (1, True)

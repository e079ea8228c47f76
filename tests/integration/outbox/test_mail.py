"""Mail over a real connection: what the server answers, what is sent again, and what can never be slipped in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.head_file import last_entry
from agm.outbox.kinds import JobKind
from agm.outbox.models import JobOutcome, OutboxJob
from agm.outbox.operations import MOST_ATTEMPTS
from agm.outbox.worker import GivenUpError, Job, Worker
from agm.web.kit.mails import mail_invitation, mail_password_changed
from agm.web.outbox_handlers.registry import build_worker
from agm.web.outbox_handlers.smtp import Mail, Mailer
from tests.support.mail_server import ANSWERS, MailServer, running_mail_server
from tests.support.records import NOW, make_organisation
from tests.support.signing_in import make_official


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture
def app(make_app: Callable[..., Flask], mail_server: MailServer, session: Session) -> Flask:
    make_organisation(session)
    return make_app(mail_server="127.0.0.1", mail_port=mail_server.port, mail_sender="AGM desk <agm@example.org>")


class Clocked:
    """A worker of the application, with a clock that is set by hand."""

    def __init__(self, app: Flask) -> None:
        self.at = NOW
        self.worker: Worker = build_worker(app)
        self.worker.now = lambda: self.at

    def run(self) -> None:
        self.worker.run_due()


@pytest.fixture
def clocked(app: Flask) -> Clocked:
    return Clocked(app)


def told(session: Session, count: int) -> list[str]:
    """The addresses of so many users who are to be told that their passwords were changed."""
    users = [make_official(session, None) for _user in range(count)]
    for user in users:
        mail_password_changed(Act(session, SYSTEM, NOW), user)
    addresses = [user.email for user in users]
    session.commit()
    return addresses


def outcomes(session: Session) -> list[JobOutcome | None]:
    found = session.scalars(select(OutboxJob.outcome).where(OutboxJob.kind != JobKind.DISPOSAL).order_by(OutboxJob.id))
    outcomes = list(found)
    session.commit()
    return outcomes


def reasons(session: Session) -> list[str]:
    found = list(session.scalars(select(OutboxJob.last_error).where(OutboxJob.kind != JobKind.DISPOSAL)))
    session.commit()
    return found


def test_mails_go_over_one_connection_and_say_who_sent_them(
    session: Session, clocked: Clocked, mail_server: MailServer
) -> None:
    addresses = told(session, 3)
    clocked.run()
    assert (mail_server.recipients, mail_server.connections) == (addresses, 1)
    mail = mail_server.mails[0]
    assert (mail["From"], mail["To"], mail["Auto-Submitted"]) == (
        "AGM desk <agm@example.org>",
        addresses[0],
        "auto-generated",
    )
    assert mail.get_content().startswith("Hello Nobody ")
    assert len({one["Message-ID"] for one in mail_server.mails}) == 3


def test_one_refused_address_fails_alone(session: Session, clocked: Clocked, mail_server: MailServer) -> None:
    gone, full, fine = told(session, 3)
    mail_server.refused = {gone: "550 No such user", full: "452 Box is full"}
    clocked.run()
    assert [mail["To"] for mail in mail_server.mails] == [fine]
    assert outcomes(session) == [JobOutcome.FAILED, None, JobOutcome.DONE]
    assert reasons(session)[:2] == [
        "The mail server does not take mail for this address: 550 No such user",
        "The mail server does not take mail for this address: 452 Box is full",
    ]
    mail_server.refused = {}
    clocked.at += dt.timedelta(minutes=1)
    clocked.run()
    assert outcomes(session) == [JobOutcome.FAILED, JobOutcome.DONE, JobOutcome.DONE]


def test_nothing_is_lost_while_the_mail_server_is_down_for_an_hour(
    app: Flask, session: Session, mail_server: MailServer
) -> None:
    user = told(session, 1)[0]
    down = Clocked(app)
    mailer_port = mail_server.port
    mail_server.shutdown()
    mail_server.server_close()
    attempts = 0
    while down.at < NOW + dt.timedelta(hours=1):
        down.run()
        job = session.scalars(select(OutboxJob).where(OutboxJob.kind != JobKind.DISPOSAL)).one()
        assert job.last_error.startswith("The mail server (127.0.0.1) cannot be reached: ")
        attempts, down.at = job.attempts, job.due_at
        session.commit()
    assert 5 <= attempts < MOST_ATTEMPTS
    with running_mail_server() as again:
        down.worker = build_worker(app_with_port(app, again.port))
        at = down.at
        down.worker.now = lambda: at
        down.run()
        assert (again.recipients, mailer_port != again.port) == ([user], True)
    assert outcomes(session) == [JobOutcome.DONE]


def app_with_port(app: Flask, port: int) -> Flask:
    app.extensions["agm_settings"] = app.extensions["agm_settings"].model_copy(update={"mail_port": port})
    return app


def test_connection_that_is_cut_is_opened_again_and_the_mail_keeps_its_number(
    session: Session, clocked: Clocked, mail_server: MailServer
) -> None:
    told(session, 1)
    mail_server.hangs_up = True
    clocked.run()
    assert (outcomes(session), mail_server.mails) == ([None], [])
    clocked.at += dt.timedelta(minutes=1)
    clocked.run()
    assert outcomes(session) == [JobOutcome.DONE]
    assert re.fullmatch(r"<[0-9a-f]{40}@example\.org>", mail_server.mails[0]["Message-ID"])


def test_invitation_that_was_renewed_or_whose_login_is_disabled_is_not_sent(
    session: Session, clocked: Clocked, mail_server: MailServer
) -> None:
    renewed, disabled = make_official(session, None), make_official(session, None)
    for user in (renewed, disabled):
        user.invited_at = NOW
        mail_invitation(Act(session, SYSTEM, NOW), user)
    renewed.invited_at = NOW + dt.timedelta(days=1)
    mail_invitation(Act(session, SYSTEM, NOW), renewed)
    disabled.active = False
    address = renewed.email
    session.commit()
    clocked.run()
    assert mail_server.recipients == [address]
    assert outcomes(session) == [JobOutcome.CANCELLED, JobOutcome.CANCELLED, JobOutcome.DONE]
    assert reasons(session)[:2] == [
        "A later invitation took its place.",
        "The login is gone or was disabled meanwhile.",
    ]


def test_without_a_mail_server_a_mail_fails_and_says_so(make_app: Callable[..., Flask], session: Session) -> None:
    told(session, 1)
    Clocked(make_app()).run()
    assert outcomes(session) == [JobOutcome.FAILED]
    assert reasons(session)[0].startswith("No mail server is set up, so no mail can be sent.")


JOB = Job("mail", "key", {}, 1, NOW)


@pytest.mark.parametrize(
    "mail",
    [
        Mail("a@example.org\nBcc: all@example.org", "Hello", "x"),
        Mail("a@example.org\r\nBcc: all@example.org", "Hello", "x"),
        Mail("a@example.org", "Hello\nBcc: all@example.org", "x"),
        Mail("a@example.org", "Hello\r\n\r\nAnother body", "x"),
    ],
)
def test_no_header_can_be_slipped_in(app: Flask, mail: Mail, mail_server: MailServer) -> None:
    with pytest.raises(GivenUpError, match="holds a line break"):
        Mailer(app.extensions["agm_settings"]).send(mail, JOB)
    assert mail_server.recipients == []


def test_a_dot_on_a_line_of_its_own_ends_no_mail(app: Flask, mail_server: MailServer) -> None:
    mailer = Mailer(app.extensions["agm_settings"])
    mailer.send(Mail("a@example.org", "Hello", "one\n.\nMAIL FROM:<eve@example.org>\n"), JOB)
    mailer.close()
    assert [mail.get_content() for mail in mail_server.mails] == ["one\n.\nMAIL FROM:<eve@example.org>\n"]


def test_end_of_the_log_is_mailed_once_a_day_to_whoever_is_named(
    make_app: Callable[..., Flask], session: Session, mail_server: MailServer
) -> None:
    make_organisation(session)
    session.commit()
    settings = {"mail_server": "127.0.0.1", "mail_port": mail_server.port, "chain_head_mail_to": "auditor@example.org"}
    clocked = Clocked(make_app(**settings))
    head = last_entry(session)
    session.commit()
    for _ in range(2):
        clocked.run()
    assert head is not None
    assert [mail["To"] for mail in mail_server.mails] == ["auditor@example.org"]
    assert f"hash {head.hash}" in mail_server.mails[0].get_content()
    clocked.at += dt.timedelta(days=1)
    clocked.run()
    assert len(mail_server.mails) == 2


@pytest.mark.parametrize("is_offered", [True, False])
def test_an_address_with_letters_of_its_own_needs_a_server_that_takes_it(
    app: Flask, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch, is_offered: bool
) -> None:
    if is_offered:
        monkeypatch.setitem(ANSWERS, "EHLO", "250-here\r\n250 SMTPUTF8")
    mailer = Mailer(app.extensions["agm_settings"])
    mail = Mail("jos\u00e9@example.org", "Grüße", "Hello, José.", "<p>Hello, José.</p>")
    if not is_offered:
        with pytest.raises(GivenUpError, match="such letters"):
            mailer.send(mail, JOB)
        mailer.close()
        return
    mailer.send(mail, JOB)
    mailer.send(replace(mail, to="bo@example.org", body="Hello, Bo."), JOB)
    mailer.close()
    first, second = mail_server.mails
    assert (first["To"], first["Subject"], second["To"]) == ("josé@example.org", "Grüße", "bo@example.org")
    texts = [one.get_body((kind,)) for one in (first, second) for kind in ("plain", "html")]
    told = ["Hello, José.", "<p>Hello, José.</p>", "Hello, Bo.", "<p>Hello, José.</p>"]
    assert [str(one.get_content()).strip() for one in texts if one] == told

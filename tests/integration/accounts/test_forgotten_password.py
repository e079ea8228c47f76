"""A new password by a letter, where a mail server is set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask_security import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.outbox.models import OutboxJob
from agm.web.outbox_handlers.registry import build_worker
from tests.support.client import StrictClient
from tests.support.mail_server import MailServer, running_mail_server
from tests.support.signing_in import make_official
from tests.support.statements import Statements

ASK = "/account/forgotten-password"
SAID = "If there is a login with this address, a letter is on its way."


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture
def app(make_app: Callable[..., Flask], mail_server: MailServer) -> Flask:
    """The application with a mail server (which keeps the letters)."""
    return make_app(mail_server="127.0.0.1", mail_port=mail_server.port, base_url="https://agm.example.org")


@pytest.fixture
def user(app: Flask, session: Session) -> User:
    """Somebody with a password."""
    found = make_official(session, None)
    with app.app_context():
        found.password = hash_password("seven quiet herons")
    session.commit()
    return found


def ask(client: StrictClient, email: str) -> str:
    """Ask for a link; what the page then says below the masthead."""
    page = client.get_page(ASK)
    answer = client.submit(page, {"email": email}, button="Send me the link")
    return client.page(answer).texts("div", class_="told")[0]


def test_letter_leads_to_a_new_password(
    app: Flask, client: StrictClient, user: User, session: Session, mail_server: MailServer
) -> None:
    assert ask(client, user.email.upper()) == SAID
    assert mail_server.mails == []
    assert "/account/" not in str(session.scalars(select(OutboxJob)).one().payload), "no link in the database"
    session.commit()
    build_worker(app).run_due()
    [letter] = mail_server.mails
    assert letter["To"] == user.email
    link = next(line for line in letter.get_content().splitlines() if ASK in line)
    assert link.startswith("https://agm.example.org/account/forgotten-password/")
    page = client.get_page(urlsplit(link).path)
    short = client.submit(page, {"password": "short", "password_confirm": "short"}, button="Set the password")
    assert "Choose a longer password" in client.page(short).text
    done = client.submit(
        page, {"password": "eight loud curlews", "password_confirm": "eight loud curlews"}, button="Set the password"
    )
    assert "Your new password is set." in client.page(done).text
    again = client.get_page(urlsplit(link).path)
    assert again.heading == "Forgotten your password?"
    build_worker(app).run_due()
    assert [one["Subject"] for one in mail_server.mails] == [
        "A new password for the AGM desk",
        "Your password for the AGM desk was changed",
    ]
    assert [one.payload for one in session.scalars(select(OutboxJob).where(OutboxJob.outcome == "done"))] == [{}] * 3


@pytest.mark.both_databases
def test_known_and_unknown_addresses_are_answered_by_the_same_work_and_words(
    app: Flask,
    client: StrictClient,
    user: User,
    session: Session,
    mail_server: MailServer,
    count_statements: Callable[[], AbstractContextManager[Statements]],
) -> None:
    disabled = make_official(session, None)
    disabled.active = False
    addresses = (user.email, "nobody@example.org", disabled.email)
    session.commit()
    answers = []
    for address in addresses:
        page = client.get_page(ASK)
        with count_statements() as statements:
            answer = client.submit(page, {"email": address}, button="Send me the link")
        text = answer.get_data(as_text=True).replace(address, "")
        names = sorted(answer.headers.keys())
        answers.append((statements.texts, answer.status_code, names, len(text), client.page(answer).text))
    assert answers[1] == answers[0]
    assert answers[2] == answers[0]
    assert "user_account" not in " ".join(answers[0][0])
    build_worker(app).run_due()
    assert mail_server.recipients == [user.email]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("dana@example.org\nBcc: all@example.org", "Write this on one line"),
        ("dana", "Enter an email address, for example dana@example.org"),
        ("dana@example.org, eve@example.org", "Enter an email address, for example dana@example.org"),
    ],
)
def test_what_is_no_one_address_is_refused_where_it_is_typed(
    client: StrictClient, session: Session, typed: str, message: str
) -> None:
    page = client.get_page(ASK)
    token = page.all("input", name="csrf_token")[0].get("value")
    answer = client.post(ASK, data={"csrf_token": token, "email": typed})
    assert answer.status_code == 422
    assert f"Error: {message}" in client.page(answer).text
    assert session.scalars(select(OutboxJob)).all() == []


def test_link_does_not_follow_a_foreign_host_header(
    app: Flask, client: StrictClient, user: User, mail_server: MailServer
) -> None:
    client.environ_base["HTTP_HOST"] = "evil.example"
    ask(client, user.email)
    build_worker(app).run_due()
    assert "evil.example" not in mail_server.mails[0].get_content()


def test_letters_are_limited(client: StrictClient, user: User, session: Session) -> None:
    page = client.get_page(ASK)
    statuses = [client.submit(page, {"email": user.email}, button="Send me the link").status_code for _ in range(6)]
    assert statuses == [200, 200, 200, 200, 200, 429]
    assert len(session.scalars(select(OutboxJob)).all()) == 5

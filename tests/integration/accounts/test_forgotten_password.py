"""A new password by a letter, where a mail server is set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask_mailman import EmailMessage, Mail
from flask_security import hash_password
from sqlalchemy.orm import Session

from agm.accounts.models import User
from tests.support.client import StrictClient
from tests.support.signing_in import make_official

ASK = "/account/forgotten-password"
SAID = "If there is a login with this address, a letter is on its way."


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The application with a mail server (which keeps the letters)."""
    app = make_app(mail_server="mail.example.org", base_url="https://agm.example.org")
    app.config["MAIL_BACKEND"] = "locmem"
    app.extensions["test_mail"] = Mail(app)
    return app


@pytest.fixture
def user(app: Flask, session: Session) -> User:
    """Somebody with a password."""
    found = make_official(session, None)
    with app.app_context():
        found.password = hash_password("seven quiet herons")
    session.commit()
    return found


def letters(app: Flask) -> list[Any]:
    """What was sent."""
    found: list[Any] = app.extensions["test_mail"].outbox or []
    return found


def ask(client: StrictClient, email: str) -> str:
    """Ask for a link; what the page then says below the masthead."""
    page = client.get_page(ASK)
    answer = client.submit(page, {"email": email}, button="Send me the link")
    return client.page(answer).texts("div", class_="told")[0]


def test_letter_leads_to_a_new_password(app: Flask, client: StrictClient, user: User, session: Session) -> None:
    assert ask(client, user.email) == SAID
    [letter] = letters(app)
    assert letter.to == [user.email]
    link = next(line for line in letter.body.splitlines() if ASK in line)
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


def test_nobody_learns_who_has_a_login(app: Flask, client: StrictClient, user: User) -> None:
    assert ask(client, "nobody@example.org") == SAID
    assert letters(app) == []


def test_link_does_not_follow_a_foreign_host_header(app: Flask, client: StrictClient, user: User) -> None:
    client.environ_base["HTTP_HOST"] = "evil.example"
    ask(client, user.email)
    assert "evil.example" not in letters(app)[0].body


def test_mail_server_that_is_away_is_told_to_nobody(
    app: Flask, client: StrictClient, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_message: EmailMessage, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError("no such server")

    monkeypatch.setattr(EmailMessage, "send", refuse)
    assert ask(client, user.email) == SAID


def test_letters_are_limited(app: Flask, client: StrictClient, user: User) -> None:
    page = client.get_page(ASK)
    statuses = [client.submit(page, {"email": user.email}, button="Send me the link").status_code for _ in range(6)]
    assert statuses == [200, 200, 200, 200, 200, 429]
    assert len(letters(app)) == 5

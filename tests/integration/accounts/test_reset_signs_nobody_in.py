"""A link for a forgotten password sets one, and leads to the sign-in, where a second step is asked for as ever."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask_security import hash_password
from flask_security.recoverable import generate_reset_password_token
from sqlalchemy.orm import Session

from tests.support.client import StrictClient
from tests.support.desk_records import add_organisation
from tests.support.signing_in import make_official

NEW = "eight loud curlews"


def test_forgotten_password_does_not_bypass_the_second_factor(session: Session, make_app: Callable[..., Flask]) -> None:
    app = make_app(mail_server="mail.example.org")
    add_organisation(session)
    user = make_official(session, None)
    with app.test_request_context():
        user.password = hash_password("seven quiet herons")
        session.commit()
        token = generate_reset_password_token(user)
    client = app.test_client()
    assert isinstance(client, StrictClient)
    page = client.get_page(f"/account/forgotten-password/{token}")
    answer = client.submit(page, {"password": NEW, "password_confirm": NEW}, button="Set the password")
    assert answer.request.path == "/account/sign-in"
    assert client.get("/account").status_code == 302

"""The secret is changed while people are at work: the first signs and encrypts, all verify and decrypt."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from flask import Flask
from flask_security import Totp, hash_password
from flask_security.recoverable import generate_reset_password_token
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.cli import main
from agm.settings import Settings
from agm.web.account.second_step import derived_secret
from agm.web.kit.extensions import db
from agm.web.kit.invitation import invitation_link
from tests.support.client import StrictClient
from tests.support.signing_in import authenticator_code, make_official, signed_in_client, turn_codes_on

PASSWORD = "seven quiet herons"
OLD, NEW = "the old secret of this installation", "the new secret of this installation"
BOTH = f"{NEW},{OLD}"
MakeApp = Callable[..., Flask]


@pytest.fixture
def user_id(session: Session, make_app: MakeApp) -> int:
    app = make_app(secret_key=OLD)
    found = make_official(session, None)
    with app.app_context():
        found.password = hash_password(PASSWORD)
    number = found.id
    session.commit()
    return number


def with_cookies_of(other: StrictClient, app: Flask) -> StrictClient:
    """A client of another application that the same browser calls."""
    client = app.test_client()
    assert isinstance(client, StrictClient)
    found = other.get_cookie("agm")
    assert found is not None
    client.set_cookie("agm", found.value)
    return client


def test_sign_ins_and_forms_stay_when_a_secret_is_added(session: Session, make_app: MakeApp, user_id: int) -> None:
    before = signed_in_client(make_app(secret_key=OLD), user_id)
    page = before.get_page("/account/password")
    during = with_cookies_of(before, make_app(secret_key=BOTH))
    typed = {"password": PASSWORD, "new_password": "eight loud curlews", "new_password_confirm": "eight loud curlews"}
    assert (
        "Your new password is set." in during.page(during.submit(page, dict(typed), button="Change the password")).text
    )
    after = with_cookies_of(during, make_app(secret_key=NEW))
    assert after.get("/account").status_code == 200
    assert with_cookies_of(before, make_app(secret_key=NEW)).get("/account").status_code == 302


def test_links_are_signed_by_the_first_secret_and_verified_by_all(
    session: Session, make_app: MakeApp, settings: Settings, user_id: int
) -> None:
    def link(secret: str) -> str:
        user = session.get_one(User, user_id)
        path = urlsplit(invitation_link(settings.model_copy(update={"secret_key": secret}), user)).path
        session.commit()
        return path

    def reset(secret: str) -> str:
        app = make_app(secret_key=secret, mail_server="mail.example.org")
        with app.test_request_context("/"):
            return f"/account/forgotten-password/{generate_reset_password_token(db.session.get_one(User, user_id))}"

    for make in (link, reset):
        made = {secret: make(secret) for secret in (OLD, BOTH, NEW)}
        opens = {
            (by, at): make_app(secret_key=at, mail_server="mail.example.org").test_client().get(made[by]).status_code
            for by, at in ((OLD, BOTH), (BOTH, NEW), (BOTH, OLD), (NEW, BOTH))
        }
        refused = opens.pop((BOTH, OLD))
        assert set(opens.values()) == {200}, make
        assert refused != 200


def test_codes_and_recovery_codes_outlive_the_old_secret(
    session: Session, make_app: MakeApp, settings: Settings, user_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = signed_in_client(make_app(secret_key=OLD), user_id)
    key = turn_codes_on(own)
    made = own.page(own.submit(own.get_page("/account/recovery-codes"), button="Make new recovery codes"))
    recovery = made.texts("li", class_="code")[0]
    session.commit()
    monkeypatch.setenv("AGM_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("AGM_DATA_FOLDER", str(settings.data_folder))
    monkeypatch.setenv("AGM_SECRET_KEY", BOTH)
    told = CliRunner().invoke(main, ["users", "rotate-secrets"], catch_exceptions=False)
    assert told.output == "The second steps of 1 user are encrypted by the first secret.\n"
    app = make_app(secret_key=NEW)
    with app.app_context():
        user = db.session.get_one(User, user_id)
        security = app.extensions["security"]
        user.tf_last_counter = None
        assert security.totp_factory.verify_totp(authenticator_code(key), user.tf_totp_secret, user, window=30)
        assert recovery in security.mf_recovery_codes_util.get_recovery_codes(user)


def test_codes_of_the_first_release_are_read_with_the_oldest_secret(make_app: MakeApp) -> None:
    released = Totp({"1": derived_secret(OLD, "totp")}, "AGM desk")
    kept = released.generate_totp_secret()
    codes = make_app(secret_key=BOTH).extensions["security"].totp_factory
    assert codes.get_totp_b32_key(kept) == released.get_totp_b32_key(kept)

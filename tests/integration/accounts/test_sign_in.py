"""Sign-in, sign-out and the account page, as a browser sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from flask import Flask
from flask_security import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.audit.models import AuditEntry
from agm.organisation.models import Unit
from tests.support.client import StrictClient
from tests.support.signing_in import make_official

PASSWORD = "seven quiet herons"
SIGN_IN = "/account/sign-in"


def with_password(app: Flask, session: Session, role: str | None = "national_officer") -> User:
    """A committed user who can sign in with PASSWORD."""
    user = make_official(session, role)
    with app.app_context():
        user.password = hash_password(PASSWORD)
    session.commit()
    return user


def actions(session: Session) -> list[tuple[str, str]]:
    """The record: what was done, and to what."""
    session.rollback()
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence))
    return [(entry.action, entry.subject) for entry in entries]


def attempt(client: StrictClient, email: str, password: str) -> tuple[int, str]:
    """The status and the first error of an attempt to sign in."""
    response = client.submit(
        client.get_page(SIGN_IN), {"email": email, "password": password}, button="Sign in", follow_redirects=False
    )
    if response.status_code != 422:
        return response.status_code, response.location
    return 422, client.page(response).texts("div", class_="summary")[0]


def test_password_opens_the_account(app: Flask, client: StrictClient, session: Session) -> None:
    user = with_password(app, session)
    assert attempt(client, user.email.upper(), PASSWORD) == (302, "/desk")
    page = client.get_page("/account")
    assert page.heading == user.name
    assert "National officer" in page.text
    assert actions(session) == [("user:sign_in:succeeded", f"user:{user.id}")]


def test_password_is_kept_as_argon2id_with_the_stated_cost(app: Flask, session: Session) -> None:
    user = with_password(app, session)
    assert (user.password or "").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_address_asked_for_comes_after_the_sign_in(app: Flask, client: StrictClient, session: Session) -> None:
    user = with_password(app, session)
    refused = client.get("/account")
    assert (refused.status_code, refused.location) == (302, "/account/sign-in?next=/account")
    page = client.get_page(refused.location)
    answer = client.submit(page, {"email": user.email, "password": PASSWORD}, button="Sign in", follow_redirects=False)
    assert answer.location == "/account"


def test_next_page_on_another_site_is_refused(app: Flask, client: StrictClient, session: Session) -> None:
    user = with_password(app, session)
    page = client.get_page("/account/sign-in?next=https://elsewhere.example/desk")
    answer = client.submit(page, {"email": user.email, "password": PASSWORD}, button="Sign in", follow_redirects=False)
    assert "elsewhere" not in (answer.location or "")


def test_refusal_does_not_tell_who_has_a_login(app: Flask, client: StrictClient, session: Session) -> None:
    user = with_password(app, session)
    invited = make_official(session, None)
    disabled = with_password(app, session)
    disabled.active = False
    session.commit()
    message = "One thing needs another look This email and password do not go together. Check both, and try again"
    tried = [(user.email, "wrong"), (invited.email, "wrong"), (disabled.email, PASSWORD), ("none@example.org", "wrong")]
    assert [attempt(client, email, password) for email, password in tried] == [(422, message)] * 4
    assert actions(session) == [
        ("user:sign_in:refused", f"user:{user.id}"),
        ("user:sign_in:refused", f"user:{invited.id}"),
        ("user:sign_in:refused", "user:unknown"),
        ("user:sign_in:refused", "user:unknown"),
    ]


def test_empty_fields_are_named(client: StrictClient) -> None:
    assert attempt(client, "", "") == (422, "These things need another look Enter your email Enter the password")
    assert attempt(client, "dana", "x") == (
        422,
        "One thing needs another look This email and password do not go together. Check both, and try again",
    )


def test_sign_out_is_a_button_and_ends_the_session(app: Flask, client: StrictClient, session: Session) -> None:
    user = with_password(app, session)
    attempt(client, user.email, PASSWORD)
    assert client.get("/account/sign-out").status_code == 404
    assert client.get("/account").status_code == 200
    assert client.submit(client.get_page("/account"), button="Sign out", follow_redirects=False).status_code == 302
    assert client.get("/account").status_code == 302
    assert actions(session)[-1] == ("user:sign_in:ended", f"user:{user.id}")


def test_form_token_changes_with_the_sign_in(app: Flask, client: StrictClient, session: Session) -> None:
    user = with_password(app, session)
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    client.get_page(SIGN_IN)
    with client.session_transaction() as cookie:
        before = cookie["csrf_token"]
    attempt(client, user.email, PASSWORD)
    client.get_page("/account")
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie["csrf_token"] != before


def test_post_without_form_token_is_refused(app: Flask, client: StrictClient, session: Session) -> None:
    user = with_password(app, session)
    assert client.post(SIGN_IN, data={"email": user.email, "password": PASSWORD}).status_code == 400
    assert client.get("/account").status_code == 302


def test_session_of_a_disabled_user_ends_at_once(
    session: Session, sign_in: Callable[..., StrictClient], app: Flask
) -> None:
    user = with_password(app, session)
    client = sign_in(None, user=user)
    assert client.get("/account").status_code == 200
    user.active = False
    session.commit()
    assert client.get("/account").status_code == 302


def test_no_page_that_is_only_looked_at_signs_out(app: Flask, sign_in: Callable[..., StrictClient]) -> None:
    client = sign_in("national_officer")
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            client.get(rule.rule)
            assert client.get("/account").status_code == 200, rule.rule


def test_cookies_and_headers_insist_on_tls(make_app: Callable[..., Flask]) -> None:
    answer = make_app(base_url="https://agm.example.org").test_client().get(SIGN_IN, base_url="https://agm.example.org")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    cookies = answer.headers.getlist("Set-Cookie")
    assert [cookie.partition("=")[0] for cookie in cookies] == ["__Host-agm"]
    assert [{"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} - set(cookie.split("; ")) for cookie in cookies] == [set()]


def test_refusals_are_in_the_log_by_number_and_route(
    session: Session, sign_in: Callable[..., StrictClient], caplog: pytest.LogCaptureFixture
) -> None:
    own = Unit(name="Vale of Ebbor", slug="vale-of-ebbor", position=1)
    other = Unit(name="Isle of Sorrel", slug="isle-of-sorrel", position=2)
    session.add_all([own, other])
    session.flush()
    numbers = other.id
    client = sign_in("regional_officer", own)
    assert client.get("/desk/isle-of-sorrel/house-style?person=Zuleika").status_code == 403
    [line] = [found.getMessage() for found in caplog.records if "403" in found.getMessage()]
    assert line == f"refused with 403: user 1, GET /desk/<region_slug>/house-style, unit {numbers}"


def test_sixth_wrong_password_in_a_minute_is_refused_unread(app: Flask, client: StrictClient, session: Session) -> None:
    user = with_password(app, session)
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    page = client.get_page(SIGN_IN)
    tries = [
        client.submit(page, {"email": user.email, "password": "wrong"}, button="Sign in").status_code for _ in range(6)
    ]
    assert tries == [422, 422, 422, 422, 422, 429]
    right = client.submit(page, {"email": user.email, "password": PASSWORD}, button="Sign in")
    assert right.status_code == 429
    assert 1 <= int(right.headers["Retry-After"]) <= 60
    assert client.page(right).heading == "Too many attempts"


def at(app: Flask, address: str) -> StrictClient:
    """A browser at this address on which nobody has signed in."""
    client = app.test_client()
    assert isinstance(client, StrictClient)
    client.environ_base["REMOTE_ADDR"] = address
    return client


def test_wrong_tries_of_others_keep_the_right_user_out_nowhere(app: Flask, session: Session) -> None:
    user = with_password(app, session)
    email = user.email
    session.commit()
    with time_machine.travel(dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC), tick=False) as clock:
        own = at(app, "198.51.100.1")
        assert attempt(own, email, PASSWORD)[0] == 302
        own.submit(own.get_page("/account"), button="Sign out")
        others = [at(app, f"203.0.113.{number}") for number in range(3)]
        tries = [status for client in others for status in wrong_tries(client, email, 5)]
        assert tries == [422] * 10 + [429] * 5, "all strangers together are slowed down on one account"
        stranger = at(app, "198.51.100.2")
        page = stranger.get_page(SIGN_IN)
        held_up = stranger.submit(page, {"email": email, "password": PASSWORD}, button="Sign in")
        assert (held_up.status_code, 1 <= int(held_up.headers["Retry-After"]) <= 60) == (429, True)
        assert stranger.submit(
            stranger.get_page("/account/passkey-sign-in"), button="Use a passkey"
        ).status_code == 200  # fmt: skip
        assert attempt(own, email, PASSWORD)[0] == 302, "a known device is not held up"
        clock.shift(61)
        assert attempt(stranger, email, PASSWORD)[0] == 302, "nor a stranger for more than a minute"


def wrong_tries(client: StrictClient, email: str, count: int) -> list[int]:
    page = client.get_page(SIGN_IN)
    typed = {"email": email, "password": "wrong"}
    return [client.submit(page, {**typed}, button="Sign in").status_code for _ in range(count)]


def test_known_device_passes_the_limit_of_its_address_and_has_one_of_its_own(app: Flask, session: Session) -> None:
    user, neighbour = with_password(app, session), with_password(app, session)
    email, of_neighbour = user.email, neighbour.email
    session.commit()
    own = at(app, "198.51.100.1")
    attempt(own, email, PASSWORD)
    own.submit(own.get_page("/account"), button="Sign out")
    beside = at(app, "198.51.100.1")
    tries = [status for name in "abcde" for status in wrong_tries(beside, f"{name}@example.org", 5)]
    assert tries == [422] * 20 + [429] * 5
    assert attempt(own, email, PASSWORD)[0] == 302
    own.submit(own.get_page("/account"), button="Sign out")
    assert wrong_tries(own, of_neighbour, 1) == [429], "it is known for its own user alone"
    assert wrong_tries(own, email, 6) == [422] * 5 + [429]


def test_forged_and_outdated_device_is_a_strange_one(app: Flask, session: Session) -> None:
    user = with_password(app, session)
    email = user.email
    session.commit()
    own = at(app, "198.51.100.1")
    attempt(own, email, PASSWORD)
    cookie = own.get_cookie("agm-device")
    assert cookie is not None
    assert cookie.http_only
    assert wrong_tries(at(app, "203.0.113.1"), email, 6)[-1] == 429
    forger = at(app, "203.0.113.1")
    for forged in (cookie.value[:-2] + "xx", "W10", ""):
        forger.set_cookie("agm-device", forged)
        assert wrong_tries(forger, email, 1) == [429]
    forger.set_cookie("agm-device", cookie.value)
    assert wrong_tries(forger, email, 1) == [422]
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=181)):
        assert wrong_tries(forger, email, 6) == [422] * 5 + [429]


def test_right_passwords_are_not_counted(app: Flask, client: StrictClient, session: Session) -> None:
    user = with_password(app, session)
    page = client.get_page(SIGN_IN)
    for _ in range(7):
        other = app.test_client()
        form = other.get_page(SIGN_IN) if isinstance(other, StrictClient) else page
        assert isinstance(other, StrictClient)
        answer = other.submit(
            form, {"email": user.email, "password": PASSWORD}, button="Sign in", follow_redirects=False
        )
        assert answer.status_code == 302


def test_public_page_sets_no_cookie_and_varies_by_none(client: StrictClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_forgotten_password_without_mail_names_the_national_office(client: StrictClient) -> None:
    page = client.get_page(client.get_page(SIGN_IN).links["Forgotten your password?"])
    assert "Ask your national office" in page.text


def test_new_password_ends_other_sessions(app: Flask, session: Session, sign_in: Callable[..., StrictClient]) -> None:
    user = with_password(app, session)
    here, elsewhere = sign_in(None, user=user), sign_in(None, user=user)
    short = here.submit(
        here.get_page("/account/password"),
        {"password": PASSWORD, "new_password": "too short", "new_password_confirm": "too short"},
        button="Change the password",
    )
    assert here.page(short).texts("p", class_="error") == ["Error: Choose a longer password: at least 12 characters"]
    answer = here.submit(
        here.page(short),
        {"password": PASSWORD, "new_password": "eight loud curlews", "new_password_confirm": "eight loud curlews"},
        button="Change the password",
        follow_redirects=False,
    )
    assert (answer.status_code, answer.location) == (302, "/account")
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    assert actions(session)[-1] == ("user:password:changed", f"user:{user.id}")


def test_account_page_names_the_regions(session: Session, sign_in: Callable[..., StrictClient]) -> None:
    unit = Unit(name="Vale of Ebbor", slug="vale-of-ebbor", position=1)
    session.add(unit)
    session.flush()
    page = sign_in("regional_officer", unit).get_page("/account")
    assert "Regional officer, Vale of Ebbor" in page.text

"""Codes of an authenticator app, recovery codes, and the password asked for once more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask
from flask_security import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.audit.models import AuditEntry
from tests.support.client import StrictClient
from tests.support.html_page import Page
from tests.support.signing_in import authenticator_code, make_official, turn_codes_on

PASSWORD = "seven quiet herons"
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The time, which stands still until it is moved."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user(app: Flask, session: Session) -> User:
    """Somebody who signs in with PASSWORD alone."""
    found = make_official(session, None)
    with app.app_context():
        found.password = hash_password(PASSWORD)
    session.commit()
    return found


def enter_password(client: StrictClient, user: User) -> Page:
    """The page that follows the right password."""
    page = client.get_page("/account/sign-in")
    return client.page(client.submit(page, {"email": user.email, "password": PASSWORD}, button="Sign in"))


def is_signed_in(client: StrictClient) -> bool:
    """Whether the account page opens."""
    return client.get("/account").status_code == 200


def changes(session: Session) -> list[object]:
    """What the record says of second steps."""
    session.rollback()
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence))
    return [entry.details["change"] for entry in entries if entry.action == "user:second_factor:changed"]


def test_code_is_asked_for_after_the_password(
    app: Flask, user: User, session: Session, sign_in: Callable[..., StrictClient], clock: time_machine.Traveller
) -> None:
    key = turn_codes_on(sign_in(None, user=user))
    clock.shift(60)
    client = app.test_client()
    assert isinstance(client, StrictClient)
    asked = enter_password(client, user)
    assert asked.heading == "Your code"
    assert not is_signed_in(client)
    wrong = client.submit(asked, {"code": "000000"}, button="Sign in")
    assert "This code is wrong or was used" in client.page(wrong).text
    assert not is_signed_in(client)
    right = client.submit(
        client.page(wrong),
        {"code": f" {authenticator_code(key)[:3]} {authenticator_code(key)[3:]} "},
        button="Sign in",
        follow_redirects=False,
    )
    assert right.status_code == 302
    assert is_signed_in(client)
    assert changes(session) == ["on"]


def test_code_is_taken_once(
    app: Flask, user: User, sign_in: Callable[..., StrictClient], clock: time_machine.Traveller
) -> None:
    key = turn_codes_on(sign_in(None, user=user))
    clock.shift(60)
    statuses = []
    for _ in range(2):
        client = app.test_client()
        assert isinstance(client, StrictClient)
        asked = enter_password(client, user)
        statuses.append(
            client.submit(
                asked, {"code": authenticator_code(key)}, button="Sign in", follow_redirects=False
            ).status_code
        )
    assert statuses == [302, 422]


def test_recovery_code_opens_once(
    app: Flask, user: User, session: Session, sign_in: Callable[..., StrictClient], clock: time_machine.Traveller
) -> None:
    own = sign_in(None, user=user)
    turn_codes_on(own)
    made = own.page(own.submit(own.get_page("/account/recovery-codes"), button="Make new recovery codes"))
    codes = made.texts("li", class_="code")
    assert len(set(codes)) == 8
    session.refresh(user)
    assert codes[0] not in str(user.mf_recovery_codes)
    results = []
    for typed in (codes[0].upper(), codes[0]):
        client = app.test_client()
        assert isinstance(client, StrictClient)
        asked = client.get_page(enter_password(client, user).links["Use a recovery code"])
        client.submit(asked, {"code": typed}, button="Sign in")
        results.append(is_signed_in(client))
    assert results == [True, False]
    assert "7 left" in own.get_page("/account").text
    assert changes(session) == ["on", "recovery codes made", "recovery code used"]


def test_codes_can_be_turned_off(
    app: Flask, user: User, session: Session, sign_in: Callable[..., StrictClient], clock: time_machine.Traveller
) -> None:
    own = sign_in(None, user=user)
    turn_codes_on(own)
    off = own.submit(own.get_page("/account/second-step"), button="Turn codes off")
    assert "None: your password is enough" in own.page(off).text
    client = app.test_client()
    assert isinstance(client, StrictClient)
    enter_password(client, user)
    assert is_signed_in(client)
    assert changes(session) == ["on", "off"]


def test_code_page_without_a_password_leads_to_the_sign_in(client: StrictClient) -> None:
    for path in ("/account/code", "/account/recovery-code", "/account/code-help"):
        assert client.get_page(path).heading == "Sign in"


def test_wrong_codes_are_limited(
    app: Flask, user: User, sign_in: Callable[..., StrictClient], clock: time_machine.Traveller
) -> None:
    turn_codes_on(sign_in(None, user=user))
    client = app.test_client()
    assert isinstance(client, StrictClient)
    asked = enter_password(client, user)
    statuses = [client.submit(asked, {"code": f"00000{n}"}, button="Sign in").status_code for n in range(6)]
    assert statuses == [422, 422, 422, 422, 422, 429]


def test_password_is_asked_for_again_after_an_hour(
    user: User, sign_in: Callable[..., StrictClient], clock: time_machine.Traveller
) -> None:
    client = sign_in(None, user=user)
    assert client.get_page("/account/second-step").heading == "A code as second step"
    clock.shift(2 * 3600)
    page = client.get_page("/account/second-step")
    assert page.heading == "Is it still you?"
    assert client.page(client.submit(page, {"password": "wrong"}, button="Go on")).heading == "Is it still you?"
    after = client.submit(page, {"password": PASSWORD}, button="Go on")
    assert client.page(after).heading == "A code as second step"


def test_national_officer_turns_off_a_lost_second_step(
    app: Flask, user: User, session: Session, sign_in: Callable[..., StrictClient], clock: time_machine.Traveller
) -> None:
    turn_codes_on(sign_in(None, user=user))
    officer = sign_in("national_officer")
    officer.submit(officer.get_page(f"/desk/users/{user.id}"), button="Turn off the second step")
    client = app.test_client()
    assert isinstance(client, StrictClient)
    enter_password(client, user)
    assert is_signed_in(client)
    assert changes(session) == ["on", "off"]


def test_a_wrong_code_keeps_the_key_and_the_picture(user: User, sign_in: Callable[..., StrictClient]) -> None:
    client = sign_in(None, user=user)
    begun = client.page(client.submit(client.get_page("/account/second-step"), button="Set up codes"))
    [app_link] = [href for href in begun.links.values() if href.startswith("otpauth://totp/")]
    page = begun
    for _ in range(2):
        wrong = client.submit(page, {"code": "000000"}, button="Turn codes on")
        page = client.page(wrong)
        assert wrong.status_code == 422
        assert page.texts("p", class_="key") == begun.texts("p", class_="key")
        assert page.all("img")[0].get("src") == begun.all("img")[0].get("src")
        assert app_link in page.links.values()
        assert page.text.count("This code is wrong or was used") == 2  # in the list and at the field
    again = client.page(client.submit(client.get_page("/account/second-step"), button="Set up codes"))
    assert again.texts("p", class_="key") == begun.texts("p", class_="key")
    key = begun.texts("p", class_="key")[0].replace("-", "").replace(" ", "")
    assert f"secret={key.upper()}" in app_link
    done = client.submit(page, {"code": authenticator_code(key)}, button="Turn codes on")
    assert "A code from your app" in client.page(done).text
    anew = client.page(client.submit(client.get_page("/account/second-step"), button="Set up another phone"))
    assert anew.texts("p", class_="key") != begun.texts("p", class_="key")

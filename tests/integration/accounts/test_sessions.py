"""Sessions end at the server: by sign-out, by standing idle, by their date, and by what changes with their user."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
import time_machine
from flask import Flask
from flask_security import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.models import SignInMethod, User, UserSession
from agm.audit.models import AuditEntry, PublicState
from agm.organisation.models import Unit
from tests.support.client import Field, StrictClient
from tests.support.signing_in import authenticator_code, make_official, signed_in_client, turn_codes_on
from tests.support.statements import Statements

PASSWORD = "seven quiet herons"
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
SignIn = Callable[..., StrictClient]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user_id(app: Flask, session: Session) -> int:
    """A viewer's login with a password."""
    unit = Unit(name="Vale of Ebbor", slug="vale-of-ebbor", position=1)
    session.add(unit)
    session.flush()
    found = make_official(session, "viewer", [unit])
    with app.app_context():
        found.password = hash_password(PASSWORD)
    number = found.id
    session.commit()
    return number


def copied(app: Flask, client: StrictClient) -> StrictClient:
    """Another browser with a copy of this one's cookie."""
    other, cookie = app.test_client(), client.get_cookie("agm")
    assert isinstance(other, StrictClient)
    assert cookie is not None
    other.set_cookie("agm", cookie.value)
    return other


def is_signed_in(client: StrictClient) -> bool:
    return client.get("/account").status_code == 200


def kept_sessions(session: Session) -> list[UserSession]:
    session.rollback()
    found = list(session.scalars(select(UserSession).order_by(UserSession.id)))
    session.expunge_all()
    session.rollback()
    return found


def test_copied_cookie_is_worth_nothing_after_the_sign_out(app: Flask, user_id: int) -> None:
    client = signed_in_client(app, user_id)
    thief = copied(app, client)
    assert is_signed_in(thief)
    client.submit(client.get_page("/account"), button="Sign out")
    assert (is_signed_in(client), is_signed_in(thief)) == (False, False)


def test_no_token_is_kept_that_opens_anything(app: Flask, user_id: int, session: Session) -> None:
    client = signed_in_client(app, user_id)
    with client.session_transaction() as cookie:
        token = cookie["session_token"]
    assert len(token) >= 43
    assert token not in str([vars(found) for found in kept_sessions(session)])


def test_session_ends_after_half_an_hour_unused_and_not_while_somebody_works(
    app: Flask, user_id: int, clock: time_machine.Traveller
) -> None:
    client = signed_in_client(app, user_id, is_lasting=False)
    for _ in range(3):
        clock.shift(dt.timedelta(minutes=25))
        assert client.get("/account/still-here").status_code == 204
    clock.shift(dt.timedelta(minutes=31))
    thief = copied(app, client)
    assert "You were signed out" in client.get_page("/desk").text
    assert not is_signed_in(thief)


def test_session_ends_after_twelve_hours_however_it_is_used(
    app: Flask, user_id: int, clock: time_machine.Traveller
) -> None:
    client = signed_in_client(app, user_id, is_lasting=False)
    for _ in range(35):
        clock.shift(dt.timedelta(minutes=20))
        assert client.get("/account/still-here").status_code == 204
    clock.shift(dt.timedelta(minutes=20))
    assert not is_signed_in(client)


@pytest.mark.parametrize(("via", "days"), [("webauthn", 30), ("password", 0), ("invitation", 0)])
def test_passkeys_alone_keep_somebody_signed_in(
    app: Flask, user_id: int, session: Session, clock: time_machine.Traveller, via: str, days: int
) -> None:
    from flask import session as cookie
    from flask_security import login_user

    from agm.web.kit.extensions import db

    client = app.test_client()
    assert isinstance(client, StrictClient)
    with app.test_request_context("/"):
        login_user(db.session.get_one(User, user_id), remember=True, authn_via=[via])
        db.session.commit()
        set_by_sign_in = dict(cookie)
    with client.session_transaction() as values:
        values.update(set_by_sign_in)
    [begun] = kept_sessions(session)
    assert (begun.is_kept, begun.ends_at - NOON) == (days > 0, dt.timedelta(days=days) or dt.timedelta(hours=12))
    clock.shift(dt.timedelta(days=29))
    assert is_signed_in(client) is (days > 0)
    clock.shift(dt.timedelta(days=1))
    assert not is_signed_in(client)


def test_use_is_written_down_once_a_minute_and_changes_no_public_page(
    app: Flask, user_id: int, session: Session, clock: time_machine.Traveller
) -> None:
    client = signed_in_client(app, user_id, is_lasting=False)
    before = session.scalars(select(PublicState.counter)).one()
    last_used = []
    for seconds in (10, 40, 10, 30, 30):
        clock.shift(seconds)
        client.get("/account")
        last_used.append((kept_sessions(session)[0].last_used_at - NOON).total_seconds())
    assert last_used == [0, 0, 60, 60, 120]
    assert session.scalars(select(PublicState.counter)).one() == before


def test_public_page_reads_no_session(
    app: Flask,
    user_id: int,
    count_statements: Callable[[], AbstractContextManager[Statements]],
    clock: time_machine.Traveller,
) -> None:
    client = signed_in_client(app, user_id, is_lasting=False)
    clock.shift(120)
    with count_statements() as statements:
        answer = client.get("/accessibility")
    assert answer.status_code == 200
    assert [text for text in statements.texts if "user_session" in text] == []
    assert "Set-Cookie" not in answer.headers


def test_a_busy_writer_holds_up_nobody_who_reads(
    app: Flask, user_id: int, session: Session, clock: time_machine.Traveller
) -> None:
    client = signed_in_client(app, user_id, is_lasting=False)
    clock.shift(120)
    client.before_request = None
    session.add(Unit(name="Isle of Sorrel", slug="isle-of-sorrel", position=2))
    session.flush()
    assert is_signed_in(client)
    session.rollback()
    assert kept_sessions(session)[0].last_used_at == NOON


def test_form_sent_after_the_end_is_given_back_and_taken_after_a_new_sign_in(
    app: Flask, session: Session, clock: time_machine.Traveller, sign_in: SignIn
) -> None:
    officer = make_official(session, "national_officer")
    with app.app_context():
        officer.password = hash_password(PASSWORD)
    number, email = officer.id, officer.email
    session.commit()
    client = signed_in_client(app, number, is_lasting=False)
    form = client.get_page("/desk/users/invite")
    clock.shift(dt.timedelta(minutes=45))
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    typed: dict[str, Field] = {"name": "Zuleika Pell", "email": "zuleika@example.org", "is_national": True}
    back = client.submit(form, typed, button="Invite")
    assert (back.status_code, client.page(back).heading) == (403, "You were signed out")
    tab = client.get_page("/account/sign-in")
    client.submit(tab, {"email": email, "password": PASSWORD}, button="Sign in")
    once_more = client.submit(client.page(back), button="Send it again")
    assert once_more.status_code == 422, "its token is of the former session"
    client.submit(client.page(once_more), button="Invite")
    session.rollback()
    assert session.scalars(select(User.name).where(User.email == "zuleika@example.org")).all() == ["Zuleika Pell"]


def test_new_password_and_new_second_factor_end_the_other_sessions(
    app: Flask, user_id: int, session: Session, clock: time_machine.Traveller
) -> None:
    here, there = signed_in_client(app, user_id), signed_in_client(app, user_id)
    thief = copied(app, here)
    typed = {"password": PASSWORD, "new_password": "eight loud curlews", "new_password_confirm": "eight loud curlews"}
    here.submit(here.get_page("/account/password"), dict(typed), button="Change the password")
    assert [is_signed_in(client) for client in (here, there, thief)] == [True, False, False]
    there = signed_in_client(app, user_id)
    thief = copied(app, here)
    turn_codes_on(here)
    assert [is_signed_in(client) for client in (here, there, thief)] == [True, False, False]
    assert [found.method for found in kept_sessions(session)] == [SignInMethod.CODE]


@pytest.mark.parametrize("button", ["Sign out everywhere (2)", "Disable this login"])
def test_national_officer_ends_the_sessions_of_an_official(
    app: Flask, user_id: int, session: Session, sign_in: SignIn, button: str
) -> None:
    clients = [signed_in_client(app, user_id) for _ in range(2)]
    officer = sign_in("national_officer")
    officer.submit(officer.get_page(f"/desk/users/{user_id}"), button=button)
    assert [is_signed_in(client) for client in clients] == [False, False]
    assert [found.user_id for found in kept_sessions(session)] != [user_id]
    assert is_signed_in(officer)


def test_a_role_that_is_taken_away_ends_the_sessions(app: Flask, user_id: int, sign_in: SignIn) -> None:
    client = signed_in_client(app, user_id)
    officer = sign_in("national_officer")
    page = officer.get_page(f"/desk/users/{user_id}")
    officer.submit(page, {"name": "Another Name"}, button="Save")
    assert is_signed_in(client)
    officer.submit(page, {"regions-0-region": "", "is_national": True}, button="Save")
    assert not is_signed_in(client)


def test_page_of_ones_sessions(app: Flask, user_id: int, session: Session, sign_in: SignIn) -> None:
    phone, laptop, library = (signed_in_client(app, user_id, is_lasting=False) for _ in range(3))
    page = laptop.get_page("/account/sessions")
    assert len(page.texts("p", class_="person")) == 3
    assert page.text.count("This one") == 1
    assert laptop.get_page(laptop.get_page("/account").links["See where you are signed in"]).heading == page.heading
    first = kept_sessions(session)[0].id
    laptop.submit(page, form=f"/account/sessions/{first}/end")
    assert [is_signed_in(client) for client in (phone, laptop, library)] == [False, True, True]
    assert laptop.page(laptop.submit(page, form=f"/account/sessions/{first}/end")).heading == page.heading
    laptop.submit(laptop.get_page("/account/sessions"), button="End all others")
    assert [is_signed_in(client) for client in (phone, laptop, library)] == [False, True, False]
    stranger = sign_in("viewer", user=make_official(session, None))
    own = kept_sessions(session)[0].id
    token = stranger.csrf_token("/account/sessions")
    assert stranger.post(f"/account/sessions/{own}/end", data={"csrf_token": token}).status_code == 404
    assert is_signed_in(laptop)
    acts = session.scalars(select(AuditEntry.details).where(AuditEntry.action == "user:session:ended")).all()
    assert len(acts) == 2


def test_sessions_that_ended_are_cleared_away(
    app: Flask, user_id: int, session: Session, clock: time_machine.Traveller
) -> None:
    signed_in_client(app, user_id, is_lasting=False)
    clock.shift(dt.timedelta(hours=1))
    signed_in_client(app, user_id, is_lasting=False)
    assert [found.began_at for found in kept_sessions(session)] == [NOON + dt.timedelta(hours=1)]


@pytest.mark.parametrize("role", ["national_officer", "regional_officer"])
def test_officers_need_a_second_step_a_week_after_the_first_sign_in(
    app: Flask, session: Session, clock: time_machine.Traveller, role: str
) -> None:
    unit = Unit(name="Vale of Ebbor", slug="vale-of-ebbor", position=1)
    session.add(unit)
    session.flush()
    number = make_official(session, role, [unit] if role == "regional_officer" else []).id
    session.commit()
    first = signed_in_client(app, number, "password")
    assert "Add a second step by 8 June 2026" in first.get_page("/desk").text
    clock.shift(dt.timedelta(days=6))
    in_time = signed_in_client(app, number, "password")
    clock.shift(dt.timedelta(days=1))
    assert in_time.get_page("/desk").heading != "Your role needs a second step", "no work is cut off"
    late = signed_in_client(app, number, "password")
    for path in ("/desk", "/desk/vale-of-ebbor/meetings/new"):
        assert late.get_page(path).heading == "Your role needs a second step"
    late.environ_base["HTTP_ACCEPT"] = "text/html"
    path = "/desk/vale-of-ebbor/meetings/new"
    sent = late.post(path, data={"csrf_token": late.csrf_token("/account"), "venue": "Bell Tower " * 9})
    assert (sent.status_code, "Bell Tower Bell Tower" in sent.text) == (403, True)
    assert is_signed_in(late)
    assert signed_in_client(app, number, "webauthn").get_page("/desk").heading != "Your role needs a second step"
    turn_codes_on(late)
    assert late.get_page("/desk").heading != "Your role needs a second step"


def test_viewers_need_no_second_step(app: Flask, user_id: int, session: Session, clock: time_machine.Traveller) -> None:
    assert "second step" not in signed_in_client(app, user_id, "password").get_page("/desk").text
    clock.shift(dt.timedelta(days=60))
    assert signed_in_client(app, user_id, "password").get_page("/desk").heading != "Your role needs a second step"


def test_a_second_step_taken_off_by_the_national_office_begins_the_week_anew(
    app: Flask, session: Session, clock: time_machine.Traveller, sign_in: SignIn
) -> None:
    number = make_official(session, "national_officer").id
    session.commit()
    key = turn_codes_on(signed_in_client(app, number, "password"))
    assert authenticator_code(key)
    clock.shift(dt.timedelta(days=30))
    officer = sign_in("national_officer")
    officer.submit(officer.get_page(f"/desk/users/{number}"), button="Turn off the second step")
    assert "by 8 July 2026" in signed_in_client(app, number, "password").get_page("/desk").text

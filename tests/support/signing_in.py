"""Users of each role, and clients signed in as them without the cost of a password's hash."""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import time
import uuid
from collections.abc import Sequence

from flask import Flask
from flask import session as cookie
from flask_security import login_user
from sqlalchemy import update
from sqlalchemy.orm import Session

import agm.people.models  # noqa: F401  the table of users points to that of people
from agm.accounts.models import Official, OfficialRole, User, UserSession
from agm.organisation.models import NATIONAL_ID, Unit
from agm.web.account.sessions import session_in_use
from agm.web.kit.extensions import db
from tests.support.client import StrictClient

BEGAN_AT = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
NEVER = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)


def make_official(session: Session, role: str | None, regions: Sequence[Unit] = ()) -> User:
    """Add a user who holds `role` for each of these regions (nationally where there is none); flushed."""
    mark = uuid.uuid4().hex
    user = User(
        email=f"{role or 'nobody'}-{mark[:8]}@example.org",
        name=f"{(role or 'nobody').replace('_', ' ').capitalize()} {mark[:4]}",
        created_at=BEGAN_AT,
        confirmed_at=BEGAN_AT,
        fs_uniquifier=mark,
    )
    session.add(user)
    if role is not None:
        user.officials = [
            Official(role=OfficialRole(role), unit_id=unit_id)
            for unit_id in [unit.id for unit in regions] or [NATIONAL_ID]
        ]
    session.flush()
    return user


def signed_in_client(app: Flask, user_id: int, authn_via: str = "code", *, is_lasting: bool = True) -> StrictClient:
    """A client with the session cookie that a sign-in as this user sets; the user must be committed.

    A lasting session never ends by itself, so that a test can stand at any time.
    """
    client = app.test_client()
    assert isinstance(client, StrictClient)
    with app.test_request_context("/", headers={"User-Agent": client.environ_base["HTTP_USER_AGENT"]}):
        login_user(db.session.get_one(User, user_id), authn_via=[authn_via])
        begun = session_in_use()
        if begun is not None and is_lasting:
            lasting = update(UserSession).where(UserSession.id == begun.id)
            db.session.execute(lasting.values(last_used_at=NEVER, ends_at=NEVER))
        db.session.commit()
        set_by_sign_in = dict(cookie)
    with client.session_transaction() as values:
        values.update(set_by_sign_in)
    return client


def authenticator_code(key: str) -> str:
    """What an authenticator app with this key shows now (RFC 6238: SHA-1, half minutes, six figures)."""
    counter = int(time.time()) // 30
    digest = hmac.digest(base64.b32decode(key + "=" * (-len(key) % 8)), counter.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0xF
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"


def turn_codes_on(client: StrictClient) -> str:
    """Set codes up as a person does; the key that the page showed."""
    begun = client.page(client.submit(client.get_page("/account/second-step"), button="Set up codes"))
    key = begun.texts("p", class_="key")[0].replace("-", "").replace(" ", "")
    done = client.submit(begun, {"code": authenticator_code(key)}, button="Turn codes on")
    assert "A code from your app" in client.page(done).text
    return key

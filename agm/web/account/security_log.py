"""What Flask-Security tells us about sign-ins goes into the audit log.

A change is recorded in its own transaction. A refused sign-in changes nothing else, so it is written after the request
in a transaction of its own: beside the request's it would wait for SQLite's one writer, which is the request itself.
"""

from functools import partial
from typing import Any

from flask import Flask, Response, g, request, session
from flask_login import user_logged_out
from flask_security import (
    password_changed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    user_failed_authn,
    wan_deleted,
    wan_registered,
)

from agm.accounts.models import SignInMethod, User
from agm.audit.act import SYSTEM, Act, Actor
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.web.account.known_devices import remember_device
from agm.web.account.sessions import TOKEN, begin_session, end_own_session, go_on_alone
from agm.web.kit import clock
from agm.web.kit.extensions import db
from agm.web.kit.transaction import own_transaction

KEPT_IN_SESSION = {"_user_id", "_fresh", "_id", "fs_cc", "fs_paa", TOKEN}


CHANGES: tuple[tuple[Any, Action, dict[str, str]], ...] = (
    (password_changed, Action.PASSWORD_CHANGED, {}),
    (password_reset, Action.PASSWORD_CHANGED, {}),
    (tf_profile_changed, Action.SECOND_FACTOR_CHANGED, {"change": "on"}),
    (tf_disabled, Action.SECOND_FACTOR_CHANGED, {"change": "off"}),
    (wan_registered, Action.PASSKEY_CHANGED, {"change": "added"}),
    (wan_deleted, Action.PASSKEY_CHANGED, {"change": "removed"}),
)
"""What users change of their own login. A passkey's name is the user's own text and stays out of the log."""


NEW_FACTORS = {
    (Action.SECOND_FACTOR_CHANGED, "on"): SignInMethod.CODE,
    (Action.PASSKEY_CHANGED, "added"): SignInMethod.PASSKEY,
}
"""What a session counts as once its user has shown, in it, that they have a second factor."""


def connect_notices(app: Flask) -> None:
    """Listen to Flask-Security, and write refused sign-ins after each request."""
    user_authenticated.connect(note_sign_in, app)
    user_failed_authn.connect(note_refusal, app)
    user_logged_out.connect(note_sign_out, app)
    for signal, action, details in CHANGES:
        signal.connect(partial(note_change, action, details), app, weak=False)
    app.after_request(write_refusals)


def note(action: Action, user: User, **details: Any) -> None:  # noqa: ANN401  any JSON value
    """Record something that a user did to their own login, in the request's transaction."""
    record(Act(db.session(), Actor.user(user.id, user.name), clock.now()), action, f"user:{user.id}", **details)


def note_sign_in(_app: Flask, *, user: User, authn_via: list[str] | None = None, **_more: object) -> None:
    """Record a sign-in, and begin a new session: nothing that was in it before remains, the form token least of all."""
    is_kept = session.get("_remember") == "set"
    for key in set(session) - KEPT_IN_SESSION:
        session.pop(key)
    g.pop("csrf_token", None)
    remember_device(user)
    if authn_via == ["change"]:
        go_on_alone(user)
    else:
        begin_session(user, authn_via, is_kept=is_kept)
        note(Action.SIGNED_IN, user, by=authn_via or [])


def note_refusal(_app: Flask, *, user: User, auth_type: str, **_more: object) -> None:
    refusals().append((user.id, auth_type))


def note_sign_out(_app: Flask, *, user: User | None = None, **_more: object) -> None:
    if isinstance(user, User):
        end_own_session(user)
        note(Action.SIGNED_OUT, user)


def note_change(action: Action, details: dict[str, str], _app: Flask, *, user: User, **_more: object) -> None:
    note(action, user, **details)
    if action is not Action.PASSKEY_CHANGED or details["change"] == "added":
        go_on_alone(user, NEW_FACTORS.get((action, details.get("change", ""))))


def refusals() -> list[tuple[int | None, str]]:
    """The refused sign-ins of this request: the user's number (None: nobody known), and what was refused."""
    if "refused_sign_ins" not in g:
        g.refused_sign_ins = []
    found: list[tuple[int | None, str]] = g.refused_sign_ins
    return found


def write_refusals(response: Response) -> Response:
    """Write what was refused in this request. Runs after the request's own transaction has ended."""
    is_refused = request.endpoint == "security.login" and response.status_code == 422
    if is_refused and not refusals():
        refusals().append((None, "password"))
    if "refused_sign_ins" not in g:
        return response
    db.session.rollback()  # whatever was read since the request's transaction ended would hold SQLite's one writer
    with own_transaction() as own:
        for user_id, what in refusals():
            subject = "user:unknown" if user_id is None else f"user:{user_id}"
            record(Act(own, SYSTEM, clock.now()), Action.SIGN_IN_REFUSED, subject, by=what)
    g.refused_sign_ins = []
    return response

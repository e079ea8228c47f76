"""Sessions are kept at the server: the signed cookie carries a token, which opens something only while one runs.

The cookie itself is Flask's. Flask-Login asks here whom it belongs to; Flask-Session would write a row at each request.
"""

import datetime as dt
import re
from dataclasses import dataclass

from flask import Flask, Request, Response, flash, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_security import Security
from flask_security.utils import set_request_attr
from sqlalchemy import update

from agm.accounts import operations
from agm.accounts.commands import BeginSession
from agm.accounts.models import SignInMethod, User, UserSession
from agm.accounts.operations import LONGEST_KEPT_SESSION
from agm.accounts.queries import running_session
from agm.audit.act import Act, Actor
from agm.database.engine import write_if_free
from agm.web.kit import clock
from agm.web.kit.extensions import db

TOKEN = "session_token"  # noqa: S105  the name under which the cookie carries it
NOTED_EVERY = dt.timedelta(minutes=1)
"""How often at most a use is written down: SQLite has one writer."""
ENDED = "You were signed out: nothing was done here for a while, or the session was ended. Sign in again."

METHODS = {
    "webauthn": SignInMethod.PASSKEY,
    "password": SignInMethod.PASSWORD,
    "invitation": SignInMethod.LINK,
    "reset": SignInMethod.LINK,
}
"""By what Flask-Security says that somebody signed in; it says nothing of those who gave a code after the password."""


@dataclass(frozen=True, slots=True)
class SessionInUse:
    """The session of this request, as it was read: after the request's transaction its row would be read anew."""

    id: int
    method: SignInMethod
    began_at: dt.datetime
    last_used_at: dt.datetime


class CookieIfSent(SecureCookieSessionInterface):
    """Flask's cookie, read only where one was sent: readers of public pages have none."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if self.get_cookie_name(app) in request.cookies:
            return super().open_session(app, request)
        return self.session_class()


def init_sessions(app: Flask, security: Security) -> None:
    """Ask the sessions at the server whom a cookie belongs to, and write down when one was used last."""
    app.config.update(PERMANENT_SESSION_LIFETIME=LONGEST_KEPT_SESSION, SESSION_REFRESH_EACH_REQUEST=False)
    app.session_interface = CookieIfSent()
    security.login_manager.user_loader(user_of_session)
    app.after_request(note_use)


def user_of_session(mark: str) -> User | None:
    """The user of the cookie's session; None, and the cookie emptied, when it has ended."""
    found = running_session(db.session(), str(session.get(TOKEN, "")), clock.now())
    if found is None or found.user.fs_uniquifier != mark:
        session.clear()
        if request.method == "GET":
            flash(ENDED)
        return None
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    keep_at_hand(found)
    return found.user


def session_in_use() -> SessionInUse | None:
    """The session of this request's user, once they were asked for."""
    found: SessionInUse | None = g.get("session_in_use")
    return found


def keep_at_hand(found: UserSession) -> None:
    g.session_in_use = SessionInUse(found.id, found.method, found.began_at, found.last_used_at)


def begin_session(user: User, authn_via: list[str] | None, *, is_kept: bool) -> None:
    """Begin the session of a sign-in, in place of one that this browser may have had."""
    former = running_session(db.session(), session[TOKEN], clock.now()) if TOKEN in session else None
    if former is not None:
        operations.end_session(own_act(former.user), former)
    via = (authn_via or ["code"])[0]
    method = SignInMethod.CODE if via == "code" else METHODS.get(via, SignInMethod.PASSWORD)
    command = BeginSession(method=method, device=device_words(request.user_agent.string), is_kept=is_kept)
    begun, session[TOKEN] = operations.begin_session(own_act(user), user, command)
    session.permanent = begun.is_kept
    keep_at_hand(begun)


def go_on_alone(user: User, method: SignInMethod | None = None) -> None:
    """End the user's other sessions, as what they sign in with has changed; this one goes on with another token."""
    own = session_in_use()
    operations.end_sessions(own_act(user), user, but=None if own is None else own.id)
    found = None if own is None else db.session.get(UserSession, own.id)
    if found is not None:
        found.method = method or found.method
        session[TOKEN] = operations.renew_session(own_act(user), found)
        keep_at_hand(found)


def end_own_session(user: User) -> None:
    """End this browser's session at a sign-out."""
    own = session_in_use()
    found = None if own is None else db.session.get(UserSession, own.id)
    if found is not None:
        operations.end_session(own_act(user), found)
    g.pop("session_in_use", None)
    session.pop(TOKEN, None)


def note_use(response: Response) -> Response:
    """Write down that the session was used, at most once a minute. Runs after the request's own transaction."""
    own, now = session_in_use(), clock.now()
    if own is not None and now - own.last_used_at >= NOTED_EVERY:
        is_older = UserSession.last_used_at < now
        write_if_free(db.engine, update(UserSession).where(UserSession.id == own.id, is_older).values(last_used_at=now))
    return response


def own_act(user: User) -> Act:
    return Act(db.session(), Actor.user(user.id, user.name), clock.now())


BROWSERS = {
    "Edge": r"Edg(e|A|iOS)?/",
    "Opera": r"OPR/|Opera",
    "Samsung Internet": r"SamsungBrowser/",
    "Firefox": r"Firefox/|FxiOS/",
    "Chrome": r"Chrom(e|ium)/|CriOS/",
    "Safari": r"Safari/",
}
MACHINES = {
    "an iPhone": r"iPhone",
    "an iPad": r"iPad",
    "an Android phone": r"Android.*Mobile",
    "an Android tablet": r"Android",
    "a Chromebook": r"CrOS",
    "Windows": r"Windows",
    "a Mac": r"Macintosh|Mac OS X",
    "Linux": r"Linux|X11",
}
"""What a browser says of itself, by what tells it apart; the first that fits, since each also names its elders."""


def device_words(user_agent: str) -> str:
    """The browser and the machine in plain words: "Safari on an iPhone"."""
    browser = first_fit(BROWSERS, user_agent, "A browser")
    machine = first_fit(MACHINES, user_agent, "another machine")
    return f"{browser} on {machine}"


def first_fit(patterns: dict[str, str], text: str, otherwise: str) -> str:
    return next((words for words, pattern in patterns.items() if re.search(pattern, text)), otherwise)

"""Browsers on which somebody has signed in before: the wrong tries of others do not hold them up (device cookies).

A signed cookie of its own names whose browser it is, and by a random number which one. It outlives the sign-in and
signs nobody in. A new password makes a user's other browsers strangers again.
"""

import datetime as dt
import secrets

from flask import after_this_request, current_app, g, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from agm.accounts.models import User
from agm.settings import Settings
from agm.web.kit.security_headers import cookie_name

KNOWN_FOR = dt.timedelta(days=180)
MOST_USERS = 5
"""How many people may share a browser, such as that of a branch's laptop; who comes last puts out the first."""


def number_of_device(fs_uniquifier: str | None = None) -> str | None:
    """The number of the browser if this user (None: anybody) has signed in on it; else None."""
    known = users_of_device()
    if fs_uniquifier is None:
        return next(iter(known.values()), None)
    return known.get(fs_uniquifier)


def users_of_device() -> dict[str, str]:
    """The number of the browser by each user who has signed in on it; none for a forged or old cookie."""
    if "users_of_device" not in g:
        g.users_of_device = read_cookie()
    found: dict[str, str] = g.users_of_device
    return found


def read_cookie() -> dict[str, str]:
    text = request.cookies.get(name())
    if not text:
        return {}
    try:
        return dict(serializer().loads(text, max_age=int(KNOWN_FOR.total_seconds())))
    except (BadData, ValueError, TypeError):
        return {}


def remember_device(user: User) -> None:
    """Let the browser of this request be known as the user's from here on."""
    others = [(whose, number) for whose, number in users_of_device().items() if whose != user.fs_uniquifier]
    number = users_of_device().get(user.fs_uniquifier) or secrets.token_urlsafe(12)
    text = serializer().dumps([*others, (user.fs_uniquifier, number)][-MOST_USERS:])

    @after_this_request
    def set_cookie(response: Response) -> Response:
        settings = installation()
        response.set_cookie(
            name(), text, max_age=KNOWN_FOR, httponly=True, secure=settings.is_https, samesite="Lax"
        )  # fmt: skip
        return response


def name() -> str:
    return cookie_name(installation(), "agm-device")


def serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(installation().signing_keys, salt="known device")


def installation() -> Settings:
    settings: Settings = current_app.extensions["agm_settings"]
    return settings

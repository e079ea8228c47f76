"""How often a sign-in may be tried. Only refused attempts count, and nobody is kept out by the attempts of others.

A browser on which the user has signed in before has attempts of its own, whatever others do. Every other is held up by
the attempts at its address, by its own on the account, and by those of all strangers on the account: by these for a
minute at most where a password is guessed, since a stranger may be the right user. A passkey, where nothing can be
guessed, is counted by itself.
"""

import math
import time
from collections.abc import Callable

from flask import Flask, Response, g, request, session
from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse_many
from werkzeug.exceptions import TooManyRequests

from agm.accounts.queries import user_by_email
from agm.database.engine import only_reading
from agm.web.account.known_devices import number_of_device, users_of_device
from agm.web.kit.extensions import db, limiter

BY_ADDRESS = parse_many("20 per minute; 100 per hour")
BY_PERSON = parse_many("5 per minute; 30 per hour")
"""What one browser, or one address, may try on one account."""
PASSWORDS_OF_STRANGERS = parse_many("10 per minute")
"""What all strangers together may try on one account: 14,400 a day of passwords that are on no list."""
CODES_OF_STRANGERS = parse_many("5 per minute; 30 per hour")
"""The same for codes, of which there are a million only; whoever tries them knows the password."""
LETTERS = parse_many("5 per hour")

PASSKEY = "security.wan_signin_response"
PASSWORD, LETTER = "security.login", "security.forgot_password"


def typed_email() -> str:
    return request.form.get("email", "").strip().lower()[:200]


def half_signed_in() -> str:
    """The account whose password was right and whose second step is tried."""
    return str(session.get("tf_user_id", ""))


def signed_in() -> str:
    return str(session.get("_user_id", ""))


ACCOUNT: dict[str, Callable[[], str]] = {
    PASSWORD: typed_email,
    "security.two_factor_token_validation": half_signed_in,
    "security.mf_recovery": half_signed_in,
    "security.verify": signed_in,
    "security.change_password": signed_in,
    "security.two_factor_setup_validate": signed_in,
    LETTER: typed_email,
    PASSKEY: get_remote_address,
    "accounts.join": get_remote_address,
}
"""Each step at which something can be guessed, and how to tell whose account it is tried on."""

SUCCEEDS_ONLY_WITH = {"security.wan_signin_response": "/desk", "security.two_factor_setup_validate": "/account"}
"""Steps that lead to another page in any case: where they lead when all was well (the path, or its beginning)."""


def init_rate_limits(app: Flask) -> None:
    """Refuse an attempt when there were too many (429), and count those that were refused."""
    app.before_request(check_attempts)
    app.after_request(count_attempt)


def check_attempts() -> None:
    """Raise TooManyRequests, with the seconds to wait, when this address or account has no attempt left."""
    for item, key in limits_of_request():
        if not limiter.limiter.test(item, key):
            wait = limiter.limiter.get_window_stats(item, key).reset_time - time.time()
            raise TooManyRequests(retry_after=max(1, math.ceil(wait)))


def count_attempt(response: Response) -> Response:
    """Count the attempt if it was refused, or if it sends a letter."""
    if response.status_code != TooManyRequests.code and was_refused(response):
        for item, key in limits_of_request():
            limiter.limiter.hit(item, key)
    return response


def limits_of_request() -> list[tuple[RateLimitItem, str]]:
    """The limits that this request falls under, each with the key that it is counted by; none for most requests."""
    if request.method != "POST" or (endpoint := request.endpoint or "") not in ACCOUNT:
        return []
    if "limits_of_attempt" not in g:
        account = ACCOUNT[endpoint]()
        device = known_device(endpoint, account)
        found = limits_of_stranger(endpoint, account) if device is None else limits_of_device(endpoint, account, device)
        g.limits_of_attempt = found
    limits: list[tuple[RateLimitItem, str]] = g.limits_of_attempt
    return limits


def limits_of_device(endpoint: str, account: str, device: str) -> list[tuple[RateLimitItem, str]]:
    return [(item, f"{endpoint}:device:{device}:{account}") for item in (LETTERS if endpoint == LETTER else BY_PERSON)]


def limits_of_stranger(endpoint: str, account: str) -> list[tuple[RateLimitItem, str]]:
    address = get_remote_address()
    if endpoint == PASSKEY:
        return [(item, f"{endpoint}:{address}") for item in BY_ADDRESS]
    together = {PASSWORD: PASSWORDS_OF_STRANGERS, LETTER: LETTERS}.get(endpoint, CODES_OF_STRANGERS)
    return [
        *((item, f"sign-in:{address}") for item in BY_ADDRESS),
        *((item, f"{endpoint}:{address}:{account}") for item in BY_PERSON),
        *((item, f"{endpoint}:{account}") for item in together),
    ]


def known_device(endpoint: str, account: str) -> str | None:
    """The number of the browser, where whoever tries has signed in on it before; nobody is looked up for others."""
    if not users_of_device() or endpoint == "accounts.join":
        return None
    if endpoint == PASSKEY:
        return number_of_device()
    if endpoint not in {PASSWORD, LETTER}:
        return number_of_device(account)
    with only_reading():
        user = user_by_email(db.session(), account)
        mark = None if user is None else user.fs_uniquifier
        db.session.rollback()  # the request's own transaction has not begun
    return None if mark is None else number_of_device(mark)


def was_refused(response: Response) -> bool:
    """Whether an attempt failed: success leads to another page."""
    if response.status_code < 300 or response.status_code >= 400:
        return True
    wanted = SUCCEEDS_ONLY_WITH.get(request.endpoint or "")
    return wanted is not None and response.location.startswith("/account") and response.location != wanted

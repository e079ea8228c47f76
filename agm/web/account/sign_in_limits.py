"""How often a sign-in may be tried. Only refused attempts count, so that nobody is kept out by others who succeed."""

import math
import time
from collections.abc import Callable, Iterator

from flask import Flask, Response, request, session
from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse_many
from werkzeug.exceptions import TooManyRequests

from agm.web.kit.extensions import limiter

BY_ADDRESS = parse_many("20 per minute; 100 per hour")
BY_ACCOUNT = parse_many("5 per minute; 30 per hour")
LETTERS = parse_many("5 per hour")


def typed_email() -> str:
    return f"email:{request.form.get('email', '').strip().lower()[:200]}"


def half_signed_in() -> str:
    """The account whose password was right and whose second step is tried."""
    return f"half:{session.get('tf_user_id', '')}"


def signed_in() -> str:
    return f"user:{session.get('_user_id', '')}"


ACCOUNT: dict[str, Callable[[], str]] = {
    "security.login": typed_email,
    "security.two_factor_token_validation": half_signed_in,
    "security.mf_recovery": half_signed_in,
    "security.verify": signed_in,
    "security.change_password": signed_in,
    "security.two_factor_setup_validate": signed_in,
    "security.forgot_password": typed_email,
    "security.wan_signin_response": get_remote_address,
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


def limits_of_request() -> Iterator[tuple[RateLimitItem, str]]:
    """The limits that this request falls under, each with the key that it is counted by; none for most requests."""
    endpoint = request.endpoint or ""
    if request.method != "POST" or endpoint not in ACCOUNT:
        return
    for item in BY_ADDRESS:
        yield item, f"sign-in:{get_remote_address()}"
    for item in LETTERS if endpoint == "security.forgot_password" else BY_ACCOUNT:
        yield item, f"{endpoint}:{ACCOUNT[endpoint]()}"


def was_refused(response: Response) -> bool:
    """Whether an attempt failed: success leads to another page."""
    if response.status_code < 300 or response.status_code >= 400:
        return True
    wanted = SUCCEEDS_ONLY_WITH.get(request.endpoint or "")
    return wanted is not None and response.location.startswith("/account") and response.location != wanted

"""What was typed is never lost to an ended sign-in, an outdated form token or a busy database: a page gives it back.

The page holds every field that was sent and one button that sends it to the same address again. It is shown only where
our own page sent the form, so that nobody can be led into sending what another site has filled in.
"""

from enum import StrEnum

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

DESK = "/desk/"
"""Where the addresses of forms begin whose text is given back. Passwords are never sent there."""
TOKEN = "csrf_token"  # noqa: S105  the name of a field
LONG = 60
"""How many characters a text has at least that is shown and not only carried."""


class ResubmitReason(StrEnum):
    """Why a form could not be taken."""

    SIGNED_OUT = "signed_out"
    SECOND_STEP = "second_step"
    EXPIRED = "expired"
    BUSY = "busy"
    OVERTAKEN = "overtaken"
    REMOVED = "removed"


STATUS = {
    ResubmitReason.SIGNED_OUT: 403,
    ResubmitReason.SECOND_STEP: 403,
    ResubmitReason.EXPIRED: 400,
    ResubmitReason.BUSY: 503,
    ResubmitReason.OVERTAKEN: 409,
    ResubmitReason.REMOVED: 404,
}


def can_be_resubmitted() -> bool:
    """Whether this request is a form of the desk, sent by a person from a page of ours."""
    accepted = request.accept_mimetypes.best_match(["text/html", "application/json", "text/plain"])
    return request.method == "POST" and request.path.startswith(DESK) and accepted == "text/html" and comes_from_us()


def comes_from_us() -> bool:
    """Whether the browser says nothing of another site: it names the origin of every form that is sent across."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        return False
    return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}


def resubmit_page(reason: ResubmitReason) -> Response:
    fields = [field for field in request.form.items(multi=True) if field[0] != TOKEN]
    texts = [(name, value) for name, value in fields if is_text(name, value)]
    page = render_template(
        "kit/resubmit_form.html",
        reason=reason,
        address=request.full_path.rstrip("?"),
        carried=[field for field in fields if field not in texts],
        texts=texts,
    )
    return make_response(page, STATUS[reason])


def is_text(name: str, value: str) -> bool:
    """Whether a field is shown, and not only carried."""
    return name not in {"base", "mine"} and ("\n" in value or len(value) >= LONG)

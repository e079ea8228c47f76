"""Pages for what went wrong: what happened, and what to do now."""

import sqlite3
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NoResultFound, OperationalError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as BaseResponse

from agm.web.kit.access import OfElectionError, signed_in_user
from agm.web.kit.resubmit_form import TOKEN, ResubmitReason, can_be_resubmitted, resubmit_page
from agm.web.kit.transaction import rollback_and_read_only


@dataclass(frozen=True, slots=True)
class Explanation:
    heading: str
    advice: str


EXPLANATIONS = {
    400: Explanation("We could not read that", "Go back, check what you typed, and send it again."),
    403: Explanation(
        "This is not yours to see",
        "Your sign-in does not cover this region. Ask your national office if you think that it should.",
    ),
    404: Explanation(
        "There is no such page",
        "Check the address. If you followed a link, the page may have been taken down: the search may find it.",
    ),
    405: Explanation("That cannot be done here", "Go back and use the buttons on the page."),
    410: Explanation("This page was taken down", "It was public once. It is not any more."),
    413: Explanation(
        "That is too large",
        "Send a smaller file or a shorter text. Of a list of members, keep the columns that are needed, as CSV.",
    ),
    429: Explanation("Too many attempts", "Wait a minute, then try again."),
    409: Explanation("Somebody else was faster", "Nothing was saved. Go back, reload the page and look at it again."),
    503: Explanation(
        "Many people are saving at once", "Nothing was saved. Wait a few seconds, go back, and send it again."
    ),
    500: Explanation(
        "Something broke on our side", "Nothing was saved. Try again; if it happens twice, tell your national office."
    ),
}
OF_ELECTION = Explanation(
    "This belongs to whoever runs the election",
    "The page of the election says who that is. Nobody who stands runs it.",
)
EXPIRED = Explanation(
    "This page was open for too long", "Go back, reload the page and send it again. Nothing was changed."
)

GONE = (NoResultFound, StaleDataError, ObjectDeletedError)
"""A row that was there when it was read and is not when it is to be held or changed: somebody took it away."""


def init_errors(app: Flask) -> None:
    app.log_exception = partial(log_exception, app)  # type: ignore[method-assign]  # Flask documents it as a hook
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(CSRFError, show_expired)
    app.register_error_handler(DBAPIError, show_refused_by_database)
    for kind in GONE:
        app.register_error_handler(kind, show_gone)


def log_exception(app: Flask, exc_info: Any) -> None:  # noqa: ANN401  Flask's own signature
    """Log a fault by the route and not by the address, which may hold a link that only one person has."""
    app.logger.error("Exception on %s [%s]", request.url_rule, request.method, exc_info=exc_info)


def show_error(error: HTTPException) -> BaseResponse:
    """The page for an HTTP error; keeps the headers that the error carries (Retry-After, Allow)."""
    original = getattr(error, "original_exception", None)
    if isinstance(original, DBAPIError) and status_of(original) is not None:  # as the transaction was to be ended
        return show_refused_by_database(original)
    status = error.code or InternalServerError.code
    if status == 503:
        return give_back(status)
    if status == 404 and can_be_resubmitted() and signed_in_user() and set(request.form) > {TOKEN}:
        return resubmit_page(ResubmitReason.REMOVED)
    if status in {400, 413}:
        forget_unreadable_form()
    usual = EXPLANATIONS.get(status, EXPLANATIONS[400 if status < 500 else 500])
    response = error_page(status, OF_ELECTION if isinstance(error, OfElectionError) else usual)
    for name, value in error.get_headers():
        if name in {"Retry-After", "Allow"}:
            response.headers[name] = value
    return response


def forget_unreadable_form() -> None:
    """Let nothing that has a part in the answer (the limits of attempts count by a field) read a body again that could
    not be read."""
    try:
        _ = request.form
    except HTTPException:
        request.form = ImmutableMultiDict()
        request.files = ImmutableMultiDict()


def show_expired(_error: CSRFError) -> BaseResponse:
    """The page for a form whose token is missing or too old; a form of the desk is given back with what was typed."""
    g.form_token_refused = True
    if can_be_resubmitted():
        return resubmit_page(ResubmitReason.EXPIRED if signed_in_user() else ResubmitReason.SIGNED_OUT)
    return error_page(400, EXPIRED)


def show_refused_by_database(error: DBAPIError) -> BaseResponse:
    """The page for what the database could not take, with what was typed; a fault of ours is raised again."""
    status = status_of(error)
    if status is None:
        raise error
    rollback_and_read_only()
    return give_back(status)


def show_gone(error: Exception) -> BaseResponse:
    """The page for what somebody else removed meanwhile, with what was typed."""
    current_app.logger.warning("somebody else removed what was to be changed", exc_info=error)
    rollback_and_read_only()
    return give_back(409)


def give_back(status: int) -> BaseResponse:
    """The page for a conflict (409), a busy database (503) or another error, with what was typed at the desk."""
    reasons = {409: ResubmitReason.OVERTAKEN, 503: ResubmitReason.BUSY}
    if status in reasons and can_be_resubmitted():
        response = resubmit_page(reasons[status])
    else:
        response = error_page(status, EXPLANATIONS[status])
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def status_of(error: DBAPIError) -> int | None:
    """409 for what somebody else recorded meanwhile, 400 for a value that no column holds, 503 where a turn to write,
    the disk or the database itself was not to be had; None for a statement that cannot be right."""
    if isinstance(error, IntegrityError):
        return 409
    if isinstance(error, DataError):
        return 400
    is_wrong = getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    return 503 if isinstance(error, OperationalError) and not is_wrong else None


def error_page(status: int, explanation: Explanation) -> Response:
    """Render the explanation, in plain text for those who asked for data."""
    if request.accept_mimetypes.best_match(["text/html", "application/json", "text/plain"]) != "text/html":
        response = make_response(f"{explanation.heading}. {explanation.advice}\n", status)
        response.mimetype = "text/plain"
        return response
    return make_response(render_template("kit/error.html", explanation=explanation, status=status), status)

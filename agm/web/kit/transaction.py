"""The edge of a transaction: operations flush, a request or a command commits once, or rolls everything back."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, request
from flask_wtf.csrf import validate_csrf
from sqlalchemy.orm import Session
from wtforms.validators import ValidationError

from agm.database.engine import only_reads, set_durable, set_read_only
from agm.settings import MOST_WRITERS
from agm.web.kit import clock
from agm.web.kit.extensions import db

READING_METHODS = {"GET", "HEAD", "OPTIONS"}
TOKEN = "csrf_token"  # noqa: S105  the name of a field
LONGEST_WAIT = 5.0
"""Seconds in which one of those who write has to come to an end before another is turned away."""

View = TypeVar("View", bound=Callable[..., Any])

turns = BoundedSemaphore(MOST_WRITERS)


def init_transactions(app: Flask) -> None:
    """Commit each request that went well (2xx or 3xx) and roll back every other."""
    app.before_request(declare_mode)
    app.after_request(end_transaction)
    app.teardown_request(give_turn_back)


def declare_mode() -> None:
    """A reading request does not wait for writers; a writing one takes its place among them from the start.

    A form without a valid token changes nothing, so that it keeps nobody waiting either. Only so many may wait for
    SQLite's one writer that readers always find a thread; 503 for more.
    """
    g.received_at = clock.now()
    is_reading = request.method in READING_METHODS or not has_valid_token()
    set_read_only(is_reading)
    view = current_app.view_functions.get(request.endpoint or "")
    set_durable(getattr(view, "is_durable", False))
    if not is_reading and not has_got_turn():
        set_read_only(True)
        abort(503)


def has_got_turn() -> bool:
    """Wait for a turn among those who write; only SQLite has one writer to wait for."""
    if db.engine.dialect.name == "sqlite" and not g.get("has_turn"):
        g.has_turn = turns.acquire(timeout=LONGEST_WAIT)
        return bool(g.has_turn)
    return True


def durable(view: View) -> View:
    """Mark a view whose transaction has to be on the disk before it is answered: it takes votes."""
    view.is_durable = True  # type: ignore[attr-defined]  # read above
    return view


def received_at() -> dt.datetime:
    """When the request came in, however long it waited for its turn: what a close is compared with."""
    found: dt.datetime = g.received_at
    return found


def has_valid_token() -> bool:
    """Whether the request was checked already, or carries the token that its view will look for."""
    if g.get("csrf_valid"):
        return True
    try:
        validate_csrf(request.form.get(TOKEN))
    except ValidationError:
        return False
    return True


def give_turn_back(_error: BaseException | None) -> None:
    if g.pop("has_turn", False):
        turns.release()


def end_transaction(response: Response) -> Response:
    """Commit on success, else roll back. A refused form has status 4xx and so changes nothing; what was only read needs
    no more than its end."""
    if only_reads():
        db.session.remove()
    elif response.status_code < 400:
        db.session.commit()
    else:
        db.session.rollback()
    return response


def write_from_here() -> bool:
    """Let a request that began by reading write from its next statement on: its view knows it by another token than the
    usual one. False where no turn was to be had."""
    db.session.rollback()
    if not has_got_turn():
        return False
    set_read_only(False)
    return True


def rollback_and_read_only() -> None:
    """Roll back, and only read from here on: a page with what was typed need not keep other writers waiting."""
    db.session.rollback()
    set_read_only(True)


@contextmanager
def transaction() -> Iterator[Session]:
    """The same edge for a command: commit at the end, roll back on any error."""
    session = db.session()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


@contextmanager
def own_transaction() -> Iterator[Session]:
    """A transaction beside the request's, for the one thing that outlives a refused request: security events."""
    with Session(db.engine) as session:
        set_read_only(False)
        yield session
        session.commit()

"""Keeps finished public pages in memory for as long as nothing that they show has changed.

Public pages are the same for everybody, so one that was made once can be sent again. Every act that can change one
raises a counter in its own transaction (`audit.record`): that of all pages, or that of one unit's. A page is kept with
the counter that was read before anything else of it, and sent again while the database, asked with each request on a
connection kept for this alone, tells the same. So a correction, a retraction or an erasure reaches the next reader,
whichever worker made it; drafts and sign-ins, and what other units publish, leave the kept pages in use. After a change
one request makes a page anew, and the others that ask for it wait for that.

What people search for is not kept, but what its pages share with others is. Pages also depend on the day (which
meeting is next), so none is kept beyond a quarter of an hour: every time zone's midnight falls on one.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg
from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError

from agm.audit.models import ANY_UNIT
from agm.web.kit.extensions import db
from agm.web.kit.shared import COUNTER

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST_PAGES = 512
LARGEST_PAGE = 256 * 1024
QUARTER_OF_AN_HOUR = 900
MAKERS = 64
"""How many pages can be made at the same time; two whose keys fall on one number wait for each other."""
MARK = "agm.public.may_be_kept"
"""Set in a request's environment by the public pages whose answer may be kept."""
SEARCH = "/search"
NONCE = re.compile(r" 'nonce-[^']*'")
LEFT_OUT_OF_304 = {"content-type", "content-length", "content-encoding", "content-disposition"}

QUESTION = f"""
SELECT everything.counter, coalesce(own.counter, 0) FROM public_state AS everything LEFT JOIN unit_public_state AS own
ON own.unit_id = coalesce((SELECT id FROM unit WHERE slug = {{}}), {ANY_UNIT})
"""
SLUG = re.compile(r"/([a-z0-9-]+)(?:[/.]|$)")
"""How an address begins that may be of a unit's page."""

DRIVER_ERRORS = (sqlite3.Error, psycopg.Error, SQLAlchemyError)

Key = tuple[str, ...]
Headers = list[tuple[str, str]]


class Changes(NamedTuple):
    """How many acts there were that can change all public pages, and how many besides that can change those of a unit
    (or of any unit: then every page that is not of one unit alone)."""

    of_all: int
    of_units: int


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One answer as it was sent: good while the changes and the quarter of an hour are the same."""

    changes: Changes
    headers: Headers
    headers_of_304: Headers
    etag: str
    body: bytes


class PublicChanges:
    """Tells how many changes there were that a public page can show."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.lock = threading.Lock()
        self.connection: Any = None
        self.question = QUESTION.format("%s" if engine.dialect.name == "postgresql" else "?")
        event.listen(engine, "engine_disposed", lambda _engine: self.close())

    def count(self, path: str = "/") -> Changes:
        """Those that concern the page at a path, as they are committed at this moment. Raises the driver's error where
        the database cannot be asked."""
        begin = SLUG.match(path)
        with self.lock:
            try:
                if self.connection is None:
                    self.connection = self.opened()
                cursor = self.connection.cursor()
                cursor.execute(self.question, (begin[1] if begin else "",))
                found = Changes(*cursor.fetchone())
                cursor.close()
            except DRIVER_ERRORS:
                self.forget()
                raise
        return found

    def opened(self) -> Any:  # noqa: ANN401  the driver's own connection
        """A connection that belongs to no pool and opens no transaction of its own accord."""
        fairy = self.engine.raw_connection()
        fairy.detach()
        connection = fairy.dbapi_connection
        if self.engine.dialect.name == "postgresql":
            connection.autocommit = True  # type: ignore[union-attr]  # psycopg's
        return connection

    def forget(self) -> None:
        """Close the connection; the next question opens another."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def close(self) -> None:
        with self.lock:
            self.forget()


class PageCache:
    def __init__(self, inner: WSGIApplication, changes: Callable[[str], Changes], most: int = MOST_PAGES) -> None:
        self.inner = inner
        self.changes = changes
        self.most = most
        self.pages: OrderedDict[Key, KeptPage] = OrderedDict()
        self.lock = threading.Lock()
        self.makers = [threading.Lock() for _ in range(MAKERS)]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        asked_by_date = "HTTP_IF_MODIFIED_SINCE" in environ and "HTTP_IF_NONE_MATCH" not in environ
        is_kept = environ["REQUEST_METHOD"] == "GET" and not asked_by_date and may_be_public(path)
        if not is_kept and not is_of_a_vote(path) and path != SEARCH:
            return self.inner(environ, start_response)
        try:
            changes = self.changes(path)
        except DRIVER_ERRORS:  # the application behind answers for the database, with its own page
            return self.inner(environ, start_response)
        environ[COUNTER] = changes.of_all
        if not is_kept:
            return self.inner(environ, start_response)
        key = key_of(environ)
        if (kept := self.pages.get(key)) is not None and kept.changes == changes:
            return send(kept, environ, start_response)
        with self.makers[hash(key) % MAKERS]:
            # Whoever waited here finds the page that was made meanwhile.
            if (kept := self.pages.get(key)) is not None and kept.changes == changes:
                return send(kept, environ, start_response)
            return self.pass_on(key, changes, environ, start_response)

    def pass_on(
        self, key: Key, changes: Changes, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        answer: list[Any] = []

        def note(status: str, headers: Headers, error: Any = None) -> Callable[[bytes], object]:  # noqa: ANN401  WSGI's
            answer[:] = [status, headers]
            return start_response(status, headers, error)

        body = self.inner(environ, note)
        if MARK in environ and answer and answer[0].startswith("200"):
            return self.keep(key, changes, answer[1], body)
        return body

    def keep(self, key: Key, changes: Changes, headers: Headers, body: Iterable[bytes]) -> Iterable[bytes]:
        """Keep an answer; the longest unused one gives way."""
        try:
            content = b"".join(body)
        finally:
            close = getattr(body, "close", None)
            if close is not None:
                close()
        names = {name.lower(): value for name, value in headers}
        if len(content) <= LARGEST_PAGE and "set-cookie" not in names and "etag" in names:
            clean = [
                (name, NONCE.sub("", value) if "security-policy" in name.lower() else value) for name, value in headers
            ]
            short = [(name, value) for name, value in clean if name.lower() not in LEFT_OUT_OF_304]
            with self.lock:
                self.pages[key] = KeptPage(changes, clean, short, names["etag"], content)
                self.pages.move_to_end(key)
                while len(self.pages) > self.most:
                    self.pages.popitem(last=False)
        return [content]


def send(kept: KeptPage, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Send a kept page, or that the reader has it already (RFC 9110, 13.1.2)."""
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known and (known == "*" or kept.etag in {tag.strip().removeprefix("W/") for tag in known.split(",")}):
        start_response("304 NOT MODIFIED", kept.headers_of_304)
        return []
    start_response("200 OK", kept.headers)
    return [kept.body]


def may_be_public(path: str) -> bool:
    """Whether a path can be one of a page that is kept; of desk, accounts, votes and reactions none is."""
    return not f"{path}/".startswith(("/desk", "/account", "/static", SEARCH, "/m/", "/vote/", "/reactions/"))


def is_of_a_vote(path: str) -> bool:
    """Whether a path is of a voter's page: none is kept, and all share what is around them."""
    return f"{path}/".startswith("/vote/")


def key_of(environ: WSGIEnvironment) -> Key:
    """What tells one answer from another: the address, the encodings that the reader takes, and the time of day."""
    return (
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_ACCEPT_ENCODING", ""),
        environ["wsgi.url_scheme"],
        str(int(time.time() // QUARTER_OF_AN_HOUR)),
    )


def keep_pages(app: Flask) -> None:
    """Put the cache before an application. Its engine is looked up at the first request."""
    found: list[PublicChanges] = []

    def changes(path: str) -> Changes:
        if not found:
            with app.app_context():
                found.append(PublicChanges(db.engine))
        return found[0].count(path)

    app.wsgi_app = PageCache(app.wsgi_app, changes)  # type: ignore[method-assign]  # Flask documents this assignment

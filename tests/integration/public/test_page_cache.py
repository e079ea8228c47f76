"""The pages that are kept in memory: what is kept, for how long, and what happens when the database cannot be asked."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.organisation.models import NATIONAL_ID, Organisation
from agm.search_index.models import Kind
from agm.web.kit.extensions import db
from agm.web.public.page_cache import MARK, Changes, PageCache, PublicChanges
from tests.support.client import StrictClient
from tests.support.public_data import PublicData
from tests.support.statements import counted_statements

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

pytestmark = pytest.mark.both_databases


def kept(app: Flask) -> PageCache:
    """The cache before an application."""
    cache = app.wsgi_app
    assert isinstance(cache, PageCache)
    return cache


def test_the_count_follows_public_acts_of_anybody_and_nothing_else(engine: Engine, session: Session) -> None:
    changes = PublicChanges(engine)
    before = changes.count()
    act = Act(session, SYSTEM, dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    record(act, Action.SIGNED_IN, "user:1")
    record(act, Action.STATEMENT_AMENDED, "announcement:1")
    session.commit()
    assert changes.count() == before
    record(act, Action.ANNOUNCEMENT_RETRACTED, "announcement:1")
    assert changes.count() == before, "not before it is committed"
    session.commit()
    assert changes.count().of_all == before.of_all + 1, "what is recorded with no unit may be on any page"
    record(act, Action.ANNOUNCEMENT_RETRACTED, "announcement:1", unit_id=NATIONAL_ID)
    session.commit()
    assert changes.count() == Changes(before.of_all + 1, before.of_units + 1)
    assert changes.count("/national/news.atom").of_units == before.of_units + 1
    session.rollback()
    changes.close()
    assert changes.connection is None


def test_one_request_makes_a_page_while_the_others_wait() -> None:
    begun, may_end = threading.Event(), threading.Event()
    made: list[str] = []

    def inner(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        made.append(environ["PATH_INFO"])
        begun.set()
        assert may_end.wait(30)
        environ[MARK] = True
        start_response("200 OK", [("ETag", '"1"')])
        return [b"page"]

    cache = PageCache(inner, lambda _path: Changes(7, 0))
    answers: list[bytes] = []

    def read() -> None:
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/fens", "wsgi.url_scheme": "https"}
        answers.append(b"".join(cache(environ, lambda *_: lambda _: None)))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert begun.wait(30)
    may_end.set()
    for thread in threads:
        thread.join()
    assert made == ["/fens"]
    assert answers == [b"page"] * 4


def test_what_pages_share_is_read_again_after_a_public_act(session: Session, app: Flask) -> None:
    data = PublicData(session)
    unit = data.unit()
    session.commit()
    client = FlaskClient(app)
    assert "Weavers’ Union" in client.get("/north-west").text
    with counted_statements() as statements:
        client.get("/north-west/no-such-meeting")
    choice = (
        "(SELECT organisation.reactions \nFROM organisation)"  # within the statement of a text: no sharing of pages
    )
    texts = [text.replace(choice, "") for text in statements.texts]
    assert not any("FROM organisation" in text or "FROM unit" in text for text in texts), texts
    unit.name = "North East"
    session.get_one(Organisation, 1).name = "Spinners’ Union"
    record(Act(session, SYSTEM, dt.datetime(2026, 11, 1, tzinfo=dt.UTC)), Action.ORGANISATION_AMENDED, "organisation:1")
    session.commit()
    page = client.get("/north-west").text
    assert "Spinners’ Union" in page
    assert "North East" in page


def test_a_search_shares_the_words_of_the_regions_until_a_public_act(session: Session, app: Flask) -> None:
    data = PublicData(session)
    unit = data.unit()
    data.findable("Treasurer", "Bo Lee, since 2017", Kind.OFFICE).unit_id = unit.id
    session.commit()
    client = FlaskClient(app)
    client.get("/search?q=treasurer+north")
    with counted_statements() as statements:
        assert "Nothing found" in client.get("/search?q=treasurer+eastern").text
        assert "What we found" in client.get("/search?q=treasurer+north").text
    assert not any(text.startswith(("SELECT unit", "SELECT organisation")) for text in statements.texts), statements
    unit.name = "Eastern Vale"
    record(Act(session, SYSTEM, dt.datetime(2026, 11, 1, tzinfo=dt.UTC)), Action.REGION_AMENDED, f"unit:{unit.id}")
    session.commit()
    assert "What we found" in client.get("/search?q=treasurer+eastern").text
    assert "Nothing found" in client.get("/search?q=treasurer+north").text


def test_a_page_depends_on_the_day(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    data.meeting(data.unit(), "2017-06-15", is_announced=True)
    with time_machine.travel(dt.datetime(2017, 6, 15, 22, 50, tzinfo=dt.UTC), tick=False):
        assert "Thursday 15 June 2017" in client.get("/north-west").text
    with time_machine.travel(dt.datetime(2017, 6, 15, 23, 1, tzinfo=dt.UTC), tick=False):
        assert "No date is set yet" in client.get("/north-west").text


def test_pages_of_the_desk_searches_and_refusals_are_not_kept(
    session: Session, client: StrictClient, app: Flask
) -> None:
    PublicData(session)
    for path in ("/search?q=x", "/no-such-region", "/desk", "/favicon.ico", "/data/popolo.json", "/sitemap.xml"):
        client.get(path)
    assert len(kept(app).pages) == 0
    client.get("/privacy")
    assert [key[0] for key in kept(app).pages] == ["/privacy"]


def test_the_number_of_pages_is_bounded(session: Session, client: StrictClient, app: Flask) -> None:
    PublicData(session)
    for number in range(5):
        client.get(f"/privacy?n={number}")
    cache = kept(app)
    with cache.lock:
        page = next(iter(cache.pages.values()))
        for number in range(600):
            cache.pages[("/x", str(number))] = page
    client.get("/accessibility")
    assert len(cache.pages) == 512


def test_a_lost_connection_is_opened_again(session: Session, client: StrictClient, app: Flask) -> None:
    PublicData(session)
    first = client.get("/privacy")
    with app.app_context():
        db.engine.dispose()
    again = client.get("/privacy")
    assert (again.status_code, again.data) == (200, first.data)


def test_many_readers_at_once_get_the_same_page(session: Session, app: Flask) -> None:
    data = PublicData(session)
    data.unit()
    session.commit()
    found: list[tuple[int, bytes]] = []

    def read() -> None:
        client = FlaskClient(app)  # the strict one commits the test's session, which belongs to one thread
        for _ in range(5):
            response = client.get("/north-west")
            found.append((response.status_code, response.data))

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 30
    assert len(set(found)) == 1
    assert found[0][0] == 200

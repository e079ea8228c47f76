"""The pages that are kept in memory: what is kept, for how long, and what happens when the database cannot be asked."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from agm.database.engine import only_reading
from agm.web.kit.extensions import db
from agm.web.public.page_cache import DatabaseState, PageCache
from tests.support.client import StrictClient
from tests.support.public_data import PublicData

pytestmark = pytest.mark.both_databases


def kept(app: Flask) -> PageCache:
    """The cache before an application."""
    cache = app.wsgi_app
    assert isinstance(cache, PageCache)
    return cache


def test_the_state_changes_with_a_commit_of_anybody_and_with_nothing_else(engine: Engine, session: Session) -> None:
    state = DatabaseState(engine)
    before = state.now()
    assert state.now() == before
    data = PublicData(session)
    unit = data.unit()
    session.commit()
    after = state.now()
    assert after != before
    with only_reading(), engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM unit")).scalar() == 2
    assert state.now() == after
    unit.name = "North"
    session.commit()
    assert state.now() != after
    state.close()
    assert state.connection is None


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

"""Whatever is done at the desk: a public page that reads otherwise afterwards has another counter."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from agm.web.public.page_cache import PageCache
from tests.conftest import forget_pages
from tests.integration.accounts.test_data_access import FIELDS, World, laid
from tests.support.client import StrictClient
from tests.support.halls import SHOWN_ONCE

__all__ = ["laid"]

ALWAYS = (
    "/", "/regions", "/national", "/severn-vale", "/fens", "/meetings.ics", "/news.atom", "/severn-vale/news.atom",
    "/severn-vale/meetings.ics", "/house.css",
)  # fmt: skip
DRAFTS = ("guests", "said", "messages", "offices", "results", "announcement/<word>")
"""What is saved of a meeting before it is published."""
BEFORE: dict[str, dict[str, bytes]] = {}
"""By database, the pages of the record as it is laid."""


@pytest.fixture
def world(laid: None, app: Flask, session: Session) -> World:
    return World(app, session)


def memory_of(app: Flask) -> PageCache:
    memory = app.wsgi_app
    assert isinstance(memory, PageCache)
    return memory


def pages(app: Flask) -> dict[str, bytes]:
    """Every public page, made anew with what is still shared."""
    memory_of(app).pages.clear()
    client = app.test_client()
    sitemap = client.get("/sitemap.xml").text
    return {
        path: client.get(path).data for path in (*ALWAYS, *re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", sitemap))
    }


def carry_out(world: World, client: StrictClient, rule: str) -> None:
    """Do an operation on a record of the own unit, and commit it."""
    fields = world.fields(client, rule, "own", "own")
    token = client.csrf_token("/account")
    files = {field: (BytesIO(value), field) for field, value in fields.items() if isinstance(value, bytes)}
    answer = client.post(world.path(rule, "own", "own"), data={**fields, **files, "csrf_token": token})
    assert answer.status_code == (200 if rule in SHOWN_ONCE else 303)


@pytest.mark.parametrize("rule", FIELDS)
def test_an_act_that_changes_a_page_raises_its_counter(rule: str, world: World, app: Flask) -> None:
    forget_pages(app)
    for path in ALWAYS:
        app.test_client().get(path)
    before = BEFORE.get(str(app.config["SQLALCHEMY_DATABASE_URI"])) or BEFORE.setdefault(
        str(app.config["SQLALCHEMY_DATABASE_URI"]), pages(app)
    )
    memory = memory_of(app)
    changes = {path: memory.changes(path) for path in before}
    carry_out(world, world.client("national_officer"), rule)
    unchanged = [path for path in before if memory.changes(path) == changes[path]]
    after = pages(app) if unchanged else {}
    assert [path for path in unchanged if after[path] != before[path]] == []


def test_what_one_unit_publishes_leaves_the_pages_of_others_in_use(world: World, app: Flask) -> None:
    memory, paths = memory_of(app), ("/severn-vale", "/fens", "/fens/meetings.ics", "/", "/regions", "/news.atom")
    changes = {path: memory.changes(path) for path in paths}
    carry_out(world, world.client("national_officer"), "/desk/meetings/<int:meeting_id>/publish/<word>")
    changed = [path for path in paths if memory.changes(path) != changes[path]]
    assert changed == ["/severn-vale", "/", "/regions", "/news.atom"]
    own = memory.changes("/fens")
    carry_out(world, world.client("national_officer"), "/desk/<region_slug>/people/<int:person_number>/name")
    assert memory.changes("/fens").of_all > own.of_all, "a person may be named by every unit"


def test_drafts_leave_kept_pages_in_use(world: World, app: Flask) -> None:
    client = world.client("regional_officer")
    count = memory_of(app).changes("/")
    for rule in DRAFTS:
        carry_out(world, client, f"/desk/meetings/<int:meeting_id>/{rule}")
    assert memory_of(app).changes("/") == count

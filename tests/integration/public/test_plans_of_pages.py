"""How both databases find what public pages show: by an index, never by reading rows that are not shown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event, insert

from agm.facts import MeetingKind
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from benches.filled import LAST_YEAR, fill, put
from tests.conftest import close_connections, forget_pages
from tests.support.databases import Database

pytestmark = pytest.mark.both_databases

PAGES = (
    "/", "/?region=region-2", "/news.atom", "/region-2/news.atom", "/region-2", "/national", "/regions",
    "/meetings.ics", "/region-2/meetings.ics", f"/region-2/agm-{LAST_YEAR}", f"/region-2/agm-{LAST_YEAR}.txt",
    f"/region-2/agm-{LAST_YEAR}/versions/1", f"/region-2/agm-{LAST_YEAR}/messages", "/region-2/statements/thanks",
    "/region-2/agm-2090", "/region-2/agm-2090.ics", "/search?q=chair", "/search?q=number000007",
)  # fmt: skip
GROWING = (
    "announcement", "announcement_revision", "rendering", "meeting", "meeting_section", "office_term",
    "office_term_person", "person", "search_entry", "e",
)  # fmt: skip
"""Tables that have more rows with each year, and the search's name for its own."""
IN_ORDER = (
    "ix_announcement_news", "ix_announcement_feed", "pk_search_entry", "search_index_texts_in_order",
    "search_index_others_in_order",
)  # fmt: skip
"""Read from one end until a page is full."""
NEWS = ("/", "/news.atom")

Statement = tuple[str, Any]


@pytest.fixture
def asked(engine: Engine, database: Database, app: Flask) -> Iterator[dict[str, list[Statement]]]:
    """By page, the statements that it sends to a filled database."""
    engine.dispose()
    close_connections(app)
    forget_pages(app)
    database.reset()
    fill(engine, 60, 2)
    put(engine, insert(Meeting), many_meetings(of_unit=60))
    found: dict[str, list[Statement]] = {}
    sent: list[Statement] = []

    def note(_connection: Any, _cursor: Any, text: str, parameters: Any, *_rest: Any) -> None:  # noqa: ANN401  SQLAlchemy's
        if text.lstrip().startswith(("SELECT", "WITH")):
            sent.append((text, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        for page in PAGES:
            sent.clear()
            assert app.test_client().get(page).status_code == 200, page
            found[page] = list(sent)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    yield found
    close_connections(app)


def many_meetings(of_unit: int) -> Iterator[dict[str, Any]]:
    """So many of a region that no page tells of that a page would rather not read them all."""
    common = {"unit_id": of_unit, "kind": MeetingKind.AGM, "created_at": dt.datetime(1990, 1, 1, tzinfo=dt.UTC)}
    for number in range(3000):
        yield {
            **common,
            "id": 10_000 + number,
            "slug": f"old-{number}",
            "held_on": PartialDate(1990 + number % 20, 1, 2),
        }


def plan_of(connection: Connection, statement: Statement) -> list[str]:
    """The lines of a plan; PostgreSQL is told to take an index wherever one will do."""
    text, parameters = statement
    if connection.dialect.name == "sqlite":
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", parameters)]
    for way in ("seqscan", "mergejoin", "hashjoin"):  # which are right for tables as small as a test's
        connection.exec_driver_sql(f"SET enable_{way} = off")
    return [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {text}", parameters)]


def reads_everything(plan: list[str]) -> list[str]:
    """The lines that read all rows of a growing table, in no order that lets them stop."""
    found = []
    for line, after in zip(plan, [*plan[1:], ""], strict=True):
        sqlite = re.match(r"SCAN (\w+)(?! VIRTUAL)", line)
        if sqlite and sqlite[1] in GROWING and not any(index in line for index in IN_ORDER):
            found.append(line)
        postgresql = re.search(r"(Seq Scan|Index (?:Only )?Scan)(?: Backward)?(?: using (\w+))? on (\w+)", line)
        if postgresql and postgresql[3] in GROWING:
            is_bound = "Index Cond" in after or postgresql[2] in IN_ORDER
            if postgresql[1] == "Seq Scan" or not is_bound:
                found.append(line)
    return found


def test_no_page_reads_what_it_does_not_show(asked: dict[str, list[Statement]], engine: Engine) -> None:
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")
        for page, statements in asked.items():
            for statement in statements:
                plan = plan_of(connection, statement)
                assert not reads_everything(plan), f"{page}\n{statement[0]}\n" + "\n".join(plan)
                if page in NEWS and "announcement_revision.title" in statement[0]:
                    sorts = [line for line in plan if "Sort" in line or "TEMP B-TREE" in line]
                    assert not sorts, f"{page}\n{statement[0]}\n" + "\n".join(plan)

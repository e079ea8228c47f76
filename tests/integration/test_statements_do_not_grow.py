"""No page sends more SQL statements for a thousand rows than for one, or more than its ceiling, on both databases."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from agm.meetings.models import HallScreen, Minutes, Motion
from agm.organisation.models import OfficeTemplate
from benches.filled import LAST_YEAR, fill
from tests.conftest import close_connections, forget_pages
from tests.support.client import StrictClient
from tests.support.databases import Database
from tests.support.records import NOW
from tests.support.route_access import address, reviewed_routes
from tests.support.statements import Statements

pytestmark = pytest.mark.both_databases

Counting = Callable[[], AbstractContextManager[Statements]]
SignIn = Callable[..., StrictClient]

STATEMENTS = """
4  /
5  /<region_slug>
4  /<region_slug>/<meeting_slug>
7  /<region_slug>/<meeting_slug>/hall
4  /<region_slug>/<meeting_slug>.<any(txt,html,md):ending>
3  /<region_slug>/<meeting_slug>.ics
3  /<region_slug>/<meeting_slug>/messages
4  /<region_slug>/<meeting_slug>/messages.<any(txt,html,md):ending>
4  /<region_slug>/<meeting_slug>/minutes
4  /<region_slug>/<meeting_slug>/minutes.txt
5  /<region_slug>/<meeting_slug>/versions/<int:sequence>
3  /<region_slug>/meetings.ics
3  /<region_slug>/news.atom
3  /<region_slug>/statements/<statement_slug>
4  /<region_slug>/statements/<statement_slug>.<any(txt,html,md):ending>
1  /accessibility
4  /account
1  /data
2  /data/<any(persons,organizations,posts,memberships,events):kind>.csv
2  /data/<any(persons,organizations,posts,memberships,events):kind>.json
7  /data/popolo.json
16 /desk
4  /desk/<region_slug>/details
5  /desk/<region_slug>/house-style
16 /desk/<region_slug>/letter
4  /desk/<region_slug>/meetings/import
5  /desk/<region_slug>/meetings/new
9  /desk/<region_slug>/officers
6  /desk/<region_slug>/officers/<int:term_number>/dates
6  /desk/<region_slug>/officers/<int:term_number>/left
5  /desk/<region_slug>/officers/<int:office_number>/fill
7  /desk/<region_slug>/officers/<int:office_number>/history
5  /desk/<region_slug>/offices
7  /desk/<region_slug>/offices/<int:office_number>
5  /desk/<region_slug>/offices/<int:office_number>/abolish
5  /desk/<region_slug>/offices/new
6  /desk/<region_slug>/name-proposals
9  /desk/<region_slug>/people
8  /desk/<region_slug>/roll
3  /desk/<region_slug>/people.json
22 /desk/<region_slug>/people/<int:person_number>
6  /desk/<region_slug>/people/<int:person_number>/name
7  /desk/<region_slug>/people/<int:person_number>/propose
13 /desk/<region_slug>/people/<int:person_number>/same
5  /desk/<region_slug>/statements
4  /desk/<region_slug>/statements/new
6  /desk/announcements/<int:announcement_id>/statement
5  /desk/duties
4  /desk/house-style
13 /desk/meetings/<int:meeting_id>/announcement
13 /desk/meetings/<int:meeting_id>/announcement/<word>
12 /desk/meetings/<int:meeting_id>/details
10 /desk/meetings/<int:meeting_id>/election
7  /desk/meetings/<int:meeting_id>/election/dates
7  /desk/meetings/<int:meeting_id>/election/notice-sent
7  /desk/meetings/<int:meeting_id>/election/people
7  /desk/meetings/<int:meeting_id>/election/returning-officer
10 /desk/meetings/<int:meeting_id>/election/send/<any(notice,call,reminder,statement):text>
9  /desk/meetings/<int:meeting_id>/election/sent
9  /desk/meetings/<int:meeting_id>/election/short-notice
11 /desk/meetings/<int:meeting_id>/check-in
8  /desk/meetings/<int:meeting_id>/check-in/helpers
8  /desk/meetings/<int:meeting_id>/check-in/proxies
8  /desk/meetings/<int:meeting_id>/check-in/register
7  /desk/meetings/<int:meeting_id>/check-in/sheet
6  /desk/meetings/<int:meeting_id>/check-in/visitor
7  /desk/meetings/<int:meeting_id>/hall
8  /desk/meetings/<int:meeting_id>/count
7  /desk/meetings/<int:meeting_id>/count/voting-paper
12 /desk/meetings/<int:meeting_id>/declare
13 /desk/meetings/<int:meeting_id>/full-size
13 /desk/meetings/<int:meeting_id>/full-size/<word>
13 /desk/meetings/<int:meeting_id>/guests
13 /desk/meetings/<int:meeting_id>/messages
7  /desk/meetings/<int:meeting_id>/short-notice
13 /desk/meetings/<int:meeting_id>/minutes
5  /desk/meetings/<int:meeting_id>/minutes.txt
14 /desk/meetings/<int:meeting_id>/minutes/approval
6  /desk/meetings/<int:meeting_id>/minutes/page
14 /desk/meetings/<int:meeting_id>/motions
14 /desk/meetings/<int:meeting_id>/motions/<int:motion_number>
12 /desk/meetings/<int:meeting_id>/motions/new
14 /desk/meetings/<int:meeting_id>/nominations
9  /desk/meetings/<int:meeting_id>/nominations/enter
9  /desk/meetings/<int:meeting_id>/nominations/paper-form
13 /desk/meetings/<int:meeting_id>/offices
12 /desk/meetings/<int:meeting_id>/preview
14 /desk/meetings/<int:meeting_id>/publish
14 /desk/meetings/<int:meeting_id>/publish/<word>
12 /desk/meetings/<int:meeting_id>/register
8  /desk/meetings/<int:meeting_id>/register/<int:entry_number>
6  /desk/meetings/<int:meeting_id>/register/add
7  /desk/meetings/<int:meeting_id>/register/<int:entry_number>/link
5  /desk/meetings/<int:meeting_id>/remove
4  /desk/removed
14 /desk/meetings/<int:meeting_id>/results
13 /desk/meetings/<int:meeting_id>/said
4  /desk/offices
4  /desk/offices/<int:template_id>
3  /desk/offices/new
3  /desk/organisation
5  /desk/outbox
20 /desk/overview
6  /desk/record
4  /desk/regions
4  /desk/regions/new
4  /desk/rules
5  /desk/users
6  /desk/users/<int:user_id>
4  /desk/users/invite
1  /house.css
2  /meetings.ics
2  /news.atom
1  /privacy
6  /regions
1  /robots.txt
1  /search
1  /site.webmanifest
3  /sitemap.xml
3  /search?q=
5  coming meeting
"""
"""By rule, the most that its page may cost; signed in as a national officer. A new page needs a line here.

Ceilings only go down: AGM_SHOW_STATEMENTS=1 prints the table with what each page costs today."""

OF_A_CONTEST = "<int:contest_number>"
"""Pages about one office and its papers, of which these databases have none; tests of their own count there."""
OF_A_MEETING = "/<region_slug>/<meeting_slug>"
NOT_ASKED = (
    *("/.well-known/", "/static/", "/account/", "/m/", "/favicon.ico"),
    *(f"{OF_A_MEETING}/nominate", f"{OF_A_MEETING}/candidates"),
)
"""Files, pages about the one person who asks, and those that need nominations (`nominations/test_deciding.py`)."""
MORE_PAGES = {"/search?q=": "/search?q=number", "coming meeting": "/region-1/agm-2090"}
"""What an address shows besides: the search says most when it finds a part of everybody's name."""


def ceilings() -> dict[str, int]:
    """The table: the most statements by rule."""
    rows = (line.split(maxsplit=1) for line in STATEMENTS.strip().splitlines())
    return {rule: int(number) for number, rule in rows}


def addresses(regions: int, years: int) -> dict[str, str]:
    """By rule, the address of a page of the first region: its last report, its first officer and so on."""
    found = {
        rule: address(
            rule,
            region_slug="region-1",
            meeting_slug="agm-2090" if rule.endswith("<meeting_slug>.ics") else f"agm-{LAST_YEAR}",
            statement_slug="thanks",
            meeting_id=regions * (years - 1) + 1,
            announcement_id=regions * years + 2,
            word="messages",
        )
        for method, rule in reviewed_routes()
        if method == "GET" and not rule.startswith(NOT_ASKED) and OF_A_CONTEST not in rule
    }
    return found | MORE_PAGES


@pytest.fixture
def cost_of_pages(
    engine: Engine,
    session: Session,
    database: Database,
    app: Flask,
    sign_in: SignIn,
    count_statements: Counting,
) -> Callable[[int, int], dict[str, int]]:
    """Fill the database with so many regions and years of reports, and count what each page sends."""

    def measure(regions: int, years: int) -> dict[str, int]:
        session.close()
        engine.dispose()
        close_connections(app)
        forget_pages(app)
        database.reset()
        fill(engine, regions, years)
        session.add(OfficeTemplate(label="Chair", position=1))
        last = {"meeting_id": regions * (years - 1) + 1}
        session.add(Motion(**last, position=1, title="Ropes"))
        session.add(Minutes(**last, text="Ropes were bought.", begun_at=NOW, is_public=True))
        session.add(HallScreen(meeting_id=regions * (years - 1) + 1, is_open=True))
        officer = sign_in("national_officer")
        found = {}
        for rule, path in addresses(regions, years).items():
            forget_pages(app)
            part_of_a_page = {"Sec-Fetch-Dest": "empty"} if path.endswith("/preview") else {}
            with count_statements() as statements:
                answer = officer.get(path, headers=part_of_a_page)
                is_there = bool(answer.data)
                answer.close()
            assert answer.status_code in {200, 301, 302, 303, 308}, path
            if answer.status_code == 200:
                assert is_there, path
                found[rule] = statements.count
        return found

    return measure


def test_statements_of_each_page_do_not_grow_and_keep_below_their_ceiling(
    cost_of_pages: Callable[[int, int], dict[str, int]],
) -> None:
    few = cost_of_pages(1, 1)
    if os.environ.get("AGM_SHOW_STATEMENTS"):
        sys.stdout.write("".join(f"{count:<3}{rule}\n" for rule, count in sorted(few.items())))
    assert few.keys() == ceilings().keys()
    assert {rule: count for rule, count in few.items() if count > ceilings()[rule]} == {}
    assert cost_of_pages(1000, 2) == few, "1,000 regions, 2,000 reports and 20,000 terms of office"

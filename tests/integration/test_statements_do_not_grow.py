"""No page sends more SQL statements for a thousand rows than for one, or more than its ceiling, on both databases."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from agm.announcements.gather_others import whose
from agm.announcements.models import Announcement
from agm.facts.announcement import CommitteeList
from agm.meetings.models import HallScreen, Minutes, Motion
from agm.organisation.models import OfficeTemplate, Unit
from agm.wording.document import AnnouncementKind
from benches.filled import LAST_YEAR, fill
from tests.conftest import close_connections, forget_pages
from tests.support.client import StrictClient
from tests.support.databases import Database
from tests.support.photos import file_row, picture_row
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
5  /<region_slug>/<meeting_slug>.<any(txt,html,md,pdf,png,json,docx):ending>
3  /<region_slug>/<meeting_slug>.ics
3  /<region_slug>/<meeting_slug>/messages
4  /<region_slug>/<meeting_slug>/messages.<any(txt,html,md,pdf,png,json,docx):ending>
4  /<region_slug>/<meeting_slug>/minutes
4  /<region_slug>/<meeting_slug>/minutes.txt
5  /<region_slug>/<meeting_slug>/versions/<int:sequence>
3  /<region_slug>/meetings.ics
3  /<region_slug>/news.atom
3  /<region_slug>/statements/<statement_slug>
4  /<region_slug>/statements/<statement_slug>.<any(txt,html,md,pdf,png,json,docx):ending>
1  /accessibility
3  /account
1  /data
2  /data/<any(persons,organizations,posts,memberships,events):kind>.csv
2  /data/<any(persons,organizations,posts,memberships,events):kind>.json
7  /data/popolo.json
15 /desk
3  /desk/<region_slug>/announcements/new/<kind>
3  /desk/<region_slug>/details
4  /desk/<region_slug>/house-style
15 /desk/<region_slug>/letter
3  /desk/<region_slug>/meetings/import
4  /desk/<region_slug>/meetings/new
8  /desk/<region_slug>/officers
5  /desk/<region_slug>/officers/<int:term_number>/dates
5  /desk/<region_slug>/officers/<int:term_number>/left
7  /desk/<region_slug>/officers/<int:office_number>/countback
4  /desk/<region_slug>/officers/<int:office_number>/fill
6  /desk/<region_slug>/officers/<int:office_number>/history
4  /desk/<region_slug>/offices
6  /desk/<region_slug>/offices/<int:office_number>
4  /desk/<region_slug>/offices/<int:office_number>/abolish
4  /desk/<region_slug>/offices/new
5  /desk/<region_slug>/name-proposals
8  /desk/<region_slug>/people
7  /desk/<region_slug>/roll
2  /desk/<region_slug>/people.json
18 /desk/<region_slug>/people/<int:person_number>
92 /desk/<region_slug>/people/<int:person_number>/erase
107 /desk/<region_slug>/people/<int:person_number>/everything.json
70 /desk/<region_slug>/people/<int:person_number>/take-out
5  /desk/<region_slug>/people/<int:person_number>/name
6  /desk/<region_slug>/people/<int:person_number>/propose
12 /desk/<region_slug>/people/<int:person_number>/same
4  /desk/<region_slug>/wordpress
4  /desk/<region_slug>/statements
3  /desk/<region_slug>/statements/new
5  /desk/announcements/<int:announcement_id>/kind
5  /desk/announcements/<int:announcement_id>/mail
5  /desk/announcements/<int:announcement_id>/pictures
3  /desk/announcements/<int:announcement_id>/pictures/<digest>.jpg
9  /desk/announcements/<int:announcement_id>/send-on
5  /desk/announcements/<int:announcement_id>/statement
4  /desk/duties
3  /desk/house-style
11 /desk/meetings/<int:meeting_id>/announcement
11 /desk/meetings/<int:meeting_id>/announcement/<word>
10 /desk/meetings/<int:meeting_id>/details
9  /desk/meetings/<int:meeting_id>/election
5  /desk/meetings/<int:meeting_id>/election/dates
5  /desk/meetings/<int:meeting_id>/election/call-off
5  /desk/meetings/<int:meeting_id>/election/notice-sent
5  /desk/meetings/<int:meeting_id>/election/people
5  /desk/meetings/<int:meeting_id>/election/returning-officer
8  /desk/meetings/<int:meeting_id>/election/send/<any(notice,call,reminder,statement,result):text>
7  /desk/meetings/<int:meeting_id>/election/sent
7  /desk/meetings/<int:meeting_id>/election/short-notice
9  /desk/meetings/<int:meeting_id>/check-in
6  /desk/meetings/<int:meeting_id>/check-in/helpers
11 /desk/meetings/<int:meeting_id>/check-in/papers/<int:entry_number>
6  /desk/meetings/<int:meeting_id>/check-in/proxies
7  /desk/meetings/<int:meeting_id>/check-in/register
5  /desk/meetings/<int:meeting_id>/check-in/sheet
4  /desk/meetings/<int:meeting_id>/check-in/visitor
5  /desk/meetings/<int:meeting_id>/hall
10 /desk/meetings/<int:meeting_id>/online-vote
11 /desk/meetings/<int:meeting_id>/online-vote/set-up
7  /desk/meetings/<int:meeting_id>/count
6  /desk/meetings/<int:meeting_id>/count/print
10 /desk/meetings/<int:meeting_id>/count/by-post
5  /desk/meetings/<int:meeting_id>/count/by-post/sent
7  /desk/meetings/<int:meeting_id>/count/complaints
8  /desk/meetings/<int:meeting_id>/count/papers
6  /desk/meetings/<int:meeting_id>/count/papers-kept
12 /desk/meetings/<int:meeting_id>/declare
11 /desk/meetings/<int:meeting_id>/full-size
11 /desk/meetings/<int:meeting_id>/full-size/<word>
11 /desk/meetings/<int:meeting_id>/guests
11 /desk/meetings/<int:meeting_id>/messages
5  /desk/meetings/<int:meeting_id>/short-notice
11 /desk/meetings/<int:meeting_id>/minutes
3  /desk/meetings/<int:meeting_id>/minutes.txt
12 /desk/meetings/<int:meeting_id>/minutes/approval
4  /desk/meetings/<int:meeting_id>/minutes/page
12 /desk/meetings/<int:meeting_id>/motions
12 /desk/meetings/<int:meeting_id>/motions/<int:motion_number>
10 /desk/meetings/<int:meeting_id>/motions/new
12 /desk/meetings/<int:meeting_id>/nominations
7  /desk/meetings/<int:meeting_id>/nominations/enter
7  /desk/meetings/<int:meeting_id>/nominations/paper-form
11 /desk/meetings/<int:meeting_id>/offices
12 /desk/meetings/<int:meeting_id>/particulars
10 /desk/meetings/<int:meeting_id>/pictures/<word>
10 /desk/meetings/<int:meeting_id>/preview
13 /desk/meetings/<int:meeting_id>/publish
12 /desk/meetings/<int:meeting_id>/publish/<word>
10 /desk/meetings/<int:meeting_id>/register
6  /desk/meetings/<int:meeting_id>/register/<int:entry_number>
4  /desk/meetings/<int:meeting_id>/register/add
7  /desk/meetings/<int:meeting_id>/register/<int:entry_number>/addresses
5  /desk/meetings/<int:meeting_id>/register/<int:entry_number>/link
3  /desk/meetings/<int:meeting_id>/remove
3  /desk/removed
12 /desk/meetings/<int:meeting_id>/results
11 /desk/meetings/<int:meeting_id>/said
11 /desk/meetings/<int:meeting_id>/tell
3  /desk/offices
3  /desk/offices/<int:template_id>
2  /desk/offices/new
2  /desk/organisation
4  /desk/outbox
19 /desk/overview
5  /desk/record
3  /desk/regions
3  /desk/regions/new
3  /desk/rules
4  /desk/users
5  /desk/users/<int:user_id>
3  /desk/users/invite
1  /house.css
2  /meetings.ics
2  /news.atom
2  /pictures/<digest>.jpg
1  /privacy
6  /regions
1  /robots.txt
1  /search
1  /site.webmanifest
3  /sitemap.xml
3  /search?q=
1  /vote
5  coming meeting
"""
"""By rule, the most that its page may cost; signed in as a national officer. A new page needs a line here.

Ceilings only go down: AGM_SHOW_STATEMENTS=1 prints the table with what each page costs today."""

OF_A_CONTEST = ("<int:contest_number>", "<int:printout_number>", "<int:complaint_number>")
"""Pages about one office, its papers and complaints: these databases have none; tests of their own count there."""
OF_A_MEETING = "/<region_slug>/<meeting_slug>"
NOT_ASKED = (
    *("/.well-known/", "/static/", "/account/", "/m/", "/vote/", "/favicon.ico"),
    *(f"{OF_A_MEETING}/nominate", f"{OF_A_MEETING}/candidates", f"{OF_A_MEETING}/receipts", f"{OF_A_MEETING}/votes"),
    "/desk/meetings/<int:meeting_id>/count/print/",
)
"""Files, pages about the one person who asks, those that need nominations (`nominations/test_deciding.py`), a vote
online (`voting/test_voters_pages.py`) or a count (`public/test_votes_as_data.py`), and those of papers to print."""
MORE_PAGES = {"/search?q=": "/search?q=number", "coming meeting": "/region-1/agm-2090"}
"""What an address shows besides: the search says most when it finds a part of everybody's name."""


def ceilings() -> dict[str, int]:
    """The table: the most statements by rule."""
    rows = (line.split(maxsplit=1) for line in STATEMENTS.strip().splitlines())
    return {rule: int(number) for number, rule in rows}


def addresses(regions: int, years: int, list_of_officers: int) -> dict[str, str]:
    """By rule, the address of a page of the first region: its last report, its first officer and so on."""
    found = {
        rule: address(
            rule,
            region_slug="region-1",
            meeting_slug="agm-2090" if rule.endswith("<meeting_slug>.ics") else f"agm-{LAST_YEAR}",
            statement_slug="thanks",
            meeting_id=regions * (years - 1) + 1,
            announcement_id=list_of_officers if rule.endswith("/kind") else regions * years + 2,
            word="messages",
            digest="hall",
            **({"kind": "committee_list"} if rule.endswith("/new/<kind>") else {}),
        )
        for method, rule in reviewed_routes()
        if method == "GET" and not rule.startswith(NOT_ASKED) and not any(one in rule for one in OF_A_CONTEST)
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
        unit = session.scalars(select(Unit).where(Unit.slug == "region-1")).one()
        told = CommitteeList(announcement="committee_list", **whose(session, unit), title="Officers")
        listed = Announcement(
            kind=AnnouncementKind.STATEMENT, unit_id=unit.id, slug="officers", created_at=NOW,
            statement_title="Officers", statement_text="", told=told,
        )  # fmt: skip
        session.add(listed)
        session.add(hall := file_row("hall"))
        session.flush()
        session.add(picture_row(announcement_id=regions * years + 2, file_id=hall.id, is_public=True))
        session.flush()
        officer = sign_in("national_officer")
        found = {}
        for rule, path in addresses(regions, years, listed.id).items():
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
    assert cost_of_pages(40, 5) == few, "40 regions, 200 reports and 2,000 terms of office"

"""Pages for volunteers say things plainly, tell how to go on, and lead back to the desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from agm.meetings.models import Meeting
from agm.organisation.models import OfficeTemplate
from benches.filled import LAST_YEAR, fill
from tests.support.client import StrictClient
from tests.support.html_page import Page
from tests.support.kept_records import kept_record
from tests.support.records import elected, facts_of, make_organisation, make_region, publish, record
from tests.support.route_access import address, reviewed_routes

SignIn = Callable[..., StrictClient]
NOT_PLAIN = re.compile(
    r"\b(feeds?|atom|rss|icalendar|40[0-9]|410|422|50[0-9]|slugs?|urls?|apis?|endpoints?|files? of facts|facts files?"
    r"|schemas?|payloads?|digests?|hash(?:es)?|tokens?|csrf|metadata|databases?|quer(?:y|ies)|audit logs?|append-only"
    r"|renderings?|invalid|entit(?:y|ies)|booleans?|null|undefined|syntax|utf-8|regex|timestamps?|utc"
    r"|(?<!\.)json|markdown|html)\b",
    re.IGNORECASE,
)
FOR_PROGRAMS = frozenset({"JSON", "HTML", "Markdown"})
"""Names of formats, which a link may have that leads to one. “CSV” is what a spreadsheet asks who saves a table."""
AS_A_BROWSER = {"Accept": "text/html"}
STEPS = ("details", "guests", "said", "results", "announcement", "publish")


def read_aloud(page: Page) -> str:
    """Everything that a page says to people: its text without names of formats in links and of values in files, and
    what stands in its fields' descriptions."""
    for element in (*page.all("a"), *page.all("code"), *page.all("dd", class_="ui")):
        if element.tag != "a" or (element.text or "").removeprefix("Copy ") in FOR_PROGRAMS:
            element.text = ""
    labels = [
        element.get(name, "")
        for element in page.root.iter()
        for name in ("title", "alt", "placeholder", "aria-label")
        if element.tag != "link"
    ]
    return " ".join([page.text, *labels])


@pytest.fixture
def pages(engine: Engine, session: Session, sign_in: SignIn, app: Flask) -> Iterator[tuple[str, Page]]:
    """Every page, and the pages of what went wrong."""
    fill(engine, 1, 1)
    session.add(OfficeTemplate(label="Chair", position=1))
    officer = sign_in("national_officer")

    def all_pages() -> Iterator[tuple[str, Page]]:
        for method, rule in reviewed_routes():
            if method != "GET":
                continue
            values = {
                "region_slug": "region-1",
                "meeting_slug": f"agm-{LAST_YEAR}",
                "announcement_id": 3,
                "meeting_id": 1,
                "sequence": 1,
                "statement_slug": "thanks-1",
            }
            path = address(rule, word="messages", **values)
            answer = officer.get(path, headers={"Sec-Fetch-Dest": "empty"} if path.endswith("/preview") else {})
            is_of_people = answer.status_code < 300 or (answer.status_code >= 400 and not rule.startswith("/desk"))
            if answer.mimetype == "text/html" and is_of_people and answer.data:
                yield path, officer.page(answer)
        for path in ("/no-such-page", "/desk/meetings/999/details", "/region-1/no-such-meeting"):
            yield path, officer.page(officer.get(path, headers=AS_A_BROWSER))
        yield "wrong method", officer.page(officer.put("/desk", headers=AS_A_BROWSER))
        wrong_token = {"csrf_token": "none"}
        yield "token", officer.page(officer.post("/desk/users/1/disable", data=wrong_token, headers=AS_A_BROWSER))

    return all_pages()


def test_no_page_speaks_of_the_trade(pages: Iterator[tuple[str, Page]]) -> None:
    told = {path: NOT_PLAIN.findall(read_aloud(page)) for path, page in pages}
    assert len(told) > 60
    assert {path: words for path, words in told.items() if words} == {}


@kept_record
def meeting(session: Session) -> Meeting:
    """A published AGM."""
    make_organisation(session)
    make_region(session)
    found = publish(session, facts_of(elected("Chair", "Ann Bell"))).announcement.meeting
    assert found is not None
    return found


def test_each_step_has_help_of_one_screen_and_a_contact(meeting: Meeting, sign_in: SignIn) -> None:
    officer = sign_in("regional_officer", meeting.unit)
    told = set()
    for step in STEPS:
        [words] = officer.get_page(f"/desk/meetings/{meeting.id}/{step}").texts("details", id="help")
        told.add(words)
        assert len(words.split()) <= 90, "one screen of a phone"
        assert "P. Quill, 1 Ink Lane" in words
    assert len(told) == len(STEPS)


def test_what_is_public_is_sent_on_and_what_comes_next_is_told(meeting: Meeting, sign_in: SignIn) -> None:
    officer = sign_in("regional_officer", meeting.unit)
    page = officer.get_page(f"/desk/meetings/{meeting.id}/publish")
    link = "http://127.0.0.1:8000/severn-vale/agm-2024"
    assert page.links["Share"] == link
    assert page.links["Plain text"] == f"{link}.txt"
    assert "severn-vale%2Fagm-2024" in page.links["E-mail"] or "severn-vale/agm-2024" in page.links["E-mail"]
    assert page.links["WhatsApp"].startswith("https://wa.me/?text=Severn%20Vale")
    assert page.links["Officers"] == f"/desk/severn-vale/officers?meeting={meeting.id}"
    assert page.links["What is next"] == "/desk"
    back = officer.submit(page, {"why": "Not held."}, button="Take it back")
    assert "WhatsApp" not in officer.page(back).links


def test_what_is_not_public_is_not_sent_on(session: Session, meeting: Meeting, sign_in: SignIn) -> None:
    draft = record(session, facts_of(elected("Chair", "Bo Rope"), held_on="2025-04-20"))
    page = sign_in("regional_officer", meeting.unit).get_page(f"/desk/meetings/{draft.id}/publish")
    assert "WhatsApp" not in page.links


@pytest.mark.parametrize(
    "path", ["/", "/severn-vale", "/severn-vale/agm-2024", "/regions", "/search", "/data", "/nowhere"]
)
def test_each_public_page_leads_to_the_desk_alike_for_all(
    meeting: Meeting, client: StrictClient, sign_in: SignIn, path: str
) -> None:
    officer = sign_in("regional_officer", meeting.unit)
    page, theirs = (one.page(one.get(path, headers=AS_A_BROWSER)) for one in (client, officer))
    assert page.links["Desk (sign in)"] == "/desk"
    assert page.text == theirs.text
    assert officer.get("/desk").status_code == 200
    assert client.get("/desk").location.startswith("/account/sign-in")

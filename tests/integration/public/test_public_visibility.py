"""Drafts are invisible; public pages set no cookie, may be kept by anybody, and follow every change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from agm.wording.document import AnnouncementKind
from tests.support.client import StrictClient
from tests.support.public_data import MORNING, PublicData, new_region_with_agm
from tests.support.statements import Statements

Counting = Callable[[], AbstractContextManager[Statements]]
PAGES = (
    "/",
    "/regions",
    "/search?q=jane",
    "/north-west",
    "/north-west/agm-2017",
    "/north-west/agm-2017.txt",
    "/national",
    "/data",
    "/data/popolo.json",
    "/data/memberships.csv",
    "/news.atom",
    "/north-west/news.atom",
    "/meetings.ics",
    "/privacy",
    "/accessibility",
    "/robots.txt",
    "/sitemap.xml",
    "/house.css",
    "/favicon.ico",
)


def test_no_public_page_sets_a_cookie(session: Session, client: StrictClient) -> None:
    new_region_with_agm(session)
    for path in PAGES:
        for _again in range(2):
            response = client.get(path)
            assert response.status_code == 200, path
            assert "Set-Cookie" not in response.headers, path
            assert "Cookie" not in response.headers.get("Vary", ""), path
            assert response.headers["Cache-Control"].startswith("public, "), path
            assert response.headers["X-Content-Type-Options"] == "nosniff", path
            response.close()


def test_a_draft_is_nowhere(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    unit = data.unit()
    meeting = data.meeting(unit, "2017-04-30", venue="Hidden Hall")
    data.draft(meeting)
    data.draft(meeting, AnnouncementKind.MESSAGES_OF_SUPPORT)
    data.statement(unit, "Hidden words", "Hidden words.", slug="hidden-words", at=None)
    for path in (
        "/north-west/agm-2017",
        "/north-west/agm-2017.txt",
        "/north-west/agm-2017.ics",
        "/north-west/agm-2017/messages",
        "/north-west/agm-2017/versions/1",
        "/north-west/statements/hidden-words",
        "/north-west/statements/hidden-words.md",
    ):
        assert client.get(path).status_code == 404, path
    for path in PAGES[:4] + PAGES[6:12]:
        answer = client.get(path).text
        assert "agm-2017" not in answer, path
        assert "Hidden" not in answer, path
        assert "hidden-words" not in answer, path


def test_a_meeting_announced_beforehand_shows_when_and_where_only(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    meeting = data.meeting(data.unit(), "2031-04-30", is_announced=True, venue="Trades Hall", starts_at=dt.time(14))
    meeting.attendance_words = "packed out"
    meeting.online_link = "https://example.org/secret-room"
    data.draft(meeting)
    page = client.get_page("/north-west/agm-2031")
    assert page.texts("p", class_="day") == ["Wednesday 30 April 2031"]
    assert "At 14:00." in page.text
    assert "Trades Hall" in page.text
    assert "packed out" not in page.text
    assert "secret-room" not in client.get("/north-west/agm-2031").text


def test_what_there_is_not_is_a_page_that_helps(session: Session, client: StrictClient) -> None:
    new_region_with_agm(session)
    for path in (
        "/atlantis",
        "/north-west/none",
        "/north-west/a/b/c",
        "/north-west/agm-2017/versions/0",
        "/north-west/agm-2017.pdf",
        "/north-west/statements",
        "/north-west/agm-2017/messages",
        "/%00",
        "/north-west%2Fagm",
        "/ünknown/ﬁ",
    ):
        response = client.get(path, headers={"Accept": "text/html"})
        assert response.status_code == 404, path
        page = client.page(response)
        assert page.heading == "There is no such page", path
        assert page.links["To the news"] == "/", path


def test_pages_that_were_kept_follow_every_change_at_once(session: Session, client: StrictClient) -> None:
    data, unit, meeting, announcement = new_region_with_agm(session)
    assert "Cllr Jane Black" in client.get("/north-west/agm-2017").text
    etag = client.get("/north-west").headers["ETag"]
    assert client.get("/north-west", headers={"If-None-Match": etag}).status_code == 304
    data.corrected(announcement, meeting, "Jane Blackwell", MORNING + dt.timedelta(days=1), "Her name.")
    unit.description = "Members by the sea."
    assert "Cllr Jane Blackwell" in client.get("/north-west/agm-2017").text
    again = client.get("/north-west", headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert "Members by the sea." in again.text


def test_a_kept_page_is_sent_without_asking_for_its_rows(
    session: Session, client: StrictClient, count_statements: Counting
) -> None:
    new_region_with_agm(session)
    first = client.get("/north-west/agm-2017")
    with count_statements() as statements:
        second = client.get("/north-west/agm-2017")
    assert statements.count == 0, statements
    assert second.data == first.data
    assert second.headers["ETag"] == first.headers["ETag"]
    assert "nonce-" not in second.headers["Content-Security-Policy"]


def test_what_somebody_searched_for_is_not_kept(
    session: Session, client: StrictClient, count_statements: Counting
) -> None:
    PublicData(session)
    client.get("/search?q=secret")
    with count_statements() as statements:
        client.get("/search?q=secret")
    assert statements.count == 2, statements  # one for what the word may mean


def test_pages_are_compressed_where_the_reader_can(session: Session, app: Flask) -> None:
    new_region_with_agm(session)
    session.commit()
    plain = FlaskClient(app)  # the strict one reads HTML, and this is squeezed
    for path in ("/north-west", "/static/style.css"):
        response = plain.get(path, headers={"Accept-Encoding": "gzip"})
        assert response.headers["Content-Encoding"] == "gzip", path
        assert "Accept-Encoding" in response.headers["Vary"], path
        etag = response.headers["ETag"]
        again = plain.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": etag})
        assert again.status_code == 304, path


def test_the_houses_colours_are_a_sheet_of_their_own(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    data.organisation.accent_light = "#12507b"
    data.organisation.accent_dark = "red;}body{display:none"
    page = client.get_page("/")
    href = next(link.get("href", "") for link in page.all("link") if "house.css" in link.get("href", ""))
    sheet = client.get(href)
    assert sheet.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "--accent:#12507b" in sheet.text
    assert "display" not in sheet.text

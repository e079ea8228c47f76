"""Atom feeds and calendars, read back by a program that knows them."""

from __future__ import annotations

import datetime as dt
from typing import Any
from xml.etree import ElementTree as ET

import time_machine
from icalendar import Calendar
from sqlalchemy.orm import Session

from tests.support.client import StrictClient
from tests.support.public_data import MORNING, PublicData, new_region_with_agm

ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}"
TODAY = dt.datetime(2017, 3, 1, 12, tzinfo=dt.UTC)


def feed(client: StrictClient, path: str) -> ET.Element:
    """A feed, parsed."""
    response = client.get(path)
    assert response.status_code == 200
    assert response.content_type == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.data)  # noqa: S314  our own answer


def text(element: ET.Element, name: str) -> str:
    """The text of a child."""
    return element.findtext(f"{ATOM}{name}") or ""


def walk(content: bytes, name: str) -> list[Any]:
    """The parts of that name of a calendar."""
    return list(Calendar.from_ical(content).walk(name))


def test_a_feed_holds_the_announcements_with_their_stored_html(session: Session, client: StrictClient) -> None:
    _data, _region, _meeting, announcement = new_region_with_agm(session)
    for path, title in (("/news.atom", "Weavers’ Union"), ("/north-west/news.atom", "Weavers’ Union: North West")):
        root = feed(client, path)
        assert text(root, "title") == title
        assert text(root, "updated") == "2017-05-02T17:30:00Z"
        (entry,) = root.findall(f"{ATOM}entry")
        assert text(entry, "title") == "North West WU AGM with guest speaker Ada Ray MP"
        assert text(entry, "id") == f"tag:127.0.0.1,2017:announcement/{announcement.id}"
        assert text(entry, "published") == "2017-05-02T17:30:00Z"
        html = next(post.content for post in announcement.revisions[0].renderings if post.format == "html").decode()
        assert text(entry, "content") == html
        links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
        assert links["self"] == f"http://127.0.0.1:8000{path}"


def test_a_feed_tells_of_corrections_and_of_what_was_taken_back(session: Session, client: StrictClient) -> None:
    data, unit, meeting, announcement = new_region_with_agm(session)
    statement = data.statement(unit, "Sorry", "Words.", slug="sorry")
    data.corrected(announcement, meeting, "Jane Blackwell", MORNING + dt.timedelta(days=1), "Her name.")
    (first, second) = feed(client, "/news.atom").findall(f"{ATOM}entry")
    assert [text(first, "title"), text(second, "updated")] == ["Sorry", "2017-05-03T17:30:00Z"]
    assert "Jane Blackwell" in text(second, "content")
    data.retracted(statement, MORNING + dt.timedelta(days=2), "It was wrong.")
    root = feed(client, "/news.atom")
    assert len(root.findall(f"{ATOM}entry")) == 1
    (gone,) = root.findall(f"{TOMBSTONE}deleted-entry")
    assert gone.get("ref") == f"tag:127.0.0.1,2017:announcement/{statement.id}"
    assert gone.get("when") == "2017-05-04T17:30:00Z"
    assert text(root, "updated") == "2017-05-04T17:30:00Z"


def test_a_long_feed_comes_in_pages(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    for number in range(45):
        data.statement(None, f"News {number}", "Words.", slug=f"n{number}", at=MORNING + dt.timedelta(days=number))
    titles, path = [], "/news.atom"
    while path:
        root = feed(client, path)
        titles += [text(entry, "title") for entry in root.findall(f"{ATOM}entry")]
        links = {link.get("rel"): link.get("href") or "" for link in root.findall(f"{ATOM}link")}
        assert links["first"] == "http://127.0.0.1:8000/news.atom"
        path = links.get("next", "").removeprefix("http://127.0.0.1:8000")
    assert titles == [f"News {number}" for number in range(44, -1, -1)]


def test_markup_in_a_title_stays_text(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    data.statement(None, "<b>&amp; ]]> {{ 7 * 7 }}", "Words.", slug="odd")
    (entry,) = feed(client, "/news.atom").findall(f"{ATOM}entry")
    assert text(entry, "title") == "<b>&amp; ]]> {{ 7 * 7 }}"


def test_a_feed_without_news_is_valid(client: StrictClient) -> None:
    assert text(feed(client, "/news.atom"), "updated") == "1970-01-01T00:00:00Z"


def test_coming_meetings_are_in_local_time_with_their_zone(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    unit = data.unit()
    meeting = data.meeting(
        unit, "2017-04-30", is_announced=True, starts_at=dt.time(14, 0), venue="Trades Hall; 1, High St", ordinal=9
    )
    data.meeting(unit, "2017-05-14", slug="whole-day", is_announced=True)
    data.meeting(unit, "2017-06", slug="some-day", is_announced=True)
    data.meeting(unit, "2017-02-01", slug="over", is_announced=True)
    data.meeting(unit, "2017-07-01", slug="not-told")
    with time_machine.travel(TODAY, tick=False):
        response = client.get("/north-west/meetings.ics")
        everything = client.get("/meetings.ics")
    assert response.content_type == "text/calendar; charset=utf-8"
    first, second = walk(response.data, "VEVENT")
    assert first["SUMMARY"] == "9th AGM, Weavers’ Union, North West"
    assert first["LOCATION"] == "Trades Hall; 1, High St"
    assert first["UID"] == f"meeting-{meeting.id}@127.0.0.1"
    assert first["URL"] == "http://127.0.0.1:8000/north-west/agm-2017"
    assert first["DTSTART"].dt == dt.datetime(2017, 4, 30, 14, 0, tzinfo=first["DTSTART"].dt.tzinfo)
    assert first["DTSTART"].params["TZID"] == "Europe/London"
    assert first["DTSTART"].dt.utcoffset() == dt.timedelta(hours=1)
    assert second["DTSTART"].dt == dt.date(2017, 5, 14)
    assert [zone["TZID"] for zone in walk(response.data, "VTIMEZONE")] == ["Europe/London"]
    assert len(walk(everything.data, "VEVENT")) == 2


def test_one_meeting_can_be_added_to_a_calendar(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    unit = data.unit()
    data.meeting(unit, "2031-04-30", is_announced=True)
    data.meeting(unit, "2031-05", slug="some-day", is_announced=True)
    page = client.get_page("/north-west/agm-2031")
    events = walk(client.get(page.links["Add to your calendar"]).data, "VEVENT")
    assert [event["DTSTART"].dt for event in events] == [dt.date(2031, 4, 30)]
    assert "Add to your calendar" not in client.get_page("/north-west/some-day").links
    assert client.get("/north-west/some-day.ics").status_code == 404


def test_a_reported_meeting_is_no_longer_coming(session: Session, client: StrictClient) -> None:
    new_region_with_agm(session)
    with time_machine.travel(TODAY, tick=False):
        assert walk(client.get("/meetings.ics").data, "VEVENT") == []

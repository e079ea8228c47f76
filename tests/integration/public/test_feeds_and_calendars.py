"""Atom feeds and calendars, read back by a program that knows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.facts import MeetingKind
from agm.language.partial_date import PartialDate
from agm.meetings.commands import AmendDetails, CreateMeeting, MeetingDetails
from agm.meetings.models import Election, Section
from agm.meetings.operations import amend_details, create_meeting, remove_meeting
from agm.meetings.operations.sections import section_version
from agm.organisation.models import Organisation
from agm.rules.violations import RefusedError
from agm.workflows.removed_meetings import bring_back
from tests.support.client import StrictClient
from tests.support.public_data import MORNING, PublicData, new_region_with_agm
from tests.support.records import make_organisation, make_region

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


def named(session: Session, name: str) -> str:
    """What an entry is known by, wherever the pages are."""
    return uuid5(UUID(session.get_one(Organisation, 1).identity), name).urn


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
        assert text(entry, "id") == named(session, f"announcement/{announcement.id}")
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
    assert gone.get("ref") == named(session, f"announcement/{statement.id}")
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
    assert first["UID"] == f"meeting-{meeting.id}@{data.organisation.identity}"
    assert first["URL"] == "http://127.0.0.1:8000/north-west/agm-2017"
    assert first["DTSTART"].dt == dt.datetime(2017, 4, 30, 14, 0, tzinfo=first["DTSTART"].dt.tzinfo)
    assert first["DTSTART"].params["TZID"] == "Europe/London"
    assert first["DTSTART"].dt.utcoffset() == dt.timedelta(hours=1)
    assert second["DTSTART"].dt == dt.date(2017, 5, 14)
    assert first["DTEND"].dt - first["DTSTART"].dt == dt.timedelta(hours=2)
    assert second["DTEND"].dt == dt.date(2017, 5, 15)
    assert first["ORGANIZER"] == "http://127.0.0.1:8000/north-west"
    assert first["STATUS"] == "CONFIRMED"
    assert [zone["TZID"] for zone in walk(response.data, "VTIMEZONE")] == ["Europe/London"]
    assert len(walk(everything.data, "VEVENT")) == 2


def test_the_calendar_of_all_looks_two_years_ahead_and_misses_nothing_within(
    session: Session, client: StrictClient
) -> None:
    data = PublicData(session)
    unit = data.unit()
    for number in range(520):
        data.meeting(unit, "2017-04-30", slug=f"soon-{number}", is_announced=True)
    withdrawn = data.meeting(unit, "2019-03-01", slug="last-day", is_announced=True)
    data.meeting(unit, "2019-03-03", slug="later", is_announced=True)
    withdrawn.is_announced_beforehand, withdrawn.announced_for = False, withdrawn.held_on
    with time_machine.travel(TODAY, tick=False):
        all_regions, own = client.get("/meetings.ics").data, client.get("/north-west/meetings.ics").data
    assert len(walk(all_regions, "VEVENT")) == 521
    assert [event["STATUS"] for event in walk(all_regions, "VEVENT")].count("CANCELLED") == 1
    assert len(walk(own, "VEVENT")) == 522


def test_entries_are_written_anew_where_the_time_zone_changes(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    data.meeting(data.unit(), "2031-04-30", is_announced=True, starts_at=dt.time(14))
    for name in ("Europe/London", "Asia/Tokyo"):
        data.organisation.time_zone = name
        written = client.get("/north-west/agm-2031.ics").data
        assert walk(written, "VEVENT")[0]["DTSTART"].params["TZID"] == name
        assert [zone["TZID"] for zone in walk(written, "VTIMEZONE")] == [name]


def test_the_dates_of_an_election_stand_beside_its_meeting(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    unit = data.unit()
    meeting = data.meeting(unit, "2031-04-30", is_announced=True)
    close = dt.datetime(2031, 4, 20, 11, tzinfo=dt.UTC)
    opens, closes = close + dt.timedelta(days=2), close + dt.timedelta(days=10)
    election = Election(meeting_id=meeting.id, version=3, nominations_close_at=close)
    election.voting_opens_at, election.voting_closes_at = opens, closes
    session.add(election)
    own, ends, vote = walk(client.get("/north-west/agm-2031.ics").data, "VEVENT")
    assert ends["SUMMARY"] == f"Nominations close: {own['SUMMARY']}"
    assert ends["UID"] == own["UID"].replace("@", "-nominations-close@")
    assert (ends["DTSTART"].dt, ends["SEQUENCE"]) == (close, own["SEQUENCE"] + 3)
    assert (vote["DTSTART"].dt, vote["DTEND"].dt) == (opens, closes)
    assert "Nominations close on Sunday 20 April 2031 at noon." in client.get_page("/north-west/agm-2031").text
    meeting.is_announced_beforehand = False
    meeting.announced_for = meeting.held_on
    assert len(walk(client.get("/north-west/agm-2031.ics").data, "VEVENT")) == 1


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
        empty = client.get("/meetings.ics").data
    assert walk(empty, "VEVENT") == []
    assert len(walk(empty, "VTIMEZONE")) == 1


def test_a_calendar_hears_of_every_change(session: Session, client: StrictClient) -> None:
    make_organisation(session)
    region = make_region(session)
    told = MeetingDetails(
        held_on=PartialDate(2027, 5, 4), starts_at=dt.time(19), venue="Hall", is_announced_beforehand=True
    )  # fmt: skip
    meeting = create_meeting(Act(session, SYSTEM, TODAY), CreateMeeting(region.id, told))
    path = f"/{region.slug}/{meeting.slug}.ics"

    entries: list[Any] = []

    def keep_entry() -> None:
        session.commit()
        (found,) = walk(client.get(path).data, "VEVENT")
        assert walk(client.get(f"/{region.slug}/meetings.ics").data, "VEVENT")[0] == found
        entries.append(found)

    keep_entry()
    changes = (
        replace(told, venue="Old Hall"),
        replace(told, held_on=PartialDate(2027, 5, 5)),
        replace(told, held_on=PartialDate(2027, 5, 9), is_announced_beforehand=False),
    )
    for version, details in enumerate(changes):
        at = TODAY + dt.timedelta(days=version + 1)
        amend_details(Act(session, SYSTEM, at), AmendDetails(meeting.id, version, details))
        keep_entry()
    remove_meeting(Act(session, SYSTEM, TODAY + dt.timedelta(days=9)), meeting)
    keep_entry()
    bring_back(Act(session, SYSTEM, TODAY + dt.timedelta(days=10)), meeting)
    keep_entry()
    again = replace(told, held_on=PartialDate(2027, 5, 9))
    version = section_version(session, meeting.id, Section.DETAILS)
    amend_details(Act(session, SYSTEM, TODAY + dt.timedelta(days=11)), AmendDetails(meeting.id, version, again))
    keep_entry()
    assert len({str(one["UID"]) for one in entries}) == 1
    for name in ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED"):
        values = [one[name] if name == "SEQUENCE" else one[name].dt for one in entries]
        assert values == sorted(set(values))
    assert [str(one["STATUS"]) for one in entries] == ["CONFIRMED"] * 3 + ["CANCELLED"] * 3 + ["CONFIRMED"]
    assert entries[3]["DTSTART"].dt == dt.date(2027, 5, 5)  # what the public knew, not where it went
    assert "LOCATION" not in entries[3]


def test_entries_are_the_same_wherever_the_pages_are(
    session: Session, client: StrictClient, make_app: Callable[..., Flask]
) -> None:
    data, unit, _meeting, announcement = new_region_with_agm(session)
    data.meeting(unit, "2031-04-30", is_announced=True)
    data.retracted(data.statement(unit, "Sorry", "Words.", slug="sorry"), MORNING, "It was wrong.")
    moved = make_app(base_url="https://elsewhere.example/agm").test_client()
    feeds = [ET.fromstring(one.get("/north-west/news.atom").data) for one in (client, moved)]  # noqa: S314  our own
    here, there = ([element.text for element in root.iter(f"{ATOM}id")] for root in feeds)
    assert here == there
    assert named(session, f"announcement/{announcement.id}") in here
    gone = {entry.get("ref") for root in feeds for entry in root.iter(f"{TOMBSTONE}deleted-entry")}
    assert len(gone) == 1
    bases = [root.get("{http://www.w3.org/XML/1998/namespace}base") for root in feeds]
    assert bases == ["http://127.0.0.1:8000/", "https://elsewhere.example/agm/"]
    events = [walk(one.get("/north-west/meetings.ics").data, "VEVENT")[0] for one in (client, moved)]
    assert events[0]["UID"] == events[1]["UID"]
    assert events[0]["URL"] != events[1]["URL"]


def test_a_calendar_can_be_kept_up_to_date(session: Session, client: StrictClient) -> None:
    new_region_with_agm(session)
    for path in ("/north-west", "/national"):
        address = client.get_page(path).links["kept up to date"]
        assert address == f"webcal://127.0.0.1:8000{path}/meetings.ics"
        assert client.get(address.removeprefix("webcal://127.0.0.1:8000")).status_code == 200


def test_a_meeting_that_nobody_was_told_of_is_no_entry(session: Session, client: StrictClient) -> None:
    make_organisation(session)
    region = make_region(session)
    details = MeetingDetails(kind=MeetingKind.AGM, held_on=PartialDate(2027, 5, 4))
    meeting = create_meeting(Act(session, SYSTEM, TODAY), CreateMeeting(region.id, details))
    session.commit()
    assert client.get(f"/{region.slug}/{meeting.slug}.ics").status_code == 404


def test_a_time_that_the_clocks_skip_is_refused(session: Session) -> None:
    make_organisation(session)
    region = make_region(session)
    details = MeetingDetails(kind=MeetingKind.AGM, held_on=PartialDate(2027, 3, 28), starts_at=dt.time(1, 30))
    act = Act(session, SYSTEM, TODAY)
    with pytest.raises(RefusedError) as refused:
        create_meeting(act, CreateMeeting(region.id, details))
    assert [violation.field for violation in refused.value.violations] == ["starts_at"]
    create_meeting(act, CreateMeeting(region.id, replace(details, starts_at=dt.time(2, 0))))


def test_a_noncharacter_leaves_the_feed_well_formed(session: Session, client: StrictClient) -> None:
    PublicData(session).statement(None, "A\uffff", "B\ufffe\x02", slug="odd")
    (entry,) = feed(client, "/news.atom").findall(f"{ATOM}entry")
    assert text(entry, "title") == "A"

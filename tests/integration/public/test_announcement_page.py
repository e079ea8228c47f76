"""The page of a published announcement, its files, its versions, and what stays when it was taken back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

from agm.announcements.models import StatementAddress
from agm.meetings.models import MeetingAddress
from agm.organisation.models import UnitAddress
from agm.web.public.site import KEPT_BY_A_PROXY
from agm.wording.document import AnnouncementKind
from tests.support.client import StrictClient
from tests.support.public_data import IMPRINT, PublicData, new_region_with_agm
from tests.support.statements import Statements

Counting = Callable[[], AbstractContextManager[Statements]]
LATER = dt.datetime(2017, 5, 3, 9, 14, tzinfo=dt.UTC)
PATH = "/north-west/agm-2017"


def test_the_page_shows_the_stored_article_with_its_colophon(session: Session, client: StrictClient) -> None:
    new_region_with_agm(session)
    page = client.get_page(PATH)
    assert page.heading == "North West WU AGM with guest speaker Ada Ray MP"
    assert page.title == "North West WU AGM with guest speaker Ada Ray MP – Weavers’ Union"
    assert page.texts("dd") == ["Cllr Jane Black", "vacant"]
    assert "Published 2 May 2017, 18:30" in page.text
    assert page.text.count(IMPRINT) == 1
    assert page.links["North West"] == "/north-west"
    assert page.all("link", rel="canonical")[0].get("href") == "http://127.0.0.1:8000" + PATH
    assert "Ada spoke of <looms> & wages." in page.text


def test_the_meeting_is_an_event_for_machines(session: Session, client: StrictClient) -> None:
    new_region_with_agm(session)
    script = client.get_page(PATH).all("script", type="application/ld+json")[0]
    assert json.loads(script.text or "")[0] == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "North West WU AGM with guest speaker Ada Ray MP",
        "url": "http://127.0.0.1:8000" + PATH,
        "startDate": "2017-04-30T14:00:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "organizer": {"@type": "Organization", "name": "Weavers’ Union, North West"},
        "location": {"@type": "Place", "name": "Trades Hall, Manchester", "address": "Trades Hall, Manchester"},
        "performer": [{"@type": "Person", "name": "Ada Ray MP"}],
    }


def test_the_page_is_answered_anew_only_when_it_changed(session: Session, client: StrictClient) -> None:
    data, _region, meeting, announcement = new_region_with_agm(session)
    first = client.get(PATH)
    etag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    assert changed == "Tue, 02 May 2017 17:30:00 GMT"
    assert first.headers["Cache-Control"] == KEPT_BY_A_PROXY
    assert client.get(PATH, headers={"If-None-Match": etag}).status_code == 304
    assert client.get(PATH, headers={"If-Modified-Since": changed}).status_code == 304
    data.corrected(announcement, meeting, "Jane Blackwell", LATER, "The spelling of the chair’s name.")
    again = client.get(PATH, headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert again.headers["Last-Modified"] == "Wed, 03 May 2017 09:14:00 GMT"


def test_the_files_are_the_stored_bytes(session: Session, client: StrictClient) -> None:
    _data, _region, _meeting, announcement = new_region_with_agm(session)
    stored = {post.format: post for post in announcement.revisions[0].renderings}
    for ending, format_, content_type in (
        ("txt", "text", "text/plain; charset=utf-8"),
        ("md", "markdown", "text/markdown; charset=utf-8"),
        ("html", "html", "text/html; charset=utf-8"),
    ):
        response = client.get(f"{PATH}.{ending}", headers={"Sec-Fetch-Dest": "empty"})
        assert response.data == stored[format_].content
        assert response.content_type == content_type
        assert response.headers["ETag"] == f'"{stored[format_].etag}"'
        assert client.get(f"{PATH}.{ending}", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    assert "attachment" in client.get(f"{PATH}.txt?download").headers["Content-Disposition"]


def test_a_correction_shows_its_note_and_keeps_the_earlier_version(session: Session, client: StrictClient) -> None:
    data, _region, meeting, announcement = new_region_with_agm(session)
    data.corrected(announcement, meeting, "Jane Blackwell", LATER, "The spelling of the chair’s name")
    page = client.get_page(PATH)
    assert "Corrected 3 May 2017, 10:14. The spelling of the chair’s name. Read the earlier version" in page.text
    assert page.texts("dd")[0] == "Cllr Jane Blackwell"
    earlier = client.get_page(page.links["Read the earlier version"])
    assert earlier.texts("dd")[0] == "Cllr Jane Black"
    assert "This was public from 2 May 2017, 18:30 until 3 May 2017, 10:14" in earlier.text
    assert earlier.all("meta", name="robots")[0].get("content") == "noindex"
    assert client.get(f"{PATH}/versions/2").location == PATH
    assert client.get(f"{PATH}/versions/3").status_code == 404


def test_what_was_taken_back_in_an_invented_region_is_marked_too(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    announcement = data.published(data.meeting(data.unit("Nowhere", is_demonstration=True), "2017-04-30"))
    data.retracted(announcement, LATER, "It named the wrong meeting.")
    page = client.get_page("/nowhere/agm-2017", status=410)
    assert "This region, its people and its meetings are made up" in page.text


def test_what_was_taken_back_leaves_a_page_that_says_so(session: Session, client: StrictClient) -> None:
    data, _region, _meeting, announcement = new_region_with_agm(session)
    data.retracted(announcement, LATER, "It named the wrong meeting.")
    page = client.get_page(PATH, status=410)
    assert page.heading == "This announcement was taken back"
    assert "It named the wrong meeting." in page.text
    for path in (f"{PATH}.txt", f"{PATH}/versions/1"):
        response = client.get(path)
        assert response.status_code == 410
        assert "Jane" not in response.text
    for path in ("/", "/north-west", "/sitemap.xml", "/data/events.json"):
        assert "Ada Ray" not in client.get(path).text, path


def test_moved_addresses_redirect_for_good(session: Session, client: StrictClient) -> None:
    data, unit, meeting, _announcement = new_region_with_agm(session)
    statement = data.statement(unit, "Thank you", "Thank you all.", slug="thank-you")
    session.add_all(
        [
            UnitAddress(slug="lancashire", unit_id=unit.id),
            MeetingAddress(meeting_id=meeting.id, slug="agm-spring"),
            StatementAddress(announcement_id=statement.id, slug="thanks"),
        ]
    )
    for old, new in (
        ("/lancashire", "/north-west"),
        ("/lancashire/agm-2017", "/north-west/agm-2017"),
        ("/lancashire/agm-2017.txt", "/north-west/agm-2017.txt"),
        ("/lancashire/news.atom", "/north-west/news.atom"),
        ("/?region=lancashire", "/?region=north-west"),
        ("/north-west/", "/north-west"),
        ("/north-west/agm-2017/", "/north-west/agm-2017"),
        ("/north-west/agm-spring", "/north-west/agm-2017"),
        ("/north-west/agm-spring.md", "/north-west/agm-2017.md"),
        ("/north-west/agm-spring/versions/1", "/north-west/agm-2017/versions/1"),
        ("/north-west/statements/thanks", "/north-west/statements/thank-you"),
    ):
        response = client.get(old)
        assert (response.status_code, response.location) == (301, new)
    assert client.get("/lancashire/agm-spring").location == "/north-west/agm-spring"


def test_messages_of_support_have_a_page_beside_the_report(session: Session, client: StrictClient) -> None:
    data, _region, meeting, _announcement = new_region_with_agm(session)
    data.published(meeting, kind=AnnouncementKind.MESSAGES_OF_SUPPORT, at=LATER)
    messages = client.get_page(client.get_page(PATH).links["Messages of support"])
    assert messages.path == f"{PATH}/messages"
    assert "Good luck to you all." in messages.text
    assert messages.links["Report of the meeting"] == PATH
    assert client.get(f"{PATH}/messages.txt").text.startswith("Message of support for North West WU")


def test_a_statement_shows_its_video_as_a_plain_link(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    data.statement(None, "A tribute", "She *never* tired.", slug="a-tribute", video_url="https://example.org/film")
    page = client.get_page("/national/statements/a-tribute")
    assert page.heading == "A tribute"
    assert page.texts("em") == ["never"]
    assert page.links["Watch the video"] == "https://example.org/film"
    assert client.get("/national/statements/a-tribute.txt").text.startswith("A tribute\n")
    assert page.links["National"] == "/national"


def test_each_page_asks_the_database_as_often(
    session: Session, client: StrictClient, count_statements: Counting
) -> None:
    data, _region, meeting, announcement = new_region_with_agm(session)
    client.get("/house.css")
    with count_statements() as one:
        client.get(PATH)
    for number in range(20):
        data.corrected(announcement, meeting, f"Jane Black {number}", LATER, "Again.")
    with count_statements() as many:
        client.get(PATH)
    assert (one.count, many.count) == (2, 4), many


def test_what_is_downloaded_to_be_read_elsewhere_has_whole_addresses(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    data.statement(
        None, "Thank you", "See [the news](/news), (/x) and [ours](https://ours.example.org).", slug="thanks"
    )
    at = "/national/statements/thanks"
    assert "[the news](<http://127.0.0.1:8000/news>)" in client.get(f"{at}.md").text
    text = client.get(f"{at}.txt").text
    assert "the news (http://127.0.0.1:8000/news), (/x) and ours (https://ours.example.org)" in text

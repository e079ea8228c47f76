"""What a page says of itself where it is shared and where machines read it: one address, a title, a description."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.facts import HeldAs
from agm.language.partial_date import PartialDate
from agm.meetings.commands import CreateMeeting, MeetingDetails
from agm.meetings.operations import create_meeting, remove_meeting
from agm.wording.document import AnnouncementKind
from tests.support.client import StrictClient
from tests.support.html_page import Page
from tests.support.public_data import PublicData, new_region_with_agm

BASE = "http://127.0.0.1:8000"
TODAY = dt.datetime(2017, 6, 1, 12, tzinfo=dt.UTC)
NEEDED = {
    "description", "og:site_name", "og:type", "og:title", "og:description", "og:url", "og:image", "twitter:card",
    "twitter:title", "twitter:description",
}  # fmt: skip


def told(page: Page) -> dict[str, str]:
    """What a page says of itself, by the names of its tags."""
    tags = {tag.get("property") or tag.get("name") or "": tag.get("content") or "" for tag in page.all("meta")}
    links = {link.get("rel") or "": link.get("href") or "" for link in page.all("link")}
    return tags | {"canonical": links.get("canonical", "")}


def kind_of(client: StrictClient, path: str) -> str:
    """What a file is sent as."""
    with client.get(path, buffered=True) as answer:
        return answer.content_type


def data_of(page: Page) -> dict[str, dict[str, Any]]:
    """What machines read of a page, by its type."""
    found = [json.loads(script.text or "") for script in page.all("script", type="application/ld+json")]
    return {data["@type"]: data for one in found for data in (one if isinstance(one, list) else [one])}


def test_every_page_that_is_shared_says_what_it_is_at_its_one_address(session: Session, client: StrictClient) -> None:
    data, unit, meeting, _report = new_region_with_agm(session)
    data.published(meeting, kind=AnnouncementKind.MESSAGES_OF_SUPPORT)
    data.statement(unit, 'On "looms" & wages', "We weave <fast>.", slug="looms")
    data.meeting(unit, "2031-06-15", is_announced=True)
    pages = (
        "/", "/?region=north-west", "/regions", "/north-west", "/national", "/north-west/agm-2017",
        "/north-west/agm-2017/messages", "/north-west/agm-2031", "/north-west/statements/looms", "/data", "/privacy",
        "/accessibility",
    )  # fmt: skip
    titles = {}
    for path in pages:
        found = told(client.get_page(f"{path}{'&' if '?' in path else '?'}from=a-chat"))
        assert {name for name in NEEDED if not found.get(name)} == set(), path
        assert found["canonical"] == found["og:url"] == BASE + path
        assert found["og:image"].startswith(f"{BASE}/static/")
        assert kind_of(client, found["og:image"].removeprefix(BASE)) == "image/png"
        titles[path] = found["og:title"]
    assert titles["/"] == "Weavers’ Union"
    assert titles["/north-west/statements/looms"] == 'On "looms" & wages'
    assert len(set(titles.values())) == len(pages)
    data.organisation.about = 'We weave "cloth" & <more>.'
    assert told(client.get_page("/"))["description"] == 'We weave "cloth" & <more>.'


def test_pages_that_are_not_to_be_shared_have_no_description(session: Session, client: StrictClient) -> None:
    _data, _unit, _meeting, announcement = new_region_with_agm(session)
    assert announcement.id
    for path in ("/search", "/search?q=ada", "/account/sign-in"):
        assert "og:title" not in told(client.get_page(path)), path


def test_later_pages_of_the_news_have_addresses_of_their_own(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    for number in range(12):
        data.statement(None, f"News {number}", "Words.", slug=f"n{number}")
    assert told(client.get_page("/?page=1"))["canonical"] == f"{BASE}/"
    assert told(client.get_page("/?page=2"))["canonical"] == f"{BASE}/?page=2"


@pytest.mark.parametrize(
    ("held_as", "venue", "kinds"),
    [
        (None, None, []),
        (HeldAs.IN_PERSON, "Carr Lane", ["Place"]),
        (HeldAs.ONLINE, None, ["VirtualLocation"]),
        (HeldAs.HYBRID, "Carr Lane", ["Place", "VirtualLocation"]),
        (HeldAs.HYBRID, None, ["VirtualLocation"]),
    ],
)
def test_machines_read_where_a_meeting_is(
    session: Session, client: StrictClient, held_as: HeldAs | None, venue: str | None, kinds: list[str]
) -> None:
    data = PublicData(session)
    data.meeting(data.unit(), "2031-06-15", is_announced=True, held_as=held_as, venue=venue)
    event = data_of(client.get_page("/north-west/agm-2031"))["Event"]
    where = event.get("location", [])
    assert [place["@type"] for place in (where if isinstance(where, list) else [where])] == kinds
    assert event["eventStatus"] == "https://schema.org/EventScheduled"


def test_a_public_text_is_a_news_article(session: Session, client: StrictClient) -> None:
    data, unit, meeting, report = new_region_with_agm(session)
    data.corrected(report, meeting, "Jo Fay", dt.datetime(2017, 5, 3, 9, tzinfo=dt.UTC), "It was Jo.")
    data.statement(unit, "Looms", "We weave.", slug="looms")
    found = data_of(client.get_page("/north-west/agm-2017"))
    assert found["Event"]["startDate"] == "2017-04-30T14:00:00+01:00"
    article = found["NewsArticle"]
    assert (article["datePublished"], article["dateModified"]) == ("2017-05-02T17:30:00Z", "2017-05-03T09:00:00Z")
    assert article["headline"] == "North West WU AGM with guest speaker Ada Ray MP"
    assert article["mainEntityOfPage"] == f"{BASE}/north-west/agm-2017"
    assert article["publisher"]["name"] == "Weavers’ Union"
    assert list(data_of(client.get_page("/north-west/statements/looms"))) == ["NewsArticle"]


@pytest.mark.parametrize("is_removed", [True, False])
def test_a_meeting_that_was_called_off_is_said_to_be(
    session: Session, client: StrictClient, *, is_removed: bool
) -> None:
    data = PublicData(session)
    unit, act = data.unit(), Act(session, SYSTEM, TODAY)
    details = MeetingDetails(held_on=PartialDate(2017, 6, 15), venue="Carr Lane", is_announced_beforehand=True)
    meeting = create_meeting(act, CreateMeeting(unit.id, details))
    if is_removed:
        remove_meeting(act, meeting)
    else:
        meeting.is_announced_beforehand = False
        meeting.held_on = PartialDate(2017, 9, 1)
    with time_machine.travel(TODAY, tick=False):
        page = client.get_page("/north-west/agm-2017")
        home = client.get_page("/")
    assert "The meeting that was announced for Thursday 15 June 2017 was called off." in page.text
    event = data_of(page)["Event"]
    assert (event["eventStatus"], event["startDate"]) == ("https://schema.org/EventCancelled", "2017-06-15")
    assert "Carr Lane" not in page.text
    assert "Coming meetings" not in home.text
    assert told(page)["canonical"] == f"{BASE}/north-west/agm-2017"


def test_a_phone_finds_a_picture_and_a_name_for_the_site(session: Session, client: StrictClient) -> None:
    new_region_with_agm(session)
    links = {link.get("rel"): link.get("href") or "" for link in client.get_page("/").all("link")}
    assert kind_of(client, links["apple-touch-icon"]) == "image/png"
    answer = client.get(links["manifest"])
    manifest = json.loads(answer.data)
    assert (answer.mimetype, manifest["short_name"]) == ("application/manifest+json", "WU")
    assert [kind_of(client, icon["src"]) for icon in manifest["icons"]] == ["image/png"] * 2

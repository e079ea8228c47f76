"""Where things live: public texts, the steps of a meeting's record, the numbered pages of a list."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask import current_app, request, url_for
from werkzeug.exceptions import NotFound

from agm.announcements.models import Announcement
from agm.rules.progress import StepKey
from agm.settings import Settings
from agm.wording.document import AnnouncementKind

LAST_PAGE = 100_000


STEPS = {
    StepKey.DETAILS: "meetings.details",
    StepKey.GUESTS: "meetings.guests",
    StepKey.SAID: "meetings.said",
    StepKey.RESULTS: "results.results",
    StepKey.ANNOUNCEMENT: "announcing.read_announcement",
    StepKey.PUBLISH: "announcing.ask_to_publish",
}


def step_address(meeting_id: int, key: StepKey) -> str:
    """The desk's page for a step of a meeting's record."""
    return url_for(STEPS[key], meeting_id=meeting_id)


def public_address(announcement: Announcement) -> str:
    meeting_slug = announcement.meeting.slug if announcement.meeting else None
    return address_of_text(announcement.kind, announcement.unit.slug, meeting_slug, announcement.slug)


def address_of_text(kind: AnnouncementKind, place_slug: str, meeting_slug: str | None, slug: str) -> str:
    if kind is AnnouncementKind.STATEMENT or meeting_slug is None:
        return url_for("public.statement", region_slug=place_slug, statement_slug=slug)
    endpoint = "public.messages" if kind is AnnouncementKind.MESSAGES_OF_SUPPORT else "public.meeting"
    return url_for(endpoint, region_slug=place_slug, meeting_slug=meeting_slug)


def base_url() -> str:
    """The public address of this installation, without a slash at its end."""
    settings: Settings = current_app.extensions["agm_settings"]
    return settings.base_url


def absolute(path: str) -> str:
    return base_url() + path


@dataclass(frozen=True, slots=True)
class Share:
    """The ways to pass a page on that need no script: its full address, and a letter with it."""

    link: str
    mail: str


def share_of(title: str, path: str) -> Share:
    link = absolute(path)
    return Share(link, f"mailto:?subject={quote(title)}&body={quote(f'{title}: {link}')}")


class NoSuchPageError(NotFound):
    description = "There is no such page of this list. The first page is number 1."


def page_number() -> int:
    """Which page of a list is asked for, counted from 1. Raises NoSuchPageError for what is no such number."""
    typed = request.args.get("page", "1").strip()
    if not (typed.isascii() and typed.isdigit()) or not 1 <= int(typed[:7]) <= LAST_PAGE:
        raise NoSuchPageError
    return int(typed)

"""The addresses of public texts, and the numbers of pages that people may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask import request, url_for
from werkzeug.exceptions import NotFound

from agm.web.public.queries.news import NewsItem
from agm.web.public.site import absolute
from agm.wording.document import AnnouncementKind

LAST_PAGE = 100_000


def address_of_text(kind: AnnouncementKind, place_slug: str, meeting_slug: str | None, slug: str) -> str:
    """The path of a public text."""
    if kind is AnnouncementKind.STATEMENT or meeting_slug is None:
        return url_for("public.statement", region_slug=place_slug, statement_slug=slug)
    endpoint = "public.messages" if kind is AnnouncementKind.MESSAGES_OF_SUPPORT else "public.meeting"
    return url_for(endpoint, region_slug=place_slug, meeting_slug=meeting_slug)


def address_of_item(item: NewsItem) -> str:
    """The path of a text in a list of news."""
    return address_of_text(item.kind, item.place_slug, item.meeting_slug, item.slug)


@dataclass(frozen=True, slots=True)
class Share:
    """The ways to pass a page on that need no script: its full address, and a letter with it."""

    link: str
    mail: str


def share_of(title: str, path: str) -> Share:
    """How to pass on the page at a path."""
    link = absolute(path)
    return Share(link, f"mailto:?subject={quote(title)}&body={quote(f'{title}: {link}')}")


class NoSuchPageError(NotFound):
    """A list was asked for a page that it does not have."""

    description = "There is no such page of this list. The first page is number 1."


def page_number() -> int:
    """Which page of a list is asked for, counted from 1. Raises NoSuchPageError for what is no such number."""
    typed = request.args.get("page", "1").strip()
    if not (typed.isascii() and typed.isdigit()) or not 1 <= int(typed[:7]) <= LAST_PAGE:
        raise NoSuchPageError
    return int(typed)

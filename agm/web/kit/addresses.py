"""Where things live: public texts, the steps of a meeting's record, the numbered pages of a list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from flask import current_app, has_request_context, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.routing import BaseConverter, IntegerConverter, Rule

from agm.announcements.models import Announcement
from agm.rules.progress import StepKey
from agm.settings import Settings
from agm.wording.document import AnnouncementKind

LAST_PAGE = 100_000

T = TypeVar("T")

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


def address_of_text(kind: AnnouncementKind, place_slug: str, meeting_slug: str | None, slug: str) -> str:
    if kind is AnnouncementKind.STATEMENT or meeting_slug is None:
        return path_to("public.statement", region_slug=place_slug, statement_slug=slug)
    endpoint = "public.messages" if kind is AnnouncementKind.MESSAGES_OF_SUPPORT else "public.meeting"
    return path_to(endpoint, region_slug=place_slug, meeting_slug=meeting_slug)


def path_to(endpoint: str, **values: Any) -> str:  # noqa: ANN401  what the rule names
    """The path of a public page, outside a request too."""
    if has_request_context():
        return url_for(endpoint, **values)
    return current_app.url_map.bind("").build(endpoint, values)


def address_of(text: Announcement) -> str:
    return address_of_text(text.kind, text.unit.slug, text.meeting.slug if text.meeting else None, text.slug)


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
    whatsapp: str


def share_of(title: str, path: str) -> Share:
    link = absolute(path)
    told = quote(f"{title}: {link}")
    return Share(link, f"mailto:?subject={quote(title)}&body={told}", f"https://wa.me/?text={told}")


class RecordNumber(IntegerConverter):
    """A number in an address that both databases can look up; others are no such page."""

    regex = "[0-9]{1,9}"


class TextInAddress(BaseConverter):
    """A name in an address, without the character that PostgreSQL cannot be asked for."""

    regex = r"[^/\x00]+"
    part_isolating = True


class AddressRule(Rule):
    """A rule that compiles what writes its addresses when one is first written: for all of them at once it takes most
    of the time in which the application is made, and a command or a worker writes few."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = cache(super()._compile_builder)

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:  # noqa: ANN401  what the rule names
            return compiled(append_unknown)(rule, **values)

        return build


class NoSuchPageError(NotFound):
    description = "There is no such page of this list. The first page is number 1."


def page_number() -> int:
    """Which page of a list is asked for, counted from 1. Raises NoSuchPageError for what is no such number."""
    typed = request.args.get("page", "1").strip()
    if not (typed.isascii() and typed.isdigit()) or not 1 <= int(typed[:7]) <= LAST_PAGE:
        raise NoSuchPageError
    return int(typed)


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T]):
    """One page of a long list, with the paths of the pages before and after it."""

    number: int
    items: Sequence[T]
    first: str
    this: str
    previous: str | None
    following: str | None


def list_page(
    read: Callable[[int, int], Sequence[T]], size: int, endpoint: str, values: dict[str, Any] | None = None
) -> ListPage[T]:
    """The page that is asked for of what `read` gives for a limit and an offset. Raises NoSuchPageError."""
    number = page_number()
    found = read(size + 1, (number - 1) * size)
    if number > 1 and not found:
        raise NoSuchPageError

    def path(page: int) -> str:
        return url_for(endpoint, **(values or {}), page=page if page > 1 else None)

    previous = path(number - 1) if number > 1 else None
    following = path(number + 1) if len(found) > size else None
    return ListPage(number, found[:size], path(1), path(number), previous, following)

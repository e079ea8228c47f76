"""News for feed readers: Atom (RFC 4287), in pages (RFC 5005), with a mark for what was taken back (RFC 6721)."""

import datetime as dt
from uuid import UUID, uuid5

from flask import Response, make_response, render_template, url_for

from agm.language.characters import printable
from agm.organisation.models import Unit
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import absolute, address_of_text, list_page
from agm.web.public.queries.announcements import feed_entries
from agm.web.public.region import found_unit
from agm.web.public.site import blueprint, house, session

ENTRIES_ON_A_PAGE = 20
FIRST_DAY = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When a feed without entries was last changed: RFC 4287 asks for an instant."""


@blueprint.get("/news.atom")
@access(Access.PUBLIC)
def feed() -> Response:
    """The news of all regions; one statement besides the organisation."""
    return feed_of(None)


@blueprint.get("/<region_slug>/news.atom")
@access(Access.PUBLIC)
def region_feed(region_slug: str) -> Response:
    """The news of a region; two statements besides the organisation."""
    return feed_of(found_unit(region_slug))


def feed_of(place: Unit | None) -> Response:
    page = list_page(
        lambda limit, offset: feed_entries(session(), place, limit, offset),
        ENTRIES_ON_A_PAGE,
        "public.region_feed" if place else "public.feed",
        {"region_slug": place.slug} if place else None,
    )
    home = url_for("public.region", region_slug=place.slug) if place else url_for("public.home")
    response = make_response(
        printable(
            render_template(
                "public/feed.xml",
                place=place,
                home=absolute(home),
                identity=identity(f"news/{place.slug if place else 'all'}"),
                updated=max((item.at for item in page.items), default=FIRST_DAY),
                page=page,
                identity_of=lambda item: identity(f"announcement/{item.id}"),
                link_of=lambda item: absolute(address_of_text(item.kind, item.unit_slug, item.meeting_slug, item.slug)),
            )
        )
    )
    response.content_type = "application/atom+xml; charset=utf-8"
    return response


def identity(name: str) -> str:
    """A name for good, made of what is stored: it stays when the pages move to another host."""
    return uuid5(UUID(house().identity), name).urn

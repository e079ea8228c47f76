"""The home page: the latest news in full voice, the meetings to come, then the news, page by page."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy import Row

from agm.organisation.models import Unit
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import address_of_text, list_page, share_of
from agm.web.kit.markup import rendered
from agm.web.public.queries.announcements import document_from, news
from agm.web.public.queries.meetings import unreported_meetings
from agm.web.public.queries.units import moved_unit, open_regions
from agm.web.public.shared import unit_of
from agm.web.public.site import blueprint, session, today
from agm.wording.render.web import cast_html, lead_html

ITEMS_ON_A_PAGE = 10
MOST_REGIONS_IN_A_ROW = 24
OFFICES_SHOWN = 4
MEETINGS_SHOWN = 4


@blueprint.get("/")
@access(Access.PUBLIC)
def home() -> str:
    """The news of all, or of the region asked for. Three statements besides the organisation, four with a filter."""
    chosen = chosen_unit()
    found: list[Row[Any]] = []

    def read(limit: int, offset: int) -> Sequence[Row[Any]]:
        found[:] = news(session(), chosen, limit, offset)
        return found

    page = list_page(
        read,
        ITEMS_ON_A_PAGE,
        "public.home",
        {"region": chosen.slug if chosen else None},
    )
    items = list(page.items)
    last = max(found, key=attrgetter("first_published_at")) if page.number == 1 and found else None
    front = items.pop(0) if items and page.number == 1 else None
    document = document_from(front.document) if front else None
    regions = open_regions(session(), today(), MOST_REGIONS_IN_A_ROW + 1)
    return render_template(
        "public/home.html",
        here="news",
        chosen=chosen,
        front=front,
        lead=rendered(lead_html(document)) if document else "",
        cast=[rendered(entry) for entry in cast_html(document)[:OFFICES_SHOWN]] if document else [],
        items=items,
        published_last=last if last not in page.items else None,
        coming=unreported_meetings(session(), chosen, today(), MEETINGS_SHOWN) if page.number == 1 else (),
        regions=regions[:MOST_REGIONS_IN_A_ROW],
        has_more_regions=len(regions) > MOST_REGIONS_IN_A_ROW,
        page=page,
        address_of=address_of,
        share_of=share_of,
    )


def address_of(text: Row[Any]) -> str:
    return address_of_text(text.kind, text.unit_slug, text.meeting_slug, text.slug)


def chosen_unit() -> Unit | None:
    """The unit whose news alone is asked for. A moved one redirects to its present name."""
    slug = request.args.get("region", "").replace("\x00", "")
    if not slug:
        return None
    found = unit_of(slug)
    if found is None:
        moved = moved_unit(session(), slug)
        abort(redirect(url_for("public.home", region=moved), 301) if moved else 404)
    return found

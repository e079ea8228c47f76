"""The pages about this site itself, and what search engines ask for."""

from collections.abc import Iterator
from itertools import islice

from flask import Response, make_response, render_template, stream_with_context, url_for
from markupsafe import escape
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.organisation.models import Unit
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import absolute, address_of_text, base_url
from agm.web.kit.extensions import db
from agm.web.public.queries.announcements import all_texts
from agm.web.public.site import ONE_DAY, REVALIDATE, blueprint

MOST_ADDRESSES = 50_000
"""How many addresses one sitemap may hold (sitemaps.org)."""
NOT_FOR_ROBOTS = ("/desk", "/account", "/search")


@blueprint.get("/privacy")
@access(Access.PUBLIC)
def privacy() -> str:
    return render_template("public/privacy.html")


@blueprint.get("/accessibility")
@access(Access.PUBLIC)
def accessibility() -> str:
    return render_template("public/accessibility.html")


@blueprint.get("/robots.txt")
@access(Access.PUBLIC)
def robots() -> Response:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), f"Sitemap: {base_url()}/sitemap.xml"]
    response = make_response("\n".join(lines) + "\n")
    response.mimetype = "text/plain"
    response.headers["Cache-Control"] = ONE_DAY
    return response


@blueprint.get("/sitemap.xml")
@access(Access.PUBLIC)
def sitemap() -> Response:
    response = Response(stream_with_context(sitemap_lines()), content_type="application/xml; charset=utf-8")
    response.headers["Cache-Control"] = REVALIDATE
    return response


def sitemap_lines() -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for address, changed in islice(addresses(), MOST_ADDRESSES):
        stamp = f"<lastmod>{changed}</lastmod>" if changed else ""
        yield f"<url><loc>{escape(absolute(address))}</loc>{stamp}</url>\n"
    yield "</urlset>\n"


def addresses() -> Iterator[tuple[str, str | None]]:
    """The path of every public page, and the day when it last changed, where that is known."""
    for endpoint in ("home", "regions", "data", "privacy", "accessibility"):
        yield url_for(f"public.{endpoint}"), None
    with Session(db.engine) as session:
        for slug in session.scalars(select(Unit.slug).order_by(Unit.id)):
            yield url_for("public.region", region_slug=slug), None
        for kind, unit_slug, meeting_slug, slug, changed_at in all_texts(session):
            yield address_of_text(kind, unit_slug, meeting_slug, slug), f"{changed_at:%Y-%m-%d}"

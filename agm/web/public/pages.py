"""The pages about this site itself, and what search engines ask for."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from flask import Response, abort, current_app, make_response, render_template, request, url_for
from markupsafe import escape
from sqlalchemy.orm import Session

from agm.rules.retention_times import AFTER_RULES, DECLINED_KEPT, REMOVED_KEPT
from agm.settings import Settings
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import NoSuchPageError, absolute, address_of_text, base_url, page_number
from agm.web.kit.extensions import db
from agm.web.public.long_answers import long_answer
from agm.web.public.queries.announcements import all_texts
from agm.web.public.queries.meetings import units_with_meetings
from agm.web.public.site import ONE_DAY, blueprint, local_date, today

MOST_ADDRESSES = 50_000
"""How many addresses one sitemap may hold (sitemaps.org)."""
NOT_FOR_ROBOTS = ("/desk", "/account", "/search", "/m/", "/vote$", "/vote/", "/reactions/")


@blueprint.get("/privacy")
@access(Access.PUBLIC)
def privacy() -> str:
    return render_template(
        "public/privacy.html",
        after_rules=AFTER_RULES.days,
        declined_kept=DECLINED_KEPT.days,
        removed_kept=REMOVED_KEPT.days,
    )


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


@blueprint.get("/.well-known/security.txt")
@access(Access.PUBLIC)
def security_txt() -> Response:
    """Whom to tell of a weakness (RFC 9116), as far as whoever runs the installation says so; 404 otherwise."""
    settings: Settings = current_app.extensions["agm_settings"]
    if settings.security_contact is None:
        abort(404)
    lines = [
        f"Contact: {settings.security_contact}",
        f"Expires: {settings.security_expires}T00:00:00Z",
        "Preferred-Languages: en",
        f"Canonical: {base_url()}{url_for('public.security_txt')}",
    ]
    response = make_response("\n".join(lines) + "\n")
    response.mimetype = "text/plain"
    response.headers["Cache-Control"] = ONE_DAY
    return response


@blueprint.get("/sitemap.xml")
@access(Access.PUBLIC)
def sitemap() -> Response:
    """Every public address; of more than one file may hold an index of the files, each a page of this one."""
    found = list(addresses(today()))
    pages = -(-len(found) // MOST_ADDRESSES)
    if pages > 1 and "page" not in request.args:
        lines = listed("sitemapindex", "sitemap", ((url_for(".sitemap", page=n + 1), None) for n in range(pages)))
    else:
        number = page_number()
        if number > pages:
            raise NoSuchPageError
        lines = listed("urlset", "url", found[(number - 1) * MOST_ADDRESSES : number * MOST_ADDRESSES])
    return long_answer(lines, "application/xml; charset=utf-8")


def listed(kind: str, entry: str, found: Iterable[tuple[str, str | None]]) -> Iterator[str]:
    """A file of sitemaps.org's: paths, each with the day when what is there last changed."""
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for address, changed in found:
        stamp = f"<lastmod>{changed}</lastmod>" if changed else ""
        yield f"<{entry}><loc>{escape(absolute(address))}</loc>{stamp}</{entry}>\n"
    yield f"</{kind}>\n"


def addresses(day: dt.date) -> Iterator[tuple[str, str | None]]:
    """The path of every public page, and the day when it last changed, where that is known; two statements."""
    for endpoint in ("home", "regions", "data", "privacy", "accessibility"):
        yield url_for(f"public.{endpoint}"), None
    with Session(db.engine) as session:
        for unit_slug, meetings in groupby(units_with_meetings(session, day), key=itemgetter(0)):
            yield url_for("public.region", region_slug=unit_slug), None
            for _, slug in meetings:
                if slug is not None:
                    yield url_for("public.meeting", region_slug=unit_slug, meeting_slug=slug), None
        for kind, unit_slug, meeting_slug, slug, changed_at in all_texts(session):
            yield address_of_text(kind, unit_slug, meeting_slug, slug), f"{local_date(changed_at)}"

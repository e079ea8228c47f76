"""Every region on one page, with its main officers, below the national officers."""

from __future__ import annotations

from flask import render_template, url_for

from agm.web.kit.access import Access, access
from agm.web.kit.addresses import NoSuchPageError, page_number
from agm.web.public.queries.national import MAIN_OFFICES, national_page
from agm.web.public.site import blueprint, session, today

REGIONS_ON_A_PAGE = 50
OFFICE_WORDS = {"chair": "Chair", "secretary": "Secretary", "treasurer": "Treasurer"}


@blueprint.get("/regions")
@access(Access.PUBLIC)
def regions() -> str:
    """The national page; five statements besides the organisation."""
    page = page_number()
    found = national_page(session(), today(), REGIONS_ON_A_PAGE, (page - 1) * REGIONS_ON_A_PAGE)
    if page > 1 and not found.regions:
        raise NoSuchPageError
    return render_template(
        "public/regions.html",
        here="regions",
        page=page,
        officers_now=found.officers,
        lines=found.regions,
        main_offices=[(key, OFFICE_WORDS[key]) for key in MAIN_OFFICES],
        following=url_for("public.regions", page=page + 1) if found.has_more else None,
        previous=url_for("public.regions", page=page - 1 if page > 2 else None) if page > 1 else None,
        today=today(),
    )

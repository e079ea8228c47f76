"""Every region on one page, with its main officers, below the national officers."""

from flask import render_template

from agm.organisation.models import NATIONAL_ID
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import list_page
from agm.web.public.queries.national import region_lines
from agm.web.public.queries.officers import main_officers
from agm.web.public.queries.units import open_regions
from agm.web.public.site import blueprint, session, today

REGIONS_ON_A_PAGE = 50
MAIN_OFFICES = {"chair": "Chair", "secretary": "Secretary", "treasurer": "Treasurer"}


@blueprint.get("/regions")
@access(Access.PUBLIC)
def regions() -> str:
    """The national page; five statements besides the organisation, whatever the number of regions."""
    page = list_page(
        lambda limit, offset: open_regions(session(), today(), limit, offset), REGIONS_ON_A_PAGE, "public.regions"
    )
    unit_ids = [NATIONAL_ID, *(unit.id for unit in page.items)]
    offices = main_officers(session(), unit_ids, MAIN_OFFICES)
    return render_template(
        "public/regions.html",
        here="regions",
        page=page,
        officers_now=[office for office in offices.get(NATIONAL_ID, []) if office.current],
        lines=region_lines(session(), page.items, offices, today()),
        main_offices=MAIN_OFFICES.items(),
        today=today(),
    )

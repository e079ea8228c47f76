"""A region's page: who is in office, the next meeting, the years, past meetings. `/national` is that of the whole."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NoReturn

from flask import abort, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy import Row

from agm.facts import MeetingKind
from agm.language.partial_date import PartialDate
from agm.organisation.models import Unit
from agm.rules.missing_results import is_over, is_to_come
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import absolute
from agm.web.kit.markup import rendered
from agm.web.public.officers_through_the_years import years_of
from agm.web.public.queries.announcements import past_meetings
from agm.web.public.queries.meetings import unreported_meetings
from agm.web.public.queries.officers import OfficeHistory, histories
from agm.web.public.queries.units import moved_unit
from agm.web.public.shared import unit_of
from agm.web.public.site import blueprint, contact_of, house, session, today, unit_title
from agm.web.public.structured_data import organization_data

MEETINGS_AT_FIRST = 4
MOST_COMING = 5


def found_unit(slug: str) -> Unit:
    """The unit that an address names. A moved one redirects to its present address (301), any other is 404."""
    found = unit_of(slug)
    if found is None:
        moved = moved_unit(session(), slug)
        if moved is None:
            abort(404)
        send_on(region_slug=moved)
    return found


def send_on(**changed: str) -> NoReturn:
    """Redirect for good (301) to the address of this request with some of its parts changed."""
    abort(redirect(url_for(request.endpoint or "public.home", **{**(request.view_args or {}), **changed}), 301))


@blueprint.get("/<region_slug>")
@access(Access.PUBLIC)
def region(region_slug: str) -> str:
    """A region's page; four statements besides the organisation, three for the national level."""
    found = found_unit(region_slug)
    offices = histories(session(), found)
    is_closed = found.closed_on is not None and found.closed_on <= today()
    if is_closed and found.closed_on is not None:
        offices = [office.closed(found.closed_on) for office in offices]
    reports = past_meetings(session(), found)
    latest, last_held = latest_agm(reports)
    meetings = [item for item in reports if item.stands]
    called = unreported_meetings(session(), found, today(), MOST_COMING, with_past=True)
    agms = {item.held_on.year: item.held_on for item in meetings if item.held_on and item.kind is MeetingKind.AGM}
    return render_template(
        "public/region.html",
        here="regions",
        here_is="true",
        place=found,
        imprint=found.imprint,
        contact=contact_of(found),
        offices=[office for office in offices if not office.is_abolished],
        has_officers=any(office.current for office in offices),
        is_closed=is_closed,
        latest=latest,
        last_held=last_held,
        subscription="webcal:" + absolute(url_for("public.region_calendar", region_slug=found.slug)).partition(":")[2],
        coming=[meeting for meeting in called if not is_over(meeting.held_on, today())],
        unreported=[meeting for meeting in called if is_over(meeting.held_on, today())],
        years=years_part(house().name if found.is_national else found.name, tuple(offices), tuple(agms.items())),
        meetings=meetings,
        meetings_at_first=MEETINGS_AT_FIRST,
        has_only_agms=all(item.kind in {MeetingKind.AGM, MeetingKind.INAUGURAL} for item in meetings),
        structured=organization_data(
            unit_title(found),
            absolute(url_for("public.region", region_slug=found.slug)),
            None if found.is_national else house().name,
            offices,
        ),
    )


@lru_cache(maxsize=64)
def years_part(name: str, offices: tuple[OfficeHistory, ...], agms: tuple[tuple[int, PartialDate], ...]) -> Markup:
    """Who held which office through the years: a page is made anew at each change, and its past is mostly the same."""
    years = years_of(offices, dict(agms))
    return rendered(render_template("public/_years.html", name=name, years=years)) if years else Markup()


def latest_agm(
    reports: Iterable[Row[*tuple[Any, ...]]],
) -> tuple[Row[*tuple[Any, ...]] | None, PartialDate | None]:
    """The report of the last AGM and its date, even one that was taken back: its officers may still be in office."""
    for item in reports:
        if item.kind is MeetingKind.AGM and item.held_on and not is_to_come(item.held_on, today()):
            return item, item.held_on
    return None, None

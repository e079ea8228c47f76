"""The screen in the hall: what is now and next, how many are there, whether that is enough; then the result."""

from flask import abort, make_response, render_template, url_for
from werkzeug.wrappers import Response

from agm.facts import OfficeState
from agm.meetings import attendance
from agm.results.queries import declared_outcomes
from agm.web.kit import clock
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import absolute
from agm.web.kit.hall_words import gauge, hall_words
from agm.web.kit.qr import qr_code
from agm.web.public.queries.meetings import meeting_at, open_screen
from agm.web.public.region import found_unit
from agm.web.public.site import blueprint, session


@blueprint.get("/<region_slug>/<meeting_slug>/hall")
@access(Access.PUBLIC)
def hall(region_slug: str, meeting_slug: str) -> Response:
    """404 unless whoever runs the meeting has opened it. A result stands there from its
    declaration on. At most six statements besides the organisation."""
    unit = found_unit(region_slug)
    meeting = meeting_at(session(), unit, meeting_slug)
    shown = None if meeting is None else open_screen(session(), meeting.id)
    if meeting is None or shown is None:
        abort(404)
    screen, declaration = shown
    found = attendance.hall(session(), meeting, clock.now())
    declared = () if declaration is None else declared_outcomes(declaration)
    page = url_for("public.meeting", region_slug=unit.slug, meeting_slug=meeting.slug)
    return make_response(
        render_template(
            "public/hall.html",
            place=unit,
            meeting=meeting,
            screen=screen,
            hall=found,
            outcomes=[one for one in declared if one.state is not OfficeState.UNDECIDED],
            gauge=gauge(found),
            hall_words=hall_words(found),
            at=clock.now(),
            qr=qr_code(absolute(page), "QR code of the meeting’s page") if meeting.is_called else None,
            address=absolute(page).split("://")[-1],
        )
    )

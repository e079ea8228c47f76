"""The screen in the hall: what is now and next, how many are there, whether that is enough. Never who."""

from flask import abort, make_response, render_template, url_for
from werkzeug.wrappers import Response

from agm.meetings import attendance
from agm.meetings.models import HallScreen
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import absolute
from agm.web.kit.clock import now
from agm.web.kit.hall_words import gauge, hall_words
from agm.web.kit.qr import qr_code
from agm.web.public.queries.meetings import meeting_at
from agm.web.public.region import found_unit
from agm.web.public.site import blueprint, session


@blueprint.get("/<region_slug>/<meeting_slug>/hall")
@access(Access.PUBLIC)
def hall(region_slug: str, meeting_slug: str) -> Response:
    """404 unless whoever runs the meeting has opened it. At most six statements besides the organisation."""
    unit = found_unit(region_slug)
    meeting = meeting_at(session(), unit, meeting_slug)
    screen = None if meeting is None else session().get(HallScreen, meeting.id)
    if meeting is None or screen is None or not screen.is_open:
        abort(404)
    found = attendance.hall(session(), meeting, now())
    page = url_for("public.meeting", region_slug=unit.slug, meeting_slug=meeting.slug)
    return make_response(
        render_template(
            "public/hall.html",
            place=unit,
            meeting=meeting,
            screen=screen,
            hall=found,
            gauge=gauge(found),
            hall_words=hall_words(found),
            at=now(),
            qr=qr_code(absolute(page), "QR code of the meeting’s page") if meeting.is_called else None,
            address=absolute(page).split("://")[-1],
        )
    )

"""Coming meetings for calendars (RFC 5545): in local time with its zone, or as a whole day where no time is set."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Response, abort, make_response, url_for
from icalendar import Calendar, Event, vText

from agm.facts import HeldAs
from agm.meetings.models import Meeting
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import absolute, base_url
from agm.web.kit.dates import zone
from agm.web.public.queries.meetings import called_meeting, coming_meetings
from agm.web.public.region import found_unit
from agm.web.public.site import blueprint, house, meeting_name, session, today, unit_title

MOST_MEETINGS = 500


@blueprint.get("/meetings.ics")
@access(Access.PUBLIC)
def calendar() -> Response:
    """The coming meetings of all regions; one statement besides the organisation."""
    return calendar_file(house().name, coming_meetings(session(), None, today(), MOST_MEETINGS), "meetings")


@blueprint.get("/<region_slug>/meetings.ics")
@access(Access.PUBLIC)
def region_calendar(region_slug: str) -> Response:
    """The coming meetings of a region; two statements besides the organisation."""
    unit = found_unit(region_slug)
    found = coming_meetings(session(), unit, today(), MOST_MEETINGS)
    return calendar_file(unit_title(unit), found, f"{unit.slug}-meetings")


@blueprint.get("/<region_slug>/<meeting_slug>.ics")
@access(Access.PUBLIC)
def meeting_calendar(region_slug: str, meeting_slug: str) -> Response:
    """One meeting that is announced beforehand; two statements besides the organisation."""
    unit = found_unit(region_slug)
    found = called_meeting(session(), unit, meeting_slug)
    if found is None or found.held_on is None or found.held_on.full is None:
        abort(404)
    return calendar_file(unit_title(unit), [found], f"{unit.slug}-{found.slug}")


def calendar_file(name: str, meetings: Sequence[Meeting], file_name: str) -> Response:
    """A calendar of meetings whose day is known."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{house().name}//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    for meeting in meetings:
        if meeting.held_on and meeting.held_on.full:
            calendar.add_component(event_of(meeting, meeting.held_on.full))
    calendar.add_missing_timezones()
    response = make_response(calendar.to_ical())
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'inline; filename="{file_name}.ics"'
    return response


def event_of(meeting: Meeting, day: dt.date) -> Event:
    address = absolute(url_for("public.meeting", region_slug=meeting.unit.slug, meeting_slug=meeting.slug))
    event = Event()
    event.add("uid", f"meeting-{meeting.id}@{urlsplit(base_url()).hostname}")
    event.add("dtstamp", meeting.created_at)
    event.add("summary", f"{meeting_name(meeting)}, {unit_title(meeting.unit)}")
    event.add("dtstart", dt.datetime.combine(day, meeting.starts_at, zone()) if meeting.starts_at else day)
    where = meeting.venue or ("Online" if meeting.held_as is HeldAs.ONLINE else None)
    if where:
        event.add("location", where)
    event.add("url", address)
    event["description"] = vText(f"All about this meeting: {address}")
    if not meeting.starts_at:
        event.add("transp", "TRANSPARENT")
    return event

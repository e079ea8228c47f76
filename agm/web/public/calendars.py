"""Coming meetings for calendars (RFC 5545): in local time with its zone, or as a whole day where no time is set."""

import datetime as dt
from collections.abc import Iterator, Sequence

from flask import Response, abort, make_response, url_for
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from agm.facts import HeldAs
from agm.language.characters import printable
from agm.meetings.models import Meeting
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import absolute
from agm.web.kit.dates import zone
from agm.web.public.queries.meetings import entries_of_calendar
from agm.web.public.region import found_unit
from agm.web.public.site import blueprint, house, meeting_name, session, today, unit_title

MOST_MEETINGS = 500
USUAL_LENGTH = dt.timedelta(hours=2)
"""Nobody says beforehand when a meeting ends; calendars take one without an end for a moment."""


@blueprint.get("/meetings.ics")
@access(Access.PUBLIC)
def calendar() -> Response:
    """The coming meetings of all regions; one statement besides the organisation."""
    return calendar_file(house().name, entries_of_calendar(session(), None, today(), MOST_MEETINGS), "meetings")


@blueprint.get("/<region_slug>/meetings.ics")
@access(Access.PUBLIC)
def region_calendar(region_slug: str) -> Response:
    """The coming meetings of a region; two statements besides the organisation."""
    unit = found_unit(region_slug)
    found = entries_of_calendar(session(), unit, today(), MOST_MEETINGS)
    return calendar_file(unit_title(unit), found, f"{unit.slug}-meetings")


@blueprint.get("/<region_slug>/<meeting_slug>.ics")
@access(Access.PUBLIC)
def meeting_calendar(region_slug: str, meeting_slug: str) -> Response:
    """One meeting that is announced beforehand, or was; two statements besides the organisation."""
    unit = found_unit(region_slug)
    found = entries_of_calendar(session(), unit, today(), 1, meeting_slug)
    if not any(meeting.announced_for or (meeting.held_on and meeting.held_on.full) for meeting in found):
        abort(404)
    return calendar_file(unit_title(unit), found, f"{unit.slug}-{meeting_slug}")


def calendar_file(name: str, meetings: Sequence[Meeting], file_name: str) -> Response:
    """A calendar of meetings whose day is known."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{house().name}//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", printable(name))
    calendar.add("x-wr-calname", printable(name))
    for meeting in meetings:
        event = event_of(meeting)
        if event is not None:
            calendar.add_component(event)
            for dates in election_events(meeting):
                calendar.add_component(dates)
    calendar.add_missing_timezones()
    if not calendar.subcomponents:
        calendar.add_component(Timezone.from_tzinfo(zone()))  # RFC 5545, 3.6: at least one component
    response = make_response(calendar.to_ical())
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'inline; filename="{file_name}.ics"'
    return response


def event_of(meeting: Meeting) -> Event | None:
    """The entry of a meeting; one that is cancelled says only what the public knew. None where no day is known."""
    day = meeting.held_on.full if meeting.is_called and meeting.held_on else None
    told = day or (meeting.announced_for.full if meeting.announced_for else None)
    if told is None:
        return None
    event = entry_of(meeting, "", name_of(meeting), 0)
    event.add("status", "CONFIRMED" if day else "CANCELLED")
    if day and meeting.starts_at:
        starts_at = dt.datetime.combine(day, meeting.starts_at, zone())
        event.add("dtstart", starts_at)
        event.add("dtend", (starts_at.astimezone(dt.UTC) + USUAL_LENGTH).astimezone(zone()))
    else:
        event.add("dtstart", told)
        event.add("dtend", told + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    if day:
        describe(event, meeting)
    return event


def election_events(meeting: Meeting) -> Iterator[Event]:
    """The election's dates of a meeting that is still called, as entries of their own beside the meeting's."""
    election = meeting.election
    if election is None or not meeting.is_called:
        return
    entries = {
        "Nominations open": (election.nominations_open_at, None),
        "Nominations close": (election.nominations_close_at, None),
        "Voting": (election.voting_opens_at, election.voting_closes_at),
    }
    for what, (first, last) in entries.items():
        if first is not None:
            event = entry_of(meeting, what.lower().replace(" ", "-"), f"{what}: {name_of(meeting)}", election.version)
            event.add("dtstart", first.astimezone(zone()))
            if last is not None:
                event.add("dtend", last.astimezone(zone()))
            event.add("transp", "TRANSPARENT")
            describe(event, meeting)
            yield event


def entry_of(meeting: Meeting, part: str, summary: str, version: int) -> Event:
    """An entry about a meeting, or about a part of its election, without its time; `version` tells a newer one."""
    details = meeting.sections[0] if meeting.sections else None
    unit, changed = meeting.unit, (details and details.saved_at) or meeting.created_at
    home = url_for("public.region", region_slug=unit.slug) if not unit.is_national else url_for("public.home")
    event = Event()
    event.add("uid", f"meeting-{meeting.id}{f'-{part}' if part else ''}@{house().identity}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", (details.version if details else 0) + version)
    event.add("summary", printable(summary))
    organiser = vCalAddress(absolute(home))
    organiser.params["CN"] = printable(unit_title(unit)).replace('"', "'")
    event["organizer"] = organiser
    return event


def name_of(meeting: Meeting) -> str:
    return f"{meeting_name(meeting)}, {unit_title(meeting.unit)}"


def describe(event: Event, meeting: Meeting) -> None:
    """Where it is, and where all about it is read."""
    address = absolute(url_for("public.meeting", region_slug=meeting.unit.slug, meeting_slug=meeting.slug))
    where = meeting.venue or ("Online" if meeting.held_as is HeldAs.ONLINE else None)
    if where:
        event.add("location", printable(where))
    event.add("url", address)
    event["description"] = vText(f"All about this meeting: {address}")

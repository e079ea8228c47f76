"""Coming meetings for calendars (RFC 5545): in local time with its zone, or as a whole day where no time is set."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Response, abort, make_response, url_for
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from agm.facts import HeldAs
from agm.language.characters import printable
from agm.meetings.models import Meeting
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import absolute
from agm.web.kit.dates import zone
from agm.web.kit.meeting_names import meeting_name
from agm.web.public.queries.meetings import entries_of_calendar
from agm.web.public.region import found_unit
from agm.web.public.site import blueprint, house, session, today, unit_title

MOST_MEETINGS = 5000
HORIZON = dt.timedelta(days=731)
"""How far ahead the calendar of all regions looks; what is later comes into it in time."""
USUAL_LENGTH = dt.timedelta(hours=2)
"""Nobody says beforehand when a meeting ends; calendars take one without an end for a moment."""


class Entry(NamedTuple):
    """All that an entry of a calendar says."""

    uid: str
    changed: dt.datetime
    sequence: int
    """Tells a newer state of the entry."""
    summary: str
    organiser: str
    """The address of who holds the meeting."""
    organiser_name: str
    begins: dt.date
    """A day, or a local time in the `zone`."""
    ends: dt.date | None
    zone: str
    status: str | None = None
    is_free_time: bool = False
    """Whether who has the entry in a calendar can be asked to something else meanwhile."""
    venue: str | None = None
    address: str | None = None


@blueprint.get("/meetings.ics")
@access(Access.PUBLIC)
def calendar() -> Response:
    """The meetings of all regions in the next two years; one statement besides the organisation."""
    found = entries_of_calendar(session(), None, today(), MOST_MEETINGS, until=today() + HORIZON)
    return calendar_file(house().name, found, "meetings")


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
    found = entries_of_calendar(session(), unit, today(), 1, slug=meeting_slug)
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
    begin, end, rest = calendar.to_ical().rpartition(b"END:VCALENDAR")
    entries = b"".join(written(entry) for meeting in meetings for entry in entries_of(meeting))
    response = make_response(begin + written_zone(zone().key) + entries + end + rest)
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'inline; filename="{file_name}.ics"'
    return response


@lru_cache(maxsize=4)
def written_zone(name: str) -> bytes:
    written: bytes = Timezone.from_tzinfo(ZoneInfo(name)).to_ical()
    return written


@lru_cache(maxsize=MOST_MEETINGS)
def written(entry: Entry) -> bytes:
    """An entry as a calendar has it. A calendar is made anew at each public change, and most entries are the same."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed)
    event.add("last-modified", entry.changed)
    event.add("sequence", entry.sequence)
    event.add("summary", printable(entry.summary))
    organiser = vCalAddress(entry.organiser)
    organiser.params["CN"] = printable(entry.organiser_name).replace('"', "'")
    event["organizer"] = organiser
    if entry.status:
        event.add("status", entry.status)
    for name, at in (("dtstart", entry.begins), ("dtend", entry.ends)):
        if at is not None:
            event.add(name, at.replace(tzinfo=ZoneInfo(entry.zone)) if isinstance(at, dt.datetime) else at)
    if entry.is_free_time:
        event.add("transp", "TRANSPARENT")
    if entry.venue:
        event.add("location", printable(entry.venue))
    if entry.address:
        event.add("url", entry.address)
        event["description"] = vText(f"All about this meeting: {entry.address}")
    content: bytes = event.to_ical()
    return content


def entries_of(meeting: Meeting) -> Iterator[Entry]:
    """The entry of a meeting whose day is known, and beside it those of its election's dates while it is called. One
    that is cancelled says only what the public knew."""
    day = meeting.held_on.full if meeting.is_called and meeting.held_on else None
    told = day or (meeting.announced_for.full if meeting.announced_for else None)
    if told is None:
        return
    details = meeting.sections[0] if meeting.sections else None
    unit, changed = meeting.unit, (details and details.saved_at) or meeting.created_at
    home = url_for("public.region", region_slug=unit.slug) if not unit.is_national else url_for("public.home")
    title = unit_title(unit)
    entry = Entry(
        uid=f"meeting-{meeting.id}@{house().identity}",
        changed=changed,
        sequence=details.version if details else 0,
        summary=f"{meeting_name(meeting)}, {title}",
        organiser=absolute(home),
        organiser_name=title,
        begins=told,
        ends=told + dt.timedelta(days=1),
        zone=zone().key,
        status="CONFIRMED" if day else "CANCELLED",
        is_free_time=not (day and meeting.starts_at),
    )
    if day is None:
        yield entry
        return
    entry = entry._replace(
        venue=meeting.venue or ("Online" if meeting.held_as is HeldAs.ONLINE else None),
        address=absolute(url_for("public.meeting", region_slug=unit.slug, meeting_slug=meeting.slug)),
    )
    if meeting.starts_at:
        starts_at = dt.datetime.combine(day, meeting.starts_at, zone())
        entry = entry._replace(begins=local(starts_at), ends=local(starts_at.astimezone(dt.UTC) + USUAL_LENGTH))
    yield entry
    yield from entries_of_election(meeting, entry)


def entries_of_election(meeting: Meeting, beside: Entry) -> Iterator[Entry]:
    election = meeting.election
    if election is None:
        return
    dates = {
        "Nominations open": (election.nominations_open_at, None),
        "Nominations close": (election.nominations_close_at, None),
        "Voting": (election.voting_opens_at, election.voting_closes_at),
    }
    for what, (first, last) in dates.items():
        if first is not None:
            yield beside._replace(
                uid=beside.uid.replace("@", f"-{what.lower().replace(' ', '-')}@", 1),
                sequence=beside.sequence + election.version,
                summary=f"{what}: {beside.summary}",
                begins=local(first),
                ends=local(last) if last else None,
                status=None,
                is_free_time=True,
            )


def local(at: dt.datetime) -> dt.datetime:
    """An instant as the clock of the organisation's zone shows it."""
    return at.astimezone(zone()).replace(tzinfo=None)

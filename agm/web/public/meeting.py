"""The pages of one meeting: when and where, then its report and the messages of support; and of free statements."""

from __future__ import annotations

import datetime as dt

from flask import Response, abort, make_response, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from agm.web.kit.access import Access, access
from agm.web.kit.addresses import absolute
from agm.web.kit.dates import zone
from agm.web.public.announcement import FORMATS, Shown, text_file, text_page, version_page
from agm.web.public.queries.announcements import (
    UpcomingMeeting,
    called_meeting,
    facts_of,
    moved_meeting,
    moved_statement,
    sibling_texts,
    text_of_meeting,
)
from agm.web.public.queries.announcements import (
    statement as find_statement,
)
from agm.web.public.queries.units import Place
from agm.web.public.region import found_place, send_on
from agm.web.public.site import blueprint, house, session, today
from agm.web.public.structured_data import event_data
from agm.wording.document import AnnouncementKind

ENDINGS = f"any({','.join(FORMATS)})"


def found_text(region_slug: str, meeting_slug: str, kind: AnnouncementKind) -> Shown:
    """The public text of a meeting. Aborts with a redirect for a moved meeting, 404 for one that is not public."""
    place = found_place(region_slug)
    text = text_of_meeting(session(), place, meeting_slug, kind)
    if text is None:
        send_to_moved_meeting(place, meeting_slug)
        abort(404)
    return Shown(place, text, meeting_slug)


def send_to_moved_meeting(place: Place, meeting_slug: str) -> None:
    """Redirect to the present address of a meeting that once had this one; do nothing where there is none."""
    moved = moved_meeting(session(), place, meeting_slug)
    if moved is not None and moved != meeting_slug:
        send_on(meeting_slug=moved)


@blueprint.get("/<region_slug>/<meeting_slug>")
@access(Access.PUBLIC)
def meeting(region_slug: str, meeting_slug: str) -> AnyResponse:
    """The report of a meeting; before that, when and where it is. Five statements besides the organisation."""
    place = found_place(region_slug)
    text = text_of_meeting(session(), place, meeting_slug, AnnouncementKind.REPORT)
    if text is None:
        return upcoming_page(place, meeting_slug)
    shown = Shown(place, text, meeting_slug)
    beside = None
    if AnnouncementKind.MESSAGES_OF_SUPPORT in sibling_texts(session(), place, meeting_slug):
        beside = (
            "Messages of support",
            url_for("public.messages", region_slug=place.slug, meeting_slug=meeting_slug),
        )
    return text_page(shown, structured=event_of_report(shown), beside=beside)


def event_of_report(shown: Shown) -> dict[str, object] | None:
    """The reported meeting for machines, from the facts as they were published; None where no date is known."""
    facts = facts_of(session(), shown.text.revision_id)
    if facts is None or facts.held_on is None:
        return None
    return event_data(
        name=shown.text.title,
        address=absolute(shown.path),
        organizer=organizer(shown.place),
        held_on=facts.held_on,
        starts_at=instant(facts.held_on.full, facts.starts_at),
        venue=facts.venue,
        held_as=facts.held_as,
        performers=[guest.person.displayed for guest in facts.guests],
    )


def instant(day: dt.date | None, time: dt.time | None) -> dt.datetime | None:
    return dt.datetime.combine(day, time, zone()) if day and time else None


def organizer(place: Place) -> str:
    return house().name if place.is_national else f"{house().name}, {place.name}"


def upcoming_page(place: Place, meeting_slug: str) -> AnyResponse:
    found = called_meeting(session(), place, meeting_slug)
    if found is None:
        send_to_moved_meeting(place, meeting_slug)
        abort(404)
    has_messages = AnnouncementKind.MESSAGES_OF_SUPPORT in sibling_texts(session(), place, meeting_slug)
    return make_response(
        render_template(
            "public/upcoming_meeting.html",
            here="regions",
            here_is="true",
            place=place,
            imprint=place.imprint,
            meeting=found,
            is_over=found.day is not None and found.day < today(),
            has_messages=has_messages,
            structured=event_of_call(found),
        )
    )


def event_of_call(found: UpcomingMeeting) -> dict[str, object] | None:
    if found.held_on is None:
        return None
    return event_data(
        name=f"{found.name}, {organizer(found.place)}",
        address=absolute(url_for("public.meeting", region_slug=found.place.slug, meeting_slug=found.slug)),
        organizer=organizer(found.place),
        held_on=found.held_on,
        starts_at=instant(found.day, found.starts_at),
        venue=found.venue,
        held_as=found.held_as,
    )


@blueprint.get(f"/<region_slug>/<meeting_slug>.<{ENDINGS}:ending>")
@access(Access.PUBLIC)
def meeting_file(region_slug: str, meeting_slug: str, ending: str) -> Response:
    shown = found_text(region_slug, meeting_slug, AnnouncementKind.REPORT)
    return text_file(shown, ending)


@blueprint.get("/<region_slug>/<meeting_slug>/versions/<int:sequence>")
@access(Access.PUBLIC)
def meeting_version(region_slug: str, meeting_slug: str, sequence: int) -> Response:
    shown = found_text(region_slug, meeting_slug, AnnouncementKind.REPORT)
    return version_page(shown, sequence)


@blueprint.get("/<region_slug>/<meeting_slug>/messages")
@access(Access.PUBLIC)
def messages(region_slug: str, meeting_slug: str) -> Response:
    shown = found_text(region_slug, meeting_slug, AnnouncementKind.MESSAGES_OF_SUPPORT)
    beside = None
    if AnnouncementKind.REPORT in sibling_texts(session(), shown.place, meeting_slug):
        beside = (
            "Report of the meeting",
            url_for("public.meeting", region_slug=shown.place.slug, meeting_slug=meeting_slug),
        )
    return text_page(shown, beside=beside)


@blueprint.get(f"/<region_slug>/<meeting_slug>/messages.<{ENDINGS}:ending>")
@access(Access.PUBLIC)
def messages_file(region_slug: str, meeting_slug: str, ending: str) -> Response:
    shown = found_text(region_slug, meeting_slug, AnnouncementKind.MESSAGES_OF_SUPPORT)
    return text_file(shown, ending)


@blueprint.get("/<region_slug>/<meeting_slug>/messages/versions/<int:sequence>")
@access(Access.PUBLIC)
def messages_version(region_slug: str, meeting_slug: str, sequence: int) -> Response:
    shown = found_text(region_slug, meeting_slug, AnnouncementKind.MESSAGES_OF_SUPPORT)
    return version_page(shown, sequence)


def found_statement(region_slug: str, slug: str) -> Shown:
    """A public statement. Aborts with a redirect for a moved one, 404 for one that is not public."""
    place = found_place(region_slug)
    text = find_statement(session(), place, slug)
    if text is None:
        moved = moved_statement(session(), place, slug)
        if moved is None or moved == slug:
            abort(404)
        send_on(statement_slug=moved)
    return Shown(place, text, None)


@blueprint.get("/<region_slug>/statements/<statement_slug>")
@access(Access.PUBLIC)
def statement(region_slug: str, statement_slug: str) -> Response:
    return text_page(found_statement(region_slug, statement_slug))


@blueprint.get(f"/<region_slug>/statements/<statement_slug>.<{ENDINGS}:ending>")
@access(Access.PUBLIC)
def statement_file(region_slug: str, statement_slug: str, ending: str) -> Response:
    return text_file(found_statement(region_slug, statement_slug), ending)


@blueprint.get("/<region_slug>/statements/<statement_slug>/versions/<int:sequence>")
@access(Access.PUBLIC)
def statement_version(region_slug: str, statement_slug: str, sequence: int) -> Response:
    shown = found_statement(region_slug, statement_slug)
    return version_page(shown, sequence)

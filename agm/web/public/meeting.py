"""The pages of one meeting: when and where, then its report and the messages of support; and of free statements."""

import datetime as dt
from typing import Any, NoReturn

from flask import Response, abort, make_response, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from agm.facts import Moment
from agm.language.characters import without_no_break
from agm.language.en import short_date
from agm.meetings.models import Meeting, Minutes
from agm.nominations.calls import call_of
from agm.nominations.checking import Nominations, nominations_of
from agm.organisation.models import Unit
from agm.organisation.queries import house_style_of, organisation
from agm.rules.missing_results import is_over
from agm.voting.models import OnlineVote
from agm.web.kit import clock
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import absolute
from agm.web.kit.dates import zone
from agm.web.kit.markup import rendered
from agm.web.kit.meeting_names import meeting_name
from agm.web.public.announcement import ENDINGS, address_of, text_file, text_page, version_page
from agm.web.public.candidates import is_decided, is_statement_due
from agm.web.public.queries.announcements import (
    PublicText,
    minutes_of_meeting,
    moved_statement,
    text_of_meeting,
)
from agm.web.public.queries.announcements import statement as find_statement
from agm.web.public.queries.meetings import beside_meeting, called_meeting, entries_of_calendar, moved_meeting
from agm.web.public.region import found_unit, send_on
from agm.web.public.site import blueprint, contact_of, reader, session, today, unit_title
from agm.web.public.structured_data import event_data
from agm.wording.document import AnnouncementKind
from agm.wording.kinds.notices import nominations_window
from agm.wording.render.minutes import minutes_html, minutes_text, title_of

ENDING = f"<any({','.join(ENDINGS)}):ending>"
REPORT = {"kind": AnnouncementKind.REPORT}
RECEIPTS = "Is your paper in the box?"
MESSAGES = {"kind": AnnouncementKind.MESSAGES_OF_SUPPORT}


def found_text(region_slug: str, meeting_slug: str, kind: AnnouncementKind) -> PublicText:
    """The public text of a meeting. Aborts with a redirect for a moved meeting, 404 for one that is not public."""
    unit = found_unit(region_slug)
    return text_of_meeting(reader(), unit, meeting_slug, kind) or send_to_moved_meeting(unit, meeting_slug)


def send_to_moved_meeting(unit: Unit, meeting_slug: str) -> NoReturn:
    """Redirect to the present address of a meeting that once had this one; 404 where there is none."""
    moved = moved_meeting(session(), unit, meeting_slug)
    if moved is None or moved == meeting_slug:
        abort(404)
    send_on(meeting_slug=moved)


@blueprint.get("/<region_slug>/<meeting_slug>")
@access(Access.PUBLIC)
def meeting(region_slug: str, meeting_slug: str) -> AnyResponse:
    """The report of a meeting; before that, when and where it is. At most three statements besides the organisation."""
    unit = found_unit(region_slug)
    text = text_of_meeting(reader(), unit, meeting_slug, AnnouncementKind.REPORT)
    if text is None or is_still_to_come(text):
        return upcoming_page(unit, meeting_slug, text)
    beside = None
    if text.has_other:
        beside = "Messages of support", url_for("public.messages", region_slug=unit.slug, meeting_slug=meeting_slug)
    return text_page(text, beside=beside)


def is_still_to_come(text: PublicText) -> bool:
    """Whether a report was taken back of a meeting that readers were told of beforehand, and that is not over."""
    if not text.is_announced_beforehand or text.meeting_held_on is None:
        return False
    return text.is_retracted and not is_over(text.meeting_held_on, today())


def upcoming_page(unit: Unit, meeting_slug: str, taken_back: PublicText | None = None) -> AnyResponse:
    """When and where a meeting is, or that it was called off; of a report that was `taken_back`, why."""
    found = called_meeting(session(), unit, meeting_slug) or called_off(unit, meeting_slug)
    beside = beside_meeting(session(), found.id)
    is_called_off = not found.is_called
    day, now = found.held_on.full if found.held_on else None, clock.now()
    is_over = day is not None and day < today()
    name, organizer = f"{meeting_name(found)}, {unit_title(unit)}", unit_title(unit)
    place: dict[str, Any] = {"region_slug": unit.slug, "meeting_slug": meeting_slug}
    address = absolute(url_for("public.meeting", **place))
    closed = None if is_called_off or is_over else after_close(found, now)
    return make_response(
        render_template(
            "public/upcoming_meeting.html",
            here="regions",
            here_is="true",
            place=unit,
            imprint=unit.imprint,
            contact=contact_of(unit),
            meeting=found,
            is_called_off=is_called_off,
            nominations=" ".join(filter(None, [window_of(found, now), open_again(closed, now)])),
            links=[] if is_called_off else links_of_election(found, closed, beside.vote, place, now, is_over=is_over),
            is_over=is_over,
            has_messages=beside.has_messages,
            told=beside.told,
            taken_back=taken_back,
            structured=event_data(found, name=name, address=address, organizer=organizer),
        )
    )


def after_close(meeting: Meeting, now: dt.datetime) -> Nominations | None:
    """What was nominated for a meeting, when nominations have closed or it is to be told who stands; None before."""
    election = meeting.election
    if election is None or election.called_off_at is not None:
        return None
    closes = election.nominations_close_at
    is_due = is_statement_due(election, now) or (closes is not None and closes <= now)
    return nominations_of(session(), meeting, now) if is_due else None


def open_again(closed: Nominations | None, now: dt.datetime) -> str:
    """Until when which offices can be nominated for after the close; "" for none."""
    if closed is None:
        return ""
    late = [(one.contest.label, one.late.closes_at) for one in closed.offices if one.late and one.late.closes_at]
    return " ".join(
        f"For {label} they are open again until {closed.call.in_words(until)}." for label, until in late if until > now
    )


def window_of(meeting: Meeting, now: dt.datetime) -> str:
    """From when until when members can be nominated, or that the election is called off; "" where nobody has said."""
    if meeting.election is None:
        return ""
    if meeting.election.called_off_reason:
        return f"The election is called off, and nominations are closed. {meeting.election.called_off_reason}"
    if not meeting.is_called:
        return ""
    dates = (meeting.election.nominations_open_at, meeting.election.nominations_close_at)
    opens, closes = (Moment.of(at.astimezone(zone())) if at else None for at in dates)
    have_opened, are_closed = (at is not None and now >= at for at in dates)
    told = None if are_closed else opens
    style = house_style_of(organisation(session()), meeting.unit)
    return without_no_break(nominations_window(told, closes, style, have_opened=have_opened, are_closed=are_closed))


def links_of_election(
    meeting: Meeting,
    closed: Nominations | None,
    vote: OnlineVote | None,
    place: dict[str, Any],
    now: dt.datetime,
    *,
    is_over: bool,
) -> list[tuple[str, str]]:
    """What a reader can look at, or do, in the election of a meeting, with its vote online: words and address."""
    found = [] if is_over else links_before_the_vote(meeting, closed, place, now)
    if vote is None or vote.opened_at is None:
        return found
    if vote.closed_at is None and vote.voided_at is None:
        found.append(("Vote online", url_for("members.vote")))
    return [*found, (RECEIPTS, url_for("public.vote_receipts", **place))]


def links_before_the_vote(
    meeting: Meeting, closed: Nominations | None, place: dict[str, Any], now: dt.datetime
) -> list[tuple[str, str]]:
    election = meeting.election
    if election is None or election.called_off_at is not None:
        return []
    found = []
    if closed is not None and is_statement_due(election, now) and is_decided(closed):
        found.append(("Who stands", url_for("public.candidates", **place)))
    have_opened = election.nominations_open_at is not None and election.nominations_open_at <= now
    if closed is not None or have_opened:
        call = call_of(session(), meeting) if closed is None else closed.call
        if call.rules.open_form and not call.closed(None, now):
            found.append(("Nominate somebody", url_for("members.nominate_openly", **place)))
    return found


def called_off(unit: Unit, meeting_slug: str) -> Meeting:
    """The meeting that readers were told of and that was withdrawn or removed; else as `send_to_moved_meeting`."""
    if moved_meeting(session(), unit, meeting_slug) is None:
        for meeting in entries_of_calendar(session(), unit, today(), 1, slug=meeting_slug):
            if meeting.announced_for is not None and not meeting.is_called:
                return meeting
    send_to_moved_meeting(unit, meeting_slug)


@blueprint.get("/<region_slug>/<meeting_slug>/messages")
@access(Access.PUBLIC)
def messages(region_slug: str, meeting_slug: str) -> Response:
    text = found_text(region_slug, meeting_slug, AnnouncementKind.MESSAGES_OF_SUPPORT)
    beside = None
    if text.has_other:
        address = url_for("public.meeting", region_slug=text.unit.slug, meeting_slug=meeting_slug)
        beside = "Report of the meeting", address
    return text_page(text, beside=beside)


@blueprint.get("/<region_slug>/<meeting_slug>/minutes")
@access(Access.PUBLIC)
def minutes(region_slug: str, meeting_slug: str) -> Response:
    """The minutes of a meeting whose report stands, where they are public."""
    text, found = found_minutes(region_slug, meeting_slug)
    return make_response(
        render_template(
            "public/minutes.html",
            here="news",
            here_is="true",
            place=text.unit,
            title=title_of(found.text),
            article=rendered(minutes_html(found.text)),
            standing=standing_of(found),
            path=address_of(text),
        )
    )


@blueprint.get("/<region_slug>/<meeting_slug>/minutes.txt")
@access(Access.PUBLIC)
def minutes_file(region_slug: str, meeting_slug: str) -> Response:
    _text, found = found_minutes(region_slug, meeting_slug)
    response = make_response(f"{minutes_text(found.text)}\n{standing_of(found)}\n")
    response.content_type = "text/plain; charset=utf-8"
    return response


def found_minutes(region_slug: str, meeting_slug: str) -> tuple[PublicText, Minutes]:
    text = found_text(region_slug, meeting_slug, AnnouncementKind.REPORT)
    found = None if text.is_retracted else minutes_of_meeting(session(), text.unit, meeting_slug)
    return text, found or abort(404)


def standing_of(minutes: Minutes) -> str:
    if minutes.approved_on is None:
        return "A draft: not approved yet."
    return f"Approved {'on' if minutes.approved_on.full else 'in'} {short_date(minutes.approved_on)}."


@blueprint.get(f"/<region_slug>/<meeting_slug>.{ENDING}", defaults=REPORT)
@blueprint.get(f"/<region_slug>/<meeting_slug>/messages.{ENDING}", defaults=MESSAGES)
@access(Access.PUBLIC)
def meeting_file(region_slug: str, meeting_slug: str, kind: AnnouncementKind, ending: str) -> Response:
    return text_file(found_text(region_slug, meeting_slug, kind), ending)


@blueprint.get("/<region_slug>/<meeting_slug>/versions/<int:sequence>", defaults=REPORT)
@blueprint.get("/<region_slug>/<meeting_slug>/messages/versions/<int:sequence>", defaults=MESSAGES)
@access(Access.PUBLIC)
def meeting_version(region_slug: str, meeting_slug: str, kind: AnnouncementKind, sequence: int) -> AnyResponse:
    return version_page(found_text(region_slug, meeting_slug, kind), sequence)


def found_statement(region_slug: str, slug: str) -> PublicText:
    """A public statement. Aborts with a redirect for a moved one, 404 for one that is not public."""
    unit = found_unit(region_slug)
    text = find_statement(reader(), unit, slug)
    if text is None:
        moved = moved_statement(session(), unit, slug)
        if moved is None or moved == slug:
            abort(404)
        send_on(statement_slug=moved)
    return text


@blueprint.get("/<region_slug>/statements/<statement_slug>")
@access(Access.PUBLIC)
def statement(region_slug: str, statement_slug: str) -> Response:
    return text_page(found_statement(region_slug, statement_slug))


@blueprint.get(f"/<region_slug>/statements/<statement_slug>.{ENDING}")
@access(Access.PUBLIC)
def statement_file(region_slug: str, statement_slug: str, ending: str) -> Response:
    return text_file(found_statement(region_slug, statement_slug), ending)


@blueprint.get("/<region_slug>/statements/<statement_slug>/versions/<int:sequence>")
@access(Access.PUBLIC)
def statement_version(region_slug: str, statement_slug: str, sequence: int) -> AnyResponse:
    return version_page(found_statement(region_slug, statement_slug), sequence)

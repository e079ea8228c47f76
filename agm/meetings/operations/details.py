"""Creating, amending, moving and removing meetings."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.changes import changes
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.facts import Figure, MeetingKind
from agm.language.en import short_date
from agm.language.partial_date import PartialDate
from agm.meetings.commands import AmendDetails, CreateMeeting, MeetingDetails
from agm.meetings.models import Meeting, MeetingAddress, Section, SectionState
from agm.meetings.operations.elections import carry_election
from agm.meetings.operations.sections import save_section, section_version
from agm.meetings.timetable import meeting_at
from agm.organisation.models import Unit
from agm.organisation.queries import organisation, time_zone_name
from agm.people.models import KnownFor
from agm.people.operations import set_known
from agm.rules.violations import refuse

KIND_IN_ADDRESS = {MeetingKind.BY_ELECTION: "by-election", MeetingKind.OTHER: "meeting"}


def create_meeting(act: Act, command: CreateMeeting) -> Meeting:
    """Record a new meeting. Raises RefusedError where its details contradict each other."""
    check_details(command.details)
    check_time(act.session, command.details)
    check_region(act.session, command.unit_id, command.details)
    slug = command.slug or free_slug(act.session, command.unit_id, command.details)
    meeting = Meeting(unit_id=command.unit_id, slug=slug, created_at=act.at)
    set_details(meeting, command.details)
    meeting.sections = [SectionState(section=section, version=0) for section in Section]
    act.session.add(meeting)
    act.session.flush()
    record(act, Action.MEETING_CREATED, f"meeting:{meeting.id}", unit_id=meeting.unit_id)
    return meeting


def amend_details(act: Act, command: AmendDetails) -> Meeting:
    """Change a meeting's details; the address of what is public stays until a correction is published.

    Raises RefusedError, or EditConflict if somebody else saved meanwhile.
    """
    check_details(command.details)
    check_time(act.session, command.details)
    meeting = act.session.get_one(Meeting, command.meeting_id)
    check_region(act.session, meeting.unit_id, command.details)
    save_section(act, meeting.id, Section.DETAILS, command.version)
    zone = ZoneInfo(time_zone_name(act.session))
    before, began_at = details_of(meeting), meeting_at(meeting, zone)
    set_details(meeting, command.details)
    carry_election(act, meeting, began_at)
    if not meeting.is_published:
        follow_with_address(act, meeting, before)
    was, is_now = ({name: getattr(one, name) for name in one.__slots__} for one in (before, command.details))
    told = changes(was, is_now)
    record(act, Action.DETAILS_AMENDED, f"meeting:{meeting.id}", unit_id=meeting.unit_id, **told)
    return meeting


def follow_with_address(act: Act, meeting: Meeting, before: MeetingDetails) -> None:
    """Where kind or year changed, let an address that was made of them follow; the former one goes on leading here."""
    details = details_of(meeting)
    old, new = address_base(before), address_base(details)
    if old != new and re.fullmatch(rf"{re.escape(old)}(-[0-9]{{1,3}})?", meeting.slug):
        move_meeting(act, meeting, free_slug(act.session, meeting.unit_id, details))


def move_meeting(act: Act, meeting: Meeting, slug: str) -> None:
    """Give a meeting another address; the former one goes on leading to it.

    Raises RefusedError if the address belongs, or once belonged, to another meeting of the region.
    """
    if slug == meeting.slug:
        return
    if slug in taken_slugs(act.session, meeting.unit_id, except_id=meeting.id):
        refuse("slug_taken", "slug", "Another meeting has this address. Choose another one.")
    act.session.execute(
        delete(MeetingAddress).where(MeetingAddress.meeting_id == meeting.id, MeetingAddress.slug == slug)
    )
    act.session.add(MeetingAddress(meeting_id=meeting.id, slug=meeting.slug))
    meeting.slug = slug
    record(act, Action.ADDRESS_MOVED, f"meeting:{meeting.id}", unit_id=meeting.unit_id)


def remove_meeting(act: Act, meeting: Meeting) -> None:
    """Remove a draft meeting with all that hangs on it: nobody sees it until it is brought back, or disposed of.

    Its address is free meanwhile. Raises RefusedError where anything of it was published.
    """
    meeting = lock_row(act.session, Meeting, meeting.id)
    if meeting.is_published:
        refuse("published", "", "What was public cannot be removed without a trace.")
    meeting_id, unit_id = meeting.id, meeting.unit_id
    for reason in (KnownFor.CANDIDACY, KnownFor.SPEAKER, KnownFor.MESSAGE, KnownFor.MOTION):
        set_known(act.session, reason, {(unit_id, meeting_id): set()})
    meeting.slug = f"{meeting.slug}~{meeting_id}"
    change_calendar_entry(act, meeting)
    meeting.removed_at, meeting.removed_by = act.at, act.actor.name
    act.session.flush()
    record(act, Action.MEETING_REMOVED, f"meeting:{meeting_id}", unit_id=unit_id)


def withdraw_meeting(act: Act, meeting: Meeting) -> None:
    """Call a meeting off: readers who were told of it are told that it is not held."""
    meeting.is_announced_beforehand = False
    change_calendar_entry(act, meeting)
    told = {"is_announced_beforehand": [True, False]}
    record(act, Action.DETAILS_AMENDED, f"meeting:{meeting.id}", unit_id=meeting.unit_id, **told)


def change_calendar_entry(act: Act, meeting: Meeting) -> None:
    """Take a new version of the details of a meeting that readers were told of, so that calendars take the entry for
    newer than the one that they have."""
    if meeting.announced_for is not None:
        save_section(act, meeting.id, Section.DETAILS, section_version(act.session, meeting.id, Section.DETAILS))


def check_details(details: MeetingDetails) -> None:
    """Raise RefusedError for the first thing that cannot be."""
    if details.starts_at is not None and (details.held_on is None or details.held_on.full is None):
        refuse("time_without_day", "starts_at", "A time needs a day. Enter the day, month and year of the meeting too.")
    if details.ordinal is not None and details.ordinal < 1:
        refuse("ordinal_wrong", "ordinal", "Enter the number of the meeting, for example 109, or leave it empty.")


def check_time(session: Session, details: MeetingDetails) -> None:
    """Raise RefusedError for a time that the clocks skip on that day."""
    day = details.held_on.full if details.held_on else None
    if day is None or details.starts_at is None:
        return
    zone = ZoneInfo(organisation(session).time_zone)
    local = dt.datetime.combine(day, details.starts_at, zone)
    if local.astimezone(dt.UTC).astimezone(zone).time() != details.starts_at:
        refuse("time_skipped", "starts_at", "There is no such time on that day: the clocks go forward. Check it.")


def check_region(session: Session, unit_id: int, details: MeetingDetails) -> None:
    """Raise RefusedError for a meeting that was over before the region was opened."""
    unit = session.get_one(Unit, unit_id)
    if unit.opened_on is None or details.held_on is None:
        return
    if details.held_on.last < unit.opened_on:
        opened = short_date(PartialDate.of(unit.opened_on))
        refuse("before_region_opened", "held_on", f"{unit.name} was opened on {opened}. Check the date.")


def set_details(meeting: Meeting, details: MeetingDetails) -> None:
    meeting.kind = details.kind
    meeting.ordinal = details.ordinal
    meeting.held_on = details.held_on
    meeting.starts_at = details.starts_at
    meeting.venue = details.venue
    meeting.online_link = details.online_link
    meeting.held_as = details.held_as
    meeting.quorum_number, meeting.quorum_words = figure_parts(details.quorum)
    meeting.attendance_number, meeting.attendance_words = figure_parts(details.attendance)
    meeting.is_announced_beforehand = details.is_announced_beforehand
    if details.is_announced_beforehand and details.held_on and details.held_on.full:
        meeting.announced_for = details.held_on


def details_of(meeting: Meeting) -> MeetingDetails:
    return MeetingDetails(
        kind=meeting.kind,
        ordinal=meeting.ordinal,
        held_on=meeting.held_on,
        starts_at=meeting.starts_at,
        venue=meeting.venue,
        online_link=meeting.online_link,
        held_as=meeting.held_as,
        quorum=figure(meeting.quorum_number, meeting.quorum_words),
        attendance=figure(meeting.attendance_number, meeting.attendance_words),
        is_announced_beforehand=meeting.is_announced_beforehand,
    )


def figure(number: int | None, words: str | None) -> Figure | None:
    return None if number is None and words is None else Figure(number, words)


def figure_parts(value: Figure | None) -> tuple[int | None, str | None]:
    return (None, None) if value is None else (value.number, value.words)


def free_slug(session: Session, unit_id: int, details: MeetingDetails) -> str:
    """An address that no meeting of the region has or had: "agm-2017", then "agm-2017-2"."""
    taken = taken_slugs(session, unit_id)
    base = address_base(details)
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def address_base(details: MeetingDetails) -> str:
    """What an address is made of: the kind of meeting, and the year where it is known ("agm-2017")."""
    word = KIND_IN_ADDRESS.get(details.kind, details.kind.value)
    return word if details.held_on is None else f"{word}-{details.held_on.year}"


def taken_slugs(session: Session, unit_id: int, except_id: int | None = None) -> set[str]:
    """Every present and former address of the region's meetings, but for those of one meeting."""
    in_region = Meeting.unit_id == unit_id
    others = in_region if except_id is None else in_region & (Meeting.id != except_id)
    present = session.scalars(select(Meeting.slug).where(others))
    former = session.scalars(
        select(MeetingAddress.slug).join(Meeting, Meeting.id == MeetingAddress.meeting_id).where(others)
    )
    return {*present, *former}

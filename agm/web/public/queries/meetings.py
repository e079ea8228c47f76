"""Meetings that are announced beforehand, and what the house calls them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import JSON, ColumnElement, Date, Row, Select, bindparam, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, contains_eager, joinedload

from agm.announcements.models import Announcement, Revision, RevisionAct
from agm.language.partial_date import PartialDate
from agm.meetings.models import WITH_REMOVED, HallScreen, Meeting, MeetingAddress, Section, SectionState
from agm.organisation.models import Unit
from agm.results.models import Declaration
from agm.voting.models import OnlineVote
from agm.web.public.queries.units import is_open
from agm.wording.document import AnnouncementKind

A_YEAR = dt.timedelta(days=366)


def moved_meeting(session: Session, unit: Unit, slug: str) -> str | None:
    """The present address of the meeting that once had this one, if the public may know of it; one statement."""
    return session.scalar(
        select(Meeting.slug)
        .join(MeetingAddress, MeetingAddress.meeting_id == Meeting.id)
        .where(
            Meeting.unit_id == unit.id,
            MeetingAddress.slug == slug,
            Meeting.is_announced_beforehand | is_told_of(),
        )
        .limit(1)
    )


def is_told_of(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a text of a meeting (of those for which these hold) is or was public."""
    return (
        select(Announcement.id)
        .where(Announcement.meeting_id == Meeting.id, Announcement.current_sequence.is_not(None), *conditions)
        .exists()
    )


def stands(kind: AnnouncementKind) -> ColumnElement[bool]:
    """Whether a text of this kind of a meeting is public, and was not taken back."""
    return is_told_of(Announcement.kind == kind, Announcement.current.has(Revision.act != RevisionAct.RETRACTED))


def is_reported() -> ColumnElement[bool]:
    """Whether a report of a meeting stands in public; one that was taken back restores the meeting."""
    return stands(AnnouncementKind.REPORT)


def called() -> Select[Meeting]:
    """The meetings announced beforehand, with their units, in order of date."""
    return (
        select(Meeting)
        .join(Meeting.unit)
        .options(contains_eager(Meeting.unit))
        .where(Meeting.is_announced_beforehand)
        .order_by(Meeting.held_on, Meeting.starts_at, Meeting.id)
    )


def called_meeting(session: Session, unit: Unit, slug: str) -> Meeting | None:
    """The meeting with this address and its election, if it is announced beforehand; one statement."""
    found = called().options(joinedload(Meeting.election)).where(Meeting.unit_id == unit.id, Meeting.slug == slug)
    return session.scalar(found)


@dataclass(frozen=True, slots=True)
class BesideMeeting:
    """What is public beside the page of a meeting."""

    has_messages: bool = False
    """Whether messages of support stand in public."""
    vote: OnlineVote | None = None
    told: tuple[str, str] | None = None
    """Title and address (its last part) of what was announced of it last: that it is put off, or that too few came."""


def beside_meeting(session: Session, meeting_id: int) -> BesideMeeting:
    """One statement."""
    text, told = aliased(Announcement), aliased(Revision)
    of_meeting = type_coerce(text.told, JSON)["meeting_id"].as_integer() == Meeting.id
    found = (
        select(stands(AnnouncementKind.MESSAGES_OF_SUPPORT), OnlineVote, told.title, text.slug)
        .select_from(Meeting)
        .outerjoin(OnlineVote, OnlineVote.meeting_id == Meeting.id)
        .outerjoin(text, (text.unit_id == Meeting.unit_id) & of_meeting & text.current_sequence.is_not(None))
        .outerjoin(
            told,
            (told.announcement_id == text.id)
            & (told.sequence == text.current_sequence)
            & (told.act != RevisionAct.RETRACTED),
        )
        .where(Meeting.id == meeting_id)
        .order_by(told.title.is_(None), text.first_published_at.desc(), text.id.desc())
        .limit(1)
    )
    row = session.execute(found).one_or_none()
    if row is None:
        return BesideMeeting()
    return BesideMeeting(bool(row[0]), row[1], None if row[2] is None else (row[2], row[3]))


def meeting_at(session: Session, unit: Unit, slug: str) -> Meeting | None:
    """The meeting with this address, public or not; one statement."""
    return session.scalar(select(Meeting).where(Meeting.unit_id == unit.id, Meeting.slug == slug))


def open_screen(session: Session, meeting_id: int) -> Row[HallScreen, Declaration | None] | None:
    """The screen in a meeting's hall, if it is open, and the declaration that stands; one statement."""
    found = (
        select(HallScreen, Declaration)
        .outerjoin(Declaration, Declaration.meeting_id == HallScreen.meeting_id)
        .where(HallScreen.meeting_id == meeting_id, HallScreen.is_open)
    )
    return session.execute(found.order_by(Declaration.sequence.desc()).limit(1)).one_or_none()


def entries_of_calendar(
    session: Session,
    unit: Unit | None,
    today: dt.date,
    limit: int,
    *,
    until: dt.date | None = None,
    slug: str | None = None,
) -> Sequence[Meeting]:
    """The meetings to come (`until` a day, with it) that calendars were told of, those withdrawn or removed since too;
    one statement.

    Each with the state of its details, and its election. A `slug` asks for one meeting, whenever it is.
    """
    statement = (
        select(Meeting)
        .join(Meeting.unit)
        .options(
            contains_eager(Meeting.unit),
            joinedload(Meeting.sections.and_(SectionState.section == Section.DETAILS)),
            joinedload(Meeting.election),
        )
        .where(Meeting.is_announced_beforehand | Meeting.announced_for.is_not(None))
        .order_by(Meeting.removed_at.is_not(None), Meeting.held_on, Meeting.starts_at, Meeting.id)
        .execution_options(**WITH_REMOVED)
    )
    if unit is not None:
        statement = statement.where(Meeting.unit_id == unit.id)
    if slug is not None:
        statement = statement.where((Meeting.slug == slug) | Meeting.slug.startswith(f"{slug}~", autoescape=True))
    else:
        is_to_come = in_time(Meeting.held_on, today, until) | in_time(Meeting.announced_for, today, until)
        statement = statement.where(is_to_come, ~is_reported(), is_open(today))
    return session.scalars(statement.limit(limit)).unique().all()


def in_time(
    date: InstrumentedAttribute[PartialDate | None], since: dt.date, until: dt.date | None
) -> ColumnElement[bool]:
    is_after = date >= PartialDate.of(since)
    return is_after if until is None else is_after & (date <= PartialDate.of(until))


NOT_OVER = (Meeting.held_on >= bindparam("earliest")) & (
    (Meeting.held_on >= bindparam("since"))
    | (Meeting.held_on == bindparam("this_month"))
    | (Meeting.held_on == bindparam("this_year"))
)
"""That a meeting can still be held on a day or later, as far as its date is known; for the values of `not_over`."""


def not_over(today: dt.date, since: dt.date | None = None) -> dict[str, object]:
    """The values that `NOT_OVER` asks for. With `since`, meetings from that earlier day on count as well."""
    return {
        "earliest": PartialDate(min(today.year, (since or today).year)),  # sorts before each day of its year
        "since": PartialDate.of(since or today),
        "this_month": PartialDate(today.year, today.month),
        "this_year": PartialDate(today.year),
    }


UNREPORTED = called().where(NOT_OVER, ~is_reported(), is_open(bindparam("day", type_=Date))).limit(bindparam("most"))
UNREPORTED_OF_UNIT = UNREPORTED.where(Meeting.unit_id == bindparam("unit_id"))


def unreported_meetings(
    session: Session, unit: Unit | None, today: dt.date, limit: int, *, with_past: bool = False
) -> Sequence[Meeting]:
    """The meetings announced from today on that nothing is reported of yet, the next one first; one statement.

    Those `with_past` of the year before come first. A region that is closed has none any more.
    """
    values = {**not_over(today, today - A_YEAR if with_past else None), "day": today, "most": limit}
    if unit is None:
        return session.scalars(UNREPORTED, values).all()
    return session.scalars(UNREPORTED_OF_UNIT, {**values, "unit_id": unit.id}).all()


def units_with_meetings(session: Session, today: dt.date) -> Iterator[Row[str, str | None]]:
    """The address of every unit, with that of each meeting whose page says when and where it is; one row for a unit
    without any. One statement."""
    is_shown = (
        (Meeting.unit_id == Unit.id)
        & Meeting.is_announced_beforehand
        & ~is_reported()
        & (NOT_OVER | ~is_told_of(Announcement.kind == AnnouncementKind.REPORT))
    )
    yield from session.execute(
        select(Unit.slug, Meeting.slug).outerjoin(Meeting, is_shown).order_by(Unit.id, Meeting.held_on, Meeting.id),
        not_over(today),
    )

"""One public text with its revisions and stored bytes; and a meeting that is called but not yet reported."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, Rendering, Revision, RevisionAct, StatementAddress
from agm.facts import HeldAs, MeetingFacts, MeetingKind
from agm.language import en
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting, MeetingAddress
from agm.organisation.models import Organisation, Unit
from agm.web.public.queries.units import COLUMNS as PLACE_COLUMNS
from agm.web.public.queries.units import Place, is_open
from agm.wording.document import AnnouncementKind, Document
from agm.wording.style import MEETING_NAMES, USUAL_STYLE


@dataclass(frozen=True, slots=True)
class PublicText:
    announcement_id: int
    kind: AnnouncementKind
    slug: str
    published_at: dt.datetime
    revision_id: int
    sequence: int
    act: RevisionAct
    changed_at: dt.datetime
    note: str | None
    title: str
    summary: str
    document: Document | None

    @property
    def imprint(self) -> str:
        """The imprint under which it was published."""
        return self.document.imprint if self.document else ""

    @property
    def is_retracted(self) -> bool:
        return self.act is RevisionAct.RETRACTED


@dataclass(frozen=True, slots=True)
class Change:
    revision_id: int
    sequence: int
    act: RevisionAct
    at: dt.datetime
    note: str | None
    title: str


@dataclass(frozen=True, slots=True)
class UpcomingMeeting:
    """A meeting that the public may know of, whether or not it is reported yet."""

    place: Place
    name: str
    """What the house calls it: "109th AGM"."""
    id: int
    slug: str
    kind: MeetingKind
    ordinal: int | None
    held_on: PartialDate | None
    starts_at: dt.time | None
    venue: str | None
    held_as: HeldAs | None
    created_at: dt.datetime

    @property
    def day(self) -> dt.date | None:
        return self.held_on.full if self.held_on else None


TEXT_COLUMNS = (
    Announcement.id,
    Announcement.kind,
    Announcement.slug,
    Announcement.first_published_at,
    Revision.id,
    Revision.sequence,
    Revision.act,
    Revision.at,
    Revision.note,
    Revision.title,
    Revision.summary,
    Revision.document,
)
CURRENT = and_(Revision.announcement_id == Announcement.id, Revision.sequence == Announcement.current_sequence)


def text_of_meeting(session: Session, place: Place, meeting_slug: str, kind: AnnouncementKind) -> PublicText | None:
    """The public text of a kind of the meeting with this address; one statement."""
    return one_text(
        session,
        select(Meeting.id)
        .where(Meeting.unit_id == place.unit_id, Meeting.slug == meeting_slug)
        .correlate(None)
        .scalar_subquery()
        == Announcement.meeting_id,
        Announcement.kind == kind,
    )


def statement(session: Session, place: Place, slug: str) -> PublicText | None:
    """The statement with this address; one statement."""
    return one_text(
        session,
        Announcement.unit_id == place.unit_id,
        Announcement.slug == slug,
        Announcement.kind == AnnouncementKind.STATEMENT,
    )


def one_text(session: Session, *conditions: ColumnElement[bool]) -> PublicText | None:
    row = session.execute(
        select(*TEXT_COLUMNS).select_from(Announcement).join(Revision, CURRENT).where(*conditions)
    ).one_or_none()
    return PublicText(*tuple(row)) if row else None


def changes(session: Session, announcement_id: int) -> list[Change]:
    """Every revision of a text, the first one first; one statement."""
    columns = (Revision.id, Revision.sequence, Revision.act, Revision.at, Revision.note, Revision.title)
    of_text = select(*columns).where(Revision.announcement_id == announcement_id)
    return [Change(*row) for row in session.execute(of_text.order_by(Revision.sequence))]


def document_of(session: Session, revision_id: int) -> Document | None:
    """The text of a revision; one statement."""
    return session.scalar(select(Revision.document).where(Revision.id == revision_id))


def facts_of(session: Session, revision_id: int) -> MeetingFacts | None:
    """The meeting's facts as a revision told them; one statement."""
    return session.scalar(select(Revision.facts).where(Revision.id == revision_id))


def stored(session: Session, revision_id: int, format_: str) -> tuple[bytes, str] | None:
    """The newest bytes of a revision in one format, and their SHA-256; one statement."""
    row = session.execute(
        select(Rendering.content, Rendering.etag)
        .where(Rendering.revision_id == revision_id, Rendering.format == format_)
        .order_by(Rendering.renderer_version.desc())
        .limit(1)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def moved_meeting(session: Session, place: Place, slug: str) -> str | None:
    """The present address of the meeting that once had this one, if the public may know of it; one statement."""
    return session.scalar(
        select(Meeting.slug)
        .join(MeetingAddress, MeetingAddress.meeting_id == Meeting.id)
        .where(Meeting.unit_id == place.unit_id, MeetingAddress.slug == slug, is_public())
        .limit(1)
    )


def moved_statement(session: Session, place: Place, slug: str) -> str | None:
    """The present address of the statement that once had this one; one statement."""
    return session.scalar(
        select(Announcement.slug)
        .join(StatementAddress, StatementAddress.announcement_id == Announcement.id)
        .where(
            Announcement.unit_id == place.unit_id,
            StatementAddress.slug == slug,
            Announcement.current_sequence.is_not(None),
        )
        .limit(1)
    )


def is_public() -> ColumnElement[bool]:
    """Whether the public may know of a meeting: it was announced beforehand, or something of it was published."""
    return Meeting.is_announced_beforehand | (
        select(Announcement.id)
        .where(Announcement.meeting_id == Meeting.id, Announcement.current_sequence.is_not(None))
        .exists()
    )


def has_report() -> ColumnElement[bool]:
    return (
        select(Announcement.id)
        .where(
            Announcement.meeting_id == Meeting.id,
            Announcement.kind == AnnouncementKind.REPORT,
            Announcement.current_sequence.is_not(None),
        )
        .exists()
    )


MEETING_COLUMNS = (
    Meeting.id,
    Meeting.slug,
    Meeting.kind,
    Meeting.ordinal,
    Meeting.held_on,
    Meeting.starts_at,
    Meeting.venue,
    Meeting.held_as,
    Meeting.created_at,
)


def called_meeting(session: Session, place: Place, slug: str) -> UpcomingMeeting | None:
    """The meeting with this address, if it is announced beforehand; one statement."""
    found = called(session, Meeting.unit_id == place.unit_id, Meeting.slug == slug, limit=1)
    return found[0] if found else None


def coming_meetings(session: Session, place: Place | None, today: dt.date, limit: int) -> list[UpcomingMeeting]:
    """The meetings announced from today on that nothing is reported of yet, the next one first; one statement.

    A region that is closed has none any more.
    """
    not_over = (
        (Meeting.held_on >= PartialDate.of(today))
        | (Meeting.held_on == PartialDate(today.year, today.month))
        | (Meeting.held_on == PartialDate(today.year))
    )
    conditions = [not_over, ~has_report(), is_open(today)]
    if place is not None:
        conditions.append(Meeting.unit_id == place.unit_id)
    return called(session, *conditions, limit=limit)


def called(session: Session, *conditions: ColumnElement[bool], limit: int) -> list[UpcomingMeeting]:
    """The meetings announced beforehand for which these hold, in order of date."""
    rows = session.execute(
        select(*MEETING_COLUMNS, Unit.house_style, Organisation.house_style, *PLACE_COLUMNS)
        .select_from(Meeting)
        .join(Unit, Unit.id == Meeting.unit_id)
        .outerjoin(Organisation, Organisation.id == 1)
        .where(Meeting.is_announced_beforehand, *conditions)
        .order_by(Meeting.held_on, Meeting.starts_at, Meeting.id)
        .limit(limit)
    )
    return [meeting_of_row(tuple(row)) for row in rows]


def meeting_of_row(row: tuple[Any, ...]) -> UpcomingMeeting:
    from_meeting, (regions_style, organisations_style), from_region = row[:9], row[9:11], row[11:]
    place = Place(*from_region)
    name = meeting_name(from_meeting[2], from_meeting[3], {**(organisations_style or {}), **(regions_style or {})})
    return UpcomingMeeting(place, name, *from_meeting)


def meeting_name(kind: MeetingKind, ordinal: int | None, style: dict[str, Any]) -> str:
    """What the house calls a meeting: "AGM", "109th AGM", or its own word."""
    name = str(style.get(MEETING_NAMES[kind]) or USUAL_STYLE.meeting_name(kind))
    return f"{en.ordinal(ordinal)} {name}" if ordinal else en.capitalised(name)


def sibling_texts(session: Session, meeting_place: Place, meeting_slug: str) -> set[AnnouncementKind]:
    """Which kinds of text of a meeting are public and stand; one statement."""
    return set(
        session.scalars(
            select(Announcement.kind)
            .join(Revision, CURRENT)
            .join(Meeting, Meeting.id == Announcement.meeting_id)
            .where(
                Meeting.unit_id == meeting_place.unit_id,
                Meeting.slug == meeting_slug,
                Revision.act != RevisionAct.RETRACTED,
            )
        )
    )

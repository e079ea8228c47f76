"""The public texts, each as the revision that stands, with its announcement, meeting and unit."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, case, select
from sqlalchemy.orm import Session, contains_eager, defer, undefer

from agm.announcements.models import Announcement, Rendering, Revision, RevisionAct, StatementAddress
from agm.meetings.models import Meeting
from agm.organisation.models import Unit
from agm.wording.document import AnnouncementKind

CURRENT = and_(Revision.announcement_id == Announcement.id, Revision.sequence == Announcement.current_sequence)
STANDS = Revision.act != RevisionAct.RETRACTED
HELD_ON = case((STANDS, Revision.held_on), else_=Meeting.held_on)
"""The date of a meeting as the revision tells it: one that is corrected but not published yet stays out of sight."""
KIND = case((STANDS, Revision.meeting_kind), else_=Meeting.kind)
"""The kind of a meeting as the revision tells it."""


def published(*, with_retracted: bool = False) -> Select[Revision]:
    """Every public text, newest first."""
    statement = (
        select(Revision)
        .join(Announcement, CURRENT)
        .outerjoin(Announcement.meeting)
        .join(Announcement.unit)
        .order_by(Announcement.first_published_at.desc(), Announcement.id.desc())
        .options(
            contains_eager(Revision.announcement).options(
                contains_eager(Announcement.unit), contains_eager(Announcement.meeting).lazyload(Meeting.unit)
            )
        )
    )
    return statement if with_retracted else statement.where(STANDS)


def news(session: Session, unit: Unit | None, limit: int, offset: int = 0, *, feed: bool = False) -> Sequence[Revision]:
    """The news of a unit, or of all, the latest that is told of first; one statement.

    A `feed` has what was retracted too, and the latest that was published first.
    """
    statement = published(with_retracted=feed)
    if not feed:
        latest = (Announcement.told_on.desc(), Announcement.first_published_at.desc(), Announcement.id.desc())
        statement = statement.order_by(None).order_by(*latest)
    if unit is not None:
        statement = statement.where(Announcement.unit_id == unit.id)
    return session.scalars(statement.limit(limit).offset(offset)).all()


def past_meetings(session: Session, unit: Unit) -> Sequence[Revision]:
    """The reports of a unit's meetings, retracted ones too, the latest meeting first; one statement."""
    statement = (
        published(with_retracted=True)
        .where(Announcement.unit_id == unit.id, Announcement.kind == AnnouncementKind.REPORT)
        .order_by(None)
        .order_by(HELD_ON.desc(), Meeting.id.desc())
        .options(defer(Revision.document))
    )
    return session.scalars(statement).all()


def text_of_meeting(session: Session, unit: Unit, meeting_slug: str, kind: AnnouncementKind) -> Revision | None:
    """The public text of a kind of the meeting with this address, retracted or not; one statement."""
    of_meeting = (Meeting.unit_id == unit.id, Meeting.slug == meeting_slug, Announcement.kind == kind)
    return session.scalar(published(with_retracted=True).where(*of_meeting))


def statement(session: Session, unit: Unit, slug: str) -> Revision | None:
    """The statement with this address, retracted or not; one statement."""
    with_address = (Announcement.unit_id == unit.id, Announcement.slug == slug, Announcement.meeting_id.is_(None))
    return session.scalar(published(with_retracted=True).where(*with_address))


def moved_statement(session: Session, unit: Unit, slug: str) -> str | None:
    """The present address of the statement that once had this one; one statement."""
    return session.scalar(
        select(Announcement.slug)
        .join(StatementAddress, StatementAddress.announcement_id == Announcement.id)
        .where(
            Announcement.unit_id == unit.id,
            StatementAddress.slug == slug,
            Announcement.current_sequence.is_not(None),
        )
        .limit(1)
    )


def revisions_of(session: Session, announcement_id: int) -> Sequence[Revision]:
    """Every revision of a text, the first one first; one statement."""
    of_text = select(Revision).where(Revision.announcement_id == announcement_id).order_by(Revision.sequence)
    return session.scalars(of_text.options(defer(Revision.document))).all()


def newest_rendering(session: Session, revision: Revision, format_: str) -> Rendering | None:
    """The newest bytes of a revision in one format; one statement."""
    return session.scalar(
        select(Rendering)
        .where(Rendering.revision_id == revision.id, Rendering.format == format_)
        .order_by(Rendering.renderer_version.desc())
        .limit(1)
        .options(undefer(Rendering.content))
    )


def standing_kinds(session: Session, unit: Unit, meeting_slug: str) -> set[AnnouncementKind]:
    """Which kinds of text of a meeting are public and stand; one statement."""
    return set(
        session.scalars(
            select(Announcement.kind)
            .join(Revision, CURRENT)
            .join(Meeting, Meeting.id == Announcement.meeting_id)
            .where(Meeting.unit_id == unit.id, Meeting.slug == meeting_slug, STANDS)
        )
    )


def all_texts(session: Session) -> Iterator[Row[AnnouncementKind, str, str | None, str, dt.datetime]]:
    """Of every public text that stands what its address is made of, and when it last changed; one statement."""
    columns: tuple[Any, ...] = (Announcement.kind, Unit.slug, Meeting.slug, Announcement.slug, Revision.at)
    yield from session.execute(published().with_only_columns(*columns), execution_options={"yield_per": 500})

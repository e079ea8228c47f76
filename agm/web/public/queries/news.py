"""The news: every public text that stands, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, select
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, Revision, RevisionAct
from agm.facts import MeetingKind
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.organisation.models import Unit
from agm.web.public.queries.units import Place
from agm.wording.document import AnnouncementKind, Document


@dataclass(frozen=True, slots=True)
class NewsItem:
    announcement_id: int
    kind: AnnouncementKind
    slug: str
    published_at: dt.datetime
    revision_id: int
    act: RevisionAct
    changed_at: dt.datetime
    title: str
    summary: str
    elected_chair: str | None
    meeting_slug: str | None
    meeting_kind: MeetingKind | None
    held_on: PartialDate | None
    place_slug: str
    """The first part of its address."""
    place_name: str
    is_demonstration: bool

    @property
    def is_retracted(self) -> bool:
        return self.act is RevisionAct.RETRACTED

    @property
    def is_late(self) -> bool:
        """Whether it was published in a later year than it tells of; its place in the list would puzzle."""
        return self.held_on is not None and self.published_at.year > self.held_on.year


IS_RETRACTED = Revision.act == RevisionAct.RETRACTED
HELD_ON = case((IS_RETRACTED, Meeting.held_on), else_=Revision.held_on)
"""The date of a meeting as the revision tells it: one that is corrected but not published yet stays out of sight."""
KIND = case((IS_RETRACTED, Meeting.kind), else_=Revision.meeting_kind)
"""The kind of a meeting as the revision tells it."""
COLUMNS = (
    Announcement.id,
    Announcement.kind,
    Announcement.slug,
    Announcement.first_published_at,
    Revision.id,
    Revision.act,
    Revision.at,
    Revision.title,
    Revision.summary,
    Revision.elected_chair,
    Meeting.slug,
    KIND,
    HELD_ON,
    Unit.slug,
    Unit.name,
    Unit.is_demonstration,
)
Rows = Select[*tuple[Any, ...]]
"""A statement whose rows are made into items."""

CURRENT = and_(Revision.announcement_id == Announcement.id, Revision.sequence == Announcement.current_sequence)
STANDS = Revision.act != RevisionAct.RETRACTED


def published(*, with_retracted: bool = False) -> Rows:
    """Every public text with its current revision, newest first."""
    statement = (
        select(*COLUMNS)
        .select_from(Announcement)
        .join(Revision, CURRENT)
        .outerjoin(Meeting, Meeting.id == Announcement.meeting_id)
        .join(Unit, Unit.id == Announcement.unit_id)
        .order_by(Announcement.first_published_at.desc(), Announcement.id.desc())
    )
    return statement if with_retracted else statement.where(STANDS)


def items(session: Session, statement: Rows) -> list[NewsItem]:
    return [NewsItem(*row) for row in session.execute(statement)]


def news(
    session: Session, place: Place | None, limit: int, offset: int = 0, *, with_retracted: bool = False
) -> list[NewsItem]:
    """The news of a place, or of all; one statement."""
    statement = published(with_retracted=with_retracted)
    if place is not None:
        statement = statement.where(Announcement.unit_id == place.unit_id)
    return items(session, statement.limit(limit).offset(offset))


def past_meetings(session: Session, place: Place) -> list[NewsItem]:
    """The reports of a place's meetings, retracted ones too, the latest meeting first; one statement."""
    statement = (
        published(with_retracted=True)
        .where(Announcement.unit_id == place.unit_id, Announcement.kind == AnnouncementKind.REPORT)
        .order_by(None)
        .order_by(HELD_ON.desc(), Meeting.id.desc())
    )
    return items(session, statement)


def documents_of(session: Session, revision_ids: Collection[int]) -> dict[int, Document]:
    """The texts of some revisions; one statement."""
    rows = session.execute(select(Revision.id, Revision.document).where(Revision.id.in_(revision_ids)))
    return {revision_id: document for revision_id, document in rows if document is not None}


def all_news(session: Session) -> Iterator[NewsItem]:
    """Every public text that stands, some at a time; one statement."""
    for row in session.execute(published(), execution_options={"yield_per": 500}):
        yield NewsItem(*row)

"""Reading public texts and their drafts."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from agm.announcements.models import Announcement, Revision, RevisionAct
from agm.facts import MeetingFacts
from agm.wording.document import AnnouncementKind


def of_meeting(session: Session, meeting_id: int) -> dict[AnnouncementKind, Announcement]:
    """A meeting's announcements by kind, with own words and the standing revision. Two statements."""
    found = session.scalars(
        select(Announcement)
        .where(Announcement.meeting_id == meeting_id)
        .options(selectinload(Announcement.block_overrides), joinedload(Announcement.current))
    ).unique()
    return {announcement.kind: announcement for announcement in found}


def statements_of(session: Session, unit_id: int) -> list[Announcement]:
    """The statements of a unit, drafts included, the newest first. One statement."""
    wanted = select(Announcement).where(
        Announcement.kind == AnnouncementKind.STATEMENT, Announcement.unit_id == unit_id
    )
    newest_first = wanted.order_by(Announcement.created_at.desc(), Announcement.id.desc())
    return list(session.scalars(newest_first.options(joinedload(Announcement.current))).unique())


def revisions(session: Session, announcement_id: int) -> list[Revision]:
    """All revisions, the newest first. One statement."""
    return list(
        session.scalars(
            select(Revision).where(Revision.announcement_id == announcement_id).order_by(Revision.sequence.desc())
        )
    )


def facts_as_published(session: Session, announcement_id: int) -> MeetingFacts | None:
    """The meeting's facts as the announcement last told them, retractions left out. One statement."""
    return session.scalar(
        select(Revision.facts)
        .where(Revision.announcement_id == announcement_id, Revision.act != RevisionAct.RETRACTED)
        .order_by(Revision.sequence.desc())
        .limit(1)
    )

"""Reading public texts and their drafts."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from agm.announcements.models import Announcement, Revision, RevisionAct
from agm.facts import MeetingFacts
from agm.meetings.models import Meeting
from agm.meetings.queries import latest_first
from agm.wording.document import AnnouncementKind


def of_meeting(session: Session, meeting_id: int) -> dict[AnnouncementKind, Announcement]:
    """A meeting's announcements by kind, with own words and the standing revision. Two statements."""
    found = session.scalars(
        select(Announcement)
        .where(Announcement.meeting_id == meeting_id)
        .options(selectinload(Announcement.block_overrides), joinedload(Announcement.current))
    ).unique()
    return {announcement.kind: announcement for announcement in found}


def meetings_and_reports(session: Session, unit_id: int) -> list[tuple[Meeting, bool]]:
    """The meetings of a unit, the latest first, and whether a report of each stands in public. One statement."""
    stands = Announcement.current.has(Revision.act != RevisionAct.RETRACTED)
    of_meeting = (Announcement.meeting_id == Meeting.id, Announcement.kind == AnnouncementKind.REPORT)
    is_reported = select(Announcement.id).where(*of_meeting, stands).exists()
    found = select(Meeting, is_reported).where(Meeting.unit_id == unit_id).order_by(*latest_first())
    return [(meeting, bool(told)) for meeting, told in session.execute(found)]


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
    facts = session.scalar(
        select(Revision.facts)
        .where(Revision.announcement_id == announcement_id, Revision.act != RevisionAct.RETRACTED)
        .order_by(Revision.sequence.desc())
        .limit(1)
    )
    return facts if isinstance(facts, MeetingFacts) else None

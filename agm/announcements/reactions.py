"""Reactions: how many readers tapped below a public text. Nothing is kept of them but that number.

It is no part of the record: nobody of the record acts, so that the log says nothing of it, and pages that are kept stay
in use (the number in them is at most a quarter of an hour old, see `agm.web.public.page_cache`).
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Row, and_, case, exists, or_, select, type_coerce, update
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, Revision, RevisionAct
from agm.meetings.models import Meeting
from agm.organisation.models import Organisation, Reactions, Unit
from agm.wording.document import AnnouncementKind

OUT_OF_PLACE = (
    AnnouncementKind.STATEMENT,
    AnnouncementKind.RESIGNATION,
    AnnouncementKind.POSTPONEMENT,
    AnnouncementKind.CANCELLATION,
    AnnouncementKind.INQUORATE,
    AnnouncementKind.CORRECTION,
)
"""Kinds under which a number of reactions could hurt, unless the organisation wants it: own words can be a tribute."""

CHOSEN = select(Organisation.reactions).scalar_subquery()
OF_KIND = type_coerce(Revision.document, JSON)["kind"].as_string()
TAKES_REACTIONS = and_(
    Revision.act != RevisionAct.RETRACTED,
    or_(
        CHOSEN == Reactions.ALL,
        and_(CHOSEN == Reactions.FITTING, *(kind.value != OF_KIND for kind in OUT_OF_PLACE)),
    ),
)
"""Whether readers can react to the revision of a text."""
REACTIONS = case((TAKES_REACTIONS, Announcement.reactions))
"""How many readers reacted to a text; NULL where they cannot."""

TAKES = exists().where(
    Revision.announcement_id == Announcement.id, Revision.sequence == Announcement.current_sequence, TAKES_REACTIONS
)


@dataclass(frozen=True, slots=True)
class Reacted:
    """The number of a text, and what its address is made of."""

    number: int
    kind: AnnouncementKind
    unit_slug: str
    meeting_slug: str | None
    slug: str


COLUMNS = (
    Announcement.reactions,
    Announcement.kind,
    select(Unit.slug).where(Unit.id == Announcement.unit_id).correlate(Announcement).scalar_subquery(),
    select(Meeting.slug).where(Meeting.id == Announcement.meeting_id).correlate(Announcement).scalar_subquery(),
    Announcement.slug,
)
"""In the order of `Reacted`."""


def reactions_to(session: Session, announcement_id: int) -> Reacted | None:
    """The number of a text; None where readers cannot react. One statement."""
    return read(session.execute(select(*COLUMNS).where(Announcement.id == announcement_id, TAKES)).first())


def add_reaction(session: Session, announcement_id: int) -> Reacted | None:
    """Add one to the number of a text; None, and nothing done, where readers cannot react. One statement."""
    statement = update(Announcement).where(Announcement.id == announcement_id, TAKES)
    added = statement.values(reactions=Announcement.reactions + 1).returning(*COLUMNS)
    return read(session.execute(added, execution_options={"synchronize_session": False}).first())


def read(row: Row[*tuple[Any, ...]] | None) -> Reacted | None:
    return None if row is None else Reacted(*row)

"""The public texts, each as the revision that stands, with its announcement, meeting and unit."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    JSON,
    Exists,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session, aliased, contains_eager, undefer

from agm.announcements.models import Announcement, Rendering, Revision, RevisionAct, StatementAddress
from agm.announcements.reactions import REACTIONS
from agm.facts.announcement import AnyFacts
from agm.facts.any_file import STORED_ANNOUNCEMENT
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting, Minutes
from agm.organisation.models import Unit
from agm.results.models import Count
from agm.voting.models import OnlineVote
from agm.web.public.queries.rows import rows
from agm.wording.document import AnnouncementKind, Document
from agm.wording.render import Format, KeptForm

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
        .where(Announcement.current_sequence.is_not(None))  # as the indexes of these orders say
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

    Without an offset the one that was published last comes too, as the last one where it tells of an earlier day.
    A `feed` has what was retracted as well, and the latest that was published first.
    """
    statement = published(with_retracted=feed)
    if unit is not None:
        statement = statement.where(Announcement.unit_id == unit.id)
    if feed:
        return session.scalars(statement.limit(limit).offset(offset)).all()
    latest = (Announcement.told_on.desc(), Announcement.first_published_at.desc(), Announcement.id.desc())
    ids = statement.with_only_columns(Announcement.id)
    wanted = [ids.order_by(None).order_by(*latest).limit(limit).offset(offset).subquery().select()]
    if offset == 0:
        wanted.append(ids.limit(1).subquery().select())
    # One list of ids: of two conditions joined by OR, PostgreSQL would try every announcement.
    found = session.scalars(statement.where(Announcement.id.in_(union_all(*wanted))).order_by(None)).all()
    return sorted(found, key=lambda one: told_last(one.announcement), reverse=True)


def told_last(announcement: Announcement) -> tuple[str, str, int]:
    """What the news are sorted by, the latest first."""
    return str(announcement.told_on or ""), str(announcement.first_published_at), announcement.id


PAST_MEETINGS = (
    select(
        Meeting.slug, STANDS.label("stands"), HELD_ON.label("held_on"), KIND.label("kind"),
        Revision.title, Revision.elected_chair,
    )
    .join(Announcement, Announcement.meeting_id == Meeting.id)
    .join(Revision, CURRENT)
    .where(Announcement.unit_id == bindparam("unit_id"), Announcement.kind == AnnouncementKind.REPORT)
    .order_by(HELD_ON.desc(), Meeting.id.desc())
)  # fmt: skip


def past_meetings(session: Session, unit: Unit) -> Sequence[Row[*tuple[Any, ...]]]:
    """The reports of a unit's meetings, retracted ones too, the latest meeting first; one statement."""
    return rows(session, PAST_MEETINGS, unit_id=unit.id).all()


@dataclass(frozen=True, slots=True)
class PublicText:
    """A public text as it stands, with what its page shows."""

    unit: Unit
    announcement_id: int
    kind: AnnouncementKind
    slug: str
    meeting_slug: str | None
    is_announced_beforehand: bool | None
    meeting_held_on: PartialDate | None
    first_published_at: dt.datetime
    revision_id: int
    sequence: int
    act: RevisionAct
    at: dt.datetime
    note: str | None
    title: str
    summary: str
    stored_facts: str | None
    """As JSON; see `facts`."""
    imprint: str | None
    article: bytes | None
    """The newest rendering for a page; None for what was taken back."""
    has_other: bool
    """Whether the other text of the same meeting (report, messages of support) stands too."""
    has_minutes: bool
    """Whether the minutes of the meeting are public."""
    has_pdf: bool
    has_picture: bool
    """Whether the outbox has made them."""
    has_votes: bool
    """Whether votes of the meeting were counted."""
    lead: dict[str, Any] | None
    """The picture below its title, as the document has it."""
    has_receipts: bool
    """Whether papers of it came out of the box of a vote online."""
    reactions: int | None
    """How many readers reacted; None where they cannot."""

    @property
    def is_retracted(self) -> bool:
        return self.act is RevisionAct.RETRACTED

    @property
    def facts(self) -> AnyFacts | None:
        return None if self.stored_facts is None else facts_of(self.stored_facts)


@lru_cache(maxsize=256)
def facts_of(stored: str) -> AnyFacts:
    """The facts that a revision keeps: read once, for a page is made anew at each public change, whatever changed."""
    return STORED_ANNOUNCEMENT.read(json.loads(stored))


HAS_MINUTES = exists().where(Minutes.meeting_id == Announcement.meeting_id, Minutes.is_public)
HAS_VOTES = exists().where(Count.meeting_id == Announcement.meeting_id)
HAS_RECEIPTS = exists().where(OnlineVote.meeting_id == Announcement.meeting_id, OnlineVote.sealed_at.is_not(None))
IMPRINT = type_coerce(Revision.document, JSON)["imprint"].as_string()
LEAD = type_coerce(Revision.document, JSON)["lead"]
ARTICLE = (
    select(Rendering.content)
    .where(Rendering.revision_id == Revision.id, Rendering.format == Format.HTML.value)
    .order_by(Rendering.renderer_version.desc())
    .limit(1)
    .scalar_subquery()
)
OTHER, OTHER_REVISION = aliased(Announcement), aliased(Revision)
HAS_OTHER = exists().where(
    OTHER.meeting_id == Announcement.meeting_id,
    OTHER.kind != Announcement.kind,
    OTHER_REVISION.announcement_id == OTHER.id,
    OTHER_REVISION.sequence == OTHER.current_sequence,
    OTHER_REVISION.act != RevisionAct.RETRACTED,
)


def has(form: KeptForm) -> Exists:
    """Whether that form of a revision is kept."""
    return exists().where(Rendering.revision_id == Revision.id, Rendering.format == form.value)


TEXT = (
    select(
        Announcement.id, Announcement.kind, Announcement.slug,
        Meeting.slug, Meeting.is_announced_beforehand, Meeting.held_on,
        Announcement.first_published_at,
        Revision.id, Revision.sequence, Revision.act, Revision.at, Revision.note, Revision.title, Revision.summary,
        cast(Revision.facts, Text), IMPRINT, ARTICLE, HAS_OTHER, HAS_MINUTES,
        has(KeptForm.PDF), has(KeptForm.PICTURE), HAS_VOTES, LEAD, HAS_RECEIPTS, REACTIONS,
    )
    .join(Announcement, CURRENT)
    .outerjoin(Meeting, Meeting.id == Announcement.meeting_id)
    .where(Announcement.unit_id == bindparam("unit_id"))
)  # fmt: skip
"""In the order of `PublicText`."""
TEXT_OF_MEETING = TEXT.where(Meeting.slug == bindparam("slug"), Announcement.kind == bindparam("kind"))
STATEMENT = TEXT.where(Announcement.slug == bindparam("slug"), Announcement.meeting_id.is_(None))


def text_of_meeting(session: Session, unit: Unit, meeting_slug: str, kind: AnnouncementKind) -> PublicText | None:
    """The public text of a kind of the meeting with this address, retracted or not; one statement."""
    found = rows(session, TEXT_OF_MEETING, unit_id=unit.id, slug=meeting_slug, kind=kind).first()
    return None if found is None else PublicText(unit, *found)


def minutes_of_meeting(session: Session, unit: Unit, meeting_slug: str) -> Minutes | None:
    """The public minutes of the meeting with this address; one statement."""
    found = select(Minutes).join(Meeting, Meeting.id == Minutes.meeting_id)
    return session.scalar(found.where(Meeting.unit_id == unit.id, Meeting.slug == meeting_slug, Minutes.is_public))


def statement(session: Session, unit: Unit, slug: str) -> PublicText | None:
    """The statement with this address, retracted or not; one statement."""
    found = rows(session, STATEMENT, unit_id=unit.id, slug=slug).first()
    return None if found is None else PublicText(unit, *found)


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


CHANGES = (
    select(Revision.sequence, Revision.act, Revision.at, Revision.note)
    .where(Revision.announcement_id == bindparam("announcement_id"))
    .order_by(Revision.sequence)
)


def changes_of(session: Session, text: PublicText) -> Sequence[Row[Any]]:
    """Number, act, time and note of every revision of a text, the first one first; one statement."""
    return rows(session, CHANGES, announcement_id=text.announcement_id).all()


VERSION = select(Revision.title, IMPRINT.label("imprint"), ARTICLE.label("article")).where(
    Revision.announcement_id == bindparam("announcement_id"), Revision.sequence == bindparam("sequence")
)


def version_of(session: Session, text: PublicText, sequence: int) -> Row[Any]:
    """Title, imprint and article of a revision; one statement."""
    return rows(session, VERSION, announcement_id=text.announcement_id, sequence=sequence).one()


def newest_rendering(session: Session, text: PublicText, format_: str) -> Rendering | None:
    """The newest bytes of a text in one format; one statement."""
    return session.scalar(
        select(Rendering)
        .where(Rendering.revision_id == text.revision_id, Rendering.format == format_)
        .order_by(Rendering.renderer_version.desc())
        .limit(1)
        .options(undefer(Rendering.content))
    )


def document_of(session: Session, text: PublicText) -> Document:
    """The document of a text that stands; one statement."""
    found = session.scalar(select(Revision.document).where(Revision.id == text.revision_id))
    if found is None:
        raise LookupError(f"revision {text.revision_id} has no text")
    return found


def all_texts(session: Session) -> Iterator[Row[AnnouncementKind, str, str | None, str, dt.datetime]]:
    """Of every public text that stands what its address is made of, and when it last changed; one statement."""
    columns: tuple[Any, ...] = (Announcement.kind, Unit.slug, Meeting.slug, Announcement.slug, Revision.at)
    yield from session.execute(published().with_only_columns(*columns), execution_options={"yield_per": 500})

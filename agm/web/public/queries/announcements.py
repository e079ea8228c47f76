"""The public texts, each as the revision that stands, with its announcement, meeting and unit."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    Exists,
    Integer,
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
from sqlalchemy.orm import Session, aliased

from agm.announcements.models import Announcement, Rendering, Revision, RevisionAct, StatementAddress
from agm.announcements.reactions import REACTIONS
from agm.facts.announcement import AnyFacts
from agm.facts.any_file import STORED_ANNOUNCEMENT
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting, Minutes
from agm.organisation.models import Unit
from agm.results.models import Count
from agm.voting.models import OnlineVote
from agm.web.public.queries.rows import Reads, rows
from agm.wording.document import STORED_DOCUMENT, AnnouncementKind, Document
from agm.wording.render import Format, KeptForm

CURRENT = and_(Revision.announcement_id == Announcement.id, Revision.sequence == Announcement.current_sequence)
STANDS = Revision.act != RevisionAct.RETRACTED
HELD_ON = case((STANDS, Revision.held_on), else_=Meeting.held_on)
"""The date of a meeting as the revision tells it: one that is corrected but not published yet stays out of sight."""
KIND = case((STANDS, Revision.meeting_kind), else_=Meeting.kind)
"""The kind of a meeting as the revision tells it."""


OF_A_TEXT: tuple[Any, ...] = (
    Announcement.id, Announcement.kind, Announcement.slug, Unit.slug.label("unit_slug"), Unit.name.label("unit_name"),
    Meeting.slug.label("meeting_slug"), Announcement.first_published_at, Revision.act, Revision.at, Revision.title,
    Revision.summary,
)  # fmt: skip
LIMIT, OFFSET = bindparam("limit", type_=Integer), bindparam("offset", type_=Integer)
OF_UNIT = Announcement.unit_id == bindparam("unit_id")


def texts(*columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401  SQLAlchemy's columns
    """Every public text, those that were taken back too, the one first that was published last."""
    return (
        select(*columns)
        .select_from(Revision)
        .join(Announcement, CURRENT)
        .outerjoin(Meeting, Meeting.id == Announcement.meeting_id)
        .join(Unit, Unit.id == Announcement.unit_id)
        .where(Announcement.current_sequence.is_not(None))  # as the indexes of these orders say
        .order_by(Announcement.first_published_at.desc(), Announcement.id.desc())
    )


def news_statement(*, of_unit: bool, with_last: bool) -> Select[*tuple[Any, ...]]:
    """The news, with what was published last where that is asked for."""
    of_these = (STANDS, OF_UNIT) if of_unit else (STANDS,)
    ids = texts(Announcement.id).where(*of_these)
    latest = (Announcement.told_on.desc(), Announcement.first_published_at.desc(), Announcement.id.desc())
    wanted = [ids.order_by(None).order_by(*latest).limit(LIMIT).offset(OFFSET).subquery().select()]
    if with_last:
        wanted.append(ids.limit(1).subquery().select())
    columns = (*OF_A_TEXT, Announcement.told_on, Revision.held_on, Revision.elected_chair)
    # One list of ids: of two conditions joined by OR, PostgreSQL would try every announcement.
    found = texts(*columns, cast(Revision.document, Text).label("document"))
    return found.where(*of_these, Announcement.id.in_(union_all(*wanted))).order_by(None)


NEWS = {
    (of_unit, with_last): news_statement(of_unit=of_unit, with_last=with_last)
    for of_unit in (True, False)
    for with_last in (True, False)
}


def news(session: Session, unit: Unit | None, limit: int, offset: int = 0) -> Sequence[Row[Any]]:
    """The news of a unit, or of all, the latest that is told of first; one statement. The document is text; see
    `document_from`.

    Without an offset the one that was published last comes too, as the last one where it tells of an earlier day.
    """
    of_unit = {} if unit is None else {"unit_id": unit.id}
    found = rows(session, NEWS[unit is not None, offset == 0], limit=limit, offset=offset, **of_unit)
    return sorted(found, key=told_last, reverse=True)


def told_last(text: Row[Any]) -> tuple[str, str, int]:
    """What the news are sorted by, the latest first."""
    return str(text.told_on or ""), str(text.first_published_at), text.id


@lru_cache(maxsize=64)
def document_from(stored: str) -> Document:
    """The document that a revision keeps as JSON: read once, for the front page is made anew at each public change."""
    return STORED_DOCUMENT.read(json.loads(stored))


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


class PublicText(NamedTuple):
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
FEED = texts(*OF_A_TEXT, ARTICLE.label("article")).limit(LIMIT).offset(OFFSET)
FEED_OF_UNIT = FEED.where(OF_UNIT)


def feed_entries(session: Session, unit: Unit | None, limit: int, offset: int) -> Sequence[Row[Any]]:
    """The texts of a unit, or of all, and what was taken back, each with its stored article, the one that was published
    last first; one statement."""
    if unit is None:
        return rows(session, FEED, limit=limit, offset=offset).all()
    return rows(session, FEED_OF_UNIT, unit_id=unit.id, limit=limit, offset=offset).all()


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


def text_of_meeting(reads: Reads, unit: Unit, meeting_slug: str, kind: AnnouncementKind) -> PublicText | None:
    """The public text of a kind of the meeting with this address, retracted or not; one statement."""
    found = rows(reads, TEXT_OF_MEETING, unit_id=unit.id, slug=meeting_slug, kind=kind).first()
    return None if found is None else PublicText(unit, *found)


def minutes_of_meeting(session: Session, unit: Unit, meeting_slug: str) -> Minutes | None:
    """The public minutes of the meeting with this address; one statement."""
    found = select(Minutes).join(Meeting, Meeting.id == Minutes.meeting_id)
    return session.scalar(found.where(Meeting.unit_id == unit.id, Meeting.slug == meeting_slug, Minutes.is_public))


def statement(reads: Reads, unit: Unit, slug: str) -> PublicText | None:
    """The statement with this address, retracted or not; one statement."""
    found = rows(reads, STATEMENT, unit_id=unit.id, slug=slug).first()
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


def changes_of(reads: Reads, text: PublicText) -> Sequence[Row[Any]]:
    """Number, act, time and note of every revision of a text, the first one first; one statement."""
    return rows(reads, CHANGES, announcement_id=text.announcement_id).all()


VERSION = select(Revision.title, IMPRINT.label("imprint"), ARTICLE.label("article")).where(
    Revision.announcement_id == bindparam("announcement_id"), Revision.sequence == bindparam("sequence")
)


def version_of(reads: Reads, text: PublicText, sequence: int) -> Row[Any]:
    """Title, imprint and article of a revision; one statement."""
    return rows(reads, VERSION, announcement_id=text.announcement_id, sequence=sequence).one()


RENDERING = (
    select(Rendering.format, Rendering.content, Rendering.etag)
    .where(Rendering.revision_id == bindparam("revision_id"), Rendering.format == bindparam("format"))
    .order_by(Rendering.renderer_version.desc())
    .limit(1)
)


def newest_rendering(reads: Reads, text: PublicText, format_: str) -> Row[str, bytes, str] | None:
    """The newest bytes of a text in one format, with that and their ETag; one statement."""
    return rows(reads, RENDERING, revision_id=text.revision_id, format=format_).first()


DOCUMENT = select(cast(Revision.document, Text)).where(Revision.id == bindparam("revision_id"))


def document_of(reads: Reads, text: PublicText) -> Document:
    """The document of a text that stands; one statement."""
    found = rows(reads, DOCUMENT, revision_id=text.revision_id).scalar()
    if found is None:
        raise LookupError(f"revision {text.revision_id} has no text")
    return document_from(found)


def all_texts(session: Session) -> Iterator[Row[AnnouncementKind, str, str | None, str, dt.datetime]]:
    """Of every public text that stands what its address is made of, and when it last changed; one statement."""
    found = texts(Announcement.kind, Unit.slug, Meeting.slug, Announcement.slug, Revision.at).where(STANDS)
    yield from session.execute(found, execution_options={"yield_per": 500})

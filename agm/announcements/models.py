"""The public text: its draft with the chair's own words, its revisions, and each revision in each format."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from agm.audit.row_digests import APPEND_ONLY
from agm.database import Base
from agm.database.types import StoredValue
from agm.facts import MeetingFacts, MeetingKind
from agm.facts.files import STORED_FACTS
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.organisation.models import Unit
from agm.wording.document import STORED_DOCUMENT, AnnouncementKind, Document
from agm.wording.style import STORED_STYLE, HouseStyle

OF_MEETINGS = text("meeting_id IS NOT NULL")
STATEMENTS = text("meeting_id IS NULL")
PUBLIC = text("current_sequence IS NOT NULL")


class RevisionAct(enum.StrEnum):
    PUBLISHED = "published"
    CORRECTED = "corrected"
    RETRACTED = "retracted"


class Announcement(Base):
    """A public text and its address: of a meeting (report, messages of support), or a free statement.

    The draft of a statement is kept here; the draft of a meeting's announcement is composed from the record each time.
    """

    __tablename__ = "announcement"
    __table_args__ = (
        Index(
            "uq_announcement_meeting_kind",
            "meeting_id",
            "kind",
            unique=True,
            sqlite_where=OF_MEETINGS,
            postgresql_where=OF_MEETINGS,
        ),
        Index(
            "uq_announcement_unit_statement",
            "unit_id",
            "slug",
            unique=True,
            sqlite_where=STATEMENTS,
            postgresql_where=STATEMENTS,
        ),
        Index(
            "ix_announcement_news",
            "told_on",
            "first_published_at",
            "id",
            sqlite_where=PUBLIC,
            postgresql_where=PUBLIC,
        ),
        Index(
            "ix_announcement_feed",
            "first_published_at",
            "id",
            sqlite_where=PUBLIC,
            postgresql_where=PUBLIC,
        ),
        CheckConstraint("(kind = 'statement') = (meeting_id IS NULL)", name="statement_or_meeting"),
        CheckConstraint(
            "kind <> 'statement' OR (statement_title IS NOT NULL AND statement_text IS NOT NULL)",
            name="statement_has_text",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AnnouncementKind]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    slug: Mapped[str]
    """Last part of the address: of a statement below its region; of a meeting's text the word for its kind."""
    created_at: Mapped[dt.datetime]
    statement_title: Mapped[str | None]
    statement_text: Mapped[str | None]
    video_url: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    current_sequence: Mapped[int | None]
    """Sequence of the revision that stands; None while nothing was ever published."""
    first_published_at: Mapped[dt.datetime | None]
    told_on: Mapped[PartialDate | None]
    """The day of what the public text tells: the meeting's, or that of its publication. The news go by it."""

    meeting: Mapped[Meeting | None] = relationship()
    unit: Mapped[Unit] = relationship(lazy="joined")
    block_overrides: Mapped[list[BlockOverride]] = relationship(
        back_populates="announcement", cascade="all, delete-orphan"
    )
    current: Mapped[Revision | None] = relationship(
        primaryjoin="and_(Announcement.id == foreign(Revision.announcement_id), "
        "Announcement.current_sequence == foreign(Revision.sequence))",
        uselist=False,
        viewonly=True,
    )
    revisions: Mapped[list[Revision]] = relationship(back_populates="announcement", order_by="Revision.sequence")


class BlockOverride(Base):
    """The chair's own words in place of a generated block, and the digest of the block that they replaced."""

    __tablename__ = "block_override"
    __table_args__ = (UniqueConstraint("announcement_id", "block", name="uq_block_override_announcement_block"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id", ondelete="CASCADE"))
    block: Mapped[str]
    text: Mapped[str]
    replaced_digest: Mapped[str]
    """Digest of the generated block when the words were written; another one now means that the record changed."""

    announcement: Mapped[Announcement] = relationship(back_populates="block_overrides")


class Revision(Base):
    """One version of a public text. Never changed: a correction or a retraction is a new one that says why."""

    __tablename__ = "announcement_revision"
    __table_args__ = (
        UniqueConstraint("announcement_id", "sequence", name="uq_announcement_revision_sequence"),
        CheckConstraint("(sequence = 1) = (act = 'published')", name="first_is_published"),
        CheckConstraint("act = 'published' OR note IS NOT NULL", name="change_says_why"),
        {"info": {APPEND_ONLY: "published text"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"))
    sequence: Mapped[int]
    act: Mapped[RevisionAct]
    at: Mapped[dt.datetime]
    by: Mapped[str]
    note: Mapped[str | None]
    """What was corrected, or why it was taken back: shown in public."""
    document: Mapped[Document | None] = mapped_column(StoredValue(STORED_DOCUMENT))
    """The text itself, with its imprint; None for a retraction."""
    facts: Mapped[MeetingFacts | None] = deferred(mapped_column(StoredValue(STORED_FACTS)))
    """The meeting's facts as they were then; None for a statement."""
    style: Mapped[HouseStyle | None] = deferred(mapped_column(StoredValue(STORED_STYLE)))
    """The house style as it was then; None for a statement."""
    digest: Mapped[str | None]
    """That of the document."""
    title: Mapped[str]
    summary: Mapped[str]
    """The first words of the opening: plain text."""
    elected_chair: Mapped[str | None]
    meeting_kind: Mapped[MeetingKind | None]
    held_on: Mapped[PartialDate | None]
    """Title to date are told by document and facts as well: lists choose, order and show by them."""

    announcement: Mapped[Announcement] = relationship(back_populates="revisions")
    renderings: Mapped[list[Rendering]] = relationship(
        back_populates="revision", cascade="all", order_by="Rendering.renderer_version"
    )

    @property
    def is_retracted(self) -> bool:
        return self.act is RevisionAct.RETRACTED


class Rendering(Base):
    """One revision in one format, as a version of the renderer made it. The newest is served, the first is proof."""

    __tablename__ = "rendering"
    __table_args__ = ({"info": {APPEND_ONLY: "published page"}},)

    revision_id: Mapped[int] = mapped_column(ForeignKey("announcement_revision.id"), primary_key=True)
    format: Mapped[str] = mapped_column(primary_key=True)
    renderer_version: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    etag: Mapped[str]
    """SHA-256 of the content, in hexadecimal."""
    created_at: Mapped[dt.datetime]

    revision: Mapped[Revision] = relationship(back_populates="renderings")


class StatementAddress(Base):
    """A former address of a statement; it redirects to the present one."""

    __tablename__ = "statement_address"
    __table_args__ = (UniqueConstraint("announcement_id", "slug", name="uq_statement_address_announcement_slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(index=True)

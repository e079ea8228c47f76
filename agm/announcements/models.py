"""The public text: its draft with the chair's own words, its revisions, and each revision in each format."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import fields

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from agm.audit.row_digests import APPEND_ONLY
from agm.database import Base
from agm.database.types import StoredValue
from agm.facts import MeetingKind
from agm.facts.announcement import AnyFacts, OtherFacts
from agm.facts.any_file import STORED_ANNOUNCEMENT
from agm.files.models import File
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.organisation.models import Unit
from agm.wording.document import STORED_DOCUMENT, AnnouncementKind, Document
from agm.wording.kinds.beside import Beside
from agm.wording.placing import Place
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
    quotation: Mapped[str] = mapped_column(default="", server_default="")
    quoted: Mapped[str] = mapped_column(default="", server_default="")
    quoted_role: Mapped[str] = mapped_column(default="", server_default="")
    appeared_in: Mapped[str] = mapped_column(default="", server_default="")
    appeared_at: Mapped[str] = mapped_column(default="", server_default="")
    second_title: Mapped[str] = mapped_column(default="", server_default="")
    second_text: Mapped[str] = mapped_column(default="", server_default="")
    quotation_language: Mapped[str] = mapped_column(default="", server_default="")
    video_language: Mapped[str] = mapped_column(default="", server_default="")
    """What stands beside the text of a statement (`beside`)."""
    told: Mapped[OtherFacts | None] = mapped_column(StoredValue(STORED_ANNOUNCEMENT))
    """The facts of a draft of another kind, from which its text is composed; None for reports and for own words."""
    has_pictures: Mapped[bool] = mapped_column(default=False)
    """Whether its draft has any, so that nothing is asked where nobody ever sent one."""
    version: Mapped[int] = mapped_column(default=1)
    current_sequence: Mapped[int | None]
    """Sequence of the revision that stands; None while nothing was ever published."""
    first_published_at: Mapped[dt.datetime | None]
    told_on: Mapped[PartialDate | None]
    """The day of what the public text tells: the meeting's, or that of its publication. The news go by it."""
    reactions: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many readers reacted; all that is kept of them."""

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

    @property
    def beside(self) -> Beside:
        """What stands beside the text of a statement."""
        return Beside(*(getattr(self, one.name) for one in fields(Beside)))

    @beside.setter
    def beside(self, beside: Beside) -> None:
        for one in fields(Beside):
            setattr(self, one.name, getattr(beside, one.name).strip())


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
    facts: Mapped[AnyFacts | None] = deferred(mapped_column(StoredValue(STORED_ANNOUNCEMENT)))
    """The facts as they were then; None for a statement in own words."""
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


class AnnouncementPicture(Base):
    """A picture that a text has: in its draft, in what was published of it, or in both."""

    __tablename__ = "announcement_picture"
    __table_args__ = (
        UniqueConstraint("announcement_id", "file_id", name="uq_announcement_picture_file"),
        CheckConstraint("position IS NOT NULL OR is_public", name="of_draft_or_public"),
        CheckConstraint("paragraph >= 0", name="paragraph_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id", ondelete="CASCADE"))
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), index=True)
    position: Mapped[int | None]
    """Its place among those of the draft; None for one that only an earlier version has."""
    place: Mapped[Place]
    paragraph: Mapped[int] = mapped_column(default=0)
    """After which paragraph of the text it stands, if it does."""
    begins: Mapped[str] = mapped_column(default="", server_default="")
    """The mark of that paragraph's beginning, by which it is known again; "" where nobody chose it yet."""
    alt: Mapped[str]
    """What it shows, in words. While there are none, it is not shown."""
    credit: Mapped[str]
    is_public: Mapped[bool] = mapped_column(default=False)
    """Whether a version that was published has it."""
    agreed_by: Mapped[str]
    agreed_at: Mapped[dt.datetime]
    """Who said that those shown have agreed to it, and when."""

    file: Mapped[File] = relationship(lazy="joined")
    people: Mapped[list[PersonShown]] = relationship(
        order_by="PersonShown.id", cascade="all, delete-orphan", lazy="joined"
    )


class PersonShown(Base):
    """Somebody whom a picture shows; by name alone where the record does not know them."""

    __tablename__ = "person_shown"

    id: Mapped[int] = mapped_column(primary_key=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("announcement_picture.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)


class StatementAddress(Base):
    """A former address of a statement; it redirects to the present one."""

    __tablename__ = "statement_address"
    __table_args__ = (UniqueConstraint("announcement_id", "slug", name="uq_statement_address_announcement_slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(index=True)


class WordpressSite(Base):
    """Where a unit's public texts go besides; what the national level has holds for every unit without one."""

    __tablename__ = "wordpress_site"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True)
    address: Mapped[str]
    user_name: Mapped[str]
    sealed_password: Mapped[str]
    """An application password, encrypted by the installation's secret."""
    as_draft: Mapped[bool]
    """Whether somebody publishes there what arrives."""


class PublicationPlan(Base):
    """That a draft is to be public at a time, as somebody read it; it is gone once it is public or given up."""

    __tablename__ = "publication_plan"
    __table_args__ = (
        CheckConstraint("(second_by IS NULL) = (second_at IS NULL)", name="second_reader_has_a_time"),
        CheckConstraint("second_by IS NULL OR needs_second", name="second_reader_only_if_needed"),
    )

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str]
    """That of the document that was read: another one is not published."""
    due_at: Mapped[dt.datetime | None]
    """Not before this; None for as soon as the second reader says so."""
    needs_second: Mapped[bool]
    planned_by: Mapped[str]
    planned_key: Mapped[str]
    """Who it is in the audit log, so that nobody is their own second reader."""
    planned_at: Mapped[dt.datetime]
    second_by: Mapped[str | None]
    second_at: Mapped[dt.datetime | None]
    stopped_why: Mapped[str | None]
    """Why it was not published when its time came."""

    announcement: Mapped[Announcement] = relationship()

    @property
    def waits_for_second(self) -> bool:
        return self.needs_second and self.second_at is None

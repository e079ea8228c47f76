"""The meeting: when and where, who came and spoke, what was said, and who sent messages of support."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy import JSON, CheckConstraint, Executable, ForeignKey, Index, UniqueConstraint, event, false
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, relationship, with_loader_criteria

from agm.database import Base
from agm.database.types import StoredValue
from agm.facts import HeldAs, MeetingKind, SpeakerKind
from agm.facts.particulars import STORED_PARTICULARS, Particulars
from agm.language.partial_date import PartialDate
from agm.organisation.models import Unit
from agm.people.models import Person

if TYPE_CHECKING:
    from agm.meetings.models.election import Election


class Section(enum.StrEnum):
    """The parts of a meeting's record that are edited on pages of their own."""

    DETAILS = "details"
    GUESTS = "guests"
    SAID = "said"
    MESSAGES = "messages"
    MOTIONS = "motions"
    MINUTES = "minutes"
    RESULTS = "results"
    PARTICULARS = "particulars"
    ANNOUNCEMENT = "announcement"


class Meeting(Base):
    """One gathering of a unit."""

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("unit_id", "slug", name="uq_meeting_unit_slug"),
        Index("ix_meeting_unit_id_held_on", "unit_id", "held_on"),
        Index("ix_meeting_held_on", "held_on", "starts_at", "id"),
        Index("ix_meeting_announced_for", "announced_for"),
        CheckConstraint("ordinal IS NULL OR ordinal >= 1", name="ordinal_at_least_one"),
        CheckConstraint("attendance_number IS NULL OR attendance_number >= 0", name="attendance_not_negative"),
        CheckConstraint("quorum_number IS NULL OR quorum_number >= 0", name="quorum_not_negative"),
        CheckConstraint("starts_at IS NULL OR (held_on IS NOT NULL AND length(held_on) = 10)", name="time_needs_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[MeetingKind] = mapped_column(default=MeetingKind.AGM)
    slug: Mapped[str]
    ordinal: Mapped[int | None]
    """109 for "109th AGM": stored, never computed."""
    held_on: Mapped[PartialDate | None]
    starts_at: Mapped[dt.time | None]
    """Local time of the organisation's zone: what was printed on the notice stays true when summer time changes."""
    venue: Mapped[str | None]
    online_link: Mapped[str | None]
    held_as: Mapped[HeldAs | None]
    quorum_number: Mapped[int | None]
    quorum_words: Mapped[str | None]
    attendance_number: Mapped[int | None]
    attendance_words: Mapped[str | None]
    messages_from: Mapped[str | None]
    particulars: Mapped[Particulars | None] = mapped_column(StoredValue(STORED_PARTICULARS))
    """What a report tells beside the other parts of the record; None where nobody ever wrote any."""
    has_elections: Mapped[bool | None]
    """False where the meeting elected nobody by design; None while nobody has said."""
    is_announced_beforehand: Mapped[bool] = mapped_column(default=False)
    """Whether the public sees date and place before any announcement of what happened."""
    rules_id: Mapped[int | None] = mapped_column(ForeignKey("adopted_rules.id"))
    """The version of the rules that it was called under; None where there were none, or it was recorded afterwards."""
    announced_for: Mapped[PartialDate | None]
    """The day that the public was told last; it stays when the meeting is withdrawn, so that calendars hear of it."""
    is_published: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether anything of it was ever published; its address then moves only with what is public."""
    created_at: Mapped[dt.datetime]
    removed_at: Mapped[dt.datetime | None]
    """Removed meetings are read by nobody who does not ask for them (`WITH_REMOVED`), wherever meetings are read."""
    removed_by: Mapped[str | None]
    """Name of the user who removed it, as it was then."""

    unit: Mapped[Unit] = relationship(lazy="joined")
    speakers: Mapped[list[Speaker]] = relationship(
        back_populates="meeting", order_by="Speaker.position", cascade="all, delete-orphan"
    )
    paragraphs: Mapped[list[SpeechParagraph]] = relationship(
        back_populates="meeting", order_by="SpeechParagraph.position", cascade="all, delete-orphan"
    )
    messages: Mapped[list[SupportMessage]] = relationship(
        back_populates="meeting", order_by="SupportMessage.position", cascade="all, delete-orphan"
    )
    sections: Mapped[list[SectionState]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="SectionState.section"
    )

    election: Mapped[Election | None] = relationship(viewonly=True, uselist=False)

    @property
    def is_called(self) -> bool:
        """Whether readers are told of it beforehand; not once it was withdrawn or removed."""
        return self.is_announced_beforehand and self.removed_at is None


WITH_REMOVED = {"with_removed": True}
"""Execution options of a statement that reads removed meetings too."""
NOT_REMOVED = with_loader_criteria(Meeting, Meeting.removed_at.is_(None), include_aliases=True)
_without_removed: WeakKeyDictionary[Executable, Executable] = WeakKeyDictionary()
"""Statements as they are carried out, so that one that is built once is prepared once."""


@event.listens_for(Session, "do_orm_execute")
def leave_out_removed(state: ORMExecuteState) -> None:
    is_whole = (
        state.is_select and state.is_orm_statement and not state.is_column_load and not state.is_relationship_load
    )
    if is_whole and not state.execution_options.get("with_removed"):
        asked = state.statement
        if asked not in _without_removed:
            _without_removed[asked] = asked.options(NOT_REMOVED)
        state.statement = _without_removed[asked]


class MeetingAddress(Base):
    """A former address of a meeting; it redirects to the present one."""

    __tablename__ = "meeting_address"
    __table_args__ = (UniqueConstraint("meeting_id", "slug", name="uq_meeting_address_meeting_slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(index=True)


class SectionState(Base):
    """How often a part of a meeting's record was saved, when last and by whom.

    A form carries the version that it was filled from; a save with an older one is not carried out but shown beside
    what the other person saved.
    """

    __tablename__ = "meeting_section"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    section: Mapped[Section] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[dt.datetime | None]
    saved_by: Mapped[str | None]
    """Name of the user who saved it, as it was then; no key, so that a user can be removed."""
    unsettled: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """By contest, the `names` of which it is asked whom they mean, and what the form had of that office (`fields`)."""

    meeting: Mapped[Meeting] = relationship(back_populates="sections")

    @property
    def names_asked(self) -> list[str]:
        return [name for one in (self.unsettled or {}).values() for name in one["names"]]


class Speaker(Base):
    """One person at one meeting, with name and role as they were at that date (screen: guest speaker)."""

    __tablename__ = "speaker"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id", name="uq_speaker_meeting_person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[SpeakerKind]
    position: Mapped[int]
    name: Mapped[str]
    prefix: Mapped[str | None]
    suffix: Mapped[str | None]
    role: Mapped[str | None]

    meeting: Mapped[Meeting] = relationship(back_populates="speakers")
    person: Mapped[Person] = relationship()


class SpeechParagraph(Base):
    """One paragraph of what was said, in Markdown, and the speakers that it tells of."""

    __tablename__ = "speech_paragraph"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[str]
    language: Mapped[str | None]
    """A `facts.Language`, where it is not in English."""
    quoted: Mapped[str] = mapped_column(default="", server_default="")
    quoted_role: Mapped[str] = mapped_column(default="", server_default="")
    """Whose words these are, if the paragraph is a quotation that is set apart, and their role."""

    meeting: Mapped[Meeting] = relationship(back_populates="paragraphs")
    speakers: Mapped[list[Speaker]] = relationship(
        secondary="speech_paragraph_speaker", order_by="Speaker.position", lazy="selectin"
    )


class SaidParagraphSpeaker(Base):
    __tablename__ = "speech_paragraph_speaker"

    paragraph_id: Mapped[int] = mapped_column(ForeignKey("speech_paragraph.id", ondelete="CASCADE"), primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"), primary_key=True, index=True)


class SupportMessage(Base):
    __tablename__ = "support_message"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id", name="uq_support_message_meeting_person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    prefix: Mapped[str | None]
    suffix: Mapped[str | None]
    role: Mapped[str | None]
    text: Mapped[str | None]

    meeting: Mapped[Meeting] = relationship(back_populates="messages")
    person: Mapped[Person] = relationship()

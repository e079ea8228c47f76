"""The election of a meeting: its dates, and what went out to its members."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agm.database import Base
from agm.meetings.models.meeting import Meeting


class Election(Base):
    """The planned dates of a meeting's election, and those of what was done."""

    __tablename__ = "election"
    __table_args__ = (
        CheckConstraint(
            "(short_notice_allowed_at IS NULL) = (short_notice_allowed_by IS NULL) "
            "AND (short_notice_allowed_at IS NULL) = (short_notice_reason IS NULL) "
            "AND (short_notice_allowed_at IS NULL) = (short_notice_words IS NULL)",
            name="allowed_by_whom_and_why",
        ),
        CheckConstraint(
            "(called_off_at IS NULL) = (called_off_by IS NULL) "
            "AND (called_off_at IS NULL) = (called_off_reason IS NULL)",
            name="called_off_by_whom_and_why",
        ),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    notice_sent_at: Mapped[dt.datetime | None]
    """When the notice went out first, by whichever way."""
    nominations_open_at: Mapped[dt.datetime | None]
    nominations_close_at: Mapped[dt.datetime | None]
    statement_at: Mapped[dt.datetime | None]
    """When the names of those who stand are published."""
    voting_opens_at: Mapped[dt.datetime | None]
    voting_closes_at: Mapped[dt.datetime | None]
    short_notice_allowed_at: Mapped[dt.datetime | None]
    short_notice_allowed_by: Mapped[str | None]
    """Who allowed it, in words."""
    short_notice_reason: Mapped[str | None]
    short_notice_words: Mapped[str | None]
    """The breach that was allowed, as the rule told it then: another one needs leave of its own."""
    is_short_notice_refused: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the answer was no: the four columns then say who refused it, when and why."""
    called_off_at: Mapped[dt.datetime | None]
    called_off_by: Mapped[str | None]
    """Name of the user who called it off, as it was then."""
    called_off_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship()


class NoticeKind(enum.StrEnum):
    """What is sent to members about an election."""

    NOTICE = "notice"
    CALL = "call"
    """The call for nominations."""
    STATEMENT = "statement"
    """The statement of nominations: who stands."""
    REMINDER = "reminder"
    CANDIDATES = "candidates"
    """What those who stand for an office write to the members."""
    CALLED_OFF = "called_off"
    RESULT = "result"
    """What came of it, once it is public."""


class NoticeSending(Base):
    """One text that went out to every member, as it was."""

    __tablename__ = "notice_sending"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    kind: Mapped[NoticeKind]
    title: Mapped[str]
    text: Mapped[str]
    sent_at: Mapped[dt.datetime]
    sent_by: Mapped[str]
    """Name of the user who sent it, as it was then."""
    cancelled_at: Mapped[dt.datetime | None]
    """When it was planned, and given up before it went out."""
    posted_at: Mapped[dt.datetime | None]
    """When it was posted to those who have no address for mail; None while it was not, or need not be."""

    served: Mapped[list[ServedNotice]] = relationship(back_populates="sending", cascade="all, delete-orphan")


class Channel(enum.StrEnum):
    """How something reaches a member."""

    EMAIL = "email"
    POST = "post"
    NONE = "none"
    """No address of either kind is known."""


class ServedOutcome(enum.StrEnum):
    SENT = "sent"
    FAILED = "failed"


class ServedNotice(Base):
    """What became of one sending for one member."""

    __tablename__ = "served_notice"
    __table_args__ = (
        UniqueConstraint("sending_id", "member_id", name="uq_served_notice_member"),
        UniqueConstraint("sending_id", "entry_id", name="uq_served_notice_entry"),
        CheckConstraint("(member_id IS NULL) <> (entry_id IS NULL)", name="member_or_entry"),
        CheckConstraint("(outcome IS NULL) OR (sent_at IS NOT NULL) OR (outcome = 'failed')", name="sent_when"),
        CheckConstraint("(again_at IS NULL) = (again_by IS NULL)", name="again_by_whom"),
        Index("ix_served_notice_sending_id_channel_outcome", "sending_id", "channel", "outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sending_id: Mapped[int] = mapped_column(ForeignKey("notice_sending.id", ondelete="CASCADE"))
    member_id: Mapped[int | None]
    """A number of the unit's roll; no key, because the roll is disposed of before this."""
    entry_id: Mapped[int | None]
    """A number of the meeting's register, where that was frozen already."""
    channel: Mapped[Channel]
    queued_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]
    outcome: Mapped[ServedOutcome | None]
    """None while it waits."""
    error: Mapped[str | None]
    """What the mail server answered, for people."""
    again_at: Mapped[dt.datetime | None]
    """When somebody had it sent again, after it had not arrived."""
    again_by: Mapped[str | None]
    """Name of the user who did, as it was then."""

    sending: Mapped[NoticeSending] = relationship(back_populates="served")

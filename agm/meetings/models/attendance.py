"""Who was at a meeting from when to when, who votes for whom, and what its screen shows."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agm.database import Base
from agm.meetings.models.register import RegisterEntry

STILL_THERE = text("left_at IS NULL AND undone_at IS NULL")
STANDING = text("withdrawn_at IS NULL")


class Attendance(Base):
    """One stay: of a member on the register, or by name of somebody who is not. It goes with the register's entry."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("meeting_id", "client_key", name="uq_attendance_meeting_client_key"),
        CheckConstraint("(entry_id IS NULL) = (name IS NOT NULL)", name="entry_or_name"),
        CheckConstraint("left_at IS NULL OR left_at >= arrived_at", name="left_after_arriving"),
        CheckConstraint("entry_id IS NOT NULL OR NOT may_vote OR reason IS NOT NULL", name="vote_has_reason"),
        Index(
            "uq_attendance_still_there", "entry_id", unique=True, sqlite_where=STILL_THERE, postgresql_where=STILL_THERE
        ),
        Index("ix_attendance_meeting_id_arrived_at", "meeting_id", "arrived_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey(RegisterEntry.id, ondelete="CASCADE"), index=True)
    name: Mapped[str | None]
    may_vote: Mapped[bool]
    reason: Mapped[str | None]
    """Why somebody who is not on the register came in, or votes."""
    arrived_at: Mapped[dt.datetime]
    left_at: Mapped[dt.datetime | None]
    undone_at: Mapped[dt.datetime | None]
    """When it was taken back as a mistake. The row stays, so that a phone which sends it again changes nothing."""
    door: Mapped[str | None]
    client_key: Mapped[str]
    """Made where it was marked, once for each mark: what is sent twice is one."""

    entry: Mapped[RegisterEntry | None] = relationship()

    @property
    def displayed(self) -> str:
        return self.entry.name if self.entry is not None else str(self.name)


class ProxyKind(enum.StrEnum):
    DIRECTED = "directed"
    """Whoever gave it says how to vote."""
    GENERAL = "general"
    """Who holds it votes as they see fit."""


class GivenProxy(Base):
    """A member lets somebody vote for them at the meeting. Of one giver one stands; a later one takes its place."""

    __tablename__ = "given_proxy"
    __table_args__ = (
        CheckConstraint("holder_id IS NULL OR holder_id <> giver_id", name="not_for_oneself"),
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_at >= received_at", name="withdrawn_after_received"),
        Index("uq_given_proxy_standing", "giver_id", unique=True, sqlite_where=STANDING, postgresql_where=STANDING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    giver_id: Mapped[int] = mapped_column(ForeignKey(RegisterEntry.id, ondelete="CASCADE"))
    holder_id: Mapped[int | None] = mapped_column(ForeignKey(RegisterEntry.id, ondelete="CASCADE"), index=True)
    """None for whoever takes the chair."""
    kind: Mapped[ProxyKind]
    received_at: Mapped[dt.datetime]
    withdrawn_at: Mapped[dt.datetime | None]

    giver: Mapped[RegisterEntry] = relationship(foreign_keys=giver_id)
    holder: Mapped[RegisterEntry | None] = relationship(foreign_keys=holder_id)


class HallScreen(Base):
    """What the screen in the hall says besides the figures; the public finds it while it is open, and never a name."""

    __tablename__ = "hall_screen"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    is_open: Mapped[bool]
    now: Mapped[str | None]
    words: Mapped[str | None]
    next: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=0)

"""Voting papers sent by post and the envelopes that came back, and who was helped to vote. Nothing here is a vote."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agm.database import Base
from agm.meetings.models import Meeting, RegisterEntry
from agm.rules.postal_votes import KeptClosed

STANDING = text("sent_at IS NOT NULL AND replaced_at IS NULL")
ACCEPTED = text("returned_at IS NOT NULL AND closed_for IS NULL")


class PostalVote(Base):
    """Papers sent to a voter by post, and the envelope in which they came back. An envelope besides those in which
    something was sent (a second one, or one that names nobody) is a row without `sent_at`."""

    __tablename__ = "postal_vote"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number", name="uq_postal_vote_meeting_number"),
        CheckConstraint("entry_id IS NOT NULL OR closed_for IS NOT NULL", name="of_nobody_stays_closed"),
        CheckConstraint("sent_at IS NOT NULL OR returned_at IS NOT NULL", name="sent_or_returned"),
        CheckConstraint("closed_for IS NULL OR returned_at IS NOT NULL", name="closed_after_returning"),
        CheckConstraint("opened_at IS NULL OR returned_at IS NOT NULL", name="opened_after_returning"),
        CheckConstraint("opened_at IS NULL OR closed_for IS NULL", name="closed_is_not_opened"),
        Index(
            "uq_postal_vote_standing", "entry_id", unique=True, sqlite_where=STANDING, postgresql_where=STANDING
        ),
        Index(
            "uq_postal_vote_accepted", "entry_id", unique=True, sqlite_where=ACCEPTED, postgresql_where=ACCEPTED
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey(Meeting.id, ondelete="CASCADE"))
    number: Mapped[int]
    """What is written on the envelope, counted within the meeting; the papers in it have none."""
    entry_id: Mapped[int | None] = mapped_column(ForeignKey(RegisterEntry.id, ondelete="CASCADE"), index=True)
    sent_at: Mapped[dt.datetime | None]
    replaced_at: Mapped[dt.datetime | None]
    """When other papers were sent in their place."""
    returned_at: Mapped[dt.datetime | None]
    closed_for: Mapped[KeptClosed | None]
    """Why the envelope stays closed; one that came back without such a reason goes to the count."""
    opened_at: Mapped[dt.datetime | None]

    entry: Mapped[RegisterEntry | None] = relationship()


class HelpNeeded(enum.StrEnum):
    """What a voter cannot do alone. Why they cannot is asked by nobody."""

    READ = "read"
    MARK = "mark"
    BOTH = "both"


class VotingHelp(Base):
    """That somebody was helped to vote, and by whom; never how they voted, and without a time."""

    __tablename__ = "voting_help"

    entry_id: Mapped[int] = mapped_column(ForeignKey(RegisterEntry.id, ondelete="CASCADE"), primary_key=True)
    companion: Mapped[str | None]
    """As typed; None for whoever gives out the papers."""
    needed: Mapped[HelpNeeded]

    entry: Mapped[RegisterEntry] = relationship()

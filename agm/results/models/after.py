"""What comes after a count: complaints, places that are given up, and a declaration that waits for its hour."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agm.database import Base
from agm.nominations.models import Candidacy, Contest


class ComplaintDecision(enum.StrEnum):
    DISMISSED = "dismissed"
    VOID = "void"
    """The vote does not count, and is held again."""


class Complaint(Base):
    """Somebody challenges the result of an office, and what is decided of it."""

    __tablename__ = "complaint"
    __table_args__ = (
        CheckConstraint("decision IS NULL OR reason IS NOT NULL", name="decision_says_why"),
        CheckConstraint("decision IS NULL OR decision <> 'void' OR voided_count IS NOT NULL", name="void_names_count"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), index=True)
    received_on: Mapped[dt.date]
    complainant: Mapped[str]
    words: Mapped[str]
    is_late: Mapped[bool]
    """Whether it came after the days that the rules give; decided when it was recorded."""
    recorded_at: Mapped[dt.datetime]
    recorded_by: Mapped[str]
    decision: Mapped[ComplaintDecision | None]
    reason: Mapped[str | None]
    decided_at: Mapped[dt.datetime | None]
    decided_by: Mapped[str | None]
    voided_count: Mapped[int | None]
    """The number of the last count that does not stand; a later one is of the votes of another vote."""

    contest: Mapped[Contest] = relationship()


class PapersDestroyed(Base):
    """The certificate that a meeting's voting papers were destroyed: what, how, by whom and before whom."""

    __tablename__ = "papers_destroyed"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    destroyed_on: Mapped[dt.date]
    what: Mapped[str]
    destroyed_by: Mapped[str]
    witness: Mapped[str]
    recorded_at: Mapped[dt.datetime]
    recorded_by: Mapped[str]


class PlaceGivenUp(Base):
    """Somebody who was elected to two offices that nobody may hold together does not take this one."""

    __tablename__ = "place_given_up"

    candidacy_id: Mapped[int] = mapped_column(ForeignKey("candidacy.id", ondelete="CASCADE"), primary_key=True)
    said_at: Mapped[dt.datetime]
    said_to: Mapped[str]

    candidacy: Mapped[Candidacy] = relationship()


class PlannedDeclaration(Base):
    """Results that are signed, and become public at an instant; `stopped` says why they did not."""

    __tablename__ = "planned_declaration"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    public_at: Mapped[dt.datetime]
    results_digest: Mapped[str]
    """The results that are meant; others are not declared by it."""
    in_part: Mapped[bool]
    reason: Mapped[str | None]
    actor: Mapped[str]
    """The key by which the log knows who planned it."""
    name: Mapped[str]
    stopped: Mapped[str | None]

"""What came of each contest, and the declaration that fixes it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agm.audit.row_digests import APPEND_ONLY
from agm.database import Base
from agm.facts import OfficeState, VotesAre
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.nominations.models import Candidacy, Contest


class ContestResult(Base):
    """The outcome of one contest as it is recorded so far; amended until it is declared."""

    __tablename__ = "contest_result"
    __table_args__ = (
        UniqueConstraint("contest_id", name="uq_contest_result_contest_id"),
        CheckConstraint("papers_set_aside IS NULL OR papers_set_aside >= 0", name="papers_not_negative"),
        CheckConstraint("deferred_to IS NULL OR state = 'deferred'", name="date_only_if_deferred"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"))
    state: Mapped[OfficeState]
    deferred_to: Mapped[PartialDate | None]
    in_place_of: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """Names of those whose seats fell vacant between elections, as facts."""
    papers_set_aside: Mapped[int | None]
    tie_settled: Mapped[str | None]
    votes_are: Mapped[VotesAre] = mapped_column(default=VotesAre.VOTES, server_default=VotesAre.VOTES)

    contest: Mapped[Contest] = relationship()
    lines: Mapped[list[ResultLine]] = relationship(back_populates="result", cascade="all, delete-orphan")


class ResultLine(Base):
    __tablename__ = "result_line"
    __table_args__ = (
        UniqueConstraint("candidacy_id", name="uq_result_line_candidacy_id"),
        CheckConstraint("votes IS NULL OR votes >= 0", name="votes_not_negative"),
        CheckConstraint(
            "coalesce(is_elected, false) OR NOT (is_unopposed OR is_re_elected OR is_co_opted)",
            name="how_only_if_elected",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("contest_result.id", ondelete="CASCADE"), index=True)
    candidacy_id: Mapped[int] = mapped_column(ForeignKey("candidacy.id", ondelete="CASCADE"))
    is_elected: Mapped[bool | None]
    """None where only the votes are known yet: while a tie is still to be settled."""
    is_unopposed: Mapped[bool] = mapped_column(default=False)
    is_re_elected: Mapped[bool] = mapped_column(default=False)
    is_co_opted: Mapped[bool] = mapped_column(default=False)
    votes: Mapped[int | None]

    result: Mapped[ContestResult] = relationship(back_populates="lines")
    candidacy: Mapped[Candidacy] = relationship()


class Declaration(Base):
    """The act that fixed a meeting's results. Never changed: a correction is a new one in its place that says why."""

    __tablename__ = "declaration"
    __table_args__ = (
        UniqueConstraint("meeting_id", "sequence", name="uq_declaration_meeting_sequence"),
        UniqueConstraint("replaces_id", name="uq_declaration_replaces_id"),
        CheckConstraint("(sequence = 1) = (replaces_id IS NULL)", name="first_replaces_nothing"),
        CheckConstraint("replaces_id IS NULL OR reason IS NOT NULL", name="replacement_says_why"),
        {"info": {APPEND_ONLY: "declaration"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    sequence: Mapped[int]
    declared_at: Mapped[dt.datetime]
    declared_by: Mapped[str]
    results: Mapped[dict[str, Any]]
    """The results as facts (`agm.wording`) under the key `results`, and under `ids` which office each of them is of and
    who stood for it, entry by entry."""
    digest: Mapped[str]
    """SHA-256 of the results in canonical JSON; equal results need no new declaration."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("declaration.id"))
    reason: Mapped[str | None]

    meeting: Mapped[Meeting] = relationship()

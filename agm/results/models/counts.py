"""Counts as they were made, how ties were decided, whether papers add up, and who signed the result."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agm.audit.row_digests import APPEND_ONLY
from agm.counting.exact_json import value_of
from agm.counting.result import CountResult
from agm.database import Base


class Count(Base):
    """One count of a contest with all that it was made from. Never changed: a recount is another one beside it.

    `contest_id` is no key, so that the rows stay as the log has them: a contest that was counted stays on its meeting
    (`Contest.is_counted`), and goes with it alone.
    """

    __tablename__ = "contest_count"
    __table_args__ = (
        UniqueConstraint("contest_id", "number", name="uq_contest_count_contest_number"),
        CheckConstraint("number = 1 OR reason IS NOT NULL", name="recount_says_why"),
        {"info": {APPEND_ONLY: "count"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    contest_id: Mapped[int]
    number: Mapped[int]
    reason: Mapped[str | None]
    counted_at: Mapped[dt.datetime]
    counted_by: Mapped[str]
    library_version: Mapped[str]
    candidacy_ids: Mapped[list[int]] = mapped_column(JSON)
    """Who stood, by the numbers of the count."""
    given: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Contest, votes, rules and decisions of ties, as `agm.counting.exact_json` writes them."""
    votes_digest: Mapped[str]
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    result_digest: Mapped[str]

    @cached_property
    def counted(self) -> CountResult:
        """The result, read once: it never changes."""
        result: CountResult = value_of(CountResult, self.result)
        return result


class TieDecision(Base):
    """How people decided a tie. Never changed; it belongs to the votes of this digest and to no others."""

    __tablename__ = "tie_decision"
    __table_args__ = (
        UniqueConstraint("contest_id", "votes_digest", "stage", "kind", "tied", name="uq_tie_decision_tie"),
        CheckConstraint("method <> 'seed' OR seed IS NOT NULL", name="seed_is_named"),
        {"info": {APPEND_ONLY: "decision of a tie"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    contest_id: Mapped[int]
    votes_digest: Mapped[str]
    stage: Mapped[int]
    kind: Mapped[str]
    tied: Mapped[str]
    """The numbers of those who were equal, joined by commas."""
    chosen: Mapped[list[int]] = mapped_column(JSON)
    method: Mapped[str]
    """lot, seed, chair, earliest_nomination or another_ballot."""
    seed: Mapped[str | None]
    drawn_by: Mapped[str]
    witnesses: Mapped[list[str]] = mapped_column(JSON)
    decided_at: Mapped[dt.datetime]
    decided_by: Mapped[str]


class PapersChecked(Base):
    """The reconciliation of a contest's papers: the figures, and a reason for each difference."""

    __tablename__ = "papers_checked"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    reasons: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    checked_at: Mapped[dt.datetime]
    checked_by: Mapped[str]


class DeclarationSignature(Base):
    """Somebody's name under the results of a meeting, by their own sign-in; taken back until they are declared."""

    __tablename__ = "declaration_signature"
    __table_args__ = (UniqueConstraint("meeting_id", "actor", name="uq_declaration_signature_actor"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    actor: Mapped[str]
    name: Mapped[str]
    is_returning_officer: Mapped[bool]
    signed_at: Mapped[dt.datetime]
    results_digest: Mapped[str]
    """What was signed; other results need another signature."""


class CandidateTold(Base):
    """That a candidate heard the result from a person before it is public, or why that was not possible."""

    __tablename__ = "candidate_told"

    candidacy_id: Mapped[int] = mapped_column(ForeignKey("candidacy.id", ondelete="CASCADE"), primary_key=True)
    told_at: Mapped[dt.datetime]
    told_by: Mapped[str]
    waived: Mapped[str | None]
    """Why the result is declared without their knowing."""

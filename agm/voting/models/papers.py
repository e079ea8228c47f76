"""How a contest is voted on, and its papers as tellers typed them. Nothing here knows who voted."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agm.database import Base
from agm.facts import PersonName
from agm.nominations.models import Contest
from agm.rules.electorate import Electorate


class VoteHow(enum.StrEnum):
    HANDS = "hands"
    STANDING = "standing"
    TOTALS = "totals"
    """Voting papers that were counted by hand."""
    PAPERS = "papers"
    """Voting papers that are typed one by one."""
    ONLINE = "online"
    """Online alone."""
    MIXED = "mixed"
    """Online, and on voting papers that are typed one by one."""
    FILE = "file"
    """A file of votes from elsewhere."""
    COUNTBACK = "countback"
    """Nobody votes: a place fell vacant, and the papers of the election are counted again."""
    NO_VOTE = "no_vote"
    """As many stand as there are places, or fewer."""


class Reading(enum.IntEnum):
    """Which entry of a batch: the first teller's, the second's, or what both decided where theirs differ."""

    FIRST = 1
    SECOND = 2
    DECIDED = 3


@dataclass(frozen=True, slots=True)
class Countback:
    """What a countback counts: the papers of an earlier count, by its id, with its numbers of names."""

    count_id: int
    sitting: frozenset[int]
    gone: frozenset[int]
    """Who held a seat and left."""
    in_place_of: tuple[PersonName, ...]


class ContestVote(Base):
    """How a contest is voted on, by which rules it is counted, and its figures where no papers are typed."""

    __tablename__ = "contest_vote"
    __table_args__ = (CheckConstraint("version >= 0", name="version_not_negative"),)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True)
    how: Mapped[VoteHow]
    counting_rules: Mapped[str]
    """The name of a rule set of `agm.counting`."""
    has_reopening: Mapped[bool] = mapped_column(default=False)
    """Whether re-open nominations is on the paper (of a sole candidate: “no”)."""
    candidacy_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Who is on the paper, in its order: the numbers that papers are typed in. In a countback those who sit or are gone
    stand here with their candidacies of the election."""
    withdrawn_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Of these, who withdrew or died after the papers went out."""
    votes: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Totals, rounds, the papers of a file or the `Countback`, as `agm.counting.exact_json` writes them; else None."""
    section: Mapped[str | None]
    """The one section whose members vote, online, on paper and by hands; None for all."""
    member_class: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=0)

    contest: Mapped[Contest] = relationship()

    @property
    def electorate(self) -> Electorate:
        return Electorate(self.section, self.member_class)


class PaperBatch(Base):
    """A bundle of voting papers that is typed together; shuffled, so that its order says nothing of the voters."""

    __tablename__ = "paper_batch"
    __table_args__ = (
        UniqueConstraint("contest_id", "number", name="uq_paper_batch_contest_number"),
        CheckConstraint("papers >= 1", name="papers_at_least_one"),
        CheckConstraint("weight >= 1", name="weight_at_least_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"))
    number: Mapped[int]
    papers: Mapped[int]
    weight: Mapped[int] = mapped_column(default=1, server_default="1")
    """How many votes each of its papers has: those of voters with several are counted in batches of their own."""

    readings: Mapped[list[PaperReading]] = relationship(order_by="PaperReading.reading", cascade="all, delete-orphan")


class PaperReading(Base):
    """Who types a batch, the first or the second time. The two are different people."""

    __tablename__ = "paper_reading"
    __table_args__ = (
        UniqueConstraint("batch_id", "actor", name="uq_paper_reading_batch_actor"),
        CheckConstraint("reading IN (1, 2)", name="first_or_second"),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("paper_batch.id", ondelete="CASCADE"), primary_key=True)
    reading: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    actor: Mapped[str]
    """The key by which the log knows the teller."""
    name: Mapped[str]
    finished_at: Mapped[dt.datetime | None]
    """When the teller said that all are typed; the papers themselves have no times."""


class PaperEntry(Base):
    """One paper as one teller typed it: the numbers of the names in the voter's order, or why it is set aside."""

    __tablename__ = "paper_entry"
    __table_args__ = (
        CheckConstraint("reading IN (1, 2, 3)", name="reading_known"),
        CheckConstraint("position >= 1", name="position_at_least_one"),
        CheckConstraint("set_aside IS NULL OR typed = ''", name="set_aside_has_no_choice"),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("paper_batch.id", ondelete="CASCADE"), primary_key=True)
    reading: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    typed: Mapped[str]
    """As `agm.counting.read.typed_paper` writes it; empty is a blank paper."""
    set_aside: Mapped[str | None]
    """A `PaperReason`."""

"""The vote online. Until it is sealed a voter leads to a paper that nobody can read; afterwards to none."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agm.database import Base
from agm.database.types import OpaqueBytes
from agm.meetings.models import Meeting, RegisterEntry
from agm.nominations.models import Contest
from agm.rules.mixed_votes import BothVotes, Way

STANDING = text("revoked_at IS NULL")


class KeyMode(enum.StrEnum):
    """Who keeps the key that opens the papers."""

    TWO_KEYS = "two_keys"
    """The returning officer and a scrutineer; either opens."""
    SPLIT_KEY = "split_key"
    """Both hold a half, and open together."""
    SERVER_KEY = "server_key"
    """The server itself: whoever reads its database can read votes before the close."""


class ReceiptsAre(enum.StrEnum):
    LISTED = "listed"
    """In a list of their own."""
    BESIDE_PAPERS = "beside_papers"
    """Each beside its paper: a voter can show somebody else how they voted."""


class OnlineVote(Base):
    """The vote online of one meeting: its hours, its rules, and what became of it."""

    __tablename__ = "online_vote"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint("smallest_group >= 1", name="smallest_group_at_least_one"),
        CheckConstraint("(opened_at IS NULL) = (padded_length IS NULL)", name="opened_with_one_length"),
        CheckConstraint("opened_at IS NULL OR public_key IS NOT NULL", name="opened_with_a_key"),
        CheckConstraint("(suspended_at IS NULL) = (suspended_why IS NULL)", name="suspended_says_why"),
        CheckConstraint("(voided_at IS NULL) = (voided_why IS NULL)", name="voided_says_why"),
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="closed_after_opened"),
        CheckConstraint("sealed_at IS NULL OR closed_at IS NOT NULL", name="sealed_after_closed"),
        CheckConstraint("(sealed_at IS NULL) = (sealed_by IS NULL)", name="sealed_by_somebody"),
        CheckConstraint("(cleaned_at IS NULL) = (cleaned_how IS NULL)", name="cleaned_says_how"),
        CheckConstraint("version >= 1", name="version_at_least_one"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    opens_at: Mapped[dt.datetime]
    closes_at: Mapped[dt.datetime]
    """The instant itself is still in."""
    key_mode: Mapped[KeyMode]
    public_key: Mapped[bytes | None] = mapped_column(OpaqueBytes)
    key_tried_at: Mapped[dt.datetime | None]
    """When somebody typed the printed words back and they opened a box."""
    padded_length: Mapped[int | None]
    """Of every paper before it is encrypted, so that its length says nothing."""
    may_change: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a later vote takes the place of an earlier one."""
    receipts: Mapped[ReceiptsAre]
    smallest_group: Mapped[int] = mapped_column(default=5)
    """Figures of fewer voters are withheld."""
    both_votes: Mapped[BothVotes]
    """What counts of somebody who votes online and on paper."""
    weights: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """By class of membership, how many votes each has; one where nothing is said."""
    opened_at: Mapped[dt.datetime | None]
    """When everything was found ready; votes come in from `opens_at` on."""
    suspended_at: Mapped[dt.datetime | None]
    suspended_why: Mapped[str | None]
    """What voters are told."""
    told: Mapped[str | None]
    """What voters are told besides: why it was extended, or goes on again."""
    closed_at: Mapped[dt.datetime | None]
    sealed_at: Mapped[dt.datetime | None]
    sealed_by: Mapped[str | None]
    cleaned_at: Mapped[dt.datetime | None]
    """When what was left of the encrypted papers was cleared from the database's files."""
    cleaned_how: Mapped[str | None]
    voided_at: Mapped[dt.datetime | None]
    voided_why: Mapped[str | None]
    """What voters are told."""
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship()


class ServerKey(Base):
    """The private key of a vote whose key the server keeps; gone once the vote is sealed."""

    __tablename__ = "server_key"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("online_vote.meeting_id", ondelete="CASCADE"), primary_key=True)
    private_key: Mapped[bytes] = mapped_column(OpaqueBytes)


class OnlineContest(Base):
    """The hours of one contest of a vote online, where they differ."""

    __tablename__ = "online_contest"
    __table_args__ = (
        CheckConstraint("opens_at IS NULL OR closes_at IS NULL OR closes_at > opens_at", name="closes_after_opening"),
    )

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True)
    opens_at: Mapped[dt.datetime | None]
    closes_at: Mapped[dt.datetime | None]

    contest: Mapped[Contest] = relationship()


class Voter(Base):
    """Somebody on the register who may vote online, or is given papers, as the register had them when they were put
    here."""

    __tablename__ = "voter"
    __table_args__ = (CheckConstraint("weight >= 1", name="weight_at_least_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey(Meeting.id, ondelete="CASCADE"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey(RegisterEntry.id, ondelete="CASCADE"), unique=True)
    section: Mapped[str | None]
    member_class: Mapped[str | None]
    weight: Mapped[int] = mapped_column(default=1)

    entry: Mapped[RegisterEntry] = relationship()


class VotingCode(Base):
    """A code that admits one voter, by its digest alone. Of one voter one stands."""

    __tablename__ = "voting_code"
    __table_args__ = (
        CheckConstraint("revoked_at IS NULL OR revoked_at >= issued_at", name="revoked_after_issued"),
        Index("uq_voting_code_standing", "voter_id", unique=True, sqlite_where=STANDING, postgresql_where=STANDING),
    )

    digest: Mapped[str] = mapped_column(primary_key=True)
    voter_id: Mapped[int] = mapped_column(ForeignKey("voter.id", ondelete="CASCADE"), index=True)
    issued_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]

    voter: Mapped[Voter] = relationship()


class SealedPaper(Base):
    """A voter's paper in one contest, in a box that the key opens. Without a number and a time; gone after sealing."""

    __tablename__ = "sealed_paper"
    __table_args__ = ({"sqlite_with_rowid": False},)

    voter_id: Mapped[int] = mapped_column(ForeignKey("voter.id", ondelete="CASCADE"), primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True)
    ciphertext: Mapped[bytes] = mapped_column(OpaqueBytes)
    resend_digest: Mapped[str]
    """Of code, receipt and signature: whether a form comes a second time. Where a later paper took the place of an
    earlier one, those of the forms before follow, with spaces between."""


class Voted(Base):
    """That somebody voted in a contest online or by post, or was given its paper. Without a number and a time: one
    vote each."""

    __tablename__ = "voted"
    __table_args__ = ({"sqlite_with_rowid": False},)

    voter_id: Mapped[int] = mapped_column(ForeignKey("voter.id", ondelete="CASCADE"), primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True)
    way: Mapped[Way]


class OnlinePaper(Base):
    """A paper out of its box, by a random number; nothing leads from it to a voter."""

    __tablename__ = "online_paper"
    __table_args__ = (
        CheckConstraint("weight >= 1", name="weight_at_least_one"),
        CheckConstraint("set_aside IS NULL OR typed = ''", name="set_aside_has_no_choice"),
        Index("ix_online_paper_contest_id_typed", "contest_id", "typed"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"))
    typed: Mapped[str]
    """As `agm.counting.read.typed_paper` writes it; empty is a paper left blank on purpose."""
    set_aside: Mapped[str | None]
    """A `PaperReason`."""
    weight: Mapped[int]
    receipt: Mapped[str | None]
    """Only where receipts are shown beside papers."""


class VoteReceipt(Base):
    """The receipts of a contest's papers, in another order than the papers."""

    __tablename__ = "vote_receipt"
    __table_args__ = (CheckConstraint("papers >= 1", name="papers_at_least_one"), {"sqlite_with_rowid": False})

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True)
    receipt: Mapped[str] = mapped_column(primary_key=True)
    papers: Mapped[int] = mapped_column(default=1)
    """How many carry it: more than one is for all to see."""


class KeyDestruction(Base):
    """That somebody who held the printed key destroyed it, with their name."""

    __tablename__ = "key_destruction"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("online_vote.meeting_id", ondelete="CASCADE"), primary_key=True)
    actor: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    at: Mapped[dt.datetime]

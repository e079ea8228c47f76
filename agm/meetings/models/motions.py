"""What a meeting was asked to decide, and its minutes."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agm import facts
from agm.database import Base
from agm.facts import AmendmentOutcome, MotionKind, MotionOutcome, PersonName, ShareOf, Threshold, Vote
from agm.language.partial_date import PartialDate


class PutToVote:
    """What motions and amendments have in common. Names are as they were at the meeting."""

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    mover_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    mover_name: Mapped[str | None]
    mover_prefix: Mapped[str | None]
    mover_suffix: Mapped[str | None]
    seconder_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    seconder_name: Mapped[str | None]
    seconder_prefix: Mapped[str | None]
    seconder_suffix: Mapped[str | None]
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    abstentions: Mapped[int | None]
    votes_words: Mapped[str | None]

    @property
    def mover(self) -> PersonName | None:
        return printed_name(self.mover_name, self.mover_prefix, self.mover_suffix, self.mover_id)

    @property
    def seconder(self) -> PersonName | None:
        return printed_name(self.seconder_name, self.seconder_prefix, self.seconder_suffix, self.seconder_id)

    @property
    def vote(self) -> Vote:
        return Vote(self.votes_for, self.votes_against, self.abstentions, self.votes_words)


def printed_name(name: str | None, prefix: str | None, suffix: str | None, person_id: int | None) -> PersonName | None:
    return None if name is None else PersonName(name, prefix, suffix, person_id)


def vote_checks() -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint("(mover_id IS NULL) = (mover_name IS NULL)", name="mover_has_a_name"),
        CheckConstraint("(seconder_id IS NULL) = (seconder_name IS NULL)", name="seconder_has_a_name"),
        CheckConstraint("(votes_for IS NULL) = (votes_against IS NULL)", name="votes_for_and_against"),
        CheckConstraint("votes_for IS NULL OR votes_for >= 0", name="votes_for_not_negative"),
        CheckConstraint("votes_against IS NULL OR votes_against >= 0", name="votes_against_not_negative"),
        CheckConstraint("abstentions IS NULL OR abstentions >= 0", name="abstentions_not_negative"),
    )


class Motion(PutToVote, Base):
    """A motion, or a change of the rules, that was moved at a meeting or is to be."""

    __tablename__ = "motion"
    __table_args__ = vote_checks()

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    kind: Mapped[MotionKind] = mapped_column(default=MotionKind.MOTION)
    title: Mapped[str]
    text: Mapped[str | None]
    threshold: Mapped[Threshold] = mapped_column(default=Threshold.SIMPLE)
    share_of: Mapped[ShareOf] = mapped_column(default=ShareOf.VOTES)
    outcome: Mapped[MotionOutcome | None]
    is_announced: Mapped[bool] = mapped_column(default=False)
    """Whether the announcement tells of it."""
    are_movers_named: Mapped[bool] = mapped_column(default=False)
    """Whether the announcement names who moved and seconded it and its amendments."""

    amendments: Mapped[list[Amendment]] = relationship(
        order_by="Amendment.position", cascade="all, delete-orphan", lazy="selectin"
    )

    def as_facts(self, *, with_names: bool = True) -> facts.Motion:
        return facts.Motion(
            self.title,
            self.kind,
            self.text,
            self.outcome,
            self.vote,
            self.threshold,
            self.share_of,
            self.mover if with_names else None,
            self.seconder if with_names else None,
            tuple(one.as_facts(with_names=with_names) for one in self.amendments),
        )


class Amendment(PutToVote, Base):
    __tablename__ = "amendment"
    __table_args__ = vote_checks()

    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    outcome: Mapped[AmendmentOutcome | None]

    def as_facts(self, *, with_names: bool) -> facts.Amendment:
        names = (self.mover, self.seconder) if with_names else ()
        return facts.Amendment(self.text, self.outcome, self.vote, *names)


class Minutes(Base):
    """The minutes of a meeting, in Markdown: a draft until a later meeting has approved them.

    The later meeting need not be one on record (a committee's), and its record can be gone; its day is kept here.
    """

    __tablename__ = "minutes"
    __table_args__ = (
        CheckConstraint("approved_at_meeting_id IS NULL OR approved_on IS NOT NULL", name="approval_has_a_day"),
        CheckConstraint("approved_at_meeting_id IS NULL OR approved_at_meeting_id <> meeting_id", name="later_meeting"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str]
    begun_at: Mapped[dt.datetime]
    approved_on: Mapped[PartialDate | None]
    approved_at_meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting.id", ondelete="SET NULL"), index=True
    )
    is_public: Mapped[bool] = mapped_column(default=False)
    """Whether the public page of the meeting leads to them."""

"""Contests, who was nominated for them, and who stood."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agm.database import Base
from agm.files.models import File
from agm.meetings.models import Meeting
from agm.organisation.models import Office
from agm.people.models import Person
from agm.rules.withdrawal import AfterClose


class Contest(Base):
    """One office at one meeting: label, seats and order are the office's, and may be changed for this meeting alone."""

    __tablename__ = "contest"
    __table_args__ = (
        UniqueConstraint("meeting_id", "office_id", name="uq_contest_meeting_office"),
        CheckConstraint("seats >= 1", name="seats_at_least_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    label: Mapped[str]
    plural_label: Mapped[str | None]
    seats: Mapped[int] = mapped_column(default=1)
    position: Mapped[int]
    canonical_key: Mapped[str | None]
    is_shareable: Mapped[bool] = mapped_column(default=True)
    """Whether a job share may stand."""
    is_counted: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether its votes were counted, or a tie decided: then it stays on the meeting, and its number is its own."""
    texts_sent_at: Mapped[dt.datetime | None]
    """When members were sent what the candidates write to them: once."""
    highest_candidacy: Mapped[int] = mapped_column(default=0, server_default="0")
    """The highest number that a candidacy here was given: voting papers are typed by them, and none comes back."""

    meeting: Mapped[Meeting] = relationship()
    office: Mapped[Office] = relationship()
    candidacies: Mapped[list[Candidacy]] = relationship(
        back_populates="contest", order_by="Candidacy.position", cascade="all, delete-orphan"
    )


class Candidacy(Base):
    """Standing in a contest: one person, or several together for one seat (a job share)."""

    __tablename__ = "candidacy"

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]

    contest: Mapped[Contest] = relationship(back_populates="candidacies")
    people: Mapped[list[CandidacyPerson]] = relationship(
        back_populates="candidacy", order_by="CandidacyPerson.position", cascade="all, delete-orphan"
    )


class CandidacyPerson(Base):
    __tablename__ = "candidacy_person"
    __table_args__ = (UniqueConstraint("candidacy_id", "person_id", name="uq_candidacy_person_person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidacy_id: Mapped[int] = mapped_column(ForeignKey("candidacy.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    position: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    prefix: Mapped[str | None]
    suffix: Mapped[str | None]

    candidacy: Mapped[Candidacy] = relationship(back_populates="people")
    person: Mapped[Person] = relationship()


class CameBy(enum.StrEnum):
    """How a nomination was made."""

    LINK = "link"
    OPEN = "open"
    """The form that is open to all."""
    PAPER = "paper"
    FLOOR = "floor"
    """Called out at the meeting."""
    OFFICER = "officer"


class Ruling(enum.StrEnum):
    STANDS = "stands"
    DOES_NOT_STAND = "does_not_stand"


class Answer(enum.StrEnum):
    """What somebody who was named says to it."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class Use(enum.StrEnum):
    """What a candidate may allow, each by itself."""

    STATEMENT = "statement"
    """The statement on the public page."""
    PHOTO = "photo"
    """The photo on the public page."""
    MAIL = "mail"
    """Both in the e-mail to members."""
    VOTES = "votes"
    """The number of votes of somebody who was not elected."""


class Nomination(Base):
    """Somebody, or several together, named for an office; it becomes a candidacy when it stands."""

    __tablename__ = "nomination"
    __table_args__ = (
        CheckConstraint("(ruling IS NULL) = (ruled_at IS NULL)", name="ruling_has_a_time"),
        CheckConstraint(
            "ruling IS NULL OR ruling <> 'does_not_stand' OR ruling_reason IS NOT NULL", name="no_says_why"
        ),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_somebody"),
        CheckConstraint("(confirmation IS NULL) = (confirmed_at IS NULL)", name="confirmation_has_a_time"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_why IS NOT NULL", name="confirmed_by_hand_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), index=True)
    receipt: Mapped[str] = mapped_column(unique=True)
    """The code by which who sent it speaks of it; it opens nothing."""
    form_key: Mapped[str | None] = mapped_column(unique=True)
    """Of the form that it was sent by: what is sent twice is one nomination."""
    received_at: Mapped[dt.datetime]
    came_by: Mapped[CameBy]
    entry_id: Mapped[int | None]
    """Who sent it, in the register of the meeting."""
    sender_name: Mapped[str | None]
    sender_email: Mapped[str | None]
    confirmation: Mapped[Answer | None]
    """Of one that came by the open form: whether whoever it names as its sender says that it is theirs."""
    confirmed_at: Mapped[dt.datetime | None]
    confirmed_by: Mapped[str | None]
    """The officer who found out by other means; nobody where the sender answered the mail."""
    confirmed_why: Mapped[str | None]
    withdrawn_at: Mapped[dt.datetime | None]
    withdrawn_by: Mapped[str | None]
    """Name as it was then of the candidate, or of the officer whom they told."""
    withdrawn_with: Mapped[AfterClose | None]
    """What a withdrawal after the close made of the candidacy."""
    ruling: Mapped[Ruling | None]
    ruling_reason: Mapped[str | None]
    ruled_at: Mapped[dt.datetime | None]
    ruled_by: Mapped[str | None]
    candidacy_id: Mapped[int | None] = mapped_column(ForeignKey("candidacy.id", ondelete="SET NULL"), index=True)

    contest: Mapped[Contest] = relationship()
    candidacy: Mapped[Candidacy | None] = relationship()
    nominees: Mapped[list[Nominee]] = relationship(
        back_populates="nomination", order_by="Nominee.position", cascade="all, delete-orphan"
    )
    supporters: Mapped[list[Supporter]] = relationship(
        back_populates="nomination", order_by="Supporter.position", cascade="all, delete-orphan"
    )

    @property
    def is_candidacy(self) -> bool:
        """Whether those named stand, and have not withdrawn since."""
        return self.candidacy_id is not None and self.withdrawn_at is None

    @property
    def is_from_sender(self) -> bool:
        """Whether it is known to come from whom it says. Until then it counts for nothing."""
        return self.came_by is not CameBy.OPEN or self.confirmation is Answer.ACCEPTED


class Nominee(Base):
    """One of those whom a nomination names, and what they say to it."""

    __tablename__ = "nominee"
    __table_args__ = (
        UniqueConstraint("nomination_id", "position", name="uq_nominee_position"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer_has_a_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    prefix: Mapped[str | None]
    suffix: Mapped[str | None]
    register_entry_id: Mapped[int | None]
    email: Mapped[str | None]
    answer: Mapped[Answer | None]
    answered_at: Mapped[dt.datetime | None]
    statement: Mapped[str | None]
    to_members: Mapped[str | None]
    """What they write to the members, in one mail with all who stand for the office."""
    may_write_told_at: Mapped[dt.datetime | None]
    """Since when the outbox has the mail that tells them that they may: one, whatever is decided afterwards."""
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"), index=True)
    consents: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Since when they allow each use; what is not allowed is not there."""
    checks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By the question of the rules what the returning officer confirmed, never what lies behind it: `is_met`, `on`
    which day, and `by` whom."""

    nomination: Mapped[Nomination] = relationship(back_populates="nominees")
    photo: Mapped[File | None] = relationship()


class Supporter(Base):
    """Somebody who supports a nomination: as its proposer, its seconder, or one of its nominators."""

    __tablename__ = "supporter"
    __table_args__ = (
        UniqueConstraint("nomination_id", "position", name="uq_supporter_position"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer_has_a_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="CASCADE"))
    position: Mapped[int]
    role: Mapped[str]
    name: Mapped[str]
    register_entry_id: Mapped[int | None]
    email: Mapped[str | None]
    answer: Mapped[Answer | None]
    answered_at: Mapped[dt.datetime | None]

    nomination: Mapped[Nomination] = relationship(back_populates="supporters")


class LateNominations(Base):
    """An office for which too few stood when nominations closed, and may be nominated since: for longer, or at the
    meeting."""

    __tablename__ = "late_nominations"
    __table_args__ = (CheckConstraint("is_from_floor = (closes_at IS NULL)", name="until_then_or_at_the_meeting"),)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True)
    is_from_floor: Mapped[bool]
    closes_at: Mapped[dt.datetime | None]
    allowed_at: Mapped[dt.datetime]
    allowed_by: Mapped[str]


class OrderMethod(enum.StrEnum):
    ALPHABETICAL = "alphabetical"
    LOT_BY_HAND = "lot_by_hand"
    LOT_BY_SEED = "lot_by_seed"


class BallotOrder(Base):
    """How the order on the voting paper of a contest was found: once, and for good."""

    __tablename__ = "ballot_order"
    __table_args__ = (
        CheckConstraint("(method = 'lot_by_seed') = (seed IS NOT NULL)", name="drawn_from_a_seed"),
        CheckConstraint("method <> 'lot_by_hand' OR witness IS NOT NULL", name="seen_by_a_witness"),
    )

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True)
    method: Mapped[OrderMethod]
    seed: Mapped[str | None]
    witness: Mapped[str | None]
    names: Mapped[list[str]] = mapped_column(JSON)
    """As they were printed, in the order that was found."""
    drawn_at: Mapped[dt.datetime]
    drawn_by: Mapped[str]

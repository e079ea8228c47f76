"""Contests and who stood in them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agm.database import Base
from agm.meetings.models import Meeting
from agm.organisation.models import Office
from agm.people.models import Person


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

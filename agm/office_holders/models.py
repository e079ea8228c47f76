"""Who holds which office, from when to when, and how they came to it and left it."""

from __future__ import annotations

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agm.database import Base
from agm.organisation.models import Office
from agm.people.models import Person
from agm.wording.partial_date import PartialDate


class AppointmentKind(enum.StrEnum):
    """How somebody came to an office."""

    ELECTED = "elected"
    UNOPPOSED = "unopposed"
    RE_ELECTED = "re_elected"
    RE_ELECTED_UNOPPOSED = "re_elected_unopposed"
    BY_ELECTION = "by_election"
    CO_OPTED = "co_opted"
    APPOINTED = "appointed"
    CONTINUED = "continued"
    """They shared the seat before, and went on when somebody else left it: nobody put them there anew."""


class EndReason(enum.StrEnum):
    """How somebody left an office."""

    TERM_ENDED = "term_ended"
    RESIGNED = "resigned"
    DIED = "died"
    REMOVED = "removed"
    CORRECTED = "corrected"
    """The declaration that filled the office was replaced by another; the holding never stood."""


class OfficeTerm(Base):
    """One seat of an office held by one person, or by several together (a job share)."""

    __tablename__ = "office_term"
    __table_args__ = (
        CheckConstraint(
            "until IS NULL OR since IS NULL OR substr(since, 1, 4) <= substr(until, 1, 4)", name="ends_after_it_begins"
        ),
        CheckConstraint("(until IS NULL AND end_reason IS NULL) OR end_reason IS NOT NULL", name="end_says_how"),
        CheckConstraint("seat >= 1", name="seat_at_least_one"),
        Index(
            "uq_office_term_seat_now",
            "office_id",
            "seat",
            unique=True,
            sqlite_where=text("end_reason IS NULL"),
            postgresql_where=text("end_reason IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    seat: Mapped[int] = mapped_column(default=1)
    """Place among the office's holders, for their order; counted from 1."""
    since: Mapped[PartialDate | None]
    until: Mapped[PartialDate | None]
    """The first date on which the holding was over; None while it lasts, or where the day is not known."""
    appointment_kind: Mapped[AppointmentKind]
    end_reason: Mapped[EndReason | None]
    version: Mapped[int] = mapped_column(default=1)

    office: Mapped[Office] = relationship()
    people: Mapped[list[OfficeTermPerson]] = relationship(
        back_populates="term", order_by="OfficeTermPerson.position", cascade="all, delete-orphan", lazy="selectin"
    )


class OfficeTermPerson(Base):
    """One person of a holding, with the name as it was displayed when the office was taken."""

    __tablename__ = "office_term_person"
    __table_args__ = (UniqueConstraint("term_id", "person_id", name="uq_office_term_person_person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("office_term.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    position: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    prefix: Mapped[str | None]
    suffix: Mapped[str | None]

    term: Mapped[OfficeTerm] = relationship(back_populates="people")
    person: Mapped[Person] = relationship(lazy="joined")

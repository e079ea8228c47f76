"""Acts on offices, and what follows from them: who holds which office, from when to when, and how."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agm.database import Base
from agm.language.partial_date import PartialDate
from agm.organisation.models import Office
from agm.people.models import Person
from agm.rules.terms import ActKind, AppointmentKind, EndReason

NOW = text("end_reason IS NULL")


class OfficeAct(Base):
    """An act on one office; its columns mean what `agm.rules.terms.OfficeAct` says. Never changed: a corrected act is
    another one that replaces it."""

    __tablename__ = "office_act"
    __table_args__ = (
        UniqueConstraint("replaces_id", name="uq_office_act_replaces_id"),
        CheckConstraint("replaces_id IS NULL OR replaces_id < id", name="replaces_an_earlier_act"),
        CheckConstraint("concerns_id IS NULL OR concerns_id < id", name="concerns_an_earlier_act"),
        CheckConstraint("(kind = 'left') = (end_reason IS NOT NULL)", name="only_leaving_says_how"),
        CheckConstraint("seats >= 1", name="seats_at_least_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    kind: Mapped[ActKind]
    effective_on: Mapped[PartialDate | None]
    seats: Mapped[int] = mapped_column(default=1)
    ends_terms: Mapped[bool] = mapped_column(default=False)
    end_reason: Mapped[EndReason | None]
    concerns_id: Mapped[int | None] = mapped_column(ForeignKey("office_act.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("office_act.id"))
    source: Mapped[str | None] = mapped_column(index=True)
    """`meeting:7`, whose declaration the act comes from; None for an official's own act. No key: it lies ahead."""
    declaration_sequence: Mapped[int | None]
    recorded_at: Mapped[dt.datetime]

    concerns: Mapped[OfficeAct | None] = relationship(foreign_keys=[concerns_id], remote_side="OfficeAct.id")
    replaces: Mapped[OfficeAct | None] = relationship(foreign_keys=[replaces_id], remote_side="OfficeAct.id")
    people: Mapped[list[OfficeActPerson]] = relationship(
        back_populates="act", order_by="(OfficeActPerson.entry, OfficeActPerson.position)", lazy="selectin"
    )


class OfficeActPerson(Base):
    __tablename__ = "office_act_person"
    __table_args__ = (UniqueConstraint("act_id", "person_id", name="uq_office_act_person_person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("office_act.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    entry: Mapped[int] = mapped_column(default=1)
    """Those of one entry share a seat; counted from 1 in the order of the seats."""
    position: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    prefix: Mapped[str | None]
    suffix: Mapped[str | None]
    appointment_kind: Mapped[AppointmentKind | None]

    act: Mapped[OfficeAct] = relationship(back_populates="people")


class OfficeTerm(Base):
    """One seat of an office held by one person, or by several together (a job share): what follows from the acts.

    A row is never removed, since the audit log names it; one that follows from no act any more is marked as corrected.
    """

    __tablename__ = "office_term"
    __table_args__ = (
        CheckConstraint(
            "until IS NULL OR since IS NULL OR substr(since, 1, 4) <= substr(until, 1, 4)", name="ends_after_it_begins"
        ),
        CheckConstraint("(until IS NULL AND end_reason IS NULL) OR end_reason IS NOT NULL", name="end_says_how"),
        CheckConstraint("seat >= 1", name="seat_at_least_one"),
        Index("uq_office_term_seat_now", "office_id", "seat", unique=True, sqlite_where=NOW, postgresql_where=NOW),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("office_act.id"), index=True)
    """The act that began it, the first of those that replace one another."""
    seat: Mapped[int] = mapped_column(default=1)
    """Place among the office's holders, for their order; counted from 1."""
    since: Mapped[PartialDate | None]
    until: Mapped[PartialDate | None]
    """The first date on which the holding was over; None while it lasts, or where the day is not known."""
    appointment_kind: Mapped[AppointmentKind]
    end_reason: Mapped[EndReason | None]
    version: Mapped[int] = mapped_column(default=1)

    office: Mapped[Office] = relationship()
    begun_by: Mapped[OfficeAct] = relationship()
    people: Mapped[list[OfficeTermPerson]] = relationship(
        back_populates="term", order_by="OfficeTermPerson.position", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def names(self) -> str:
        return " and ".join(person.name for person in self.people)


class OfficeTermPerson(Base):
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

"""The register of one meeting: who may vote, nominate and stand there, frozen from the roll."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from agm.database import Base
from agm.people.models import Person
from agm.rules.rights import Right


class Register(Base):
    """That a meeting's register was frozen, as of which day; and, once its entries are gone, who disposed of them."""

    __tablename__ = "register"
    __table_args__ = (
        CheckConstraint(
            "(disposed_at IS NULL) = (disposed_by IS NULL) AND (disposed_at IS NULL) = (entries_disposed IS NULL)",
            name="disposal_is_whole",
        ),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    frozen_at: Mapped[dt.datetime]
    frozen_by: Mapped[str]
    """Name of the user, as it was then; so is every name of who did something here."""
    as_of_on: Mapped[dt.date]
    days: Mapped[dict[str, Any]]
    """The other days that the rules ask about, by name, as ISO dates."""
    disposed_at: Mapped[dt.datetime | None]
    disposed_by: Mapped[str | None]
    entries_disposed: Mapped[int | None]
    nominations_disposed: Mapped[int | None]
    """From how many nominations addresses and names went with it; None where that was not counted."""


class RegisterFreeze(Base):
    """The freeze of a long roll that was asked for, until a worker has done it or it is broken off."""

    __tablename__ = "register_freeze"
    __table_args__ = (CheckConstraint("members > 0 AND members_done >= 0", name="figures_not_negative"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    begun_at: Mapped[dt.datetime]
    begun_by: Mapped[dict[str, Any]]
    """Key and name of the user at whose word it is frozen."""
    as_of_on: Mapped[dt.date]
    days: Mapped[dict[str, Any]]
    """The other days as they were entered, by name, as ISO dates."""
    members: Mapped[int]
    """How many were on the roll of that day when it began."""
    members_done: Mapped[int] = mapped_column(default=0)
    """How far a worker is."""
    stopped: Mapped[str | None]
    """Why it was not frozen, in words for people; None while a worker is to do it."""


class RegisterEntry(Base):
    """A member on the register of one meeting. What is sensitive is never here."""

    __tablename__ = "register_entry"
    __table_args__ = (
        Index("ix_register_entry_meeting_id_sort_key", "meeting_id", "sort_key"),
        Index("ix_register_entry_meeting_id_number", "meeting_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("register.meeting_id", ondelete="CASCADE"))
    roll_member_id: Mapped[int | None]
    """Who it was on the roll; no key, because the roll changes on. None for whoever was added by hand."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    number: Mapped[str | None]
    name: Mapped[str]
    sort_key: Mapped[str]
    email: Mapped[str | None]
    needs_paper: Mapped[bool]
    postal_address: Mapped[str | None]
    """Where their letters and papers go, as the roll had it; it goes with the entry."""
    section: Mapped[str | None]
    """The branch or section that the roll had them in, and below the class: which electorates they belong to."""
    member_class: Mapped[str | None]
    may_vote: Mapped[bool]
    may_nominate: Mapped[bool]
    may_stand: Mapped[bool]
    reasons: Mapped[dict[str, Any]]
    """By right, why they do not have it, in words that they can be told."""
    is_asked: Mapped[bool] = mapped_column(default=False)
    """Whether something has to be answered before it is known whether they may vote."""
    removed_at: Mapped[dt.datetime | None]
    """Since when they are not on the register any more; who and why is among its changes."""

    def may(self, right: Right) -> bool:
        return {Right.VOTE: self.may_vote, Right.NOMINATE: self.may_nominate, Right.STAND: self.may_stand}[right]


class RegisterAct(enum.StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    PUT_BACK = "put_back"
    RIGHT_GIVEN = "right_given"
    RIGHT_TAKEN = "right_taken"
    EMAIL_CORRECTED = "email_corrected"
    POSTAL_ADDRESS_CORRECTED = "postal_address_corrected"


CORRECTIONS = (RegisterAct.EMAIL_CORRECTED, RegisterAct.POSTAL_ADDRESS_CORRECTED)


class RegisterChange(Base):
    """A change of one entry after the freeze: by whom and why. Never changed, and gone with the entries."""

    __tablename__ = "register_change"
    __table_args__ = (
        CheckConstraint("(\"right\" IS NOT NULL) = (act IN ('right_given', 'right_taken'))", name="names_its_right"),
        CheckConstraint("was IS NULL OR act IN ('email_corrected', 'postal_address_corrected')", name="was_an_address"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entry.id", ondelete="CASCADE"), index=True)
    act: Mapped[RegisterAct]
    right: Mapped[Right | None]
    at: Mapped[dt.datetime]
    by: Mapped[str]
    reason: Mapped[str]
    was: Mapped[str | None]
    """The address before it was corrected; None where there was none."""

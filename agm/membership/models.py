"""The roll of a unit: its members as its lists have them, and the lists that were taken over."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agm.database import Base
from agm.language.partial_date import PartialDate


class RollMember(Base):
    """A member of a unit, as the last list that named them has them. Neither a number nor an address is a key."""

    __tablename__ = "roll_member"
    __table_args__ = (
        Index("ix_roll_member_unit_id_sort_key", "unit_id", "sort_key"),
        Index("ix_roll_member_unit_id_number", "unit_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[str | None]
    name: Mapped[str]
    sort_key: Mapped[str]
    """Made of the name (`agm.language.names`): the roll is sorted and searched by it."""
    given: Mapped[str | None]
    family: Mapped[str | None]
    email: Mapped[str | None]
    """Whoever has none needs paper."""
    postal_address: Mapped[str | None]
    """Where letters go, its lines; of those alone who have no e-mail, while they are on the roll."""
    joined: Mapped[PartialDate | None]
    paid_to: Mapped[PartialDate | None]
    member_class: Mapped[str | None]
    region: Mapped[str | None]
    """The branch or section that the list has them in."""
    says_paid: Mapped[bool | None]
    """What the status in the list says of their subscription; None where it has none."""
    left_on: Mapped[dt.date | None]
    """Since when no list names them, or one says that they left; a register of an earlier day still has them."""


class RollImport(Base):
    """A list that was taken over; never changed."""

    __tablename__ = "roll_import"
    __table_args__ = (
        CheckConstraint(
            "lines >= 0 AND added >= 0 AND changed >= 0 AND unchanged >= 0 AND gone >= 0 AND not_taken >= 0",
            name="figures_not_negative",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    taken_at: Mapped[dt.datetime]
    taken_by: Mapped[str]
    """Name of the user who took it over, as it was then."""
    file_name: Mapped[str | None]
    """None for a list that was pasted."""
    lines: Mapped[int]
    added: Mapped[int]
    changed: Mapped[int]
    unchanged: Mapped[int]
    gone: Mapped[int]
    """Members who left the roll with it."""
    not_taken: Mapped[int]
    """Lines of which nobody came to the roll."""


class RollDraft(Base):
    """A list that was read and waits for answers, without what is not kept of it; one a unit, and for an hour only."""

    __tablename__ = "roll_draft"
    __table_args__ = (UniqueConstraint("unit_id", name="uq_roll_draft_unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    begun_at: Mapped[dt.datetime]
    begun_by: Mapped[str]
    file_name: Mapped[str | None]
    content: Mapped[bytes] = mapped_column(deferred=True)
    """The rows, packed by `agm.membership.reading.sifted`."""
    lines: Mapped[int]
    lines_read: Mapped[int] = mapped_column(default=0)
    """How far a worker is with a long list."""
    answers: Mapped[dict[str, Any]]
    found: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What would come of it, in the form of `agm.membership.drafts`; None while it is read."""
    version: Mapped[int]
    """The number of the unit's last import when it was read."""
    confirmed_by: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Key and name of the user at whose word it is taken over, as soon as it is read."""

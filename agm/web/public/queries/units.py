"""The places that public pages belong to: a region, or the national level."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, or_, select
from sqlalchemy.orm import Session

from agm.organisation.models import NATIONAL_ID, Unit, UnitAddress, UnitKind


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as the public sees it."""

    unit_id: int
    slug: str
    name: str
    description: str = ""
    imprint: str = ""
    is_demonstration: bool = False
    closed_on: dt.date | None = None
    opened_on: dt.date | None = None

    def is_closed(self, today: dt.date) -> bool:
        """Whether it was closed by that day; one that is to be closed later is open until then."""
        return self.closed_on is not None and self.closed_on <= today

    @property
    def is_national(self) -> bool:
        return self.unit_id == NATIONAL_ID


COLUMNS = (
    Unit.id,
    Unit.slug,
    Unit.name,
    Unit.description,
    Unit.imprint,
    Unit.is_demonstration,
    Unit.closed_on,
    Unit.opened_on,
)
IS_REGION = Unit.kind == UnitKind.REGION


def place_of_row(row: Row[*tuple[Any, ...]]) -> Place:
    return Place(*row)


def place(session: Session, slug: str) -> Place | None:
    """The place with this address; one statement."""
    row = session.execute(select(*COLUMNS).where(Unit.slug == slug)).one_or_none()
    return place_of_row(row) if row else None


def moved_place(session: Session, slug: str) -> str | None:
    """The present address of the region that once had this one; one statement."""
    return session.scalar(
        select(Unit.slug).join(UnitAddress, UnitAddress.unit_id == Unit.id).where(UnitAddress.slug == slug)
    )


def is_open(today: dt.date) -> ColumnElement[bool]:
    """That a unit is not closed on that day."""
    return or_(Unit.closed_on.is_(None), Unit.closed_on > today)


def open_places(session: Session, today: dt.date, limit: int, offset: int = 0) -> list[Place]:
    """The regions that are open on that day, in the organisation's order; one statement."""
    rows = session.execute(
        select(*COLUMNS).where(IS_REGION, is_open(today)).order_by(Unit.position, Unit.id).limit(limit).offset(offset)
    )
    return [place_of_row(row) for row in rows]


def all_places(session: Session) -> Iterator[Place]:
    """Every region, some at a time; one statement."""
    for row in session.execute(
        select(*COLUMNS).where(IS_REGION).order_by(Unit.id), execution_options={"yield_per": 500}
    ):
        yield place_of_row(row)

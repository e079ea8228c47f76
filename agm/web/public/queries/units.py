"""The units that public pages belong to: a region, or the national level."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import BindParameter, ColumnElement, Date, Integer, bindparam, or_, select
from sqlalchemy.orm import Session

from agm.organisation.models import Unit, UnitAddress, UnitKind

IS_REGION = Unit.kind == UnitKind.REGION
UNIT = select(Unit).where(Unit.slug == bindparam("slug"))


def unit_at(session: Session, slug: str) -> Unit | None:
    """The unit with this address; one statement."""
    return session.scalar(UNIT, {"slug": slug})


def moved_unit(session: Session, slug: str) -> str | None:
    """The present address of the region that once had this one; one statement."""
    return session.scalar(
        select(Unit.slug).join(UnitAddress, UnitAddress.unit_id == Unit.id).where(UnitAddress.slug == slug)
    )


def is_open(today: dt.date | BindParameter[dt.date]) -> ColumnElement[bool]:
    """That a unit is not closed on that day; one that is to be closed later is open until then."""
    return or_(Unit.closed_on.is_(None), Unit.closed_on > today)


OPEN_REGIONS = (
    select(Unit)
    .where(IS_REGION, is_open(bindparam("day", type_=Date)))
    .order_by(Unit.position, Unit.id)
    .limit(bindparam("limit", type_=Integer))
    .offset(bindparam("offset", type_=Integer))
)


def open_regions(session: Session, today: dt.date, limit: int, offset: int = 0) -> Sequence[Unit]:
    """The regions that are open on that day, in the organisation's order; one statement."""
    return session.scalars(OPEN_REGIONS, {"day": today, "limit": limit, "offset": offset}).all()

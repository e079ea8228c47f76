"""Reading a unit's roll. Each query is one statement."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from agm.language.names import name_key
from agm.membership.models import RollDraft, RollImport, RollMember
from agm.membership.reading.values import HeldMember

HELD = ("name", "number", "email", "joined", "paid_to", "member_class", "region", "says_paid", "id", "postal_address")


@dataclass(frozen=True, slots=True)
class RollCounts:
    members: int
    on_paper: int
    """How many of them have no e-mail address."""


def on_roll(unit_id: int) -> ColumnElement[bool]:
    return and_(RollMember.unit_id == unit_id, RollMember.left_on.is_(None))


def typed_matches(
    typed: str, sort_key: InstrumentedAttribute[str], number: InstrumentedAttribute[str | None]
) -> ColumnElement[bool]:
    """That a name has all the words that were typed, in any order and whatever their accents, or a number is that."""
    has_number = func.lower(number) == typed.strip().lower()
    words = [sort_key.contains(word, autoescape=True) for word in name_key(typed).split()]
    return or_(and_(*words), has_number) if words else has_number


def last_import(session: Session, unit_id: int) -> RollImport | None:
    return session.scalar(
        select(RollImport).where(RollImport.unit_id == unit_id).order_by(RollImport.id.desc()).limit(1)
    )


def version_of(session: Session, unit_id: int) -> int:
    """The number of the unit's last import, 0 for none: by it one knows whether the roll is another meanwhile."""
    return session.scalar(select(func.max(RollImport.id)).where(RollImport.unit_id == unit_id)) or 0


def draft_of(session: Session, unit_id: int) -> RollDraft | None:
    return session.scalar(select(RollDraft).where(RollDraft.unit_id == unit_id))


def find_members(
    session: Session, unit_id: int, typed: str = "", *, on_paper: bool = False, limit: int, offset: int = 0
) -> Sequence[RollMember]:
    """Members on the roll by name; those whom this is typed of, or who need paper, where that is asked."""
    statement = select(RollMember).where(on_roll(unit_id)).order_by(RollMember.sort_key, RollMember.id)
    if typed.strip():
        statement = statement.where(typed_matches(typed, RollMember.sort_key, RollMember.number))
    if on_paper:
        statement = statement.where(RollMember.email.is_(None))
    return session.scalars(statement.limit(limit).offset(offset)).all()


def roll_counts(session: Session, unit_id: int) -> RollCounts:
    members, with_email = session.execute(
        select(func.count(RollMember.id), func.count(RollMember.email)).where(on_roll(unit_id))
    ).one()
    return RollCounts(members, members - with_email)


def held_members(session: Session, unit_id: int) -> tuple[HeldMember, ...]:
    """The roll as a reading compares a list with it."""
    columns = [getattr(RollMember, name) for name in HELD]
    rows = session.execute(select(*columns).where(on_roll(unit_id)).order_by(RollMember.id))
    return tuple(HeldMember(*row) for row in rows)

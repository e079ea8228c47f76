"""Records of people whom nothing names any more."""

from collections.abc import Collection

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import Entry, record_all
from agm.database import Base
from agm.people.models import NotSamePerson, Person, PersonHome

NO_REFERENCE = {PersonHome.__tablename__, NotSamePerson.__tablename__}
"""Tables whose rows keep nobody: they say something of a person, and nothing that the person did."""


def forget_those_left(act: Act, person_ids: Collection[int]) -> None:
    """After a correction: delete those of these people whom nothing else names, and record that."""
    if not person_ids:
        return
    act.session.flush()
    forgotten = forget_unnamed(act.session, person_ids)
    record_all(act, [Entry(Action.PERSON_REMOVED, f"person:{number}", None, {}) for number in sorted(forgotten)])


def forget_unnamed(session: Session, person_ids: Collection[int]) -> set[int]:
    """Delete those of these people to whom no row refers any more: their ids. Consent that was given or withdrawn keeps
    somebody, as everybody has it who was ever named in public."""
    key = Person.__table__.c.id
    references = [
        foreign.parent
        for table in Base.metadata.tables.values()
        for foreign in table.foreign_keys
        if foreign.column is key and table.name not in NO_REFERENCE
    ]
    other = Person.__table__.alias()
    named = [
        exists().where((other.c.merged_into_id if column.table is Person.__table__ else column) == key)
        for column in references
    ]
    unnamed = set(session.scalars(select(key).where(key.in_(person_ids), ~or_(*named))))
    for table in (PersonHome.__table__, NotSamePerson.__table__):
        for foreign in table.foreign_keys:
            if foreign.column is key:
                session.execute(delete(table).where(foreign.parent.in_(unnamed)))  # type: ignore[arg-type]  # a Table
    session.execute(delete(Person.__table__).where(key.in_(unnamed)))  # type: ignore[arg-type]  # a Table
    return unnamed

"""Who a user is on the record, so that nobody runs an election in which they stand."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.language.names import name_key
from agm.people.models import Person
from agm.people.queries import known_in
from agm.rules.violations import refuse

MOST_ALIKE = 20


def person_called(session: Session, typed: str, unit_ids: Collection[int] | None) -> Person:
    """The one person of this name, known in one of these units (None: in any); or of this number.

    Raises RefusedError where there is nobody, or several.
    """
    statement = select(Person).where(Person.merged_into_id.is_(None))
    if unit_ids is not None:
        statement = statement.where(known_in(unit_ids))
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 10
    wanted = Person.id == int(typed) if is_number else Person.name_key == name_key(typed)
    found = session.scalars(statement.where(wanted).limit(MOST_ALIKE)).all()
    if not found:
        refuse("nobody", "person", "Nobody of this name is on the record. Write the name as the record has it.")
    if len(found) > 1:
        words = "Several people have this name. Enter the number at the end of the address of their page instead."
        refuse("several", "person", words)
    return found[0]


def connect(act: Act, user: User, person: Person | None) -> User:
    """Say who a user is on the record; None takes it back. Raises RefusedError where another user is that person."""
    person_id = None if person is None else person.id
    if person_id == user.person_id:
        return user
    other = act.session.scalar(select(User.name).where(User.person_id == person_id, User.id != user.id))
    if person is not None and other is not None:
        refuse("person_taken", "person", f"The login of {other} says that already.")
    user.person_id = person_id
    act.session.flush()
    record(act, Action.USER_CONNECTED, f"user:{user.id}", person=person_id)
    return user

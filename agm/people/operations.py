"""The verbs that change the record of people."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.actions import Action
from agm.audit.actor import Actor
from agm.audit.operations import record
from agm.people.commands import NamedPerson
from agm.people.models import Person
from agm.people.names import name_key, sort_name
from agm.wording.facts import PersonName


class UnknownPersonError(LookupError):
    """A form named a record of a person that does not exist."""


def resolve_person(session: Session, actor: Actor, now: dt.datetime, named: NamedPerson) -> Person:
    """The person who is meant, created if need be. Raises UnknownPersonError for an id that is no person's."""
    if named.person_id is not None:
        person = session.get(Person, named.person_id)
        if person is None:
            raise UnknownPersonError(f"there is no person {named.person_id}")
        return standing_record(session, person)
    if not named.is_someone_else:
        same_name = session.scalars(
            select(Person).where(Person.name_key == name_key(named.name.name), Person.name == named.name.name).limit(1)
        ).first()
        if same_name is not None:
            return standing_record(session, same_name)
    return create_person(session, actor, now, named.name)


def create_person(session: Session, actor: Actor, now: dt.datetime, name: PersonName) -> Person:
    """Record a person who is not known yet."""
    person = Person(
        name=name.name,
        prefix=name.prefix,
        suffix=name.suffix,
        sort_name=sort_name(name.name),
        name_key=name_key(name.name),
        created_at=now,
    )
    session.add(person)
    session.flush()
    record(session, actor, now, Action.PERSON_CREATED, f"person:{person.id}")
    return person


def standing_record(session: Session, person: Person) -> Person:
    """The record that a merged one was merged into, or the person themselves."""
    if person.merged_into_id is None:
        return person
    return session.get_one(Person, person.merged_into_id)

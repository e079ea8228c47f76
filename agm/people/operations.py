"""The verbs that change the record of people."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, aliased

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import Entry, record, record_all
from agm.database.locking import lock_row, lock_rows
from agm.database.numbering import number
from agm.facts import PersonName
from agm.language.names import is_similar, name_key, sort_name
from agm.people.commands import (
    AmendPerson,
    ChangeHome,
    GiveConsent,
    MarkDistinct,
    MergePeople,
    NamedPerson,
    SeparatePerson,
    WithdrawConsent,
)
from agm.people.models import (
    Consent,
    ConsentPurpose,
    ConsentSource,
    KnownFor,
    NotSamePerson,
    Person,
    PersonHome,
    PersonUnit,
)
from agm.people.queries import (
    consent_standing,
    kept_where,
    known_where,
    people_without_consent,
    records_of,
    visible_in,
)
from agm.rules.violations import Violation, check_version, raise_if, refuse
from agm.search_index.models import Kind
from agm.search_index.operations import renamed

NAME_COLUMNS = ("name", "prefix", "suffix", "sort_name")


Key = TypeVar("Key", int, str)
TIME_TO_CORRECT = dt.timedelta(hours=12)
"""How long after a person was first recorded a nearly equal name given for them is taken as a correction."""
PERSON_GONE = "One of these people was taken off the record meanwhile. Type the name again."


def resolve_people(act: Act, named: Sequence[NamedPerson], unit_id: int) -> list[Person]:
    """Who is meant by each in a unit, in order; those not known yet are created. A fixed number of statements, but for
    names that put a record right: one that this unit alone keeps and knows. Who is created has their home in the unit;
    naming anybody else gives it no power over their record. Raises RefusedError for an id that is no person's."""
    by_id = people_by_id(act.session, {one.person_id for one in named if one.person_id is not None})
    for one in named:
        person = by_id.get(one.person_id or 0)
        if (
            person is not None
            and one.is_correction
            and person.name != one.name.name
            and is_similar(name_key(one.name.name), person.name_key)
            and is_kept_alone(act.session, person.id, unit_id)
        ):
            version = lock_row(act.session, Person, person.id).version
            amend_person(act, AmendPerson(person.id, version, one.name))
    asked = {one.name.name for one in named if one.person_id is None and not one.is_someone_else}
    by_name = people_by_name(act.session, asked, unit_id)
    created: list[Person] = []
    found: list[Person] = []
    for one in named:
        person = by_id[one.person_id] if one.person_id is not None else by_name.get(one.name.name)
        if person is None or (one.person_id is None and one.is_someone_else):
            person = new_person(act, one.name)
            created.append(person)
            by_name.setdefault(one.name.name, person)
        found.append(person)
    add_people(act, created)
    act.session.add_all(PersonHome(person_id=person.id, unit_id=unit_id) for person in created)
    return found


def people_by_id(session: Session, ids: Collection[int]) -> dict[int, Person]:
    """The standing record of each id. Raises RefusedError for an id that is no person's."""
    found = {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(ids)))} if ids else {}
    for person_id in ids:
        if person_id not in found:
            refuse("person_unknown", "", PERSON_GONE)
    return standing_records(session, found)


def people_by_name(session: Session, names: Collection[str], unit_id: int) -> dict[str, Person]:
    """The standing record of the first person of exactly each name, as far as the unit may know of one."""
    named = aliased(Person)
    rows = session.execute(
        select(named.name, Person)
        .join(Person, Person.id == func.coalesce(named.merged_into_id, named.id))
        .where(named.name_key.in_({name_key(name) for name in names}), visible_in([unit_id]))
        .order_by(named.merged_into_id.is_(None), named.id.desc())
    )
    return {name: person for name, person in rows if name in names} if names else {}


def is_kept_alone(session: Session, person_id: int, unit_id: int) -> bool:
    """Whether a unit keeps a person's record, and no other keeps it or knows them."""
    statement = select(Person.id).where(
        Person.id == person_id,
        kept_where(PersonHome.unit_id == unit_id),
        ~kept_where(PersonHome.unit_id != unit_id),
        ~known_where(PersonUnit.unit_id != unit_id),
    )
    return session.scalar(statement) is not None


def standing_records(session: Session, people: dict[Key, Person]) -> dict[Key, Person]:
    """Each with the record that it was merged into in its place."""
    merged = {one.merged_into_id for one in people.values() if one.merged_into_id is not None}
    into = {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(merged)))} if merged else {}
    return {key: into.get(one.merged_into_id or 0, one) for key, one in people.items()}


def is_correction(person: Person, name: str, now: dt.datetime) -> bool:
    """Whether a name is a slip of the hand put right: nearly that of somebody who was recorded only just now."""
    is_fresh = now - person.created_at < TIME_TO_CORRECT
    return is_fresh and person.name != name and is_similar(name_key(name), person.name_key)


def create_person(act: Act, name: PersonName) -> Person:
    person = new_person(act, name)
    add_people(act, [person])
    return person


def new_person(act: Act, name: PersonName) -> Person:
    """The row of a person who is not known yet."""
    return Person(
        name=name.name,
        prefix=name.prefix,
        suffix=name.suffix,
        sort_name=sort_name(name.name),
        name_key=name_key(name.name),
        created_at=act.at,
    )


def add_people(act: Act, people: Sequence[Person]) -> None:
    """Record people who are not known yet; flushes."""
    number(act.session, people)
    act.session.add_all(people)
    act.session.flush()
    record_all(act, [Entry(Action.PERSON_CREATED, f"person:{person.id}", None, {}) for person in people])


def set_known(session: Session, reason: KnownFor, wanted: Mapping[tuple[int, int], Collection[int]]) -> set[int]:
    """Let exactly these people be known for a reason, by the unit and the office or meeting that is the reason; the ids
    of those who were and are no longer."""
    concerned = select(PersonUnit).where(
        PersonUnit.reason == reason, PersonUnit.record_id.in_([record_id for _, record_id in wanted])
    )
    missing = {(person_id, *place) for place, people in wanted.items() for person_id in people}
    left = set()
    for row in session.scalars(concerned):
        key = (row.person_id, row.unit_id, row.record_id)
        if key not in missing:
            session.delete(row)
            left.add(row.person_id)
        missing.discard(key)
    session.add_all(
        PersonUnit(person_id=person_id, unit_id=unit_id, reason=reason, record_id=record_id)
        for person_id, unit_id, record_id in sorted(missing)
    )
    return left


def standing_record(session: Session, person: Person) -> Person:
    if person.merged_into_id is None:
        return person
    return session.get_one(Person, person.merged_into_id)


def give_consents(
    act: Act,
    person_ids: Collection[int],
    source: ConsentSource,
    purpose: ConsentPurpose = ConsentPurpose.NAME_PUBLISHED,
) -> list[Consent]:
    """Record leave for a use, of their names at first, for those people whose leave for it is not recorded yet; one
    audit entry for all."""
    given = [
        Consent(person_id=person_id, purpose=purpose, source=source, given_at=act.at)
        for person_id in sorted(people_without_consent(act.session, person_ids, purpose))
    ]
    number(act.session, given)
    act.session.add_all(given)
    if given:
        record(
            act, Action.CONSENT_GIVEN, f"person:{given[0].person_id}", source=source.value,
            people=[consent.person_id for consent in given],
        )  # fmt: skip
    return given


def amend_person(act: Act, command: AmendPerson) -> Person:
    """Change how a person is named today. Raises EditConflict, and RefusedError for an empty name."""
    person = lock_row(act.session, Person, command.person_id)
    check_version(command.version, person.version)
    raise_if(name_violations(command.name))
    before = {name: getattr(person, name) for name in NAME_COLUMNS}
    person.name = command.name.name
    person.prefix = command.name.prefix
    person.suffix = command.name.suffix
    person.sort_name = command.sort_name or sort_name(command.name.name)
    person.name_key = name_key(command.name.name)
    person.version += 1
    changed = [name for name, value in before.items() if getattr(person, name) != value]
    record(act, Action.PERSON_AMENDED, f"person:{person.id}", changed=changed)
    renamed(act.session, Kind.PERSON, [person.id])
    return person


def name_violations(name: PersonName) -> Iterator[Violation]:
    """Why nobody can be named so."""
    if not name_key(name.name):
        yield Violation("name_missing", "name", "Enter the name, for example Jane Black.")


def merge_people(act: Act, command: MergePeople) -> tuple[int, ...]:
    """Say that two records are of one person; nothing that refers to either is rewritten.

    Records merged into the first one before go with it; their ids are given back, for `separate_person`. Raises
    RefusedError if it is one record, or one of them is merged already.
    """
    lock_rows(act.session, Person, {command.person_id, command.into_id})
    merged = act.session.get_one(Person, command.person_id)
    standing = act.session.get_one(Person, command.into_id)
    raise_if(merge_violations(merged, standing))
    followers = act.session.scalars(select(Person).where(Person.merged_into_id == merged.id).order_by(Person.id)).all()
    for person in [*followers, merged]:
        person.merged_into_id = standing.id
    first, second = sorted((merged.id, standing.id))
    act.session.execute(delete(NotSamePerson).where(NotSamePerson.first_id == first, NotSamePerson.second_id == second))
    ids = tuple(person.id for person in followers)
    record(act, Action.PERSON_MERGED, f"person:{merged.id}", into=standing.id, with_ids=list(ids))
    renamed(act.session, Kind.PERSON, [standing.id])
    return ids


def merge_violations(merged: Person, standing: Person) -> Iterator[Violation]:
    """Why two records cannot be merged."""
    if merged.id == standing.id:
        yield Violation("same_record", "", "These are one record already. Choose two.")
    elif merged.merged_into_id is not None or standing.merged_into_id is not None:
        yield Violation("merged_meanwhile", "", "One of the two was merged meanwhile. Look for the name again.")


def separate_person(act: Act, command: SeparatePerson) -> Person:
    """Take a merge back. Raises RefusedError if the record stands alone already."""
    person = lock_row(act.session, Person, command.person_id)
    raise_if([] if person.merged_into_id else [Violation("not_merged", "", "This record stands alone already.")])
    followers = act.session.scalars(
        select(Person).where(Person.id.in_(command.with_ids), Person.merged_into_id == person.merged_into_id)
    ).all()
    was_in = person.merged_into_id
    person.merged_into_id = None
    for follower in followers:
        if follower.id != person.id:
            follower.merged_into_id = person.id
    record(act, Action.PERSON_SEPARATED, f"person:{person.id}", was_in=was_in)
    renamed(act.session, Kind.PERSON, [one for one in (person.id, was_in) if one is not None])
    return person


def change_home(act: Act, command: ChangeHome) -> None:
    """Let a further unit keep a person's record, or no longer. Saying it again changes nothing."""
    ids = [one.id for one in records_of(act.session, command.person_id)]
    homes = select(PersonHome).where(PersonHome.person_id.in_(ids), PersonHome.unit_id == command.unit_id)
    standing = act.session.scalars(homes).all()
    if command.is_kept and not standing:
        act.session.add(PersonHome(person_id=command.person_id, unit_id=command.unit_id))
    for home in () if command.is_kept else standing:
        act.session.delete(home)
    if command.is_kept is not bool(standing):
        action = Action.HOME_ADDED if command.is_kept else Action.HOME_REMOVED
        record(act, action, f"person:{command.person_id}", unit_id=command.unit_id)


def mark_distinct(act: Act, command: MarkDistinct) -> None:
    """Write down that two people with like names are not the same. Saying it again changes nothing."""
    first, second = sorted((command.first_id, command.second_id))
    raise_if([Violation("same_record", "", "This is one record. Choose two.")] if first == second else [])
    if act.session.get(NotSamePerson, (first, second)) is None:
        act.session.add(NotSamePerson(first_id=first, second_id=second, said_at=act.at))
        record(act, Action.PEOPLE_DISTINCT, f"person:{first}", other=second)


def give_consent(act: Act, command: GiveConsent) -> Consent:
    """Write down that a person gave leave. Where it stands already, that entry is given back."""
    person = standing_record(act.session, act.session.get_one(Person, command.person_id))
    ids = [one.id for one in records_of(act.session, person.id)]
    standing = consent_standing(act.session, ids, command.purpose)
    if standing.is_given and standing.last is not None:
        return standing.last
    given = Consent(person_id=person.id, purpose=command.purpose, source=command.source, given_at=act.at)
    act.session.add(given)
    subject = f"person:{person.id}"
    record(act, Action.CONSENT_GIVEN, subject, purpose=given.purpose.value, source=given.source.value)
    return given


def withdraw_consent(act: Act, command: WithdrawConsent) -> None:
    """Write down that a person took the leave back; every entry that still stands ends now."""
    person = standing_record(act.session, act.session.get_one(Person, command.person_id))
    ids = [one.id for one in records_of(act.session, person.id)]
    standing = act.session.scalars(
        select(Consent).where(
            Consent.person_id.in_(ids), Consent.purpose == command.purpose, Consent.withdrawn_at.is_(None)
        )
    ).all()
    for consent in standing:
        consent.withdrawn_at = act.at
    is_refused_at_once = command.purpose is not ConsentPurpose.NAME_PUBLISHED and not standing
    if is_refused_at_once:  # nobody asked before: that they do not want it is written down all the same
        source = ConsentSource.TOLD_BY_PERSON
        refused = Consent(person_id=person.id, purpose=command.purpose, source=source, given_at=act.at)
        refused.withdrawn_at = act.at
        act.session.add(refused)
    if standing or is_refused_at_once:
        subject = f"person:{person.id}"
        record(act, Action.CONSENT_WITHDRAWN, subject, purpose=command.purpose.value)

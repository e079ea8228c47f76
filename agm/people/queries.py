"""Finding people, those with nearly the same name, and what they gave leave for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, and_, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from agm.language.names import edit_distance, first_key, is_similar, last_key, name_key, phonetic_key
from agm.people.models import (
    Consent,
    ConsentPurpose,
    KnownFor,
    NameProposal,
    NotSamePerson,
    Person,
    PersonHome,
    PersonUnit,
)

MOST_NEAR_MATCHES = 5
MOST_SLIPS = 2
"""By how many letters two names that are alike differ in length at most."""
LONGEST_TYPED = 100


@dataclass(frozen=True, slots=True)
class ConsentStanding:
    """Whether a person's leave stands, and the last thing that was written down about it."""

    is_given: bool
    last: Consent | None


def known_where(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """That a person, under any record, is known to a unit as these conditions on `PersonUnit` say."""
    record = aliased(Person)
    known = select(func.coalesce(record.merged_into_id, record.id)).join(PersonUnit, PersonUnit.person_id == record.id)
    return Person.id.in_(known.where(*conditions))


def kept_where(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """That a person, under any record, has a home as these conditions on `PersonHome` say."""
    record = aliased(Person)
    kept = select(func.coalesce(record.merged_into_id, record.id)).join(PersonHome, PersonHome.person_id == record.id)
    return Person.id.in_(kept.where(*conditions))


def known_in(unit_ids: Collection[int]) -> ColumnElement[bool]:
    """That a person held office, stood, spoke or sent a message in one of these units, under any record."""
    return known_where(PersonUnit.unit_id.in_(unit_ids))


def visible_in(unit_ids: Collection[int]) -> ColumnElement[bool]:
    """That a person is known in one of these units, or public: what others only drafted is nobody else's business."""
    return or_(known_in(unit_ids), is_public())


def is_public() -> ColumnElement[bool]:
    """That a person, under any record, is or was in office or gave leave to be named, and it stands.

    Asked of each record by itself, so that it costs little where only a few of very many people are in question.
    """
    record = aliased(Person)
    given = select(Consent.id).where(
        Consent.person_id == record.id,
        Consent.purpose == ConsentPurpose.NAME_PUBLISHED,
        Consent.withdrawn_at.is_(None),
    )
    held = select(PersonUnit.unit_id).where(PersonUnit.person_id == record.id, PersonUnit.reason == KnownFor.OFFICE)
    theirs = or_(record.id == Person.id, record.merged_into_id == Person.id)
    return select(record.id).where(theirs, or_(given.exists(), held.exists())).exists()


def matches_typed(text: str) -> ColumnElement[bool]:
    """That a person's name has, for each word typed, one that begins with it; and that the record stands for itself."""
    words = name_key(text[:LONGEST_TYPED]).split()
    padded = literal(" ", String) + Person.name_key
    begun = [padded.contains(f" {word}", autoescape=True) for word in words]
    return and_(Person.merged_into_id.is_(None), *begun)


def near_matches(session: Session, name: str, among: ColumnElement[bool], *, for_id: int | None = None) -> list[Person]:
    """People whose names are the same as this one, or nearly, the nearest first. One statement.

    Pointed out are case, accents, apostrophes, hyphens, the order of words, and slips of the hand in one of a name's
    words or among its vowels. `among` says who may be pointed out. `for_id` is the person who has this name: they and
    those who are known to be somebody else are left out.
    """
    key = name_key(name)
    if not key:
        return []
    statement = select(Person).where(may_be_near([key]), among)
    if for_id is not None:
        statement = statement.where(Person.id != for_id, ~are_distinct(for_id))
    return nearest(key, session.scalars(statement))


def near_matches_of_all(
    session: Session, names: Collection[str], among: ColumnElement[bool]
) -> dict[str, list[Person]]:
    """For each of these names what `near_matches` finds; one statement for all of them."""
    keys = {name: name_key(name) for name in names}
    wanted = [key for key in keys.values() if key]
    found = session.scalars(select(Person).where(may_be_near(wanted), among)).all() if wanted else []
    return {name: nearest(key, found) for name, key in keys.items()}


def may_be_near(keys: Collection[str]) -> ColumnElement[bool]:
    """That a person's name may be near one of those with these keys; `nearest` tells which."""
    ends = {end for key in keys for end in (first_key(key), last_key(key))}
    lengths = [len(key) for key in keys]
    return and_(
        or_(
            Person.name_key.in_(keys),
            Person.first_key.in_(ends),
            Person.last_key.in_(ends),
            Person.sound_key.in_({sound for key in keys if (sound := phonetic_key(key))}),
        ),
        Person.merged_into_id.is_(None),
        func.length(Person.name_key).between(min(lengths) - MOST_SLIPS, max(lengths) + MOST_SLIPS),
    )


def nearest(key: str, people: Iterable[Person]) -> list[Person]:
    """Those of these people whose names are the same as the one with this key, or nearly; the nearest first."""
    ends = {first_key(key), last_key(key)}
    sound = phonetic_key(key)
    found = [
        person
        for person in people
        if ({person.first_key, person.last_key} & ends or (sound and person.sound_key == sound))
        and abs(len(person.name_key) - len(key)) <= MOST_SLIPS
        and is_similar(key, person.name_key)
    ]
    found.sort(key=lambda person: (edit_distance(key, person.name_key, 3), person.sort_key, person.id))
    return found[:MOST_NEAR_MATCHES]


def are_distinct(person_id: int) -> ColumnElement[bool]:
    pair = select(NotSamePerson.first_id).where(
        or_(
            and_(NotSamePerson.first_id == person_id, NotSamePerson.second_id == Person.id),
            and_(NotSamePerson.second_id == person_id, NotSamePerson.first_id == Person.id),
        )
    )
    return pair.exists()


def people_of(session: Session, person_ids: Collection[int], among: ColumnElement[bool]) -> dict[int, Person]:
    """The standing record of each of these people, by the id that was asked for, as far as it is among those.

    One statement at most.
    """
    if not person_ids:
        return {}
    asked = aliased(Person)
    rows = session.execute(
        select(asked.id, Person)
        .join(Person, Person.id == func.coalesce(asked.merged_into_id, asked.id))
        .where(asked.id.in_(person_ids), among)
    )
    return dict(rows.all())


def records_of(session: Session, person_id: int) -> list[Person]:
    """A person's record and those merged into it, the standing one first. One statement."""
    statement = select(Person).where(or_(Person.id == person_id, Person.merged_into_id == person_id))
    return list(session.scalars(statement.order_by(Person.merged_into_id.is_not(None), Person.id)))


def consent_standing(
    session: Session, person_ids: Collection[int], purpose: ConsentPurpose = ConsentPurpose.NAME_PUBLISHED
) -> ConsentStanding:
    """Whether the person with these records gave leave, and did not take it back afterwards. One statement."""
    statement = select(Consent).where(Consent.person_id.in_(person_ids), Consent.purpose == purpose)
    consents = session.scalars(statement).all()
    last = last_act(consents) if consents else None
    return ConsentStanding(last is not None and last.withdrawn_at is None, last)


def uses_standing(session: Session, person_ids: Collection[int]) -> dict[ConsentPurpose, bool]:
    """For each use but the name itself that was spoken of, whether the person with these records allows it. One
    statement."""
    statement = select(Consent).where(
        Consent.person_id.in_(person_ids), Consent.purpose != ConsentPurpose.NAME_PUBLISHED
    )
    said: dict[ConsentPurpose, list[Consent]] = {}
    for consent in session.scalars(statement):
        said.setdefault(consent.purpose, []).append(consent)
    return {purpose: last_act(consents).withdrawn_at is None for purpose, consents in said.items()}


def people_who_withdrew(
    session: Session, person_ids: Collection[int], purpose: ConsentPurpose = ConsentPurpose.NAME_PUBLISHED
) -> list[Person]:
    """Those of these people who took back the leave for a use, of their names at first, and gave it to no other record
    of theirs.

    In the order of names; two statements.
    """
    wanted = select(func.coalesce(Person.merged_into_id, Person.id)).where(Person.id.in_(person_ids))
    root = func.coalesce(Person.merged_into_id, Person.id)
    rows = session.execute(
        select(root, Consent)
        .join(Person, Person.id == Consent.person_id)
        .where(root.in_(wanted), Consent.purpose == purpose)
    ).all()
    by_person: dict[int, list[Consent]] = {}
    for person_id, consent in rows:
        by_person.setdefault(person_id, []).append(consent)
    withdrew = [person_id for person_id, consents in by_person.items() if last_act(consents).withdrawn_at]
    if not withdrew:
        return []
    return list(session.scalars(select(Person).where(Person.id.in_(withdrew)).order_by(Person.sort_key, Person.id)))


def roots_of(session: Session, person_ids: Collection[int]) -> dict[int, int]:
    """By each of these numbers, that of the record that stands for it. One statement."""
    root = func.coalesce(Person.merged_into_id, Person.id)
    return dict(session.execute(select(Person.id, root).where(Person.id.in_(person_ids))).all())


def people_without_consent(
    session: Session, person_ids: Collection[int], purpose: ConsentPurpose = ConsentPurpose.NAME_PUBLISHED
) -> set[int]:
    """Those of these people for whom no leave for a use, of their names at first, stands. One statement at most."""
    if not person_ids:
        return set()
    standing = session.scalars(
        select(Consent.person_id).where(
            Consent.person_id.in_(person_ids),
            Consent.purpose == purpose,
            Consent.withdrawn_at.is_(None),
        )
    )
    return set(person_ids) - set(standing)


def last_act(consents: Collection[Consent]) -> Consent:
    return max(consents, key=lambda one: (one.withdrawn_at or one.given_at, one.id))


def open_proposal(session: Session, person_id: int, unit_id: int) -> NameProposal | None:
    """What a unit has asked of a person's name, without an answer yet. One statement."""
    asked = NameProposal.person_id == person_id, NameProposal.unit_id == unit_id
    return session.scalars(select(NameProposal).where(*asked, NameProposal.outcome.is_(None))).first()


def standing_records(session: Session, person_ids: Collection[int]) -> dict[int, int]:
    """By the number of a person's record, that of the record which stands for it. One statement."""
    record = func.coalesce(Person.merged_into_id, Person.id)
    return dict(session.execute(select(Person.id, record).where(Person.id.in_(person_ids))).all())

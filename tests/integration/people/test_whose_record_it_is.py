"""Who may change a person's record: each operation, by each role, on records that a unit keeps, shares or names."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.facts import Entry, OfficeState, Outcome
from agm.meetings.models import Speaker
from agm.nominations.models import CandidacyPerson
from agm.organisation.models import Unit
from agm.people.commands import NamedPerson
from agm.people.models import Person
from agm.people.operations import resolve_people
from tests.support.client import StrictClient
from tests.support.kept_records import kept_record
from tests.support.records import (
    NOW,
    elected,
    facts_of,
    make_organisation,
    make_public,
    make_region,
    name,
    publish,
    record,
)

SignIn = Callable[..., StrictClient]
KEPT_BY: dict[str, set[str]] = {
    "Own Officer": {"severn-vale"},
    "Own Guest": {"severn-vale"},
    "Own Draft": {"severn-vale"},
    "Shared Officer": {"severn-vale", "fens"},
    "Foreign Officer": {"fens"},
    "Foreign Loser": {"fens"},
    "National Officer": set(),
    "Hidden Guest": {"fens"},
}
"""The regions that keep each record. The first names all but the last in a draft, as guests and as candidates."""
NAMED = tuple(KEPT_BY)[:-1]
MERGES = {"same": {"other": "OTHER"}, "same#standing": {"other": "OTHER", "standing": "OTHER"}}
CHANGES = {
    "name": {"version": "1", "name": "Eve Vandal", "is_same": "y"},
    "consent": {"act": "withdraw"},
    "consent#given": {"source": "told_by_person"},
    "distinct": {"other": "OTHER"},
    "separate": {"records": "OTHER"},
    **MERGES,
}


@kept_record
def people(session: Session) -> dict[str, int]:
    make_organisation(session)
    for unit in ("Severn Vale", "Fens"):
        make_region(session, unit)
    secretary = elected("Secretary", "Shared Officer")
    stood = (
        Entry((name("Foreign Officer"),), elected=True, votes=9),
        Entry((name("Foreign Loser"),), elected=False, votes=2),
    )
    publish(session, facts_of(elected("Chair", "Own Officer"), secretary, guests=("Own Guest",)))
    publish(session, facts_of(Outcome("Chair", state=OfficeState.DECIDED, entries=stood), secretary, unit="Fens"))
    publish(session, facts_of(elected("Chair", "National Officer"), unit=None))
    make_public(session, *session.scalars(select(Person).where(Person.name == "Foreign Loser")))
    foreign = elected("Chair", "Foreign Officer"), elected("Secretary", "Foreign Loser")
    record(session, facts_of(*foreign, guests=NAMED, held_on="2025-04-21"))
    record(session, facts_of(guests=("Hidden Guest",), unit="Fens", held_on="2025-04-21"))
    session.commit()
    return {one.name: one.id for one in session.scalars(select(Person))}


def entries(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


@pytest.mark.parametrize("record_of", KEPT_BY)
@pytest.mark.parametrize(
    ("role", "of", "region"),
    [
        ("regional_officer", "severn-vale", "severn-vale"),
        ("regional_officer", "fens", "fens"),
        ("regional_officer", "fens", "severn-vale"),
        ("viewer", "severn-vale", "severn-vale"),
        ("national_officer", None, "national"),
    ],
)
def test_only_those_who_keep_a_record_change_it(
    people: dict[str, int], session: Session, sign_in: SignIn, record_of: str, role: str, of: str | None, region: str
) -> None:
    client = sign_in(role, *session.scalars(select(Unit).where(Unit.slug == of)))
    keeps = role == "national_officer" or (role == "regional_officer" and of == region and of in KEPT_BY[record_of])
    partner = "Own Draft" if record_of != "Own Draft" else "Own Guest"
    token = client.csrf_token("/account")
    for about, other, changes in ((record_of, partner, CHANGES), (partner, record_of, MERGES)):
        for change, sent in changes.items():
            data = {key: str(people[other]) if value == "OTHER" else value for key, value in sent.items()}
            before = entries(session)
            address = f"/desk/{region}/people/{people[about]}/{change.partition('#')[0]}"
            answer = client.post(address, data={**data, "csrf_token": token})
            if not keeps:
                assert (answer.status_code in {403, 404}, entries(session)) == (True, before), (about, change)
            elif "OTHER" not in sent.values():
                assert answer.status_code == 303, change
                assert change != "name" or entries(session) > before


def test_an_exact_name_never_means_somebody_whom_only_others_drafted(people: dict[str, int], session: Session) -> None:
    own = record(session, facts_of(elected("Chair", "Hidden Guest"), guests=("Hidden Guest",), held_on="2026-04-21"))
    (found,) = session.scalars(select(Speaker.person_id).where(Speaker.meeting_id == own.id)).all()
    assert found != people["Hidden Guest"]
    assert session.scalars(select(CandidacyPerson.person_id).where(CandidacyPerson.person_id == found)).one()
    (public,) = resolve_people(Act(session, SYSTEM, NOW), [NamedPerson(name("Foreign Loser"))], own.unit_id)
    assert public.id == people["Foreign Loser"]


def test_a_slip_put_right_renames_nobody_whom_another_unit_knows(people: dict[str, int], session: Session) -> None:
    unit_id = session.scalars(select(Unit.id).where(Unit.slug == "severn-vale")).one()
    for whom, typed, is_renamed in (
        ("Foreign Officer", "Foreign Oficer", False),
        ("Shared Officer", "Shared Oficer", False),
        ("Own Draft", "Own Drafft", True),
    ):
        named = NamedPerson(name(typed), people[whom], is_correction=True)
        (person,) = resolve_people(Act(session, SYSTEM, NOW), [named], unit_id)
        assert (person.id, person.name) == (people[whom], typed if is_renamed else whom)

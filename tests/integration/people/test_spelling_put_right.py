"""A name that is put right: the same person, spelt right, or somebody else; and nobody is left whom nothing names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from agm.audit.models import AuditEntry
from agm.facts import SpeakerKind
from agm.meetings.models import Meeting, Speaker
from agm.nominations.models import CandidacyPerson
from agm.people.models import NotSamePerson, Person, PersonHome
from tests.support.client import StrictClient
from tests.support.kept_records import kept_record
from tests.support.records import NOW, elected, facts_of, make_organisation, make_public, make_region, record

SignIn = Callable[..., StrictClient]
PLACES = [
    ("results", "offices-0-places-0-people-0", "Go on to the announcement"),
    ("guests", "guests-0", "Go on to what was said"),
]


@kept_record
def meeting(session: Session) -> Meeting:
    """An AGM, recorded long ago, that elected somebody whose name was mistyped; so was a guest's."""
    make_organisation(session)
    make_region(session)
    return record(session, facts_of(elected("Chair", "Marguerite Thwaitte", key="chair"), guests=("Tomasz Ashdownn",)))


@pytest.fixture
def chair(meeting: Meeting, sign_in: SignIn) -> StrictClient:
    return sign_in("regional_officer", meeting.unit)


def names(session: Session) -> dict[int, str]:
    session.rollback()
    return {person.id: person.name for person in session.scalars(select(Person).order_by(Person.id))}


def printed(session: Session, page: str) -> str:
    session.rollback()
    table = Speaker if page == "guests" else CandidacyPerson
    return str(session.scalars(select(table.name)).one())


@pytest.mark.parametrize(("page", "field", "button"), PLACES)
def test_the_same_person_spelt_right_keeps_the_record(
    session: Session, meeting: Meeting, chair: StrictClient, page: str, field: str, button: str
) -> None:
    before = names(session)
    wrong = "Tomasz Ashdownn" if page == "guests" else "Marguerite Thwaitte"
    address = f"/desk/meetings/{meeting.id}/{page}"
    asked = chair.page(chair.submit(chair.get_page(address), {f"{field}-name": wrong[:-1]}, button=button))
    if page == "results":
        assert "The same person, and Marguerite Thwaitt is right" in asked.text
    chair.submit(asked, {f"{field}-who": "spelt"}, button=button)
    assert printed(session, page) == wrong[:-1]
    assert names(session) == {number: name.replace(wrong, wrong[:-1]) for number, name in before.items()}


@pytest.mark.parametrize(("page", "field", "button"), PLACES)
def test_somebody_else_gets_a_record_and_the_ghost_goes(
    session: Session, meeting: Meeting, chair: StrictClient, page: str, field: str, button: str
) -> None:
    before = names(session)
    wrong = "Tomasz Ashdownn" if page == "guests" else "Marguerite Thwaitte"
    ghost = next(number for number, name in before.items() if name == wrong)
    address = f"/desk/meetings/{meeting.id}/{page}"
    asked = chair.page(chair.submit(chair.get_page(address), {f"{field}-name": wrong[:-1]}, button=button))
    chair.submit(asked, {f"{field}-who": "new"}, button=button)
    after = names(session)
    assert ghost not in after
    assert sorted(after.values()) == sorted(name.replace(wrong, wrong[:-1]) for name in before.values())
    removed = select(AuditEntry.subject).where(AuditEntry.action == "person:person:removed")
    assert session.scalars(removed).all() == [f"person:{ghost}"]
    assert session.scalars(select(PersonHome).where(PersonHome.person_id == ghost)).all() == []


@pytest.mark.parametrize("reason", ["public", "elsewhere", "joined"])
def test_whoever_is_named_elsewhere_or_was_public_stays(
    session: Session, meeting: Meeting, chair: StrictClient, reason: str
) -> None:
    person = session.scalars(select(Person).where(Person.name.startswith("Marguerite"))).one()
    if reason == "public":
        make_public(session, person)
    elif reason == "joined":
        other = Person(
            name="Peg", sort_name="Peg", name_key="peg", created_at=NOW, merged_into_id=person.id
        )  # known by this name before
        session.add(other)
    else:
        session.add(Speaker(meeting=meeting, person_id=person.id, name=person.name, position=9, kind=SpeakerKind.GUEST))
    kept = person.id
    session.commit()
    page = chair.get_page(f"/desk/meetings/{meeting.id}/results")
    chair.submit(page, {"offices-0-places-0-people-0-name": "Bo Rope"}, button="Go on to the announcement")
    assert {kept: "Marguerite Thwaitte"}.items() <= names(session).items()


def test_a_ghost_takes_along_what_was_only_said_of_it(session: Session, meeting: Meeting, chair: StrictClient) -> None:
    ghost, other = session.scalars(select(Person.id).order_by(Person.name.startswith("Marguerite").desc())).all()
    first, second = sorted((ghost, other))
    session.add(NotSamePerson(first_id=first, second_id=second, said_at=NOW))
    session.commit()
    page = chair.get_page(f"/desk/meetings/{meeting.id}/results")
    chair.submit(page, {"offices-0-places-0-people-0-name": "Bo Rope"}, button="Go on to the announcement")
    assert ghost not in names(session)
    assert session.scalars(select(NotSamePerson)).all() == []


def test_the_record_of_a_person_asks_before_it_becomes_another_name(
    session: Session, meeting: Meeting, chair: StrictClient
) -> None:
    session.execute(update(Person).values(created_at=NOW - dt.timedelta(days=900)))
    number = session.scalars(select(Person.id).where(Person.name.startswith("Marguerite"))).one()
    session.commit()
    address = f"/desk/severn-vale/people/{number}/name"
    chair.submit(chair.get_page(address), {"name": "Marguerite Thwaite"}, button="Save the name")
    assert names(session)[number] == "Marguerite Thwaite"
    asked = chair.submit(chair.get_page(address), {"name": "Bo Rope"}, button="Save the name")
    assert asked.status_code == 422
    assert names(session)[number] == "Marguerite Thwaite"
    saved = chair.submit(chair.page(asked), {"is_same": True}, button="Save the name")
    assert saved.status_code == 200
    assert names(session)[number] == "Bo Rope"

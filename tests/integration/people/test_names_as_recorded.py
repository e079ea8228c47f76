"""Whoever is "the same person as" somebody known is written as on record, on every page that names people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session

from agm.meetings.models import Meeting, Speaker
from agm.nominations.models import CandidacyPerson
from agm.people.models import Person
from agm.web.kit.person_names import FullNameRow, resolve_names
from tests.support.client import StrictClient
from tests.support.desk_records import add_meeting, add_organisation, add_region
from tests.support.kept_records import kept_record
from tests.support.records import NOW, make_public
from tests.support.statements import Statements

ON_RECORD = "Tomasz Żółtowski"


@kept_record
def meeting(session: Session) -> Meeting:
    """The AGM of a region that knows somebody."""
    add_organisation(session)
    meeting = add_meeting(session, add_region(session))
    person = Person(
        name=ON_RECORD, suffix="MP", sort_name=ON_RECORD, name_key="tomasz zoltowski", created_at=meeting.created_at
    )
    session.add(person)
    make_public(session, person)
    return meeting


GUESTS = select(Speaker.prefix, Speaker.name, Speaker.suffix)
STOOD = select(CandidacyPerson.prefix, CandidacyPerson.name, CandidacyPerson.suffix)


def named(session: Session, statement: Select[str | None, str, str | None]) -> list[tuple[str | None, ...]]:
    """Prefix, name and suffix of everybody."""
    session.rollback()
    return [tuple(row) for row in session.execute(statement)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Tomasz Zoltowski", (None, ON_RECORD, "MP")),
        ("Cllr Tomas Zoltowski", ("Cllr", ON_RECORD, "MP")),
    ],
)
def test_guests_and_results(
    chair: StrictClient, meeting: Meeting, session: Session, typed: str, expected: tuple[str | None, str, str | None]
) -> None:
    number = session.scalars(select(Person.id)).one()
    for page, field, button, statement in (
        ("guests", "guests-0", "Go on to what was said", GUESTS),
        ("results", "offices-0-places-0-people-0", "Go on to the announcement", STOOD),
    ):
        address = f"/desk/meetings/{meeting.id}/{page}"
        asked = chair.page(chair.submit(chair.get_page(address), {f"{field}-name": typed}, button=button))
        assert f"The same person as {ON_RECORD} MP" in asked.text
        chair.submit(asked, {f"{field}-who": str(number)}, button=button)
        assert named(session, statement) == [expected]
    assert session.scalars(select(Person.name)).all() == [ON_RECORD]


def test_a_form_of_address_added_to_a_known_name_stays(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    address = f"/desk/meetings/{meeting.id}/guests"
    chair.submit(chair.get_page(address), {"guests-0-name": f"Dr {ON_RECORD}"}, button="Go on to what was said")
    assert named(session, GUESTS) == [("Dr", ON_RECORD, None)]


def test_a_silent_save_tells_the_name_that_stands_now(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    number = session.scalars(select(Person.id)).one()
    address = f"/desk/meetings/{meeting.id}/guests"
    sent = {
        "csrf_token": chair.csrf_token(address), "version": "0", "base": "{}",
        "guests-0-name": "Tomasz Zoltowski", "guests-0-kind": "guest", "guests-0-who": str(number),
    }  # fmt: skip
    answer = chair.post(address, data=sent, headers={"Accept": "application/json"})
    assert answer.get_json()["fields"] == {
        "guests-0-person": str(number), "guests-0-known": f"{ON_RECORD} MP", "guests-0-who": "",
        "guests-0-before": "", "guests-0-name": ON_RECORD, "guests-0-after": "MP",
    }  # fmt: skip


FIRST_NAMES = ("Adela", "Bertrand", "Clotilde", "Dagobert", "Ermengard", "Ferdinand", "Gwendolen", "Hildebrand")


def add_people(session: Session) -> list[int]:
    """A person for each of the first names; their ids."""
    people = [
        Person(name=f"{first} Quillon", sort_name=first, name_key=f"{first} quillon".lower(), created_at=NOW)
        for first in FIRST_NAMES
    ]
    session.add_all(people)
    make_public(session, *people)
    return [person.id for person in people]


@pytest.mark.parametrize(
    ("page", "field", "button"),
    [
        ("guests", "guests-{}", "Go on to what was said"),
        ("messages", "messages-{}", "Go on to the results"),
        ("results", "offices-{}-places-0-people-0", "Go on to the announcement"),
    ],
)
def test_asking_who_is_meant_takes_the_same_number_of_statements_for_many_names(
    chair: StrictClient,
    meeting: Meeting,
    session: Session,
    count_statements: Callable[[], AbstractContextManager[Statements]],
    page: str,
    field: str,
    button: str,
) -> None:
    add_people(session)
    counts: list[int] = []
    address = f"/desk/meetings/{meeting.id}/{page}"
    token = chair.csrf_token(address)
    for many in (1, 2, 4):  # the first may begin the section
        sent = {"csrf_token": token, "version": "0", "base": "{}"}
        sent |= {f"{field.format(at)}-name": f"{name} Qiullon" for at, name in enumerate(FIRST_NAMES[:many])}
        sent |= {f"guests-{at}-kind": "guest" for at in range(many)} if page == "guests" else {}
        shown = chair.get_page(address)
        if page == "results":
            sent |= {
                str(hidden.get("name")): str(hidden.get("value"))
                for hidden in shown.all("input", type="hidden")
                if str(hidden.get("name")).endswith(("contest_id", "version"))
            }
        with count_statements() as statements:
            answer = chair.post(address, data=sent)
        assert answer.status_code == (303 if page == "results" else 422)
        asked = chair.get_page(address) if page == "results" else chair.page(answer)
        assert [f"Who is {name} Qiullon?" in asked.text for name in FIRST_NAMES[:many]] == [True] * many
        assert asked.text.count("The same person as") == many
        counts.append(statements.count)
    assert counts[1] == counts[2]


def test_what_was_answered_is_read_in_one_statement(
    meeting: Meeting, session: Session, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    ids = add_people(session)
    session.get_one(Person, ids[1]).merged_into_id = ids[0]
    session.commit()
    typed = [
        *({"name": f"{name} Qiullon", "who": str(number)} for name, number in zip(FIRST_NAMES, ids, strict=True)),
        {"name": "Nobody Known", "who": "999999"},
        {"name": "Somebody New"},
        {"name": "Somebody Else", "who": "new"},
    ]
    rows = [FullNameRow(data=one) for one in typed]
    with count_statements() as statements:
        assert resolve_names(session, rows, NOW + dt.timedelta(days=30), true())
    assert statements.count == 2, statements
    assert [row.name.data for row in rows] == [
        "Adela Quillon",
        "Adela Quillon",
        *(f"{name} Quillon" for name in FIRST_NAMES[2:]),
        "Nobody Known",
        "Somebody New",
        "Somebody Else",
    ]
    assert [row.person_id for row in rows] == [*ids, None, None, None]

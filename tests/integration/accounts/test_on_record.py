"""Who a user is on the record: said by oneself once, or by the national office."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.organisation.models import Unit
from agm.people.models import Person
from tests.support.client import Field, StrictClient
from tests.support.kept_records import kept_record
from tests.support.records import elected, facts_of, make_organisation, make_region, record
from tests.support.signing_in import make_official

OWN = "/account/on-record"


@kept_record
def region(session: Session) -> Unit:
    """A region that knows Ann Bell, and another that has drafted Cy Dumb."""
    make_organisation(session)
    found = make_region(session)
    record(session, facts_of(elected("Chair", "Ann Bell")))
    make_region(session, "Fens")
    record(session, facts_of(elected("Chair", "Cy Dumb"), unit="Fens"))
    return found


@pytest.fixture
def officer(region: Unit, session: Session) -> User:
    """An officer of the region."""
    return make_official(session, "regional_officer", [region])


def person_of(session: Session, user: User) -> str | None:
    session.refresh(user)
    return None if user.person_id is None else session.get_one(Person, user.person_id).name


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"person": "Ann Bell"}, "Confirm that this is you"),
        ({"person": "Nobody Such", "is_me": "y"}, "Nobody of this name"),
        ({"person": "Cy Dumb", "is_me": "y"}, "Nobody of this name"),
    ],
)
def test_it_is_confirmed_and_about_people_in_sight(
    officer: User, session: Session, sign_in: Callable[..., StrictClient], typed: dict[str, Field], told: str
) -> None:
    client = sign_in(None, user=officer)
    answer = client.submit(client.get_page(OWN), typed, form=OWN)
    assert answer.status_code == 422
    assert told in answer.text
    assert person_of(session, officer) is None


def test_a_user_says_it_once_and_the_national_office_takes_it_back(
    officer: User, session: Session, sign_in: Callable[..., StrictClient]
) -> None:
    client = sign_in(None, user=officer)
    page = client.get_page(OWN)
    client.submit(page, {"person": "ann bell", "is_me": "y"}, form=OWN)
    assert person_of(session, officer) == "Ann Bell"
    assert "On the record you are Ann Bell" in client.get_page(OWN).text
    national, address = sign_in("national_officer"), f"/desk/users/{officer.id}"
    form = national.get_page(address)
    assert 'value="Ann Bell"' in national.get(address).text
    national.submit(form, {"person": ""}, form=address)
    assert person_of(session, officer) is None
    national.submit(national.get_page(address), {"person": "Cy Dumb"}, form=address)
    assert person_of(session, officer) == "Cy Dumb"


def test_one_person_is_one_login_alone_and_a_number_tells_namesakes_apart(
    officer: User, region: Unit, session: Session, sign_in: Callable[..., StrictClient]
) -> None:
    ann = session.scalars(select(Person).where(Person.name == "Ann Bell")).one()
    officer.person_id = ann.id
    other = make_official(session, "viewer", [region])
    national, address = sign_in("national_officer"), f"/desk/users/{other.id}"
    answer = national.submit(national.get_page(address), {"person": str(ann.id)}, form=address)
    assert answer.status_code == 422
    assert "says that already" in answer.text

"""A form that is sent twice, by a double tap or again after Back, makes one record."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.announcements.models import Announcement
from agm.database import Base
from agm.meetings.models import Meeting
from agm.office_holders.models import OfficeAct
from agm.organisation.models import Office, OfficeTemplate, Unit
from tests.support.client import Field, StrictClient
from tests.support.kept_records import kept_record
from tests.support.records import elected, facts_of, make_organisation, make_region, publish
from tests.support.signing_in import make_official, signed_in_client

SignIn = Callable[..., StrictClient]
DAY: dict[str, Field] = {"held_on-day": "19", "held_on-month": "9", "held_on-year": "2024"}
MEETING: dict[str, Field] = {**DAY, "venue": "the Hall"}
STATEMENT: dict[str, Field] = {"title": "Thank you", "text": "For all that was done."}
REGION = "/desk/severn-vale"


@kept_record
def unit(session: Session) -> Unit:
    """Severn Vale, where Ann Bell is Chair."""
    make_organisation(session)
    unit = make_region(session)
    publish(session, facts_of(elected("Chair", "Ann Bell", key="chair")))
    return unit


@pytest.fixture
def officer(unit: Unit, sign_in: SignIn) -> StrictClient:
    return sign_in("national_officer")


def count(session: Session, made: type[Base]) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(made)) or 0


@pytest.mark.parametrize(
    ("made", "address", "typed"),
    [
        (Meeting, f"{REGION}/meetings/new", MEETING),
        (Announcement, f"{REGION}/statements/new", STATEMENT),
        (Unit, "/desk/regions/new", {"name": "North West"}),
        (Office, f"{REGION}/offices/new", {"label": "Press", "seats": "1"}),
        (OfficeTemplate, "/desk/offices/new", {"label": "Press", "seats": "1"}),
        (User, "/desk/users/invite", {"name": "Dana Roe", "email": "dana@example.org", "is_national": True}),
    ],
)
def test_sent_twice_it_makes_one(
    session: Session, officer: StrictClient, made: type[Base], address: str, typed: dict[str, Field]
) -> None:
    before = count(session, made)
    page = officer.get_page(address)
    assert officer.submit(page, typed, form=page.path).status_code == 200
    officer.submit(page, typed, form=page.path)
    assert count(session, made) == before + 1


def test_a_seat_is_filled_once(session: Session, officer: StrictClient) -> None:
    office = session.scalars(select(Office.id).where(Office.label == "Secretary")).one()
    before = count(session, OfficeAct)
    page = officer.get_page(f"{REGION}/officers/{office}/fill")
    since = {"since-day": "2", "since-month": "5", "since-year": "2024"}
    for _ in range(2):
        officer.submit(page, {"people-0-name": "Cyd Vane", **since}, button="Fill the seat")
    assert count(session, OfficeAct) == before + 1


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("made", "address", "typed"),
    [(Meeting, f"{REGION}/meetings/new", MEETING), (Announcement, f"{REGION}/statements/new", STATEMENT)],
)
def test_sent_twice_at_once_it_makes_one(
    unit: Unit, app: Flask, session: Session, made: type[Base], address: str, typed: dict[str, Field]
) -> None:
    user_id = make_official(session, "regional_officer", [unit]).id
    session.commit()
    before = count(session, made)
    session.commit()
    clients = [signed_in_client(app, user_id) for _ in range(2)]
    pages = [client.get_page(address) for client in clients]
    together = threading.Barrier(2)
    found: list[str] = []

    def send(number: int) -> None:
        client = clients[number]
        together.wait()
        answer = client.submit(pages[number], typed, form=address, follow_redirects=False)
        found.append(str(answer.location))

    taps = [threading.Thread(target=send, args=(number,)) for number in range(2)]
    for tap in taps:
        tap.start()
    for tap in taps:
        tap.join()
    assert found[0] == found[1] != "None"
    assert count(session, made) == before + 1


def test_another_meeting_of_the_day_is_asked_for_and_can_be_meant(session: Session, officer: StrictClient) -> None:
    page = officer.get_page(f"{REGION}/meetings/new")
    first = officer.submit(page, MEETING, button="Begin", follow_redirects=False).location
    again = officer.submit(page, MEETING, button="Begin", follow_redirects=False).location
    assert first == again
    other: dict[str, Field] = {**DAY, "venue": "the Annexe"}
    asked = officer.submit(page, other, button="Begin")
    assert asked.status_code == 422
    shown = officer.page(asked)
    assert "A meeting of this kind and date is recorded here already" in shown.text
    assert any(path.startswith(first.removesuffix("guests")) for path in shown.links.values())
    before = count(session, Meeting)
    for _ in range(2):
        officer.submit(shown, {"is_another": True}, button="Begin")
    assert count(session, Meeting) == before + 1

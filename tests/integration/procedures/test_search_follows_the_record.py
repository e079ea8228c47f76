"""The public search finds office-holders and people as they stand after every change, not only after a declaration."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.models import SearchEntry
from agm.people.models import Person
from tests.support.client import Field, StrictClient
from tests.support.records import elected, facts_of, make_organisation, make_region, publish

SignIn = Callable[..., StrictClient]
OFFICERS = "/desk/severn-vale/officers"


@pytest.fixture
def chair(session: Session, sign_in: SignIn) -> StrictClient:
    """An officer of a region with a chair and a secretary."""
    make_organisation(session)
    region = make_region(session)
    publish(session, facts_of(elected("Chair", "Ann Bell"), elected("Secretary", "Tomasz Zoltowski")))
    return sign_in("regional_officer", region)


def findable(session: Session, kind: str) -> dict[str, str]:
    """What the search knows of one kind: title and text."""
    session.expire_all()
    session.rollback()
    entries = session.scalars(select(SearchEntry).where(SearchEntry.kind == kind).order_by(SearchEntry.title))
    return {entry.title: entry.body for entry in entries}


def date(name: str, day: str, month: str, year: str = "2024") -> dict[str, Field]:
    """A date as the boxes take it."""
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}


def test_a_resignation_a_cooption_and_dates_put_right(chair: StrictClient, session: Session) -> None:
    assert findable(session, "office")["Chair"] == "Ann Bell, since 2024"
    leave = chair.get_page(chair.get_page(OFFICERS).links["Somebody left: Chair, Ann Bell"])
    chair.submit(leave, {"how_ended": "resigned", **date("until", "1", "5")}, button="Record that they left")
    assert findable(session, "office")["Chair"] == "Ann Bell, 2024"
    assert findable(session, "person")["Ann Bell"] == "Chair, 2024"
    fill = chair.get_page(chair.get_page(OFFICERS).links["Fill the seat: Chair"])
    chair.submit(fill, {"people-0-name": "Ed Change", **date("since", "2", "5")}, button="Fill the seat")
    assert findable(session, "person")["Ed Change"] == "Chair, since 2024"
    assert findable(session, "office")["Chair"] == "Ed Change, since 2024; Ann Bell, 2024"
    history = chair.get_page(next(to for to in chair.get_page(OFFICERS).links.values() if to.endswith("/history")))
    address = next(to for text, to in history.links.items() if to.endswith("/dates") and "Ed Change" in text)
    chair.submit(chair.get_page(address), date("since", "2", "5", "2023"), button="Save the dates")
    assert findable(session, "person")["Ed Change"] == "Chair, since 2023"


def test_a_corrected_name_a_merge_and_its_undoing(chair: StrictClient, session: Session) -> None:
    number = session.scalars(select(Person.id).where(Person.name == "Tomasz Zoltowski")).one()
    page = chair.get_page(f"/desk/severn-vale/people/{number}/name")
    chair.submit(page, {"name": "Tomasz Żółtowski"}, button="Save the name")
    assert findable(session, "person") == {
        "Ann Bell": "Chair, since 2024",
        "Tomasz Żółtowski": "Secretary, since 2024 (as Tomasz Zoltowski)",
    }
    ann = session.scalars(select(Person.id).where(Person.name == "Ann Bell")).one()
    page = chair.get_page(f"/desk/severn-vale/people/{number}/same?other={ann}")
    answer = chair.submit(page, {"standing": str(number)}, button="Join the two records")
    assert findable(session, "person") == {
        "Tomasz Żółtowski": "Chair, since 2024 (as Ann Bell); Secretary, since 2024 (as Tomasz Zoltowski)"
    }
    assert answer.status_code == 200
    token = chair.csrf_token("/desk/severn-vale/offices")
    chair.post(f"/desk/severn-vale/people/{number}/separate", data={"records": str(ann), "csrf_token": token})
    assert list(findable(session, "person")) == ["Ann Bell", "Tomasz Żółtowski"]


def test_the_public_page_finds_them(chair: StrictClient, client: StrictClient) -> None:
    found = client.get_page("/search?q=zoltow").texts("h3")
    assert {"Secretary", "Tomasz Zoltowski"} < set(found)

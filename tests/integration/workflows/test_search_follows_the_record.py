"""The public search finds office-holders and people as they stand after every change, not only after a declaration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.commands import Publish, WriteStatement
from agm.announcements.operations import publish as publish_text
from agm.announcements.operations import write_statement
from agm.audit.act import SYSTEM, Act
from agm.meetings.models import Meeting
from agm.people.models import Person
from agm.search_index.models import SearchEntry
from tests.support.client import Field, StrictClient
from tests.support.records import elected, facts_of, make_organisation, make_region, publish

pytestmark = pytest.mark.both_databases

SignIn = Callable[..., StrictClient]
OFFICERS = "/desk/severn-vale/officers"


@pytest.fixture
def chair(session: Session, sign_in: SignIn) -> StrictClient:
    """An officer of a region with a chair and a secretary."""
    make_organisation(session)
    unit = make_region(session)
    publish(session, facts_of(elected("Chair", "Ann Bell"), elected("Secretary", "Tomasz Zoltowski")))
    return sign_in("regional_officer", unit)


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
    chair.submit(leave, {"end_reason": "resigned", **date("until", "1", "5")}, button="Record that they left")
    assert findable(session, "office")["Chair"] == "Ann Bell, 2024"
    assert findable(session, "person")["Ann Bell"] == "Chair, 2024"
    fill = chair.get_page(chair.get_page(OFFICERS).links["Fill the seat: Chair"])
    chair.submit(fill, {"people-0-name": "Ed Change", **date("since", "2", "5")}, button="Fill the seat")
    assert findable(session, "person")["Ed Change"] == "Chair, since 2024"
    assert findable(session, "office")["Chair"] == "Ed Change, since 2024; Ann Bell, 2024"
    history = chair.get_page(next(to for to in chair.get_page(OFFICERS).links.values() if to.endswith("/history")))
    address = next(to for text, to in history.links.items() if to.endswith("/dates") and "Ann Bell" in text)
    chair.submit(chair.get_page(address), date("since", "2", "5", "2023"), button="Save the dates")
    assert findable(session, "person")["Ann Bell"] == "Chair, 2023 to 2024"


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


def found_by(client: StrictClient, words: str) -> list[str]:
    """What the public search finds by these words: where it leads, in order."""
    page = client.page(client.get("/search", query_string={"q": words}))
    return sorted({page.links[title] for title in page.texts("h3")})


def test_a_renamed_region_is_found_by_its_new_name_at_its_new_address(
    chair: StrictClient, client: StrictClient, sign_in: SignIn, session: Session
) -> None:
    assert "/severn-vale" in found_by(client, "ann severn")
    national = sign_in("national_officer")
    page = national.get_page("/desk/severn-vale/details")
    national.submit(page, {"name": "Wye Valley", "slug": "wye-valley"}, button="Save the region")
    assert found_by(client, "ann wye") == ["/wye-valley", "/wye-valley/agm-2024"]
    assert found_by(client, "ann severn") == ["/wye-valley/agm-2024"]  # its text is as it was published


def test_a_renamed_office_is_found_by_its_new_label(chair: StrictClient, session: Session) -> None:
    page = chair.get_page(chair.get_page("/desk/severn-vale/offices").links["Secretary"])
    chair.submit(page, {"label": "Scribe"}, button="Save the office")
    assert findable(session, "office") == {
        "Chair": "Ann Bell, since 2024",
        "Scribe": "Tomasz Zoltowski, since 2024",
    }
    assert findable(session, "person")["Tomasz Zoltowski"] == "Scribe, since 2024"


def test_a_refused_name_changes_nothing_that_is_found(
    chair: StrictClient, client: StrictClient, sign_in: SignIn, session: Session
) -> None:
    make_region(session, "Fens")
    national = sign_in("national_officer")
    page = national.get_page("/desk/severn-vale/details")
    assert national.submit(page, {"name": "Fens"}, button="Save the region").status_code == 422
    assert found_by(client, "fens") == []


def test_a_name_put_right_where_it_was_typed(chair: StrictClient, session: Session) -> None:
    fill = chair.get_page(chair.get_page(OFFICERS).links["Fill the seat: Non-portfolio officer"])
    chair.submit(fill, {"people-0-name": "Tomas Kowalczik", **date("since", "2", "5")}, button="Fill the seat")
    assert "Tomas Kowalczik" in findable(session, "person")
    number = session.scalars(select(Person.id).where(Person.name == "Tomas Kowalczik")).one()
    meeting = session.scalars(select(Meeting.id)).one()
    address = f"/desk/meetings/{meeting}/guests"
    guest: dict[str, Field] = {"guests-0-name": "Tomas Kowalczik"}
    chair.submit(chair.get_page(address), guest, button="Go on to what was said")
    again = chair.get_page(address)
    assert [field.get("value") for field in again.all("input", name="guests-0-person")] == [str(number)]
    chair.submit(again, {"guests-0-name": "Tomas Kowalczyk"}, button="Go on to what was said")
    found = findable(session, "person")
    assert found["Tomas Kowalczyk"] == "Non-portfolio officer, since 2024 (as Tomas Kowalczik)"
    assert "Tomas Kowalczik" not in found


def test_a_statement_is_dated_by_the_day_where_the_organisation_is(session: Session) -> None:
    make_organisation(session)
    region = make_region(session)
    act = Act(session, SYSTEM, dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC))
    statement = write_statement(act, WriteStatement(region.id, "Late", "Words.", None))
    publish_text(act, Publish(statement.id, statement.version))
    assert session.scalars(select(SearchEntry.dated_on)).all() == [dt.date(2026, 7, 2)]

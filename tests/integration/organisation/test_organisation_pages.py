"""The pages of the organisation, its regions and their offices, as officers use them."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.audit.models import AuditEntry
from agm.organisation.models import Office, Organisation, Unit
from agm.organisation.queries import offices, regions
from tests.support.client import StrictClient
from tests.support.kept_records import kept_record
from tests.support.records import make_organisation, make_region
from tests.support.statements import Statements

SignIn = Callable[..., StrictClient]
NASTY = "<script>alert(1)</script> {{ 7*7 }} {guests}"


@kept_record
def unit(session: Session) -> Unit:
    """A region with three offices."""
    make_organisation(session)
    return make_region(session)


@pytest.fixture
def national(unit: Unit, sign_in: SignIn) -> StrictClient:
    """A national officer."""
    return sign_in("national_officer")


@pytest.fixture
def chair(unit: Unit, sign_in: SignIn) -> StrictClient:
    """A regional officer."""
    return sign_in("regional_officer", unit)


def test_the_first_save_records_the_organisation(sign_in: SignIn, session: Session) -> None:
    client = sign_in("national_officer")
    page = client.get_page("/desk/organisation")
    assert page.heading == "Who are you?"
    answer = client.submit(page, {"name": "", "short_name": "GBR"}, button="Save and begin")
    assert answer.status_code == 422
    again = client.page(answer)
    assert again.title.startswith("Error: ")
    assert "Enter the name of the organisation" in again.text
    answer = client.submit(again, {"name": f"Guild {NASTY}", "imprint": "P. Quill"}, button="Save and begin")
    assert answer.status_code == 200
    session.expire_all()
    found = session.scalars(select(Organisation)).one()
    assert (found.name, found.short_name, found.imprint, found.version) == (f"Guild {NASTY}", "GBR", "P. Quill", 1)
    assert client.page(answer).heading == "The organisation"


def test_who_they_are_and_how_to_reach_them_is_filled_in_and_read(national: StrictClient, session: Session) -> None:
    page = national.get_page("/desk/organisation")
    refused = national.submit(page, {"website": "our site", "about": "We ring."}, button="Save the details")
    assert refused.status_code == 422
    again = national.page(refused)
    assert "Enter the whole address, for example https://www.example.org." in again.text
    values = {field.get("name"): field.get("value") for field in again.all("input")}
    assert (values["website"], values["about"]) == ("our site", "We ring.")
    saved = national.submit(
        again, {"website": "bells.example", "contact": "tower@bells.example"}, button="Save the details"
    )
    assert saved.status_code == 200
    page = national.get_page("/desk/severn-vale/details")
    assert national.submit(page, {"contact": "vale@bells.example"}, button="Save the region").status_code == 200
    home = national.get_page("/")
    assert home.links["Guild of Bell Ringers’s own site"] == "https://bells.example"
    assert "tower@bells.example" in home.links
    assert national.get_page("/severn-vale").links["vale@bells.example"] == "mailto:vale@bells.example"


def test_an_unreadable_colour_comes_back_with_what_to_do(national: StrictClient, session: Session) -> None:
    answer = national.submit(
        national.get_page("/desk/organisation"),
        {"accent_light": "#ffcc00", "short_name": "The Guild"},
        button="Save the details",
    )
    assert answer.status_code == 422
    page = national.page(answer)
    assert "#ffcc00 is hard to read against light paper: its contrast is 1.4" in page.text
    values = {field.get("name"): field.get("value") for field in page.all("input")}
    assert (values["accent_light"], values["short_name"]) == ("#ffcc00", "The Guild")
    session.expire_all()
    assert session.scalars(select(Organisation.short_name)).one() == "GBR"


def test_an_outdated_token_brings_the_text_back(national: StrictClient, session: Session) -> None:
    answer = national.post(
        "/desk/regions/new", data={"csrf_token": "old", "name": "Fens", "description": "Flat", "version": "0"}
    )
    assert answer.status_code == 422
    page = national.page(answer)
    assert "Everything you typed is still here" in page.text
    assert national.submit(page, button="Add the region").status_code == 200
    session.expire_all()
    assert [one.name for one in regions(session)] == ["Severn Vale", "Fens"]


def test_a_region_is_added_with_its_offices_and_moved(national: StrictClient, session: Session) -> None:
    page = national.get_page("/desk/regions/new")
    assert "Chair, Secretary, Non-portfolio officer" in page.text
    answer = national.submit(page, {"name": "severn vale", "opened_on-day": "31", "opened_on-month": "2",
                                    "opened_on-year": "2017"}, button="Add the region")  # fmt: skip
    assert answer.status_code == 422
    refused = national.page(answer)
    assert "There is no such date as 31 2 2017: check the day" in refused.text
    answer = national.submit(refused, {"opened_on-day": "28"}, button="Add the region")
    assert "There is a region called “severn vale” already" in national.page(answer).text
    answer = national.submit(national.page(answer), {"name": "Ynys Môn"}, button="Add the region")
    assert (answer.status_code, answer.request.path) == (200, "/desk/ynys-mon/offices")
    assert "Chair" in national.page(answer).text
    page = national.get_page("/desk/regions")
    answer = national.submit(page, button="Up: Ynys Môn")
    assert answer.status_code == 200
    session.expire_all()
    assert [one.name for one in regions(session)] == ["Ynys Môn", "Severn Vale"]


def test_a_renamed_region_keeps_its_old_address(national: StrictClient, client: StrictClient) -> None:
    answer = national.submit(
        national.get_page("/desk/severn-vale/details"), {"name": "Severn", "slug": ""}, button="Save the region"
    )
    assert answer.status_code == 200
    assert client.get("/severn").status_code == 200
    moved = client.get("/severn-vale")
    assert (moved.status_code in {301, 308}, moved.location) == (True, "/severn")


def test_two_people_change_a_region_and_the_second_sees_both(national: StrictClient, session: Session) -> None:
    mine = national.get_page("/desk/severn-vale/details")
    theirs = national.get_page("/desk/severn-vale/details")
    national.submit(theirs, {"description": "Theirs"}, button="Save the region")
    answer = national.submit(mine, {"description": "Mine", "short_name": "SV"}, button="Save the region")
    assert answer.status_code == 409
    page = national.page(answer)
    assert "Theirs" in page.text
    assert "Mine" in page.text
    answer = national.submit(page, {"choice-1": "theirs"}, button="Save what I chose")
    assert answer.status_code == 200
    session.expire_all()
    assert [(one.description, one.short_name) for one in regions(session)] == [("Theirs", "SV")]


def test_what_is_said_of_several_fields_names_each_and_the_summary_has_the_focus(national: StrictClient) -> None:
    page = national.get_page("/desk/regions/new")
    long = national.page(
        national.submit(page, {"name": "Fens", "short_name": "x" * 99, "slug": "y" * 99}, button="Add the region")
    )
    assert long.links["Short name: shorten this to 60 characters; it has 99 now"] == "#short_name"
    assert long.links["Address: shorten this to 60 characters; it has 99 now"] == "#slug"
    assert long.texts("p", class_="error") == ["Error: Shorten this to 60 characters; it has 99 now"] * 2
    assert ["autofocus" in one.attrib for one in long.all("div", class_="summary")] == [True]


def test_a_regional_officer_looks_after_offices(chair: StrictClient, unit: Unit, session: Session) -> None:
    page = chair.get_page("/desk/severn-vale/offices")
    answer = chair.submit(
        chair.get_page("/desk/severn-vale/offices/new"), {"label": " chair "}, button="Add the office"
    )
    assert answer.status_code == 422
    again = chair.page(answer)
    assert "There is an office called “chair” already" in again.text
    long = chair.submit(again, {"label": "x" * 300}, button="Add the office")
    assert "Shorten this to 100 characters; it has 300 now" in chair.page(long).text
    answer = chair.submit(again, {"label": NASTY, "seats": "0"}, button="Add the office")
    assert "Enter 1 or more" in chair.page(answer).text
    answer = chair.submit(again, {"label": NASTY, "seats": "2"}, button="Add the office")
    assert NASTY in chair.page(answer).text
    answer = chair.submit(chair.get_page("/desk/severn-vale/offices"), button=f"Up: {NASTY}")
    session.expire_all()
    labels = [office.label for office in offices(session, unit.id)]
    assert labels == ["Chair", "Secretary", NASTY, "Non-portfolio officer"]
    assert page.links["Chair"].startswith("/desk/severn-vale/offices/")


def test_an_office_is_abolished_and_brought_back(chair: StrictClient, unit: Unit, session: Session) -> None:
    secretary = offices(session, unit.id)[1].id
    address = f"/desk/severn-vale/offices/{secretary}/abolish"
    page = chair.get_page(address)
    answer = chair.submit(page, {"abolished_on-day": "", "abolished_on-month": ""}, button="Abolish the office")
    assert answer.status_code == 422
    answer = chair.submit(page, {"abolished_on-day": "1", "abolished_on-month": "May", "abolished_on-year": "2024"},
                          button="Abolish the office")  # fmt: skip
    page = chair.page(answer)
    assert "Secretary, abolished 1 May 2024" in page.text
    answer = chair.submit(page, button="Bring it back: Secretary")
    assert "Secretary is back among the offices." in chair.page(answer).text
    session.expire_all()
    assert len(offices(session, unit.id)) == 3


def test_the_list_of_offices(national: StrictClient) -> None:
    answer = national.submit(national.get_page("/desk/offices/new"), {"label": "Press"}, button="Add the office")
    page = national.page(answer)
    assert list(page.links)[-4:] != []
    assert "Press" in page.links
    answer = national.submit(national.get_page(page.links["Press"]), button="Take it off the list")
    assert "Press is off the list. Regions that have it keep it." in national.page(answer).text
    assert national.get("/desk/offices/999").status_code == 404


def test_an_order_that_somebody_else_has_changed_is_not_taken(national: StrictClient, session: Session) -> None:
    token = national.csrf_token("/desk/regions")
    answer = national.post("/desk/regions/order", data={"csrf_token": token, "order": "1,99"}, follow_redirects=True)
    assert "The list has changed meanwhile" in national.page(answer).text
    for odd in ("", "x", "1", "1 sideways", "99 up", "-1 up"):
        assert national.post("/desk/regions/order", data={"csrf_token": token, "move": odd}).status_code == 303


def test_a_script_is_told_at_once_whether_its_order_is_kept(national: StrictClient, session: Session) -> None:
    make_region(session, "Fens")
    token = national.csrf_token("/desk/regions")
    asked = {"csrf_token": token, "order": "2,1"}
    kept = national.post("/desk/regions/order", data=asked, headers={"Accept": "application/json"})
    assert kept.status_code == 200
    assert re.fullmatch(r"Saved at \d\d:\d\d\.", kept.get_json()["message"])
    session.expire_all()
    assert [unit.id for unit in regions(session)] == [2, 1]
    asked["order"] = "1"
    refused = national.post("/desk/regions/order", data=asked, headers={"Accept": "application/json"})
    assert refused.status_code == 409
    assert refused.get_json() == {"message": "The list has changed meanwhile. Look at it again, then put it in order."}
    assert "The list has changed" not in national.get_page("/desk/regions").text


def test_offices_of_another_region_are_out_of_reach(chair: StrictClient, session: Session) -> None:
    other = make_region(session, "Fens")
    theirs = offices(session, other.id)[0].id
    entries = session.scalar(select(func.count()).select_from(AuditEntry))
    token = chair.csrf_token("/desk/severn-vale/offices")
    for address in (f"/desk/severn-vale/offices/{theirs}", f"/desk/severn-vale/offices/{theirs}/abolish"):
        assert chair.get(address).status_code == 404
        assert chair.post(address, data={"csrf_token": token, "label": "Mine"}).status_code == 404
    assert chair.post(f"/desk/severn-vale/offices/{theirs}/restore", data={"csrf_token": token}).status_code == 404
    assert chair.get("/desk/fens/offices").status_code == 403
    assert chair.get("/desk/national/offices").status_code == 403
    assert chair.get("/desk/regions").status_code == 403
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == entries
    assert session.get_one(Office, theirs).label == "Chair"


def test_pages_take_as_many_statements_for_many_rows_as_for_few(
    national: StrictClient, session: Session, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    addresses = ("/desk/regions", "/desk/severn-vale/offices", "/desk/offices")
    counts: list[list[int]] = []
    for turn in range(2):
        counts.append([])
        for address in addresses:
            national.get(address)
            with count_statements() as statements:
                assert national.get(address).status_code == 200
            counts[-1].append(statements.count)
        for number in range(12):
            make_region(session, f"Region {turn} {number}")
            session.add(Office(unit_id=1, label=f"Office {turn} {number}", position=9))
        session.commit()
    assert counts[0] == counts[1]

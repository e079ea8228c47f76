"""Home, a region's page and the page of all regions: what they show, and how often they ask the database."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import time_machine
from sqlalchemy.orm import Session

from agm.organisation.models import Unit
from agm.rules.terms import AppointmentKind, EndReason
from tests.support.client import StrictClient
from tests.support.public_data import MORNING, PublicData, new_region_with_agm
from tests.support.statements import Statements

Counting = Callable[[], AbstractContextManager[Statements]]
TODAY = dt.datetime(2017, 6, 1, 12, tzinfo=dt.UTC)


def test_an_empty_installation_says_what_will_stand_here(client: StrictClient) -> None:
    assert "The first announcement will stand here" in client.get_page("/").text
    assert client.get_page("/regions").heading == "No region yet"


def test_home_gives_the_newest_announcement_its_full_voice(session: Session, client: StrictClient) -> None:
    new_region_with_agm(session)
    page = client.get_page("/")
    assert page.texts("h2")[0] == "North West WU AGM with guest speaker Ada Ray MP"
    assert page.texts("p", class_="lead")[0].startswith("The North West Region of the Weavers’ Union was delighted")
    assert page.texts("dd") == ["Cllr Jane Black"]
    assert page.links["Read what was said, and all the results"] == "/north-west/agm-2017"


def test_home_lists_the_news_newest_first_page_by_page(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    unit = data.unit()
    for number in range(12):
        data.statement(unit, f"News {number}", "Words.", slug=f"n{number}", at=MORNING + dt.timedelta(days=number))
    page = client.get_page("/")
    assert page.texts("h2", class_="title") == ["News 11"]
    assert page.texts("h3") == [f"News {number}" for number in range(10, 1, -1)]
    older = client.get_page(page.links["Older news"])
    assert older.texts("h3") == ["News 1", "News 0"]
    assert older.links["Newer news"] == "/"
    assert "Older news" not in older.links
    assert older.links["Share: News 1"] == "http://127.0.0.1:8000/north-west/statements/n1"
    assert older.links["E-mail: News 1"].startswith("mailto:?subject=News%201&body=News%201%3A%20http")
    assert older.links["Read more: News 1"] == "/north-west/statements/n1"


def test_a_page_that_there_is_not_is_said_plainly(client: StrictClient) -> None:
    for number in ("-1", "0", "abc", "1.5", "99", "٣", "9" * 400, ""):
        for path in ("/", "/regions", "/news.atom"):
            response = client.get(path, query_string={"page": number}, headers={"Accept": "text/html"})
            assert response.status_code == 404, (path, number)
            assert "There is no such page" in response.text


def test_home_can_show_one_region_only(session: Session, client: StrictClient) -> None:
    data, unit, _meeting, _announcement = new_region_with_agm(session)
    data.statement(None, "To all", "Words.", slug="to-all")
    other = data.unit("Wales")
    data.statement(other, "From Wales", "Words.", slug="from-wales")
    form = client.submit(client.get_page("/"), {"region": unit.slug}, form="/")
    assert client.page(form).texts("h2", class_="title") == ["North West WU AGM with guest speaker Ada Ray MP"]
    assert client.page(form).texts("h3") == []
    assert client.get_page("/?region=national").texts("h2", class_="title") == ["To all"]
    assert client.get("/?region=atlantis").status_code == 404


def test_many_regions_are_not_all_on_the_home_page(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    session.add_all([Unit(name=f"Place {n}", slug=f"place-{n}", position=n) for n in range(60)])
    data.statement(None, "To all", "Words.", slug="to-all")
    page = client.get_page("/")
    assert page.links["All regions"] == "/regions"
    assert "Place 59" not in page.text
    regions = client.get_page("/regions")
    assert "Place 49" in regions.links
    assert "Place 50" in client.get_page(regions.links["More regions"]).links


def test_a_region_shows_its_officers_since_when(session: Session, client: StrictClient) -> None:
    data, unit, _meeting, _announcement = new_region_with_agm(session)
    deputy = data.office(unit, "Vice Chair", position=2)
    data.term(
        deputy, [data.person("Ann Lee"), data.person("Bo Ray")], "2016-04-01", appointment_kind=AppointmentKind.CO_OPTED
    )
    data.office(unit, "Treasurer", position=3)
    officer = data.office(unit, "Officer", plural="Officers", seats=3, position=4)
    data.term(officer, data.person("Cy Fox"), "2014")
    page = client.get_page("/north-west")
    assert page.texts("dt") == ["Chair", "Vice Chair", "Treasurer", "Officers"]
    assert page.texts("dd") == [
        "Cllr Jane Black since 2017",
        "Ann Lee and Bo Ray co-opted in 2016",
        "vacant",
        "Cy Fox since 2014",
        "2 places vacant",
    ]
    assert "The last AGM was on 30 April 2017, as announced." in page.text
    assert page.links["North West WU AGM with guest speaker Ada Ray MP"] == "/north-west/agm-2017"


def test_merged_people_are_one_and_what_never_stood_is_not_shown(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    chair = data.office(data.unit(), "Chair", key="chair")
    now = data.person("Ann Lee")
    data.term(chair, data.person("Anne Lee", merged_into=now), "2014-04-01", "2016-04-01")
    data.term(chair, now, "2016-04-01")
    data.term(chair, data.person("Never Elected"), "2016-04-01", "2016-04-01", end_reason=EndReason.CORRECTED)
    page = client.get_page("/north-west")
    assert page.texts("dd") == ["Ann Lee since 2014"]
    assert "Never Elected" not in page.text


def test_the_years_are_a_table_whose_cells_span_terms(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    chair = data.office(data.unit(), "Chair", key="chair")
    data.term(chair, data.person("Ann Lee"), "2013", "2015")
    data.term(chair, data.person("Bo Ray"), "2016")
    page = client.get_page("/north-west")
    cells = page.all("table", class_="years")[0].findall(".//td")
    assert [(cell.get("colspan"), "".join(cell.itertext()).strip()) for cell in cells] == [
        ("2", "Ann Lee, 2013 to 2015"),
        (None, "vacant"),
        (None, "Bo Ray, since 2016"),
    ]
    assert page.texts("span", class_="when") == ["since 2016", "2015", "2013–2015"]


def test_the_next_meeting_is_set_large(session: Session, client: StrictClient) -> None:
    data, unit, _meeting, _announcement = new_region_with_agm(session)
    data.meeting(
        unit,
        "2017-06-15",
        slug="agm-june",
        is_announced=True,
        starts_at=dt.time(19, 30),
        venue="Carr Lane",
        ordinal=12,
    )
    data.meeting(unit, "2017-06-10", slug="secret")
    data.meeting(unit, "2017-05-31", slug="gone", is_announced=True)
    with time_machine.travel(TODAY, tick=False):
        page = client.get_page("/north-west")
        assert page.texts("p", class_="day") == ["Thursday 15 June 2017"]
        assert "12th AGM, at 19:30." in page.text
        assert "secret" not in "".join(page.links.values())
        called = client.get_page(page.links["All about this meeting"])
    assert called.heading == "12th AGM 2017"
    assert "Carr Lane" in called.text


def test_officers_are_roles_for_machines(session: Session, client: StrictClient) -> None:
    new_region_with_agm(session)
    script = client.get_page("/north-west").all("script", type="application/ld+json")[0]
    data = json.loads(script.text or "")
    assert data["member"] == [
        {
            "@type": "OrganizationRole",
            "roleName": "Chair",
            "startDate": "2017-04-30",
            "member": {"@type": "Person", "name": "Cllr Jane Black"},
        }
    ]
    assert data["parentOrganization"]["name"] == "Weavers’ Union"


def test_the_national_page_names_everybodys_chair(session: Session, client: StrictClient) -> None:
    data, _region, _meeting, _announcement = new_region_with_agm(session)
    data.term(data.office(None, "National Chair", key="chair"), data.person("Nat Chair"), "2015")
    page = client.get_page("/regions")
    assert page.texts("dd") == ["Nat Chair since 2015"]
    row = page.all("tr")[1]
    words = " ".join("".join(row.itertext()).split())
    assert words.startswith("Overdue, last held 30 April 2017 North West Cllr Jane Black")


def test_an_agm_is_overdue_unless_it_was_held_or_is_called(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    this_year = dt.datetime.now(dt.UTC).year
    data.published(data.meeting(data.unit("Late"), "2017-04-30"))
    called = data.unit("Called")
    data.published(data.meeting(called, "2017-04-30"))
    data.meeting(called, "2091-04-30", is_announced=True)
    data.meeting(data.unit("Held"), str(this_year))
    data.unit("New")
    data.unit("Never held").opened_on = dt.date(2012, 1, 1)
    rows = [" ".join("".join(row.itertext()).split()) for row in client.get_page("/regions").all("tr")[1:]]
    states = {row.partition(" nobody")[0] for row in rows}
    assert states == {
        "Overdue, last held 30 April 2017 Late", "Next 30 April 2091 Called", "none yet Held", "none yet New",
        "Overdue Never held",
    }  # fmt: skip


def test_an_invented_region_says_so_on_its_pages(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    unit = data.unit("Nowhere", is_demonstration=True, imprint="Published by nobody.")
    data.published(data.meeting(unit, "2017-04-30"))
    data.meeting(unit, "2031-04-30", is_announced=True)
    for path in ("/nowhere", "/nowhere/agm-2017", "/nowhere/agm-2031", "/?region=nowhere"):
        page = client.get_page(path)
        assert "This region, its people and its meetings are made up" in page.text, path
    assert "Published by nobody." in client.get_page("/nowhere").text

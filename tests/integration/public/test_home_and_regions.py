"""Home, a region's page and the page of all regions: what they show, and how often they ask the database."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import time_machine
from sqlalchemy.orm import Session

from agm.announcements.commands import DraftFacts, Publish, Retract
from agm.announcements.gather_others import meeting_fields, whose
from agm.announcements.operations import draft_facts, publish, retract
from agm.audit.act import SYSTEM, Act
from agm.facts.announcement import MeetingChange
from agm.meetings.models import Meeting
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


def test_titles_in_lists_are_printed_as_on_their_pages(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    unit = data.unit()
    for number, title in enumerate(("O'Brien's \"thanks\" - <b>", "It's", "Ada's")):
        data.statement(unit, title, "Words.", slug=f"n{number}", at=MORNING + dt.timedelta(days=number))
    page = client.get_page("/")
    assert page.texts("h2", class_="title") == ["Ada’s"]
    assert page.texts("h3") == ["It’s", "O’Brien’s “thanks” – <b>"]


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


def test_the_news_are_in_the_order_of_what_they_tell(session: Session, client: StrictClient) -> None:
    data, unit, meeting, announcement = new_region_with_agm(session)
    late = data.published(data.meeting(unit, "2014-05-04"), at=MORNING + dt.timedelta(days=9))
    data.statement(unit, "Between", "Words.", slug="between", at=dt.datetime(2017, 4, 29, 22, 30, tzinfo=dt.UTC))
    data.published(data.meeting(data.unit("Wales"), "2016"), at=MORNING + dt.timedelta(days=8))
    page = client.get_page("/")
    stamps = [stamp.get("datetime") for side in page.all("p", class_="side") for stamp in side.iter("time")]
    assert stamps == ["2017-04-30", "2017-04-29T22:30:00Z", "2016", "2014-05-04"]
    data.corrected(late, meeting, "Jo Fay", MORNING + dt.timedelta(days=10), "It was in 2017.")
    assert client.get_page("/").links["Read what was said, and all the results"] == "/north-west/agm-2014"
    assert announcement.told_on == late.told_on


def test_what_was_published_last_stands_on_the_home_page(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    unit = data.unit()
    for year in range(2004, 2016):
        at = dt.datetime(year, 6, 1, tzinfo=dt.UTC)
        data.published(data.meeting(unit, f"{year}-05-04"), at=at)
    assert "Published last" not in client.get_page("/").text
    data.published(data.meeting(unit, "2003-05-04"))
    page = client.get_page("/")
    assert page.texts("h2", class_="side")[0] == "Published last"
    assert "/north-west/agm-2003" in [link.get("href") for link in page.all("a")]
    assert len(page.texts("article")) == 10
    older = client.get_page(page.links["Older news"])
    assert "Published last" not in older.text
    assert len(older.texts("article")) == 3


def test_home_says_who_they_are_what_is_coming_and_how_to_reach_them(session: Session, client: StrictClient) -> None:
    data, unit, _meeting, _announcement = new_region_with_agm(session)
    assert "Contact" not in client.get_page("/").texts("h2")
    house = data.organisation
    house.about, house.website = "We weave.", "https://wu.example"
    house.contact, house.press_contact = "office@wu.example", "Jo Fay <press@wu.example>, 0161 496 0000"
    data.meeting(unit, "2017-06-15", slug="agm-june", is_announced=True, starts_at=dt.time(19, 30))
    data.meeting(data.unit("Wales"), "2017-06-05", is_announced=True, venue="the Old Mill")
    data.meeting(unit, "2017-05-01", slug="over", is_announced=True)
    data.meeting(unit, "2017-06-02", slug="secret")
    with time_machine.travel(TODAY, tick=False):
        page, of_region = client.get_page("/"), client.get_page("/?region=north-west")
    assert "We weave." in page.text
    assert page.texts("h3") == ["AGM, Wales", "AGM, North West"]
    assert of_region.texts("h3") == ["AGM, North West"]
    assert "Monday 5 June 2017. The Old Mill" in page.text
    assert page.links["Weavers’ Union’s own site"] == "https://wu.example"
    assert page.links["office@wu.example"] == "mailto:office@wu.example"
    assert page.links["press@wu.example"] == "mailto:press@wu.example"
    assert "For the press: Jo Fay <press@wu.example>, 0161 496 0000" in page.text


def test_a_region_is_reached_by_its_own_contact_or_by_the_organisations(session: Session, client: StrictClient) -> None:
    data, unit, _meeting, _announcement = new_region_with_agm(session)
    data.organisation.contact = "office@wu.example"
    data.meeting(unit, "2031-06-15", is_announced=True)
    for path in ("/north-west", "/north-west/agm-2031", "/national", "/accessibility", "/privacy", "/account/sign-in"):
        assert client.get_page(path).links["office@wu.example"] == "mailto:office@wu.example", path
    gone = client.page(client.get("/nowhere", headers={"Accept": "text/html"}))
    assert gone.links["office@wu.example"] == "mailto:office@wu.example"
    unit.contact = "Write to nw.wu.example/contact or @nw@social.example"
    page = client.get_page("/north-west")
    assert page.links["nw.wu.example/contact"] == "https://nw.wu.example/contact"
    assert "@nw@social.example" not in page.links
    assert "office@wu.example" not in page.links


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


def test_a_meetings_page_leads_to_what_was_announced_of_it(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    unit = data.unit("Wales")
    meeting, other = (data.meeting(unit, day, is_announced=True) for day in ("2017-06-15", "2018-06-15"))
    act = Act(session, SYSTEM, MORNING)
    fields = whose(session, unit) | meeting_fields(meeting)
    first, second, draft = (
        draft_facts(act, DraftFacts(unit.id, MeetingChange(announcement="postponement", reason=why, **fields)))
        for why in ("flood", "fire", "snow")
    )
    for number, text in enumerate((first, second)):
        later = replace(act, at=MORNING + dt.timedelta(days=number))
        publish(later, Publish(text.id, text.version))
    session.commit()
    assert draft.current is None

    def announced(of: Meeting) -> str | None:
        with time_machine.travel(TODAY, tick=False):
            return client.get_page(f"/wales/{of.slug}").links.get("Wales WU AGM postponed to Thursday 15 June 2017")

    assert announced(other) is None
    assert announced(meeting) == f"/wales/statements/{second.slug}"
    retract(act, Retract(second.id, "It is not."))
    session.commit()
    assert announced(meeting) == f"/wales/statements/{first.slug}"


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


def test_a_meeting_that_was_held_and_is_not_reported_is_said_so(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    for name, held_on in (("Wales", "2017-05-31"), ("Fens", "2017-06"), ("Moors", "2017-06-01")):
        data.meeting(data.unit(name), held_on, is_announced=True)
    data.meeting(data.unit("Drafted"), "2017-05-31")
    data.meeting(data.unit("Planned"), "2017-06-01")
    reported = data.unit("Reported")
    data.published(data.meeting(reported, "2017-05-31", is_announced=True))
    data.meeting(reported, "2016-05-31", is_announced=True)
    back = data.unit("Back")
    data.retracted(data.published(data.meeting(back, "2017-05-31", is_announced=True)), MORNING, "Wrong.")
    data.meeting(back, "2017-06-09", slug="again", is_announced=True)
    with time_machine.travel(TODAY, tick=False):
        rows = [" ".join("".join(row.itertext()).split()) for row in client.get_page("/regions").all("tr")[1:]]
        region = client.get_page("/wales")
    assert sorted(row.partition(" nobody")[0] for row in rows) == [
        "31 May 2017 Reported",
        "Held, not reported yet 31 May 2017 Next 9 June 2017 Back",
        "Held, not reported yet 31 May 2017 Wales",
        "Held, not reported yet Drafted",
        "Next 1 June 2017 Moors",
        "Next June 2017 Fens",
        "none yet Planned",
    ]
    assert "AGM, 31 May 2017: not reported yet." in region.text
    assert region.links["AGM"] == "/wales/agm-2017"


def test_an_invented_region_says_so_on_its_pages(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    unit = data.unit("Nowhere", is_demonstration=True, imprint="Published by nobody.")
    data.published(data.meeting(unit, "2017-04-30"))
    data.meeting(unit, "2031-04-30", is_announced=True)
    for path in ("/nowhere", "/nowhere/agm-2017", "/nowhere/agm-2031", "/?region=nowhere"):
        page = client.get_page(path)
        assert "This region, its people and its meetings are made up" in page.text, path
    assert "Published by nobody." in client.get_page("/nowhere").text

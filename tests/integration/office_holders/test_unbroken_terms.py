"""Since when somebody holds an office is one answer everywhere: without a gap, whatever re-elections lie between."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.search_index.models import SearchEntry
from tests.support.client import StrictClient
from tests.support.records import elected, facts_of, make_organisation, make_region, publish


def test_since_when_without_a_gap(session: Session, sign_in: Callable[..., StrictClient]) -> None:
    make_organisation(session)
    unit = make_region(session)
    secretaries = {"2021": "Bo Rope", "2022": "Cy Tower", "2023": "Bo Rope", "2024": "Bo Rope"}
    for year, secretary in secretaries.items():
        results = elected("Chair", "Ann Bell"), elected("Secretary", secretary)
        publish(session, facts_of(*results, held_on=f"{year}-04-21"))
    chair = sign_in("regional_officer", unit)
    officers = chair.get_page("/desk/severn-vale/officers").text
    assert "since 21 April 2021" in officers
    assert "since 21 April 2023" in officers
    assert "since 21 April 2024" not in officers
    suggestions = chair.get("/desk/severn-vale/people.json?q=ann").get_json()["people"]
    assert [one["hint"] for one in suggestions] == ["Chair since 2021"]
    suggestions = chair.get("/desk/severn-vale/people.json?q=bo").get_json()["people"]
    assert [one["hint"] for one in suggestions] == ["Secretary since 2023"]
    suggestions = chair.get("/desk/severn-vale/people.json?q=cy").get_json()["people"]
    assert [one["hint"] for one in suggestions] == ["Secretary, 2022 to 2023"]
    public = chair.get_page("/severn-vale").text
    assert "since 2021" in public
    assert "since 2023" in public
    session.rollback()
    entries = select(SearchEntry.title, SearchEntry.body).where(SearchEntry.kind == "person")
    assert dict(session.execute(entries).all()) == {
        "Ann Bell": "Chair, since 2021",
        "Bo Rope": "Secretary, since 2023; Secretary, 2021 to 2022",
        "Cy Tower": "Secretary, 2022 to 2023",
    }

"""The public record as CSV and JSON."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from typing import Any

import time_machine
from sqlalchemy.orm import Session

from agm.rules.terms import EndReason
from tests.support.client import StrictClient
from tests.support.public_data import MORNING, PublicData, new_region_with_agm


def table(client: StrictClient, kind: str) -> list[dict[str, str]]:
    """A CSV file, read."""
    response = client.get(f"/data/{kind}.csv")
    assert response.content_type == "text/csv; charset=utf-8"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))


def test_every_kind_is_the_same_as_csv_as_json_and_in_the_whole(session: Session, client: StrictClient) -> None:
    new_region_with_agm(session)
    whole: dict[str, list[dict[str, Any]]] = json.loads(client.get("/data/popolo.json").data)
    assert list(whole) == ["persons", "organizations", "posts", "memberships", "events"]
    for kind, rows in whole.items():
        assert rows, kind
        assert json.loads(client.get(f"/data/{kind}.json").data) == rows
        known = [{name: value for name, value in row.items() if value} for row in table(client, kind)]
        assert known == rows


def test_the_names_are_those_of_popolo(session: Session, client: StrictClient) -> None:
    new_region_with_agm(session)
    whole = json.loads(client.get("/data/popolo.json").data)
    (person,) = whole["persons"]
    assert person == {"id": person["id"], "name": "Jane Black", "honorific_prefix": "Cllr", "sort_name": "Jane Black"}
    organisation, unit = whole["organizations"]
    assert (organisation["name"], unit["name"], unit["parent_id"]) == (
        "Weavers’ Union",
        "North West",
        organisation["id"],
    )
    (post,) = whole["posts"]
    assert (post["label"], post["role"], post["organization_id"]) == ("Chair", "chair", unit["id"])
    (membership,) = whole["memberships"]
    assert membership == {
        "id": membership["id"],
        "person_id": person["id"],
        "person_name": "Cllr Jane Black",
        "organization_id": unit["id"],
        "post_id": post["id"],
        "role": "Chair",
        "start_date": "2017-04-30",
        "appointment_kind": "elected",
    }
    (event,) = whole["events"]
    assert event == {
        "id": event["id"],
        "name": "AGM",
        "classification": "agm",
        "organization_id": unit["id"],
        "start_date": "2017-04-30",
        "location": "Trades Hall, Manchester",
        "status": "reported",
        "url": "http://127.0.0.1:8000/north-west/agm-2017",
    }


def test_no_cell_is_a_formula(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    office = data.office(data.unit(), "=1+1", seats=6)
    for seat, name in enumerate(("=HYPERLINK(1)", "+44", "-1", "@SUM", "\tx", "Ann “Lee”, B.A."), start=1):
        data.term(office, data.person(name), "2017", seat=seat)
    assert sorted({row["person_name"] for row in table(client, "memberships")}) == [
        "'\tx", "'+44", "'-1", "'=HYPERLINK(1)", "'@SUM", "Ann “Lee”, B.A.",
    ]  # fmt: skip
    assert {row["label"] for row in table(client, "posts")} == {"'=1+1"}


def test_merged_people_are_one_person_and_what_never_stood_is_left_out(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    chair = data.office(data.unit(), "Chair")
    ann = data.person("Ann Lee")
    data.term(chair, data.person("Anne Lee", merged_into=ann), "2015", "2016")
    data.term(chair, ann, "2016")
    data.term(chair, data.person("Never Elected"), "2016", "2016", end_reason=EndReason.CORRECTED)
    data.person("Only A Name")
    assert [row["name"] for row in table(client, "persons")] == ["Ann Lee"]
    rows = table(client, "memberships")
    assert [row["person_name"] for row in rows] == ["Anne Lee", "Ann Lee"]
    assert len({row["person_id"] for row in rows}) == 1


def test_a_region_closes_on_the_day_that_it_is_where_the_organisation_is(
    session: Session, client: StrictClient
) -> None:
    data = PublicData(session)
    data.organisation.time_zone = "Pacific/Auckland"
    unit = data.unit()
    unit.closed_on = dt.date(2017, 6, 2)
    data.term(data.office(unit, "Chair"), data.person("Ann Lee"), "2016")
    ends = []
    for hour in (11, 13):  # the day begins there at noon, UTC
        with time_machine.travel(dt.datetime(2017, 6, 1, hour, tzinfo=dt.UTC), tick=False):
            ends.append([row["end_date"] for row in table(client, "memberships")])
    assert ends == [[""], ["2017-06-02"]]


def test_the_page_explains_every_file(session: Session, client: StrictClient) -> None:
    PublicData(session)
    page = client.get_page("/data")
    for kind in ("persons", "organizations", "posts", "memberships", "events"):
        assert client.get(page.links[f"CSV of {kind}"]).status_code == 200
        assert client.get(page.links[f"JSON of {kind}"]).status_code == 200
    assert client.get("/data/secrets.csv").status_code == 404


def test_search_engines_are_told_of_every_public_page(session: Session, client: StrictClient) -> None:
    data, unit, _meeting, _announcement = new_region_with_agm(session)
    data.statement(unit, "Thank you", "Words.", slug="thank-you")
    sitemap = client.get("/sitemap.xml").text
    for path in ("/", "/regions", "/north-west", "/north-west/agm-2017", "/north-west/statements/thank-you"):
        assert f"<loc>http://127.0.0.1:8000{path}</loc>" in sitemap
    assert "<lastmod>2017-05-02</lastmod>" in sitemap
    assert "agm-2031" not in sitemap
    data.meeting(unit, "2031-06-15", is_announced=True)
    data.meeting(unit, "2032-06-15")
    back = data.meeting(data.unit("Wales"), "2016-06-15", is_announced=True)
    data.retracted(data.published(back), MORNING, "Wrong.")
    found = re.findall(r"<loc>http://127.0.0.1:8000(/[^<]*)</loc>", client.get("/sitemap.xml").text)
    assert len(found) == len(set(found))
    assert {path for path in found if "agm" in path} == {"/north-west/agm-2017", "/north-west/agm-2031"}
    assert [path for path in found if client.get(path).status_code != 200] == []
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in client.get("/robots.txt").text

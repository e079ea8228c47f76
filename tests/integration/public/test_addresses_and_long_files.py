"""Every page has one address; long files are compressed and sent once; who found a weakness is told whom to tell."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from agm.web.public import long_answers, pages
from tests.support.client import StrictClient
from tests.support.public_data import PublicData, new_region_with_agm

LONG_FILES = ("/data/persons.csv", "/data/memberships.json", "/data/popolo.json", "/sitemap.xml")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("/North-West", "/north-west"),
        ("/north-west/", "/north-west"),
        ("/north-west///", "/north-west"),
        ("/NORTH-WEST/AGM-2017/", "/north-west/agm-2017"),
        ("/north-west/agm-2017/messages/", "/north-west/agm-2017/messages"),
        ("/north-west/statements/Thank-You/", "/north-west/statements/thank-you"),
        ("/North-West?page=2&from=A", "/north-west?page=2&from=A"),
        ("/Regions/", "/regions"),
        ("/data/Persons.CSV", "/data/persons.csv"),
        ("/Search/?q=Ada+Ray", "/search?q=Ada+Ray"),
        ("/Desk/", "/desk"),
        ("/desk/regions/", "/desk/regions"),
        ("/nowhere/at/all/", "/nowhere/at/all"),
        ("/Caf%C3%A9", "/caf%C3%A9"),
        ("/\\elsewhere.example/", "/%5Celsewhere.example"),
    ],
)
def test_an_address_typed_otherwise_leads_to_the_one(client: StrictClient, typed: str, plain: str) -> None:
    answer = client.get(typed)
    assert (answer.status_code, answer.location) == (301, plain)


def test_no_address_leads_to_another_site(client: StrictClient) -> None:
    for path in ("//elsewhere.example/", "/\\elsewhere.example//"):
        answer = client.get("/", environ_overrides={"PATH_INFO": path, "RAW_URI": path, "REQUEST_URI": path})
        assert answer.status_code in {301, 308}, path
        assert not (answer.location or "").startswith(("//", "/\\")), path


def test_an_address_that_is_the_one_leads_nowhere_else(session: Session, client: StrictClient) -> None:
    new_region_with_agm(session)
    for path in ("/", "/north-west", "/north-west/agm-2017", "/north-west/agm-2017.txt", "/data/persons.csv"):
        assert client.get(path).status_code == 200, path
    assert client.get("/account/join/aBc").status_code == 410
    assert client.post("/Regions/").status_code in {404, 405}


@pytest.mark.parametrize("path", LONG_FILES)
def test_a_long_file_is_compressed_and_not_sent_twice(session: Session, client: StrictClient, path: str) -> None:
    data, _unit, _meeting, _announcement = new_region_with_agm(session)
    plain, small = client.get(path), client.get(path, headers={"Accept-Encoding": "gzip"})
    assert not plain.content_encoding
    assert small.content_encoding == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert small.content_length == len(small.data)
    assert "Accept-Encoding" in small.headers["Vary"]
    for answer, asked in ((plain, {}), (small, {"Accept-Encoding": "gzip"})):
        tag = answer.headers["ETag"]
        again = client.get(path, headers={**asked, "If-None-Match": tag})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert again.headers["Cache-Control"] == answer.headers["Cache-Control"] == "public, no-cache"
    office = data.office(data.unit("Wales"), "Secretary")
    data.term(office, data.person("Bo Ray"), "2016")
    data.statement(None, "New", "Words.", slug="new")
    changed = client.get(path, headers={"If-None-Match": plain.headers["ETag"]})
    assert (changed.status_code, changed.data != plain.data) == (200, True)


def test_what_is_too_long_for_the_memory_is_sent_from_a_file(
    session: Session, client: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_region_with_agm(session)
    whole = client.get("/data/popolo.json").data
    monkeypatch.setattr(long_answers, "LARGEST_IN_MEMORY", 10)
    monkeypatch.setattr(long_answers, "AT_ONCE", 7)
    with client.get("/data/popolo.json") as answer:
        assert (answer.data, answer.content_length) == (whole, len(whole))
        tag = answer.headers["ETag"]
    with client.get("/data/popolo.json", headers={"If-None-Match": tag}) as again:
        assert (again.status_code, again.data) == (304, b"")


def test_a_sitemap_that_is_too_long_is_an_index_of_several(
    session: Session, client: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = PublicData(session)
    for number in range(9):
        data.statement(None, f"News {number}", "Words.", slug=f"n{number}")
    whole = re.findall(r"<loc>([^<]+)</loc>", client.get("/sitemap.xml").text)
    monkeypatch.setattr(pages, "MOST_ADDRESSES", 6)
    index = client.get("/sitemap.xml").text
    assert "<sitemapindex" in index
    parts = re.findall(r"<loc>http://127.0.0.1:8000([^<]+)</loc>", index)
    assert parts == ["/sitemap.xml?page=1", "/sitemap.xml?page=2", "/sitemap.xml?page=3"]
    found = [re.findall(r"<loc>([^<]+)</loc>", client.get(part).text) for part in parts]
    assert [len(part) for part in found] == [6, 6, len(whole) - 12]
    assert [address for part in found for address in part] == whole
    assert client.get("/sitemap.xml?page=4").status_code == 404


def test_who_found_a_weakness_is_told_whom_to_tell(session: Session, make_app: Callable[..., Flask]) -> None:
    PublicData(session)
    path = "/.well-known/security.txt"
    assert make_app().test_client().get(path).status_code == 404
    app = make_app(security_contact="mailto:safe@wu.example", security_expires=dt.date(2027, 6, 30))
    answer = app.test_client().get(path)
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "Contact: mailto:safe@wu.example",
        "Expires: 2027-06-30T00:00:00Z",
        "Preferred-Languages: en",
        "Canonical: http://127.0.0.1:8000/.well-known/security.txt",
    ]

"""Archives of the first edition are brought to the tables of the second."""

from __future__ import annotations

import copy
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from agm.export_import.upgrade import RENAMED_COLUMNS, RENAMED_TABLES, upgrade
from agm.wording.document import STORED_DOCUMENT
from agm.wording.render import Format, render
from tests.support.first_edition import NAMES, rows, unpack

Tables = dict[str, list[dict[str, Any]]]


@pytest.fixture(params=NAMES)
def first(request: pytest.FixtureRequest, tmp_path: Path) -> Tables:
    """The rows of an archive as the first edition wrote them."""
    return rows(unpack(request.param, tmp_path))


@pytest.fixture
def second(first: Tables) -> Tables:
    """The same rows for the second edition."""
    return upgrade(first, 1, 2)


def by_id(table: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {row["id"]: row for row in table}


def test_the_first_version_is_left_as_it_is(first: Tables) -> None:
    before = copy.deepcopy(first)
    assert upgrade(first, 1, 1) == before
    upgrade(first, 1, 2)
    assert first == before


def test_tables_and_columns_have_their_new_names_and_all_rows(first: Tables, second: Tables) -> None:
    assert not RENAMED_TABLES.keys() & second.keys()
    assert not {name for table in second.values() for row in table for name in row} & RENAMED_COLUMNS.keys()
    gone, new = {"declared_holding"}, {"office_act", "office_act_person", "person_unit"}
    sizes = {RENAMED_TABLES.get(name, name): len(table) for name, table in first.items() if name not in gone}
    assert {name: len(table) for name, table in second.items() if name not in new} == sizes | {
        "unit": sizes["unit"] + 1
    }


def test_the_national_unit_is_a_row_and_nothing_is_without_a_unit(first: Tables, second: Tables) -> None:
    (national,) = (row for row in second["unit"] if row["slug"] == "national")
    assert national["id"] not in by_id(first["region"])
    for name in ("office", "meeting", "announcement"):
        were_national = {row["id"] for row in first[name] if "region_id" not in row}
        assert {row["id"] for row in second[name] if row["unit_id"] == national["id"]} == were_national
        assert {row["unit_id"] for row in second[name]} <= by_id(second["unit"]).keys()


def test_every_office_term_was_begun_by_an_office_act_on_its_office(second: Tables) -> None:
    acts = by_id(second["office_act"])
    people = Counter(row["term_id"] for row in second["office_term_person"])
    for term in second["office_term"]:
        act = acts[term["begun_by_id"]]
        assert act["office_id"] == term["office_id"]
        if term.get("end_reason") != "corrected":
            assert act.get("effective_on") == term.get("since")
        assert people[term["id"]] >= 1


def test_office_acts_name_the_people_of_the_terms_that_they_began(second: Tables) -> None:
    named = {(row["act_id"], row["person_id"], row["name"]) for row in second["office_act_person"]}
    terms = by_id(second["office_term"])
    for row in second["office_term_person"]:
        term = terms[row["term_id"]]
        if term["appointment_kind"] != "continued" and term.get("end_reason") != "corrected":
            assert (term["begun_by_id"], row["person_id"], row["name"]) in named


def test_whoever_resigned_left_by_an_office_act_of_their_own(second: Tables) -> None:
    left = [row for row in second["office_act"] if row["kind"] == "left"]
    resigned = [row for row in second["office_term"] if row.get("end_reason") in {"resigned", "died", "removed"}]
    assert sorted((row["concerns_id"], row["end_reason"], row.get("effective_on")) for row in left) == sorted(
        (row["begun_by_id"], row["end_reason"], row.get("until")) for row in resigned
    )
    assert left


def test_whoever_shared_a_seat_and_went_on_does_so_by_the_act_of_those_who_left(tmp_path: Path) -> None:
    second = upgrade(rows(unpack("guild", tmp_path)), 1, 2)
    (rest,) = (row for row in second["office_term"] if row["appointment_kind"] == "continued")
    act = by_id(second["office_act"])[rest["begun_by_id"]]
    leavers = {row["person_id"] for row in second["office_act_person"] if row["act_id"] == act["id"]}
    staying = {row["person_id"] for row in second["office_term_person"] if row["term_id"] == rest["id"]}
    assert (act["kind"], act["effective_on"]) == ("left", rest["since"])
    assert leavers
    assert not leavers & staying


def test_elections_end_earlier_terms_only_at_meetings_that_fill_all_seats(second: Tables) -> None:
    kinds = {f"meeting:{row['id']}": row["kind"] for row in second["meeting"]}
    elected = [row for row in second["office_act"] if row["kind"] == "elected"]
    assert {kinds[row["source"]] for row in elected if row["ends_terms"]} <= {"agm", "inaugural"}
    assert {row["source"].split(":")[1] for row in elected} == {str(row["meeting_id"]) for row in second["declaration"]}


def test_declarations_hold_office_and_person_ids_and_their_digest(first: Tables, second: Tables) -> None:
    offices, people = by_id(second["office"]), by_id(second["person"])
    before = by_id(first["declaration"])
    for declaration in second["declaration"]:
        results = declaration["results"]
        assert results.keys() == {"outcomes"}
        for was, outcome in zip(before[declaration["id"]]["results"]["results"], results["outcomes"], strict=True):
            assert offices[outcome["office_id"]]["label"] == was["label"] == outcome["label"]
            named = [[one["name"] for one in entry["people"]] for entry in was.get("candidacies", [])]
            entries = [entry["people"] for entry in outcome["candidacies"]]
            assert [[people[one["person_id"]]["name"] for one in entry] for entry in entries] == named
        canonical = json.dumps(results, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert declaration["digest"] == hashlib.sha256(canonical.encode()).hexdigest()


def test_documents_read_as_they_were_published_whatever_the_wording_is_now(first: Tables, second: Tables) -> None:
    published = {row["revision_id"]: row["content"] for row in first["rendered_post"] if row["format"] == "markdown"}
    documents = {row["id"]: row["document"] for row in second["announcement_revision"] if "document" in row}
    assert documents
    reads = {number: render(STORED_DOCUMENT.read(document), Format.MARKDOWN) for number, document in documents.items()}
    assert {number: text.split() for number, text in reads.items()} == {
        number: published[number].split() for number in documents
    }


def test_a_record_is_kept_where_they_were_in_office_else_where_they_stood_else_where_they_were_named_first() -> None:
    known = [
        (1, 7, "office", 70), (1, 8, "office", 80), (1, 9, "candidacy", 90),
        (2, 8, "candidacy", 81), (2, 9, "candidacy", 90), (2, 7, "speaker", 1),
        (3, 9, "candidacy", 91), (3, 8, "speaker", 81), (3, 7, "message", 82),
    ]  # fmt: skip
    columns = ("person_id", "unit_id", "reason", "record_id")
    tables: Tables = {
        "person_unit": [dict(zip(columns, row, strict=True)) for row in known],
        "announcement": [{"meeting_id": 90, "current_sequence": 1}, {"meeting_id": 91}, {}],
    }
    homes = [(row["person_id"], row["unit_id"]) for row in upgrade(tables, 2, 3)["person_home"]]
    assert homes == [(1, 7), (1, 8), (2, 9), (3, 8)]

"""Archives of earlier versions of the format, brought to the present one by pure functions on their rows as JSON.

Each change of the tables that a database would see as a migration is a step here. A step takes the rows apart from
their files, because tables may move between them; it may rely on the rows being as they were exported.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace

from agm.export_import.office_acts import acts_of_first_edition
from agm.export_import.rows import Row, Rows
from agm.facts import Outcome
from agm.facts.plain import from_plain, to_plain

RENAMED_TABLES = {
    "region": "unit",
    "distinct_people": "not_same_person",
    "holding": "office_term",
    "holding_person": "office_term_person",
    "appearance": "speaker",
    "said_paragraph": "speech_paragraph",
    "said_paragraph_speaker": "speech_paragraph_speaker",
    "own_words": "block_override",
    "region_address": "unit_address",
}
RENAMED_COLUMNS = {
    "region_id": "unit_id",
    "holding_id": "term_id",
    "appearance_id": "speaker_id",
    "how_filled": "appointment_kind",
    "how_ended": "end_reason",
}
"""In whichever table they stand."""


def upgrade(tables: Rows, version: int, wanted: int) -> Rows:
    """Rows of an earlier version as those of the version wanted; what was given is not changed."""
    found = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for number in range(version, wanted):
        for step in STEPS[number]:
            step(found)
    return found


def add_national_unit(tables: Rows) -> None:
    """The national level is a unit like any other: what belonged to no region belongs to it."""
    for row in tables["region"]:
        row["kind"] = "region"
    tables["region"].append({"id": 0, "kind": "national", "name": "National", "slug": "national", "position": 0})
    for table in ("office", "meeting", "announcement"):
        for row in tables[table]:
            row.setdefault("region_id", 0)


def record_office_acts(tables: Rows) -> None:
    """Terms of office follow from acts on offices; what a declaration brought about is told by its acts."""
    tables |= acts_of_first_edition(tables)
    del tables["declared_holding"]


def identify_declared(tables: Rows) -> None:
    """A declaration says which office each of its results is of, and who stood, by number besides by name."""
    contest_of = {row["id"]: row["contest_id"] for row in tables["candidacy"]}
    stood: dict[int, dict[str, int]] = {row["id"]: {} for row in tables["contest"]}
    for row in tables["candidacy_person"]:
        stood[contest_of[row["candidacy_id"]]][row["name"]] = row["person_id"]
    for row in tables["declaration"]:
        contests = {one["label"]: one for one in tables["contest"] if one["meeting_id"] == row["meeting_id"]}
        row["results"] = {"outcomes": [outcome(one, contests, stood) for one in row["results"]["results"]]}
        canonical = json.dumps(row["results"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        row["digest"] = hashlib.sha256(canonical.encode()).hexdigest()


def outcome(result: Row, contests: dict[str, Row], stood: dict[int, dict[str, int]]) -> Row:
    """A declared result, in full and with its ids."""
    contest = contests[result["label"]]
    known = from_plain(Outcome, result)
    ids = stood[contest["id"]]
    entries = tuple(
        replace(entry, people=tuple(replace(one, person_id=ids[one.name]) for one in entry.people))
        for entry in known.entries
    )
    found = replace(known, entries=entries, office_id=contest["office_id"], contest_id=contest["id"])
    return dict(to_plain(found, defaults=True, ids=True))


def rename(tables: Rows) -> None:
    """Rows and columns by the field's own words; to be the last step."""
    for old, new in RENAMED_TABLES.items():
        tables[new] = tables.pop(old)
    for rows in tables.values():
        rows[:] = [{RENAMED_COLUMNS.get(name, name): value for name, value in row.items()} for row in rows]


STEPS: dict[int, tuple[Callable[[Rows], None], ...]] = {
    1: (add_national_unit, identify_declared, record_office_acts, rename),
}
"""The steps from each version to the next."""

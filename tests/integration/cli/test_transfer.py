"""`agm export` writes what `agm import` reads; a refused import changes nothing and tells everything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.announcements.gather import gather
from agm.facts.files import facts_from_json, facts_to_json
from agm.meetings.models import Meeting
from agm.organisation.models import Office, OfficeIncompatibility
from tests.support.commands import run_agm
from tests.support.databases import Database
from tests.support.records import elected, facts_of, make_organisation, make_region, record

pytestmark = pytest.mark.both_databases


def test_a_meeting_goes_out_and_comes_back_equal(database: Database, session: Session, tmp_path: Path) -> None:
    make_organisation(session)
    make_region(session)
    facts = facts_of(elected("Chair", "Cllr|Ann Bell|", key="chair"), guests=("Flo Chime",))
    record(session, facts)
    session.commit()
    file = tmp_path / "facts.json"
    assert run_agm(database, "export", "severn-vale/agm-2024", "-o", str(file)).status == 0
    assert facts_from_json(file.read_bytes()) == facts

    moved = json.loads(file.read_text(encoding="utf-8"))
    moved["held_on"] = "2023-04-23"
    file.write_text(json.dumps(moved), encoding="utf-8")
    done = run_agm(database, "import", str(file))
    assert (done.status, done.out) == (0, "1 meetings taken over as drafts.\n")
    session.rollback()
    meeting = session.scalars(select(Meeting).where(Meeting.slug == "agm-2023")).one()
    assert gather(session, meeting.id) == facts_from_json(file.read_bytes())
    session.commit()


def test_every_meeting_is_exported_to_a_folder(database: Database, session: Session, tmp_path: Path) -> None:
    make_organisation(session)
    make_region(session)
    record(session, facts_of(elected("Chair", "Ann Bell")))
    record(session, facts_of(unit=None))
    session.commit()
    assert run_agm(database, "export", "--all", str(tmp_path / "out")).status == 0
    written = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.json"))
    assert written == [
        "announcements.json", "meetings.json", "national/agm-2024.json", "officers.json", "organisation.json",
        "people.json", "severn-vale/agm-2024.json",
    ]  # fmt: skip


def test_a_preview_tells_and_changes_nothing(database: Database, session: Session, tmp_path: Path) -> None:
    make_organisation(session)
    make_region(session)
    record(session, facts_of(elected("Chair", "Ann Béll")))
    session.commit()
    file = tmp_path / "old.json"
    file.write_text(
        facts_to_json(facts_of(elected("Chair", "Ann Bell"), elected("Ringing Master", "Bo Rope"), held_on="2020")),
        encoding="utf-8",
    )
    done = run_agm(database, "import", "--preview", str(file))
    assert done.status == 0, done.err
    assert done.out.splitlines() == [
        f"{file}: a meeting of Severn Vale",
        "  Offices to be added: Ringing Master",
        "  People not known yet: Ann Bell, Bo Rope",
        "  New names like known ones: Ann Bell (known: Ann Béll)",
    ]
    assert session.scalar(select(func.count()).select_from(Meeting)) == 1
    session.commit()


def test_all_errors_of_all_files_come_at_once_and_nothing_is_taken_over(
    database: Database, session: Session, tmp_path: Path
) -> None:
    make_organisation(session)
    make_region(session)
    record(session, facts_of(elected("Chair", "Ann Bell")))
    session.commit()
    good, twice, nowhere, broken = (tmp_path / f"{name}.json" for name in ("good", "twice", "nowhere", "broken"))
    good.write_text(facts_to_json(facts_of(held_on="2020")), encoding="utf-8")
    twice.write_text(facts_to_json(facts_of()), encoding="utf-8")
    nowhere.write_text(facts_to_json(facts_of(unit="Atlantis")), encoding="utf-8")
    broken.write_text('{"format_version": 1, "kind": "party", "organisation": {}}', encoding="utf-8")
    done = run_agm(database, "import", *(str(file) for file in (good, twice, nowhere, broken)))
    assert (done.status, done.out) == (2, "")
    lines = done.err.splitlines()
    assert lines[-1] == f"Nothing was taken over: {len(lines) - 1} problems."
    assert f"{twice}: A meeting of this kind and date is recorded here already." in lines
    assert any(line.startswith(f"{nowhere}: region.name: there is no region called “Atlantis”") for line in lines)
    assert {line.split(": ")[1] for line in lines if line.startswith(str(broken))} == {"kind", "organisation.name"}
    assert session.scalar(select(func.count()).select_from(Meeting)) == 1
    session.commit()


def test_an_address_of_no_meeting_is_told_plainly(database: Database) -> None:
    done = run_agm(database, "export", "north/agm-1900")
    assert done.status == 1
    assert "There is no meeting at “north/agm-1900”" in done.err


@pytest.mark.parametrize("options", [(), ("--preview",)])
def test_offices_that_nobody_may_hold_together_are_refused(
    database: Database, session: Session, tmp_path: Path, options: tuple[str, ...]
) -> None:
    make_organisation(session)
    make_region(session)
    first, second = session.scalars(
        select(Office.id).where(Office.label.in_(["Chair", "Secretary"])).order_by(Office.id)
    )
    session.add(OfficeIncompatibility(first_id=first, second_id=second))
    session.commit()
    files = [tmp_path / "good.json", tmp_path / "bad.json"]
    files[0].write_text(facts_to_json(facts_of(held_on="2023-04-23")), encoding="utf-8")
    facts = facts_of(elected("Chair", "Ann Bell"), elected("Secretary", "Ann Bell & Flo Chime"))
    files[1].write_text(facts_to_json(facts), encoding="utf-8")
    done = run_agm(database, "import", *options, *map(str, files))
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines() == [
        (
            f"{files[1]}: results[1].candidacies[0]: Ann Bell is entered for Chair and for Secretary, which nobody may "
            "hold together. Take the name away from one of the two, or change in the region’s list of offices what can "
            "be held together."
        ),
        "Nothing was taken over: 1 problem.",
    ]
    assert session.scalar(select(func.count()).select_from(Meeting)) == 0
    session.commit()


def test_one_meeting_in_two_files_is_taken_over_not_at_all(
    database: Database, session: Session, tmp_path: Path
) -> None:
    make_organisation(session)
    make_region(session)
    session.commit()
    files = [tmp_path / "one.json", tmp_path / "again.json"]
    for file in files:
        file.write_text(facts_to_json(facts_of()), encoding="utf-8")
    done = run_agm(database, "import", *map(str, files))
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines()[0] == f"{files[1]}: A meeting of this kind and date is recorded here already."
    assert session.scalar(select(func.count()).select_from(Meeting)) == 0
    session.commit()

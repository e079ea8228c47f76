"""`agm export --all`, then `agm import --all` into an empty database, gives the same public pages."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from agm.announcements.commands import Retract, WriteStatement
from agm.announcements.models import Announcement, Rendering
from agm.announcements.operations import retract, write_statement
from agm.announcements.operations.publishing import keep_forms
from agm.app import create_app
from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.audit.queries import verify_chain
from agm.export_import.tables import FILES, LEFT_OUT
from agm.language.partial_date import PartialDate
from agm.meetings.commands import CreateMeeting, MeetingDetails
from agm.meetings.models import Meeting, Section
from agm.meetings.operations import create_meeting, remove_meeting
from agm.meetings.operations.details import move_meeting
from agm.office_holders.commands import LeaveOffice
from agm.office_holders.models import OfficeTerm
from agm.office_holders.operations import leave_office
from agm.organisation.models import NATIONAL_ID, Organisation
from agm.people.commands import MergePeople
from agm.people.models import Consent, ConsentSource, Person
from agm.people.operations import merge_people
from agm.people.queries import people_without_consent
from agm.rules.terms import EndReason
from agm.settings import Settings
from agm.web.kit.extensions import db
from agm.wording.render import KeptForm
from agm.workflows.publish_announcement import (
    Announce,
    CorrectAnnouncement,
    announce,
    correct_announcement,
)
from agm.workflows.removed_meetings import bring_back, removed_meetings
from tests.support.commands import run_agm
from tests.support.databases import Database, all_tables
from tests.support.kept_records import kept_record
from tests.support.live_server import copy_of
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, publish, record

pytestmark = pytest.mark.both_databases

SECRET = "a secret for tests that is longer than thirty-two characters"
STARTS = (
    "/", "/regions", "/search?q=bell", "/data", "/sitemap.xml", "/news.atom", "/meetings.ics", "/house.css",
    "/data/popolo.json", "/national/news.atom",
    "/severn-vale/news.atom", "/severn-vale/meetings.ics", "/severn-vale/agm-2023-old",
)  # fmt: skip
CHANGING = re.compile(
    rb' nonce="[^"]*"|DTSTAMP:[0-9TZ]+|name="(?:csrf_token|form_key)" value="[^"]*"'
    rb"|(?:[^<>,]+, r|The r)eturning officer(?=, \d)"  # who runs an election has a login, and no archive has those
)
FEWEST_PAGES = 60
PASSED_OVER = ("/account", "/desk", "/static", "/search?")


def public_pages(database: Database) -> dict[str, tuple[int, bytes]]:
    """Every public page that can be reached by links, with its status and what it says."""
    app = create_app(
        Settings(database_url=database.url, secret_key=SECRET, data_folder=database.folder, is_testing=True)
    )
    client = app.test_client()
    found: dict[str, tuple[int, bytes]] = {}
    waiting = list(STARTS)
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        response = client.get(address)
        body = CHANGING.sub(b"", response.data)
        found[address] = (response.status_code, body + response.headers.get("Location", "").encode())
        if response.mimetype in {"text/html", "application/xml", "application/atom+xml"}:
            links = re.findall(r'(?:href="|<loc>)(?:http://localhost)?(/[^"#<]*)', body.decode())
            waiting += [link.replace("&amp;", "&") for link in links if not link.startswith(PASSED_OVER)]
    with app.app_context():
        db.engine.dispose()
    return found


@kept_record
def filled(session: Session) -> None:
    """A record with everything that pages are made of: all that is published, and how it came to be so."""
    make_organisation(session)
    unit = make_region(session, description="Bells by the river.", imprint="Published by S. Vale, 2 Quay, Gloucester.")
    make_region(session, "Isle of Ropes", is_demonstration=True)
    first = facts_of(
        elected("Chair", "Ann Bell", key="chair"), elected("Secretary", "Bo Rope & Céline O’Dare"),
        guests=("Cllr|Flo Chime|MBE",), held_on="2023-04-23",
    )  # fmt: skip
    announced = publish(session, first).announcement
    meeting = session.get_one(Meeting, announced.meeting_id)
    slug = meeting.slug
    move_meeting(Act(session, SYSTEM, NOW), meeting, f"{slug}-old")
    move_meeting(Act(session, SYSTEM, NOW), meeting, slug)
    meeting.venue = "The Old Belfry"
    session.flush()
    correct_announcement(
        Act(session, SYSTEM, NOW + dt.timedelta(days=1)),
        CorrectAnnouncement(announced.id, announced.version, "The venue was added.", names_agreed=True),
    )  # fmt: skip
    taken_back = publish(session, facts_of(elected("Chair", "Ann Bell", key="chair"), unit=None, held_on="2022"))
    retract(Act(session, SYSTEM, NOW), Retract(taken_back.announcement_id, "It was of another guild."))
    last = publish(session, facts_of(elected("Chair", "Anne Bell", key="chair"), held_on="2024-04-21"))
    made = {KeptForm.PDF: b"%PDF-1.7\n%\xdb\x00", KeptForm.PICTURE: b"\x89PNG\r\n\x1a\n"}  # no text in any encoding
    keep_forms(Act(session, SYSTEM, NOW), last.id, made, last.digest)
    for place in (unit.id, NATIONAL_ID):
        text = WriteStatement(place, "Thank you", "To *all* ringers.\n\nAnd more.", "https://example.org/video")
        statement = write_statement(Act(session, SYSTEM, NOW), text)
        announce(Act(session, SYSTEM, NOW), Announce(statement.id, statement.version, names_agreed=True))
    write_statement(Act(session, SYSTEM, NOW), WriteStatement(NATIONAL_ID, "Not yet", "A draft."))
    record(session, facts_of(elected("Chair", "Dot Dumb"), held_on="2025-04-20"))
    remove_meeting(
        Act(session, SYSTEM, NOW), record(session, facts_of(elected("Chair", "Ann Bell"), held_on="2021-04-18"))
    )
    coming = create_meeting(
        Act(session, SYSTEM, NOW), CreateMeeting(unit.id, MeetingDetails(held_on=PartialDate.parse("2099-04-20")))
    )
    coming.is_announced_beforehand = True
    people = {person.name: person.id for person in session.scalars(select(Person))}
    merge_people(Act(session, SYSTEM, NOW), MergePeople(people["Anne Bell"], people["Ann Bell"]))
    held = session.scalars(select(OfficeTerm).where(OfficeTerm.end_reason.is_(None)).order_by(OfficeTerm.id)).all()
    pair = next(term for term in held if len(term.people) > 1)
    leave_office(
        Act(session, SYSTEM, NOW),
        LeaveOffice(pair.id, (pair.people[0].person_id,), PartialDate.parse("2024-06-01"), EndReason.RESIGNED),
    )  # fmt: skip
    gone = session.scalars(select(Consent).where(Consent.person_id == people["Bo Rope"])).one()
    gone.withdrawn_at = NOW + dt.timedelta(days=3)


@pytest.fixture
def archive(filled: None, database: Database, session: Session, engine: Engine, tmp_path: Path) -> Path:
    """The archive of the record above."""
    session.close()
    engine.dispose()
    folder = tmp_path / "exported"
    done = run_agm(database, "export", "--all", str(folder))
    assert (done.status, done.err) == (0, "")
    return folder


def test_an_archive_gives_the_same_public_pages_in_an_empty_database(
    archive: Path, database: Database, session: Session, tmp_path: Path
) -> None:
    before = public_pages(database)
    assert len(before) >= FEWEST_PAGES
    assert {address: status for address, (status, _body) in before.items() if status not in {200, 301, 302, 308}} == {}
    database.reset()
    tried = run_agm(database, "import", "--all", str(archive), "--preview")
    assert (tried.status, tried.err) == (0, "")
    assert session.scalar(select(func.count()).select_from(Organisation)) == 0
    session.rollback()
    done = run_agm(database, "import", "--all", str(archive))
    assert (done.status, done.out) == (
        0, "Taken over: 2 regions, 6 people, 6 meetings, 6 announcements.\n",
    )  # fmt: skip
    (removed,) = removed_meetings(session, None, NOW)
    assert (bring_back(Act(session, SYSTEM, NOW), removed).slug, len(removed.sections)) == ("agm-2021", len(Section))
    session.rollback()
    after = public_pages(database)
    assert {address for address in before | after if before.get(address) != after.get(address)} == set()

    assert verify_chain(session).is_sound
    assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence)).all() == [
        "person:consent:given", "system:archive:taken_over", "system:rows:noted",
    ]  # fmt: skip
    people = {person.name: person.id for person in session.scalars(select(Person))}
    assert people_without_consent(session, people.values()) == {people["Bo Rope"], people["Dot Dumb"]}
    given = set(session.scalars(select(Consent.source).where(Consent.withdrawn_at.is_(None))))
    assert given == {ConsentSource.MADE_PUBLIC_BEFORE}
    write_statement(
        Act(session, SYSTEM, NOW), WriteStatement(NATIONAL_ID, "Counted on", "The numbers go on from the highest.")
    )
    session.rollback()

    again = tmp_path / "again"
    assert run_agm(database, "export", "--all", str(again)).status == 0
    files = sorted(path.relative_to(archive) for path in archive.rglob("*.json"))
    assert [path for path in files if (archive / path).read_bytes() != (again / path).read_bytes()] == []

    refused = run_agm(database, "import", "--all", str(archive))
    assert (refused.status, refused.out) == (2, "")
    assert "This database holds records already." in refused.err
    session.commit()


def change(archive: Path, file: str, how: Callable[[dict[str, list[dict[str, object]]]], object]) -> None:
    """Change one file of an archive by hand."""
    content = json.loads((archive / file).read_text(encoding="utf-8"))
    how(content)
    (archive / file).write_text(json.dumps(content), encoding="utf-8")


def test_everything_wrong_with_an_archive_is_told_at_once_with_its_place(
    archive: Path, database: Database, session: Session
) -> None:
    database.reset()
    change(archive, "organisation.json", lambda content: content["unit"][1].update(slug="a/b", opened_on="2023-02-30"))
    change(archive, "people.json", lambda content: content["person"][0].update(nmae="Ann", merged_into_id="two"))
    change(archive, "officers.json", lambda content: content["office_term"][0].pop("appointment_kind"))
    change(archive, "meetings.json", lambda content: content.update(format_version=[]))
    (archive / "announcements.json").write_text("{", encoding="utf-8")
    done = run_agm(database, "import", "--all", str(archive))
    assert (done.status, done.out) == (2, "")
    assert {line.removeprefix(f"{archive}/") for line in done.err.splitlines()} == {
        (
            "organisation.json: unit[1].opened_on: "
            "Write a date that exists as year, month and day, for example 2017-04-02."
        ),
        "people.json: person[0].merged_into_id: Expected a whole number from 0 to 2147483647.",
        "people.json: person[0].nmae: There is no such field.",
        "officers.json: office_term[0].appointment_kind: This is needed, but it is missing.",
        (
            "meetings.json: format_version: This program reads version 1 or 2 or 3 of the format, "
            "and this file does not have it."
        ),
        "announcements.json: This is not JSON: line 1, column 2: Expecting property name enclosed in double quotes.",
        "Nothing was taken over: 6 problems.",
    }
    assert session.scalar(select(func.count()).select_from(Organisation)) == 0
    session.commit()


def test_rows_that_contradict_one_another_are_refused(archive: Path, database: Database, session: Session) -> None:
    database.reset()
    change(archive, "organisation.json", lambda content: content["organisation"][0].update(accent_light="red;}"))
    same = {"slug": "national", "name": "Severn Vale"}
    change(archive, "organisation.json", lambda content: content["unit"][2].update(same))
    change(archive, "people.json", lambda content: content["person"][0].update(merged_into_id=4711))
    change(archive, "officers.json", lambda content: content["office_term"].append(content["office_term"][0]))
    change(archive, "announcements.json", lambda content: content["rendering"][0].update(content="Another text"))
    change(archive, "announcements.json", lambda content: content["announcement"][0].update(current_sequence=9))
    done = run_agm(database, "import", "--all", str(archive))
    assert (done.status, done.out) == (2, "")
    assert sorted(line.removeprefix(f"{archive}/") for line in done.err.splitlines()) == sorted(
        [
            (
                "organisation.json: organisation[0].accent_light: "
                "Write a colour as # and six figures or letters from a to f, for example #a3122f."
            ),
            "organisation.json: unit[2].name: This is the same as in unit[1], and only one may have it.",
            "organisation.json: unit[2].slug: This is the same as in unit[0], and only one may have it.",
            "people.json: person[0].merged_into_id: There is no person with the number 4711 in this archive.",
            "officers.json: office_term[5].id: This is the same as in office_term[0], and only one may have it.",
            (
                "announcements.json: rendering[0].content: "
                "This text was changed after it was exported: its digest is another than “etag”."
            ),
            "announcements.json: announcement[0].current_sequence: There is no revision 9 of this text in the archive.",
            "organisation.json: unit[2]: This breaks a rule of the record: slug is free.",
            "Nothing was taken over: 8 problems.",
        ]
    )
    assert session.scalar(select(func.count()).select_from(Rendering)) == 0
    session.commit()


def test_rows_that_break_a_rule_of_the_record_are_told_in_plain_words(
    archive: Path, database: Database, session: Session
) -> None:
    database.reset()

    def change_holdings(content: dict[str, list[dict[str, object]]]) -> None:
        rows = content["office_term"]
        held = next(row for row in rows if row.get("end_reason") is None)
        rows[0]["seat"] = 0
        rows.append({**held, "id": 900})
        rows.append({**held, "id": 901, "since": "2024-05", "until": "2019", "end_reason": "resigned"})

    change(archive, "officers.json", change_holdings)
    done = run_agm(database, "import", "--all", str(archive))
    assert (done.status, done.out) == (2, "")
    rows = json.loads((archive / "officers.json").read_text(encoding="utf-8"))["office_term"]
    count, held = len(rows), next(number for number, row in enumerate(rows) if row.get("end_reason") is None)
    assert sorted(done.err.splitlines()) == sorted(
        [
            f"{archive}/officers.json: office_term[0]: This breaks a rule of the record: seat at least one.",
            (
                f"{archive}/officers.json: office_term[{count - 2}].office_id and seat: "
                f"This is the same as in office_term[{held}], and only one may have it."
            ),
            (
                f"{archive}/officers.json: office_term[{count - 1}]: "
                "This breaks a rule of the record: ends after it begins."
            ),
            "Nothing was taken over: 3 problems.",
        ]
    )
    assert session.scalar(select(func.count()).select_from(Organisation)) == 0
    session.commit()


def test_facts_that_were_changed_by_hand_or_are_missing_are_pointed_out(
    archive: Path, database: Database, session: Session
) -> None:
    database.reset()
    change(archive, "severn-vale/agm-2023.json", lambda content: content.update(venue=[]))
    shutil.move(archive / "severn-vale" / "agm-2024.json", archive / "severn-vale" / "agm-1024.json")
    done = run_agm(database, "import", "--all", str(archive))
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines() == [
        "severn-vale/agm-1024.json: meetings.json has no such meeting. Remove the file.",
        (
            "severn-vale/agm-2023.json: These facts are other than the records in meetings.json. "
            "To take over facts that were changed, import the file by itself, without --all."
        ),
        "severn-vale/agm-2024.json: This file is missing, and meetings.json has its meeting.",
        "Nothing was taken over: 3 problems.",
    ]
    assert session.scalar(select(func.count()).select_from(Announcement)) == 0
    session.commit()


def test_an_empty_folder_is_no_archive(database: Database, tmp_path: Path) -> None:
    done = run_agm(database, "import", "--all", str(tmp_path))
    assert done.status == 2
    assert done.err.splitlines()[0] == (
        f"{tmp_path}/organisation.json: This file is missing. An archive is written by “agm export --all”."
    )
    assert run_agm(database, "import").status == 2


def test_an_archive_holds_every_table_but_those_left_out_on_purpose() -> None:
    held = {table.name for tables in FILES.values() for table in tables}
    assert held | LEFT_OUT == {table.name for table in all_tables()}
    assert held & LEFT_OUT == set()
    unclear = [column for tables in FILES.values() for table in tables for column in table.columns
               if column.nullable and column.default is not None]  # fmt: skip
    assert unclear == []


def test_the_demonstration_moves_to_another_installation(
    migrated_sqlite: Database, demonstration: Path, tmp_path: Path
) -> None:
    folder = copy_of(demonstration, tmp_path / "installation")
    filled = Database("sqlite", f"sqlite:///{folder / 'agm.sqlite3'}", folder, lambda: None, lambda: lambda: None)
    assert run_agm(filled, "export", "--all", str(tmp_path / "out")).status == 0
    before = public_pages(filled)
    database = migrated_sqlite
    database.reset()
    done = run_agm(database, "import", "--all", str(tmp_path / "out"))
    assert (done.status, done.err) == (0, "")
    after = public_pages(database)
    assert {address for address in before | after if before.get(address) != after.get(address)} == set()

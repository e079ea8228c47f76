"""Databases made for measuring: so many regions, each with ten offices, one AGM and one report for each year."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Insert, create_engine, insert
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, Rendering, Revision, RevisionAct
from agm.announcements.operations.publishing import rendered
from agm.database.engine import prepare_engine, restart_numbers
from agm.facts import MeetingFacts, MeetingKind
from agm.facts.files import facts_from_json
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting, Register, RegisterEntry
from agm.membership.models import RollMember
from agm.office_holders.models import OfficeAct, OfficeActPerson, OfficeTerm, OfficeTermPerson
from agm.organisation.models import Office, Organisation, Reactions, Unit
from agm.people.models import KnownFor, Person, PersonUnit
from agm.rules.terms import ActKind, AppointmentKind, EndReason
from agm.search_index.models import SearchEntry
from agm.wording.compose import compose
from agm.wording.document import AnnouncementKind, statement
from agm.wording.render import Format, render
from agm.wording.style import HouseStyle

ROOT = Path(__file__).resolve().parent.parent
OFFICES = 10
LAST_YEAR = 2017
ROWS_AT_ONCE = 20_000
IMPRINT = "Published and promoted by R. Adler on behalf of the Weavers’ Union, both at 12 Sample Street, Leeds."
Row = dict[str, Any]


def seed_facts() -> MeetingFacts:
    """The facts of the demonstration's first meeting."""
    return facts_from_json((ROOT / "agm/demo/seed-north-west-agm.json").read_bytes())


DOCUMENT = compose(seed_facts(), HouseStyle(imprint=IMPRINT), kind=AnnouncementKind.REPORT)
THANKS = statement("Thanks", "Thank you.", place="North West", imprint=IMPRINT)


def environment(folder: Path, database: str = "") -> dict[str, str]:
    """The environment that makes commands and servers use a folder, and a database in place of its SQLite file."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AGM_")}
    return {**kept, "AGM_DATA_FOLDER": str(folder), **({"AGM_DATABASE_URL": database} if database else {})}


def filled(folder: Path, regions: int, years: int, database: str = "") -> Path:
    """Fill the empty database of a folder that does not exist yet, or that at an address, and give the folder back."""
    folder.mkdir(parents=True)
    migrate = [sys.executable, "-m", "alembic", "upgrade", "head"]
    subprocess.run(migrate, check=True, cwd=ROOT, env=environment(folder, database))  # noqa: S603  our own command
    engine = create_engine(database or f"sqlite:///{folder / 'agm.sqlite3'}")
    prepare_engine(engine)
    fill(engine, regions, years)
    engine.dispose()
    return folder


def fill(engine: Engine, regions: int, years: int) -> None:
    """Fill an empty database with regions × offices × years holdings of a year each, and regions × years reports."""
    weavers = {"name": "Weavers’ Union", "short_name": "WU", "imprint": IMPRINT, "reactions": Reactions.FITTING}
    put(engine, insert(Organisation), iter([weavers]))
    put(engine, insert(Unit), region_rows(regions))
    put(engine, insert(Office), office_rows(regions))
    put(engine, insert(Person), (row["person"] for row in terms(regions, years)))
    put(engine, insert(OfficeAct), (row["act"] for row in terms(regions, years)))
    put(engine, insert(OfficeActPerson), (row["elected"] for row in terms(regions, years)))
    put(engine, insert(OfficeTerm), (row["term"] for row in terms(regions, years)))
    put(engine, insert(OfficeTermPerson), (row["held_by"] for row in terms(regions, years)))
    put(engine, insert(PersonUnit), (row["known"] for row in terms(regions, years)))
    put(engine, insert(Meeting), (row["meeting"] for row in reports(regions, years)))
    put(engine, insert(Announcement), (row["announcement"] for row in reports(regions, years)))
    put(engine, insert(Meeting), called(regions, years))
    put(engine, insert(Announcement), (row["announcement"] for row in others(regions, years)))
    put(engine, insert(Revision), (row["revision"] for row in reports(regions, years)))
    put(engine, insert(Revision), (row["revision"] for row in others(regions, years)))
    put(engine, insert(Revision), corrections(regions, years))
    put(engine, insert(Rendering), renderings(regions, years))
    put(engine, insert(SearchEntry), findable(regions, years))
    put(engine, insert(RollMember), members(regions * years))
    meeting = regions * (years - 1) + 1
    put(engine, insert(Register), iter([register_of(meeting)]))
    put(engine, insert(RegisterEntry), entries(meeting, regions * years))
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")  # as the server does by itself a minute after so many rows


def members(number: int) -> Iterator[Row]:
    """The roll of the first region."""
    for n in range(1, number + 1):
        yield {"id": n, "unit_id": 1, "name": f"Ann Member {n}", "sort_key": f"member{n:06}0ann", "number": str(n)}


def register_of(meeting: int) -> Row:
    made = dt.datetime(LAST_YEAR, 5, 2, tzinfo=dt.UTC)
    return {"meeting_id": meeting, "frozen_at": made, "frozen_by": "somebody", "as_of_on": made.date(), "days": {}}


def entries(meeting: int, number: int) -> Iterator[Row]:
    """The register of one meeting: the roll, of whom every other member may vote."""
    rights = dict.fromkeys(("needs_paper", "may_nominate", "may_stand"), True)
    for row in members(number):
        of_roll = {name: row[name] for name in ("id", "name", "sort_key", "number")}
        yield {**of_roll, **rights, "meeting_id": meeting, "may_vote": row["id"] % 2 == 0, "reasons": {}}


def put(engine: Engine, into: Insert, rows: Iterator[Row]) -> None:
    """Insert rows, some at a time; what is added to them later is numbered after them."""
    with Session(engine) as session, session.begin():
        waiting: list[Row] = []
        for row in rows:
            waiting.append(row)
            if len(waiting) == ROWS_AT_ONCE:
                session.connection().execute(into, waiting)
                waiting = []
        if waiting:
            session.connection().execute(into, waiting)
        restart_numbers(session, into.table)


def region_rows(regions: int) -> Iterator[Row]:
    """The regions, with the addresses region-1, region-2 and so on."""
    for n in range(1, regions + 1):
        yield {"id": n, "name": f"Region {n}", "slug": f"region-{n}", "position": n}


def office_rows(regions: int) -> Iterator[Row]:
    """The offices, ten of each region."""
    keys = {1: "chair", 2: "secretary", 3: "treasurer"}
    for unit in range(1, regions + 1):
        for place in range(1, OFFICES + 1):
            yield {
                "id": (unit - 1) * OFFICES + place,
                "unit_id": unit,
                "label": f"Office {place}",
                "position": place,
                "canonical_key": keys.get(place),
            }


def terms(regions: int, years: int) -> Iterator[Row]:
    """A year in office each, every one of another person; the last year's last."""
    made = dt.datetime(LAST_YEAR, 5, 2, tzinfo=dt.UTC)
    number = 0
    for office in range(1, regions * OFFICES + 1):
        for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
            number += 1
            name = f"Person Number{number:06}"
            is_over = year < LAST_YEAR
            yield {
                "person": {
                    "id": number, "name": name, "sort_name": name, "name_key": name.lower(), "first_key": "person",
                    "last_key": f"number{number:06}", "sound_key": f"n{number:06}", "created_at": made,
                },
                "act": {
                    "id": number, "office_id": office, "kind": ActKind.ELECTED, "ends_terms": True,
                    "effective_on": PartialDate(year, 4, 30), "recorded_at": made,
                },
                "elected": {
                    "id": number, "act_id": number, "person_id": number, "name": name,
                    "appointment_kind": AppointmentKind.ELECTED,
                },
                "term": {
                    "id": number, "office_id": office, "begun_by_id": number, "seat": 1,
                    "since": PartialDate(year, 4, 30),
                    "until": PartialDate(year + 1, 4, 30) if is_over else None,
                    "appointment_kind": AppointmentKind.ELECTED,
                    "end_reason": EndReason.TERM_ENDED if is_over else None,
                },
                "held_by": {"id": number, "term_id": number, "person_id": number, "name": name},
                "known": {
                    "person_id": number, "unit_id": (office - 1) // OFFICES + 1, "reason": KnownFor.OFFICE,
                    "record_id": office,
                },
            }  # fmt: skip


def reports(regions: int, years: int) -> Iterator[Row]:
    """A meeting with its published report for each region and year; the texts say the same, as the seed's does."""
    facts = seed_facts()
    number = 0
    for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
        made = dt.datetime(year, 5, 2, tzinfo=dt.UTC)
        for unit in range(1, regions + 1):
            number += 1
            yield {
                "meeting": {
                    "id": number, "unit_id": unit, "kind": MeetingKind.AGM, "slug": f"agm-{year}",
                    "held_on": PartialDate(year, 4, 30), "created_at": made,
                },
                "announcement": {
                    "id": number, "kind": AnnouncementKind.REPORT, "meeting_id": number, "unit_id": unit,
                    "slug": "report", "created_at": made, "first_published_at": made,
                    "told_on": PartialDate(year, 4, 30), "current_sequence": 2 if year == LAST_YEAR else 1,
                },
                "revision": revision(number, number, made, facts),
            }  # fmt: skip


def revision(number: int, announcement: int, at: dt.datetime, facts: MeetingFacts | None) -> Row:
    """The first revision of a text; that without facts is a statement."""
    document = DOCUMENT if facts else THANKS
    return {
        "id": number, "announcement_id": announcement, "sequence": 1, "act": RevisionAct.PUBLISHED, "at": at,
        "by": "Measured", "note": None, "title": f"AGM {at.year}", "summary": "The region were delighted.",
        "elected_chair": "Jane Black", "document": document, "digest": document.digest, "facts": facts,
        "style": HouseStyle() if facts else None, "meeting_kind": facts.kind if facts else None,
        "held_on": PartialDate(at.year, 4, 30) if facts else None,
    }  # fmt: skip


def called(regions: int, years: int) -> Iterator[Row]:
    """A coming AGM of each region, next year, so that the calendar of all has it."""
    next_year = dt.datetime.now(dt.UTC).year + 1
    made = dt.datetime(LAST_YEAR, 5, 2, tzinfo=dt.UTC)
    for unit in range(1, regions + 1):
        yield {
            "id": regions * years + unit, "unit_id": unit, "kind": MeetingKind.AGM, "slug": "agm-2090",
            "held_on": PartialDate(next_year, 4, 30), "created_at": made, "is_announced_beforehand": True,
        }  # fmt: skip


def others(regions: int, years: int) -> Iterator[Row]:
    """Messages of support to each region's last AGM, and a statement of each region; older than all reports."""
    made = dt.datetime(1990, 5, 2, tzinfo=dt.UTC)
    facts = seed_facts()
    for unit in range(1, regions + 1):
        first = regions * years + 2 * unit - 1
        common = {
            "unit_id": unit, "created_at": made, "first_published_at": made, "told_on": PartialDate(1990, 4, 30),
            "current_sequence": 1,
        }  # fmt: skip
        yield {
            "announcement": {
                **common, "id": first, "kind": AnnouncementKind.MESSAGES_OF_SUPPORT, "slug": "messages",
                "meeting_id": regions * (years - 1) + unit, "statement_title": None, "statement_text": None,
            },
            "revision": revision(first, first, made, facts),
        }  # fmt: skip
        yield {
            "announcement": {
                **common, "id": first + 1, "kind": AnnouncementKind.STATEMENT, "slug": "thanks", "meeting_id": None,
                "statement_title": "Thanks", "statement_text": "Thank you.",
            },
            "revision": revision(first + 1, first + 1, made, None),
        }  # fmt: skip


def corrections(regions: int, years: int) -> Iterator[Row]:
    """The correction of each region's last report."""
    facts = seed_facts()
    for unit in range(1, regions + 1):
        first = revision(
            regions * (years + 2) + unit,
            regions * (years - 1) + unit,
            dt.datetime(2018, 1, 1, tzinfo=dt.UTC),
            facts,
        )
        yield {**first, "sequence": 2, "act": RevisionAct.CORRECTED, "note": "A name was misspelt."}


def renderings(regions: int, years: int) -> Iterator[Row]:
    """The stored bytes of every text."""
    at = dt.datetime(1990, 5, 2, tzinfo=dt.UTC)
    columns = [column.name for column in Rendering.__table__.columns if column.name != "revision_id"]
    report, thanks = (
        [{name: getattr(one, name) for name in columns} for one in rendered(document, at)]
        for document in (DOCUMENT, THANKS)
    )
    first, last = regions * years + 1, regions * (years + 2)
    for revision_id in range(1, regions * (years + 3) + 1):
        is_statement = first <= revision_id <= last and (revision_id - first) % 2 == 1
        for row in thanks if is_statement else report:
            yield {"revision_id": revision_id, **row}


def findable(regions: int, years: int) -> Iterator[Row]:
    """What the search finds: every report, and everybody who holds or held an office."""
    body = " ".join(render(DOCUMENT, Format.TEXT).split())
    for row in reports(regions, years):
        meeting = row["meeting"]
        unit = meeting["unit_id"]
        yield {
            "kind": "announcement", "record_id": meeting["id"], "unit_id": unit, "title": row["revision"]["title"],
            "body": body,
            "dated_on": meeting["held_on"].full,
        }  # fmt: skip
    for row in terms(regions, years):
        person, office = row["person"], row["term"]["office_id"]
        unit = (office - 1) // OFFICES + 1
        yield {
            "kind": "person", "record_id": person["id"], "unit_id": unit, "title": person["name"],
            "body": f"Office {(office - 1) % OFFICES + 1}, {row['term']['since'].year}",
            "dated_on": None,
        }  # fmt: skip

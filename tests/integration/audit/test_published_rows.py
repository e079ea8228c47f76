"""What was declared and published is checked against the digests in the log; what was changed by force is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from agm.announcements.commands import Retract
from agm.announcements.models import Rendering, Revision
from agm.announcements.operations import publishing, retract
from agm.announcements.operations.publishing import render_anew
from agm.audit.act import SYSTEM, Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.audit.row_digests import append_only_tables, kept_rows, row_digest, row_digests
from agm.wording.render import RENDERER_VERSION
from agm.workflows.verify_record import note_rows, record_faults
from tests.support.databases import Database
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, publish

pytestmark = pytest.mark.both_databases

ACT = "announcement_revision:1"
SWAPPED = (
    "UPDATE rendering SET content = (SELECT content FROM rendering AS other WHERE format = 'html')"
    " WHERE format = 'text'"
)
ADDED = (
    "INSERT INTO rendering SELECT revision_id, 'pdf', renderer_version, content, etag, created_at"
    " FROM rendering WHERE format = 'text'"
)


@pytest.fixture
def revision(session: Session) -> Revision:
    """A published report of an AGM that elected somebody, committed."""
    make_organisation(session)
    make_region(session)
    found = publish(session, facts_of(replace(elected("Chair", "Ŵyn Bell", "Ann Bell", seats=2)), guests=("Flo",)))
    session.commit()
    return found


def force(session: Session, database: Database, *statements: str) -> list[str]:
    """What is found after these statements of somebody with full rights; all of it is taken back."""
    session.commit()
    for name in ("audit_entry", *(table.name for table in append_only_tables())):
        for verb in ("update", "delete", "insert") if database.kind == "sqlite" else ():
            session.execute(text(f"DROP TRIGGER {name}_refuses_{verb}"))
        if database.kind == "postgresql":
            session.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER ALL"))
    for statement in statements:
        session.execute(text(statement))
    found = list(record_faults(session))
    session.rollback()
    return found


def test_all_that_was_published_declared_and_retracted_is_sound(session: Session, revision: Revision) -> None:
    retract(Act(session, SYSTEM, NOW), Retract(revision.announcement_id, "Wrong meeting."))
    session.commit()
    session.expire_all()
    assert list(record_faults(session)) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE announcement_revision SET title = 'Another'", "published text announcement_revision:1 (revision 1 of"),
        ("UPDATE announcement_revision SET by = 'Somebody'", "published text announcement_revision:1 (revision 1 of"),
        (SWAPPED, "published page rendering:1:text:"),
        ("UPDATE declaration SET declared_by = 'Nobody'", "declaration declaration:1 (number 1 of meeting 1)"),
        (
            "DELETE FROM rendering WHERE format = 'html'",
            f"recorded as rendering:1:html:{RENDERER_VERSION} is missing",
        ),
        ("DELETE FROM declaration", "recorded as declaration:1 is missing"),
        (
            ADDED,
            f"rendering:1:pdf:{RENDERER_VERSION} is there, and no entry of the log tells of it",
        ),
    ],
)
def test_each_change_by_force_is_named(
    session: Session, database: Database, revision: Revision, statement: str, told: str
) -> None:
    (fault,) = force(session, database, statement)
    assert told in fault


def test_renderings_that_were_added_are_in_the_log(
    session: Session, revision: Revision, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "RENDERER_VERSION", RENDERER_VERSION + 1)
    assert render_anew(Act(session, SYSTEM, NOW)) > 0
    assert list(record_faults(session)) == []


@pytest.fixture
def old_log(session: Session, database: Database, revision: Revision) -> str:
    """A statement that takes from the log what the first edition did not write into it."""
    as_json = "::json" if database.kind == "postgresql" else ""
    return f"UPDATE audit_entry SET details = REPLACE(CAST(details AS TEXT), 'row_digests', 'none'){as_json}"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (SWAPPED, "What rendering:1:text tells"),
        ("DELETE FROM declaration", "What declaration:1 tells"),
        (
            "UPDATE announcement_revision SET document = REPLACE(CAST(document AS TEXT), 'Ann Bell', 'Nan Bell'){json}",
            "What announcement_revision:1 tells",
        ),
    ],
)
def test_entries_of_the_first_edition_go_on_vouching(
    session: Session, database: Database, old_log: str, revision: Revision, statement: str, told: str
) -> None:
    changed = statement.replace("{json}", "::json" if database.kind == "postgresql" else "")
    found = force(session, database, old_log, changed)
    assert [fault for fault in found if "no entry of the log" not in fault] == [
        next(fault for fault in found if told in fault)
    ]
    assert sum("no entry of the log" in fault for fault in found) >= 4


def test_a_log_of_the_first_edition_is_told_of_its_rows_once(
    session: Session, database: Database, old_log: str
) -> None:
    kind = "audit_entry_refuses_update" if database.kind == "sqlite" else "audit_entry_refuses_change"
    session.execute(
        text(f"DROP TRIGGER {kind}" if database.kind == "sqlite" else f"ALTER TABLE audit_entry DISABLE TRIGGER {kind}")
    )
    session.execute(text(old_log))
    session.expire_all()
    assert note_rows(Act(session, SYSTEM, NOW)) == sum(
        1 for table in append_only_tables() for _ in kept_rows(session, table)
    )
    assert list(record_faults(session)) == []
    assert note_rows(Act(session, SYSTEM, NOW)) == 0
    session.rollback()


def test_an_erasure_tells_the_log_what_it_changed(session: Session, database: Database, revision: Revision) -> None:
    (before,) = row_digests([revision]).values()
    changed = dict(next(kept_rows(session, Revision.__table__)), by="name withheld")  # type: ignore[arg-type]  # a table
    erased = {ACT: [before, row_digest(changed)]}
    record(Act(session, SYSTEM, NOW), Action.PERSON_AMENDED, "person:1", erased_rows=erased)
    assert force(session, database, "UPDATE announcement_revision SET by = 'name withheld'") == []
    assert len(force(session, database)) == 1


def test_rows_in_memory_and_as_kept_have_one_digest(session: Session, revision: Revision) -> None:
    digests = row_digests([revision, *revision.renderings])
    session.expire_all()
    kept = kept_rows(session, Rendering.__table__)  # type: ignore[arg-type]  # a table
    assert sorted(map(row_digest, kept)) == sorted(digest for key, digest in digests.items() if key != ACT)

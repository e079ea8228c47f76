"""The audit log on both databases: nothing in it can be changed, and what was changed by force is found."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act, Actor
from agm.audit.actions import Action
from agm.audit.models import FIRST_HASH, AuditEntry
from agm.audit.operations import record
from agm.audit.queries import recent_entries, verify_chain
from tests.support.databases import Database

pytestmark = pytest.mark.both_databases

NOW = dt.datetime(2026, 6, 1, 12, 0, 0, 123456, tzinfo=dt.UTC)


@pytest.fixture
def entries(session: Session) -> list[AuditEntry]:
    """Five committed entries of two regions."""
    for number in range(5):
        record(
            Act(session, Actor.user(7, "Dana"), NOW + dt.timedelta(seconds=number)),
            Action.MEETING_CREATED,
            f"meeting:{number}",
            unit_id=number % 2 + 1,
            seats=number,
            label="Ŵyn",
        )
    session.commit()
    return recent_entries(session)[::-1]


def force(session: Session, database: Database, statement: str) -> None:
    """Change the log as somebody with full rights over the database could: without its triggers."""
    if database.kind == "sqlite":
        for verb in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER audit_entry_refuses_{verb}"))
    else:
        session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
    session.execute(text(statement))
    session.flush()
    session.expire_all()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'user:8' WHERE sequence = 2",
        "UPDATE audit_entry SET details = details",
        "DELETE FROM audit_entry WHERE sequence = 5",
        "DELETE FROM audit_entry",
    ],
)
def test_log_refuses_update_and_delete(entries: list[AuditEntry], session: Session, statement: str) -> None:
    with pytest.raises(DatabaseError, match="audit_entry is append-only"):
        session.execute(text(statement))
    session.rollback()
    assert verify_chain(session).sound_count == len(entries)


@pytest.mark.postgresql
def test_log_refuses_truncate(entries: list[AuditEntry], session: Session, database: Database) -> None:
    if database.kind == "sqlite":
        return  # knows no TRUNCATE; its DELETE is refused above
    with pytest.raises(DatabaseError, match="audit_entry is append-only"):
        session.execute(text("TRUNCATE audit_entry"))


def test_entries_are_numbered_and_chained(entries: list[AuditEntry]) -> None:
    assert [entry.sequence for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.previous_hash for entry in entries] == [FIRST_HASH, *(entry.hash for entry in entries[:-1])]


def test_sound_chain_is_found_sound(entries: list[AuditEntry], session: Session) -> None:
    session.expire_all()
    found = verify_chain(session)
    assert (found.is_sound, found.sound_count, found.broken_sequence, found.reason) == (True, 5, None, None)


@pytest.mark.parametrize(
    ("statement", "broken", "reason"),
    [
        (
            "UPDATE audit_entry SET actor = 'user:8' WHERE sequence = 3",
            3,
            "its content was changed after it was written",
        ),
        (
            "UPDATE audit_entry SET unit_id = NULL WHERE sequence = 4",
            4,
            "its content was changed after it was written",
        ),
        ("UPDATE audit_entry SET details = '{}' WHERE sequence = 1", 1, "its content was changed after it was written"),
        ("DELETE FROM audit_entry WHERE sequence = 2", 2, "entry 2 is missing; the next one is 3"),
        ("DELETE FROM audit_entry WHERE sequence = 1", 1, "entry 1 is missing; the next one is 2"),
        (
            f"UPDATE audit_entry SET previous_hash = '{'1' * 64}' WHERE sequence = 5",
            5,
            "it does not follow from the entry before it",
        ),
    ],
)
def test_first_broken_entry_is_named(
    entries: list[AuditEntry], session: Session, database: Database, statement: str, broken: int, reason: str
) -> None:
    force(session, database, statement)
    found = verify_chain(session)
    session.rollback()
    assert (found.broken_sequence, found.sound_count, found.reason) == (broken, broken - 1, reason)


def test_first_of_two_broken_entries_is_named(entries: list[AuditEntry], session: Session, database: Database) -> None:
    force(session, database, "UPDATE audit_entry SET subject = 'meeting:9' WHERE sequence IN (2, 4)")
    found = verify_chain(session)
    session.rollback()
    assert found.broken_sequence == 2


def test_entry_that_is_rolled_back_leaves_no_gap(entries: list[AuditEntry], session: Session) -> None:
    record(Act(session, SYSTEM, NOW), Action.MEETING_REMOVED, "meeting:1")
    session.rollback()
    record(Act(session, SYSTEM, NOW), Action.MEETING_REMOVED, "meeting:2")
    session.commit()
    assert verify_chain(session).sound_count == 6


def test_entries_written_at_the_same_time_make_one_chain(engine: Engine, session: Session) -> None:
    def write(number: int) -> None:
        with Session(engine) as own:
            record(Act(own, SYSTEM, NOW), Action.MEETING_CREATED, f"meeting:{number}")
            own.commit()

    session.rollback()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert verify_chain(session).sound_count == 40


def test_newest_entries_come_first_by_region_and_page(entries: list[AuditEntry], session: Session) -> None:
    assert [entry.sequence for entry in recent_entries(session, limit=2)] == [5, 4]
    assert [entry.sequence for entry in recent_entries(session, before=4, limit=2)] == [3, 2]
    assert [entry.sequence for entry in recent_entries(session, unit_ids={1})] == [5, 3, 1]
    assert recent_entries(session, unit_ids=set()) == []

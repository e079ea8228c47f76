"""A backup is consistent while others write, and a restored database is the one that was copied."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from agm.audit.models import AuditEntry
from agm.audit.queries import verify_chain
from agm.database.engine import prepare_engine
from agm.organisation.queries import regions
from tests.support.commands import run_agm
from tests.support.databases import Database
from tests.support.records import make_organisation, make_region

pytestmark = pytest.mark.both_databases

ROUNDS = 12


def write_regions(database: Database, stop: threading.Event) -> None:
    """Go on creating regions, a transaction each."""
    engine = create_engine(database.url)
    prepare_engine(engine)
    number = 0
    while not stop.is_set():
        number += 1
        with Session(engine) as session:
            make_region(session, f"Region {number}")
            session.commit()
    engine.dispose()


def test_a_copy_taken_while_others_write_is_whole(database: Database, session: Session, tmp_path: Path) -> None:
    make_organisation(session)
    session.commit()
    stop = threading.Event()
    writer = threading.Thread(target=write_regions, args=(database, stop))
    writer.start()
    try:
        done = run_agm(database, "backup", str(tmp_path / "copy.agm"))
    finally:
        stop.set()
        writer.join()
    assert done.status == 0, done.err
    at_the_end = len(regions(session))
    session.commit()
    session.close()

    restored = run_agm(database, "restore", "--yes", str(tmp_path / "copy.agm"))
    assert restored.status == 0, restored.err
    with Session(session.get_bind()) as again:
        kept = len(regions(again))
        entries = again.scalar(select(func.count()).select_from(AuditEntry)) or 0
        verification = verify_chain(again)
        created = again.scalar(
            select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "region:region:created")
        )
        again.rollback()
    assert created == kept <= at_the_end
    assert (verification.is_sound, verification.sound_count) == (True, entries)
    assert f"The audit log is sound: {entries} entries." in restored.out


def test_a_backup_never_overwrites(database: Database, tmp_path: Path) -> None:
    target = tmp_path / "copy.agm"
    target.write_bytes(b"precious")
    done = run_agm(database, "backup", str(target))
    assert (done.status, target.read_bytes()) == (1, b"precious")
    assert "exists already. Choose another name." in done.err


@pytest.mark.parametrize("content", [b"", b"not a database at all"])
def test_a_file_that_is_no_backup_is_refused(
    database: Database, session: Session, tmp_path: Path, content: bytes
) -> None:
    make_organisation(session)
    session.commit()
    source = tmp_path / "wrong.agm"
    source.write_bytes(content)
    done = run_agm(database, "restore", "--yes", str(source))
    assert done.status == 1
    assert done.out == ""
    with Session(session.get_bind()) as again:
        assert verify_chain(again).sound_count == 1
        again.rollback()


@pytest.fixture
def on_sqlite(migrated_sqlite: Database) -> Database:
    """A database in a file, with the organisation in it."""
    migrated_sqlite.reset()
    engine = create_engine(migrated_sqlite.url)
    prepare_engine(engine)
    with Session(engine) as session:
        make_organisation(session)
        session.commit()
    engine.dispose()
    return migrated_sqlite


SPOILT = {
    "of another program": ["DROP TABLE alembic_version"],
    "of a newer version": ["UPDATE alembic_version SET version_num = '9999'"],
    "of another schema": ["ALTER TABLE meeting ADD COLUMN more TEXT"],
    "without a table": ["DROP TABLE passkey"],
    "with a broken chain": ["DROP TRIGGER audit_entry_refuses_update", "UPDATE audit_entry SET actor = 'Somebody'"],
}


@pytest.mark.parametrize("kind", SPOILT)
def test_a_copy_that_is_not_ours_replaces_nothing(on_sqlite: Database, tmp_path: Path, kind: str) -> None:
    copy = tmp_path / "copy.agm"
    assert run_agm(on_sqlite, "backup", str(copy)).status == 0
    with closing(sqlite3.connect(copy)) as spoilt:
        for statement in SPOILT[kind]:
            spoilt.execute(statement)
        spoilt.commit()
    present = Path(on_sqlite.url.removeprefix("sqlite:///"))
    before = set(present.parent.glob("*restore*"))
    done = run_agm(on_sqlite, "restore", "--yes", str(copy))
    assert (done.status, done.out, "Traceback" in done.err) == (1, "", False)
    assert set(present.parent.glob("*restore*")) == before
    assert run_agm(on_sqlite, "audit", "verify").status == 0


def test_every_database_that_was_replaced_is_kept(on_sqlite: Database, tmp_path: Path) -> None:
    copy = tmp_path / "copy.agm"
    assert run_agm(on_sqlite, "backup", str(copy)).status == 0
    present = Path(on_sqlite.url.removeprefix("sqlite:///"))
    before = len(list(present.parent.glob("*.before-restore*")))
    for _ in range(2):
        assert run_agm(on_sqlite, "restore", "--yes", str(copy)).status == 0
    assert len(list(present.parent.glob("*.before-restore*"))) == before + 2

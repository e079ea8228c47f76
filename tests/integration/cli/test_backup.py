"""A backup is consistent while others write, and a restored database is the one that was copied."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, create_engine, func, make_url, select, text
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.head_file import keep_head
from agm.audit.models import AuditEntry
from agm.audit.queries import verify_chain
from agm.cli import postgresql_copies
from agm.database.engine import prepare_engine
from agm.organisation.queries import regions
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.models import JobOutcome, OutboxJob
from agm.outbox.operations import RESTORED, enqueue, repeat
from agm.web.kit.clock import now
from agm.web.public.page_cache import PublicChanges
from tests.support.commands import run_agm
from tests.support.databases import Database
from tests.support.records import NOW, make_organisation, make_region

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


def test_mails_that_waited_in_a_backup_are_not_sent_by_themselves(
    database: Database, session: Session, tmp_path: Path
) -> None:
    make_organisation(session)
    act = Act(session, SYSTEM, NOW)
    mail = JobKind.PASSWORD_CHANGED_MAIL
    later = now() + dt.timedelta(days=1)
    enqueue(
        act,
        NewJob(kind=mail, key="waiting", payload={"user_id": 1}),
        NewJob(kind=mail, key="later", payload={"user_id": 1}, due_at=later),
        NewJob(kind=JobKind.DISPOSAL, key="daily"),
    )
    session.commit()
    session.close()
    assert run_agm(database, "backup", str(tmp_path / "copy.agm")).status == 0
    restored = run_agm(database, "restore", "--yes", str(tmp_path / "copy.agm"))
    assert "Mails that waited in it: 1." in restored.out
    with Session(session.get_bind()) as again:
        held = {job.idempotency_key: (job.outcome, job.last_error) for job in again.scalars(select(OutboxJob))}
        assert held == {"waiting": (JobOutcome.FAILED, RESTORED), "later": (None, ""), "daily": (None, "")}
        job = again.scalars(select(OutboxJob).where(OutboxJob.idempotency_key == "waiting")).one()
        assert repeat(Act(again, SYSTEM, NOW), job.id).payload == {"user_id": 1}
        again.rollback()


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
    keeper = keep_head(engine, Path(f"{migrated_sqlite.url.removeprefix('sqlite:///')}.chain-head.json"), lambda: NOW)
    with Session(engine) as session:
        make_organisation(session)
        session.commit()
    assert keeper is not None
    keeper.finish()
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
    verified = run_agm(on_sqlite, "audit", "verify")
    assert verified.status == 0, verified.err


def test_every_database_that_was_replaced_is_kept(on_sqlite: Database, tmp_path: Path) -> None:
    copy = tmp_path / "copy.agm"
    assert run_agm(on_sqlite, "backup", str(copy)).status == 0
    present = Path(on_sqlite.url.removeprefix("sqlite:///"))
    before = len(list(present.parent.glob("*.before-restore*")))
    counts = []
    for _ in range(2):
        assert run_agm(on_sqlite, "restore", "--yes", str(copy)).status == 0
        counts.append(public_changes(on_sqlite))
    assert counts[1] == counts[0] + 1, "no page kept of what was replaced is taken for one of the other"
    assert len(list(present.parent.glob("*.before-restore*"))) == before + 2


@pytest.mark.postgresql
@pytest.mark.parametrize("kind", ["cut off", "of another program", "with a broken chain"])
def test_postgresql_is_replaced_by_nothing_that_is_not_ours(
    migrated_postgresql: Database, kind: str, tmp_path: Path
) -> None:
    migrated_postgresql.reset()
    copy = tmp_path / "copy.agm"
    fill(migrated_postgresql)
    if kind == "cut off":
        assert run_agm(migrated_postgresql, "backup", str(copy)).status == 0
        copy.write_bytes(copy.read_bytes()[:-3000])
    else:
        spoilt_archive(migrated_postgresql, copy, kind)
    done = run_agm(migrated_postgresql, "restore", "--yes", str(copy), folder=tmp_path / "data")
    assert (done.status, done.out, "Traceback" in done.err) == (1, "", False)
    assert list(tmp_path.glob("data/*.before-restore")) == []
    assert databases(migrated_postgresql, "%_restore_%") == []
    assert entries(migrated_postgresql) == 1


def test_what_postgresql_replaced_can_be_put_back(migrated_postgresql: Database, tmp_path: Path) -> None:
    migrated_postgresql.reset()
    copy = tmp_path / "copy.agm"
    fill(migrated_postgresql)
    assert run_agm(migrated_postgresql, "backup", str(copy)).status == 0
    fill(migrated_postgresql, "North")
    before = public_changes(migrated_postgresql)
    first = run_agm(migrated_postgresql, "restore", "--yes", str(copy), folder=tmp_path / "data")
    assert (first.status, entries(migrated_postgresql)) == (0, 2), first.err
    assert public_changes(migrated_postgresql) == before + 1
    (kept,) = tmp_path.glob("data/*.before-restore")
    second = run_agm(migrated_postgresql, "restore", "--yes", str(kept), folder=tmp_path / "data")
    assert (second.status, entries(migrated_postgresql)) == (0, 3), second.err


def fill(database: Database, region: str | None = None) -> None:
    engine = create_engine(database.url)
    prepare_engine(engine)
    with Session(engine) as session:
        make_organisation(session) if region is None else make_region(session, region)
        session.commit()
    engine.dispose()


def public_changes(database: Database) -> int:
    with closing(PublicChanges(create_engine(database.url))) as changes:
        return changes.count().of_all


def entries(database: Database) -> int:
    engine = create_engine(database.url)
    with Session(engine) as session:
        count = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    engine.dispose()
    return count


def databases(database: Database, like: str) -> list[str]:
    engine = create_engine(database.url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT datname FROM pg_database WHERE datname LIKE :name"), {"name": like})
        names = [str(name) for (name,) in found]
    engine.dispose()
    return names


def spoilt_archive(database: Database, copy: Path, kind: str) -> None:
    """An archive of the database with these faults, which the database itself does not have."""
    statements = [one.replace("DROP TRIGGER audit_entry_refuses_update", DISABLED) for one in SPOILT[kind]]
    scratch = make_url(database.url).set(database="agm_spoilt")
    assert run_agm(database, "backup", str(copy)).status == 0
    with psycopg.connect(libpq(database.url), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS agm_spoilt")
        connection.execute("CREATE DATABASE agm_spoilt")
        postgresql_copies.put_back(scratch, str(copy))
        with psycopg.connect(libpq(scratch), autocommit=True) as spoilt:
            for statement in statements:
                spoilt.execute(statement.encode())
        postgresql_copies.dump(scratch, str(copy))
        connection.execute("DROP DATABASE agm_spoilt WITH (FORCE)")


DISABLED = "ALTER TABLE audit_entry DISABLE TRIGGER ALL"


def libpq(url: str | URL) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.mark.parametrize("content", [b"SQLite format 3\x00", b"SQLite format 3\x00" + b"x" * 5000, None])
def test_a_damaged_or_cut_off_copy_replaces_nothing(on_sqlite: Database, tmp_path: Path, content: bytes | None) -> None:
    copy = tmp_path / "copy.agm"
    assert run_agm(on_sqlite, "backup", str(copy)).status == 0
    copy.write_bytes(content or copy.read_bytes()[:20000])
    done = run_agm(on_sqlite, "restore", "--yes", str(copy))
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)


def test_a_damaged_database_is_kept_as_it_is_and_replaced(on_sqlite: Database, tmp_path: Path) -> None:
    copy, present = tmp_path / "copy.agm", Path(on_sqlite.url.removeprefix("sqlite:///"))
    assert run_agm(on_sqlite, "backup", str(copy)).status == 0
    for end in ("-wal", "-shm"):
        present.with_name(present.name + end).unlink(missing_ok=True)
    present.write_bytes(b"no database, but precious")
    before = set(present.parent.glob("*.before-restore"))
    done = run_agm(on_sqlite, "restore", "--yes", str(copy))
    assert done.status == 0, done.err
    (kept,) = set(present.parent.glob("*.before-restore")) - before
    assert kept.read_bytes() == b"no database, but precious"
    assert run_agm(on_sqlite, "audit", "verify").status == 0


def test_what_commands_write_is_nobody_elses_to_read(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    place = Database("sqlite", f"sqlite:///{folder / 'agm.sqlite3'}", folder, lambda: None, lambda: lambda: None)
    before = os.umask(0)
    try:
        for words in (
            ["migrate"],
            ["users", "invite", "a@example.org", "--name", "A", "--role", "national_officer"],
            ["backup", f"{folder}/b/copy.agm"],
            ["export", "--all", f"{folder}/out"],
        ):
            done = run_agm(place, *words, AGM_SECRET_KEY="")
            assert done.status == 0, done.err
        assert run_agm(place, "restore", "--yes", f"{folder}/b/copy.agm", AGM_SECRET_KEY="").status == 0
    finally:
        os.umask(before)
    modes = {path.relative_to(tmp_path): path.stat().st_mode & 0o777 for path in [folder, *folder.rglob("*")]}
    assert {path.name for path in modes} >= {"secret-key", "agm.sqlite3.chain-head.json", "copy.agm", "people.json"}
    assert {path: mode for path, mode in modes.items() if mode not in {0o600, 0o700}} == {}
    assert {mode for path, mode in modes.items() if (tmp_path / path).is_file()} == {0o600}

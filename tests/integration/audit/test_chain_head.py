"""The end of the log is noted outside the database: a cut tail and an older database are noticed."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.actions import Action
from agm.audit.head_file import Head, HeadFileError, HeadKeeper, head_keeper, keep_head, last_entry, note_head
from agm.audit.operations import record
from agm.database.engine import prepare_engine
from agm.web.kit.extensions import db
from tests.support.commands import run_agm
from tests.support.databases import Database
from tests.support.records import NOW, make_organisation
from tests.support.signing_in import make_official, signed_in_client


@pytest.fixture
def noted(migrated_sqlite: Database) -> Path:
    """The file in which the end of the log is noted, of an SQLite database with three entries."""
    migrated_sqlite.reset()
    path = Path(f"{migrated_sqlite.url.removeprefix('sqlite:///')}.chain-head.json")
    lengthen(migrated_sqlite, path, 3)
    return path


def lengthen(database: Database, path: Path | None, count: int) -> HeadKeeper | None:
    """Commit so many entries, noting the end in this file."""
    engine = create_engine(database.url)
    prepare_engine(engine)
    keeper = keep_head(engine, path, lambda: NOW)
    for number in range(count):
        with Session(engine) as session:
            record(Act(session, SYSTEM, NOW), Action.MEETING_CREATED, f"meeting:{count * 100 + number}")
            session.commit()
    if keeper is not None:
        keeper.finish()
    engine.dispose()
    return keeper


def sequence(path: Path) -> int:
    number: int = json.loads(path.read_text())["sequence"]
    return number


def test_each_commit_is_noted_and_the_command_finds_all_sound(migrated_sqlite: Database, noted: Path) -> None:
    assert sequence(noted) == 3
    done = run_agm(migrated_sqlite, "audit", "verify")
    assert (done.status, done.err) == (0, "")


def cut_tail(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("DROP TRIGGER audit_entry_refuses_delete")
        database.execute("DELETE FROM audit_entry WHERE sequence = 3")
        database.commit()


def empty(path: Path) -> None:
    shutil.copy(path.with_name("template.sqlite3"), path)


@pytest.mark.parametrize(
    ("damage", "told"), [(cut_tail, "ends with entry 2, but entry 3 was noted"), (empty, "ends with entry 0")]
)
def test_a_cut_tail_or_an_older_database_is_noticed_and_stays_so(
    migrated_sqlite: Database, noted: Path, damage: Callable[[Path], None], told: str
) -> None:
    damage(Path(migrated_sqlite.url.removeprefix("sqlite:///")))
    done = run_agm(migrated_sqlite, "audit", "verify")
    assert (done.status, told in done.err) == (1, True)
    keeper = lengthen(migrated_sqlite, noted, 4)
    assert keeper is not None
    assert "was put in its place" in str(keeper.fault)
    assert sequence(noted) == 3
    assert run_agm(migrated_sqlite, "audit", "verify").status == 1


def test_a_restore_goes_back_and_is_told_of(migrated_sqlite: Database, noted: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.agm"
    assert run_agm(migrated_sqlite, "backup", str(copy)).status == 0
    lengthen(migrated_sqlite, noted, 5)
    assert sequence(noted) == 8
    assert run_agm(migrated_sqlite, "restore", "--yes", str(copy)).status == 0
    content = json.loads(noted.read_text())
    (told,) = content["restored"]
    assert (content["sequence"], told["sequence"], told["before"]["sequence"], told["from"]) == (4, 3, 8, "copy.agm")
    assert run_agm(migrated_sqlite, "audit", "verify").status == 0


@pytest.mark.parametrize(("content", "told"), [(None, "is missing"), ("{}", "is damaged"), ("{", "is damaged")])
def test_a_file_that_is_gone_or_damaged_is_told_of(
    migrated_sqlite: Database, noted: Path, content: str | None, told: str
) -> None:
    noted.unlink() if content is None else noted.write_text(content)
    done = run_agm(migrated_sqlite, "audit", "verify")
    assert (done.status, told in done.err, "Traceback" in done.err) == (1, True, False)


def test_no_save_fails_where_the_file_cannot_be_written(migrated_sqlite: Database, noted: Path) -> None:
    noted.unlink()
    noted.mkdir()
    keeper = lengthen(migrated_sqlite, noted, 1)
    assert keeper is not None
    assert str(noted) in str(keeper.fault)
    noted.rmdir()
    keeper = lengthen(migrated_sqlite, noted, 1)
    assert (keeper is not None and keeper.fault, sequence(noted)) == (None, 5)


@pytest.mark.both_databases
def test_the_file_never_goes_back(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "head.json"
    make_organisation(session)
    first = last_entry(session)
    note_head(session, path, NOW)
    record(Act(session, SYSTEM, NOW), Action.MEETING_CREATED, "meeting:1")
    note_head(session, path, NOW)
    assert first == Head(1, str(first and first.hash))
    assert sequence(path) == 2
    session.rollback()
    with pytest.raises(HeadFileError, match="ends with entry 0, but entry 2"):
        note_head(session, path, NOW)
    assert sequence(path) == 2


def test_the_desk_tells_the_national_office_of_an_end_that_was_not_noted(
    make_app: Callable[..., Flask], session: Session, tmp_path: Path
) -> None:
    make_organisation(session)
    path = tmp_path / "head.json"
    path.mkdir()
    app = make_app(chain_head_file=path)
    official = make_official(session, "national_officer").id
    session.commit()
    client = signed_in_client(app, official)
    with app.app_context():
        keeper = head_keeper(db.engine)
    assert keeper is not None
    keeper.note()
    assert str(path) in client.get("/desk").text
    path.rmdir()
    keeper.note()
    assert str(path) not in client.get("/desk").text

"""The end of the chain, noted in a file outside the database.

From the log alone nobody sees that its end was cut off, or that an older database was put in its place. The file is
written after the commit, beside the work: it delays and fails no save. It never goes back, but for a restore, which
it tells of itself.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import logging
import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from agm.audit.models import AuditEntry
from agm.audit.operations import GREW
from agm.database.engine import only_reading

logger = logging.getLogger(__name__)


class HeadFileError(Exception):
    """The file cannot be read or written, or tells of another log; the message says what and where."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a log."""

    sequence: int
    hash: str


class Clock(Protocol):
    def __call__(self) -> dt.datetime: ...


def last_entry(session: Session) -> Head | None:
    found = session.execute(
        select(AuditEntry.sequence, AuditEntry.hash).order_by(AuditEntry.sequence.desc()).limit(1)
    ).first()
    return None if found is None else Head(found.sequence, found.hash)


def read_file(path: Path) -> dict[str, Any] | None:
    """What the file says; None where there is none. Raises HeadFileError where it cannot be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        Head(int(content["sequence"]), str(content["hash"]))
        content["restored"] = list(content.get("restored", ()))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise HeadFileError(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError):
        raise HeadFileError(f"{path} is damaged: it does not tell the last entry of the log.") from None
    found: dict[str, Any] = content
    return found


def head_fault(session: Session, path: Path) -> str | None:
    """What is wrong with the end of the log, by what was noted of it; None if nothing."""
    try:
        noted = read_file(path)
    except HeadFileError as error:
        return str(error)
    last = last_entry(session)
    if noted is None:
        missing = (
            f"{path} is missing: nobody can tell whether the log’s end was cut off. "
            "If there never was one, run “agm migrate”."
        )
        return None if last is None else missing
    number, when = noted["sequence"], f"noted in {path} on {noted['noted_at'][:10]}"
    if session.scalar(select(AuditEntry.hash).where(AuditEntry.sequence == number)) == noted["hash"]:
        return None
    if last is None or last.sequence < number:
        end = 0 if last is None else last.sequence
        return (
            f"The log ends with entry {end}, but entry {number} was {when}. Its end was cut off, or an older database "
            "was put in its place without “agm restore”."
        )
    return f"Entry {number} is another than the one {when}. Another database was put in its place."


def note_head(session: Session, path: Path, at: dt.datetime) -> None:
    """Note the log's last entry. Raises HeadFileError where that does not follow from what is noted already."""
    with locked(path):
        noted = read_file(path)
        if noted is not None and (fault := head_fault(session, path)):
            raise HeadFileError(fault)
        last = last_entry(session)
        if last is not None and (noted is None or last.sequence > noted["sequence"]):
            write_file(path, last, at, [] if noted is None else noted["restored"])


def note_restore(session: Session, path: Path, at: dt.datetime, source: str) -> None:
    """Note that a backup was put back: from here on its log is the one that goes on. Raises HeadFileError."""
    with locked(path):
        try:
            noted = read_file(path) or {}
        except HeadFileError as error:
            noted = {"damaged": str(error)}
        last = last_entry(session) or Head(0, "")
        before = {name: noted.get(name) for name in ("sequence", "hash", "damaged") if noted.get(name) is not None}
        told = {"at": at.isoformat(timespec="seconds"), "from": source, "before": before, "sequence": last.sequence}
        write_file(path, last, at, [*noted.get("restored", ()), told])


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time. Raises HeadFileError where the folder refuses it."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise HeadFileError(f"{path} cannot be written: {error.strerror}.") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def write_file(path: Path, head: Head, at: dt.datetime, restored: list[Any]) -> None:
    """Put a new file in the place of the old, so that a crash leaves one of the two. Raises HeadFileError."""
    part = path.with_name(f"{path.name}.part")
    content = {
        "sequence": head.sequence,
        "hash": head.hash,
        "noted_at": at.isoformat(timespec="seconds"),
        "restored": restored,
    }
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise HeadFileError(f"{path} cannot be written: {error.strerror}.") from None


class HeadKeeper:
    """Notes the end of one database's log after each commit that lengthened it, in a thread of its own."""

    def __init__(self, engine: Engine, path: Path, now: Clock) -> None:
        self.path, self.now = path, now
        self.fault: str | None = None
        """What the last attempt failed by; None if it went well."""
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, "chain-head")
        self._waiting: Future[None] | None = None
        self._lock = Lock()

    def note_soon(self) -> None:
        """Note the end as it will be then; whoever waits for a turn already will see this commit too."""
        with self._lock:
            if self._waiting is None or self._waiting.running() or self._waiting.done():
                self._waiting = self._thread.submit(self.note)

    def note(self) -> None:
        try:
            with only_reading(), Session(self._engine) as session:
                note_head(session, self.path, self.now())
        except (HeadFileError, SQLAlchemyError) as error:
            self.fault = str(error)
            logger.error("The end of the audit log was not noted: %s", error)  # noqa: TRY400  the message says it all
        else:
            self.fault = None

    def wait(self) -> None:
        """Wait until what was asked for so far is written."""
        with self._lock:
            waiting = self._waiting
        if waiting is not None:
            waiting.result()

    def finish(self) -> None:
        """Wait until what was asked for is written, and note no more."""
        self._thread.shutdown()


_keepers: WeakKeyDictionary[Engine, HeadKeeper] = WeakKeyDictionary()


def keep_head(engine: Engine, path: Path | None, now: Clock) -> HeadKeeper | None:
    """Let the end of this database's log be noted from now on; not where the path is None."""
    if path is None:
        return None
    _keepers[engine] = HeadKeeper(engine, path, now)
    return _keepers[engine]


def head_keeper(engine: object) -> HeadKeeper | None:
    return _keepers.get(engine) if isinstance(engine, Engine) else None


def close_connections(engine: Engine) -> None:
    """Close an engine's connections once the end of the log is noted, for which one of them may be in use."""
    keeper = head_keeper(engine)
    if keeper is not None:
        keeper.wait()
    engine.dispose()


@event.listens_for(Session, "after_commit")
def note_after_commit(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.pop(GREW, False):
        return
    keeper = head_keeper(session.get_bind())
    if keeper is not None:
        keeper.note_soon()

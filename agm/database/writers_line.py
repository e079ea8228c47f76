"""SQLite's writers of one process stand in line.

SQLite has one writer and no line: who waits looks again after a pause that grows to a tenth of a second, and others who
come meanwhile go first. So a few who save at once can keep one of them waiting for a second and more.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

SHORT = 0.05
"""Seconds; who waited less has SQLite's whole patience left."""


class ConnectionInLine(sqlite3.Connection):
    """A connection that begins to write when those before it have ended."""

    line: Lock | None = None
    """That of the connection's turn, while it has one."""

    @contextmanager
    def turn(self, line: Lock) -> Iterator[None]:
        """Begin to write inside: waits in this line as long as SQLite would be patient, and leaves what is left of that
        for other processes."""
        patience: int = self.execute("PRAGMA busy_timeout").fetchone()[0]
        begin = time.monotonic()
        self.line = line if line.acquire(timeout=patience / 1000) else None
        waited = time.monotonic() - begin
        try:
            if waited > SHORT:
                self.execute(f"PRAGMA busy_timeout={max(0, patience - int(waited * 1000))}")
            yield
        except BaseException:
            self.leave()
            raise
        finally:
            if waited > SHORT:
                self.execute(f"PRAGMA busy_timeout={patience}")

    def leave(self) -> None:
        line, self.line = self.line, None
        if line is not None:
            line.release()

    def commit(self) -> None:
        try:
            super().commit()
        finally:
            if not self.in_transaction:
                self.leave()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self.leave()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self.leave()

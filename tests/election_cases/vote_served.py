"""The product behind a server of its own, on either database, with a clock that a case sets: emptied before each."""

from __future__ import annotations

import atexit
import datetime as dt
import logging
import os
import shutil
import tempfile
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from threading import Thread
from unittest import mock

import psycopg
from click.testing import CliRunner
from flask import Flask
from psycopg import sql
from werkzeug.serving import make_server

from agm.app import create_app
from agm.cli import main as command
from agm.outbox.worker import Worker
from agm.settings import Settings
from agm.web.kit import clock
from agm.web.kit.extensions import db
from agm.web.outbox_handlers.registry import build_worker
from tests.support.databases import migrate, sqlalchemy_url
from tests.support.live_server import free_port
from tests.support.postgresql_server import running_server

CHOSEN = "AGM_CASES_DATABASE"
"""The variable by which votes go to another database than SQLite: "postgresql"."""


class SetClock:
    """The server's clock: the real one until it is set."""

    def __init__(self) -> None:
        self.at: dt.datetime | None = None

    def now(self) -> dt.datetime:
        return self.at or dt.datetime.now(dt.UTC)


class OnSqlite:
    """A file, and a migrated one that it is copied from."""

    def __init__(self, folder: Path) -> None:
        self.template, self.file, self.fresh = (folder / f"{one}.sqlite3" for one in ("template", "agm", "fresh"))
        migrate(f"sqlite:///{self.template}", folder)
        self.url = f"sqlite:///{self.file}"

    def empty(self) -> None:
        for end in ("-wal", "-shm", ".chain-head.json"):
            self.file.with_name(self.file.name + end).unlink(missing_ok=True)
        shutil.copyfile(self.template, self.fresh)
        self.fresh.replace(self.file)


class OnPostgresql:
    """A database of a server that runs as long as this process, and a migrated one that it is copied from."""

    def __init__(self, folder: Path) -> None:
        running = ExitStack()
        atexit.register(running.close)
        self.server = f"host={running.enter_context(running_server())} user=agm dbname=postgres"
        self.make("template", "template0")
        migrate(self.url_of("template"), folder)
        self.url = self.url_of("agm")

    def url_of(self, name: str) -> str:
        return sqlalchemy_url(psycopg.conninfo.make_conninfo(self.server, dbname=name))

    def make(self, name: str, of: str) -> None:
        words = "DROP DATABASE IF EXISTS {0} WITH (FORCE)", "CREATE DATABASE {0} TEMPLATE {1}"
        with psycopg.connect(self.server, autocommit=True) as maintenance:
            for one in words:
                maintenance.execute(sql.SQL(one).format(sql.Identifier(name), sql.Identifier(of)))

    def empty(self) -> None:
        self.make("agm", "template")


class Served:
    """The product in a server of threads."""

    def __init__(self, kind: str) -> None:
        self.kept = tempfile.TemporaryDirectory(prefix="agm-vote-cases-")
        self.folder = Path(self.kept.name)
        self.database = OnPostgresql(self.folder) if kind == "postgresql" else OnSqlite(self.folder)
        self.database.empty()
        self.clock, self.port = SetClock(), free_port()
        self.variables = {
            "AGM_DATA_FOLDER": str(self.folder), "AGM_SECRET_KEY": "only for cases " * 4,
            "AGM_BASE_URL": f"http://127.0.0.1:{self.port}", "AGM_DATABASE_URL": self.database.url,
        }  # fmt: skip
        with mock.patch.object(clock, "now", self.clock.now):
            settings = Settings.from_environment(self.variables).model_copy(update={"chain_head_file": None})
            self.app: Flask = create_app(settings)
            self.worker: Worker = build_worker(self.app)
        logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for every request
        self.server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        Thread(target=self.server.serve_forever, name="cases", daemon=True).start()

    def hang_up(self) -> None:
        """End the connections to the database, which is about to be another."""
        with self.app.app_context():
            db.engine.dispose()

    def reset(self) -> None:
        self.hang_up()
        self.database.empty()

    def run(self, *arguments: str) -> str:
        """A command of the product, by its own clock. Raises RuntimeError where it fails."""
        done = CliRunner(env=self.variables).invoke(command, list(arguments))
        if done.exit_code != 0:
            raise RuntimeError(f"agm {' '.join(arguments)}: {done.output}")
        return done.output


@cache
def served(kind: str) -> Served:
    return Served(kind)


def chosen() -> Served:
    return served(os.environ.get(CHOSEN, "sqlite"))

"""`agm serve`: what is kept in the parent of the processes that answer."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.outbox.kinds import JobKind
from agm.outbox.models import JobOutcome, OutboxJob
from agm.web.kit.mails import mail_password_changed
from tests.failover.scene import Server
from tests.support.commands import run_agm
from tests.support.databases import Database
from tests.support.live_server import environment, free_port, running_application
from tests.support.mail_server import running_mail_server
from tests.support.records import NOW
from tests.support.signing_in import make_official
from tests.support.slow_senders import slow_senders

PROBE = """
import sys
import granian
from agm.cli import main

def serve(server):
    print("Loaded:", *(name for name in ("agm.app", "flask", "sqlalchemy") if name in sys.modules))

granian.Granian.serve = serve
main(sys.argv[1:])
"""


def test_the_parent_of_the_workers_holds_no_application(migrated_sqlite: Database) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, "serve", "--port", str(free_port())],
        env=environment(migrated_sqlite.folder, AGM_DATABASE_URL=migrated_sqlite.url),
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "Loaded:"


@pytest.mark.parametrize(
    ("host", "told"),
    [("127.0.0.1", "localhost"), ("localhost", "localhost"), ("0.0.0.0", "0.0.0.0")],  # noqa: S104  as it is told
)
def test_the_address_told_is_one_where_passkeys_work(migrated_sqlite: Database, host: str, told: str) -> None:
    port = free_port()
    done = subprocess.run(
        [sys.executable, "-c", PROBE, "serve", "--host", host, "--port", str(port)],
        env=environment(migrated_sqlite.folder, AGM_DATABASE_URL=migrated_sqlite.url),
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert f"Serving at http://{told}:{port} " in done.stdout


def test_serving_a_database_without_tables_is_refused(migrated_sqlite: Database) -> None:
    url = f"sqlite:///{migrated_sqlite.folder / 'nothing-yet.sqlite3'}"
    done = run_agm(migrated_sqlite, "serve", "--port", str(free_port()), AGM_DATABASE_URL=url)
    assert (done.status, done.out) == (1, "")
    assert done.err == "Error: The database has no tables yet. Run “agm migrate” first.\n"


def test_a_server_that_loads_everything_itself_answers(migrated_sqlite: Database, tmp_path: Path) -> None:
    """Other tests fork theirs from a process that has loaded it all."""
    migrated_sqlite.reset()
    server = Server(tmp_path, migrated_sqlite.url).start()
    try:
        assert ask("127.0.0.1", server.port, "GET", "/regions") == 200
    finally:
        server.stop()
    assert "Traceback" not in server.log.read_text(encoding="utf-8")


def test_slow_senders_block_nobody_without_a_proxy(migrated_sqlite: Database, tmp_path: Path) -> None:
    migrated_sqlite.reset()
    with running_application(tmp_path, AGM_DATABASE_URL=migrated_sqlite.url) as server:
        host, _, port = server.url.removeprefix("http://").partition(":")
        with slow_senders(partial(socket.create_connection, (host, int(port))), host, 60):
            assert ask(host, int(port), "GET", "/regions") == 200
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        assert ask(host, int(port), "POST", "/account/sign-in", b"email=a", **form) == 400
        assert ask(host, int(port), "POST", "/account/sign-in", b"a" * 3_000_000, **form) == 413
        assert ask(host, int(port), "GET", "/regions", Cookie="a" * 200_000) == 431


def ask(host: str, port: int, method: str, path: str, body: bytes | None = None, **headers: str) -> int:
    connection = HTTPConnection(host, port, timeout=30)
    try:
        connection.request(method, path, body, {"Accept": "text/html"} | headers)
        return connection.getresponse().status
    finally:
        connection.close()


def test_sqlite_server_works_on_the_outbox_and_ends_cleanly(migrated_sqlite: Database, tmp_path: Path) -> None:
    shutil.copy(migrated_sqlite.folder / "template.sqlite3", tmp_path / "agm.sqlite3")
    engine = create_engine(f"sqlite:///{tmp_path / 'agm.sqlite3'}")
    with running_mail_server() as mail_server:
        variables = {"AGM_MAIL_SERVER": "127.0.0.1", "AGM_MAIL_PORT": str(mail_server.port)}
        with running_application(tmp_path, **variables) as server, Session(engine) as session:
            user = make_official(session, None)
            mail_password_changed(Act(session, SYSTEM, NOW), user)
            address = user.email
            session.commit()
            mail_server.arrived.acquire(timeout=60)
        assert mail_server.recipients == [address]
    assert "Traceback" not in server.log_end
    with Session(engine) as session:
        done = session.scalars(select(OutboxJob.outcome).where(OutboxJob.kind == JobKind.PASSWORD_CHANGED_MAIL)).one()
    engine.dispose()
    assert done is JobOutcome.DONE, "the job in hand was noted before the end"

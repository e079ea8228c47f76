"""`agm serve`: what is kept in the parent of the processes that answer."""

from __future__ import annotations

import subprocess
import sys

from tests.support.commands import run_agm
from tests.support.databases import Database
from tests.support.live_server import environment, free_port

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


def test_serving_a_database_without_tables_is_refused(migrated_sqlite: Database) -> None:
    url = f"sqlite:///{migrated_sqlite.folder / 'nothing-yet.sqlite3'}"
    done = run_agm(migrated_sqlite, "serve", "--port", str(free_port()), AGM_DATABASE_URL=url)
    assert (done.status, done.out) == (1, "")
    assert done.err == "Error: The database has no tables yet. Run “agm migrate” first.\n"

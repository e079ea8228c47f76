"""The migrations make the tables that the models describe, and go down and up with data in the tables."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.databases import Database, copy_rows, migrate
from tests.support.project import ROOT

pytestmark = pytest.mark.both_databases

SECONDS = 600


def run(url: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python on the database `url` in a process of its own, as Alembic needs it."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | {"AGM_DATABASE_URL": url, "AGM_DATA_FOLDER": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


def test_the_models_describe_the_migrated_tables(database: Database) -> None:
    finished = run(database.url, database.folder, "-m", "alembic", "check")
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_every_migration_goes_down_and_up_with_the_demonstration_in_the_tables(
    bare_url: str, tmp_path: Path, demonstration: Path
) -> None:
    if bare_url.startswith("sqlite"):
        shutil.copy(demonstration / "agm.sqlite3", bare_url.removeprefix("sqlite:///"))
    else:
        migrate(bare_url, tmp_path)
        copy_rows(f"sqlite:///{demonstration / 'agm.sqlite3'}", bare_url)
    finished = run(bare_url, tmp_path, "-m", "tests.support.migration_walk", bare_url)
    assert finished.returncode == 0, finished.stderr
    found = json.loads(finished.stdout)
    assert found["faults"] == []
    assert found["after"] == found["before"]

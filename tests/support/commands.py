"""Running `agm` in a process of its own on a test's database, as its users do."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.support.databases import Database

LONGEST = 600


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


def run_agm(database: Database, *arguments: str, folder: Path | None = None, **variables: str) -> Done:
    """Run `agm` with these arguments; further AGM_* variables by name."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AGM_")},
        "AGM_DATABASE_URL": database.url,
        "AGM_DATA_FOLDER": str(folder or database.folder),
        "AGM_SECRET_KEY": "a secret for tests that is longer than thirty-two characters",
        **variables,
    }
    done = subprocess.run(
        [sys.executable, "-c", "from agm.cli import main; main()", *arguments],
        env=environment, capture_output=True, text=True, timeout=LONGEST, check=False,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)

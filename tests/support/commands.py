"""Running `agm` in a process of its own on a test's database, as its users do."""

from __future__ import annotations

import os
from pathlib import Path

from tests.support import forked
from tests.support.databases import Database
from tests.support.forked import Done


def run_agm(database: Database, *arguments: str, folder: Path | None = None, **variables: str) -> Done:
    """Run `agm` with these arguments; further AGM_* variables by name."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AGM_")},
        "AGM_DATABASE_URL": database.url,
        "AGM_DATA_FOLDER": str(folder or database.folder),
        "AGM_SECRET_KEY": "a secret for tests that is longer than thirty-two characters",
        **variables,
    }
    return forked.run(arguments, environment)

"""Which tables an archive holds, whatever was imported before."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.project import ROOT

TABLES = """
from agm.export_import.tables import FILES
print(*(table.name for tables in FILES.values() for table in tables))
"""


@pytest.mark.parametrize("name", ["unit", "person", "office_act", "office_term", "office_term_person", "meeting",
                                  "candidacy", "declaration", "announcement_revision", "rendering"])  # fmt: skip
def test_archive_holds_table_when_nothing_else_is_loaded(archived: set[str], name: str) -> None:
    assert name in archived


@pytest.fixture(scope="module")
def archived() -> set[str]:
    """The tables of an archive, asked of a process that has loaded nothing else."""
    done = subprocess.run([sys.executable, "-c", TABLES], cwd=ROOT, check=True, capture_output=True, text=True)
    return set(done.stdout.split())

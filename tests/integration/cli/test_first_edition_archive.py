"""A database of the first edition is moved by export and import: archives that it wrote can be taken over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agm.app import create_app
from agm.web.kit.extensions import db
from tests.conftest import settings_for
from tests.support.commands import run_agm
from tests.support.databases import Database
from tests.support.first_edition import KEPT, NAMES, rows, unpack

pytestmark = pytest.mark.both_databases

SAYS_WHAT_WAS_CORRECTED = re.compile(r"(?<=\n)\nCorrected \d+ \w+ \d{4}, \d\d:\d\d: .*\n\Z")


@pytest.mark.parametrize("name", NAMES)
def test_an_archive_of_the_first_edition_is_taken_over(name: str, migrated_sqlite: Database, tmp_path: Path) -> None:
    migrated_sqlite.reset()
    archive = unpack(name, tmp_path)
    done = run_agm(migrated_sqlite, "import", "--all", str(archive))
    assert (done.status, done.err) == (0, "")
    if name == "demonstration":
        check_addresses(migrated_sqlite, {row["content"] for row in rows(archive)["rendered_post"]})


def check_addresses(database: Database, published: set[str]) -> None:
    """Every public address of the first edition answers, and texts are those that were published, byte for byte, but
    that a corrected one says so in each of its forms now."""
    app = create_app(settings_for(database))
    client = app.test_client()
    addresses = (KEPT / "demonstration-addresses.txt").read_text(encoding="utf-8").split()
    answers = {address: client.get(address, buffered=True) for address in addresses}
    assert {address: answer.status for address, answer in answers.items() if answer.status_code != 200} == {}
    texts = [answer.text for address, answer in answers.items() if address.endswith((".md", ".txt"))]
    corrected = [text for text in texts if SAYS_WHAT_WAS_CORRECTED.search(text)]
    assert corrected
    assert {SAYS_WHAT_WAS_CORRECTED.sub("", text) for text in texts} <= published
    with app.app_context():
        db.engine.dispose()

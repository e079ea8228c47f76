"""SQLite has one writer at a time: whoever does not get a turn is told so, and keeps all that was typed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from threading import BoundedSemaphore

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.meetings.models import Meeting, SpeechParagraph
from agm.web.kit import transaction
from agm.web.kit.extensions import db
from tests.support.client import StrictClient
from tests.support.databases import Database

WORDS = "Members heard how the bells were recast.\nThey thanked the founders."
HTML = {"Accept": "text/html"}


@pytest.fixture
def database(migrated_sqlite: Database) -> Database:
    """The one kind of database where writers wait for each other."""
    migrated_sqlite.reset()
    return migrated_sqlite


@pytest.fixture
def address(meeting: Meeting) -> str:
    """Where what was said at the meeting is written down."""
    return f"/desk/meetings/{meeting.id}/said"


@pytest.fixture
def other_writer(
    app: Flask, chair: StrictClient, address: str, session: Session, monkeypatch: pytest.MonkeyPatch
) -> Iterator[sqlite3.Connection]:
    """Somebody else who writes and does not come to an end; requests wait for a moment only."""
    session.commit()
    monkeypatch.setattr("agm.database.engine.BUSY_MILLISECONDS", 20)
    with app.app_context():
        db.engine.dispose()
        file = db.engine.url.database
    with closing(sqlite3.connect(str(file), isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def test_a_form_comes_back_with_its_text_and_can_be_sent_again(
    chair: StrictClient, address: str, session: Session, other_writer: sqlite3.Connection
) -> None:
    sent = {"version": "0", "base": "{}", "said-0-text": WORDS, "said-0-speakers": ""}
    sent["csrf_token"] = chair.csrf_token("/account")
    page = chair.page(answer := chair.post(address, data=sent, headers=HTML))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert page.heading == "Many people are saving at once"
    assert "Wait a few seconds, then press the button once more." in page.text
    assert [(area.text or "").strip() for area in page.all("textarea")] == [WORDS]
    other_writer.execute("ROLLBACK")
    assert chair.page(chair.submit(answer, button="Send it again")).path.endswith("/results")
    session.rollback()
    assert [text.replace("\r", "") for text in session.scalars(select(SpeechParagraph.text))] == [WORDS]


def test_readers_need_no_turn_and_scripts_are_told_too(
    chair: StrictClient, client: StrictClient, address: str, other_writer: sqlite3.Connection
) -> None:
    assert chair.get(address).status_code == 200
    assert client.get("/regions").status_code == 200
    sent = {"said-0-text": WORDS, "csrf_token": chair.csrf_token("/account")}
    answer = chair.post(address, data=sent, headers={"Accept": "application/json"})
    assert answer.status_code == 503
    assert answer.text == (
        "Many people are saving at once. Nothing was saved. Wait a few seconds, go back, and send it again.\n"
    )
    other_writer.execute("ROLLBACK")


def test_a_writer_too_many_is_turned_away_with_the_text(
    chair: StrictClient, client: StrictClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agm.web.kit.transaction.turns", BoundedSemaphore(1))
    monkeypatch.setattr("agm.web.kit.transaction.LONGEST_WAIT", 0.01)
    sent = {"version": "0", "base": "{}", "said-0-text": WORDS, "said-0-speakers": ""}
    sent["csrf_token"] = chair.csrf_token("/account")
    with transaction.turns:
        answer = chair.post(address, data=sent, headers=HTML)
        assert (answer.status_code, answer.headers["Retry-After"], WORDS in answer.text) == (503, "5", True)
        assert client.get("/regions").status_code == 200
    for _ in range(3):
        assert chair.submit(answer, button="Send it again").status_code != 503


@pytest.mark.parametrize("token", [None, "forged"])
@pytest.mark.parametrize("page", ["said", "remove"])
def test_a_form_without_its_token_waits_for_nobody(
    chair: StrictClient, address: str, token: str | None, page: str, other_writer: sqlite3.Connection
) -> None:
    sent = {"version": "0", "base": "{}", "said-0-text": WORDS} | ({"csrf_token": token} if token else {})
    answer = chair.post(address.replace("said", page), data=sent, headers=HTML)
    assert answer.status_code in {400, 422}
    assert other_writer.in_transaction

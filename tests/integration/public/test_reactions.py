"""Reactions below a public text: a number, added to with one tap, and nothing of whoever tapped."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, Revision
from agm.organisation.models import Organisation, Reactions
from agm.web.kit.extensions import limiter
from agm.web.public.page_cache import PageCache
from agm.web.public.reactions import FROM_ONE_ADDRESS
from tests.conftest import forget_pages
from tests.support.client import StrictClient
from tests.support.public_data import PublicData, new_region_with_agm
from tests.support.statements import Statements

Counting = Callable[[], AbstractContextManager[Statements]]
PATH = "/north-west/agm-2017"
SCRIPT = {"Accept": "application/json", "Sec-Fetch-Dest": "empty"}


@pytest.fixture
def text(session: Session, app: Flask) -> Announcement:
    """A report under which readers can react."""
    with app.app_context():
        limiter.reset()
    data, _unit, _meeting, announcement = new_region_with_agm(session)
    data.organisation.reactions = Reactions.FITTING
    session.flush()
    return announcement


def tap(client: StrictClient, text: Announcement, browser: str = "one") -> str:
    answer = client.post(f"/reactions/{text.id}", headers={**SCRIPT, "User-Agent": browser})
    assert answer.status_code == 200
    return str(answer.json["words"]) if answer.json else ""


@pytest.mark.both_databases
def test_without_scripts_a_tap_leads_back_to_the_page_with_the_new_number(
    text: Announcement, client: StrictClient
) -> None:
    page = client.get_page(PATH)
    assert "No reactions yet" in page.text
    answer = client.submit(page, button="Add yours", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.location == f"{PATH}?reactions=1#reactions"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert "1 reaction" in client.get_page(answer.location).text


@pytest.mark.both_databases
def test_one_reader_is_counted_once_and_another_beside(text: Announcement, client: StrictClient) -> None:
    assert [tap(client, text), tap(client, text), tap(client, text, "two")] == [
        "1 reaction", "1 reaction", "2 reactions",
    ]  # fmt: skip


def test_one_address_cannot_go_on_under_other_names(text: Announcement, client: StrictClient) -> None:
    told = [tap(client, text, f"browser {number}") for number in range(FROM_ONE_ADDRESS.amount + 2)]
    assert told[-3:] == ["100 reactions"] * 3


@pytest.mark.both_databases
def test_a_tap_is_one_statement_and_leaves_kept_pages_in_use(
    text: Announcement, client: StrictClient, app: Flask, count_statements: Counting
) -> None:
    memory, address = app.wsgi_app, f"/reactions/{text.id}"
    assert isinstance(memory, PageCache)
    client.get(PATH)
    changes = memory.changes("/")
    with count_statements() as statements:
        assert client.post(address, headers=SCRIPT).json == {"words": "1 reaction"}
    assert statements.count == 1, str(statements)
    assert memory.changes("/") == changes


def test_a_script_reads_the_number_of_this_moment(text: Announcement, client: StrictClient) -> None:
    tap(client, text)
    assert client.get(f"/reactions/{text.id}", headers=SCRIPT).json == {"words": "1 reaction"}


def test_no_hash_is_left_in_the_memory_of_limits_the_day_after(text: Announcement, client: StrictClient) -> None:
    tap(client, text)
    entries = [(key, limits) for key, limits in limiter.storage.events.items() if "reaction:" in key]  # type: ignore[attr-defined]  # of the memory
    assert len(entries) == 2
    assert all(one.expiry - one.atime <= 24 * 60 * 60 for _key, found in entries for one in found)
    assert not any("127.0.0.1" in key or "one" in key for key, _limits in entries)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("chosen", "under_a_report", "under_own_words"),
    [(Reactions.NONE, 404, 404), (Reactions.FITTING, 200, 404), (Reactions.ALL, 200, 200)],
)
def test_the_organisation_chooses_where_readers_can_react(
    chosen: Reactions, under_a_report: int, under_own_words: int, session: Session, client: StrictClient, app: Flask
) -> None:
    data, unit, _meeting, report = new_region_with_agm(session)
    tribute = data.statement(unit, "In memory of Ada Ray", "We mourn.", slug="ada-ray")
    data.organisation.reactions = chosen
    session.flush()
    forget_pages(app)
    for text, path, status in (
        (report, PATH, under_a_report), (tribute, "/north-west/statements/ada-ray", under_own_words),
    ):  # fmt: skip
        assert client.post(f"/reactions/{text.id}", headers=SCRIPT).status_code == status
        assert ("Add yours" in client.get_page(path).text) is (status == 200)
    assert ("add a reaction with one tap" in client.get_page("/privacy").text) is (chosen is not Reactions.NONE)


def test_nobody_reacts_to_what_was_taken_back_or_is_not_there(
    text: Announcement, session: Session, client: StrictClient
) -> None:
    data = PublicData.__new__(PublicData)  # the organisation is laid already
    data.session = session
    revision: Revision | None = text.current
    assert revision is not None
    data.retracted(text, revision.at, "It was another meeting.")
    session.flush()
    for number in (text.id, text.id + 1):
        assert client.post(f"/reactions/{number}", headers=SCRIPT).status_code == 404
        assert client.get(f"/reactions/{number}", headers=SCRIPT).status_code == 404
    session.refresh(text)
    assert text.reactions == 0


def test_the_national_office_chooses_on_the_page_of_the_organisation(
    text: Announcement, session: Session, sign_in: Callable[..., StrictClient]
) -> None:
    officer = sign_in("national_officer")
    page = officer.get_page("/desk/organisation")
    answer = officer.submit(page, {"reactions": "all"}, button="Save the details", follow_redirects=False)
    assert answer.status_code == 303
    session.expire_all()
    assert session.get_one(Organisation, 1).reactions is Reactions.ALL

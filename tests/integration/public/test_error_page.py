"""The page for a fault on our side: it needs nothing that may be broken too."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from agm.web.kit.access import Access, access
from agm.web.kit.extensions import db
from tests.support.client import StrictClient
from tests.support.public_data import PublicData
from tests.support.statements import Statements

Counting = Callable[[], AbstractContextManager[Statements]]
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_a_fault_on_our_side_is_a_plain_page_that_reads_nothing(
    session: Session, app: Flask, client: StrictClient, monkeypatch: pytest.MonkeyPatch, count_statements: Counting
) -> None:
    PublicData(session)

    @access(Access.PUBLIC)
    def broken() -> str:
        raise RuntimeError("the secret of the house")

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "public.regions", broken)
    with count_statements() as statements:
        response = client.get("/regions", headers=BROWSER)
    assert response.status_code == 500
    page = client.page(response)
    assert page.heading == "Something broke on our side"
    assert page.title == "Something broke on our side"
    assert "secret" not in response.text
    assert statements.count == 1, statements  # the organisation, before the view was called


def test_an_unknown_page_keeps_the_houses_frame(session: Session, client: StrictClient) -> None:
    PublicData(session)
    page = client.page(client.get("/no/such/page/here", headers=BROWSER))
    assert page.title == "There is no such page – Weavers’ Union"
    assert page.links["Weavers’ Union"] == "/"
    assert client.get("/no/such/page/here", headers={"Accept": "application/json"}).mimetype == "text/plain"


def test_what_the_server_logs_of_a_failing_statement_names_nobody(app: Flask) -> None:
    with app.app_context():
        assert db.engine.hide_parameters

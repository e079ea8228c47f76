"""The page of the record, for national and for regional officers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.organisation.models import Unit
from tests.support.client import StrictClient
from tests.support.html_page import Page
from tests.support.statements import Statements

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
SignIn = Callable[..., StrictClient]


def fill(session: Session, count: int) -> tuple[Unit, Unit]:
    """Entries about two regions in turn."""
    regions = (
        Unit(name="Vale of Ebbor", slug="vale-of-ebbor", position=1),
        Unit(name="Isle of Sorrel", slug="isle-of-sorrel", position=2),
    )
    session.add_all(regions)
    session.flush()
    for number in range(count):
        unit_id = regions[number % 2].id
        record(Act(session, SYSTEM, NOW), Action.MEETING_CREATED, f"meeting:{number + 1}", unit_id=unit_id)
    session.commit()
    return regions


def count_of_entries(page: Page) -> int:
    """How many entries a page shows."""
    return len(page.texts("time", class_="note"))


def test_national_officer_reads_everything(session: Session, sign_in: SignIn) -> None:
    fill(session, 2)
    page = sign_in("national_officer").get_page("/desk/record")
    today, earlier = page.texts("li", class_="axis")
    assert today.endswith("signed in")
    assert earlier == (
        "1 June 2026 13:00 The system began a meeting’s record: meeting 2 Isle of Sorrel "
        "13:00 The system began a meeting’s record: meeting 1 Vale of Ebbor"
    )


def test_regional_officer_reads_the_own_region(session: Session, sign_in: SignIn) -> None:
    unit, _other = fill(session, 4)
    page = sign_in("regional_officer", unit).get_page("/desk/record")
    assert "Vale of Ebbor" in page.text
    assert "Isle of Sorrel" not in page.text
    assert count_of_entries(page) == 2


def test_viewer_reads_nothing(session: Session, sign_in: SignIn) -> None:
    unit, _other = fill(session, 2)
    assert sign_in("viewer", unit).get("/desk/record").status_code == 403
    assert sign_in(None).get("/desk/record").status_code == 403


def test_pages_hold_fifty_entries(session: Session, sign_in: SignIn) -> None:
    fill(session, 120)
    client = sign_in("national_officer")
    page = client.get_page("/desk/record")
    counts = [count_of_entries(page)]
    while "Older" in page.links:
        page = client.get_page(page.links["Older"])
        counts.append(count_of_entries(page))
    assert counts == [50, 50, 21]
    for wrong in ("-1", "0", "99999999999999999999", "x", "1"):
        assert client.get(f"/desk/record?before={wrong}").status_code == 200


def test_page_takes_as_many_statements_for_one_entry_as_for_fifty(
    session: Session, sign_in: SignIn, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    client = sign_in("national_officer")
    counts = []
    for _ in range(2):
        with count_statements() as statements:
            client.get("/desk/record")
        counts.append(statements.count)
        if len(counts) == 1:
            fill(session, 60)
    assert counts[0] == counts[1]

"""No form is taken without its token, and no reading changes anything: every route of the table is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.audit.models import AuditEntry
from tests.support import records
from tests.support.client import StrictClient
from tests.support.route_access import address, reviewed_routes

SignIn = Callable[..., StrictClient]
TYPED = {"name": "Other", "title": "Other", "text": "Other", "move": "1 up", "confirmed": "1", "password": "x"}


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> StrictClient:
    return sign_in("national_officer")


@pytest.fixture
def values(session: Session) -> dict[str, object]:
    """What the addresses name: a region with a drafted meeting and its text."""
    records.make_organisation(session)
    region = records.make_region(session)
    meeting = records.record(session, records.facts_of(records.elected("Chair", "Ann Bell"), unit=region.name))
    draft = records.drafted(session, meeting)
    session.commit()
    return {"region_slug": region.slug, "meeting_id": meeting.id, "announcement_id": draft.id}


def entries(session: Session) -> int | None:
    session.rollback()
    return session.scalar(select(func.count()).select_from(AuditEntry))


def addresses(method: str, values: dict[str, object]) -> Iterator[str]:
    for found, rule in reviewed_routes():
        if found == method and not rule.startswith("/static"):
            yield address(rule, **values)


def test_csrf_every_form_without_its_token_is_refused(
    values: dict[str, object], officer: StrictClient, session: Session
) -> None:
    before = entries(session)
    taken = {}
    for path in addresses("POST", values):
        for headers in ({"Accept": "text/html"}, {"Accept": "application/json", "X-Requested-With": "fetch"}):
            status = officer.post(path, data=TYPED, headers=headers).status_code
            if status < 400:
                taken[path] = status
    assert taken == {}
    assert entries(session) == before


def test_reading_changes_nothing(values: dict[str, object], officer: StrictClient, session: Session) -> None:
    before = entries(session)
    for path in addresses("GET", values):
        headers = {"Sec-Fetch-Dest": "empty"} if path.endswith("/preview") else {}  # which is a part of a page
        answer = officer.get(path, headers=headers, buffered=True)
        assert answer.status_code < 500, path
        assert entries(session) == before, path


def test_refused_token_and_oversize_are_in_the_log(
    values: dict[str, object], officer: StrictClient, caplog: pytest.LogCaptureFixture
) -> None:
    path = address("/desk/<region_slug>/offices/order", **values)
    officer.post(path, data=TYPED)
    officer.post(path, data={"order": "1" * 3_000_000})
    told = [record.getMessage() for record in caplog.records if record.getMessage().startswith("refused with")]
    assert [line.partition(":")[0] for line in told] == ["refused with a wrong form token", "refused with 413"]
    assert all("POST /desk/<region_slug>/offices/order" in line for line in told)
    assert "Other" not in "".join(told)


def test_sign_out_clears_what_the_browser_keeps(officer: StrictClient) -> None:
    answer = officer.submit(officer.get_page("/account"), button="Sign out", follow_redirects=False)
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (302, '"cache", "storage"')

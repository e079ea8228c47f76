"""An election under way on the national overview: its stage, and leave for short notice given or refused there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.actions import Action
from agm.audit.models import AuditEntry
from agm.meetings.models import Election, Meeting
from tests.support.client import StrictClient
from tests.support.desk_records import add_meeting, add_organisation, add_region
from tests.support.elections import add_election

SignIn = Callable[..., StrictClient]
NOW = dt.datetime(2027, 4, 16, 12, tzinfo=dt.UTC)


@pytest.fixture
def called(session: Session) -> Meeting:
    """An AGM of 18 April 2027 whose notice went out three days before."""
    add_organisation(session)
    meeting = add_meeting(session, add_region(session), held_on="2027-04-18")
    add_election(Act(session, SYSTEM, NOW), meeting)
    session.commit()
    return meeting


@pytest.mark.parametrize(
    ("answer", "action", "told"),
    [
        ("allowed", Action.SHORT_NOTICE_ALLOWED, ""),
        ("refused", Action.SHORT_NOTICE_REFUSED, "national officer: The hall burnt down."),
    ],
)
def test_the_national_office_allows_or_refuses_a_short_notice_with_its_reason(
    called: Meeting, session: Session, sign_in: SignIn, answer: str, action: Action, told: str
) -> None:
    with time_machine.travel(NOW, tick=False):
        officer = sign_in("national_officer")
        page = officer.get_page("/desk/overview")
        assert "The AGM is on Sunday at 14:00." in page.text
        short = page.texts("p", class_="error")
        assert len(short) == 2, "by mail and by post"
        path = page.links["Allow or refuse it: North West"]
        asked = officer.get_page(path)
        assert short[0] in asked.text
        refused = officer.submit(asked, {"answer": answer}, button="Record it")
        assert refused.status_code == 422
        assert "Enter why" in officer.page(refused).text
        officer.submit(asked, {"answer": answer, "reason": "The hall burnt down."}, button="Record it")
        page = officer.get_page("/desk/overview")
    assert page.texts("p", class_="error") == ([] if answer == "allowed" else short)
    assert told in page.text
    assert ("is shorter than the rules ask" in page.text) is (answer == "refused")
    election = session.scalars(select(Election)).one()
    assert (election.short_notice_reason, election.is_short_notice_refused) == (
        "The hall burnt down.", answer == "refused",
    )  # fmt: skip
    assert session.scalars(select(AuditEntry.subject).where(AuditEntry.action == action)).all() == [
        f"meeting:{called.id}"
    ]


def test_only_the_national_office_answers(called: Meeting, sign_in: SignIn) -> None:
    chair = sign_in("regional_officer", called.unit)
    assert chair.get(f"/desk/meetings/{called.id}/short-notice").status_code == 403

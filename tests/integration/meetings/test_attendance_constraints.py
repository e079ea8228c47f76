"""What the database itself refuses of attendance, proxies and screens, each constraint once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from agm.meetings.models import Attendance, GivenProxy, HallScreen, ProxyKind
from tests.support.constraints import fault_of
from tests.support.halls import at, make_hall

pytestmark = pytest.mark.both_databases


def stay(**columns: Any) -> Attendance:  # noqa: ANN401  columns by name
    """The row of one stay."""
    return Attendance(
        **{"meeting_id": 1, "entry_id": 2, "may_vote": True, "arrived_at": at(0), "client_key": "other", **columns}
    )


def proxy(**columns: Any) -> GivenProxy:  # noqa: ANN401  columns by name
    """The row of one proxy."""
    fixed = {"meeting_id": 1, "giver_id": 2, "holder_id": 3, "kind": ProxyKind.GENERAL, "received_at": at(5)}
    return GivenProxy(**{**fixed, **columns})


REFUSED: dict[str, Callable[[], object]] = {
    "uq_attendance_meeting_client_key": lambda: stay(client_key="first"),
    "ck_attendance_entry_or_name": lambda: stay(name="Ann Ashby"),
    "ck_attendance_left_after_arriving": lambda: stay(left_at=at(-1)),
    "ck_attendance_vote_has_reason": lambda: stay(entry_id=None, name="Ed Fox"),
    "uq_attendance_still_there": lambda: stay(entry_id=1),
    "fk_attendance_meeting_id_meeting": lambda: stay(meeting_id=99),
    "fk_attendance_entry_id_register_entry": lambda: stay(entry_id=99),
    "ck_given_proxy_not_for_oneself": lambda: proxy(holder_id=2),
    "ck_given_proxy_withdrawn_after_received": lambda: proxy(withdrawn_at=at(0)),
    "uq_given_proxy_standing": lambda: proxy(giver_id=1),
    "fk_given_proxy_meeting_id_meeting": lambda: proxy(meeting_id=99),
    "fk_given_proxy_giver_id_register_entry": lambda: proxy(giver_id=99),
    "fk_given_proxy_holder_id_register_entry": lambda: proxy(holder_id=99),
    "fk_hall_screen_meeting_id_meeting": lambda: HallScreen(meeting_id=99, is_open=False),
}


@pytest.fixture
def laid(session: Session) -> Session:
    """A meeting at which the first on the register is present, and gave a proxy before that."""
    make_hall(session)
    session.add_all([stay(entry_id=1, client_key="first"), proxy(giver_id=1)])
    session.commit()
    session.expunge_all()
    return session


def test_each_constraint_refuses(laid: Session) -> None:
    accepted_or_other = [fault for name, wrong in REFUSED.items() if (fault := fault_of(laid, name, wrong()))]
    assert accepted_or_other == []

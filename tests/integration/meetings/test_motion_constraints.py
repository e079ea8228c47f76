"""What the database itself refuses of motions, amendments and minutes: each named constraint once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.facts import PersonName
from agm.meetings.models import Amendment, Minutes, Motion
from agm.people.operations import create_person
from tests.support.constraints import fault_of
from tests.support.records import NOW, facts_of, make_organisation, make_region, record

pytestmark = pytest.mark.both_databases


def motion(**columns: Any) -> Motion:  # noqa: ANN401  columns by name
    return Motion(**{"meeting_id": 1, "position": 1, "title": "Ropes", **columns})


def amendment(**columns: Any) -> Amendment:  # noqa: ANN401  columns by name
    return Amendment(**{"motion_id": 1, "position": 1, "text": "Longer ones", **columns})


def minutes(**columns: Any) -> Minutes:  # noqa: ANN401  columns by name
    return Minutes(**{"meeting_id": 2, "text": "The meeting began.", "begun_at": NOW, **columns})


def of_votes(table: str, row: Callable[..., object]) -> dict[str, Callable[[], object]]:
    return {
        f"ck_{table}_mover_has_a_name": lambda: row(mover_id=1),
        f"ck_{table}_seconder_has_a_name": lambda: row(seconder_name="Ann Bell"),
        f"ck_{table}_votes_for_and_against": lambda: row(votes_for=3),
        f"ck_{table}_votes_for_not_negative": lambda: row(votes_for=-1, votes_against=0),
        f"ck_{table}_votes_against_not_negative": lambda: row(votes_for=1, votes_against=-1),
        f"ck_{table}_abstentions_not_negative": lambda: row(abstentions=-1),
        f"fk_{table}_mover_id_person": lambda: row(mover_id=99, mover_name="Nobody"),
        f"fk_{table}_seconder_id_person": lambda: row(seconder_id=99, seconder_name="Nobody"),
    }


REFUSED: dict[str, Callable[[], object]] = {
    **of_votes("motion", motion),
    **of_votes("amendment", amendment),
    "fk_motion_meeting_id_meeting": lambda: motion(meeting_id=99),
    "fk_amendment_motion_id_motion": lambda: amendment(motion_id=99),
    "fk_minutes_meeting_id_meeting": lambda: minutes(meeting_id=99),
    "fk_minutes_approved_at_meeting_id_meeting": lambda: text(
        "UPDATE minutes SET approved_on = '2025', approved_at_meeting_id = 99"
    ),
    "ck_minutes_approval_has_a_day": lambda: text("UPDATE minutes SET approved_at_meeting_id = 2"),
    "ck_minutes_later_meeting": lambda: text("UPDATE minutes SET approved_on = '2025', approved_at_meeting_id = 1"),
}


@pytest.fixture
def laid(session: Session) -> Session:
    """Two meetings, a person, and of the first meeting a motion and minutes."""
    make_organisation(session)
    make_region(session)
    record(session, facts_of())
    record(session, facts_of(held_on="2025-04-20"))
    create_person(Act(session, SYSTEM, NOW), PersonName("Ann Bell"))
    session.add_all([motion(), minutes(meeting_id=1)])
    session.commit()
    session.expunge_all()
    return session


def test_each_constraint_refuses(laid: Session) -> None:
    assert [fault for name, wrong in REFUSED.items() if (fault := fault_of(laid, name, wrong()))] == []

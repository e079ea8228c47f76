"""What the database itself refuses of rolls and registers: each named constraint once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from agm.meetings.models import Register, RegisterAct, RegisterChange, RegisterEntry, RegisterFreeze
from agm.membership.models import RollDraft, RollImport, RollMember
from tests.support.constraints import fault_of
from tests.support.records import NOW, facts_of, make_organisation, make_region, record

pytestmark = pytest.mark.both_databases

FIGURES = ("lines", "added", "changed", "unchanged", "gone", "not_taken")
RIGHTS = ("needs_paper", "may_vote", "may_nominate", "may_stand")


def roll_import(**columns: Any) -> RollImport:  # noqa: ANN401  columns by name
    fixed = {"unit_id": 1, "taken_at": NOW, "taken_by": "somebody", **dict.fromkeys(FIGURES, 0)}
    return RollImport(**{**fixed, **columns})


def draft(**columns: Any) -> RollDraft:  # noqa: ANN401  columns by name
    fixed = {"unit_id": 1, "begun_at": NOW, "begun_by": "somebody", "content": b"", "lines": 0, "answers": {}}
    return RollDraft(**{**fixed, "version": 0, **columns})


def register(**columns: Any) -> Register:  # noqa: ANN401  columns by name
    fixed = {"meeting_id": 2, "frozen_at": NOW, "frozen_by": "somebody", "as_of_on": NOW.date(), "days": {}}
    return Register(**{**fixed, **columns})


def freeze(**columns: Any) -> RegisterFreeze:  # noqa: ANN401  columns by name
    fixed = {"meeting_id": 2, "begun_at": NOW, "begun_by": {}, "as_of_on": NOW.date(), "days": {}, "members": 1}
    return RegisterFreeze(**{**fixed, **columns})


def entry(**columns: Any) -> RegisterEntry:  # noqa: ANN401  columns by name
    fixed = {"meeting_id": 1, "name": "Flo", "sort_key": "flo", "reasons": {}, **dict.fromkeys(RIGHTS, True)}
    return RegisterEntry(**{**fixed, **columns})


def change(**columns: Any) -> RegisterChange:  # noqa: ANN401  columns by name
    fixed = {"entry_id": 1, "act": RegisterAct.REMOVED, "at": NOW, "by": "somebody", "reason": "Moved"}
    return RegisterChange(**{**fixed, **columns})


REFUSED: dict[str, Callable[[], object]] = {
    "fk_roll_member_unit_id_unit": lambda: RollMember(unit_id=99, name="Flo", sort_key="flo"),
    "fk_roll_import_unit_id_unit": lambda: roll_import(unit_id=99),
    "ck_roll_import_figures_not_negative": lambda: roll_import(gone=-1),
    "fk_roll_draft_unit_id_unit": lambda: draft(unit_id=99),
    "uq_roll_draft_unit_id": draft,
    "fk_register_meeting_id_meeting": lambda: register(meeting_id=99),
    "ck_register_disposal_is_whole": lambda: register(disposed_at=NOW, disposed_by="somebody"),
    "fk_register_freeze_meeting_id_meeting": lambda: freeze(meeting_id=99),
    "ck_register_freeze_figures_not_negative": lambda: freeze(members=0),
    "fk_register_entry_meeting_id_register": lambda: entry(meeting_id=2),
    "fk_register_entry_person_id_person": lambda: entry(person_id=99),
    "fk_register_change_entry_id_register_entry": lambda: change(entry_id=99),
    "ck_register_change_was_an_address": lambda: change(was="ann@example.org"),
    "ck_register_change_names_its_right": lambda: change(act=RegisterAct.RIGHT_GIVEN),
}


@pytest.fixture
def laid(session: Session) -> Session:
    """Two meetings, the first of which has a register with one entry."""
    make_organisation(session)
    make_region(session)
    record(session, facts_of())
    record(session, facts_of(held_on="2025-04-20"))
    session.add_all([register(meeting_id=1), draft()])
    session.flush()
    session.add(entry())
    session.commit()
    session.expunge_all()
    return session


def test_each_constraint_refuses(laid: Session) -> None:
    assert [fault for name, wrong in REFUSED.items() if (fault := fault_of(laid, name, wrong()))] == []

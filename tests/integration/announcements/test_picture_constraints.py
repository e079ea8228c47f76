"""What the database itself refuses of the pictures of announcements, each constraint once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from agm.announcements.models import PersonShown
from tests.support.constraints import fault_of
from tests.support.photos import file_row, picture_row
from tests.support.records import elected, facts_of, make_organisation, make_region, publish

pytestmark = pytest.mark.both_databases


REFUSED: dict[str, Callable[[], object]] = {
    "uq_announcement_picture_file": lambda: picture_row(file_id=1),
    "ck_announcement_picture_of_draft_or_public": lambda: picture_row(position=None),
    "ck_announcement_picture_paragraph_not_negative": lambda: picture_row(paragraph=-1),
    "fk_announcement_picture_announcement_id_announcement": lambda: picture_row(announcement_id=99),
    "fk_announcement_picture_file_id_file": lambda: picture_row(file_id=99),
    "fk_person_shown_picture_id_announcement_picture": lambda: PersonShown(picture_id=99, name="Somebody"),
    "fk_person_shown_person_id_person": lambda: PersonShown(picture_id=1, name="Somebody", person_id=99),
}


def test_each_constraint_refuses(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    publish(session, facts_of(elected("Chair", "Ann Bell")))
    session.add_all([file_row("a"), file_row("b")])
    session.flush()
    session.add(picture_row(file_id=1))
    session.commit()
    session.expunge_all()
    assert [fault for name, wrong in REFUSED.items() if (fault := fault_of(session, name, wrong()))] == []

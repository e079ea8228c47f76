"""A meeting's address follows its kind and year, and every former one goes on leading to it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.meetings.commands import AmendDetails, CreateMeeting, MeetingDetails
from agm.meetings.models import Meeting, MeetingAddress
from agm.meetings.operations import amend_details, create_meeting
from agm.wording.facts import MeetingKind
from agm.wording.partial_date import PartialDate
from tests.support.records import NOW, make_organisation, make_region


def created(session: Session, unit_id: int, year: int | None, slug: str | None = None) -> Meeting:
    """A meeting of that year."""
    details = MeetingDetails(held_on=None if year is None else PartialDate(year))
    return create_meeting(Act(session, SYSTEM, NOW), CreateMeeting(unit_id, details, slug))


def former(session: Session) -> list[str]:
    """Every former address."""
    return list(session.scalars(select(MeetingAddress.slug).order_by(MeetingAddress.id)))


def test_an_address_is_made_of_kind_and_year_and_never_used_twice(session: Session) -> None:
    make_organisation(session)
    unit = make_region(session)
    slugs = [created(session, unit.id, year).slug for year in (2024, 2024, None, 2024)]
    assert slugs == ["agm-2024", "agm-2024-2", "agm", "agm-2024-3"]


def test_a_corrected_year_moves_the_address_and_the_old_one_is_kept(session: Session) -> None:
    make_organisation(session)
    unit = make_region(session)
    meeting = created(session, unit.id, None)
    amend_details(Act(session, SYSTEM, NOW), AmendDetails(meeting.id, 0, MeetingDetails(held_on=PartialDate(2023, 4))))
    amend_details(
        Act(session, SYSTEM, NOW),
        AmendDetails(meeting.id, 1, MeetingDetails(kind=MeetingKind.BY_ELECTION, held_on=PartialDate(2024))),
    )  # fmt: skip
    assert meeting.slug == "by-election-2024"
    assert former(session) == ["agm", "agm-2023"]
    assert created(session, unit.id, 2023).slug == "agm-2023-2"


def test_an_address_of_ones_own_choice_stays(session: Session) -> None:
    make_organisation(session)
    unit = make_region(session)
    meeting = created(session, unit.id, 2023, slug="centenary")
    amend_details(Act(session, SYSTEM, NOW), AmendDetails(meeting.id, 0, MeetingDetails(held_on=PartialDate(2024))))
    assert (meeting.slug, former(session)) == ("centenary", [])

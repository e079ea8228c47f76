"""Who held an office before is offered as re-elected, and whoever the record does not know there is asked about."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.meetings.models import Meeting
from agm.results.queries import office_results
from agm.workflows.declare_results import declare_results
from tests.support.client import StrictClient
from tests.support.desk_records import MORNING, add_meeting
from tests.support.html_page import Page

CHAIR = "offices-0-places-0-people-0-name"
TICK = "offices-0-places-0-re_elected"
GO_ON = "Go on to the announcement"
OFFERED = "Held this office before."
DOUBT = "Re-elected? The record has nobody of this name in this office before."


def path(meeting: Meeting) -> str:
    return f"/desk/meetings/{meeting.id}/results"


@pytest.fixture
def later(chair: StrictClient, meeting: Meeting, session: Session) -> Meeting:
    """The next meeting of a region whose Chair is Ann Bell."""
    chair.submit(chair.get_page(path(meeting)), {CHAIR: "Ann Bell"}, button=GO_ON)
    session.refresh(meeting)
    declare_results(Act(session, SYSTEM, MORNING), meeting, None)
    found = add_meeting(session, meeting.unit, held_on="2018-05-01")
    session.commit()
    return found


def typed(chair: StrictClient, meeting: Meeting, name: str, *, re_elected: bool) -> Page:
    chair.submit(chair.get_page(path(meeting)), {CHAIR: name, TICK: re_elected}, button=GO_ON)
    return chair.get_page(path(meeting))


def test_who_held_the_office_is_offered_as_re_elected(chair: StrictClient, later: Meeting) -> None:
    page = typed(chair, later, "Cllr Ann Bell", re_elected=False)
    assert OFFERED in page.text
    (tick,) = page.all("input", name=TICK)
    assert tick.get("checked") is None, "it is offered, and not taken for granted"


def test_whom_the_record_does_not_know_there_is_asked_about_and_taken(
    chair: StrictClient, later: Meeting, session: Session
) -> None:
    page = typed(chair, later, "Bo Fenn", re_elected=True)
    assert DOUBT in page.text
    assert OFFERED not in page.text
    session.rollback()
    assert office_results(session, later.id)[0].elected[0].re_elected is True
    assert DOUBT not in typed(chair, later, "Bo Fenn", re_elected=False).text


def test_the_meetings_own_election_and_an_unknown_office_say_nothing(
    chair: StrictClient, later: Meeting, meeting: Meeting, session: Session
) -> None:
    assert OFFERED not in chair.get_page(path(meeting)).text
    answer = chair.submit(
        chair.get_page(path(later)),
        {"offices-1-places-0-people-0-name": "Cy Day", "offices-1-places-0-re_elected": True},
        button=GO_ON,
    )
    assert answer.status_code == 200
    page = chair.get_page(path(later))
    assert DOUBT not in page.text, "nobody is on record as Secretary"
    chair.submit(page, {CHAIR: "Bo Fenn"}, button=GO_ON)
    session.refresh(later)
    declare_results(Act(session, SYSTEM, MORNING), later, None)
    session.commit()
    assert OFFERED not in chair.get_page(path(later)).text

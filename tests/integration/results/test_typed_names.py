"""Names and votes as they are typed in a hall: nobody is made a person, nothing typed is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.facts import PersonName
from agm.meetings.models import Meeting
from agm.people.commands import AmendPerson
from agm.people.models import Person
from agm.people.operations import amend_person
from tests.support.client import Field, StrictClient
from tests.support.desk_records import MORNING, add_meeting

CHAIR = "offices-0-places-0-people-0-name"
OTHER = "offices-0-others-0-people-0-name"
GO_ON = "Go on to the announcement"


def save(chair: StrictClient, meeting: Meeting, typed: dict[str, Field]) -> int:
    """The status of the answer to the page of results with this typed into it; 422 where it comes back."""
    answer = chair.submit(chair.get_page(f"/desk/meetings/{meeting.id}/results"), typed, button=GO_ON)
    return answer.status_code


def people(session: Session) -> set[tuple[str, str | None]]:
    session.rollback()
    return {(one.name, one.prefix) for one in session.scalars(select(Person))}


@pytest.mark.parametrize("typed", ["RON", "Vacant", "-", "Ann Rusk <ann@example.org>", "Ann Rusk (34 votes)"])
def test_nobody_and_more_than_a_name_become_no_person(
    typed: str, chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    assert save(chair, meeting, {CHAIR: typed}) == 422
    assert people(session) == set()


def test_re_open_nominations_stands_among_the_others(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    typed: dict[str, Field] = {CHAIR: "1. Ann Rusk.", "offices-0-has_votes": True, OTHER: "RON"}
    assert save(chair, meeting, {**typed, "offices-0-others-0-votes": "3"}) == 200
    assert ("Ann Rusk", None) in people(session)


def test_votes_of_nobody_are_asked_about(chair: StrictClient, meeting: Meeting) -> None:
    page = chair.get_page(f"/desk/meetings/{meeting.id}/results")
    answer = chair.submit(page, {"offices-0-has_votes": True, "offices-0-places-0-votes": "12"}, button=GO_ON)
    assert answer.status_code == 422
    assert chair.page(answer).links["Enter who had these 12 votes for Chair"] == f"#{CHAIR}"


def test_a_given_name_that_is_a_title_elsewhere_is_no_title(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    assert save(chair, meeting, {CHAIR: "Earl Hobday"}) == 200
    assert people(session) == {("Earl Hobday", None)}


def test_a_name_that_was_put_right_is_known_by_what_is_typed(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    assert save(chair, meeting, {CHAIR: "Rabbi Bloom"}) == 200
    known = session.scalars(select(Person)).one()
    act = Act(session, SYSTEM, MORNING)
    amend_person(act, AmendPerson(known.id, known.version, PersonName("Rabbi Bloom"), None))
    session.commit()
    later = add_meeting(session, meeting.unit, held_on="2018-05-01")
    session.commit()
    assert save(chair, later, {CHAIR: "Rabbi Bloom"}) == 200
    assert people(session) == {("Rabbi Bloom", None)}

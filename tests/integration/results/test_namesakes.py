"""Two people of one name stand for the same office: the page asks whether they are two, and keeps them apart."""

from __future__ import annotations

from typing import IO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.meetings.models import Meeting
from agm.nominations.models import CandidacyPerson
from agm.office_holders.models import OfficeTermPerson
from agm.people.models import Person
from tests.support.client import StrictClient
from tests.support.html_page import Page
from tests.support.records import NOW, make_public

Typed = dict[str, str | bool | list[str] | tuple[IO[bytes], str]]
GO_ON = "Go on to the announcement"
NAME = "Sam Twin"
FIRST, SECOND = ("offices-3-places-0-people-0", "offices-3-places-1-people-0")
STOOD = "offices-3-others-0-people-0"
OTHER_OFFICE = "offices-0-places-0-people-0"
ASKED = f"{NAME} is entered twice. Say whether this is someone else with this name, or take one away"
TWICE = f"{NAME} is entered twice for Other officer. Take one away."


@pytest.fixture
def known(session: Session, meeting: Meeting) -> int:
    """Somebody of that name on record."""
    person = Person(name=NAME, sort_name="Twin, Sam", name_key="sam twin", created_at=meeting.created_at)
    session.add(person)
    make_public(session, person)
    return person.id


def path(meeting: Meeting) -> str:
    """The address of the page of results."""
    return f"/desk/meetings/{meeting.id}/results"


def typed(chair: StrictClient, meeting: Meeting, fields: Typed) -> Page:
    """The page that asks, after the button was pressed with these fields."""
    answer = chair.submit(chair.get_page(path(meeting)), fields, button=GO_ON)
    assert answer.request.path == path(meeting)
    return chair.page(answer)


def people_standing(session: Session) -> list[tuple[str, int]]:
    """Everybody who stands, with the number of their record."""
    session.rollback()
    found = session.execute(select(CandidacyPerson.name, CandidacyPerson.person_id).order_by(CandidacyPerson.id))
    return [(name, number) for name, number in found]


def offered(page: Page, row: str) -> list[str | None]:
    """The answers that are offered for a name."""
    return [field.get("value") for field in page.all("input", type="radio", name=f"{row}-who")]


def test_two_of_one_name_can_hold_places_of_one_office(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    page = typed(chair, meeting, {FIRST + "-name": NAME, SECOND + "-name": NAME})
    assert page.links[ASKED] == f"#{SECOND}-name"
    assert f"The same {NAME}, entered twice" in page.text
    assert (offered(page, FIRST), offered(page, SECOND)) == ([], ["same", "new"])
    assert people_standing(session) == []

    answer = chair.submit(page, {f"{SECOND}-who": "new"}, button=GO_ON)
    assert answer.request.path == f"/desk/meetings/{meeting.id}/announcement"
    before = people_standing(session)
    assert [name for name, _ in before] == [NAME, NAME]
    assert len({number for _, number in before}) == 2

    chair.submit(chair.get_page(path(meeting)), {}, button=GO_ON)
    assert people_standing(session) == before

    publish = chair.get_page(f"/desk/meetings/{meeting.id}/publish")
    chair.submit(publish, {"names_agreed": True}, button="Publish the announcement")
    session.rollback()
    holders = set(session.scalars(select(OfficeTermPerson.person_id)))
    assert holders == {number for _, number in before}


def test_whoever_says_that_it_is_the_same_is_told_and_may_think_again(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    asked = typed(chair, meeting, {FIRST + "-name": NAME, SECOND + "-name": NAME})
    answer = chair.submit(asked, {f"{SECOND}-who": "same"}, button=GO_ON)
    assert answer.status_code == 422
    page = chair.page(answer)
    assert page.links[TWICE] == f"#{SECOND}-name"
    assert offered(page, SECOND) == ["same", "new"]
    chair.submit(page, {f"{SECOND}-who": "new"}, button=GO_ON)
    assert [name for name, _ in people_standing(session)] == [NAME, NAME]


def test_a_namesake_who_was_not_elected_is_asked_for_too(
    chair: StrictClient, meeting: Meeting, session: Session, known: int
) -> None:
    page = typed(chair, meeting, {FIRST + "-name": NAME, "offices-3-has_votes": True, STOOD + "-name": NAME})
    assert page.links[ASKED] == f"#{STOOD}-name"
    assert offered(page, STOOD) == ["same", "new"]
    chair.submit(page, {f"{STOOD}-who": "new"}, button=GO_ON)
    (_, first), (_, second) = people_standing(session)
    assert (first == known, second == known) == (True, False)


def test_somebody_typed_before_whoever_stands_already_is_asked_for(
    chair: StrictClient, meeting: Meeting, session: Session, known: int
) -> None:
    chair.submit(chair.get_page(path(meeting)), {f"{FIRST}-name": NAME}, button=GO_ON)
    kept = chair.get_page(path(meeting))
    moved = {f"{SECOND}-{field}": NAME for field in ("name", "known")} | {f"{SECOND}-person": str(known)}
    sent = {
        str(field.get("name")): str(field.get("value") or "")
        for field in kept.all("input", type="hidden")
        if str(field.get("name")).endswith(("contest_id", "version", "base", "csrf_token"))
    }
    answer = chair.post(path(meeting), data={**sent, f"{FIRST}-name": NAME, **moved})
    assert answer.status_code == 303
    page = chair.get_page(path(meeting))
    assert (offered(page, FIRST), offered(page, SECOND)) == (["same", "new"], [])


def test_a_script_is_told_what_to_ask(chair: StrictClient, meeting: Meeting) -> None:
    page = chair.get_page(path(meeting))
    sent = {
        str(field.get("name")): str(field.get("value") or "")
        for field in page.all("input", type="hidden")
        if str(field.get("name")).endswith(("contest_id", "version", "base", "csrf_token"))
    }
    names = {f"{FIRST}-name": NAME, f"{SECOND}-name": NAME}
    answer = chair.post(path(meeting), data={**sent, **names}, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert answer.get_json()["version"]
    assert answer.get_json()["errors"] == {f"{SECOND}-name": ASKED}
    assert answer.get_json()["questions"] == [
        {
            "about": f"{SECOND}-name",
            "name": f"{SECOND}-who",
            "typed": NAME,
            "answers": [["same", f"The same {NAME}, entered twice"], ["new", "Someone else with this name"]],
        }
    ]


def test_a_question_keeps_nothing_else_from_being_saved(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    other = "offices-0-others-0"
    fields: Typed = {
        FIRST + "-name": NAME, SECOND + "-name": NAME, OTHER_OFFICE + "-name": "Ann Bell", "offices-0-has_votes": True,
        f"{other}-people-0-name": "Bo Rope", f"{other}-votes": "3", "offices-3-has_votes": True,
        "offices-3-papers_set_aside": "4", "offices-3-places-1-re_elected": True,
    }  # fmt: skip
    page = typed(chair, meeting, fields)
    assert "Everything else is saved." in page.text
    assert [name for name, _ in people_standing(session)] == ["Ann Bell", "Bo Rope"]
    for where in ("/results", "/guests", "/publish", "/announcement"):
        assert "1 name to settle" in chair.get_page(f"/desk/meetings/{meeting.id}{where}").text
    publish = chair.get_page(f"/desk/meetings/{meeting.id}/publish")
    assert f"Say who is meant by {NAME}" in publish.text

    again = chair.get_page(path(meeting))  # on another day, and another telephone
    assert offered(again, SECOND) == ["same", "new"]
    assert [field.get("value") for field in again.all("input", name="offices-3-papers_set_aside")] == ["4"]
    chair.submit(again, {f"{other}-votes": "2"}, button=GO_ON)  # saving once more asks once more
    answer = chair.submit(chair.get_page(path(meeting)), {f"{SECOND}-who": "new"}, button=GO_ON)
    assert answer.request.path == f"/desk/meetings/{meeting.id}/announcement"
    assert [name for name, _ in people_standing(session)] == ["Ann Bell", "Bo Rope", NAME, NAME]
    assert "to settle" not in chair.page(answer).text


def test_a_name_that_is_asked_about_can_be_taken_away(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    page = typed(chair, meeting, {FIRST + "-name": NAME, SECOND + "-name": NAME})
    answer = chair.submit(page, {f"{SECOND}-name": ""}, button=GO_ON)
    assert answer.request.path == f"/desk/meetings/{meeting.id}/announcement"
    assert [name for name, _ in people_standing(session)] == [NAME]


def test_in_another_office_the_same_name_is_the_same_person(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    chair.submit(chair.get_page(path(meeting)), {f"{FIRST}-name": NAME, f"{OTHER_OFFICE}-name": NAME}, button=GO_ON)
    assert len({number for _, number in people_standing(session)}) == 1


def test_of_two_on_record_each_can_be_meant(
    chair: StrictClient, meeting: Meeting, session: Session, known: int
) -> None:
    other = Person(name=NAME, sort_name="Twin, Sam", name_key="sam twin", created_at=NOW)
    session.add(other)
    make_public(session, other)
    number = other.id
    page = typed(chair, meeting, {FIRST + "-name": NAME, SECOND + "-name": NAME})
    assert set(offered(page, FIRST)) == set(offered(page, SECOND)) == {str(known), str(number), "new"}
    chair.submit(page, {f"{FIRST}-who": str(number), f"{SECOND}-who": str(known)}, button=GO_ON)
    assert [person for _, person in people_standing(session)] == [number, known]

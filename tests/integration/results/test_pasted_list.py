"""A list that is pasted fills the offices, without scripts: it is shown before it is taken, and nothing is lost."""

from __future__ import annotations

from sqlalchemy.orm import Session

from agm.facts import OfficeState, Outcome
from agm.meetings.models import Meeting
from agm.results.queries import office_results
from tests.support.client import Field, StrictClient
from tests.support.html_page import Page

LIST = """Our results
Chair: Ann Bell 34, Bo Fenn 21
Secretary – vacant
Membership: Cy Day and Di Ek (job share)
Treasurer: Ed Fi
"""
CHAIR = "offices-0-places-0-people-0-name"
FILL = "Fill in the offices"
GO_ON = "Go on to the announcement"


def path(meeting: Meeting) -> str:
    return f"/desk/meetings/{meeting.id}/results"


def value_of(page: Page, name: str) -> str | None:
    (field,) = page.all("input", name=name)
    return field.get("value")


def recorded(session: Session, meeting: Meeting) -> dict[str, Outcome]:
    session.expire_all()
    found = {office.label: office for office in office_results(session, meeting.id)}
    session.commit()
    return found


def test_a_list_fills_the_offices_and_is_taken_when_it_was_seen(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    before = recorded(session, meeting)
    answer = chair.submit(chair.get_page(path(meeting)), {"pasted": LIST, CHAIR: "Zed Old"}, button=FILL)
    assert (answer.status_code, recorded(session, meeting)) == (200, before)
    page = chair.page(answer)
    assert value_of(page, CHAIR) == "Ann Bell"
    for told in (
        "3 of 5 lines",
        "Nothing is saved yet",
        "Zed Old (Chair)",
        "Line 1:",
        "Line 5: “Treasurer” is not among",
    ):
        assert told in page.text
    answer = chair.submit(page, {}, button=GO_ON)
    assert answer.request.path == f"/desk/meetings/{meeting.id}/announcement"
    found = recorded(session, meeting)
    assert [(entry.people[0].name, entry.elected, entry.votes) for entry in found["Chair"].entries] == [
        ("Ann Bell", True, 34), ("Bo Fenn", False, 21),
    ]  # fmt: skip
    assert (found["Secretary"].state, found["Secretary"].entries) == (OfficeState.DECIDED, ())
    assert [person.name for person in found["Membership"].elected[0].people] == ["Cy Day", "Di Ek"]


def test_no_other_button_drops_a_list_that_was_not_read(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    before = recorded(session, meeting)
    answer = chair.submit(chair.get_page(path(meeting)), {"pasted": "Chair: Ann Bell"}, button=GO_ON)
    page = chair.page(answer)
    assert value_of(page, CHAIR) == "Ann Bell"
    assert recorded(session, meeting) == before


def test_what_the_list_does_not_name_stays_as_it_was_typed(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    chair.submit(chair.get_page(path(meeting)), {CHAIR: "Ann Bell"}, button=GO_ON)
    known = recorded(session, meeting)["Chair"].elected[0].people[0].person_id
    typed: dict[str, Field] = {"pasted": "Chair: Ann Bell 34\nMembership: TBC", "offices-1-places-0-votes": "x"}
    page = chair.page(chair.submit(chair.get_page(path(meeting)), typed, button=FILL))
    assert value_of(page, "offices-1-places-0-votes") == "x"
    assert value_of(page, "offices-0-places-0-people-0-person") == str(known)
    assert "stand in place of" not in page.text


def test_an_empty_or_endless_list_is_refused_where_it_stands(chair: StrictClient, meeting: Meeting) -> None:
    for text in ("", "Chair: Ann\n" * 3000):
        answer = chair.submit(chair.get_page(path(meeting)), {"pasted": text}, button=FILL)
        assert answer.status_code == 422
        assert "#pasted" in chair.page(answer).links.values()


def test_a_line_end_in_a_name_is_refused(chair: StrictClient, meeting: Meeting) -> None:
    answer = chair.submit(chair.get_page(path(meeting)), {CHAIR: "Ann Bell\nBo Fenn"}, button=GO_ON)
    assert answer.status_code == 422
    assert chair.page(answer).links["Write this on one line"] == f"#{CHAIR}"

"""Recording a meeting on its pages, without scripts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import IO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.facts import HeldAs, SpeakerKind
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting, Speaker, SpeechParagraph, SupportMessage
from agm.people.models import Person
from tests.support.client import StrictClient
from tests.support.desk_records import add_meeting
from tests.support.statements import Statements

YEAR = "Enter the year of the date of the AGM in four figures, for example 2017"
NO_DAY = "A time needs a day. Enter the day, month and year of the meeting too."
ORDINAL = "Enter the number of the meeting in figures, for example 109, or leave it empty"

Typed = dict[str, str | bool | list[str] | tuple[IO[bytes], str]]
Counter = Callable[[], AbstractContextManager[Statements]]


def path(meeting: Meeting, page: str) -> str:
    """The address of one of the meeting's pages."""
    return f"/desk/meetings/{meeting.id}/{page}"


def test_details_are_saved_and_lead_on(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    page = chair.get_page(path(meeting, "details"))
    assert page.heading == "When and where?"
    typed: Typed = {
        "held_on-day": "3", "held_on-month": "May", "starts_at": "7.30pm", "venue": "Heathlands Village, Prestwich",
        "held_as": "hybrid", "attendance": "about forty members", "quorum": "15", "ordinal": "109",
    }  # fmt: skip
    answer = chair.submit(page, typed, button="Go on to the guests")
    assert answer.request.path == path(meeting, "guests")
    session.refresh(meeting)
    assert (meeting.held_on, meeting.starts_at, meeting.venue) == (
        PartialDate(2017, 5, 3), dt.time(19, 30), "Heathlands Village, Prestwich",
    )  # fmt: skip
    assert (meeting.held_as, meeting.ordinal, meeting.quorum_number) == (HeldAs.HYBRID, 109, 15)
    assert (meeting.attendance_number, meeting.attendance_words) == (None, "about forty members")


@pytest.mark.parametrize(
    ("typed", "message", "target"),
    [
        ({"held_on-day": "31"}, "There is no such date as 31 4 2017: check the day", "#held_on-day"),
        ({"held_on-year": "17"}, YEAR, "#held_on-year"),
        (
            {"held_on-day": "", "held_on-month": "", "held_on-year": ""},
            "Enter the date of the AGM, for example 2 4 2017",
            "#held_on-day",
        ),
        ({"held_on-day": "", "starts_at": "19:30"}, NO_DAY, "#starts_at"),
        ({"ordinal": "109th"}, ORDINAL, "#ordinal"),
        ({"held_on-year": "2009"}, "North West was opened on 1 January 2010. Check the date.", "#held_on-day"),
    ],
)  # fmt: skip
def test_wrong_details_come_back_with_what_to_do(
    chair: StrictClient, meeting: Meeting, session: Session, typed: dict[str, str], message: str, target: str
) -> None:
    answer = chair.submit(
        chair.get_page(path(meeting, "details")), {"venue": "Bury", **typed}, button="Go on to the guests"
    )
    assert answer.status_code == 422
    page = chair.page(answer)
    assert page.title.startswith("Error: ")
    assert page.links[message] == target
    for name, value in {"venue": "Bury", **typed}.items():
        assert [field.get("value") for field in page.all("input", name=name)] == [value]
    session.refresh(meeting)
    assert meeting.venue == "Leeds"


def test_a_figure_in_words_and_number_keeps_both_when_nothing_is_changed(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    meeting.attendance_number, meeting.attendance_words = 41, "forty-one members"
    chair.submit(chair.get_page(path(meeting, "details")), {"venue": "Bury"}, button="Go on to the guests")
    session.refresh(meeting)
    assert (meeting.venue, meeting.attendance_number, meeting.attendance_words) == ("Bury", 41, "forty-one members")


def names(session: Session) -> list[tuple[str | None, str, str | None, str | None]]:
    """Everyone who spoke, in order."""
    session.expire_all()
    rows = session.scalars(select(Speaker).order_by(Speaker.position))
    return [(row.prefix, row.name, row.suffix, row.role) for row in rows]


def test_guests_are_added_moved_and_taken_away_without_scripts(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    page = chair.page(
        chair.submit(
            chair.get_page(path(meeting, "guests")), {"guests-0-name": "Cllr Owen Hartley"}, button="Add a guest"
        )
    )
    answer = chair.submit(
        page, {"guests-1-name": "Angela Example", "guests-1-after": "MP", "guests-1-role": "Shadow Minister"},
        button="Up guest 2",
    )  # fmt: skip
    assert answer.status_code == 200
    page = chair.page(answer)
    assert [field.get("value") for field in page.all("input", name="guests-0-name")] == ["Angela Example"]
    assert names(session) == []
    answer = chair.submit(page, {}, button="Go on to what was said")
    assert answer.request.path == path(meeting, "said")
    assert names(session) == [(None, "Angela Example", "MP", "Shadow Minister"), ("Cllr", "Owen Hartley", None, None)]
    page = chair.page(chair.submit(chair.get_page(path(meeting, "guests")), {}, button="Take away guest 1"))
    chair.submit(page, {"guests-0-kind": "other"}, button="Go on to what was said")
    assert names(session) == [("Cllr", "Owen Hartley", None, None)]
    assert session.scalars(select(Speaker.kind)).all() == [SpeakerKind.OTHER]


def test_a_name_nearly_that_of_somebody_known_is_asked_about(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    chair.submit(
        chair.get_page(path(meeting, "guests")), {"guests-0-name": "Seán O’Brien"}, button="Go on to what was said"
    )
    known = session.scalars(select(Person)).one()
    other = add_meeting(session, meeting.unit, "2018-04-02")
    answer = chair.submit(
        chair.get_page(path(other, "guests")), {"guests-0-name": "Sean OBrien"}, button="Go on to what was said"
    )
    assert answer.status_code == 422
    page = chair.page(answer)
    assert "Say whether this is Seán O’Brien" in page.links
    same = chair.submit(page, {"guests-0-who": str(known.id)}, button="Go on to what was said")
    assert same.request.path == path(other, "said")
    session.expire_all()
    assert [row.person_id for row in session.scalars(select(Speaker))] == [known.id, known.id]
    third = add_meeting(session, meeting.unit, "2019-04-02")
    answer = chair.submit(
        chair.get_page(path(third, "guests")), {"guests-0-name": "Sean OBrien"}, button="Go on to what was said"
    )
    chair.submit(chair.page(answer), {"guests-0-who": "new"}, button="Go on to what was said")
    session.expire_all()
    assert len(session.scalars(select(Person)).all()) == 2


def test_a_slip_put_right_at_once_leaves_one_person(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    chair.submit(
        chair.get_page(path(meeting, "guests")), {"guests-0-name": "Jane Balck"}, button="Go on to what was said"
    )
    chair.submit(
        chair.get_page(path(meeting, "guests")), {"guests-0-name": "Jane Black"}, button="Go on to what was said"
    )
    assert names(session) == [(None, "Jane Black", None, None)]
    assert session.scalars(select(Person.name)).all() == ["Jane Black"]


def test_two_nearly_equal_names_on_one_page_are_asked_about(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    page = chair.page(
        chair.submit(
            chair.get_page(path(meeting, "messages")), {"messages-0-name": "Jess Goldstone"}, button="Add a message"
        )
    )
    answer = chair.submit(page, {"messages-1-name": "Jess Goldtsone"}, button="Go on to the results")
    assert answer.status_code == 422
    page = chair.page(answer)
    assert "The same person as Jess Goldstone, entered above" in page.text
    answer = chair.submit(page, {"messages-1-who": "new"}, button="Go on to the results")
    assert answer.request.path == path(meeting, "results")
    assert session.scalars(select(SupportMessage.name).order_by(SupportMessage.position)).all() == [
        "Jess Goldstone", "Jess Goldtsone",
    ]  # fmt: skip


def test_what_was_said_and_the_messages_leave_each_other_alone(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    chair.submit(
        chair.get_page(path(meeting, "guests")), {"guests-0-name": "Ann Example"}, button="Go on to what was said"
    )
    said = "Ann Example spoke of **hope**.\n\n<script>alert(1)</script> {{ 7 * 7 }}"
    chair.submit(chair.get_page(path(meeting, "said")), {"said-0-text": said}, button="Go on to the results")
    typed: Typed = {"messages-0-name": "Joe Example", "messages-0-text": "Well done.", "messages_from": "our friends"}
    chair.submit(chair.get_page(path(meeting, "messages")), typed, button="Go on to the results")
    session.expire_all()
    paragraph = session.scalars(select(SpeechParagraph)).one()
    assert (paragraph.text, [one.name for one in paragraph.speakers]) == (said, ["Ann Example"])
    page = chair.get_page(path(meeting, "said"))
    assert [area.text for area in page.all("textarea")] == [said]
    assert session.scalars(select(SupportMessage.text)).one() == "Well done."
    session.refresh(meeting)
    assert meeting.messages_from == "our friends"


def test_an_outdated_token_brings_the_text_back(chair: StrictClient, meeting: Meeting) -> None:
    page = chair.get_page(path(meeting, "said"))
    answer = chair.submit(page, {"said-0-text": "Long and dear", "csrf_token": "old"}, button="Go on to the results")
    assert answer.status_code == 422
    again = chair.page(answer)
    assert "This page was open for too long. Everything you typed is still here: press the button again" in again.links
    assert [area.text for area in again.all("textarea")] == ["Long and dear"]
    assert chair.submit(again, {}, button="Go on to the results").request.path == path(meeting, "results")


@pytest.mark.parametrize("name", ["א" * 300, "x" * 300])
def test_a_name_without_end_is_refused_and_kept(chair: StrictClient, meeting: Meeting, name: str) -> None:
    answer = chair.submit(
        chair.get_page(path(meeting, "guests")), {"guests-0-name": name}, button="Go on to what was said"
    )
    assert answer.status_code == 422
    page = chair.page(answer)
    assert page.links["Shorten this to 200 characters; it has 300 now"] == "#guests-0-name"
    assert [field.get("value") for field in page.all("input", name="guests-0-name")] == [name]


def test_a_silent_save_tells_what_to_go_on_from(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    token = chair.csrf_token(path(meeting, "guests"))
    sent = {"csrf_token": token, "version": "0", "base": "{}", "guests-0-name": "Ann Example", "guests-0-kind": "guest"}
    answer = chair.post(path(meeting, "guests"), data=sent, headers={"Accept": "application/json"})
    told = answer.get_json()
    person = session.scalars(select(Person)).one()
    assert (answer.status_code, told["version"]) == (200, 1)
    assert told["fields"] == {
        "guests-0-person": str(person.id), "guests-0-known": "Ann Example", "guests-0-who": "",
    }  # fmt: skip
    assert told["saved"].startswith("Saved at ")
    other = {**sent, "guests-0-name": "Bo Example"}
    late = chair.post(path(meeting, "guests"), data=other, headers={"Accept": "application/json"})
    assert (late.status_code, late.get_json()["overtaken"]) == (409, True)
    wrong = chair.post(
        path(meeting, "guests"), data={**sent, "guests-0-name": "x" * 201}, headers={"Accept": "application/json"}
    )
    assert (wrong.status_code, wrong.get_json()["errors"]) == (
        422, {"guests-0-name": "Shorten this to 200 characters; it has 201 now"},
    )  # fmt: skip


@pytest.mark.parametrize("page", ["details", "guests", "said", "messages"])
def test_a_page_takes_the_same_number_of_statements_for_many_rows(
    chair: StrictClient, meeting: Meeting, session: Session, count_statements: Counter, page: str
) -> None:
    add_rows(session, meeting, 1)
    with count_statements() as few:
        chair.get_page(path(meeting, page))
    add_rows(session, meeting, 12)
    with count_statements() as many:
        chair.get_page(path(meeting, page))
    assert many.count == few.count, many


def add_rows(session: Session, meeting: Meeting, number: int) -> None:
    """Add so many guests, paragraphs and messages."""
    for index in range(number):
        name = f"Guest {number} {index}"
        person = Person(name=name, sort_name=name, name_key=name.lower(), created_at=meeting.created_at)
        session.add(person)
        session.flush()
        who = {"meeting_id": meeting.id, "person_id": person.id, "position": index, "name": name}
        session.add(Speaker(kind=SpeakerKind.GUEST, **who))
        session.add(SpeechParagraph(meeting_id=meeting.id, position=index, text=f"{name} spoke."))
        session.add(SupportMessage(**who))
    session.commit()

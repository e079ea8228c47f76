"""A list of guests that is pasted fills their rows, without scripts: shown before it is taken, and nothing is lost."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from agm.meetings.models import Meeting
from agm.meetings.queries import speakers
from tests.support.client import StrictClient
from tests.support.html_page import Page

FILL, GO_ON = "Fill in the guests", "Go on to what was said"


def path(meeting: Meeting) -> str:
    return f"/desk/meetings/{meeting.id}/guests"


def rows(page: Page) -> list[tuple[str, str]]:
    """The names and roles in the fields of the page."""
    fields = {str(field.get("name")): str(field.get("value") or "") for field in page.all("input")}
    numbers = range(sum(name.endswith("-role") for name in fields))
    return [(fields[f"guests-{number}-name"], fields[f"guests-{number}-role"]) for number in numbers]


def recorded(session: Session, meeting: Meeting) -> list[tuple[str | None, str, str | None]]:
    session.expire_all()
    found = [(one.prefix, one.name, one.role) for one in speakers(session, meeting.id)]
    session.commit()
    return found


def test_a_list_fills_the_rows_and_is_taken_when_it_was_seen(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    listed = "Guests:\nCllr Ann Bell, Leader of Bury Council\nTBC\n\nCy Day\tHistorian"
    typed = {"guests-0-name": "Zed Old", "pasted": listed}
    answer = chair.submit(chair.get_page(path(meeting)), {**typed}, button=FILL)
    assert (answer.status_code, recorded(session, meeting)) == (200, [])
    page = chair.page(answer)
    assert rows(page) == [
        ("Zed Old", ""), ("Cllr Ann Bell", "Leader of Bury Council"), ("Cy Day", "Historian"),
    ]  # fmt: skip
    for told in ("3 of 4 lines", "Nothing is saved yet", "Line 3: “TBC” is no name"):
        assert told in page.text
    chair.submit(page, {}, button=GO_ON)
    assert recorded(session, meeting) == [
        (None, "Zed Old", None), ("Cllr", "Ann Bell", "Leader of Bury Council"), (None, "Cy Day", "Historian"),
    ]  # fmt: skip


def test_a_list_that_is_read_again_doubles_nobody_and_what_it_replaces_is_told(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    first = {"guests-0-name": "Ann Bell", "guests-0-role": "Author", "pasted": "Dr Ann Bell\nCy Dey, Historian"}
    page = chair.page(chair.submit(chair.get_page(path(meeting)), {**first}, button=FILL))
    assert rows(page) == [("Ann Bell", "Author"), ("Cy Dey", "Historian")]
    page = chair.page(chair.submit(page, {"pasted": "Ann Bell, Editor\nCy Day, Historian"}, button=FILL))
    assert rows(page) == [("Ann Bell", "Editor"), ("Cy Day", "Historian")]
    assert "They stand in place of Ann Bell, Author, Cy Dey, Historian." in page.text
    assert recorded(session, meeting) == []


def test_no_other_button_drops_a_list_that_was_not_read(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    page = chair.page(chair.submit(chair.get_page(path(meeting)), {"pasted": "Ann Bell, Author"}, button=GO_ON))
    assert (rows(page), recorded(session, meeting)) == ([("Ann Bell", "Author")], [])
    page = chair.page(chair.submit(chair.get_page(path(meeting)), {"pasted": "Ann Bell"}, button="Add a guest"))
    assert "Ann Bell" in page.texts("textarea", id="pasted")[0]


@pytest.mark.parametrize("field", ["name", "role", "before", "after"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\u2029", "\u000b", "\u0085"])
def test_a_line_end_becomes_no_part_of_a_guest(
    chair: StrictClient, meeting: Meeting, session: Session, field: str, end: str
) -> None:
    typed = {"guests-0-name": "Ann Bell", f"guests-0-{field}": f"Ann{end}Bo"}
    answer = chair.submit(chair.get_page(path(meeting)), {**typed}, button=GO_ON)
    assert (answer.status_code, recorded(session, meeting)) == (422, [])
    assert chair.page(answer).links["Write this on one line"] == f"#guests-0-{field}"


@pytest.mark.parametrize(
    "text", ["", "Ann Bell\n" * 3000, "\n".join(f"Ann Bell{chr(97 + n % 26)}{'x' * (n // 26)}" for n in range(201))]
)
def test_an_empty_or_endless_list_is_refused_where_it_stands(chair: StrictClient, meeting: Meeting, text: str) -> None:
    answer = chair.submit(chair.get_page(path(meeting)), {"pasted": text}, button=FILL)
    assert answer.status_code == 422
    assert "#pasted" in chair.page(answer).links.values()

"""A form that is sent after the sign-in has ended, or with an outdated token, comes back with all that was typed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.meetings.models import Meeting, Speaker, SpeechParagraph
from tests.support.client import Field, StrictClient, filled_in, find_form

HTML = {"Accept": "text/html,application/xhtml+xml"}
WORDS = "Members heard <b>how</b> the bells were recast.\nThey thanked the founders."


def test_a_sign_in_that_ended_loses_nothing(
    chair: StrictClient, client: StrictClient, meeting: Meeting, session: Session
) -> None:
    address = f"/desk/meetings/{meeting.id}/said"
    sent = {"csrf_token": "old", "version": "0", "base": "{}", "said-0-text": WORDS, "said-0-speakers": ""}
    answer = client.post(address, data=sent, headers={**HTML, "Origin": "http://localhost"})
    page = client.page(answer)
    assert (answer.status_code, page.heading) == (403, "You were signed out")
    assert page.links["Open the sign-in in a new tab"] == "/account/sign-in"
    assert [(area.text or "").strip() for area in page.all("textarea")] == [WORDS]
    carried = {field.get("name"): field.get("value") for field in page.all("input", type="hidden")}
    assert (carried["version"], carried["base"], carried["said-0-speakers"]) == ("0", "{}", "")
    (form,) = page.all("form", action=address)
    assert form.get("method") == "post"
    again = {**{str(name): str(value) for name, value in carried.items()}, "said-0-text": WORDS}
    answer = chair.post(address, data=again, headers=HTML)
    assert answer.status_code == 422
    chair.submit(answer, button="Go on to the results")
    session.rollback()
    assert [text.replace("\r", "") for text in session.scalars(select(SpeechParagraph.text))] == [WORDS]


def test_an_outdated_token_asks_for_one_more_press(chair: StrictClient, meeting: Meeting) -> None:
    address = f"/desk/{meeting.unit.slug if meeting.unit else ''}/offices/new"
    answer = chair.post(address, data={"csrf_token": "old", "label": "Ringer"}, headers=HTML)
    assert answer.status_code in {400, 422}
    assert "Ringer" in answer.text


def test_nothing_is_given_back_of_what_another_site_or_a_script_sent(client: StrictClient, meeting: Meeting) -> None:
    address = f"/desk/meetings/{meeting.id}/said"
    for headers in (
        {**HTML, "Origin": "https://elsewhere.example"},
        {**HTML, "Origin": "null"},
        {**HTML, "Sec-Fetch-Site": "cross-site"},
        {"Accept": "application/json"},
    ):
        answer = client.post(address, data={"said-0-text": WORDS}, headers=headers)
        assert (answer.status_code, answer.location) == (302, "/account/sign-in")
    answer = client.post("/account/password", data={"password": "long and secret"}, headers=HTML)
    assert "long and secret" not in answer.text


def test_what_is_on_record_already_is_no_conflict(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    """The answer to the first was lost on the way: a phone slept, or the connection ended."""
    page = chair.get_page(f"/desk/meetings/{meeting.id}/guests")
    typed: dict[str, Field] = {"guests-0-before": "", "guests-0-name": "Cllr Owen Example"}
    for headers in ({}, {"Accept": "application/json"}):
        data = filled_in(find_form(page, "Go on to what was said", None), typed)
        answers = [chair.post(page.path, data=data, headers=headers) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200 if headers else 303] * 2
    data["guests-0-name"] = ["Miriam Sample"]
    assert chair.post(page.path, data=data).status_code == 409
    session.rollback()
    assert session.scalars(select(Speaker.name)).all() == ["Owen Example"]

"""Input that no page of ours sends: each is answered by a page with a status of the sender's, never by a fault."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, NoResultFound, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from agm.announcements.models import Announcement, BlockOverride
from agm.app import LARGEST_REQUEST
from agm.meetings.models import Meeting
from agm.web.kit.row_list import MOST_ROWS_SENT
from agm.wording.document import AnnouncementKind
from tests.support.client import StrictClient, filled_in, find_form

PAGES = ("details", "guests", "said", "messages", "offices", "results")
ODD_NUMBERS = ("²", "9" * 5000, "4294967296", "-1", "")
NAMED = {"version": "0", "base": "{}", "guests-0-name": "Ann Bell", "guests-0-kind": "guest"}
FILLED = "offices-0-places-0-people-0-name"
FORMS: tuple[tuple[str, dict[str, str]], ...] = (
    *((page, {"version": number, "base": "[" * 100_000}) for page in PAGES for number in ODD_NUMBERS),
    *((page, {"resolving": "1", "base": "{}", "mine": "offices-0-open_state=x&guests-0-who=²"}) for page in PAGES),
    *(("guests", {**NAMED, "act": f"remove-guests-{number}"}) for number in ODD_NUMBERS),
    *(("guests", {**NAMED, "guests-0-who": number}) for number in ODD_NUMBERS),
    *(("guests", {**NAMED, "guests-0-person": number, "guests-0-known": "Ann Bell"}) for number in ODD_NUMBERS),
    *(("guests", {**NAMED, "resolving": "1", f"choice-{number}": "mine"}) for number in ODD_NUMBERS),
    ("results", {FILLED: "Ann", "offices-0-contest_id": "CONTEST", "offices-0-open_state": "x"}),
    ("results", {"offices-0-contest_id": "CONTEST", "offices-0-places-5-votes": "1", "offices-0-others-3-votes": "1"}),
    ("results", {"offices-0-places-0-votes": "1"}),
    ("../severn-vale/offices/order", {"order": "9" * 5000}),
    ("../north-west/offices/order", {"order": "²,9" + "9" * 5000, "move": "² up"}),
    ("../north-west/house-style", {}),
    ("../north-west/house-style", {"block_order": "x", "verb": "x"}),
    ("../north-west/house-style", {"line": "{office}\u2028: {names}\ufffe", "act": "preview"}),
    ("../north-west/meetings/import", {"facts": '{"format_version":1,"\\ud800":1}', "confirmed": "1"}),
    ("../north-west/meetings/import", {"facts": '{"format_version":1,"kind":"\\ud800"}', "confirmed": "1"}),
    ("../north-west/meetings/new", {"kind": "agm", "like": "²"}),
)


def test_forms_of_no_page_are_refused(chair: StrictClient, meeting: Meeting) -> None:
    address = f"/desk/meetings/{meeting.id}"
    token = chair.csrf_token("/account")
    contest = chair.get_page(f"{address}/results").all("input", name="offices-0-contest_id")[0].get("value", "")
    for page, sent in FORMS:
        data = {key: contest if value == "CONTEST" else value for key, value in sent.items()}
        answer = chair.post(f"{address}/{page}", data={**data, "csrf_token": token})
        assert answer.status_code < 500, (page, str(sent)[:99])
        assert answer.data or answer.location


@pytest.mark.parametrize("number", ["2147483648", "9223372036854775808", "9" * 5000])
def test_numbers_that_no_database_holds_are_no_addresses(chair: StrictClient, number: str) -> None:
    for address in ("meetings/{}", "meetings/{}/guests", "north-west/people/{}", "announcements/{}/statement"):
        assert chair.get(f"/desk/{address.format(number)}").status_code == 404, address
    assert chair.get(f"/desk/north-west/people?page={number}").status_code == 200


@pytest.mark.both_databases
@pytest.mark.parametrize("address", ["/desk/%00/people", "/%00", "/north-west/%00", "/desk/north-west/people?q=%00"])
def test_a_character_that_postgresql_cannot_be_asked_for(chair: StrictClient, address: str) -> None:
    assert chair.get(address).status_code in {200, 404}


@pytest.mark.parametrize("email", ["chair@example.org", "nobody@example.org"])
def test_a_password_that_is_nobodys_is_refused_alike(client: StrictClient, email: str) -> None:
    page = client.get_page("/account/sign-in")
    answer = client.submit(page, {"email": email, "password": "a" * 5000}, form="/account/sign-in")
    assert answer.status_code == 422


def test_addresses_that_are_none(chair: StrictClient, client: StrictClient) -> None:
    token = client.csrf_token("/account/sign-in")
    sent = {"email": "a@example.org", "password": "x", "next": "http://[::1", "csrf_token": token}
    assert client.post("/account/sign-in", data=sent).status_code == 400
    assert client.get("/account/sign-in?next=http://[::1").status_code == 400
    odd = {"Origin": "http://[::1", "Accept": "text/html"}
    assert chair.post("/desk/north-west/details", data={"name": "x"}, headers=odd).status_code == 403


def test_a_form_of_more_rows_than_a_page_has_is_refused_unread(chair: StrictClient, meeting: Meeting) -> None:
    sent = {f"offices-{office}-places-{place}-votes": "" for office in range(60) for place in range(60)}
    assert len(sent) > MOST_ROWS_SENT
    assert chair.post(f"/desk/meetings/{meeting.id}/results", data=sent).status_code == 413


@pytest.mark.parametrize("address", ["/account/sign-in", "/account/forgotten-password", "/desk/offices", "/x"])
def test_a_body_that_is_too_large_is_told_so(client: StrictClient, address: str) -> None:
    part = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    for body, kind in (
        (b"a" * (LARGEST_REQUEST + 1), "application/x-www-form-urlencoded"),
        (part * 10_000 + b"--b--\r\n", "multipart/form-data; boundary=b"),
    ):
        answer = client.post(address, data=body, content_type=kind, headers={"Accept": "text/html"})
        assert (answer.status_code, "That is too large" in answer.text) == (413, True), kind


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (IntegrityError("INSERT", None, Exception("taken")), 409),
        (OperationalError("INSERT", None, Exception("deadlock detected")), 503),
        (NoResultFound("removed"), 409),
        (StaleDataError("removed"), 409),
    ],
)
def test_what_the_database_refuses_gives_the_text_back(
    chair: StrictClient, meeting: Meeting, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int
) -> None:
    def refuse(*_anything: object) -> None:
        raise fault

    address = f"/desk/meetings/{meeting.id}/said"
    page = chair.get_page(address)
    monkeypatch.setattr("agm.web.desk.meetings.views.amend_speeches", refuse)
    words = "Members heard how the bells were recast, and thanked the founders."
    sent = filled_in(find_form(page, "Go on to the results", None), {"said-0-text": words})
    answer = chair.post(address, data=sent, headers={"Accept": "text/html"})
    assert (answer.status_code, words in answer.text) == (status, True)


def test_a_draft_with_own_words_can_be_removed(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    announcement = Announcement(
        kind=AnnouncementKind.REPORT,
        meeting_id=meeting.id,
        unit_id=meeting.unit_id,
        slug="report",
        created_at=meeting.created_at,
    )
    announcement.block_overrides = [BlockOverride(block="opening", text="Our own words.", replaced_digest="")]
    session.add(announcement)
    session.commit()
    address = f"/desk/meetings/{meeting.id}/remove"
    assert chair.post(address, data={"csrf_token": chair.csrf_token("/account")}).status_code == 303
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Meeting)) == 0

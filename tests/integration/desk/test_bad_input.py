"""Bad input, item by item: a clear message at the right place, and nothing lost. What is tested elsewhere:

- a date that does not exist, the meeting before its region opened: meetings/test_meeting_pages.py
  (test_wrong_details_come_back_with_what_to_do); a region's dates: organisation/test_organisation_pages.py
- an office label twice: organisation/test_organisation_pages.py (test_a_regional_officer_looks_after_offices),
  results/test_results_page.py (test_the_offices_of_a_meeting_are_changed_for_it_alone)
- a person elected to two offices marked incompatible: organisation/test_incompatible_offices.py
- votes negative, a winner below a loser, 300 characters: results/test_results_page.py
  (test_what_cannot_be_is_refused_and_kept); 300 characters also in meetings/test_meeting_pages.py
- template code in a pattern of the house style: organisation/test_house_style_pages.py
- a stale form token: meetings/test_meeting_pages.py and organisation/test_organisation_pages.py
  (test_an_outdated_token_brings_the_text_back)
- a page number of -1 in public and among people: public/test_home_and_regions.py, people/test_people_pages.py
- an upload that is no JSON, too big or of another schema: with the tests of uploads; on the command line
  cli/test_transfer.py
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from agm.audit.actions import Action
from agm.audit.models import AuditEntry
from agm.audit.queries import verify_chain
from agm.meetings.models import Meeting, Section, SectionState, Speaker, SpeechParagraph
from agm.organisation.models import Office, Unit
from agm.results.queries import office_results
from tests.support.client import Field, StrictClient, filled_in, find_form
from tests.support.html_page import Page

SignIn = Callable[..., StrictClient]
SAVES = 200
AT_ONCE = 10
SUM = "7006652"
"""What the template code of the marks below would give, if something carried it out."""
MARKS = ("<script>alert(1)</script>{{1234*5678}}", '"><img src=x onerror=alert(1)>${1234*5678}{guests}')
LONG_MARKS = f"{MARKS[0]} [x](javascript:alert(1)) {MARKS[1]} {{% raw %}} <a href='javascript:alert(1)'>x</a> &lt;b&gt;"
NOT_WORDS = {
    "starts_at",
    "ordinal",
    "time_zone",
    "slug",
    "video_url",
    "appeared_at",
    "online_link",
    "attendance",
    "quorum",
}
"""Fields with a form of their own (a time, a number, an address); each refuses such text by itself."""


def path(meeting: Meeting, page: str) -> str:
    """The address of one of the meeting's pages at the desk."""
    return f"/desk/meetings/{meeting.id}/{page}"


def values_of(page: Page, name: str) -> list[str | None]:
    """What stands in the fields of that name."""
    return [field.get("value") for field in page.all("input", name=name)]


def test_more_elected_than_seats(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    page = chair.get_page(path(meeting, "results"))
    sent = filled_in(find_form(page, "Go on to the announcement", None), {"offices-0-places-0-people-0-name": "Ann"})
    sent["offices-0-places-1-people-0-name"] = ["Bo"]
    answer = chair.post(page.path, data=sent)
    assert answer.status_code == 422
    message = (
        "Chair has one place, but 2 are entered as elected. Take a name away, or add a place in the list of offices."
    )
    again = chair.page(answer)
    assert again.links[message] == "#offices-0-places-1-people-0-name"
    assert values_of(again, "offices-0-places-0-people-0-name") == ["Ann"]
    assert values_of(again, "offices-0-places-1-people-0-name") == ["Bo"]
    assert {office.entries for office in office_results(session, meeting.id)} == {()}


def test_a_tie_is_no_winner_below_a_loser(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    typed: dict[str, Field] = {
        "offices-0-places-0-people-0-name": "Ann Bell", "offices-0-has_votes": True, "offices-0-places-0-votes": "17",
        "offices-0-others-0-people-0-name": "Bo Rope", "offices-0-others-0-votes": "17",
    }  # fmt: skip
    answer = chair.submit(chair.get_page(path(meeting, "results")), typed, button="Go on to the announcement")
    assert answer.request.path == path(meeting, "announcement")
    assert [one.votes for one in office_results(session, meeting.id)[0].entries] == [17, 17]


def test_negative_votes_of_somebody_not_elected_and_of_papers(chair: StrictClient, meeting: Meeting) -> None:
    typed: dict[str, Field] = {
        "offices-0-places-0-people-0-name": "Ann Bell", "offices-0-has_votes": True,
        "offices-0-others-0-people-0-name": "Bo Rope", "offices-0-others-0-votes": "-3",
        "offices-0-papers_set_aside": "-4",
    }  # fmt: skip
    answer = chair.submit(chair.get_page(path(meeting, "results")), typed, button="Go on to the announcement")
    page = chair.page(answer)
    assert answer.status_code == 422
    lines = [("".join(link.itertext()), link.get("href")) for link in page.all("a")]
    assert [one for one in lines if one[0].endswith("nter 0 or more")] == [
        ("Votes 1: enter 0 or more", "#offices-0-others-0-votes"),
        ("Papers set aside 1: enter 0 or more", "#offices-0-papers_set_aside"),
    ]
    assert values_of(page, "offices-0-others-0-votes") == ["-3"]
    assert values_of(page, "offices-0-papers_set_aside") == ["-4"]


@pytest.mark.parametrize(
    "typed", ["נעמי לוי", "عمر الخيّام", "Ne\u0301stor Lla\u0302n", "Z" + "\u0351\u036b" * 60, "क्षितिज"]
)
def test_names_of_every_script_are_kept_and_shown(
    chair: StrictClient, meeting: Meeting, session: Session, typed: str
) -> None:
    answer = chair.submit(
        chair.get_page(path(meeting, "guests")), {"guests-0-name": typed}, button="Go on to what was said"
    )
    assert answer.request.path == path(meeting, "said")
    composed = unicodedata.normalize("NFC", typed)
    assert session.scalars(select(Speaker.name)).all() == [composed]
    session.commit()
    page = chair.get_page(path(meeting, "guests"))
    assert values_of(page, "guests-0-name") == [composed]
    assert [field.get("dir") for field in page.all("input", name="guests-0-name")] == ["auto"]
    assert composed in chair.get_page(path(meeting, "announcement")).text


def test_a_character_that_cannot_be_shown_is_refused_with_its_place_and_kept(
    chair: StrictClient, meeting: Meeting
) -> None:
    answer = chair.submit(
        chair.get_page(path(meeting, "guests")), {"guests-0-name": "Ann \uffffLee"}, button="Go on to what was said"
    )
    assert answer.status_code == 422
    page = chair.page(answer)
    message = "Delete the \ufffd behind “Ann”: it stands for a character that cannot be shown"
    assert page.links[message] == "#guests-0-name"
    assert values_of(page, "guests-0-name") == ["Ann \ufffdLee"]


def test_marks_around_a_pasted_name_are_dropped(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    pasted: dict[str, Field] = {"guests-0-name": "\u2068Ann \u202eLee\u2069\u200b"}
    chair.submit(chair.get_page(path(meeting, "guests")), pasted, button="Go on to what was said")
    assert session.scalars(select(Speaker.name)).all() == ["Ann Lee"]


def words_in(page: Page, button: str, marks: str) -> dict[str, Field]:
    """`marks` typed into every field of the form that takes words."""
    form = find_form(page, button, None)
    areas = (field.get("name", "") for field in form.iter("textarea"))
    lines = (
        field.get("name", "")
        for field in form.iter("input")
        if field.get("type") == "text" and field.get("inputmode") != "numeric" and field.get("name") not in NOT_WORDS
    )
    names = [
        name for name in (*areas, *lines) if not name.endswith(("-day", "-month", "-year")) and "colour" not in name
    ]
    return {name: marks for name in names if not name.startswith(("accent", "button"))}


def send(client: StrictClient, address: str, button: str, marks: str, **more: Field) -> str:
    """Fill every field of words of a page with the marks and send it; the address that it leads to."""
    page = client.get_page(address)
    words = words_in(page, button, marks)
    assert words, address
    answer = client.submit(page, {**words, **more}, button=button)
    assert answer.status_code == 200, (address, client.page(answer).text)
    return answer.request.path


@pytest.mark.parametrize("marks", MARKS)
def test_markup_and_template_code_stay_text(
    session: Session, meeting: Meeting, sign_in: SignIn, client: StrictClient, marks: str
) -> None:
    national = sign_in("national_officer")
    send(national, "/desk/organisation", "Save the details", marks, website="example.org")
    send(national, "/desk/north-west/details", "Save the region", marks, slug="north-west")
    office = session.scalars(select(Office.id).order_by(Office.id)).first()
    session.commit()
    send(national, f"/desk/north-west/offices/{office}", "Save the office", marks)
    send(national, "/desk/offices/new", "Add the office", marks)
    offices = words_in(national.get_page(path(meeting, "offices")), "Set the offices", marks)
    first: dict[str, Field] = {name: marks for name in offices if name.startswith("contests-0-")}
    answer = national.submit(national.get_page(path(meeting, "offices")), first, button="Set the offices")
    assert answer.request.path == path(meeting, "results")
    send(national, path(meeting, "details"), "Go on to the guests", marks)
    send(national, path(meeting, "guests"), "Go on to what was said", marks)
    send(national, path(meeting, "said"), "Go on to the results", LONG_MARKS)
    send(national, path(meeting, "messages"), "Go on to the results", marks)
    winner: dict[str, Field] = {"offices-0-places-0-people-0-name": marks}
    answer = national.submit(national.get_page(path(meeting, "results")), winner, button="Go on to the announcement")
    assert answer.request.path == path(meeting, "announcement")
    publish = national.get_page(path(meeting, "publish"))
    assert national.submit(publish, {"names_agreed": True}, button="Publish the announcement").status_code == 200
    statement = send(national, "/desk/north-west/statements/new", "Save the draft", marks)
    assert national.submit(national.get_page(statement), {}, button="Publish the statement").status_code == 200
    shown = [
        *read(national, desk_pages(meeting, statement)),
        *read(client, public_pages(client)),
    ]  # the client refuses inline scripts, handlers and javascript: addresses on each of them
    for address, html in shown:
        assert SUM not in html, address
    announcement = dict(shown)["/north-west/agm-2017"]
    assert "<script>alert" not in announcement
    assert "<img src=x" not in announcement
    assert 'javascript:alert(1)"' not in announcement
    assert [address for address in ("/", "/north-west") if marks not in client.get_page(address).text] == []


def desk_pages(meeting: Meeting, statement: str) -> list[str]:
    """The pages of the desk that show what was typed."""
    unit = "/desk/north-west"
    of_meeting = ("details", "guests", "said", "messages", "offices", "results", "announcement", "publish", "preview")
    of_region = ("details", "offices", "officers", "people", "statements", "house-style")
    whole = ("", "/organisation", "/regions", "/offices", "/people", "/overview", "/record", "/house-style")
    return [
        *(path(meeting, page) for page in of_meeting),
        *(f"{unit}/{page}" for page in of_region),
        *(f"/desk{page}" for page in whole),
        f"/desk/meetings/{meeting.id}",
        statement,
    ]


def public_pages(client: StrictClient) -> list[str]:
    """The public pages, those that the first ones lead to as well."""
    first = [
        "/",
        "/regions",
        "/north-west",
        "/search?q=script",
        "/data",
        "/privacy",
        "/accessibility",
        "/north-west/agm-2017",
    ]
    found = dict.fromkeys(first)
    for address in first:
        links = client.get_page(address).links.values()
        found |= dict.fromkeys(link for link in links if link.startswith("/north-west"))
    return list(found)


def read(client: StrictClient, addresses: list[str]) -> Iterator[tuple[str, str]]:
    """Each page's HTML, with its address."""
    for address in addresses:
        is_part = address.endswith((".html", "/preview"))
        headers = {"Sec-Fetch-Dest": "empty"} if is_part else {}
        answer = client.get(address, headers=headers, follow_redirects=True)
        assert answer.status_code == 200, address
        yield address, answer.text if (answer.mimetype or "").startswith("text/") else ""


def missing(client: StrictClient, address: str) -> Page:
    """The page that tells a reader that there is none at the address."""
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 404, address
    page = client.page(answer)
    assert page.heading == "There is no such page", address
    return page


def test_a_closed_region_stays_and_one_that_never_was_is_a_plain_page(
    chair: StrictClient, client: StrictClient, meeting: Meeting
) -> None:
    assert meeting.unit is not None
    meeting.unit.closed_on = dt.date(2018, 5, 1)
    page = client.get_page("/north-west")
    assert "This region was closed on 1 May 2018. Its record is kept here." in page.text
    assert chair.get_page(path(meeting, "details")).heading == "When and where?"
    for address in (
        "/north-east",
        "/desk/north-east/offices",
        "/desk/north-east/details",
        "/desk/meetings/999/details",
    ):
        assert missing(chair, address).links["To the news"] == "/"


def test_an_address_with_a_slash_is_refused_and_kept(sign_in: SignIn, meeting: Meeting, session: Session) -> None:
    national = sign_in("national_officer")
    typed: dict[str, Field] = {"name": "Fens", "slug": "fens/east", "description": "Flat"}
    answer = national.submit(national.get_page("/desk/regions/new"), typed, button="Add the region")
    assert answer.status_code == 422
    page = national.page(answer)
    assert page.links["Use small letters, figures and single hyphens only, for example north-west."] == "#slug"
    assert values_of(page, "slug") == ["fens/east"]
    assert session.scalars(select(Unit.slug).where(Unit.slug != "national")).all() == ["north-west"]
    session.commit()
    for address in ("/north-west%2Fagm-2017", "/fens/east", "/desk/fens/east/offices"):
        missing(national, address)


@pytest.mark.parametrize("number", ["-1", "0", "x", "1.5", "9" * 30])
def test_an_odd_page_number_at_the_desk(sign_in: SignIn, meeting: Meeting, number: str) -> None:
    national = sign_in("national_officer")
    for address in ("/desk/record", "/desk/people", "/desk/north-west/people", "/desk/north-west/statements"):
        answer = national.get(f"{address}?page={number}", follow_redirects=True)
        assert answer.status_code in {200, 404}, address
        assert national.page(answer).heading
    for address in ("/search?q=agm", "/north-west?x=1"):
        assert national.get(f"{address}&page={number}").status_code in {200, 404}, address


@pytest.mark.parametrize("is_first_save", [True, False])
def test_two_hundred_saves_at_once(
    app: Flask, chair: StrictClient, meeting: Meeting, session: Session, *, is_first_save: bool
) -> None:
    address = path(meeting, "said")
    if is_first_save:
        session.execute(delete(SectionState))  # as a meeting is that was taken over
    else:
        chair.submit(chair.get_page(address), {"said-0-text": "It began."}, button="Go on to the results")
    before = filled_in(find_form(chair.get_page(address), "Go on to the results", None), {})
    entries = count_of_saves(session)
    session.commit()
    cookies = "; ".join(f"{one.key}={one.value}" for one in (chair._cookies or {}).values())
    headers = {"Cookie": cookies, "User-Agent": chair.environ_base["HTTP_USER_AGENT"]}

    def save(number: int) -> tuple[int, bool]:
        mine = f"Words of number {number:03}."
        client = FlaskClient(app, use_cookies=False)
        answer = client.post(address, data={**before, "said-0-text": [mine]}, headers=headers)
        return answer.status_code, mine in answer.text

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(save, range(SAVES)))
    assert sorted({status for status, _kept in answers}) == [303, 409]
    (winner,) = [number for number, (status, _kept) in enumerate(answers) if status == 303]
    assert [number for number, (status, is_kept) in enumerate(answers) if status == 409 and not is_kept] == []
    session.expire_all()
    assert session.scalars(select(SpeechParagraph.text)).all() == [f"Words of number {winner:03}."]
    state = session.get_one(SectionState, (meeting.id, Section.SAID))
    assert state.version == int(before["version"][0]) + 1
    assert count_of_saves(session) == entries + 1
    assert verify_chain(session).is_sound
    session.commit()


def count_of_saves(session: Session) -> int:
    """How often the audit log says that what was said was saved."""
    statement = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == Action.SAID_AMENDED.value)
    return session.scalar(statement) or 0

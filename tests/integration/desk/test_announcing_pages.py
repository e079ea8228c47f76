"""Reading, publishing, correcting and retracting at the desk, as a regional officer does it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, BlockOverride, Revision, RevisionAct
from agm.facts import MeetingFacts, MeetingKind, OfficeState, Outcome, Paragraph, PersonName, SupportMessage
from agm.meetings.models import Meeting
from agm.wording.document import AnnouncementKind
from tests.support.client import Field, StrictClient
from tests.support.html_page import text_of
from tests.support.kept_records import kept_record
from tests.support.records import elected, facts_of, make_organisation, make_region, record
from tests.support.statements import Statements

SignIn = Callable[..., StrictClient]
CountStatements = Callable[[], AbstractContextManager[Statements]]


@kept_record
def meeting(session: Session) -> Meeting:
    """A recorded AGM of Severn Vale with a guest and a chair."""
    make_organisation(session)
    make_region(session)
    return record(session, facts_of(elected("Chair", "Ann Bell", key="chair"), guests=("Flo Chime",)))


@pytest.fixture
def officer(meeting: Meeting, sign_in: SignIn) -> StrictClient:
    """A regional officer of the meeting's region."""
    return sign_in("regional_officer", meeting.unit)


def words_of(session: Session) -> dict[str, str]:
    session.rollback()
    return {row.block: row.text for row in session.scalars(select(BlockOverride))}


def test_own_words_are_kept_and_can_be_taken_back(session: Session, meeting: Meeting, officer: StrictClient) -> None:
    address = f"/desk/meetings/{meeting.id}/announcement"
    page = officer.get_page(address)
    assert page.heading == "Read the announcement"
    assert "Severn Vale GBR AGM with guest speaker Flo Chime" in page.text
    fine: dict[str, Field] = {"blocks-0-text": "A *fine* evening"}
    answer = officer.submit(page, fine, button="Save my words for Title", follow_redirects=False)
    assert (answer.status_code, answer.location) == (303, f"{address}#title")
    again = officer.get_page(address)
    assert "A *fine* evening" in again.text
    assert "See what the record gives" in again.text

    typed: dict[str, Field] = {"blocks-0-text": "Another one"}
    stale = officer.submit(page, typed, button="Save my words for Title")
    assert stale.status_code == 409
    assert "Somebody else changed this announcement" in officer.page(stale).text
    assert "Another one" in officer.page(stale).text
    assert words_of(session) == {"title": "A *fine* evening"}

    back = officer.submit(again, button="Go back to the generated text of Title", follow_redirects=False)
    assert back.status_code == 303
    assert words_of(session) == {}


@pytest.mark.parametrize("button", ["Go on to publish", "Save my words for Title"])
def test_every_button_keeps_the_words_of_every_block(
    session: Session, meeting: Meeting, officer: StrictClient, button: str
) -> None:
    page = officer.get_page(f"/desk/meetings/{meeting.id}/announcement")
    closing = next(label.get("for", "") for label in page.all("label") if "Closing" in text_of(label))
    typed: dict[str, Field] = {"blocks-0-text": "A fine evening", closing: "Goodbye."}
    answer = officer.submit(page, typed, button=button)
    assert answer.request.path.endswith("/publish" if "publish" in button else "/announcement")
    assert words_of(session) == {"title": "A fine evening", "closing": "Goodbye."}
    page = officer.get_page(f"/desk/meetings/{meeting.id}/announcement")
    officer.submit(page, {closing: "Good night."}, button="Go back to the generated text of Title")
    assert words_of(session) == {"closing": "Good night."}


def test_going_on_makes_nothing_ones_own_that_nobody_touched(
    session: Session, meeting: Meeting, officer: StrictClient
) -> None:
    stale = officer.get_page(f"/desk/meetings/{meeting.id}/announcement")
    officer.submit(stale, {"blocks-0-text": "A fine evening"}, button="Save my words for Title")
    assert officer.submit(stale, button="Go on to publish").request.path.endswith("/publish")
    assert words_of(session) == {"title": "A fine evening"}


def test_the_record_changing_under_own_words_is_told(session: Session, meeting: Meeting, officer: StrictClient) -> None:
    address = f"/desk/meetings/{meeting.id}/announcement"
    page = officer.get_page(address)
    officer.submit(page, {"blocks-0-text": "A fine evening"}, button="Save my words for Title")
    assert "The record has changed since you wrote this" not in officer.get_page(address).text
    session.refresh(meeting)
    meeting.speakers[0].name = "Flora Chime"
    page = officer.get_page(address)
    assert "The record has changed since you wrote this" in page.text
    assert (
        "The record has changed under your own words" in officer.get_page(f"/desk/meetings/{meeting.id}/publish").text
    )
    officer.submit(page, button="Save my words for Title")  # read, and found right
    assert "The record has changed since you wrote this" not in officer.get_page(address).text


def test_publishing_asks_once_then_corrects_and_retracts(
    session: Session, meeting: Meeting, officer: StrictClient
) -> None:
    address = f"/desk/meetings/{meeting.id}/publish"
    page = officer.get_page(address)
    assert page.heading == "This will be public at once. Publish?"
    assert "Ann Bell" in page.text
    refused = officer.submit(page, {}, button="Publish the announcement")
    assert refused.status_code == 422
    assert "Confirm that everyone named has agreed to it." in officer.page(refused).text
    session.rollback()
    assert session.scalars(select(Revision)).all() == []
    session.commit()

    answer = officer.submit(officer.page(refused), {"names_agreed": True}, button="Publish the announcement")
    page = officer.page(answer)
    assert page.heading == "It is public"
    assert "Nothing is left to do" in officer.get_page(f"/desk/meetings/{meeting.id}/publish").text
    assert "Flo Chime" in officer.get_page("/severn-vale/agm-2024").text

    session.refresh(meeting)
    meeting.speakers[0].name = "Flora Chime"
    page = officer.get_page(address)
    before, after = page.texts("del"), page.texts("ins")
    assert len(before) == len(after) > 0
    assert all("Flo Chime" in line for line in before)
    assert [line.replace("Flora", "Flo") for line in after] == before
    refused = officer.submit(page, {"note": ""}, button="Publish the correction")
    assert refused.status_code == 422
    assert "Say in a few words what is corrected" in officer.page(refused).text
    done = officer.submit(page, {"note": "The name of our guest"}, button="Publish the correction")
    assert done.status_code == 200
    public = officer.get_page("/severn-vale/agm-2024").text
    assert "Flora Chime" in public
    assert "The name of our guest" in public

    page = officer.get_page(address)
    done = officer.submit(page, {"why": "It was another meeting"}, button="Take it back")
    assert done.status_code == 200
    assert "It was another meeting" in officer.get_page("/severn-vale/agm-2024", status=410).text
    session.rollback()
    acts = session.scalars(select(Revision.act).order_by(Revision.sequence)).all()
    assert acts == [RevisionAct.PUBLISHED, RevisionAct.CORRECTED, RevisionAct.RETRACTED]
    session.commit()


def test_a_page_overtaken_by_publication_and_a_new_result_publishes_nothing(
    session: Session, meeting: Meeting, officer: StrictClient
) -> None:
    stale = officer.get_page(f"/desk/meetings/{meeting.id}/publish")
    assert officer.submit(stale, {"names_agreed": True}, button="Publish the announcement").status_code == 200
    results = officer.get_page(f"/desk/meetings/{meeting.id}/results")
    changed = officer.submit(
        results, {"offices-0-places-0-people-0-name": "Cyd Vane"}, button="Go on to the announcement"
    )
    assert changed.status_code == 200
    refused = officer.submit(stale, {"names_agreed": True}, button="Publish the announcement")
    assert refused.status_code == 409
    assert "published it meanwhile. To change it, correct it." in officer.page(refused).text
    session.rollback()
    assert session.scalars(select(Revision.act)).all() == [RevisionAct.PUBLISHED]
    session.commit()


def test_what_nobody_has_read_is_neither_published_nor_corrected_nor_taken_back(
    session: Session, meeting: Meeting, officer: StrictClient
) -> None:
    """Nor is consent asked again of those who stand in public and are only spelt otherwise."""
    address = f"/desk/meetings/{meeting.id}/publish"
    buttons = {"Publish the announcement": "", "Publish the correction": "A name", "Take it back": "No"}
    for button, note in buttons.items():
        if note:
            session.refresh(meeting)
            meeting.speakers[0].name += "a"
            session.commit()
        stale = officer.get_page(address)
        if button == "Take it back":
            officer.submit(stale, {"note": "A name"}, button="Publish the correction")
        else:
            session.refresh(meeting)
            meeting.speakers[0].name += "h"
            session.commit()
        field = "why" if button == "Take it back" else "note"
        typed: dict[str, Field] = {field: note} if note else {"names_agreed": True}
        overtaken = officer.submit(stale, typed, button=button)
        assert (overtaken.status_code, "Read it again" in overtaken.text) == (409, True), button
        assert officer.submit(officer.get_page(address), typed, button=button).status_code == 200


def test_messages_of_support_are_announced_on_their_own(session: Session, sign_in: SignIn) -> None:
    make_organisation(session)
    unit = make_region(session)
    message = SupportMessage(person=PersonName(name="Ivo Steeple", suffix="MP"), role="Master of the Guild")
    meeting = record(session, facts_of(elected("Chair", "Ann Bell"), messages=(message,)))
    officer = sign_in("regional_officer", unit)
    page = officer.get_page(f"/desk/meetings/{meeting.id}/publish/messages")
    assert "Ivo Steeple MP" in page.text
    assert "Ann Bell" not in page.text
    answer = officer.submit(page, {"names_agreed": True}, button="Publish the announcement")
    assert officer.page(answer).heading == "It is public"
    assert "Ivo Steeple" in officer.get_page("/severn-vale/agm-2024/messages").text
    session.rollback()
    kinds = session.scalars(select(Announcement.kind).where(Announcement.current_sequence.is_not(None))).all()
    assert kinds == [AnnouncementKind.MESSAGES_OF_SUPPORT]
    session.commit()


def test_a_viewer_reads_but_has_no_buttons(meeting: Meeting, sign_in: SignIn) -> None:
    viewer = sign_in("viewer", meeting.unit)
    page = viewer.get_page(f"/desk/meetings/{meeting.id}/announcement")
    assert "Use my own words" not in page.text
    page = viewer.get_page(f"/desk/meetings/{meeting.id}/publish")
    assert "Publish the announcement" not in page.text
    token = viewer.csrf_token("/account")
    answer = viewer.post(f"/desk/meetings/{meeting.id}/publish/report", data={"csrf_token": token})
    assert answer.status_code == 403


def everything(*results: Outcome, many: int = 1, held_on: str = "2023-04-23") -> MeetingFacts:
    """Facts of an AGM at which so many guests spoke, and as many sent messages."""
    guests = tuple(f"Guest Number{number}" for number in range(many))
    return facts_of(
        *results,
        held_on=held_on,
        guests=guests,
        said=tuple(Paragraph(text=f"{guest} spoke of bells.", speakers=(guest,)) for guest in guests),
        messages=tuple(
            SupportMessage(person=PersonName(f"Sender Number{number}"), text="Well rung!") for number in range(many)
        ),
    )


OFFICES = ("Chair", "Secretary", "Treasurer", "Steward", "Tower captain", "Ringing master", "Librarian")
WINNERS = ("Ann Bell", "Bo Rope & Cy Tower", "Di Peal", "Ed Change", "Flo Chime", "Gil Sally", "Hal Muffle")


@pytest.mark.parametrize(("page", "most"), [("announcement", 13), ("publish", 18), ("full-size", 13)])
def test_a_page_asks_the_database_a_fixed_number_of_questions(
    session: Session, sign_in: SignIn, count_statements: CountStatements, page: str, most: int
) -> None:
    make_organisation(session)
    unit = make_region(session)
    small = record(session, everything(elected("Chair", "Ann Bell")))
    results = [elected(office, people) for office, people in zip(OFFICES, WINNERS, strict=True)]
    large = record(session, everything(*results, many=12, held_on="2024-04-21"))
    officer = sign_in("regional_officer", unit)
    counts = []
    for meeting in (small, large):
        with count_statements() as statements:
            officer.get_page(f"/desk/meetings/{meeting.id}/{page}")
        counts.append(statements.count)
    assert counts[0] == counts[1] <= most, statements


def test_publishing_seven_offices_takes_few_statements(
    session: Session, sign_in: SignIn, count_statements: CountStatements
) -> None:
    make_organisation(session)
    unit = make_region(session)
    results = [elected(office, people) for office, people in zip(OFFICES, WINNERS, strict=True)]
    meeting = record(session, everything(*results, many=12))
    officer = sign_in("regional_officer", unit)
    page = officer.get_page(f"/desk/meetings/{meeting.id}/publish")
    with count_statements() as statements:
        answer = officer.submit(page, {"names_agreed": True}, button="Publish the announcement", follow_redirects=False)
    assert answer.status_code == 303
    assert statements.count <= 69, statements


def test_results_that_are_missing_after_the_meeting_are_asked_for(session: Session, sign_in: SignIn) -> None:
    make_organisation(session)
    unit = make_region(session)
    treasurer = Outcome("Treasurer", state=OfficeState.UNDECIDED)
    meeting = record(session, facts_of(treasurer, kind=MeetingKind.BY_ELECTION))
    officer = sign_in("regional_officer", unit)
    told = "The meeting is over, but no result is entered for Treasurer. The announcement says nothing of it."
    desk = f"/desk/meetings/{meeting.id}"
    steps = ("details", "guests", "said", "results", "announcement", "publish")
    assert [step for step in steps if told in officer.get_page(f"{desk}/{step}").text] == ["announcement", "publish"]
    page = officer.get_page(f"{desk}/publish")
    assert page.text.count(told) == 1
    assert officer.page(officer.submit(page, {}, button="Publish the announcement")).heading == "It is public"
    assert told in officer.get_page(f"{desk}/publish").text


def test_results_are_asked_for_only_of_a_report_and_only_afterwards(session: Session, sign_in: SignIn) -> None:
    make_organisation(session)
    unit = make_region(session)
    message = SupportMessage(person=PersonName(name="Ivo Steeple"))
    chair = Outcome("Chair", state=OfficeState.UNDECIDED)
    past = record(session, facts_of(chair, messages=(message,)))
    coming = record(session, facts_of(chair, held_on="2124-04-21"))
    officer = sign_in("regional_officer", unit)
    told = "o result is entered for Chair"
    assert told not in officer.get_page(f"/desk/meetings/{past.id}/publish/messages").text
    assert told not in officer.get_page(f"/desk/meetings/{coming.id}/guests").text
    page = officer.get_page(f"/desk/meetings/{coming.id}/publish").text
    assert "No result is entered for Chair. The announcement says nothing of it." in page

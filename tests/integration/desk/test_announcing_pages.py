"""Reading, publishing, correcting and retracting at the desk, as a regional officer does it."""

from __future__ import annotations

import re
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


def test_a_statement_can_be_written_in_welsh_too_where_the_house_speaks_it(
    session: Session, meeting: Meeting, officer: StrictClient
) -> None:
    new = "/desk/severn-vale/statements/new"
    assert "Text in Welsh" not in officer.get_page(new).text
    meeting.unit.house_style = {"second_language": "cy"}
    session.commit()
    page = officer.get_page(new)
    fields = {field.get("name"): field.get("lang") for tag in ("input", "textarea") for field in page.all(tag)}
    assert (fields["second_title"], fields["second_text"], fields["text"]) == ("cy", "cy", None)
    words: dict[str, Field] = {"title": "Thank you", "text": "She rang.", "second_title": "Diolch", "second_text": ""}
    refused = officer.submit(page, words, button="Save the draft")
    assert refused.status_code == 422
    assert "Write the statement in Welsh too" in officer.page(refused).text
    draft = officer.page(officer.submit(page, {**words, "second_text": "*Canodd* hi."}, button="Save the draft"))
    officer.submit(draft, button="Publish the statement")
    source = officer.get("/severn-vale/statements/thank-you").text
    assert 'lang="cy"' in source
    assert source.index("She rang.") < source.index("Diolch") < source.index("<em>Canodd</em> hi.")
    meeting.unit.house_style = {}
    session.commit()
    statement = session.scalars(select(Announcement).where(Announcement.statement_title == "Thank you")).one()
    page = officer.get_page(f"/desk/announcements/{statement.id}/statement")
    kept = officer.page(officer.submit(page, {"text": "She rang each Sunday."}, button="Save the draft"))
    assert "*Canodd* hi." in kept.text, "what was written stays, whatever the house speaks now"


def test_a_statement_is_drafted_published_corrected_and_another_removed(
    session: Session, meeting: Meeting, officer: StrictClient
) -> None:
    page = officer.get_page("/desk/severn-vale/statements")
    assert "None yet" in page.text
    page = officer.get_page("/desk/severn-vale/statements/new")
    refused = officer.submit(page, {"text": "She rang.", "video_url": "video"}, button="Save the draft")
    assert refused.status_code == 422
    assert "Enter a title" in officer.page(refused).text
    assert "She rang." in refused.text
    answer = officer.submit(page, {"title": "Thank you", "text": "She rang.", "video_url": ""}, button="Save the draft")
    draft, address = officer.page(answer), answer.request.path
    assert "Nobody outside sees it" in draft.text
    assert officer.get("/severn-vale/statements/thank-you").status_code == 404
    typed: dict[str, Field] = {"text": "She rang. They danced."}
    assert "Enter a title" in officer.submit(draft, {**typed, "title": ""}, button="Publish the statement").text
    assert officer.submit(draft, typed, button="Publish the statement").status_code == 200
    assert "They danced." in officer.get_page("/severn-vale/statements/thank-you").text

    page = officer.get_page(address)
    assert officer.submit(page, {"text": "She rang each Sunday."}, button="Save the draft").status_code == 200
    assert "each Sunday" not in officer.get_page("/severn-vale/statements/thank-you").text
    page = officer.get_page(address)
    done = officer.submit(page, {"note": "Which day"}, button="Publish the correction")
    assert done.status_code == 200
    assert "each Sunday" in officer.get_page("/severn-vale/statements/thank-you").text

    page = officer.get_page("/desk/severn-vale/statements/new")
    other = officer.submit(page, {"title": "Oh", "text": "No."}, button="Save the draft").request.path
    assert officer.submit(officer.get_page(other), {}, button="Remove this draft").status_code == 200
    assert officer.get(other).status_code == 404


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


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("quoted", {"quotation": "We rang."}, "Say whose words these are."),
        ("quotation", {"quoted": "Ann Bell"}, "Write the words, or leave out whose they are."),
        ("appeared_in", {"appeared_at": "https://mail.example.org/1"}, "Say where that is"),
        (
            "appeared_at",
            {"appeared_in": "The Mail", "appeared_at": "http://mail.example.org/1"},
            "beginning with https://",
        ),
    ],
)
def test_what_stands_beside_a_statement_is_whole(
    session: Session, sign_in: SignIn, field: str, typed: dict[str, Field], words: str
) -> None:
    make_organisation(session)
    unit = make_region(session)
    officer = sign_in("regional_officer", unit)
    page = officer.get_page(f"/desk/{unit.slug}/statements/new")
    refused = officer.submit(page, {"title": "Bells", "text": "They rang.", **typed}, button="Save the draft")
    shown = officer.page(refused)
    assert refused.status_code == 422
    (error,) = shown.all("p", id=f"{field}-error")
    assert words in "".join(error.itertext())
    for name, value in typed.items():
        assert str(value) in refused.text, name


def test_a_quotation_and_where_a_statement_stood_first_are_public_and_corrected(
    session: Session, sign_in: SignIn
) -> None:
    make_organisation(session)
    unit = make_region(session)
    officer = sign_in("regional_officer", unit)
    typed: dict[str, Field] = {
        "title": "Bells", "text": "They rang.", "quotation": "We *rang*.", "quoted": "Ann Bell", "quoted_role": "Chair",
    }  # fmt: skip
    draft = officer.page(
        officer.submit(officer.get_page(f"/desk/{unit.slug}/statements/new"), typed, button="Save the draft")
    )
    more: dict[str, Field] = {"appeared_in": "The Mail", "appeared_at": "https://mail.example.org/1"}
    officer.submit(draft, more, button="Publish the statement")
    public = officer.get(f"/{unit.slug}/statements/bells").text
    quoted = re.search(r"<blockquote>(.*?)</blockquote>", public, re.DOTALL)
    assert quoted is not None
    assert "<em>rang</em>" in quoted[1]
    assert "— Ann Bell, Chair" in quoted[1]
    assert 'First published in <a href="https://mail.example.org/1"' in public
    officer.submit(officer.get_page(draft.path), {"quoted_role": "President"}, button="Save the draft")
    officer.submit(officer.get_page(draft.path), {"note": "Her office."}, button="Publish the correction")
    assert "— Ann Bell, President" in officer.get(f"/{unit.slug}/statements/bells").text


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

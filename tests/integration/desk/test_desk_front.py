"""The front of the desk: what is next for each role, every region, beginning and removing a meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.facts import MeetingKind
from agm.language.partial_date import PartialDate
from agm.meetings.models import Election, Meeting
from agm.nominations.models import Contest
from agm.organisation.models import Unit
from tests.support.client import StrictClient
from tests.support.desk_records import add_meeting, add_organisation, add_region
from tests.support.kept_records import kept_record
from tests.support.records import elected, facts_of, make_organisation, make_region, publish
from tests.support.signing_in import make_official
from tests.support.statements import Statements

SignIn = Callable[..., StrictClient]
Counter = Callable[[], AbstractContextManager[Statements]]


@kept_record
def unit(session: Session) -> Unit:
    """The North West, opened in 2010, without a meeting."""
    add_organisation(session)
    return add_region(session)


def test_a_newcomer_is_told_how_it_goes(unit: Unit, sign_in: SignIn) -> None:
    page = sign_in("regional_officer", unit).get_page("/desk")
    assert page.heading.startswith("Welcome, Regional. North West has no AGM yet")
    assert page.links["Begin an AGM"] == "/desk/north-west/meetings/new"
    assert "How it goes" in page.text


def test_who_is_new_in_a_region_with_earlier_agms_is_welcomed_until_they_have_done_something(
    unit: Unit, session: Session, sign_in: SignIn
) -> None:
    add_meeting(session, unit)
    user = make_official(session, "regional_officer", [unit])
    user.name, user.invited_at = "Nia Hardcastle", dt.datetime.now(dt.UTC)
    chair = sign_in(None, user=user)
    page = chair.get_page("/desk")
    assert page.heading == "Welcome, Nia. Who came to speak?"
    assert (
        "This meeting was begun before you came. Go on from here: everything in it can still be changed." in page.text
    )
    chair.submit(chair.get_page(page.links["Enter the guests"]), {}, button="Go on to what was said")
    page = chair.get_page("/desk")
    assert page.heading == "What was said?"
    assert "Welcome" not in page.text


def test_who_is_new_where_everything_is_published_is_told_how_to_begin(session: Session, sign_in: SignIn) -> None:
    make_organisation(session)
    unit = make_region(session)
    publish(session, facts_of(elected("Chair", "Ann Bell")))
    user = make_official(session, "regional_officer", [unit])
    user.invited_at = dt.datetime.now(dt.UTC)
    page = sign_in(None, user=user).get_page("/desk")
    assert page.heading.startswith("Welcome, Regional. The AGM is overdue since ")
    assert "The earlier meetings are here already." in page.text
    assert page.links["Begin the next AGM"] == "/desk/severn-vale/meetings/new"


def test_who_has_been_here_long_is_not_welcomed_again(unit: Unit, session: Session, sign_in: SignIn) -> None:
    add_meeting(session, unit)
    assert sign_in("regional_officer", unit).get_page("/desk").heading == "Who came to speak?"


def test_a_new_installation_asks_for_its_name_first_and_records_without(session: Session, sign_in: SignIn) -> None:
    unit = make_region(session)
    national = sign_in("national_officer")
    page = national.get_page("/desk")
    assert (page.heading, page.links["Enter its name"]) == ("What is your organisation called?", "/desk/organisation")
    meeting = add_meeting(session, unit)
    for path in ("guests", "said", "results", "announcement", "publish"):
        assert national.get(f"/desk/meetings/{meeting.id}/{path}").status_code == 200, path
    make_organisation(session)
    assert national.get_page("/desk").heading != page.heading


def test_a_viewer_is_offered_nothing_that_they_may_not_do(unit: Unit, session: Session, sign_in: SignIn) -> None:
    viewer = sign_in("viewer", unit)
    page = viewer.get_page("/desk")
    assert "There is no draft to look at now." in page.text
    meeting = add_meeting(session, unit)
    page = viewer.get_page("/desk")
    assert page.heading.startswith("The AGM")
    assert f"Next for whoever records {unit.name}: who came to speak?" in page.text
    assert page.links["Look at the draft"] == f"/desk/meetings/{meeting.id}/guests"
    assert [address for address in page.links.values() if address.endswith("/meetings/new")] == []


def test_somebody_without_a_region_is_told_whom_to_ask(unit: Unit, sign_in: SignIn) -> None:
    page = sign_in(None).get_page("/desk")
    assert "Nobody has given you a region yet. Ask your national office" in page.text
    assert unit.name not in page.text


def test_the_one_next_thing_follows_the_record(unit: Unit, session: Session, sign_in: SignIn) -> None:
    meeting = add_meeting(session, unit)
    chair = sign_in("regional_officer", unit)
    page = chair.get_page("/desk")
    assert (page.heading, page.links["Enter the guests"]) == (
        "Who came to speak?", f"/desk/meetings/{meeting.id}/guests",
    )  # fmt: skip
    chair.submit(chair.get_page(f"/desk/meetings/{meeting.id}/guests"), {}, button="Go on to what was said")
    chair.submit(chair.get_page(f"/desk/meetings/{meeting.id}/said"), {}, button="Go on to the results")
    assert chair.get_page("/desk").heading == "Who was elected?"
    page = chair.get_page(f"/desk/meetings/{meeting.id}")
    assert page.heading == "Who was elected?"
    results = chair.get_page(f"/desk/meetings/{meeting.id}/results")
    chair.submit(results, {"no_elections": True}, button="Go on to the announcement")
    assert chair.get_page("/desk").heading == "Read the announcement"


def test_a_coming_meeting_waits_for_its_day(unit: Unit, session: Session, sign_in: SignIn) -> None:
    meeting = add_meeting(session, unit, "2017-05-14", "The Pollok Rooms, Glasgow")
    with time_machine.travel("2017-04-18T12:00:00Z", tick=False):
        chair = sign_in("regional_officer", unit)
        assert chair.get_page("/desk").heading == "Who is coming to speak?"
        chair.submit(
            chair.get_page(f"/desk/meetings/{meeting.id}/guests"),
            {"guests-0-name": "Ann Example"},
            button="Go on to what was said",
        )
        page = chair.get_page("/desk")
    assert page.heading == "The AGM is on Sunday 14 May 2017"
    assert "The AGM, The Pollok Rooms, Glasgow." in page.text


def test_an_agm_is_begun_from_last_years(unit: Unit, session: Session, sign_in: SignIn) -> None:
    last = add_meeting(session, unit, venue="Heathlands, Prestwich")
    session.scalars(
        select(Contest).where(Contest.meeting_id == last.id, Contest.label == "Chair")
    ).one().label = "Convenor"
    chair = sign_in("regional_officer", unit)
    page = chair.get_page("/desk/north-west/meetings/new")
    typed = {"held_on-day": "8", "held_on-month": "4", "held_on-year": "2018"}
    answer = chair.submit(page, {**typed, "like": str(last.id)}, button="Begin")
    made = session.scalars(select(Meeting).where(Meeting.id != last.id)).one()
    assert answer.request.path == f"/desk/meetings/{made.id}/guests"
    assert (made.venue, made.held_on, made.slug, made.ordinal) == (
        "Heathlands, Prestwich", PartialDate(2018, 4, 8), "agm-2018", None,
    )  # fmt: skip
    labels = session.scalars(select(Contest.label).where(Contest.meeting_id == made.id).order_by(Contest.position))
    assert list(labels) == ["Convenor", "Secretary", "Membership", "Other officer"]


def test_a_meeting_needs_a_day_to_begin(unit: Unit, session: Session, sign_in: SignIn) -> None:
    chair = sign_in("regional_officer", unit)
    answer = chair.submit(chair.get_page("/desk/north-west/meetings/new"), {"venue": "Bury"}, button="Begin")
    assert answer.status_code == 422
    page = chair.page(answer)
    assert page.links["Enter the date of the AGM, for example 2 4 2017"] == "#held_on-day"
    assert [field.get("value") for field in page.all("input", name="venue")] == ["Bury"]
    page = chair.page(chair.submit(page, {"kind": "by_election"}, button="Begin"))
    assert page.links["Enter the date of the by-election, for example 2 4 2017"] == "#held_on-day"
    assert session.scalars(select(Meeting)).all() == []


def test_a_draft_is_removed_after_a_question(unit: Unit, session: Session, sign_in: SignIn) -> None:
    meeting = add_meeting(session, unit)
    chair = sign_in("regional_officer", unit)
    page = chair.get_page(f"/desk/meetings/{meeting.id}/remove")
    assert page.heading == "Remove this meeting?"
    answer = chair.submit(page, {}, button="Remove it")
    assert answer.request.path == "/desk/removed"
    assert "AGM 2017 was removed." in chair.page(answer).text
    session.expire_all()
    assert session.scalars(select(Meeting)).all() == []


def test_the_overview_says_who_is_late_and_takes_no_more_statements_for_many(
    unit: Unit, session: Session, sign_in: SignIn, count_statements: Counter
) -> None:
    add_meeting(session, unit, "2017-04-02")
    late = add_region(session, "South West")
    coming = add_region(session, "London")
    add_meeting(session, coming, "2018-06-11")
    with time_machine.travel("2018-05-01T12:00:00Z", tick=False):
        officer = sign_in("national_officer")
        with count_statements() as few:
            page = officer.get_page("/desk/overview")
        assert page.heading == "Two regions wait for a word from you"
        assert "One of three has held their AGM. One is overdue. One is called for 11 June 2018." in page.text
        assert f"{late.name} " in page.text
        assert page.links["Read the draft: North West"].startswith("/desk/meetings/")
        for number in range(9):
            add_meeting(session, add_region(session, f"Region {number}"))
        with count_statements() as many:
            assert officer.get_page("/desk/overview").heading == "Eleven regions wait for a word from you"
        front = officer.get_page("/desk")
    assert many.count == few.count, many
    assert front.heading == "Eleven regions wait for a word from you"
    assert "South West: no date set" in front.text


def test_the_overview_has_the_elections_of_other_meetings_too(unit: Unit, session: Session, sign_in: SignIn) -> None:
    meeting = add_meeting(session, unit, "2018-06-11")
    meeting.kind = MeetingKind.EGM
    session.add(Election(meeting_id=meeting.id))
    over = add_meeting(session, unit, "2018-04-11")
    over.kind = MeetingKind.BY_ELECTION
    session.add(Election(meeting_id=over.id))
    session.commit()
    with time_machine.travel("2018-05-01T12:00:00Z", tick=False):
        page = sign_in("national_officer").get_page("/desk/overview")
    assert "Another election under way" in page.text
    links = {words: path for words, path in page.links.items() if words.startswith("See the timetable")}
    assert list(links.values()) == [f"/desk/meetings/{meeting.id}/election"]


@pytest.mark.parametrize("page", ["details", "guests", "said", "messages", "results", "offices", "preview"])
def test_others_may_not_see_and_viewers_may_not_change(
    unit: Unit, session: Session, sign_in: SignIn, page: str
) -> None:
    meeting = add_meeting(session, unit)
    address = f"/desk/meetings/{meeting.id}/{page}"
    stranger = sign_in("regional_officer", add_region(session, "London"))
    assert stranger.get(address).status_code == 403
    viewer = sign_in("viewer", unit)
    headers = {"Sec-Fetch-Dest": "empty"} if page == "preview" else {}
    assert viewer.get(address, headers=headers).status_code == 200
    if page != "preview":
        shown = viewer.get_page(address)
        assert "You can look at this page, and not change it." in shown.text
        assert viewer.post(address, data={"csrf_token": viewer.csrf_token(address)}).status_code == 403


def test_no_copy_of_a_page_of_the_desk_or_the_account_is_kept(unit: Unit, session: Session, sign_in: SignIn) -> None:
    meeting = add_meeting(session, unit)
    chair = sign_in("regional_officer", unit)
    desk = ("/desk", f"/desk/meetings/{meeting.id}/said", f"/desk/{unit.slug}/people.json", "/desk/users")
    for path in (*desk, "/account", "/account/sign-in"):
        assert chair.get(path).headers["Cache-Control"] == "private, no-store", path

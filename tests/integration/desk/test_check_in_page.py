"""The door's page: found and marked by one button, at several doors, by helpers with a link, without scripts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.models import AuditEntry
from agm.meetings.attendance import hall
from agm.meetings.commands import CreateMeeting, MeetingDetails
from agm.meetings.models import Attendance, GivenProxy, HallScreen, Meeting, RegisterEntry
from agm.meetings.operations import create_meeting
from agm.meetings.operations.details import details_of
from agm.organisation.models import Unit
from agm.people.commands import NewLink
from agm.people.links import issue
from agm.people.models import LinkPurpose
from agm.web.kit import clock
from tests.support.client import StrictClient
from tests.support.halls import act, add_to_register, at, came, make_hall
from tests.support.kept_records import kept_record
from tests.support.statements import Statements

SignIn = Callable[..., StrictClient]
DOOR = "/desk/meetings/1/check-in"


@kept_record
def meeting(session: Session) -> Meeting:
    """A meeting whose quorum is two, with four on its register."""
    return make_hall(session)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> list[dt.datetime]:
    """The present instant, in a list of one."""
    told = [at(0)]
    monkeypatch.setattr(clock, "now", lambda: told[0])
    return told


@pytest.fixture
def door(meeting: Meeting, session: Session, sign_in: SignIn, time: list[dt.datetime]) -> StrictClient:
    """An officer of the region, who runs the meeting."""
    return sign_in("regional_officer", session.get_one(Unit, meeting.unit_id))


def stays(session: Session) -> list[Attendance]:
    session.expire_all()
    return list(session.scalars(select(Attendance).order_by(Attendance.id)))


def test_somebody_is_found_by_name_or_number_and_marked_by_one_button(
    door: StrictClient, session: Session, time: list[dt.datetime]
) -> None:
    page = door.get_page(f"{DOOR}?q=cole")
    assert "2. Can vote. Give a paper" in page.text
    page = door.page(door.submit(page, button="Here: Bo Cole"))
    assert "1 here. Quorum is 2: 1 more is needed." in page.text
    time[0] = at(30)
    page = door.page(door.submit(door.get_page(f"{DOOR}?q=1"), button="Here: Ann Ashby"))
    assert "2 here. Quorum is 2: reached at 14:15." in page.text
    assert "Ann Ashby 14:15, late" in page.text
    assert "since 13:45" in door.get_page(f"{DOOR}?q=Bo").text
    assert [one.arrived_at for one in stays(session)] == [at(0), at(30)]


def test_who_may_not_vote_is_a_guest_and_told_why(door: StrictClient, session: Session) -> None:
    page = door.get_page(f"{DOOR}?q=eel")
    assert "4. Cannot vote: The subscription is not in. May listen" in page.text
    page = door.page(door.submit(page, button="Guest: Di Eel"))
    assert "0 can vote. Besides them, 1 guest." in page.text


def test_a_mistake_is_undone_and_who_leaves_is_found_among_those_who_are_here(
    door: StrictClient, session: Session, time: list[dt.datetime]
) -> None:
    page = door.page(door.submit(door.get_page(f"{DOOR}?q=cole"), button="Here: Bo Cole"))
    page = door.page(door.submit(page, button="Undo: Bo Cole"))
    assert "0 here." in page.text
    door.submit(door.get_page(f"{DOOR}?q=ashby"), button="Here: Ann Ashby")
    time[0] = at(20)
    page = door.get_page(f"{DOOR}?leaving=1")
    assert "Bo Cole" not in page.text
    page = door.page(door.submit(page, button="Leaves: Ann Ashby"))
    assert "Ann Ashby 14:05, left" in page.text
    door.submit(page, button="Undo: Ann Ashby")
    undone, back = stays(session)
    assert (undone.undone_at, back.left_at) == (at(0), None)


def marked(door: StrictClient, **sent: str) -> int:
    token = door.csrf_token(DOOR)
    return door.post(DOOR, data={"csrf_token": token, **sent}).status_code


def test_what_a_phone_kept_without_a_connection_is_recorded_once_at_its_time(
    door: StrictClient, session: Session, time: list[dt.datetime]
) -> None:
    time[0] = at(20)
    for _ in range(2):
        assert marked(door, here="1", client_key="abc", waited="600") == 303
    assert [one.arrived_at for one in stays(session)] == [at(10)]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"here": "999"}, "The register of this meeting does not have them."),
        ({"here": "1", "waited": "90000"}, "This was marked more than a day ago."),
        ({"left": "999"}, "Nobody like that is recorded at this meeting."),
        ({"undo": "came-999"}, "Nobody like that is recorded at this meeting."),
        ({"undo": "nonsense"}, "Nobody like that is recorded at this meeting."),
        ({}, "Nobody like that is recorded at this meeting."),
    ],
)
def test_what_cannot_be_recorded_is_told_and_changes_nothing(
    door: StrictClient, session: Session, sent: dict[str, str], told: str
) -> None:
    answer = door.post(DOOR, data={"csrf_token": door.csrf_token(DOOR), **sent})
    assert answer.status_code == 422
    assert told in answer.text
    assert not stays(session)


@pytest.mark.parametrize("odd", ["\0", "\ud800", "²", "9" * 5000, "-1", "x" * 5000])
def test_what_no_page_sends_is_answered_without_a_fault(door: StrictClient, odd: str) -> None:
    odd_bytes = odd.encode("utf-8", "surrogatepass")
    for name in ("here", "guest", "left", "undo", "waited", "client_key"):
        sent = {"csrf_token": door.csrf_token(DOOR), "here": "1", name: odd_bytes}
        assert door.post(DOOR, data=sent).status_code in {303, 422}
    for path in (f"{DOOR}?q=", f"{DOOR}?entry=", f"{DOOR}?leaving=1&q=", f"{DOOR}/visitor?name="):
        assert door.get(path + quote(odd_bytes)).status_code == 200
    sent = {"csrf_token": door.csrf_token(DOOR), "client_key": odd_bytes, "name": odd_bytes, "door": odd_bytes}
    for form in ("visitor", "door", "proxies", "cards"):
        assert door.post(f"{DOOR}/{form}", data=sent).status_code in {200, 303, 422}


def test_somebody_not_on_the_register_is_added_with_a_reason(door: StrictClient, session: Session) -> None:
    form = f"{DOOR}/visitor"
    page = door.get_page(f"{form}?name=Ed+Fox")
    answer = door.submit(page, {"may_vote": True}, form=form)
    assert answer.status_code == 422
    assert "Say why they vote" in answer.text
    door.submit(door.page(answer), {"reason": "Joined today"}, form=form)
    (stay,) = stays(session)
    assert (stay.name, stay.reason, stay.may_vote) == ("Ed Fox", "Joined today", True)


def test_a_guest_whom_a_phone_wrote_down_is_one(door: StrictClient, session: Session) -> None:
    for _ in range(2):
        assert marked(door, guest="A visitor from Thornwold", client_key="abc") == 303
    (stay,) = stays(session)
    assert (stay.displayed, stay.may_vote) == ("A visitor from Thornwold", False)


def test_the_door_has_a_name_that_stands_beside_each_mark(door: StrictClient, session: Session) -> None:
    door.submit(door.get_page(DOOR), {"door": "Side door"}, button="Keep the name of this door")
    page = door.page(door.submit(door.get_page(f"{DOOR}?q=cole"), button="Here: Bo Cole"))
    assert "Bo Cole 13:45. Side door" in page.text


def test_proxies_are_given_by_rule_and_papers_follow(door: StrictClient, session: Session) -> None:
    form = f"{DOOR}/proxies"
    page = door.get_page(form)
    assert "One person holds at most 1. Proxies count for the quorum." in page.text
    answer = door.submit(page, {"giver": "Bo Cole", "holder": "1"}, form=form)
    assert (answer.status_code, "Choose how they vote" in answer.text) == (422, True)
    page = door.page(door.submit(page, {"giver": "Bo Cole", "holder": "1", "kind": "general"}, form=form))
    assert "Ann Ashby votes for them." in page.text
    answer = door.submit(page, {"giver": "Cy Dée", "holder": "Ann Ashby", "kind": "directed"}, form=form)
    assert answer.status_code == 422
    assert "Their holder has 1 proxies already" in answer.text
    assert "Give 2 papers: 1 by proxy" in door.get_page(f"{DOOR}?q=ann").text
    assert "Gave a proxy to Ann Ashby, who gets no paper for it now" in door.get_page(f"{DOOR}?q=cole").text
    door.submit(door.get_page(form), button="Take back: Bo Cole")
    session.expire_all()
    assert session.scalars(select(GivenProxy)).one().withdrawn_at is not None


@pytest.mark.parametrize(
    ("typed", "told"), [("Zoe", "Nobody on the register is called “Zoe”"), ("e", "Several are meant")]
)
def test_a_name_that_is_not_clear_is_asked(door: StrictClient, typed: str, told: str) -> None:
    form = f"{DOOR}/proxies"
    answer = door.submit(door.get_page(form), {"giver": "1", "holder": typed, "kind": "general"}, form=form)
    assert answer.status_code == 422
    assert told in answer.text


def test_the_register_for_a_phones_memory_has_no_addresses(door: StrictClient, session: Session) -> None:
    entry = session.get_one(RegisterEntry, 1)
    entry.email = "ann@example.org"
    came(session, entry, 0)
    session.commit()
    answer = door.get(f"{DOOR}/register")
    assert answer.get_json()["people"][0] == [1, "Ann Ashby", "1", "1. Can vote. Give a paper", True, True]
    assert "@" not in answer.text


def test_what_came_of_it_is_put_into_the_record_by_a_button(door: StrictClient, session: Session) -> None:
    door.submit(door.get_page(f"{DOOR}?q=cole"), button="Here: Bo Cole")
    page = door.get_page(DOOR)
    assert "For the record: 1 member came, 1 at once at most (13:45)." in page.text
    door.submit(page, button="Put it into the meeting’s record")
    session.expire_all()
    details = details_of(session.get_one(Meeting, 1))
    assert details.attendance is not None
    assert details.quorum is not None
    assert (details.attendance.words, details.quorum.number) == ("1 member", 2)


def made_link(door: StrictClient) -> str:
    page = door.page(door.submit(door.get_page(f"{DOOR}/helpers"), button="Make a link for a helper"))
    found = re.search(r"/m/door/[\w-]+", page.text)
    assert found is not None
    return found[0]


def test_a_helper_keeps_the_door_by_a_link_until_the_morning_after(
    app: Flask, door: StrictClient, session: Session, time: list[dt.datetime]
) -> None:
    link = made_link(door)
    create_meeting(act(session), CreateMeeting(session.get_one(Meeting, 1).unit_id, MeetingDetails()))
    session.commit()
    helper = app.test_client()
    assert isinstance(helper, StrictClient)
    page = helper.get_page(link)
    assert helper.get(DOOR).status_code == 302  # looking at the link opened nothing
    page = helper.page(helper.submit(page, button="Open the door"))
    helper.submit(helper.get_page(f"{DOOR}?q=cole"), button="Here: Bo Cole")
    assert hall(session, session.get_one(Meeting, 1), at(1)).presence.present == 1
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert entry is not None
    assert entry.actor.startswith("link:")
    for other in (f"{DOOR}/helpers", "/desk/meetings/1/hall", "/desk/meetings/1/details", "/desk/meetings/2/check-in"):
        assert helper.get(other).status_code == 302
    assert "may_vote" not in helper.get(f"{DOOR}/visitor").text
    time[0] = dt.datetime(2024, 6, 16, 8, tzinfo=dt.UTC)
    assert helper.get(DOOR).status_code == 302
    assert helper.get(link).status_code == 410


def test_a_link_that_is_taken_back_opens_nothing_any_more(app: Flask, door: StrictClient) -> None:
    link = made_link(door)
    helper = app.test_client()
    assert isinstance(helper, StrictClient)
    helper.submit(helper.get_page(link), button="Open the door")
    assert helper.get(DOOR).status_code == 200
    door.submit(door.get_page(f"{DOOR}/helpers"), button="Take back: link 1")
    assert helper.get(DOOR).status_code == 302
    assert helper.get(link).status_code == 410
    assert helper.get(f"{link}x").status_code == 410


def test_a_card_leads_the_door_to_its_member_and_changes_nothing(
    app: Flask, door: StrictClient, session: Session
) -> None:
    page = door.page(door.submit(door.get_page(f"{DOOR}/helpers"), button="Cards to print"))
    assert page.text.count("QR code of") == 4
    token = made_card(session)
    member = app.test_client()
    shown = member.get(token)
    assert "Show this at the door" in shown.text
    assert (shown.headers["Cache-Control"], shown.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    answer = door.get(token)
    assert answer.headers["Location"] == f"{DOOR}?entry=2"
    assert "Here: Bo Cole" in door.get_page(f"{DOOR}?entry=2").text
    assert not stays(session)


def made_card(session: Session) -> str:
    """The address of the card of the second on the register."""
    token = issue(act(session), NewLink(LinkPurpose.CHECK_IN, session.get_one(Meeting, 1).unit_id, at(900), 1, 2))
    session.commit()
    return f"/m/check_in/{token}"


def test_the_screen_is_public_only_while_it_is_open_and_tells_no_name(
    app: Flask, door: StrictClient, session: Session
) -> None:
    public = app.test_client()
    address = "/severn-vale/agm-2024/hall"
    assert public.get(address).status_code == 404
    form = "/desk/meetings/1/hall"
    door.submit(door.get_page(form), {"is_open": True, "now": "Who should be Chair?", "next": "Motions"}, form=form)
    for name in ("cole", "ashby"):
        door.submit(door.get_page(f"{DOOR}?q={name}"), button=f"Here: {'Bo Cole' if name == 'cole' else 'Ann Ashby'}")
    answer = public.get(address)
    assert all(
        told in answer.text for told in ("Who should be Chair?", "Motions", "2 members", "The meeting can decide")
    )
    assert "Cole" not in answer.text
    assert "Set-Cookie" not in answer.headers
    door.submit(door.get_page(form), {"is_open": False}, form=form)
    assert public.get(address).status_code == 404
    session.expire_all()
    assert session.get_one(HallScreen, 1).version == 2


def test_a_page_of_people_costs_no_more_for_many(
    door: StrictClient, session: Session, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    """Whoever is found, whoever came."""

    def cost() -> int:
        session.commit()
        with count_statements() as statements:
            assert door.get(f"{DOOR}?q=a").status_code == 200
        return statements.count

    came(session, session.get_one(RegisterEntry, 1), 0)
    few = cost()
    for number in range(30):
        came(session, add_to_register(session, session.get_one(Meeting, 1), f"Ada {number}", f"A{number}"), 1)
    assert cost() == few <= 14


def test_a_mark_costs_no_more_the_more_have_come(
    door: StrictClient, session: Session, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    """A helper's tap, of which twenty a second have to be taken."""
    helper = door.application.test_client()
    assert isinstance(helper, StrictClient)
    helper.submit(helper.get_page(made_link(door)), button="Open the door")

    def cost(entry_number: int) -> int:
        session.commit()
        data = {"csrf_token": helper.csrf_token(DOOR), "here": str(entry_number), "client_key": f"tap-{entry_number}"}
        with count_statements() as statements:
            assert helper.post(DOOR, data=data).status_code == 303
        return statements.count

    few = cost(1)
    for number in range(30):
        came(session, add_to_register(session, session.get_one(Meeting, 1), f"Ada {number}", f"A{number}"), 1)
    assert cost(2) == few <= 10


def test_the_list_to_sign_has_who_may_vote(door: StrictClient) -> None:
    page = door.get_page(f"{DOOR}/sheet")
    assert "Cy Dée" in page.text
    assert "Di Eel" not in page.text

"""The page of a meeting's register: frozen, searched, changed with a reason, and disposed of with a certificate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.language.partial_date import PartialDate
from agm.meetings.commands import CreateMeeting, FreezeRegister, MeetingDetails, SendToMembers
from agm.meetings.models import Election, Meeting, NoticeKind, Register, RegisterChange, RegisterEntry
from agm.meetings.operations import create_meeting, freeze_register
from agm.meetings.operations.notices import send_to_members
from agm.membership.commands import ImportRoll
from agm.membership.models import RollMember
from agm.membership.operations import import_roll
from agm.membership.reading.values import Member
from agm.organisation.commands import AdoptRules
from agm.organisation.operations import adopt_rules
from agm.rules.eligibility import LeastMembership, MembershipRule, PeriodUnit
from agm.rules.mixed_votes import BothVotes
from agm.rules.rule_set import RuleSet
from agm.rules.violations import RefusedError
from agm.voting.models import KeyMode, OnlineVote, ReceiptsAre
from agm.workflows.dispose_of_roll import dispose_of_roll
from tests.support.client import Field, StrictClient
from tests.support.html_page import text_of
from tests.support.kept_records import kept_record
from tests.support.records import NOW, make_organisation, make_region

SignIn = Callable[..., StrictClient]
REGISTER = "/desk/meetings/1/register"
RULES = RuleSet(
    name="Guild",
    vote=MembershipRule(
        least_membership=LeastMembership(8, PeriodUnit.WEEKS, "meeting"), member_on=("notice", "first_call")
    ),
    papers_kept_days=30,
)
MEMBERS = (
    Member(2, "Ann Ashby", number="1", email="ann@example.org", joined=PartialDate(2019)),
    Member(3, "Bo Cole", number="2", joined=PartialDate(2024, 5, 20)),
    Member(4, "Cy Dee", number="3"),
)
HELD_ON = PartialDate(2024, 6, 15)
DAYS = {"notice": dt.date(2024, 5, 25), "first_call": dt.date(2024, 5, 25)}


@kept_record
def meeting(session: Session) -> Meeting:
    """A meeting of a region with three members; the notice of its election went out."""
    make_organisation(session)
    unit = make_region(session)
    act = Act(session, SYSTEM, NOW)
    adopt_rules(act, AdoptRules(RULES, 0))
    import_roll(act, ImportRoll(unit.id, 0, MEMBERS))
    found = create_meeting(act, CreateMeeting(unit.id, MeetingDetails(held_on=HELD_ON)))
    session.add(Election(meeting_id=found.id, notice_sent_at=dt.datetime(2024, 5, 25, 9, tzinfo=dt.UTC)))
    return found


@pytest.fixture
def frozen(session: Session, meeting: Meeting) -> Meeting:
    """The same, with its register."""
    freeze_register(Act(session, SYSTEM, NOW), FreezeRegister(meeting.id, dt.date(2024, 6, 1), DAYS))
    session.commit()
    return meeting


@pytest.fixture
def officer(meeting: Meeting, sign_in: SignIn) -> StrictClient:
    return sign_in("regional_officer", meeting.unit)


def test_a_register_is_frozen_with_the_days_that_the_rules_ask_about(officer: StrictClient, session: Session) -> None:
    page = officer.get_page(REGISTER)
    day: dict[str, Field] = {"as_of_on-day": "1", "as_of_on-month": "6", "as_of_on-year": "2024"}
    button = "Freeze the register of 3 members"
    refused = officer.submit(page, day, button=button)
    assert refused.status_code == 422
    assert "first call: which is it?" in refused.text
    call: dict[str, Field] = {
        f"days.first_call-{part}": text for part, text in (("day", "25"), ("month", "5"), ("year", "2024"))
    }
    done = officer.submit(page, {**day, **call}, button=button)
    assert "1 of 3 members can vote. Of 1 it is to be decided." in done.text
    register = session.scalars(select(Register)).one()
    assert (register.as_of_on, register.days["notice"]) == (dt.date(2024, 6, 1), "2024-05-25")
    assert "8 weeks are full on 15 July 2024" in done.text
    assert "It is not known when they joined." in done.text


def test_the_register_is_searched_and_listed(frozen: Meeting, officer: StrictClient) -> None:
    for query, found in (
        ("q=cole", {"Bo Cole"}), ("q=1", {"Ann Ashby"}), ("show=can", {"Ann Ashby"}), ("show=cannot", {"Bo Cole"}),
        ("show=asked", {"Cy Dee"}), ("show=paper", {"Bo Cole", "Cy Dee"}), ("show=removed", set()),
        ("show=elsewhere", {"Ann Ashby", "Bo Cole", "Cy Dee"}), ("show=paper&q=dee", {"Cy Dee"}),
    ):  # fmt: skip
        text = officer.get_page(f"{REGISTER}?{query}").text
        assert {one for one in ("Ann Ashby", "Bo Cole", "Cy Dee") if one in text} == found, query


def test_a_right_is_given_with_a_reason_and_by_whom(frozen: Meeting, officer: StrictClient, session: Session) -> None:
    page = officer.get_page(f"{REGISTER}/2")
    assert "They joined on 20 May 2024" in page.text
    refused = officer.submit(page, {"change": "right_given vote"}, button="Change it")
    assert (refused.status_code, "Say why" in refused.text) == (422, True)
    given: dict[str, Field] = {"change": "right_given vote", "reason": "Transferred from <another> branch"}
    done = officer.submit(page, given, button="Change it")
    assert "Transferred from &lt;another&gt; branch" in done.get_data(as_text=True)
    assert session.get_one(RegisterEntry, 2).may_vote
    change = session.scalars(select(RegisterChange)).one()
    assert change.right == "vote"
    assert change.by not in {"", "the system"}
    again = officer.submit(page, given, button="Change it")
    assert again.status_code == 422
    assert "Changed since the freeze." in officer.get_page(REGISTER).text


def test_somebody_is_taken_off_put_back_and_added(frozen: Meeting, officer: StrictClient, session: Session) -> None:
    page = officer.get_page(f"{REGISTER}/1")
    officer.submit(page, {"change": "removed", "reason": "Died"}, button="Change it")
    assert "Ann Ashby" not in officer.get_page(REGISTER).text
    assert "Taken off: 1" in officer.get_page(REGISTER).text
    back = officer.get_page(f"{REGISTER}/1")
    officer.submit(back, {"change": "put_back", "reason": "Another of that name"}, button="Change it")
    added: dict[str, Field] = {"name": "Di Eel", "number": "1", "vote": True, "reason": "Paid at the door"}
    refused = officer.submit(officer.get_page(f"{REGISTER}/add"), dict(added), button="Add them")
    assert (refused.status_code, "Ann Ashby has this number" in refused.text) == (422, True)
    done = officer.submit(officer.get_page(f"{REGISTER}/add"), {**added, "number": "9"}, button="Add them")
    assert "2 of 4 members can vote" in done.text


def test_a_member_reads_their_own_answer_by_a_link(
    frozen: Meeting, officer: StrictClient, client: StrictClient, session: Session
) -> None:
    shown = officer.submit(officer.get_page(f"{REGISTER}/2/link"), button="Make the link")
    address = urlsplit(next(text_of(one) for one in officer.page(shown).all("code"))).path
    answer = client.get(address)
    assert "They joined on 20 May 2024" in answer.text
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert client.get(address.replace("own_answer", "nominate")).status_code == 410
    assert client.get(f"{address}x").status_code == client.get(address.replace("own_answer", "accept")).status_code
    session.delete(session.get_one(RegisterEntry, 2))
    session.commit()
    assert "was destroyed" in client.get(address).text


def test_an_entry_of_another_meeting_is_not_found(frozen: Meeting, officer: StrictClient, session: Session) -> None:
    other = create_meeting(Act(session, SYSTEM, NOW), CreateMeeting(frozen.unit_id, MeetingDetails()))
    session.commit()
    assert officer.get(f"/desk/meetings/{other.id}/register/1").status_code == 404
    assert officer.get(f"{REGISTER}/99").status_code == 404


def test_a_register_is_kept_as_long_as_the_rules_say_and_then_destroyed(
    frozen: Meeting, officer: StrictClient, session: Session
) -> None:
    with pytest.raises(RefusedError):
        dispose_of_roll(Act(session, SYSTEM, dt.datetime(2024, 7, 15, 12, tzinfo=dt.UTC)), frozen.id)
    session.rollback()
    page = officer.get_page(REGISTER)
    assert "15 Jul" in page.text
    refused = officer.submit(page, button="Destroy the register")
    assert (refused.status_code, session.scalars(select(RegisterEntry)).first() is not None) == (422, True)
    session.commit()
    done = officer.submit(page, {"agreed": True}, button="Destroy the register")
    assert "3 entries of the register" in done.text
    assert "Ann Ashby" not in done.text
    assert session.scalars(select(RegisterEntry)).all() == []
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.action == "meeting:register:disposed_of"))
    assert entry.details == {"entries": 3, "nominations": 0}
    assert "No nomination held an address or a name to destroy." in done.text
    with pytest.raises(RefusedError):
        freeze_register(Act(session, SYSTEM, NOW), FreezeRegister(frozen.id, dt.date(2024, 6, 1), DAYS))


def test_postal_addresses_come_with_the_freeze_stand_with_the_letters_and_go_with_the_register(
    meeting: Meeting, session: Session, officer: StrictClient
) -> None:
    act = Act(session, SYSTEM, NOW)
    session.execute(update(RollMember).where(RollMember.name == "Bo Cole").values(postal_address="2 Mill Road\nLeeds"))
    freeze_register(act, FreezeRegister(meeting.id, dt.date(2024, 6, 1), DAYS))
    sending = send_to_members(act, SendToMembers(meeting.id, NoticeKind.NOTICE, "Notice", "Come."))
    session.commit()
    added: dict[str, Field] = {"name": "Eve Foss", "postal_address": "3 New Road\nYork", "reason": "Left out."}
    officer.submit(officer.get_page(f"{REGISTER}/add"), added, form=f"{REGISTER}/add")
    found = {one.name: one.postal_address for one in session.scalars(select(RegisterEntry))}
    assert found == {"Ann Ashby": None, "Bo Cole": "2 Mill Road\nLeeds", "Cy Dee": None, "Eve Foss": "3 New Road\nYork"}
    letters = officer.get_page(f"/desk/meetings/{meeting.id}/election/sent?sending={sending.id}").text
    assert "Bo Cole, 2: 2 Mill Road, Leeds" in letters
    assert "Cy Dee, 3: no postal address is known" in letters
    entry = session.scalars(select(RegisterEntry.id).where(RegisterEntry.name == "Eve Foss")).one()
    session.commit()
    assert "Needs paper: 3 New Road, York" in officer.get_page(f"{REGISTER}/{entry}").text
    listed = officer.get_page(f"{REGISTER}?show=paper").text
    assert "Needs paper: 3 New Road, York" in listed
    assert "Needs paper, and no postal address is known." in listed
    dispose_of_roll(Act(session, SYSTEM, dt.datetime(2024, 9, 15, 12, tzinfo=dt.UTC)), meeting.id)
    session.commit()
    assert session.scalars(select(RegisterEntry.postal_address)).all() == []
    assert session.get_one(Register, meeting.id).entries_disposed == len(found)


def test_a_wrong_address_is_corrected_with_a_reason_and_two_at_once_are_told(
    frozen: Meeting, officer: StrictClient, session: Session
) -> None:
    addresses = f"{REGISTER}/1/addresses"
    entry = officer.get_page(f"{REGISTER}/1")
    assert "Mails go to ann@example.org" in entry.text
    assert addresses in [link.get("href") for link in entry.all("a")]
    page, late = officer.get_page(addresses), officer.get_page(addresses)
    typed: dict[str, Field] = {"email": "not an address", "postal_address": "", "reason": ""}
    refused = officer.submit(page, typed, button="Correct the address")
    assert refused.status_code == 422
    assert ('value="not an address"' in refused.text, "Say why" in refused.text) == (True, True)
    right: dict[str, Field] = {"email": "ann@right.example.org", "reason": "She told us <herself>"}
    done = officer.submit(page, right, button="Correct the address")
    assert "Mails go to <bdi>ann@right.example.org</bdi>" in done.get_data(as_text=True)
    told = "E-mail address corrected (it was ann@example.org): She told us <herself>"
    assert told in officer.page(done).text
    change = session.scalars(select(RegisterChange)).one()
    assert change.was == "ann@example.org"
    assert change.by not in {"", "the system"}
    session.commit()
    overtaken = officer.submit(late, {"email": "", "reason": "It came back"}, button="Correct the address")
    assert overtaken.status_code == 409
    assert "ann@right.example.org" in overtaken.text
    assert "Changed since the freeze." in officer.get_page(REGISTER).text


def test_where_there_is_a_vote_online_the_way_to_a_new_code_is_shown(
    frozen: Meeting, officer: StrictClient, session: Session
) -> None:
    assert "Give them a new one" not in officer.get_page(f"{REGISTER}/1/addresses").links
    how = {"key_mode": KeyMode.TWO_KEYS, "receipts": ReceiptsAre.LISTED, "both_votes": BothVotes.FIRST_RECEIVED}
    session.add(OnlineVote(meeting_id=frozen.id, opens_at=NOW, closes_at=NOW + dt.timedelta(days=1), **how))
    session.commit()
    links = officer.get_page(f"{REGISTER}/1/addresses").links
    assert links["Give them a new one"] == f"/desk/meetings/{frozen.id}/check-in/papers/1"


def test_the_addresses_of_who_was_taken_off_are_left_alone(frozen: Meeting, officer: StrictClient) -> None:
    page = officer.get_page(f"{REGISTER}/1")
    officer.submit(page, {"change": "removed", "reason": "Died"}, button="Change it")
    assert "Correct the address" not in officer.get_page(f"{REGISTER}/1").text
    assert officer.get(f"{REGISTER}/1/addresses").status_code == 404

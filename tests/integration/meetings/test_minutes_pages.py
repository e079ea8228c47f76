"""Minutes: drafted from the record, kept, approved at a later meeting, and public where that is wanted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.facts import Figure, Motion, MotionOutcome, PersonName
from agm.language.partial_date import PartialDate
from agm.meetings.commands import SaveMinutes, SettleMinutes
from agm.meetings.models import Meeting, Minutes
from agm.meetings.operations import save_minutes, settle_minutes
from agm.organisation.models import Unit
from agm.people.commands import WithdrawConsent
from agm.people.models import Person
from agm.people.operations import withdraw_consent
from agm.people.queries import people_without_consent
from agm.rules.violations import RefusedError
from tests.support.client import StrictClient
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, publish, record

SignIn = Callable[..., StrictClient]
MOTION = Motion("Ropes", outcome=MotionOutcome.CARRIED, mover=PersonName("Flo Chime"))


@pytest.fixture
def unit(session: Session) -> Unit:
    """A region with the published AGM of 2023, and that of 2024."""
    make_organisation(session)
    found = make_region(session)
    facts = facts_of(elected("Chair", "Ann Bell"), held_on="2023-04-23", attendance=Figure(30), motions=(MOTION,))
    publish(session, facts, NOW)
    record(session, facts_of(held_on="2024-04-21"))
    session.commit()
    return found


def meetings(session: Session) -> tuple[Meeting, Meeting]:
    first, second = session.scalars(select(Meeting).order_by(Meeting.held_on))
    return first, second


def test_minutes_are_drafted_changed_approved_and_read(session: Session, unit: Unit, sign_in: SignIn) -> None:
    first, second = meetings(session)
    chair, path = sign_in("regional_officer", unit), f"/desk/meetings/{first.id}/minutes"
    page = chair.get_page(path)
    assert "Nothing is kept until you save it" in page.text
    text = page.all("textarea")[0].text or ""
    assert "The meeting was attended by 30 people." in text
    assert "moved by Flo Chime" in text
    saved = chair.page(chair.submit(page, {"text": f"{text}\nApologies came from Bo."}, button="Save the minutes"))
    assert "A draft: not approved yet." in saved.text
    anew = chair.get_page(f"{path}?anew=y")
    assert "Apologies" not in (anew.all("textarea")[0].text or "")
    approval = chair.get_page(f"{path}/approval")
    refused = chair.submit(approval, {"approved_at": "other"}, button="Save this")
    assert "Enter the day on which they were approved" in chair.page(refused).text
    approved = chair.page(chair.submit(approval, {"approved_at": str(second.id)}, button="Save this"))
    assert "Approved on 21 April 2024, at the AGM 2024." in approved.text
    assert approved.all("textarea") == [], "approved minutes are not changed"
    read = chair.get_page(f"{path}/page")
    assert read.heading.startswith("Minutes of the AGM of")
    file = chair.get(f"{path}.txt")
    assert file.text.endswith("Apologies came from Bo.\n\nApproved on 21 April 2024, at the AGM 2024.\n")
    assert "Motion\n\nRopes" in file.text


def test_public_minutes_are_read_from_the_announcement(session: Session, unit: Unit, sign_in: SignIn) -> None:
    first, _ = meetings(session)
    act = Act(session, SYSTEM, NOW)
    save_minutes(act, SaveMinutes(first.id, 0, "# Our minutes\n\nFlo Chime spoke of **ropes**.\n"))
    session.commit()
    address = f"/{unit.slug}/{first.slug}"
    reader = sign_in("regional_officer", unit)
    assert reader.get(f"{address}/minutes").status_code == 404
    assert "Read the minutes" not in reader.get_page(address).text
    page = reader.get_page(f"/desk/meetings/{first.id}/minutes/approval")
    refused = reader.submit(page, {"is_public": True}, button="Save this")
    assert refused.status_code == 422
    assert "Say that everyone who is named in the minutes agrees to it." in reader.page(refused).text
    reader.submit(page, {"is_public": True, "names_agreed": True}, button="Save this")
    assert reader.get_page(address).links["Read the minutes"] == f"{address}/minutes"
    public = reader.get_page(f"{address}/minutes")
    assert public.heading == "Our minutes"
    assert "A draft: not approved yet. Flo Chime spoke of ropes." in public.text
    assert reader.get(f"{address}/minutes.txt").text.startswith("Our minutes\n\nFlo Chime spoke of ropes.\n")
    flo = session.scalars(select(Person.id).where(Person.name == "Flo Chime")).one()
    assert people_without_consent(session, {flo}) == set()


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ({"approved_at": 1}, "no_such_meeting"),
        ({"approved_at": 99}, "no_such_meeting"),
        ({"approved_on": PartialDate(2022, 1)}, "before_meeting"),
        ({"approved_on": PartialDate(2031)}, "to_come"),
        ({"is_public": True}, "names_not_agreed"),
    ],
)
def test_what_cannot_be_of_an_approval_is_refused(
    session: Session, unit: Unit, command: dict[str, object], code: str
) -> None:
    assert unit is not None
    act = Act(session, SYSTEM, NOW)
    save_minutes(act, SaveMinutes(1, 0, "We met."))
    with pytest.raises(RefusedError) as refused:
        settle_minutes(act, SettleMinutes(meeting_id=1, version=1, **command))  # type: ignore[arg-type]  # fields by name
    assert [one.code for one in refused.value.violations] == [code]


def test_somebody_who_no_longer_agrees_is_not_named_in_public(session: Session, unit: Unit) -> None:
    assert unit is not None
    act = Act(session, SYSTEM, NOW)
    save_minutes(act, SaveMinutes(1, 0, "Flo Chime moved it."))
    public = SettleMinutes(meeting_id=1, version=1, is_public=True, names_agreed=True)
    settle_minutes(act, public)
    flo = session.scalars(select(Person.id).where(Person.name == "Flo Chime")).one()
    withdraw_consent(act, WithdrawConsent(flo))
    settle_minutes(act, SettleMinutes(meeting_id=1, version=2))
    with pytest.raises(RefusedError, match="Flo Chime no longer agrees"):
        settle_minutes(act, SettleMinutes(meeting_id=1, version=3, is_public=True, names_agreed=True))


def test_approved_minutes_change_only_when_the_approval_is_taken_back(session: Session, unit: Unit) -> None:
    assert unit is not None
    act = Act(session, SYSTEM, NOW)
    save_minutes(act, SaveMinutes(1, 0, "We met."))
    settle_minutes(act, SettleMinutes(meeting_id=1, version=1, approved_on=PartialDate(2024, 1)))
    with pytest.raises(RefusedError, match="Take the approval back first"):
        save_minutes(act, SaveMinutes(1, 2, "We met not."))
    session.rollback()


def test_a_draft_that_is_not_public_yet_cannot_have_public_minutes(session: Session, unit: Unit) -> None:
    assert unit is not None
    act = Act(session, SYSTEM, NOW)
    save_minutes(act, SaveMinutes(2, 0, "We met."))
    with pytest.raises(RefusedError) as refused:
        settle_minutes(act, SettleMinutes(meeting_id=2, version=1, is_public=True, names_agreed=True))
    assert [one.code for one in refused.value.violations] == ["not_announced"]
    assert session.get(Minutes, 2) is not None

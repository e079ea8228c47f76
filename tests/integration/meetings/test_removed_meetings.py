"""A removed meeting is nowhere to be seen, comes back as it was for 30 days, and is then deleted for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.announcements.commands import SetBlockOverride
from agm.announcements.gather import gather
from agm.announcements.models import BlockOverride
from agm.announcements.operations import set_block_override
from agm.audit.act import SYSTEM, Act
from agm.database import Base
from agm.meetings.models import Meeting
from agm.meetings.operations import remove_meeting
from agm.meetings.queries import meetings_of_regions
from agm.nominations.models import Contest
from agm.organisation.models import Office
from agm.people.models import Person, PersonUnit
from agm.rules.violations import RefusedError
from agm.web.kit import clock
from agm.wording.document import BlockKey
from agm.workflows.removed_meetings import (
    KEPT_FOR,
    bring_back,
    changes_meanwhile,
    dispose_of_removed,
    removed_meeting,
    removed_meetings,
)
from tests.support.client import StrictClient
from tests.support.records import NOW, drafted, elected, facts_of, make_organisation, make_region, publish, record

LATER = NOW + KEPT_FOR


@pytest.fixture
def meeting(session: Session) -> Meeting:
    """A draft with guests, results and own words; one of its people is named elsewhere too."""
    make_organisation(session)
    make_region(session)
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2023-04-23"))
    found = record(session, facts_of(elected("Chair", "Ann Bell", "Bo Rope", seats=2), guests=("Flo Chime",)))
    announcement = drafted(session, found)
    set_block_override(
        Act(session, SYSTEM, NOW), SetBlockOverride(announcement.id, announcement.version, BlockKey.CLOSING, "Thanks.")
    )
    session.commit()
    return found


def everything(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Every row but those of the log, to see whether all is as it was."""
    session.flush()
    left_out = {"audit_entry", "public_state"}
    return {
        table.name: sorted(map(tuple, session.execute(select(table)).all()), key=repr)
        for table in Base.metadata.sorted_tables
        if table.name not in left_out
    }


def act(session: Session, at: dt.datetime = NOW) -> Act:
    return Act(session, SYSTEM, at)


def test_a_removed_meeting_is_gone_and_comes_back_as_it_was(session: Session, meeting: Meeting) -> None:
    before, facts, unit_id = everything(session), gather(session, meeting.id), meeting.unit_id
    remove_meeting(act(session), meeting)
    session.expire_all()
    assert [one.held_on and one.held_on.year for one in meetings_of_regions(session, None)] == [2023]
    assert session.scalar(select(Meeting).where(Meeting.id == meeting.id)) is None
    known = select(func.count()).select_from(PersonUnit).where(PersonUnit.record_id == meeting.id)
    assert session.scalar(known.where(PersonUnit.reason != "office")) == 0
    (listed,) = removed_meetings(session, {unit_id}, LATER - dt.timedelta(seconds=1))
    assert removed_meetings(session, {unit_id + 1}, NOW) == []
    assert changes_meanwhile(session, listed) == []
    bring_back(act(session), listed)
    session.expire_all()
    assert everything(session) == before
    assert gather(session, listed.id) == facts


def test_what_became_otherwise_meanwhile_is_told(session: Session, meeting: Meeting) -> None:
    slug = meeting.slug
    remove_meeting(act(session), meeting)
    other = record(session, facts_of(held_on="2024-06-01"))
    office = session.scalars(select(Office).where(Office.unit_id == other.unit_id, Office.label == "Chair")).one()
    office.abolished_on = dt.date(2024, 7, 1)
    assert other.slug == slug
    listed = removed_meeting(session, meeting.id, NOW)
    assert listed is not None
    two, address, abolished = changes_meanwhile(session, listed)
    assert "1 June 2024" in two
    assert "address" in address
    assert "Chair" in abolished
    assert bring_back(act(session), listed).slug == f"{slug}-2"


def test_after_thirty_days_it_is_gone_with_people_whom_nothing_else_names(session: Session, meeting: Meeting) -> None:
    remove_meeting(act(session), meeting)
    listed = removed_meeting(session, meeting.id, NOW)
    assert listed is not None
    assert removed_meeting(session, listed.id, LATER) is None
    with pytest.raises(RefusedError, match="too late"):
        bring_back(act(session, LATER), listed)
    assert dispose_of_removed(act(session, LATER - dt.timedelta(seconds=1))) == 0
    assert dispose_of_removed(act(session, LATER)) == 1
    assert dispose_of_removed(act(session, LATER)) == 0
    assert session.scalars(select(Person.name)).all() == ["Ann Bell"]
    assert session.scalar(select(func.count()).select_from(BlockOverride)) == 0
    assert session.scalar(select(func.count()).select_from(Contest)) == 1


def test_the_desk_removes_lists_and_brings_back(
    session: Session, meeting: Meeting, sign_in: Callable[..., StrictClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    chair, viewer = sign_in("regional_officer", meeting.unit), sign_in("viewer", meeting.unit)
    number = meeting.id
    removed = chair.submit(chair.get_page(f"/desk/meetings/{number}/remove"), {}, button="Remove it")
    assert removed.request.path == "/desk/removed"
    assert viewer.get("/desk/removed").text.count("Bring it back") == 0
    assert "Removed by" in viewer.get("/desk/removed").text
    assert chair.get(f"/desk/meetings/{number}/details").status_code == 404
    token = chair.csrf_token("/desk/removed")
    sent = {"csrf_token": token, "venue": "Down by the weir"}
    late = chair.post(f"/desk/meetings/{number}/details", data=sent, headers={"Accept": "text/html"})
    assert (late.status_code, "Down by the weir" in late.text) == (404, True)
    del sent["venue"]
    assert "There is no such page" in chair.post(f"/desk/meetings/{number}/remove", data=sent).text
    record(session, facts_of(held_on="2024-06-01"))
    doubtful = chair.submit(chair.get_page("/desk/removed"), {}, button="Bring it back")
    assert (doubtful.status_code, "There would be two." in doubtful.text) == (409, True)
    back = chair.submit(chair.page(doubtful), {}, button="Bring it back all the same")
    assert (back.status_code, back.request.path.startswith(f"/desk/meetings/{number}/")) == (200, True)
    assert "None. A meeting" in chair.get("/desk/removed").text

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
from agm.files.models import File
from agm.meetings.models import Meeting
from agm.meetings.operations import remove_meeting
from agm.meetings.queries import meetings_of_regions
from agm.nominations.models import Contest, Nominee
from agm.organisation.models import Office
from agm.people.models import Person, PersonUnit
from agm.results.models import CandidateTold, Count, Declaration, DeclarationSignature, PapersChecked, TieDecision
from agm.rules.violations import RefusedError
from agm.voting.commands import SetVote, TypePaper
from agm.voting.models import VoteHow
from agm.voting.operations import add_batch, set_vote, type_paper
from agm.web.kit import clock
from agm.wording.document import BlockKey
from agm.workflows.removed_meetings import (
    KEPT_FOR,
    bring_back,
    changes_meanwhile,
    dispose_of_removed,
    remove_draft,
    removed_meeting,
    removed_meetings,
)
from tests.support.client import StrictClient
from tests.support.elections import lay_election
from tests.support.halls import lay_hall
from tests.support.motion_records import lay_minutes
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
    left_out = {"audit_entry", "public_state", "unit_public_state"}
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


@pytest.mark.both_databases
def test_nothing_of_an_election_stops_the_disposal_or_outlives_it(session: Session, meeting: Meeting) -> None:
    """But who was a member or signs in, and the rules of others."""
    before = {name for name, rows in everything(session).items() if rows}
    lay_minutes(session, meeting)
    lay_hall(session, meeting)
    lay_election(act(session), meeting)
    contest = session.scalars(select(Contest).where(Contest.meeting_id == meeting.id)).one()
    nominee = session.scalars(select(Nominee)).one()
    photo = File(digest="d", media_type="image/webp", content=b"p", width=1, height=1, created_at=NOW)
    session.add(photo)
    session.flush()
    nominee.photo_id = photo.id
    contest_id = contest.id
    set_vote(act(session), SetVote(contest_id, VoteHow.PAPERS, "block_vote", has_reopening=False))
    batch = add_batch(act(session), contest_id, 1)
    type_paper(act(session), TypePaper(batch.id, 1, "1"))
    session.add_all([
        PapersChecked(contest_id=contest_id, figures={}, reasons={}, checked_at=NOW, checked_by="R. O."),
        DeclarationSignature(
            meeting_id=meeting.id, actor="user:9", name="R. O.", is_returning_officer=True, signed_at=NOW,
            results_digest="d",
        ),
        CandidateTold(candidacy_id=contest.candidacies[0].id, told_at=NOW, told_by="R. O."),
    ])  # fmt: skip
    session.commit()
    remove_draft(act(session), meeting)
    session.commit()
    assert dispose_of_removed(act(session, LATER)) == 1
    session.commit()
    left = {name for name, rows in everything(session).items() if rows}
    assert left - before == {"adopted_rules", "roll_member", "user_account"}


@pytest.mark.both_databases
@pytest.mark.parametrize("lasting", ["count", "tie", "declaration"])
def test_a_meeting_that_was_counted_or_declared_stays(session: Session, meeting: Meeting, lasting: str) -> None:
    made = {"meeting_id": meeting.id}
    of_count = {"contest_id": 1, "votes_digest": "d", **made}
    rows: dict[str, Callable[[], Base]] = {
        "count": lambda: Count(
            **of_count, number=1, counted_at=NOW, counted_by="R. O.", library_version="1", candidacy_ids=[], given={},
            result={}, result_digest="d",
        ),
        "tie": lambda: TieDecision(
            **of_count, stage=1, kind="exclusion", tied="1,2", chosen=[1], method="lot", drawn_by="R. O.", witnesses=[],
            decided_at=NOW, decided_by="R. O.",
        ),
        "declaration": lambda: Declaration(
            **made, sequence=1, declared_at=NOW, declared_by="R. O.", results={"outcomes": []}, digest="d",
        ),
    }  # fmt: skip
    session.add(rows[lasting]())
    session.commit()
    with pytest.raises(RefusedError, match="never deleted"):
        remove_draft(act(session), meeting)
    remove_meeting(act(session), meeting)  # as it could be, before that was refused
    assert dispose_of_removed(act(session, LATER)) == 0
    session.commit()
    assert session.get(Meeting, meeting.id) is not None


def test_the_desk_says_why_a_counted_meeting_stays(
    session: Session, meeting: Meeting, sign_in: Callable[..., StrictClient]
) -> None:
    declaration = {"sequence": 1, "declared_at": NOW, "declared_by": "R. O.", "results": {"outcomes": []}}
    session.add(Declaration(meeting_id=meeting.id, digest="d", **declaration))
    chair, address = sign_in("regional_officer", meeting.unit), f"/desk/meetings/{meeting.id}/remove"
    answer = chair.submit(chair.get_page(address), button="Remove it")
    assert "never deleted" in answer.text
    session.expire_all()
    assert session.get_one(Meeting, meeting.id).removed_at is None

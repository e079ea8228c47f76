"""A new meeting has the region's offices, or those of last year's meeting."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.facts import HeldAs
from agm.language.partial_date import PartialDate
from agm.meetings.commands import MeetingDetails
from agm.nominations.commands import AmendContests, ContestSetup
from agm.nominations.operations import amend_contests, contests_of
from agm.workflows.begin_meeting_from_last import BeginMeeting, begin_meeting
from tests.support.records import NOW, make_organisation, make_region


def test_a_meeting_begins_with_the_offices_of_its_region(session: Session) -> None:
    make_organisation(session)
    unit = make_region(session)
    details = MeetingDetails(held_on=PartialDate(2024, 4, 21))
    meeting = begin_meeting(Act(session, SYSTEM, NOW), BeginMeeting(unit.id, details))
    assert meeting.slug == "agm-2024"
    assert [(contest.label, contest.seats) for contest in contests_of(session, meeting.id)] == [
        ("Chair", 1), ("Secretary", 1), ("Non-portfolio officer", 2),
    ]  # fmt: skip


def test_last_years_meeting_gives_place_offices_and_order_but_no_date(session: Session) -> None:
    make_organisation(session)
    unit = make_region(session)
    first = begin_meeting(
        Act(session, SYSTEM, NOW),
        BeginMeeting(unit.id, MeetingDetails(held_on=PartialDate(2023), venue="the Belfry", held_as=HeldAs.HYBRID)),
    )  # fmt: skip
    chair, secretary, others = contests_of(session, first.id)
    setups = tuple(
        ContestSetup(
            label=contest.label, office_id=contest.office_id, contest_id=contest.id,
            plural_label=contest.plural_label, seats=contest.seats, canonical_key=contest.canonical_key,
            is_shareable=contest.is_shareable,
        )
        for contest in (others, chair)
    )  # fmt: skip
    amend_contests(Act(session, SYSTEM, NOW), AmendContests(first.id, (replace(setups[0], seats=3), setups[1])))
    second = begin_meeting(
        Act(session, SYSTEM, NOW),
        BeginMeeting(unit.id, MeetingDetails(held_on=PartialDate(2024)), like_meeting_id=first.id),
    )  # fmt: skip
    assert (second.venue, second.held_as, str(second.held_on)) == ("the Belfry", HeldAs.HYBRID, "2024")
    assert [(contest.label, contest.seats) for contest in contests_of(session, second.id)] == [
        ("Non-portfolio officer", 3), ("Chair", 1), (secretary.label, 1),
    ]  # fmt: skip


def test_the_number_of_another_meetings_contest_means_the_office(session: Session) -> None:
    make_organisation(session)
    unit = make_region(session)
    days = (MeetingDetails(held_on=PartialDate(year)) for year in (2023, 2024))
    meetings = [begin_meeting(Act(session, SYSTEM, NOW), BeginMeeting(unit.id, details)) for details in days]
    own, other = (contests_of(session, meeting.id) for meeting in meetings)
    setups = tuple(
        ContestSetup(label=f"{contest.label}s", office_id=contest.office_id, contest_id=foreign.id)
        for contest, foreign in zip(own, other, strict=True)
    )
    kept = amend_contests(Act(session, SYSTEM, NOW), AmendContests(meetings[0].id, setups))
    assert [contest.id for contest in kept] == [contest.id for contest in own]
    assert [contest.label for contest in kept] == [setup.label for setup in setups]

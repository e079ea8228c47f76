"""Starting a meeting's record, if wished from last year's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from agm.audit.actor import Actor
from agm.meetings.commands import CreateMeeting, MeetingDetails
from agm.meetings.models import Meeting
from agm.meetings.operations import create_meeting
from agm.nominations.commands import AmendContests, ContestSetup
from agm.nominations.models import Contest
from agm.nominations.operations import amend_contests, contests_of, copy_offices


@dataclass(frozen=True, slots=True)
class StartMeeting:
    """A new meeting of a region (None: national), with its offices; `like_meeting_id` is the one to start from."""

    region_id: int | None
    details: MeetingDetails
    like_meeting_id: int | None = None


def start_meeting(session: Session, actor: Actor, now: dt.datetime, command: StartMeeting) -> Meeting:
    """Record a new meeting with a contest for each office.

    From last year's meeting come the place, how it is held, the quorum and the offices as they were set up then, as far
    as they still exist. Guests, results and the date do not. Raises MeetingError where details contradict each other.
    """
    details = command.details
    like = None if command.like_meeting_id is None else session.get(Meeting, command.like_meeting_id)
    if like is not None and like.region_id == command.region_id:
        details = replace(
            details,
            venue=details.venue or like.venue,
            online_link=details.online_link or like.online_link,
            held_as=details.held_as or like.held_as,
        )
    meeting = create_meeting(session, actor, now, CreateMeeting(command.region_id, details))
    contests = copy_offices(session, actor, now, meeting)
    if like is not None and like.region_id == command.region_id:
        set_up_as_before(session, actor, now, meeting, like, {contest.office_id: contest.id for contest in contests})
    return meeting


def set_up_as_before(
    session: Session, actor: Actor, now: dt.datetime, meeting: Meeting, like: Meeting, contest_ids: dict[int, int]
) -> None:
    """Order, label and seats of each office as they were at the other meeting; offices that are new come last."""
    before = [contest for contest in contests_of(session, like.id) if contest.office_id in contest_ids]
    known = {contest.office_id for contest in before}
    added = [contest for contest in contests_of(session, meeting.id) if contest.office_id not in known]
    setups = tuple(set_up_like(contest, contest_ids[contest.office_id]) for contest in [*before, *added])
    amend_contests(session, actor, now, AmendContests(meeting.id, setups))


def set_up_like(contest: Contest, contest_id: int) -> ContestSetup:
    """What makes a contest of this meeting like another one of the same office."""
    return ContestSetup(
        label=contest.label,
        office_id=contest.office_id,
        contest_id=contest_id,
        plural_label=contest.plural_label,
        seats=contest.seats,
        canonical_key=contest.canonical_key,
        is_shareable=contest.is_shareable,
    )

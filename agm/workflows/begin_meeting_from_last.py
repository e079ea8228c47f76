"""Starting a meeting's record, if wished from last year's."""

from dataclasses import dataclass, replace

from agm.audit.act import Act
from agm.database.locking import lock_row
from agm.meetings.commands import CreateMeeting, MeetingDetails
from agm.meetings.models import Meeting
from agm.meetings.operations import create_meeting
from agm.meetings.operations.details import details_of
from agm.meetings.queries import same_day
from agm.nominations.commands import AmendContests, ContestSetup
from agm.nominations.models import Contest
from agm.nominations.operations import amend_contests, contests_of, copy_offices
from agm.organisation.models import Unit
from agm.organisation.queries import rules_in_force
from agm.rules.violations import refuse

RECORDED = "A meeting of this kind and date is recorded here already."


@dataclass(frozen=True, slots=True)
class BeginMeeting:
    """A new meeting of a unit, with its offices; `like_meeting_id` is the one to start from.

    `is_another` says that a meeting of the same kind and day, if there is one, is not this one.
    """

    unit_id: int
    details: MeetingDetails
    like_meeting_id: int | None = None
    is_another: bool = False


def begin_meeting(act: Act, command: BeginMeeting) -> Meeting:
    """Record a new meeting with a contest for each office.

    From last year's meeting come the place, how it is held, the quorum and the offices as they were set up then, as far
    as they still exist. Guests, results and the date do not. Asked twice for the same meeting, it gives the one that
    was begun. Raises RefusedError where details contradict each other, and for another meeting of that day.
    """
    lock_row(act.session, Unit, command.unit_id)  # the second of two at once sees what the first began
    details = command.details
    like = None if command.like_meeting_id is None else act.session.get(Meeting, command.like_meeting_id)
    if like is not None and like.unit_id == command.unit_id:
        details = replace(
            details,
            venue=details.venue or like.venue,
            online_link=details.online_link or like.online_link,
            held_as=details.held_as or like.held_as,
        )
    alike = same_day(act.session, command.unit_id, details.kind, details.held_on)
    for known in alike:
        if details_of(known) == details:
            return known
    if alike and not command.is_another:
        refuse("meeting_recorded", "is_another", RECORDED)
    meeting = create_meeting(act, CreateMeeting(command.unit_id, details))
    meeting.rules_id = rules.id if (rules := rules_in_force(act.session)) else None
    contests = copy_offices(act, meeting)
    if like is not None and like.unit_id == command.unit_id:
        set_up_as_before(act, meeting, like, {contest.office_id: contest.id for contest in contests})
    return meeting


def set_up_as_before(act: Act, meeting: Meeting, like: Meeting, contest_ids: dict[int, int]) -> None:
    """Order, label and seats of each office as they were at the other meeting; offices that are new come last."""
    before = [contest for contest in contests_of(act.session, like.id) if contest.office_id in contest_ids]
    known = {contest.office_id for contest in before}
    added = [contest for contest in contests_of(act.session, meeting.id) if contest.office_id not in known]
    setups = tuple(set_up_like(contest, contest_ids[contest.office_id]) for contest in [*before, *added])
    amend_contests(act, AmendContests(meeting.id, setups))


def set_up_like(contest: Contest, contest_id: int) -> ContestSetup:
    return ContestSetup(
        label=contest.label,
        office_id=contest.office_id,
        contest_id=contest_id,
        plural_label=contest.plural_label,
        seats=contest.seats,
        canonical_key=contest.canonical_key,
        is_shareable=contest.is_shareable,
    )

"""Removed meetings: brought back with all that was recorded of them, or disposed of for good after a while."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import ColumnElement, delete, exists, or_, select
from sqlalchemy.orm import Session

from agm.accounts.models import ElectionDuty
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.files.operations import remove_unused
from agm.language.en import short_date
from agm.language.partial_date import PartialDate
from agm.meetings.models import WITH_REMOVED, Meeting, Speaker, SupportMessage
from agm.meetings.operations import remove_meeting
from agm.meetings.operations.details import change_calendar_entry, check_region, details_of, free_slug, taken_slugs
from agm.meetings.operations.motions import know_movers, movers
from agm.meetings.queries import YEARLY
from agm.nominations.models import Candidacy, CandidacyPerson, Contest, Nomination, Nominee
from agm.nominations.operations import know_candidates
from agm.organisation.models import Office
from agm.people.forgetting import forget_unnamed
from agm.people.models import KnownFor, PersonalLink
from agm.people.operations import set_known
from agm.results.models import Count, Declaration, TieDecision
from agm.rules.retention_times import REMOVED_KEPT
from agm.rules.violations import refuse
from agm.voting.models import OnlineVote

KEPT_FOR = REMOVED_KEPT
LASTING = (Count, TieDecision, Declaration)
"""What is never deleted, and so keeps its meeting."""
COUNTED = "Its votes are counted or its results declared. That record is never deleted, and the meeting stays with it."
VOTED_ONLINE = "Members vote in it online, or did. Say first that this vote does not count."


def is_lasting() -> ColumnElement[bool]:
    return or_(*(exists().where(table.meeting_id == Meeting.id) for table in LASTING))


def remove_draft(act: Act, meeting: Meeting) -> None:
    """Remove a draft meeting. Raises RefusedError where it was published, counted or declared."""
    if act.session.scalar(select(is_lasting()).where(Meeting.id == meeting.id)):
        refuse("counted", "", COUNTED)
    vote = act.session.get(OnlineVote, meeting.id)
    if vote is not None and vote.opened_at is not None and vote.voided_at is None:
        refuse("voted_online", "", VOTED_ONLINE)
    remove_meeting(act, meeting)


def removed_meetings(session: Session, unit_ids: Collection[int] | None, at: dt.datetime) -> list[Meeting]:
    """What can be brought back, the last removed first; of these units, or of all. One statement."""
    statement = select(Meeting).where(Meeting.removed_at > at - KEPT_FOR)
    if unit_ids is not None:
        statement = statement.where(Meeting.unit_id.in_(unit_ids))
    ordered = statement.order_by(Meeting.removed_at.desc(), Meeting.id.desc())
    return list(session.scalars(ordered.execution_options(**WITH_REMOVED)))


def removed_meeting(session: Session, meeting_id: int, at: dt.datetime) -> Meeting | None:
    """One that can be brought back. One statement."""
    statement = select(Meeting).where(Meeting.id == meeting_id, Meeting.removed_at > at - KEPT_FOR)
    return session.scalar(statement.execution_options(**WITH_REMOVED))


def changes_meanwhile(session: Session, meeting: Meeting) -> list[str]:
    """What has become otherwise since the meeting was removed, and makes it doubtful whether it should come back."""
    found = []
    if meeting.kind in YEARLY and meeting.held_on is not None:
        others = session.scalars(
            select(Meeting).where(
                Meeting.unit_id == meeting.unit_id, Meeting.kind.in_(YEARLY), Meeting.id != meeting.id
            )
        )
        found += [
            f"There is another AGM of {meeting.held_on.year} now, of {short_date(one.held_on)}. There would be two."
            for one in others
            if one.held_on is not None and one.held_on.year == meeting.held_on.year
        ]
    if original_slug(meeting) in taken_slugs(session, meeting.unit_id):
        found.append("Another meeting has its address now. It would get a new one.")
    abolished = session.scalars(
        select(Office)
        .join(Contest, Contest.office_id == Office.id)
        .where(Contest.meeting_id == meeting.id, Office.abolished_on.is_not(None))
        .order_by(Office.position, Office.id)
    )
    found += [
        f"The office {office.label} was abolished on {short_date(PartialDate.of(office.abolished_on))}."
        for office in abolished
        if office.abolished_on is not None
    ]
    return found


def bring_back(act: Act, meeting: Meeting) -> Meeting:
    """Let a removed meeting be as it was. Raises RefusedError where it is too late, or the region began after it."""
    session = act.session
    meeting = lock_row(session, Meeting, meeting.id, **WITH_REMOVED)
    if meeting.removed_at is None or meeting.removed_at <= act.at - KEPT_FOR:
        refuse("not_removed", "", "This meeting was brought back already, or it is too late for it.")
    details = details_of(meeting)
    check_region(session, meeting.unit_id, details)
    slug = original_slug(meeting)
    meeting.slug = (
        free_slug(session, meeting.unit_id, details) if slug in taken_slugs(session, meeting.unit_id) else slug
    )
    meeting.removed_at = meeting.removed_by = None
    session.flush()
    change_calendar_entry(act, meeting)
    place = (meeting.unit_id, meeting.id)
    for reason, table in ((KnownFor.SPEAKER, Speaker), (KnownFor.MESSAGE, SupportMessage)):
        people = session.scalars(select(table.person_id).where(table.meeting_id == meeting.id))
        set_known(session, reason, {place: set(people)})
    know_candidates(session, meeting)
    know_movers(session, meeting)
    record(act, Action.MEETING_BROUGHT_BACK, f"meeting:{meeting.id}", unit_id=meeting.unit_id)
    return meeting


def original_slug(meeting: Meeting) -> str:
    """The address that a removed meeting had."""
    return meeting.slug.partition("~")[0]


def dispose_of_removed(act: Act) -> int:
    """Delete for good what was removed too long ago, and those people whom nothing else names: how many meetings.

    What was counted while it was removed, or removed before that was refused, stays hidden.
    """
    session = act.session
    old = select(Meeting).where(Meeting.removed_at <= act.at - KEPT_FOR, ~is_lasting()).with_for_update(of=Meeting)
    meetings = session.scalars(old.execution_options(**WITH_REMOVED)).all()
    for meeting in meetings:
        meeting_id, unit_id = meeting.id, meeting.unit_id
        people, photos = people_of(session, meeting_id), photos_of(session, meeting_id)
        session.delete(meeting)
        for table in (ElectionDuty, PersonalLink):
            session.execute(delete(table).where(table.meeting_id == meeting_id))
        session.flush()
        remove_unused(session, photos)
        forgotten = forget_unnamed(session, people)
        record(act, Action.MEETING_DISPOSED_OF, f"meeting:{meeting_id}", unit_id=unit_id, people=len(forgotten))
    return len(meetings)


def photos_of(session: Session, meeting_id: int) -> set[int | None]:
    of_meeting = select(Nominee.photo_id).join(Nomination).join(Contest).where(Contest.meeting_id == meeting_id)
    return set(session.scalars(of_meeting))


def people_of(session: Session, meeting_id: int) -> set[int]:
    stood = select(CandidacyPerson.person_id).join(Candidacy).join(Contest).where(Contest.meeting_id == meeting_id)
    return {
        *session.scalars(select(Speaker.person_id).where(Speaker.meeting_id == meeting_id)),
        *session.scalars(select(SupportMessage.person_id).where(SupportMessage.meeting_id == meeting_id)),
        *session.scalars(stood),
        *movers(session, meeting_id),
    }

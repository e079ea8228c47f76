"""Mail about nominations, written to the outbox with what it tells of; words and links are made when it is sent."""

import datetime as dt
from dataclasses import replace

from agm.audit.act import Act
from agm.meetings.models import Meeting
from agm.nominations.models import Contest, Nomination, Nominee
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import enqueue

CLOSED_BY = dt.timedelta(seconds=1)
"""How long after the last instant of nominations they are closed."""


def mail_receipt(act: Act, nomination: Nomination, meeting: Meeting) -> None:
    """Tell who sent a nomination that it came, and when."""
    if nomination.sender_email:
        enqueue(act, job(JobKind.NOMINATION_RECEIPT_MAIL, "nomination", nomination.id, meeting))


def mail_confirmation(act: Act, nomination: Nomination, meeting: Meeting, again: str = "") -> None:
    """Ask whoever a nomination names as its sender whether it is theirs.

    The job is written whether or not the roll has them, so that the answer to the form tells nobody who is a member.
    """
    enqueue(act, job(JobKind.CONFIRMATION_MAIL, "nomination", nomination.id, meeting, again))


def mail_asked(act: Act, nomination: Nomination, meeting: Meeting, again: str = "") -> None:
    """Ask everybody named who has an address whether they agree; who has agreed gets the link by which to change it."""
    nominees = [one for one in nomination.nominees if one.email and (not again or one.answer is None)]
    supporters = [one for one in nomination.supporters if one.email and one.answer is None]
    enqueue(
        act,
        *(job(JobKind.NOMINEE_MAIL, "nominee", one.id, meeting, again) for one in nominees),
        *(job(JobKind.SUPPORTER_MAIL, "supporter", one.id, meeting, again) for one in supporters),
    )


def mail_ruling(act: Act, nominee: Nominee, meeting: Meeting) -> None:
    """Tell somebody that their nomination does not stand, and why."""
    if nominee.email:
        enqueue(act, job(JobKind.RULING_MAIL, "nominee", nominee.id, meeting, act.at.isoformat()))


def look_when_settled(act: Act, contest: Contest, meeting: Meeting, closes_at: dt.datetime | None) -> None:
    """Have it looked whether it is settled who stands for an office: now, or when nominations for it have closed."""
    due_at = act.at if closes_at is None else max(act.at, closes_at + CLOSED_BY)
    new = job(JobKind.CANDIDATES_SETTLED, "contest", contest.id, meeting, due_at.isoformat())
    enqueue(act, replace(new, due_at=due_at))


def mail_may_write(act: Act, nominee: Nominee, meeting: Meeting) -> None:
    """Tell a candidate, once, that they may write to the members."""
    if nominee.email and nominee.may_write_told_at is None and nominee.nomination.is_candidacy:
        nominee.may_write_told_at = act.at
        enqueue(act, job(JobKind.MAY_WRITE_MAIL, "nominee", nominee.id, meeting, act.at.isoformat()))


def job(kind: JobKind, record: str, record_id: int, meeting: Meeting, again: str = "") -> NewJob:
    return NewJob(
        kind=kind,
        key=":".join(part for part in (kind.value, str(record_id), again) if part),
        payload={f"{record}_id": record_id},
        subject=f"meeting:{meeting.id}",
        unit_id=meeting.unit_id,
    )

"""Telling those who stood by e-mail, before members and the public hear the result."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.before_publishing import not_told
from agm.audit.act import Act
from agm.meetings.models import Meeting
from agm.nominations.models import Candidacy, Nomination, Nominee
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import enqueue
from agm.results.models import ContestResult, ResultLine
from agm.results.operations import tell_candidate


def with_address(session: Session, meeting_id: int) -> list[tuple[Nominee, Candidacy]]:
    """Those who stood, have not heard, and gave an address with their nomination. Three statements."""
    waiting = {one.id: one for one, _elected in not_told(session, meeting_id)}
    if not waiting:
        return []
    reached = (
        select(Nominee, Nomination.candidacy_id)
        .join(Nomination, Nomination.id == Nominee.nomination_id)
        .where(Nomination.candidacy_id.in_(waiting), Nominee.email.is_not(None), Nomination.withdrawn_at.is_(None))
        .order_by(Nominee.id)
    )
    found = [(nominee, waiting.get(number or 0)) for nominee, number in session.execute(reached)]
    return [(nominee, candidacy) for nominee, candidacy in found if candidacy is not None]


def tell_by_mail(act: Act, meeting: Meeting) -> int:
    """Send the result to everybody who can be reached: how many mails. Asked twice, nobody is told twice."""
    found = with_address(act.session, meeting.id)
    version = act.session.scalar(
        select(ResultLine.id)
        .join(ContestResult, ContestResult.id == ResultLine.result_id)
        .where(ResultLine.candidacy_id.in_([one.id for _, one in found]))
        .order_by(ResultLine.id.desc())
        .limit(1)
    )
    jobs = [
        NewJob(
            kind=JobKind.RESULT_MAIL,
            key=f"result:{nominee.id}:{version}",
            payload={"nominee_id": nominee.id, "candidacy_id": candidacy.id},
            subject=f"nominee:{nominee.id}",
            unit_id=meeting.unit_id,
        )
        for nominee, candidacy in found
    ]
    enqueue(act, *jobs)
    return len(jobs)


def note_told(act: Act, candidacy_id: int) -> None:
    """A mail went out: its candidate has heard."""
    candidacy = act.session.get(Candidacy, candidacy_id)
    if candidacy is not None:
        tell_candidate(act, candidacy)

"""The result for somebody who stood, in words, before it is public."""

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, PublicationPlan
from agm.nominations.models import Nominee
from agm.organisation.queries import organisation
from agm.outbox.worker import Job, NotNeededError
from agm.results.models import ResultLine
from agm.settings import Settings
from agm.web.outbox_handlers.smtp import Mail
from agm.wording.document import AnnouncementKind


def result(session: Session, job: Job, _settings: Settings) -> Mail:
    """Raises NotNeededError where there is no such result any more, or nobody to tell."""
    nominee = session.get(Nominee, job.payload["nominee_id"])
    line = session.scalar(select(ResultLine).where(ResultLine.candidacy_id == job.payload["candidacy_id"]))
    if nominee is None or not nominee.email or line is None or line.is_elected is None:
        raise NotNeededError("The result was taken back, or there is no address any more.")
    meeting = nominee.nomination.contest.meeting
    due_at = session.scalar(
        select(PublicationPlan.due_at)
        .join(Announcement, Announcement.id == PublicationPlan.announcement_id)
        .where(Announcement.meeting_id == meeting.id, Announcement.kind == AnnouncementKind.REPORT)
    )
    body = current_app.jinja_env.get_template("mail/result.txt").render(
        nominee=nominee, meeting=meeting, line=line, due_at=due_at, organisation=organisation(session)
    )
    return Mail(nominee.email, f"The result for {nominee.nomination.contest.label}", body)

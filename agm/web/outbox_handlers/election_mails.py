"""What goes out to members about an election: the same text to each, from the returning officer."""

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.models import Duty
from agm.accounts.queries import duties_of
from agm.audit.act import Act
from agm.meetings.models import Meeting, NoticeKind, RegisterEntry, ServedNotice, ServedOutcome
from agm.meetings.operations.notices import address_of, note_not_served, note_served
from agm.organisation.queries import imprint, organisation
from agm.outbox.worker import Finish, Job, NotNeededError
from agm.people.models import LinkPurpose
from agm.settings import Settings
from agm.web.outbox_handlers.nomination_mails import link_to
from agm.web.outbox_handlers.smtp import Mail
from agm.wording.render.typed_markdown import typed_text

GONE = "Who it was for is not on the roll any more, or has no address."


TO_NOMINATE = {NoticeKind.CALL, NoticeKind.REMINDER}


def election_mail(session: Session, job: Job, settings: Settings) -> Mail:
    """Raises NotNeededError where it went out, or the meeting or the member is gone."""
    served = session.get(ServedNotice, job.payload["served_id"])
    if served is not None and served.outcome is ServedOutcome.SENT:
        raise NotNeededError("It went out already.")  # where an address was taken away and given back meanwhile
    to = None if served is None else address_of(session, served)
    meeting = None if served is None else session.get(Meeting, served.sending.meeting_id)
    if served is None or to is None or meeting is None:
        raise NotNeededError(GONE)
    officer = next((one.name for one in duties_of(session, meeting.id) if one.duty is Duty.RETURNING_OFFICER), None)
    body = current_app.jinja_env.get_template("mail/election.txt").render(
        link=link_to_nominate(session, job, settings, served, meeting),
        text=typed_text(served.sending.text).strip(),
        officer=officer or served.sending.sent_by,
        is_officer=officer is not None,
        organisation=organisation(session),
        unit=meeting.unit,
        imprint=imprint(session, meeting.unit),
    )
    return Mail(to, served.sending.title, body)


def link_to_nominate(
    session: Session, job: Job, settings: Settings, served: ServedNotice, meeting: Meeting
) -> str | None:
    """A member's own link to the form, with the call and the reminder, once the register says who may nominate."""
    entry = None
    if served.sending.kind in TO_NOMINATE:
        whose = (
            RegisterEntry.id == served.entry_id
            if served.entry_id is not None
            else RegisterEntry.roll_member_id == served.member_id
        )
        mine = select(RegisterEntry).where(RegisterEntry.meeting_id == meeting.id, whose)
        entry = session.scalar(mine.where(RegisterEntry.removed_at.is_(None), RegisterEntry.may_nominate))
    return None if entry is None else link_to(session, job, settings, meeting, LinkPurpose.NOMINATE, entry.id)


def sent(job: Job) -> Finish:
    served_id: int = job.payload["served_id"]

    def finish(act: Act) -> None:
        note_served(act, served_id)

    return finish


def failed(job: Job, reason: str) -> Finish:
    served_id: int = job.payload["served_id"]

    def finish(act: Act) -> None:
        note_not_served(act, served_id, reason)

    return finish

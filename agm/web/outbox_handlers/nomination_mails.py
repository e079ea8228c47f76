"""The mails about nominations, made at the moment of sending, with links that are made then too."""

import datetime as dt

from flask import current_app
from sqlalchemy.orm import Session

from agm.accounts.models import Duty
from agm.accounts.queries import duties_of
from agm.audit.act import SYSTEM, Act
from agm.meetings.models import Meeting
from agm.nominations.calls import call_of
from agm.nominations.models import Answer, Nomination, Nominee, Ruling, Supporter
from agm.nominations.register import addresses
from agm.organisation.queries import organisation
from agm.outbox.worker import Job, NotNeededError
from agm.people import links
from agm.people.commands import NewLink
from agm.people.models import LinkPurpose
from agm.settings import Settings
from agm.web.outbox_handlers.smtp import Mail

KEPT_AFTER_MEETING = dt.timedelta(days=180)
"""How long after a meeting somebody can change by their link what may be shown of them."""
NO_LONGER = dt.timedelta(days=1)
"""For links that open nothing after the meeting."""
GONE = "The nomination is gone, or was settled meanwhile."


def receipt(session: Session, job: Job, _settings: Settings) -> Mail:
    nomination = session.get(Nomination, job.payload["nomination_id"])
    if nomination is None or not nomination.sender_email:
        raise NotNeededError(GONE)
    body = rendered(session, "nomination_receipt", nomination)
    return Mail(nomination.sender_email, f"Your nomination {nomination.receipt} is here", body)


def confirmation(session: Session, job: Job, settings: Settings) -> Mail:
    """Asks whoever a nomination by the open form names as its sender, at the address on the roll, whether it is theirs.
    Raises NotNeededError where it was answered, or the roll has no address of theirs."""
    found = session.get(Nomination, job.payload["nomination_id"])
    if found is None or not found.sender_name or found.confirmation is not None or found.withdrawn_at is not None:
        raise NotNeededError(GONE)
    meeting = found.contest.meeting
    to = addresses(session, meeting, {found.sender_name: found.entry_id}).get(found.sender_name)
    if to is None:
        raise NotNeededError("The roll has no e-mail address of this name alone, so the returning officer asks.")
    link = link_to(session, job, settings, meeting, LinkPurpose.CONFIRM, found.id, NO_LONGER)
    body = rendered(session, "nomination_confirmation", found, link=link)
    return Mail(to, f"Did you send a nomination for {found.contest.label}?", body)


def nominee(session: Session, job: Job, settings: Settings) -> Mail:
    """Asks somebody named whether they stand; who has said so already gets the link by which to change it."""
    found = session.get(Nominee, job.payload["nominee_id"])
    if found is None or not found.email or found.nomination.withdrawn_at is not None:
        raise NotNeededError(GONE)
    link = link_to(session, job, settings, found.nomination.contest.meeting, LinkPurpose.ACCEPT, found.id)
    office = found.nomination.contest.label
    is_known = found.answer is Answer.ACCEPTED
    subject = f"You stand for {office}" if is_known else f"You were nominated for {office}: do you accept?"
    return Mail(found.email, subject, rendered(session, "nominee", found.nomination, nominee=found, link=link))


def supporter(session: Session, job: Job, settings: Settings) -> Mail:
    found = session.get(Supporter, job.payload["supporter_id"])
    if found is None or not found.email or found.answer is not None or found.nomination.withdrawn_at is not None:
        raise NotNeededError(GONE)
    link = link_to(session, job, settings, found.nomination.contest.meeting, LinkPurpose.SUPPORT, found.id)
    body = rendered(session, "supporter", found.nomination, supporter=found, link=link)
    return Mail(found.email, f"Do you support a nomination for {found.nomination.contest.label}?", body)


def may_write(session: Session, job: Job, settings: Settings) -> Mail:
    """Tells a candidate that they may write to the members once, by their own link. Raises NotNeededError where they do
    not stand any more, or what candidates wrote has gone out."""
    found = session.get(Nominee, job.payload["nominee_id"])
    if found is None or not found.email or not found.nomination.is_candidacy:
        raise NotNeededError(GONE)
    contest = found.nomination.contest
    if contest.texts_sent_at is not None:
        raise NotNeededError("What the candidates wrote has gone out to members.")
    link = link_to(session, job, settings, contest.meeting, LinkPurpose.ACCEPT, found.id)
    body = rendered(session, "may_write", found.nomination, nominee=found, link=link)
    return Mail(found.email, f"You may write to members, as a candidate for {contest.label}", body)


def ruling(session: Session, job: Job, _settings: Settings) -> Mail:
    found = session.get(Nominee, job.payload["nominee_id"])
    if found is None or not found.email or found.nomination.ruling is not Ruling.DOES_NOT_STAND:
        raise NotNeededError(GONE)
    body = rendered(session, "ruling", found.nomination, nominee=found)
    return Mail(found.email, f"Your nomination for {found.nomination.contest.label} does not stand", body)


def link_to(
    session: Session,
    job: Job,
    settings: Settings,
    meeting: Meeting,
    purpose: LinkPurpose,
    record_id: int,
    after_meeting: dt.timedelta = KEPT_AFTER_MEETING,
) -> str:
    """The address of a new link, good until some time after the meeting."""
    held_on = meeting.held_on.last if meeting.held_on else job.at.date()
    expires_at = max(dt.datetime.combine(held_on, dt.time(12), tzinfo=dt.UTC), job.at) + after_meeting
    new = NewLink(purpose, meeting.unit_id, expires_at, meeting.id, record_id)
    token = links.issue(Act(session, SYSTEM, job.at), new)
    return settings.base_url + current_app.url_map.bind("").build(f"members.{purpose.value}", {"token": token})


def rendered(session: Session, name: str, nomination: Nomination, **context: object) -> str:
    meeting = nomination.contest.meeting
    return current_app.jinja_env.get_template(f"mail/{name}.txt").render(
        nomination=nomination,
        names=" and ".join(one.name for one in nomination.nominees),
        meeting=meeting,
        call=call_of(session, meeting),
        organisation=organisation(session),
        officer=officer_of(session, meeting),
        **context,
    )


def officer_of(session: Session, meeting: Meeting) -> str:
    """The name of who runs the election, where somebody is appointed."""
    found = (one.name for one in duties_of(session, meeting.id) if one.duty is Duty.RETURNING_OFFICER)
    return next(found, "")

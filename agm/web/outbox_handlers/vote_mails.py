"""The mail with a voter's code and link, which are made at the moment of sending."""

import datetime as dt
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.language.en import clock_words, long_date
from agm.organisation.queries import organisation
from agm.outbox.worker import Job, NotNeededError
from agm.settings import Settings
from agm.voting.models import OnlineVote, Voter
from agm.voting.operations import issue
from agm.voting.operations.codes import addressee_of
from agm.voting.queries.online import online_ballots, with_own_hours
from agm.web.outbox_handlers.nomination_mails import officer_of
from agm.web.outbox_handlers.smtp import Mail

OVER = "The vote is over, or the member is not on the register any more."


def voting_code(session: Session, job: Job, settings: Settings) -> Mail:
    """Goes to the voter, or to whoever holds their proxy. A mail that is sent a second time has another code: that of
    the first has ended."""
    voter = session.get(Voter, job.payload["voter_id"])
    vote = None if voter is None else session.get(OnlineVote, voter.meeting_id)
    if voter is None or vote is None or vote.closed_at or vote.voided_at or voter.entry.removed_at:
        raise NotNeededError(OVER)
    act = Act(session, SYSTEM, job.at)
    to = addressee_of(act, voter)
    if not to.email:
        raise NotNeededError("There is no e-mail address any more.")
    code = issue(act, voter)
    zone = ZoneInfo(organisation(session).time_zone)
    own = [one for one in with_own_hours(vote, online_ballots(session, vote)) if one.admits(voter)]
    body = current_app.jinja_env.get_template("mail/voting_code.txt").render(
        voter=voter,
        to=to,
        vote=vote,
        code=code,
        link=f"{settings.base_url}/vote/{code}",
        page=f"{settings.base_url}/vote",
        opens=in_words(vote.opens_at, zone),
        closes=in_words(vote.closes_at, zone),
        own=[(one.contest.label, in_words(one.opens_at, zone), in_words(one.closes_at, zone)) for one in own],
        meeting=vote.meeting,
        organisation=organisation(session),
        officer=officer_of(session, vote.meeting),
    )
    return Mail(to.email, f"Your voting code for {vote.meeting.unit.name}", body)


def in_words(at: dt.datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{long_date(local.date())} at {clock_words(local.time())}"

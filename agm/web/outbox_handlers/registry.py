"""Which function does which kind of job, and the worker that calls them."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from flask import Flask
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.database.engine import only_reading
from agm.membership.operations import dispose_of_drafts
from agm.nominations.to_members import tell_candidates
from agm.outbox.kinds import JobKind
from agm.outbox.operations import dispose
from agm.outbox.worker import Finish, Handler, Job, Worker
from agm.results.operations import dispose_of_printouts
from agm.settings import Settings
from agm.voting.operations import close_in_time
from agm.web.kit import clock
from agm.web.kit.extensions import db
from agm.web.kit.transaction import own_transaction
from agm.web.outbox_handlers import (
    announcement_mails,
    bounces,
    election_mails,
    letters,
    login_mails,
    nomination_mails,
    result_mails,
    vote_cleaning,
    vote_mails,
)
from agm.web.outbox_handlers.chain_head import chain_head
from agm.web.outbox_handlers.erasure import finish_erasure
from agm.web.outbox_handlers.kept_forms import make_kept_forms
from agm.web.outbox_handlers.printouts import make_printout
from agm.web.outbox_handlers.register_freezes import freeze_failed, prepare_freeze
from agm.web.outbox_handlers.roll_lists import read_list
from agm.web.outbox_handlers.smtp import Mail, Mailer
from agm.web.outbox_handlers.wordpress import post_to_wordpress
from agm.workflows.declare_counts import declare_planned
from agm.workflows.plan_publication import publish_planned
from agm.workflows.removed_meetings import dispose_of_removed
from agm.workflows.retention import remove_what_is_due
from agm.workflows.tell_results import note_told

Compose = Callable[[Session, Job, Settings], Mail]
"""Makes the mail of a job from the database as it is now. Raises NotNeededError where nobody needs it any more."""

LONG_LEASE = dt.timedelta(minutes=30)
"""For a text whose many pictures a slow site takes one after the other."""
MAILS: dict[JobKind, Compose] = {
    JobKind.ANNOUNCEMENT_MAIL: announcement_mails.announcement_mail,
    JobKind.INVITATION_MAIL: login_mails.invitation,
    JobKind.NEW_PASSWORD_MAIL: login_mails.new_password,
    JobKind.PASSWORD_CHANGED_MAIL: login_mails.password_changed,
    JobKind.LETTER_MAIL: letters.letter,
    JobKind.NOMINATION_RECEIPT_MAIL: nomination_mails.receipt,
    JobKind.RULING_MAIL: nomination_mails.ruling,
}


MAILS_WITH_LINKS: dict[JobKind, Compose] = {
    JobKind.CONFIRMATION_MAIL: nomination_mails.confirmation,
    JobKind.NOMINEE_MAIL: nomination_mails.nominee,
    JobKind.SUPPORTER_MAIL: nomination_mails.supporter,
    JobKind.MAY_WRITE_MAIL: nomination_mails.may_write,
    JobKind.VOTING_CODE_MAIL: vote_mails.voting_code,
}
"""Those that make a personal link, of which a digest is kept."""


def build_worker(app: Flask) -> Worker:
    """A worker that does every kind of job with the application's settings and database."""
    mailer = Mailer(app.extensions["agm_settings"])
    handlers = {kind: Handler(partial(send, app, mailer, compose)) for kind, compose in MAILS.items()}
    handlers |= {kind: Handler(partial(send_link, app, mailer, one)) for kind, one in MAILS_WITH_LINKS.items()}
    is_told_daily = mailer.settings.chain_head_mail_to is not None
    handlers[JobKind.CHAIN_HEAD_MAIL] = Handler(partial(send, app, mailer, chain_head), is_daily=is_told_daily)
    reads_bounces = mailer.settings.bounce_mailbox is not None
    handlers[JobKind.BOUNCES] = Handler(
        partial(bounces.read_in_time, app, mailer.settings), lease=bounces.LEASE, is_daily=reads_bounces
    )
    handlers[JobKind.ELECTION_MAIL] = Handler(partial(send_to_member, app, mailer), failed=election_mails.failed)
    handlers[JobKind.WORDPRESS_POST] = Handler(partial(post_to_wordpress, app), lease=LONG_LEASE)
    handlers[JobKind.KEPT_FORMS] = Handler(partial(make_kept_forms, app))
    handlers[JobKind.DISPOSAL] = Handler(dispose_of_old_jobs, is_daily=True)
    handlers[JobKind.ERASURE] = Handler(partial(finish_erasure, app, mailer.settings))
    handlers[JobKind.RESULT_MAIL] = Handler(partial(send_result, app, mailer))
    handlers[JobKind.PUBLICATION] = Handler(publish_in_time)
    handlers[JobKind.ROLL_READING] = Handler(partial(read_list, app))
    handlers[JobKind.REGISTER_FREEZE] = Handler(partial(prepare_freeze, app), failed=freeze_failed)
    handlers[JobKind.VOTE_CLEANING] = Handler(partial(vote_cleaning.clear, app))
    handlers[JobKind.ROLL_DRAFT_DISPOSAL] = Handler(lambda _job: dispose_of_drafts)
    handlers[JobKind.PRINTOUT] = Handler(partial(make_printout, app))
    handlers[JobKind.PRINTOUT_DISPOSAL] = Handler(lambda _job: dispose_of_printouts)
    handlers[JobKind.VOTE_CLOSING] = Handler(close_vote_in_time)
    handlers[JobKind.CANDIDATES_SETTLED] = Handler(candidates_settled)
    handlers[JobKind.DECLARATION] = Handler(declaration)
    with app.app_context():
        return Worker(db.engine, handlers, clock.now, idle=mailer.close)


def candidates_settled(job: Job) -> Finish:
    """Tell candidates of an office that they may write to members, where it is settled who they are."""
    return partial(tell_candidates, contest_id=job.payload["contest_id"])


def declaration(job: Job) -> Finish:
    """Declare a meeting's results at the instant that was set for them."""
    return lambda act: declare_planned(act, job.payload["meeting"])


def send(app: Flask, mailer: Mailer, compose: Compose, job: Job) -> None:
    """Make a mail and send it; the database is left alone meanwhile."""
    with app.app_context(), only_reading(), Session(db.engine) as session:
        mail = compose(session, job, mailer.settings)
    mailer.send(mail, job)


def send_to_member(app: Flask, mailer: Mailer, job: Job) -> Finish:
    """Send what goes to every member to one of them, and note that it went out."""
    send_link(app, mailer, election_mails.election_mail, job)
    return election_mails.sent(job)


def send_link(app: Flask, mailer: Mailer, compose: Compose, job: Job) -> None:
    """Make a mail with a new link, which is committed before it is sent: a link in a mail opens something."""
    with app.app_context(), own_transaction() as session:
        mail = compose(session, job, mailer.settings)
    mailer.send(mail, job)


def close_vote_in_time(job: Job) -> Finish:
    return partial(close_in_time, meeting_id=job.payload["meeting"])


def dispose_of_old_jobs(_job: Job) -> Finish:
    def finish(act: Act) -> None:
        dispose(act.session, act.at)
        dispose_of_removed(act)
        dispose_of_drafts(act)
        remove_what_is_due(act)
        dispose_of_printouts(act)

    return finish


def publish_in_time(job: Job) -> Finish:
    """Publish what was planned, in the transaction that notes the job as done."""
    return partial(
        publish_planned, announcement_id=job.payload["announcement_id"], planned_at=job.payload["planned_at"]
    )


def send_result(app: Flask, mailer: Mailer, job: Job) -> Finish:
    """Tell somebody who stood, and note that they have heard."""
    send(app, mailer, result_mails.result, job)
    return partial(note_told, candidacy_id=job.payload["candidacy_id"])

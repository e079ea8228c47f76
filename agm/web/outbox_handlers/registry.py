"""Which function does which kind of job, and the worker that calls them."""

from collections.abc import Callable
from functools import partial

from flask import Flask
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.database.engine import only_reading
from agm.membership.operations import dispose_of_drafts
from agm.outbox.kinds import JobKind
from agm.outbox.operations import dispose
from agm.outbox.worker import Finish, Handler, Job, Worker
from agm.settings import Settings
from agm.web.kit import clock
from agm.web.kit.extensions import db
from agm.web.kit.transaction import own_transaction
from agm.web.outbox_handlers import election_mails, letters, login_mails, nomination_mails
from agm.web.outbox_handlers.chain_head import chain_head
from agm.web.outbox_handlers.roll_lists import read_list
from agm.web.outbox_handlers.smtp import Mail, Mailer
from agm.workflows.removed_meetings import dispose_of_removed

Compose = Callable[[Session, Job, Settings], Mail]
"""Makes the mail of a job from the database as it is now. Raises NotNeededError where nobody needs it any more."""

MAILS: dict[JobKind, Compose] = {
    JobKind.INVITATION_MAIL: login_mails.invitation,
    JobKind.NEW_PASSWORD_MAIL: login_mails.new_password,
    JobKind.PASSWORD_CHANGED_MAIL: login_mails.password_changed,
    JobKind.LETTER_MAIL: letters.letter,
    JobKind.NOMINATION_RECEIPT_MAIL: nomination_mails.receipt,
    JobKind.RULING_MAIL: nomination_mails.ruling,
}


MAILS_WITH_LINKS: dict[JobKind, Compose] = {
    JobKind.NOMINEE_MAIL: nomination_mails.nominee,
    JobKind.SUPPORTER_MAIL: nomination_mails.supporter,
}
"""Those that make a personal link, of which a digest is kept."""


def build_worker(app: Flask) -> Worker:
    """A worker that does every kind of job with the application's settings and database."""
    mailer = Mailer(app.extensions["agm_settings"])
    handlers = {kind: Handler(partial(send, app, mailer, compose)) for kind, compose in MAILS.items()}
    handlers |= {kind: Handler(partial(send_link, app, mailer, one)) for kind, one in MAILS_WITH_LINKS.items()}
    is_told_daily = mailer.settings.chain_head_mail_to is not None
    handlers[JobKind.CHAIN_HEAD_MAIL] = Handler(partial(send, app, mailer, chain_head), is_daily=is_told_daily)
    handlers[JobKind.ELECTION_MAIL] = Handler(partial(send_to_member, app, mailer), failed=election_mails.failed)
    handlers[JobKind.DISPOSAL] = Handler(dispose_of_old_jobs, is_daily=True)
    handlers[JobKind.ROLL_READING] = Handler(partial(read_list, app))
    handlers[JobKind.ROLL_DRAFT_DISPOSAL] = Handler(lambda _job: dispose_of_drafts)
    with app.app_context():
        return Worker(db.engine, handlers, clock.now, idle=mailer.close)


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


def dispose_of_old_jobs(_job: Job) -> Finish:
    def finish(act: Act) -> None:
        dispose(act.session, act.at)
        dispose_of_removed(act)
        dispose_of_drafts(act)

    return finish

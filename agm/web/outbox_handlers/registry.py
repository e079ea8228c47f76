"""Which function does which kind of job, and the worker that calls them."""

from flask import Flask

from agm.audit.act import Act
from agm.outbox.kinds import JobKind
from agm.outbox.operations import dispose
from agm.outbox.worker import Finish, Handler, Job, Worker
from agm.web.kit import clock
from agm.web.kit.extensions import db
from agm.workflows.removed_meetings import dispose_of_removed


def build_worker(app: Flask) -> Worker:
    """A worker that does every kind of job with the application's settings and database."""
    with app.app_context():
        return Worker(db.engine, handlers(), clock.now)


def handlers() -> dict[JobKind, Handler]:
    return {JobKind.DISPOSAL: Handler(dispose_of_old_jobs, is_daily=True)}


def dispose_of_old_jobs(_job: Job) -> Finish:
    def finish(act: Act) -> None:
        dispose(act.session, act.at)
        dispose_of_removed(act)

    return finish

"""Clearing the database's files once a vote online is sealed."""

from flask import Flask

from agm.audit.act import Act
from agm.outbox.worker import Finish, Job, JobError
from agm.voting.cleaning import NotClearedError, clear_files
from agm.voting.models import OnlineVote
from agm.web.kit.extensions import db


def clear(app: Flask, job: Job) -> Finish:
    meeting_id = job.payload["meeting_id"]
    with app.app_context():
        try:
            how = clear_files(db.engine)
        except NotClearedError as error:
            raise JobError("Somebody was reading the database. It is tried again.") from error

    def finish(act: Act) -> None:
        vote = act.session.get(OnlineVote, meeting_id)
        if vote is not None:
            vote.cleaned_at, vote.cleaned_how = act.at, how

    return finish

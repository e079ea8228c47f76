"""Registers of long rolls, made outside any request and written whole: how far that is is written now and then."""

import datetime as dt
from functools import partial

from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from agm.database.engine import only_reading, read_one_moment, write_if_free
from agm.meetings.models import Meeting, RegisterFreeze
from agm.meetings.operations import prepare_register, settle_freeze, stop_freeze
from agm.meetings.operations.freezing import freeze_begun_at, words_of
from agm.outbox.worker import Finish, GivenUpError, Job, NotNeededError
from agm.rules.violations import RefusedError
from agm.web.kit.extensions import db


def prepare_freeze(app: Flask, job: Job) -> Finish:
    """Raises NotNeededError where the freeze was broken off meanwhile, and GivenUpError where the meeting is gone."""
    meeting_id, begun_at = of_job(job)
    with app.app_context():
        engine = db.engine

        def note(members: int) -> None:
            here = RegisterFreeze.meeting_id == meeting_id, RegisterFreeze.begun_at == begun_at
            write_if_free(engine, update(RegisterFreeze).where(*here).values(members_done=members))

        with only_reading(), Session(engine) as session:
            read_one_moment(session)
            freeze = freeze_begun_at(session, meeting_id, begun_at, is_held=False)
            if freeze is None:
                raise NotNeededError("The freeze was broken off.")
            if session.get(Meeting, meeting_id) is None:
                raise GivenUpError("The meeting was removed.")
            try:
                prepared = prepare_register(session, freeze, note)
            except RefusedError as refusal:
                return partial(stop_freeze, meeting_id=meeting_id, begun_at=begun_at, why=words_of(refusal))
    return partial(settle_freeze, prepared=prepared)


def freeze_failed(job: Job, reason: str) -> Finish:
    meeting_id, begun_at = of_job(job)
    return partial(stop_freeze, meeting_id=meeting_id, begun_at=begun_at, why=reason)


def of_job(job: Job) -> tuple[int, dt.datetime]:
    return job.payload["meeting"], dt.datetime.fromisoformat(job.payload["begun_at"])

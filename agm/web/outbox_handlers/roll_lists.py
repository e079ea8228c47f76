"""Long lists of members, read outside any request: how far that is is written now and then."""

from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session, undefer

from agm.audit.act import Act
from agm.database.engine import only_reading, write_if_free
from agm.membership.drafts import read_draft
from agm.membership.models import RollDraft
from agm.membership.operations import settle_draft
from agm.membership.queries import held_members, version_of
from agm.outbox.worker import Finish, Job, NotNeededError
from agm.web.kit.extensions import db


def read_list(app: Flask, job: Job) -> Finish:
    """Raises NotNeededError where the list was broken off meanwhile."""
    number = job.payload["draft"]
    with app.app_context():
        engine = db.engine
        with only_reading(), Session(engine) as session:
            draft = session.get(RollDraft, number, options=[undefer(RollDraft.content)])
            if draft is None:
                raise NotNeededError("The list was broken off, or another was chosen.")
            held, version = held_members(session, draft.unit_id), version_of(session, draft.unit_id)
            session.expunge(draft)

        def note(lines: int) -> None:
            write_if_free(engine, update(RollDraft).where(RollDraft.id == number).values(lines_read=lines))

        reading = read_draft(draft, held, note)

    def finish(act: Act) -> None:
        waiting = act.session.get(RollDraft, number, with_for_update=True)
        if waiting is not None:
            settle_draft(act, waiting, reading, version)

    return finish

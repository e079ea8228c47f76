"""After an erasure: it is noted outside the database, and the database's files are written anew."""

from flask import Flask
from sqlalchemy.orm import Session

from agm.database.engine import only_reading
from agm.database.free_pages import NotCleanedError, clean_free_pages
from agm.outbox.worker import Job, JobError
from agm.settings import Settings
from agm.web.kit.extensions import db
from agm.workflows.erasure_note import note_erasures


def finish_erasure(app: Flask, settings: Settings, _job: Job) -> None:
    """Raises JobError where it has to be tried again."""
    with app.app_context():
        try:
            with only_reading(), Session(db.engine) as session:
                note_erasures(session, settings.data_folder)
            clean_free_pages(db.engine)
        except (OSError, ValueError, NotCleanedError) as error:
            raise JobError(f"The name is erased, and not yet gone from the files of the database: {error}") from None

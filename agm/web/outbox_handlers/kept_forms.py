"""What takes long to make of a public text: its PDF, and the picture that goes with a link to it."""

from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from agm.announcements.models import Revision
from agm.announcements.operations.publishing import keep_forms
from agm.announcements.pictures import contents_of
from agm.audit.act import Act
from agm.database.engine import only_reading
from agm.files.pdf import first_on_one_side
from agm.organisation.queries import organisation
from agm.outbox.worker import Finish, Job, NotNeededError
from agm.web.kit.colophons import colophon_of
from agm.web.kit.extensions import db
from agm.wording.render import KeptForm
from agm.wording.render.share_image import Fonts, share_image
from agm.wording.render.sheet import sheets

FONTS = Path(__file__).parents[1] / "static" / "fonts"


def make_kept_forms(app: Flask, job: Job) -> Finish:
    """Raises NotNeededError where the text was corrected, taken back or removed meanwhile."""
    number: int = job.payload["revision"]
    with app.app_context():
        with only_reading(), Session(db.engine) as session:
            revision = session.get(Revision, number)
            if revision is None or revision.document is None:
                raise NotNeededError("There is no such text any more.")
            announcement, document = revision.announcement, revision.document
            if announcement.current_sequence != revision.sequence:
                raise NotNeededError("It was corrected or taken back meanwhile.")
            digest = revision.digest
            house = organisation(session)
            name, accent = house.name, house.accent_light
            below = colophon_of(house, announcement, revision)
            pictures = contents_of(session, {one.file for one in document.pictures})
        contents = {
            KeptForm.PDF: first_on_one_side(sheets(document, below, accent, pictures)),
            KeptForm.PICTURE: share_image(document, name, accent, fonts()),
        }

    def finish(act: Act) -> None:
        keep_forms(act, number, contents, digest)

    return finish


def fonts() -> Fonts:
    """The fonts of the house, whose names hold a digest."""
    names = ("serif-display", "serif-text", "serif-italic", "sans", "hebrew")
    return Fonts(*(next(FONTS.glob(f"notice-{name}.*.woff2")) for name in names))

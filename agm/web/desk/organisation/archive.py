"""Everything in one file, for national officers: the archive of `agm export --all`."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Blueprint, Response, current_app, flash, redirect, url_for
from flask_security.utils import check_and_update_authn_fresh
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.engine import only_reading
from agm.export_import import write_archive
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.dates import today
from agm.web.kit.extensions import db

blueprint = Blueprint("archive", __name__)

PIECE = 64 * 1024


@blueprint.post("/desk/archive")
@access(Access.NATIONAL)
def download() -> AnyResponse:
    """Send the archive, and record that it was taken; who signed in long ago says first that it is they."""
    config = current_app.config
    if not check_and_update_authn_fresh(
        config["SECURITY_FRESHNESS"], config["SECURITY_FRESHNESS_GRACE_PERIOD"], "session"
    ):
        flash("Confirm that it is you, then press “Download everything” again.")
        return redirect(url_for("security.verify", next=url_for("organisation.organisation")), 303)
    record(current_act(), Action.ARCHIVE_EXPORTED, "system:archive")
    name = f"everything-{today()}.zip"
    return Response(
        pieces(db.engine),
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def pieces(engine: Engine) -> Iterator[bytes]:
    """The archive, piece by piece: made on the disk, once the request's own transaction is over."""
    with TemporaryFile() as file:
        with only_reading(), TemporaryDirectory() as made, Session(engine) as session:
            folder = Path(made)
            write_archive(session, folder)
            with ZipFile(file, "w", ZIP_DEFLATED) as archive:
                for path in sorted(folder.rglob("*.json")):
                    archive.write(path, path.relative_to(folder))
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece

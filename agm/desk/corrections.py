"""Correcting and retracting what was published: a meeting's announcement or a statement."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, url_for
from werkzeug.wrappers import Response

from agm.announcements.commands import AnnouncementError, StaleDraftError
from agm.announcements.forms import CorrectForm, RetractForm
from agm.announcements.models import Announcement
from agm.audit.actor import Actor
from agm.desk.announcing import publish_page, word_of
from agm.desk.statements import statement_page
from agm.extensions import db
from agm.procedures.announcing import CorrectAnnouncement, correct_announcement, retract_announcement
from agm.web import clock
from agm.web.access import Access, Scope, access
from agm.web.acting import acting
from agm.web.rows import version_of
from agm.web.transaction import give_up_writing
from agm.wording.document import AnnouncementKind

blueprint = Blueprint("corrections", __name__)

REFUSED = 422
SEE_OTHER = 303

Page = str | Response | tuple[str, int]


def load_announcement(announcement_id: int) -> Scope | None:
    """Load the announcement of an address into `g.announcement`; its region is the scope."""
    announcement = db.session().get(Announcement, announcement_id)
    if announcement is None:
        return None
    g.announcement = announcement
    return Scope(announcement.region_id)


@blueprint.post("/desk/announcements/<int:announcement_id>/correct")
@access(Access.EDIT)
def correct_published(announcement_id: int) -> Page:
    """Publish a correction."""
    announcement: Announcement = g.announcement
    form = CorrectForm()
    if form.validate():
        command = CorrectAnnouncement(
            announcement_id, version_of(form), form.note.data or "", names_agreed=bool(form.names_agreed.data)
        )
        try:
            correct_announcement(db.session(), acting(Actor), clock.now(), command)
        except AnnouncementError as error:
            form.refuse(str(error), error.field)
        except StaleDraftError:
            form.refuse("The announcement was changed meanwhile. Read it again, then correct.")
        else:
            flash("The correction is public. The earlier version is kept.")
            return redirect(publishing_address(announcement), SEE_OTHER)
    give_up_writing()
    return page_after_refusal(announcement_id, correct_form=form), REFUSED


@blueprint.post("/desk/announcements/<int:announcement_id>/retract")
@access(Access.EDIT)
def retract_published(announcement_id: int) -> Page:
    """Take back what was published."""
    announcement: Announcement = g.announcement
    form = RetractForm()
    if form.validate():
        try:
            retract_announcement(db.session(), acting(Actor), clock.now(), form.command(announcement_id))
        except AnnouncementError as error:
            form.refuse(str(error), error.field)
        else:
            flash("It is taken back. Its page says so.")
            return redirect(publishing_address(announcement), SEE_OTHER)
    give_up_writing()
    return page_after_refusal(announcement_id, retract_form=form), REFUSED


def page_after_refusal(
    announcement_id: int, *, correct_form: CorrectForm | None = None, retract_form: RetractForm | None = None
) -> str:
    """The page from which the refused form was sent."""
    announcement = db.session().get_one(Announcement, announcement_id)
    if announcement.meeting is None:
        return statement_page(announcement, correct_form=correct_form, retract_form=retract_form)
    kind = AnnouncementKind(announcement.kind.value)
    return publish_page(announcement.meeting, kind, correct_form=correct_form, retract_form=retract_form)


def publishing_address(announcement: Announcement) -> str:
    """The desk's page about publishing it."""
    if announcement.meeting_id is None:
        return url_for("statements.edit_statement", announcement_id=announcement.id)
    word = word_of(AnnouncementKind(announcement.kind.value))
    return url_for("announcing.ask_to_publish", meeting_id=announcement.meeting_id, word=word)

"""Correcting and retracting what was published: a meeting's announcement or a statement."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect

from agm.announcements.commands import AnnouncementError, StaleDraftError
from agm.announcements.models import Announcement
from agm.announcements.operations import retract
from agm.web.desk.announcements.forms import CorrectForm, RetractForm
from agm.web.desk.announcements.pages import REFUSED, SEE_OTHER, Page, publish_page, publishing_address, statement_page
from agm.web.kit.access import Access, Scope, access
from agm.web.kit.acting import current_act
from agm.web.kit.extensions import db
from agm.web.kit.rows import version_of
from agm.web.kit.transaction import rollback_and_read_only
from agm.workflows.publish_announcement import CorrectAnnouncement, correct_announcement

blueprint = Blueprint("corrections", __name__)


def load_announcement(announcement_id: int) -> Scope | None:
    """Load the announcement of an address into `g.announcement`; its region is the scope."""
    announcement = db.session().get(Announcement, announcement_id)
    if announcement is None:
        return None
    g.announcement = announcement
    return Scope(announcement.unit_id)


@blueprint.post("/desk/announcements/<int:announcement_id>/correct")
@access(Access.EDIT)
def correct_published(announcement_id: int) -> Page:
    announcement: Announcement = g.announcement
    form = CorrectForm()
    if form.validate():
        command = CorrectAnnouncement(
            announcement_id, version_of(form), form.note.data or "", names_agreed=bool(form.names_agreed.data)
        )
        try:
            correct_announcement(current_act(), command)
        except AnnouncementError as error:
            form.refuse(str(error), error.field)
        except StaleDraftError:
            form.refuse("The announcement was changed meanwhile. Read it again, then correct.")
        else:
            flash("The correction is public. The earlier version is kept.")
            return redirect(publishing_address(announcement), SEE_OTHER)
    rollback_and_read_only()
    return page_after_refusal(announcement_id, correct_form=form), REFUSED


@blueprint.post("/desk/announcements/<int:announcement_id>/retract")
@access(Access.EDIT)
def retract_published(announcement_id: int) -> Page:
    announcement: Announcement = g.announcement
    form = RetractForm()
    if form.validate():
        try:
            retract(current_act(), form.command(announcement_id))
        except AnnouncementError as error:
            form.refuse(str(error), error.field)
        else:
            flash("It is taken back. Its page says so.")
            return redirect(publishing_address(announcement), SEE_OTHER)
    rollback_and_read_only()
    return page_after_refusal(announcement_id, retract_form=form), REFUSED


def page_after_refusal(
    announcement_id: int, *, correct_form: CorrectForm | None = None, retract_form: RetractForm | None = None
) -> str:
    announcement = db.session().get_one(Announcement, announcement_id)
    if announcement.meeting is None:
        return statement_page(announcement, correct_form=correct_form, retract_form=retract_form)
    return publish_page(announcement.meeting, announcement.kind, correct_form=correct_form, retract_form=retract_form)

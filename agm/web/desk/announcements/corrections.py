"""Correcting and retracting what was published: a meeting's announcement or a statement."""

from flask import Blueprint, g

from agm.announcements.models import Announcement
from agm.web.desk.announcements.forms import CorrectForm, RetractForm
from agm.web.desk.announcements.pages import AnnouncementView, add_form
from agm.web.kit.access import Scope, current_act
from agm.web.kit.extensions import db
from agm.workflows.publish_announcement import CorrectAnnouncement, TakeBack, correct_announcement, take_back

blueprint = Blueprint("corrections", __name__)


def load_announcement(announcement_id: int) -> Scope | None:
    """Load the announcement of an address into `g.announcement`; its region is the scope."""
    g.announcement = db.session().get(Announcement, announcement_id)
    return None if g.announcement is None else Scope(g.announcement.unit_id)


class CorrectView(AnnouncementView[CorrectForm]):
    form_class = CorrectForm
    success_message = "The correction is public. The earlier version is kept."
    overtaken_words = "The announcement was changed meanwhile. Read it again, then correct."

    def operation(self, form: CorrectForm) -> object:
        agreed, digest = bool(form.names_agreed.data), form.digest.data or None
        command = CorrectAnnouncement(g.announcement.id, form.filled_from, form.note.data or "", agreed, digest)
        return correct_announcement(current_act(), command)


class RetractView(AnnouncementView[RetractForm]):
    form_class = RetractForm
    success_message = "It is taken back. Its page says so."
    overtaken_words = "The announcement was changed meanwhile. Read it again, then take it back."

    def operation(self, form: RetractForm) -> object:
        note, is_undone = form.why.data or "", bool(form.is_undone.data)
        return take_back(current_act(), TakeBack(g.announcement.id, form.filled_from, note, is_undone=is_undone))


add_form(blueprint, "/desk/announcements/<int:announcement_id>/correct", "correct_published", CorrectView)
add_form(blueprint, "/desk/announcements/<int:announcement_id>/retract", "retract_published", RetractView)

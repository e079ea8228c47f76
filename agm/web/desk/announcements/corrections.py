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
        command = CorrectAnnouncement(
            g.announcement.id, form.filled_from, form.note.data or "", names_agreed=bool(form.names_agreed.data)
        )
        return correct_announcement(current_act(), command)


class RetractView(AnnouncementView[RetractForm]):
    form_class = RetractForm
    success_message = "It is taken back. Its page says so."

    def operation(self, form: RetractForm) -> object:
        command = TakeBack(g.announcement.id, form.note.data or "", is_undone=bool(form.is_undone.data))
        return take_back(current_act(), command)


add_form(blueprint, "/desk/announcements/<int:announcement_id>/correct", "correct_published", CorrectView)
add_form(blueprint, "/desk/announcements/<int:announcement_id>/retract", "retract_published", RetractView)

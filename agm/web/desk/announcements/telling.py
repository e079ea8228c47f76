"""Telling those who stood before the public reads it: who has heard, as somebody noted."""

from typing import Any

from flask import Blueprint, g, url_for
from wtforms import SelectMultipleField

from agm.announcements.before_publishing import named, not_told
from agm.language.en import counted
from agm.results.operations import tell_candidate
from agm.web.kit.access import current_act
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.fields import TickField
from agm.web.kit.forms import Form
from agm.web.kit.typed_text import record_number
from agm.workflows.tell_results import tell_by_mail, with_address

blueprint = Blueprint("telling", __name__)


class TellForm(Form):
    told = SelectMultipleField("Who has heard", validate_choice=False)
    by_mail = TickField("Send the result by e-mail to those who gave an address")


class TellView(EditView[TellForm]):
    """Those who stood and have not heard the result yet."""

    template = "desk/announcements/tell.html"
    form_class = TellForm
    success_message = "It is noted who has heard."

    def __init__(self) -> None:
        self.waiting = {one.id: (one, is_elected) for one, is_elected in not_told(db.session(), g.meeting.id)}
        self.reached = with_address(db.session(), g.meeting.id) if self.waiting else []

    def build_form(self, typed: Typed) -> TellForm:
        form = TellForm(formdata=typed)
        form.told.choices = [
            (str(number), f"{named(one)}, {'elected' if is_elected else 'not elected'}: {one.contest.label}")
            for number, (one, is_elected) in self.waiting.items()
        ]
        return form

    def operation(self, form: TellForm) -> object:
        found = [self.waiting.get(record_number(value) or 0) for value in form.told.data or ()]
        act = current_act()
        for one in found:
            if one is not None:
                tell_candidate(act, one[0])
        if form.by_mail.data:
            number = tell_by_mail(act, g.meeting)
            self.success_message = f"{counted(number, 'e-mail is', 'e-mails are')} on the way."
        return found

    def next_address(self) -> str:
        return url_for("announcing.ask_to_publish", meeting_id=g.meeting.id)

    def context(self) -> dict[str, Any]:
        return {"here": "publish", "waiting": bool(self.waiting), "reached": len(self.reached)}


add_edit_view(blueprint, "/desk/meetings/<int:meeting_id>/tell", "tell", TellView)

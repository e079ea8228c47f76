"""The national office allows or refuses a notice that is shorter than the rules ask."""

import enum
from typing import Any

from flask import g, url_for

from agm.language.en import short_date
from agm.meetings.commands import AllowShortNotice
from agm.meetings.operations import allow_short_notice
from agm.meetings.timetable import timetable
from agm.web.kit.access import current_act, signed_in_user
from agm.web.kit.edit_view import EditView, Typed
from agm.web.kit.extensions import db
from agm.web.kit.fields import LongTextField, RadiosField
from agm.web.kit.forms import VersionedForm


class Answer(enum.StrEnum):
    ALLOWED = "allowed"
    REFUSED = "refused"


ANSWERS = {Answer.ALLOWED: "Allow it", Answer.REFUSED: "Refuse it"}


class AnswerForm(VersionedForm):
    answer = RadiosField("Your answer", kind=Answer, choices=ANSWERS, required="Choose whether you allow it")
    reason = LongTextField("Why?", longest=500, required="Enter why")


class ShortNoticeView(EditView[AnswerForm]):
    """Leave for a notice that is too short, or none, with its reason."""

    template = "desk/overview/short_notice.html"

    def __init__(self) -> None:
        self.found = timetable(db.session(), g.meeting)
        self.version = self.found.election.version if self.found.election else 0

    def build_form(self, typed: Typed) -> AnswerForm:
        return AnswerForm(formdata=typed, data={"version": self.version})

    def operation(self, form: AnswerForm) -> object:
        user = signed_in_user()
        by = f"{user.name}, national officer" if user else ""
        is_refused = form.answer.data is Answer.REFUSED
        command = AllowShortNotice(g.meeting.id, form.filled_from, by, form.reason.data or "", is_refused)
        self.success_message = "Refused. It is shown with the election." if is_refused else "Allowed, and shown so."
        return allow_short_notice(current_act(), command)

    def next_address(self) -> str:
        return url_for("desk.overview")

    def context(self) -> dict[str, Any]:
        short = [one for one in self.found.breaches() if one.code == "notice_short"]
        return {"short": short, "day": short_date(g.meeting.held_on)}

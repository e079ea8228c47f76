"""Whether a member sent the nomination that names them as its sender: asked by a link to the address on the roll."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from agm.nominations.calls import call_of
from agm.nominations.commands import AnswerConfirmation
from agm.nominations.confirming import answer_confirmation
from agm.nominations.models import Answer, Nomination
from agm.people import links
from agm.people.models import LinkPurpose
from agm.web.kit.access import current_act
from agm.web.kit.edit_view import EditView, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.transaction import received_at
from agm.web.members.forms import NO, YES, ConfirmForm
from agm.web.members.pages import LinkRefusedError
from agm.web.members.views import BOTH, blueprint, opened


class ConfirmPage(EditView[ConfirmForm]):
    template = "members/confirm.html"
    form_class = ConfirmForm
    success_message = ""

    def __init__(self, token: str) -> None:
        self.token = token
        self.link, self.meeting = opened(token, LinkPurpose.CONFIRM)
        nomination = db.session.get(Nomination, self.link.record_id or 0)
        if nomination is None or nomination.contest.meeting_id != self.meeting.id:
            raise LinkRefusedError(links.UNKNOWN)
        self.nomination = nomination
        self.call = call_of(db.session(), self.meeting)
        self.now = received_at()

    def values(self) -> dict[str, Any]:
        return {"data": {"answer": NO if self.nomination.confirmation is Answer.DECLINED else None}}

    def operation(self, form: ConfirmForm) -> object:
        act = current_act()
        links.use(act, self.link)
        return answer_confirmation(act, AnswerConfirmation(self.nomination.id, self.now, form.answer.data == YES))

    def next_address(self) -> str:
        return url_for(".confirm", token=self.token, saved="yes")

    def context(self) -> dict[str, Any]:
        return {
            "meeting": self.meeting, "place": self.meeting.unit, "call": self.call, "nomination": self.nomination,
            "closed": self.call.closed(self.nomination.contest_id, self.now),
            "is_saved": request.method == "GET" and request.args.get("saved") == "yes",
        }  # fmt: skip


add_edit_view(blueprint, "/m/confirm/<token>", "confirm", ConfirmPage, **BOTH)

"""The page on which the offices of one meeting are set up."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, url_for

from agm.meetings.models import Section
from agm.meetings.queries import section_state
from agm.nominations.operations import amend_contests, contests_of
from agm.web.desk.election.forms import ContestsForm, contest_values
from agm.web.kit.access import current_act
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db

blueprint = Blueprint("nominations", __name__)


class OfficesView(EditView[ContestsForm]):
    """The offices of a meeting. They share the version of the results, which are entered for them."""

    template = "desk/election/contests.html"
    form_class = ContestsForm
    success_message = "The offices of this meeting are set."

    def build_form(self, typed: Typed) -> ContestsForm:
        """The form; what was typed stands alone."""
        if typed is not None:
            return ContestsForm(formdata=typed)
        rows = [contest_values(contest) for contest in contests_of(db.session(), g.meeting.id)]
        version = section_state(g.meeting, Section.RESULTS).version
        return ContestsForm(formdata=None, data={"version": version, "contests": rows or [{"is_shareable": True}]})

    def operation(self, form: ContestsForm) -> object:
        return amend_contests(current_act(), form.command(g.meeting.id))

    def next_address(self) -> str:
        return url_for("results.results", meeting_id=g.meeting.id)

    def context(self) -> dict[str, Any]:
        return {"here": "results"}


add_edit_view(blueprint, "/desk/meetings/<int:meeting_id>/offices", "offices", OfficesView)

"""The page on which the offices of one meeting are set up."""

from typing import Any

from flask import Blueprint, g

from agm.meetings.models import Section
from agm.nominations.operations import amend_contests, contests_of
from agm.web.desk.election.forms import ContestsForm, contest_values
from agm.web.desk.meetings.views import MeetingView
from agm.web.kit.access import current_act
from agm.web.kit.edit_view import add_edit_view
from agm.web.kit.extensions import db

blueprint = Blueprint("nominations", __name__)


class OfficesView(MeetingView[ContestsForm]):
    """The offices of a meeting. They share the version of the results, which are entered for them."""

    template = "desk/election/contests.html"
    form_class = ContestsForm
    section = Section.RESULTS
    step = "results"
    next_page = "results.results"
    success_message = "The offices of this meeting are set."

    def recorded(self) -> dict[str, Any]:
        rows = [contest_values(contest) for contest in contests_of(db.session(), g.meeting.id)]
        return {"contests": rows or [{"is_shareable": True}]}

    def operation(self, form: ContestsForm) -> object:
        return amend_contests(current_act(), form.command(g.meeting.id))


add_edit_view(blueprint, "/desk/meetings/<int:meeting_id>/offices", "offices", OfficesView)

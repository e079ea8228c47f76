"""The page on which results are recorded: all offices of a meeting at once."""

from typing import Any

from flask import Blueprint, g, request, url_for

from agm.meetings.models import Section
from agm.meetings.queries import section_state
from agm.office_holders.queries import held_before
from agm.results import queries
from agm.results.operations import record_results
from agm.web.desk.meetings.views import MeetingView
from agm.web.desk.results.forms import ResultsForm
from agm.web.desk.results.values import office_values
from agm.web.kit import edit_conflict as conflict
from agm.web.kit.access import current_act
from agm.web.kit.edit_view import Typed, add_edit_view, wants_json
from agm.web.kit.extensions import db
from agm.web.kit.forms import run_operation

blueprint = Blueprint("results", __name__)


class ResultsView(MeetingView[ResultsForm]):
    """Who was elected?"""

    template = "desk/results/results.html"
    section = Section.RESULTS
    step = "results"

    form_class = ResultsForm
    found: list[queries.Recorded]
    is_settled = True
    """Whether nothing is asked of the names that were typed."""

    def build_form(self, typed: Typed) -> ResultsForm:
        self.found = queries.recorded_results(db.session(), g.meeting.id)
        form = super().build_form(typed)
        form.of_contests(self.found)
        if typed is not None and wants_json():
            form.save_silently()
        return form

    def recorded(self) -> dict[str, Any]:
        typed = section_state(g.meeting, self.section).unsettled or {}
        return {
            "no_elections": g.meeting.has_elections is False,
            "offices": [
                typed_values(typed[str(one[0].id)]["fields"])
                if str(one[0].id) in typed
                else office_values(queries.office_result(*one))
                for one in self.found
            ],
        }

    def show(self) -> str:
        """The page as the record has it, with what is still asked of names."""
        form = self.build_form(None)
        form.base.data = conflict.base_of(form)
        if section_state(g.meeting, self.section).unsettled:
            self.settle_names(form)
        return self.render(form)

    def render(self, form: ResultsForm) -> str:
        """The page, which knows who held each office before."""
        office_ids = [contest.office_id for contest, _ in self.found if contest.office_id is not None]
        if office_ids:
            source = f"meeting:{g.meeting.id}"
            form.know_holders(held_before(db.session(), office_ids, g.meeting.held_on, source))
        return super().render(form)

    def save(self, form: ResultsForm) -> bool:
        """Record what is plain; offices with a name that is asked about are kept as they were typed."""
        self.is_settled = self.settle_names(form)
        stays = "Saved." if request.form.get("stay") else ""
        self.success_message = stays if self.is_settled else "Everything else is saved."
        return run_operation(form, lambda: self.operation(form))

    def settle_names(self, form: ResultsForm) -> bool:
        form.tell_apart()
        return super().settle_names(form)

    def operation(self, form: ResultsForm) -> object:
        return record_results(current_act(), form.command(g.meeting.id), form.recorded)

    def next_address(self) -> str:
        following = ".results" if request.form.get("stay") or not self.is_settled else "announcing.read_announcement"
        return url_for(following, meeting_id=g.meeting.id)


add_edit_view(blueprint, "/desk/meetings/<int:meeting_id>/results", "results", ResultsView)


def typed_values(fields: str) -> dict[str, Any]:
    """An office as it was typed."""
    form = ResultsForm(formdata=conflict.deserialize(fields))
    values: dict[str, Any] = form.offices.entries[0].data
    return values

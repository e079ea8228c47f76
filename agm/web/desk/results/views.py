"""The page on which results are recorded: all offices of a meeting at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, g, request

from agm.facts import OfficeState, PersonName
from agm.facts.plain import from_plain
from agm.meetings.models import Section
from agm.meetings.queries import section_state
from agm.nominations.models import Candidacy, Contest
from agm.results import queries
from agm.results.models import ContestResult, ResultLine
from agm.results.operations import record_results
from agm.web.desk.results.forms import ResultsForm
from agm.web.kit.acting import current_act
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.person_names import full_name_values

blueprint = Blueprint("results", __name__)


class ResultsView(EditView[ResultsForm]):
    """Who was elected?"""

    template = "desk/results/results.html"
    form_class = ResultsForm
    success_message = ""

    def __init__(self, meeting_id: int) -> None:
        self.meeting_id = meeting_id

    def build_form(self, typed: Typed) -> ResultsForm:
        """The form, with the offices that it asks about."""
        contests = queries.contests_with_candidacies(db.session(), self.meeting_id)
        if typed is None:
            form = ResultsForm(formdata=None, data=recorded(self.meeting_id, contests))
        else:
            form = ResultsForm(formdata=typed)
        form.of_contests(contests)
        return form

    def operation(self, form: ResultsForm) -> object:
        """Record what the form says."""
        known = queries.results_by_contest(db.session(), self.meeting_id)
        in_place_of = {
            contest_id: tuple(from_plain(PersonName, person) for person in result.in_place_of)
            for contest_id, result in known.items()
        }
        return record_results(current_act(), form.command(self.meeting_id, in_place_of))

    def next_address(self) -> str:
        """On to the announcement, unless the button says to stay."""
        following = "results" if request.form.get("stay") else "announcement"
        return f"/desk/meetings/{self.meeting_id}/{following}"

    def context(self) -> dict[str, Any]:
        """The workspace of the meeting."""
        return {"meeting": g.meeting, "here": "results"}


add_edit_view(blueprint, "/desk/meetings/<int:meeting_id>/results", "results", ResultsView)


def recorded(meeting_id: int, contests: Sequence[Contest]) -> dict[str, Any]:
    """What the record has, as the values of the form. Two statements."""
    found = queries.results_by_contest(db.session(), meeting_id)
    return {
        "version": section_state(g.meeting, Section.RESULTS).version,
        "no_elections": g.meeting.has_elections is False,
        "offices": [office_values(contest, found.get(contest.id)) for contest in contests],
    }


def office_values(contest: Contest, result: ContestResult | None) -> dict[str, Any]:
    """One office, as a row of the form."""
    lines = {} if result is None else {line.candidacy_id: line for line in result.lines}
    elected = [one for one in contest.candidacies if one.id in lines and lines[one.id].is_elected]
    others = [one for one in contest.candidacies if one not in elected]
    is_open = len(elected) < contest.seats
    state = "" if result is None or result.state is OfficeState.UNDECIDED or not is_open else result.state.value
    has_votes = bool(others) or any(line.votes is not None for line in lines.values())
    return {
        "contest_id": str(contest.id),
        "places": [place_values(one, lines[one.id]) for one in elected],
        "unopposed": bool(elected) and all(lines[one.id].is_unopposed for one in elected),
        "shared": any(len(one.people) > 1 for one in elected),
        "open_state": state,
        "deferred_to": None if result is None else result.deferred_to,
        "has_votes": has_votes or (result is not None and result.papers_set_aside is not None),
        "others": [{"people": people_values(one), "votes": votes_of(lines.get(one.id))} for one in others],
        "papers_set_aside": None if result is None else result.papers_set_aside,
    }


def place_values(candidacy: Candidacy, line: ResultLine) -> dict[str, Any]:
    """One place that is filled."""
    return {
        "people": people_values(candidacy),
        "re_elected": line.is_re_elected,
        "co_opted": line.is_co_opted,
        "votes": line.votes,
    }


def people_values(candidacy: Candidacy) -> list[dict[str, str | None]]:
    """The people of an entry, in order."""
    return [full_name_values(PersonName(row.name, row.prefix, row.suffix), row.person_id) for row in candidacy.people]


def votes_of(line: ResultLine | None) -> int | None:
    """The votes on a line, where there is one."""
    return None if line is None else line.votes

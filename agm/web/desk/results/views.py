"""The page on which results are recorded: all offices of a meeting at once."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from agm.facts import Entry, OfficeState, Outcome
from agm.meetings.commands import StaleVersionError
from agm.meetings.models import Section
from agm.meetings.queries import section_state
from agm.nominations.commands import ContestError
from agm.people.commands import UnknownPersonError
from agm.results import queries
from agm.results.operations import record_results
from agm.web.desk.results.forms import ResultsForm
from agm.web.kit import clock
from agm.web.kit.access import Access, access
from agm.web.kit.acting import current_act
from agm.web.kit.edit_view import EditedPage, OvertakenError
from agm.web.kit.extensions import csrf, db
from agm.web.kit.forms import Form
from agm.web.kit.person_names import ask_who, whole_row_values
from agm.web.kit.visibility import visible_people

blueprint = Blueprint("results", __name__)
csrf.exempt(blueprint)  # the form checks the token itself, so that what was typed comes back

Typed = MultiDict[str, str] | None


@blueprint.get("/desk/meetings/<int:meeting_id>/results")
@access(Access.SEE)
def results(meeting_id: int) -> str:
    """Who was elected?"""
    return results_page(meeting_id).show()


@blueprint.post("/desk/meetings/<int:meeting_id>/results")
@access(Access.EDIT)
def save_results(meeting_id: int) -> Response:
    """Save who was elected."""
    return results_page(meeting_id).take()


def results_page(meeting_id: int) -> EditedPage:
    """How the results are filled in and saved."""

    def fill(typed: Typed) -> Form:
        found = queries.recorded_results(db.session(), meeting_id)
        values = {
            "version": section_state(g.meeting, Section.RESULTS).version,
            "no_elections": g.meeting.has_elections is False,
            "offices": [office_values(queries.office_result(*one)) for one in found],
        }
        form = ResultsForm(formdata=typed, data=None if typed is not None else values)
        form.of_contests(found)
        return form

    def save(form: Form) -> bool:
        if not isinstance(form, ResultsForm):
            raise TypeError("not the form of this page")
        return ask_who(db.session(), form.names, clock.now(), visible_people()) and carry_out(form, meeting_id)

    def next_address() -> str:
        following = "results" if request.form.get("stay") else "announcement"
        return f"/desk/meetings/{meeting_id}/{following}"

    return EditedPage(
        template="desk/results/results.html",
        fill=fill,
        save=save,
        next_address=next_address,
        now=clock.now,
        context=lambda: {"meeting": g.meeting, "here": "results"},
        told="",
    )


def carry_out(form: ResultsForm, meeting_id: int) -> bool:
    """Record what the form says; what is refused becomes an error at its place. Raises OvertakenError."""
    try:
        record_results(current_act(), form.command(meeting_id), form.recorded)
    except StaleVersionError as stale:
        raise OvertakenError(stale.version, stale.saved_by, stale.saved_at) from None
    except ContestError as refused:
        row = form.row_of(refused.contest_id)
        name = None if row is None else row.name_of_entry(refused.index)
        form.refuse(str(refused), None if name is None else name.name.name)
        return False
    except UnknownPersonError:
        form.refuse("One of these people was taken off the record meanwhile. Type the name again.")
        return False
    return True


def office_values(outcome: Outcome) -> dict[str, Any]:
    """One office, as a row of the form."""
    others = [entry for entry in outcome.entries if not entry.elected]
    state = outcome.state if outcome.open_seats and outcome.state is not OfficeState.UNDECIDED else ""
    has_figures = outcome.rejected_papers is not None or any(entry.votes is not None for entry in outcome.entries)
    return {
        "contest_id": str(outcome.contest_id),
        "places": [place_values(entry) for entry in outcome.elected],
        "unopposed": any(entry.unopposed for entry in outcome.elected)
        and all(entry.unopposed or entry.co_opted for entry in outcome.elected),
        "shared": any(entry.is_job_share for entry in outcome.elected),
        "open_state": str(state),
        "deferred_to": outcome.deferred_to,
        "has_votes": bool(others) or has_figures,
        "others": [{"people": people_values(entry), "votes": entry.votes} for entry in others],
        "papers_set_aside": outcome.rejected_papers,
    }


def place_values(entry: Entry) -> dict[str, Any]:
    """One place that is filled."""
    return {
        "people": people_values(entry),
        "re_elected": entry.re_elected,
        "co_opted": entry.co_opted,
        "votes": entry.votes,
    }


def people_values(entry: Entry) -> list[dict[str, str | None]]:
    """The people of an entry, in order."""
    return [whole_row_values(person, person.person_id or 0) for person in entry.people]

"""The page on which results are recorded: all offices of a meeting at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, g, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from agm.meetings.commands import StaleVersionError
from agm.meetings.models import Section
from agm.meetings.queries import section_state
from agm.nominations.commands import ContestError
from agm.nominations.models import Candidacy, Contest
from agm.people.commands import UnknownPersonError
from agm.results import queries
from agm.results.models import ContestResult, ResultLine
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
from agm.wording.codec import decode
from agm.wording.facts import OfficeState, PersonName

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
        contests = queries.contests_with_candidacies(db.session(), meeting_id)
        if typed is None:
            form = ResultsForm(formdata=None, data=recorded(meeting_id, contests))
        else:
            form = ResultsForm(formdata=typed)
        form.of_contests(contests)
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
    session = db.session()
    known = queries.results_by_contest(session, meeting_id)
    in_place_of = {
        contest_id: tuple(decode(PersonName, person) for person in result.in_place_of)
        for contest_id, result in known.items()
    }
    try:
        record_results(current_act(), form.command(meeting_id, in_place_of))
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
    return [whole_row_values(PersonName(row.name, row.prefix, row.suffix), row.person_id) for row in candidacy.people]


def votes_of(line: ResultLine | None) -> int | None:
    """The votes on a line, where there is one."""
    return None if line is None else line.votes

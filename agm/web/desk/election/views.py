"""The page on which the offices of one meeting are set up."""

from __future__ import annotations

from flask import Blueprint, flash, g
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from agm.meetings.commands import StaleVersionError
from agm.meetings.models import Section
from agm.meetings.queries import section_state
from agm.nominations.commands import ContestError
from agm.nominations.operations import amend_contests, contests_of
from agm.rules.violations import RefusedError
from agm.web.desk.election.forms import ContestsForm, contest_values
from agm.web.kit import clock
from agm.web.kit.access import Access, access
from agm.web.kit.acting import current_act
from agm.web.kit.edit_view import EditedPage, OvertakenError
from agm.web.kit.extensions import csrf, db
from agm.web.kit.forms import Form
from agm.web.kit.rows import filled_rows

blueprint = Blueprint("nominations", __name__)
csrf.exempt(blueprint)  # the form checks the token itself, so that what was typed comes back

Typed = MultiDict[str, str] | None


@blueprint.get("/desk/meetings/<int:meeting_id>/offices")
@access(Access.SEE)
def offices(meeting_id: int) -> str:
    """The offices of this meeting."""
    return offices_page(meeting_id).show()


@blueprint.post("/desk/meetings/<int:meeting_id>/offices")
@access(Access.EDIT)
def save_offices(meeting_id: int) -> Response:
    """Set them."""
    return offices_page(meeting_id).take()


def offices_page(meeting_id: int) -> EditedPage:
    """How the offices are filled in and saved."""

    def fill(typed: Typed) -> Form:
        if typed is not None:
            return ContestsForm(formdata=typed)
        rows = [contest_values(contest) for contest in contests_of(db.session(), meeting_id)]
        version = section_state(g.meeting, Section.RESULTS).version
        return ContestsForm(formdata=None, data={"version": version, "contests": rows or [{"is_shareable": True}]})

    def save(form: Form) -> bool:
        if not isinstance(form, ContestsForm):
            raise TypeError("not the form of this page")
        saved = carry_out(form, meeting_id)
        if saved:
            flash("The offices of this meeting are set.")
        return saved

    return EditedPage(
        template="desk/election/contests.html",
        fill=fill,
        save=save,
        next_address=lambda: f"/desk/meetings/{meeting_id}/results",
        now=clock.now,
        context=lambda: {"meeting": g.meeting, "here": "results"},
        told="",
    )


def carry_out(form: ContestsForm, meeting_id: int) -> bool:
    """Set the offices; what is refused becomes an error at its place. Raises OvertakenError.

    The offices share the version of the results, which are entered for them.
    """
    act = current_act()
    try:
        amend_contests(act, form.command(meeting_id))
    except StaleVersionError as stale:
        raise OvertakenError(stale.version, stale.saved_by, stale.saved_at) from None
    except ContestError as refused:
        rows = filled_rows(form.contests)
        is_known = refused.index is not None and refused.index < len(rows)
        form.refuse(str(refused), rows[refused.index or 0].label.name if is_known else None)
        return False
    except RefusedError as refused_office:
        form.refuse(str(refused_office))
        return False
    return True

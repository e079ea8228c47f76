"""Removed meetings: which there are, and bringing one back."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.accounts.permissions import may_edit, visible_unit_ids
from agm.meetings.models import Meeting
from agm.rules.violations import RefusedError
from agm.web.desk.words import meeting_name
from agm.web.kit import clock
from agm.web.kit.access import Access, Scope, access, current_act, signed_in_user
from agm.web.kit.extensions import db
from agm.workflows.removed_meetings import KEPT_FOR, bring_back, changes_meanwhile, removed_meeting, removed_meetings

blueprint = Blueprint("removed", __name__)


def load_removed(removed_id: int) -> Scope | None:
    """Load the removed meeting of an address into `g.removed`; its region is the scope."""
    g.removed = removed_meeting(db.session(), removed_id, clock.now())
    return None if g.removed is None else Scope(g.removed.unit_id)


@blueprint.get("/desk/removed")
@access(Access.SIGNED_IN)
def removed() -> str:
    return listed()


@blueprint.post("/desk/removed/<int:removed_id>")
@access(Access.EDIT)
def back() -> Response | tuple[str, int]:
    meeting: Meeting = g.removed
    doubts = [] if request.form.get("all_the_same") else changes_meanwhile(db.session(), meeting)
    if doubts:
        return listed(meeting, doubts), 409
    try:
        meeting = bring_back(current_act(), meeting)
    except RefusedError as error:
        return listed(meeting, [str(error)], may_insist=False), 422
    flash(f"{meeting_name(meeting)} is back, as it was.")
    return redirect(url_for("desk.meeting", meeting_id=meeting.id), 303)


def listed(doubted: Meeting | None = None, doubts: list[str] | None = None, *, may_insist: bool = True) -> str:
    """The page; beside one meeting what speaks against bringing it back."""
    user = signed_in_user()
    units = visible_unit_ids(user) if user is not None else frozenset()
    found = removed_meetings(db.session(), units, clock.now())
    return render_template(
        "desk/meetings/removed.html",
        meetings=[
            (one, meeting_name(one), (one.removed_at or clock.now()) + KEPT_FOR, user and may_edit(user, one.unit_id))
            for one in found
        ],
        doubted=doubted,
        doubts=doubts or [],
        may_insist=may_insist,
        days=KEPT_FOR.days,
    )

"""The pages on which motions, rule changes and their amendments are recorded."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.facts import MotionKind, ShareOf, Threshold
from agm.facts.majority import Majority, majority
from agm.meetings import queries
from agm.meetings.commands import RemoveMotion, ReorderMotions
from agm.meetings.models import Motion, Section
from agm.meetings.operations import record_motion, remove_motion, reorder_motions
from agm.meetings.operations.sections import section_version
from agm.rules.violations import EditConflict, RefusedError
from agm.web.desk.meetings.views import MeetingView
from agm.web.desk.motions.forms import MotionForm, values_of
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.edit_view import add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.ordering import moved_item_id, requested_order
from agm.web.kit.transaction import rollback_and_read_only

blueprint = Blueprint("motions", __name__)

STEP = "said"
"""The step of the workspace that motions are shown with, as messages are."""
FRESH: dict[str, Any] = {
    "kind": MotionKind.MOTION, "outcome": "", "threshold": Threshold.SIMPLE, "share_of": ShareOf.VOTES
}  # fmt: skip


@blueprint.get("/desk/meetings/<int:meeting_id>/motions")
@access(Access.SEE)
def motions() -> str:
    listed = queries.motions(db.session(), g.meeting.id)
    version = queries.section_state(g.meeting, Section.MOTIONS).version
    return render_template(
        "desk/motions/motions.html", motions=[(one, majority_of(one)) for one in listed], version=version, here=STEP
    )


def majority_of(motion: Motion) -> Majority:
    return majority(motion.vote, motion.threshold, motion.share_of, g.meeting.attendance_number)


@blueprint.post("/desk/meetings/<int:meeting_id>/motions/order")
@access(Access.EDIT)
def order_motions() -> Response:
    order = requested_order([one.id for one in queries.motions(db.session(), g.meeting.id)], request.form)
    try:
        reorder_motions(current_act(), ReorderMotions(g.meeting.id, order))
    except RefusedError as refused:
        rollback_and_read_only()
        flash(str(refused))
    moved = moved_item_id(request.form)
    return redirect(list_of_motions(f"motion-{moved}" if moved else None), 303)


@blueprint.post("/desk/meetings/<int:meeting_id>/motions/<int:motion_number>/remove")
@access(Access.EDIT)
def take_away(motion_number: int) -> Response:
    motion = motion_of_meeting(motion_number)
    version = section_version(db.session(), g.meeting.id, Section.MOTIONS)
    try:
        remove_motion(current_act(), RemoveMotion(g.meeting.id, version, motion.id))
    except (RefusedError, EditConflict) as refused:
        rollback_and_read_only()
        flash(str(refused))
    else:
        flash(f"“{motion.title}” was taken off the list.")
    return redirect(list_of_motions(), 303)


def list_of_motions(anchor: str | None = None) -> str:
    return url_for(".motions", meeting_id=g.meeting.id, _anchor=anchor)


def motion_of_meeting(motion_number: int) -> Motion:
    found = db.session().get(Motion, motion_number)
    return found if found is not None and found.meeting_id == g.meeting.id else abort(404)


class MotionView(MeetingView[MotionForm]):
    """A motion of the meeting of the address; without one, a new one."""

    template = "desk/motions/motion.html"
    form_class = MotionForm
    section = Section.MOTIONS
    step = STEP
    next_page = ".motions"

    def __init__(self, motion_number: int | None = None) -> None:
        self.motion = None if motion_number is None else motion_of_meeting(motion_number)

    def recorded(self) -> dict[str, Any]:
        return FRESH if self.motion is None else values_of(self.motion)

    def operation(self, form: MotionForm) -> object:
        recorded = record_motion(
            current_act(), form.command(g.meeting.id, None if self.motion is None else self.motion.id)
        )
        self.success_message = f"Saved. {majority_of(recorded).words}".strip()
        return recorded

    def context(self) -> dict[str, Any]:
        return {**super().context(), "motion": self.motion}


MOTIONS = "/desk/meetings/<int:meeting_id>/motions"
add_edit_view(blueprint, f"{MOTIONS}/new", "new_motion", MotionView, to_read=Access.EDIT)
add_edit_view(blueprint, f"{MOTIONS}/<int:motion_number>", "motion", MotionView)

"""The outbox at the desk: what was sent, what waits, what failed and why; try again, cancel."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.accounts.models import User
from agm.accounts.permissions import may_edit, visible_unit_ids
from agm.audit.act import Act
from agm.outbox import operations
from agm.outbox.models import JobOutcome, OutboxJob
from agm.outbox.queries import jobs, trouble
from agm.rules.violations import RefusedError
from agm.web.desk.audit_log.subjects import subject_names
from agm.web.desk.outbox.words import state, what
from agm.web.kit import clock
from agm.web.kit.access import Access, Scope, access, current_act, signed_in_user
from agm.web.kit.extensions import db
from agm.web.kit.typed_text import record_number

blueprint = Blueprint("outbox", __name__)

PAGE_SIZE = 50
SHOWN = {"waiting": None, "failed": JobOutcome.FAILED, "came-back": JobOutcome.CAME_BACK, "done": JobOutcome.DONE}


def load_job(job_id: int) -> Scope | None:
    """Load a job of the outbox into `g.job`."""
    g.job = db.session.get(OutboxJob, job_id)
    return None if g.job is None else Scope(g.job.unit_id)


@blueprint.get("/desk/outbox")
@access(Access.SIGNED_IN)
def outbox() -> str:
    """Everything for national officers; for regional officers what belongs to their regions."""
    user = signed_in_user()
    units = None if user is None else readable_units(user)
    show, session, at = request.args.get("show", ""), db.session(), clock.now()
    found = jobs(
        session,
        unit_ids=units,
        outcome=SHOWN.get(show),
        is_open=show == "waiting",
        before=record_number(request.args.get("before", "")),
        limit=PAGE_SIZE + 1,
    )
    shown = found[:PAGE_SIZE]
    return render_template(
        "desk/outbox/outbox.html",
        jobs=shown,
        names=subject_names(session, {job.subject for job in shown}),
        trouble=trouble(session, at, units),
        what=what,
        state=state,
        at=at,
        show=show if show in SHOWN else "",
        older=shown[-1].id if len(found) > PAGE_SIZE else None,
    )


def readable_units(user: User) -> frozenset[int] | None:
    """The units whose jobs somebody may see; None for all. Ends with 403 for those who may change nothing."""
    units = visible_unit_ids(user)
    if units is None:
        return None
    return frozenset(unit_id for unit_id in units if may_edit(user, unit_id)) or abort(403)


def add_button(word: str, operation: Callable[[Act, int], object], told: str) -> None:
    """Serve a button of a job, which tells afterwards what was done, or why it was refused."""

    @access(Access.EDIT)
    def press() -> Response:
        try:
            operation(current_act(), g.job.id)
        except RefusedError as refusal:
            flash(str(refusal))
        else:
            flash(told)
        return redirect(url_for(".outbox"), 303)

    blueprint.add_url_rule(f"/desk/outbox/<int:job_id>/{word}", word, press, methods=["POST"])


add_button("repeat", operations.repeat, "It will be tried again within a minute.")
add_button("cancel", operations.cancel, "It will not be sent.")

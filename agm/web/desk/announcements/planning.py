"""What is planned of an announcement: read by a second person, or given up; and links by which others read it."""

import datetime as dt
from collections.abc import Callable

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from agm.announcements.operations import draft
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.people.commands import NewLink
from agm.people.links import issue
from agm.people.models import LinkPurpose
from agm.rules.violations import EditConflict, RefusedError
from agm.web.desk.announcements.forms import PublishForm
from agm.web.desk.announcements.pages import kind_of, publish_page
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.addresses import absolute
from agm.web.kit.extensions import db
from agm.workflows.plan_publication import confirm_publication, give_up_plan

blueprint = Blueprint("planning", __name__)

PREVIEW_FOR = dt.timedelta(days=14)


@blueprint.post("/desk/meetings/<int:meeting_id>/plan/<word>")
@access(Access.EDIT)
def settle_plan(word: str) -> Response:
    announcement = draft(db.session(), clock.now(), g.meeting.id, kind_of(word))
    number, act = announcement.id, request.form.get("act")
    if act == "confirm":
        tell(lambda: confirm_publication(current_act(), number, request.form.get("digest", "")), "You have read it.")
    elif act == "give-up":
        tell(lambda: give_up_plan(current_act(), number), "It is not planned any more. Nothing is public.")
    else:
        abort(400)
    return redirect(url_for("announcing.ask_to_publish", meeting_id=g.meeting.id, word=word), 303)


def tell(operation: Callable[[], object], done: str) -> None:
    """Carry it out and say so; or say why not, with nothing done."""
    try:
        with db.session.begin_nested():
            operation()
    except EditConflict:
        flash("The record or the words were changed after it was planned. Read it again.")
    except RefusedError as refused:
        flash(str(refused))
    else:
        flash(done)


@blueprint.post("/desk/meetings/<int:meeting_id>/preview-link/<word>")
@access(Access.EDIT)
def make_preview_link(word: str) -> str:
    """Answers with the page itself, which keeps what was typed on it."""
    announcement = draft(db.session(), clock.now(), g.meeting.id, kind_of(word))
    act = current_act()
    new = NewLink(LinkPurpose.PREVIEW, g.meeting.unit_id, act.at + PREVIEW_FOR, g.meeting.id, announcement.id)
    link = absolute(url_for("members.preview", token=issue(act, new)))
    record(act, Action.PREVIEW_LINK_MADE, f"announcement:{announcement.id}", unit_id=g.meeting.unit_id)
    flash(f"Whoever has this link can read the draft for {PREVIEW_FOR.days} days: {link}")
    return publish_page(g.meeting, kind_of(word), PublishForm(request.form))

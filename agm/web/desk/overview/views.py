"""The front of the desk: what is next, a meeting's beginning and end, its preview, and every region at a glance."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.accounts.models import User
from agm.accounts.permissions import may_edit, visible_unit_ids
from agm.audit.act import Actor
from agm.audit.queries import has_acted
from agm.meetings.models import Meeting
from agm.meetings.operations import remove_meeting
from agm.meetings.queries import meetings_of_region
from agm.organisation.queries import regions as all_regions
from agm.rules.violations import RefusedError
from agm.web.desk.meetings.forms import StartForm
from agm.web.desk.overview import next_steps as next_things
from agm.web.desk.overview import regions as national
from agm.web.desk.words import meeting_name
from agm.web.desk.workspace import workspace
from agm.web.kit import clock
from agm.web.kit.access import Access, access
from agm.web.kit.acting import current_act, signed_in_user
from agm.web.kit.dates import zone
from agm.web.kit.extensions import db
from agm.web.kit.forms import Form, run_operation
from agm.web.kit.transaction import rollback_and_read_only
from agm.workflows.begin_meeting_from_last import BeginMeeting, begin_meeting

blueprint = Blueprint("desk", __name__)

NEWCOMERS_TIME = dt.timedelta(days=30)
"""How long after the invitation somebody may still be new here."""
MOST_PAST = 6
"""How many published meetings the front of the desk lists."""


def today() -> dt.date:
    return clock.now().astimezone(zone()).date()


@blueprint.get("/desk")
@access(Access.SIGNED_IN)
def whats_next() -> str:
    user = signed_in_user()
    visible = visible_unit_ids(user) if user is not None else frozenset()
    if visible is None:
        every = national.overview(db.session(), today())
        regions = [line.unit for line in every.lines]
        found, past, editable = every.tasks(), [], regions
    else:
        regions = [unit for unit in all_regions(db.session()) if unit.id in visible]
        sight = next_things.visibility_of(db.session(), visible, today())
        only_seen = [unit.id for unit in regions if user is None or not may_edit(user, unit.id)]
        found = next_things.next_up(sight, regions, only_seen, is_new=user is not None and is_new_here(user))
        editable = [unit for unit in regions if unit.id not in only_seen]
        past = [meeting for meeting in sight.meetings if meeting.id in sight.progress.published][:MOST_PAST]
    return render_template(
        "desk/overview/whats_next.html",
        found=found,
        regions=regions,
        editable=editable,
        is_national=visible is None,
        user=user,
        today=today(),
        past=past,
    )


def is_new_here(user: User) -> bool:
    """Whether a user was invited lately, and has not changed anything of the record yet."""
    since = clock.now() - (user.invited_at or user.created_at)
    return abs(since) < NEWCOMERS_TIME and not has_acted(db.session(), Actor.user(user.id, user.name).key)


@blueprint.get("/desk/overview")
@access(Access.NATIONAL)
def overview() -> str:
    return render_template("desk/overview/overview.html", found=national.overview(db.session(), today()), today=today())


@blueprint.get("/desk/meetings/<int:meeting_id>")
@access(Access.SEE)
def meeting(meeting_id: int) -> Response:
    shell = workspace(g.meeting, "")
    return redirect(f"/desk/meetings/{meeting_id}/details" if shell.next_step is None else shell.next_step.address, 303)


@blueprint.get("/desk/meetings/<int:meeting_id>/preview")
@access(Access.SEE)
def preview(meeting_id: int) -> Response:  # noqa: ARG001  the loader has used it
    here = request.args.get("here", "")
    response = make_response(render_template("desk/fragment.html", meeting=g.meeting, here=here))
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/desk/<region_slug>/meetings/new")
@access(Access.EDIT)
def new_meeting(region_slug: str) -> str:
    return show_start(start_form(None), region_slug)


@blueprint.post("/desk/<region_slug>/meetings/new")
@access(Access.EDIT)
def create_meeting(region_slug: str) -> Response:
    form = start_form(request.form)
    if not form.validate():
        return make_response(show_start(form, region_slug), 422)
    command = BeginMeeting(g.unit.id, form.details(), form.like_meeting_id)
    made: list[Meeting] = []
    if not run_operation(form, lambda: made.append(begin_meeting(current_act(), command))):
        rollback_and_read_only()
        return make_response(show_start(form, region_slug), 422)
    flash("Begun. Nothing is public until you publish it.")
    return redirect(f"/desk/meetings/{made[0].id}/guests", 303)


def start_form(typed: Any) -> StartForm:  # noqa: ANN401  request.form, or None
    before = meetings_of_region(db.session(), g.unit.id)[:5]
    form = StartForm(formdata=typed, data={"kind": "agm", "like": str(before[0].id) if before else ""})
    choices = {str(one.id): f"{meeting_name(one)}: its place and its offices" for one in before}
    form.like.offer({**choices, "": "An empty page, with the offices of today"})
    return form


def show_start(form: Form, region_slug: str) -> str:
    return render_template(
        "desk/meetings/new.html",
        form=form,
        unit=g.unit,
        region_slug=region_slug,
        is_first=len(form["like"].choices) == 1,
    )


@blueprint.get("/desk/meetings/<int:meeting_id>/remove")
@access(Access.EDIT)
def ask_remove(meeting_id: int) -> str:  # noqa: ARG001  the loader has used it
    return render_template("desk/meetings/remove.html", meeting=g.meeting, is_public=g.meeting.is_published)


@blueprint.post("/desk/meetings/<int:meeting_id>/remove")
@access(Access.EDIT)
def remove(meeting_id: int) -> Response:
    found: Meeting = g.meeting
    name = meeting_name(found)
    try:
        remove_meeting(current_act(), found)
    except RefusedError:  # the page says why
        return redirect(url_for(".ask_remove", meeting_id=meeting_id), 303)
    flash(f"{name} was removed.")
    return redirect(url_for(".whats_next"), 303)

"""Taking over a meeting from a file of facts: the file is shown in words first, and then recorded as a draft."""

from __future__ import annotations

from flask import Blueprint, flash, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import FileField, HiddenField

from agm.audit.actor import Actor
from agm.extensions import db
from agm.procedures.taking_over import TakeOver, TakeOverError, TakeOverPlan, plan_take_over, rehearse, take_over
from agm.web import clock
from agm.web.access import Access, access
from agm.web.acting import acting
from agm.web.forms import Form
from agm.web.transaction import give_up_writing
from agm.wording.facts import MeetingFacts
from agm.wording.facts_file import FactsError, facts_from_json, facts_to_json

blueprint = Blueprint("importing", __name__)


class ImportForm(Form):
    """A file of facts; once it was read, its content travels along until it is confirmed."""

    sheet = FileField("File of facts", description="It ends in .json and holds one meeting.")
    facts = HiddenField()


@blueprint.get("/desk/<region_slug>/meetings/import")
@access(Access.EDIT)
def import_meeting(region_slug: str) -> Response:
    """Choose a file of facts."""
    return show(ImportForm(formdata=None), region_slug, 200)


@blueprint.post("/desk/<region_slug>/meetings/import")
@access(Access.EDIT)
def take_over_meeting(region_slug: str) -> str | Response:
    """Show what a file would bring, found out by recording it and taking that back; once confirmed, record it."""
    form = ImportForm()
    upload = request.files.get("sheet")
    confirmed = form.facts.data if not upload and request.form.get("confirmed") else None
    source = confirmed or (upload.read() if upload else b"")
    if not source:
        form.refuse("Choose the file that holds the facts of the meeting", "sheet")
        return show(form, region_slug, 422)
    try:
        facts = facts_from_json(source)
        command = TakeOver("", facts)
        refuse_elsewhere(command)
        if confirmed is None:
            (plan,) = rehearse(db.session(), acting(Actor), clock.now(), [command])
            give_up_writing()
            form.facts.data = facts_to_json(facts)
            return show(form, region_slug, 200, facts, plan)
        (meeting,) = take_over(db.session(), acting(Actor), clock.now(), [command])
    except (FactsError, TakeOverError) as error:
        give_up_writing()
        for problem in error.problems:
            form.refuse(str(problem), "sheet")
        return show(form, region_slug, 422)
    flash("Taken over as a draft. Nothing is public until you publish it.")
    return redirect(f"/desk/meetings/{meeting.id}/details", 303)


def refuse_elsewhere(command: TakeOver) -> None:
    """Raise TakeOverError for a meeting that cannot be taken over, or is of another region than this page's."""
    plan = plan_take_over(db.session(), command)
    if plan.problems:
        raise TakeOverError(plan.problems)
    if plan.region != g.region:
        here = "the whole organisation" if g.region is None else g.region.name
        there = "the whole organisation" if plan.region is None else plan.region.name
        raise TakeOverError(
            [f"region.name: This is a meeting of {there}, and this page takes over meetings of {here}."]
        )


def show(
    form: ImportForm, region_slug: str, status: int, facts: MeetingFacts | None = None, plan: TakeOverPlan | None = None
) -> Response:
    """The page: for choosing a file, or with what the file would bring."""
    page = render_template(
        "desk/import.html", form=form, region=g.region, region_slug=region_slug, facts=facts, plan=plan
    )
    return make_response(page, status)

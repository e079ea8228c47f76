"""Taking over a meeting from a file of facts: the file is shown in words first, and then recorded as a draft."""

from flask import Blueprint, flash, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import FileField, HiddenField

from agm.facts import MeetingFacts
from agm.facts.files import facts_from_json, facts_to_json
from agm.facts.plain import PlainValueError
from agm.rules.progress import StepKey
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.addresses import step_address
from agm.web.kit.extensions import db
from agm.web.kit.forms import Form
from agm.web.kit.transaction import rollback_and_read_only
from agm.workflows.begin_meeting_from_last import RECORDED
from agm.workflows.import_meeting import (
    ImportMeeting,
    ImportPlan,
    ImportRefusedError,
    dry_run,
    import_meetings,
    plan_import,
)

blueprint = Blueprint("importing", __name__)


class ImportForm(Form):
    """A file of facts; once it was read, its content travels along until it is confirmed."""

    sheet = FileField("The file", description="It ends in .json and holds one meeting.")
    facts = HiddenField()


@blueprint.get("/desk/<region_slug>/meetings/import")
@access(Access.EDIT)
def import_meeting() -> Response:
    return show(ImportForm(formdata=None), 200)


@blueprint.post("/desk/<region_slug>/meetings/import")
@access(Access.EDIT)
def take_over_meeting() -> Response:
    """Show what a file would bring, found out by recording it and taking that back; once confirmed, record it."""
    form = ImportForm()
    upload = request.files.get("sheet")
    confirmed = form.facts.data if not upload and request.form.get("confirmed") else None
    source = confirmed or (upload.read() if upload else b"")
    if not source:
        form.refuse("Choose the file that holds the facts of the meeting", form.sheet)
        return show(form, 422)
    try:
        facts = facts_from_json(source)
        command = ImportMeeting("", facts)
        refuse_elsewhere(command)
        if confirmed is None:
            (plan,) = dry_run(current_act(), [command])
            rollback_and_read_only()
            form.facts.data = facts_to_json(facts)
            return show(form, 200, facts, plan)
        (meeting,) = import_meetings(current_act(), [command])
    except (PlainValueError, ImportRefusedError) as error:
        rollback_and_read_only()
        for problem in error.problems:
            form.refuse(str(problem), form.sheet)
        return show(form, 422)
    flash("Taken over as a draft. Nothing is public until you publish it.")
    return redirect(step_address(meeting.id, StepKey.DETAILS), 303)


def refuse_elsewhere(command: ImportMeeting) -> None:
    """Raise ImportRefusedError for a meeting that cannot be taken over, or is of another region than this page's."""
    plan = plan_import(db.session(), command)
    is_elsewhere = plan.unit != g.unit
    if problems := [
        one for one in plan.problems if not (is_elsewhere and one == RECORDED)
    ]:  # there: not for these eyes
        raise ImportRefusedError(problems)
    if is_elsewhere:
        here = "the whole organisation" if g.unit.is_national else g.unit.name
        there = "the whole organisation" if plan.unit.is_national else plan.unit.name
        raise ImportRefusedError(
            [f"region.name: This is a meeting of {there}, and this page takes over meetings of {here}."]
        )


def show(form: ImportForm, status: int, facts: MeetingFacts | None = None, plan: ImportPlan | None = None) -> Response:
    page = render_template("desk/meetings/import.html", form=form, facts=facts, plan=plan)
    return make_response(page, status)

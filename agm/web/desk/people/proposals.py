"""Corrections of names that a unit asks of those who keep the record: asking, answering, and what became of it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.people import proposals
from agm.people.commands import AcceptProposal, DeclineProposal
from agm.people.models import NameProposal
from agm.rules.violations import EditConflict, RefusedError
from agm.web.desk.people.forms import AnswerForm, ProposalForm
from agm.web.desk.people.proposal_queries import asked_by, to_answer
from agm.web.desk.people.views import page_of, person_in_sight, person_of_home
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.edit_view import EditView, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.forms import run_operation
from agm.web.kit.transaction import rollback_and_read_only
from agm.web.kit.typed_text import record_number
from agm.web.kit.visibility import homes_of

blueprint = Blueprint("proposals", __name__)

NONE_REFUSED: Mapping[int, AnswerForm] = {}


class ProposalView(EditView[ProposalForm]):
    """How the name should be, in the eyes of a unit that does not keep the record."""

    template = "desk/people/propose.html"
    form_class = ProposalForm
    success_message = "Sent. This page says what becomes of it."

    def __init__(self, person_number: int) -> None:
        self.person = person_in_sight(person_number)

    def values(self) -> dict[str, Any]:
        return {"obj": self.person}

    def operation(self, form: ProposalForm) -> object:
        return proposals.propose_name(current_act(), form.command(self.person.id, g.unit.id))

    def next_address(self) -> str:
        return page_of(self.person)

    def context(self) -> dict[str, Any]:
        return {"person": self.person, "keepers": homes_of(db.session(), self.person.id)}


add_edit_view(
    blueprint, "/desk/<region_slug>/people/<int:person_number>/propose", "propose", ProposalView, to_read=Access.EDIT
)


@blueprint.get("/desk/<region_slug>/name-proposals")
@access(Access.EDIT)
def name_proposals() -> Response:
    return show()


@blueprint.post("/desk/<region_slug>/name-proposals/<int:proposal_number>/accept")
@access(Access.EDIT)
def accept(proposal_number: int) -> Response:
    proposal = proposal_to_answer(proposal_number)
    form = AnswerForm(formdata=None).of_proposal(proposal_number, request.form)
    if form.answer.data:
        form.refuse("You wrote why not. Leave the name as it is, or empty this", form.answer)
        return show({proposal_number: form}, status=422)
    version = record_number(request.form.get("version"))
    try:
        proposals.accept_proposal(current_act(), AcceptProposal(proposal.id, -1 if version is None else version))
    except EditConflict:
        rollback_and_read_only()
        flash("The record was changed while you looked. Nothing was saved: look at both names again.")
        return show(status=409)
    except RefusedError as refused:
        flash(str(refused))
    else:
        flash(f"The name is {proposal.wanted.displayed} now.")
    return answered(proposal_number)


@blueprint.post("/desk/<region_slug>/name-proposals/<int:proposal_number>/decline")
@access(Access.EDIT)
def decline(proposal_number: int) -> Response:
    proposal_to_answer(proposal_number)
    form = AnswerForm().of_proposal(proposal_number, request.form)
    command = DeclineProposal(proposal_number, form.answer.data)
    if not (form.validate() and run_operation(form, lambda: proposals.decline_proposal(current_act(), command))):
        rollback_and_read_only()
        return show({proposal_number: form}, status=422)
    flash("The name stays as it is. Who asked reads why.")
    return answered(proposal_number)


@blueprint.post("/desk/<region_slug>/name-proposals/<int:proposal_number>/withdraw")
@access(Access.EDIT)
def withdraw(proposal_number: int) -> Response:
    proposal = db.session.get(NameProposal, proposal_number)
    if proposal is None or proposal.unit_id != g.unit.id:
        abort(404)
    try:
        proposals.withdraw_proposal(current_act(), proposal.id)
        flash("Taken back. Nobody is asked any more.")
    except RefusedError as refused:
        flash(str(refused))
    return answered(proposal_number)


def answered(number: int) -> Response:
    """On to the page anew; or as it is, with what was typed on it for other proposals."""
    db.session.flush()
    waiting = {f"answer-{one.proposal.id}" for one in to_answer(db.session(), g.unit.id)} - {f"answer-{number}"}
    if any(request.form.get(name) for name in waiting):
        return show()
    return redirect(url_for(".name_proposals", region_slug=g.unit.slug), 303)


def proposal_to_answer(number: int) -> NameProposal:
    """The proposal of the address: 404 where the unit does not know the person, 403 where others keep the record."""
    proposal = db.session.get(NameProposal, number)
    if proposal is None:
        abort(404)
    person_of_home(proposal.person_id)
    return proposal


def show(refused: Mapping[int, AnswerForm] = NONE_REFUSED, status: int = 200) -> Response:
    """What the unit is asked (the national office: all), and what it asked; `refused` are answers by proposal."""
    waiting = to_answer(db.session(), g.unit.id)
    numbers = [one.proposal.id for one in waiting]
    forms = {
        number: refused.get(number) or AnswerForm(formdata=None).of_proposal(number, request.form) for number in numbers
    }
    page = render_template(
        "desk/people/name_proposals.html",
        waiting=waiting,
        forms=forms,
        refused=next(iter(refused.values()), None),
        asked=asked_by(db.session(), g.unit.id),
    )
    return make_response(page, status)

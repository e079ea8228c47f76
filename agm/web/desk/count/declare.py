"""The declaration of a meeting's results: who signs, who is told first."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.accounts.models import User
from agm.organisation.queries import time_zone_name
from agm.results.commands import PlanDeclaration
from agm.results.models import Declaration
from agm.results.operations import drop_plan, give_up_place, sign_results, take_back_signature, tell_candidate
from agm.results.queries import declared_outcomes, last_declaration
from agm.rules.violations import RefusedError, refuse
from agm.rules.working_days import Days
from agm.voting.queries import name_of
from agm.web.desk.count.forms import DeclareForm
from agm.web.kit.access import Access, access, current_act, may_run, signed_in_user
from agm.web.kit.extensions import db
from agm.web.kit.transaction import rollback_and_read_only
from agm.web.kit.typed_text import record_number
from agm.workflows.declare_counts import STANDS, declare_counts, open_points, plan, stands, why_more
from agm.workflows.to_declare import ToDeclare, to_declare, won

blueprint = Blueprint("declaration", __name__)
DECLARE = "/desk/meetings/<int:meeting_id>/declare"
SIGNING = {"second", "take_back"}
"""What somebody who only watches the count can do here."""


@blueprint.get(DECLARE)
@access(Access.SIGN)
def declaration() -> str:
    return page()


def page(problem: str = "", form: DeclareForm | None = None) -> str:
    waits, found = "", None
    try:
        found = to_declare(db.session(), g.meeting)
    except RefusedError as refused:
        waits = str(refused)
    standing = last_declaration(db.session(), g.meeting.id)
    form = form or DeclareForm(formdata=None)
    user = signed_in_user()
    return render_template(
        "desk/count/declare.html",
        found=found, waits=waits, problem=problem, declared=standing, form=form,
        open_points=[] if found is None else open_points(found, user, in_part=True), won=won, name_of=name_of,
        me=current_act().actor,
        runs=may_run(),
        adds=found is not None and standing is not None and why_more(found, standing) is not None,
        stands=found is not None and user is not None and stands(user, found),
        is_same=found is not None and standing is not None and is_declared(found, standing),
        typed={field: text for field, text in request.form.items() if field.startswith("why-") and text.strip()},
    )  # fmt: skip


def is_declared(found: ToDeclare, standing: Declaration) -> bool:
    """Whether a declaration says of every office that was counted what its count says."""
    said = {one.contest_id: one for one in declared_outcomes(standing)}
    return bool(found.outcomes) and all(said.get(one.contest_id) == one for one in found.outcomes)


@blueprint.post(DECLARE)
@access(Access.SIGN)
def act_on_declaration() -> Response:
    """Sign, take a signature back, note that somebody was told, or declare: by the button that was pressed."""
    form = DeclareForm(formdata=request.form)
    act = request.form.get("act", "")
    try:
        told = carry_out(act, form)
    except RefusedError as refused:
        rollback_and_read_only()
        return make_response(page(str(refused), form), 422)
    if told:
        flash(told)
    elif any(text.strip() for field, text in request.form.items() if is_of_another(field, act)):
        return make_response(page(form=form), 200)  # what is typed beside the button stays
    return redirect(url_for(".declaration", meeting_id=g.meeting.id), 303)


def is_of_another(field: str, act: str) -> bool:
    """Whether a field is a reason that belongs to another button than the one that was pressed."""
    return field.startswith("why-") and field.removeprefix("why-") != act.partition("-")[2]


def carry_out(act: str, form: DeclareForm) -> str:
    if act not in SIGNING and not may_run():
        abort(403)
    found = to_declare(db.session(), g.meeting)
    user = signed_in_user()
    if user is not None and stands(user, found):
        refuse("candidate_declares", "", STANDS)
    if request.form.get("seen", found.digest) != found.digest:
        refuse("results_changed", "", "The results have changed since you opened this page. Read them again.")
    if act in {"sign", "second"}:
        sign(found, is_officer=act == "sign")
    elif act == "take_back":
        take_back_signature(current_act(), g.meeting)
    elif act.startswith(("told-", "waive-")):
        tell(found, act)
    elif act == "unplan":
        drop_plan(current_act(), g.meeting)
        return "Taken back. The results wait until you declare them."
    elif act.startswith("takes-"):
        take_office(found, act)
    elif act == "declare":
        return declare(found, form, user)
    else:
        abort(400)
    return ""


def declare(found: ToDeclare, form: DeclareForm, user: User | None) -> str:
    """Declare at once, or at the instant that was typed."""
    if not form.validate():
        refuse("form", "", form.error_list[0].message)
    days = Days(ZoneInfo(time_zone_name(db.session())))
    public_at, in_part = form.public_at(days), bool(form.in_part.data)
    if public_at is None:
        declare_counts(current_act(), g.meeting, user, form.reason.data, in_part=in_part)
        return "Declared. The results are on record, and the offices are filled."
    plan(current_act(), PlanDeclaration(g.meeting.id, public_at, found.digest, in_part, form.reason.data), user)
    return "The time is set. Until then nothing of the result is public."


def take_office(found: ToDeclare, act: str) -> None:
    """Note which of two offices somebody takes, by the candidacy that they keep."""
    kept = record_number(act.partition("-")[2])
    for one in found.clashes:
        for mine, other in ((one.first, one.second), (one.second, one.first)):
            if mine.id == kept:
                give_up_place(current_act(), other, mine)
                return
    refuse("no_clash", "", "Nobody has to choose between two offices any more. Read the results again.")


def sign(found: ToDeclare, *, is_officer: bool) -> None:
    if not found.outcomes:
        refuse("counts_open", "", "Sign when an office is counted.")
    sign_results(current_act(), g.meeting, found.digest, is_returning_officer=is_officer)


def tell(found: ToDeclare, act: str) -> None:
    word, _, number = act.partition("-")
    key = record_number(number)
    candidacy = next((one for one, _ in found.stood if one.id == key), None)
    if candidacy is None:
        abort(400)
    reason = request.form.get(f"why-{key}", "").strip()
    if word == "waive" and not reason:
        refuse("why_not_told", "", f"Say why {name_of(candidacy)} is not told first.")
    if word == "told" and reason:
        refuse("told_or_not", "", f"Was {name_of(candidacy)} told? Take away why not, or press “Go on without”.")
    tell_candidate(current_act(), candidacy, reason or None)

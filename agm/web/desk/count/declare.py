"""The declaration of a meeting's results: who signs, who is told first; and the voting paper to print."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.nominations.models import Contest
from agm.results.models import Declaration
from agm.results.operations import sign_results, take_back_signature, tell_candidate
from agm.results.queries import contests_with_candidacies, declared_outcomes, last_declaration
from agm.rules.violations import RefusedError, refuse
from agm.voting.models import ContestVote, VoteHow
from agm.voting.queries import is_ranked, marks_each, name_of, on_paper, votes_by_contest
from agm.web.desk.count.forms import DeclareForm
from agm.web.desk.count.views import ADDRESS, check_printed
from agm.web.kit.access import Access, access, current_act, signed_in_user
from agm.web.kit.extensions import db
from agm.web.kit.transaction import rollback_and_read_only
from agm.web.kit.typed_text import record_number
from agm.workflows.declare_counts import STANDS, ToDeclare, declare_counts, open_points, stands, to_declare, won

blueprint = Blueprint("declaration", __name__)
DECLARE = "/desk/meetings/<int:meeting_id>/declare"
MOST_PRINTED = 400


@blueprint.get(DECLARE)
@access(Access.RUN)
def declaration() -> str:
    return page()


def page(problem: str = "", form: DeclareForm | None = None) -> str:
    waits, found = "", None
    try:
        found = to_declare(db.session(), g.meeting)
    except RefusedError as refused:
        waits = str(refused)
    standing = last_declaration(db.session(), g.meeting.id)
    user = signed_in_user()
    return render_template(
        "desk/count/declare.html",
        found=found, waits=waits, problem=problem, declared=standing, form=form or DeclareForm(formdata=None),
        open_points=[] if found is None else open_points(found, user), won=won, name_of=name_of, me=current_act().actor,
        stands=found is not None and user is not None and stands(user, found),
        is_same=found is not None and standing is not None and is_declared(found, standing),
        typed={field: text for field, text in request.form.items() if field.startswith("why-") and text.strip()},
    )  # fmt: skip


def is_declared(found: ToDeclare, standing: Declaration) -> bool:
    """Whether a declaration says of every office that was counted what its count says."""
    said = {one.contest_id: one for one in declared_outcomes(standing)}
    return bool(found.outcomes) and all(said.get(one.contest_id) == one for one in found.outcomes)


@blueprint.post(DECLARE)
@access(Access.RUN)
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
    elif act == "declare":
        declare_counts(current_act(), g.meeting, user, form.reason.data)
        return "Declared. The results are on record, and the offices are filled."
    else:
        abort(400)
    return ""


def sign(found: ToDeclare, *, is_officer: bool) -> None:
    if found.waiting or not found.outcomes:
        refuse("counts_open", "", "Sign when every office is counted.")
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


@blueprint.get(f"{ADDRESS}/voting-paper")
@access(Access.SEE)
def voting_paper() -> str:
    """A voting paper with its counterfoil, which alone has a number; `papers` says how many to print."""
    votes = votes_by_contest(db.session(), g.meeting.id)
    wanted = record_number(request.args.get("papers", "")) or 1
    first = record_number(request.args.get("from", "")) or 1
    shown = []
    for contest in contests_with_candidacies(db.session(), g.meeting.id):
        vote = votes.get(contest.id)
        if vote is not None and vote.how in {VoteHow.PAPERS, VoteHow.TOTALS}:
            check_printed(vote, contest)
            shown.append((contest, on_paper(vote, contest.candidacies), how_to_mark(contest, vote)))
    numbers = range(first, first + min(wanted, MOST_PRINTED))
    return render_template("desk/count/voting_paper.html", contests=shown, numbers=numbers)


def how_to_mark(contest: Contest, vote: ContestVote) -> str:
    places = "One place" if contest.seats == 1 else f"{contest.seats} places"
    if is_ranked(vote):
        return f"{places}. Put 1 beside the name you want most, then 2, then 3, as far as you like."
    most = marks_each(vote, contest.seats)
    if most is None:
        return f"{places}. A cross beside everyone you agree to."
    return f"{places}. One cross." if most == 1 else f"{places}. Up to {most} crosses."

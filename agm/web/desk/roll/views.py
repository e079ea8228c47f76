"""The page of a unit's members: who is on the roll, and a newer list that is shown before it is taken over."""

from __future__ import annotations

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.language.en import counted, join
from agm.membership import operations, queries
from agm.membership.commands import BeginDraft
from agm.membership.models import RollDraft
from agm.membership.operations.drafts import KEPT_FOR
from agm.membership.reading.read import sift
from agm.membership.reading.rows import SheetChoice
from agm.membership.reading.sifted import SiftedList
from agm.membership.reading.values import ListRefused, RollSettings
from agm.web.desk.roll.forms import AnswersForm, ListForm, answers_form
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.extensions import db
from agm.web.kit.fields import LONGEST_NAME
from agm.web.kit.forms import run_operation
from agm.web.kit.transaction import rollback_and_read_only
from agm.web.kit.typed_text import clean_line, record_number

blueprint = Blueprint("roll", __name__)
blueprint.add_app_template_filter(counted)

PAGE_SIZE = 40
LONGEST_FILE_NAME = 200
TAKE = "take"
CHANGED = "This list was answered, or another chosen, on another page meanwhile. Here is what is open now"


@blueprint.get("/desk/<region_slug>/roll")
@access(Access.EDIT)
def roll() -> Response:
    return show(200)


@blueprint.post("/desk/<region_slug>/roll")
@access(Access.EDIT)
def read_list() -> Response:
    """Read a list, and keep what is needed of it until it is taken over or broken off."""
    form = ListForm()
    if not form.validate():
        return show(422, form)
    name, data = uploaded()
    source = data or form.pasted.data or ""
    if not source:
        form.refuse("Choose the list, or paste it", form.sheet)
        return show(422, form)
    try:
        sifted = sifted_list(form, source)
    except ListRefused as refusal:
        form.refuse(str(refusal), form.sheet if isinstance(source, bytes) else form.pasted)
        return show(422, form)
    operations.begin_draft(current_act(), BeginDraft(g.unit.id, sifted, name if data else None))
    return to_page()


def uploaded() -> tuple[str | None, bytes]:
    """The name and the bytes of the file that was sent; a long one waits on the disk until it is closed."""
    upload = request.files.get("sheet")
    if upload is None:
        return None, b""
    with upload.stream as stream:
        return clean_line((upload.filename or "")[-LONGEST_FILE_NAME:]), stream.read()


def sifted_list(form: ListForm, source: bytes | str) -> SiftedList:
    """Raises ListRefused for what is no list, or several."""
    sifted = sift(source, RollSettings(with_addresses=bool(form.with_addresses.data)), sheet=form.page.data or None)
    if isinstance(sifted, SheetChoice):
        names = join([f"“{name}”" for name in sifted.sheets], "or")
        raise ListRefused(f"This workbook has several lists. Choose it again, and enter which sheet is meant: {names}.")
    return sifted


@blueprint.post("/desk/<region_slug>/roll/answers")
@access(Access.EDIT)
def answer() -> Response:
    """Keep the answers and read the list again; without any, take it over if that is asked."""
    draft = waiting()
    if draft is None:
        flash("The list is not kept any more. Choose it again.")
        return to_page()
    if draft.found is None or request.form.get("shown") != shown_of(draft):
        form = ListForm(formdata=None)
        form.refuse(CHANGED)
        return show(409, form)
    answers = answers_form(draft.found)()
    if not answers.validate():
        return show(422, answers=answers)
    if given := answers.answers():
        operations.answer_draft(current_act(), draft, given)
        return to_page()
    if request.form.get("act") != TAKE:
        answers.refuse("Answer at least one of the questions")
        return show(422, answers=answers)
    if draft.found["rows"] and not answers.rest.data:
        answers.refuse("Answer the lines that are open, or say that they are left out", answers.rest)
        return show(422, answers=answers)
    number = draft.found["figures"]["members"]
    taken: list[bool] = []
    if not run_operation(answers, lambda: taken.append(operations.confirm_draft(current_act(), draft))):
        rollback_and_read_only()
        return show(422, answers=answers)
    if taken[0]:
        flash(f"Taken over: {number:,} members.")
    elif draft.found is not None:
        flash("Somebody else took over a list meanwhile. This is what yours changes now.")
    return to_page()


@blueprint.post("/desk/<region_slug>/roll/break-off")
@access(Access.EDIT)
def break_off() -> Response:
    if operations.break_off(current_act(), g.unit.id):
        flash("The list is forgotten, and nothing was changed.")
    return to_page()


def to_page() -> Response:
    return redirect(url_for(".roll", region_slug=g.unit.slug), 303)


def waiting() -> RollDraft | None:
    """The list that waits, unless its time is over and it only was not forgotten yet."""
    draft = queries.draft_of(db.session(), g.unit.id)
    return draft if draft is not None and draft.begun_at > clock.now() - KEPT_FOR else None


def shown_of(draft: RollDraft) -> str:
    """Names one list and how far it is answered; by when it was begun, as SQLite gives its number to the next."""
    answered = sum(len(part) for part in draft.answers.values())
    return f"{draft.begun_at.timestamp():.6f}-{answered}-{draft.version}"


def show(status: int, form: ListForm | None = None, answers: AnswersForm | None = None) -> Response:
    session, unit_id = db.session(), g.unit.id
    draft = waiting()
    if answers is None and draft is not None and draft.found is not None:
        answers = answers_form(draft.found)(formdata=None)
        answers.shown.data = shown_of(draft)
    typed, on_paper = request.args.get("q", "")[:LONGEST_NAME], "paper" in request.args
    page = max(record_number(request.args.get("page", "")) or 1, 1)
    members = queries.find_members(
        session, unit_id, typed, on_paper=on_paper, limit=PAGE_SIZE + 1, offset=min((page - 1) * PAGE_SIZE, 1_000_000)
    )
    text = render_template(
        "desk/roll/roll.html",
        form=form or ListForm(formdata=None),
        draft=draft,
        kept_until=draft.begun_at + KEPT_FOR if draft else None,
        answers=answers,
        counts=queries.roll_counts(session, unit_id),
        last=queries.last_import(session, unit_id),
        members=members[:PAGE_SIZE],
        has_more=len(members) > PAGE_SIZE,
        page=page,
        typed=typed,
        on_paper=on_paper,
    )
    return make_response(text, status)

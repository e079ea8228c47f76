"""Papers to print: asked for, made by a worker, fetched as a PDF."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, make_response, redirect, render_template, request, session, url_for
from sqlalchemy import select
from sqlalchemy.orm import undefer
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField

from agm.results.commands import AskPrintout
from agm.results.models import PrintKind, Printout
from agm.results.operations import ask_printout
from agm.results.operations.printouts import KEPT_FOR, LARGEST_NUMBER, MOST_COPIES
from agm.results.queries import contests_with_candidacies
from agm.voting.ballot_box import new_key, open_file, public_of
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.extensions import db
from agm.web.kit.fields import RadiosField, WholeNumberField
from agm.web.kit.forms import Form, run_operation
from agm.web.kit.transaction import rollback_and_read_only
from agm.web.kit.typed_text import record_numbers

blueprint = Blueprint("printing", __name__)
ADDRESS = "/desk/meetings/<int:meeting_id>/count/print"
KINDS = {
    PrintKind.VOTING_PAPERS: "Voting papers, each below a numbered counterfoil",
    PrintKind.COUNT_SHEETS: "Count sheets for tellers",
    PrintKind.NOMINATION_FORM: "Nomination form",
    PrintKind.DECLARATION: "Declaration of the result, to read out and sign",
    PrintKind.CERTIFICATE: "Certificate that papers and register were destroyed, to sign",
}
MADE = KINDS | {PrintKind.CODE_LETTERS: "Letters with voting codes"}
"""What is made, whichever page asks for it."""
LETTERS_KEY = "letters_key"
"""What the browser keeps, and nothing else: the key of letters with codes that were asked for in it."""
SIZES = {"A4": "A4", "A5": "A5, half as large"}


class PrintForm(Form):
    kind = RadiosField("What", choices=KINDS, required="Choose what is to be printed.")
    copies = WholeNumberField(
        "How many",
        smallest=1,
        largest=MOST_COPIES,
        required="Enter how many.",
        hint="Of count sheets: for each office.",
    )
    first = WholeNumberField(
        "Number of the first counterfoil", smallest=1, largest=LARGEST_NUMBER, hint="Only voting papers have numbers."
    )
    weight = WholeNumberField(
        "Votes of each voting paper", smallest=1, largest=1000,
        hint="1, but where your rules give some members several votes: their papers say so, and are counted apart.",
    )  # fmt: skip
    size = RadiosField("On paper of size", choices=SIZES, required="Choose the size of the paper.")
    contests = SelectMultipleField("Offices", validate_choice=False)

    def command(self, meeting_id: int) -> AskPrintout:
        chosen = tuple(sorted(record_numbers(self.contests.data)))
        kind, size = PrintKind(self.kind.data), self.size.data or ""
        return AskPrintout(
            meeting_id, kind, size, self.copies.data or 1, self.first.data or 1, chosen, self.weight.data or 1
        )


@blueprint.get(ADDRESS)
@access(Access.RUN)
def printing() -> str:
    return page(filled_form(None))


@blueprint.post(ADDRESS)
@access(Access.RUN)
def ask() -> Response:
    form = filled_form(request.form)
    asked: list[Printout] = []
    if form.validate() and run_operation(
        form, lambda: asked.append(ask_printout(current_act(), form.command(g.meeting.id)))
    ):
        return redirect(url_for(".one", meeting_id=g.meeting.id, printout_number=asked[0].id), 303)
    rollback_and_read_only()
    return make_response(page(filled_form(request.form, form)), 422)


def filled_form(typed: Any, form: PrintForm | None = None) -> PrintForm:  # noqa: ANN401  what was sent, if anything
    form = form or PrintForm(
        formdata=typed, data={"copies": 1, "first": 1, "weight": 1, "size": "A4", "kind": request.args.get("kind")}
    )
    contests = contests_with_candidacies(db.session(), g.meeting.id)
    form.contests.choices = [(str(one.id), one.label) for one in contests]
    return form


def page(form: PrintForm) -> str:
    kept = select(Printout).where(Printout.meeting_id == g.meeting.id, Printout.asked_at > clock.now() - KEPT_FOR)
    made = db.session.scalars(kept.order_by(Printout.id.desc())).all()
    return render_template("desk/count/print.html", form=form, made=made, kinds=MADE)


@blueprint.get(f"{ADDRESS}/<int:printout_number>")
@access(Access.RUN)
def one(printout_number: int) -> str:
    """Where a file stands: being made, ready, or why it cannot be made."""
    printout = load_printout(printout_number)
    return render_template("desk/count/printout.html", printout=printout, kinds=MADE, is_locked=is_locked(printout))


def letters_key() -> bytes:
    """The private key of this browser, made with its first letters."""
    if LETTERS_KEY not in session:
        session[LETTERS_KEY] = new_key().hex()
    return bytes.fromhex(session[LETTERS_KEY])


def is_locked(printout: Printout) -> bool:
    """Whether another browser has the key of a file."""
    if printout.kind is not PrintKind.CODE_LETTERS:
        return False
    return LETTERS_KEY not in session or public_of(letters_key()).hex() != printout.wanted["public_key"]


@blueprint.get(f"{ADDRESS}/<int:printout_number>/pdf")
@access(Access.RUN)
def fetch(printout_number: int) -> Response:
    printout = load_printout(printout_number)
    if printout.content is None or is_locked(printout):
        abort(404)
    is_letter = printout.kind is PrintKind.CODE_LETTERS
    response = make_response(open_file(letters_key(), printout.content) if is_letter else printout.content)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{printout.kind.replace("_", "-")}.pdf"'
    return response


def load_printout(printout_number: int) -> Printout:
    """One of this meeting that is not forgotten yet."""
    statement = select(Printout).where(
        Printout.id == printout_number,
        Printout.meeting_id == g.meeting.id,
        Printout.asked_at > clock.now() - KEPT_FOR,
    )
    if request.endpoint == "printing.fetch":
        statement = statement.options(undefer(Printout.content))
    found = db.session.scalar(statement)
    return found if found is not None else abort(404)

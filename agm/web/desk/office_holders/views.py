"""The pages of who holds office in a region: who came, who left, and which seats are empty."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.office_holders import operations, queries
from agm.office_holders.models import OfficeTerm
from agm.office_holders.terms import who_went_on
from agm.organisation.models import Office
from agm.rules.terms import AppointmentKind
from agm.web.desk.office_holders.forms import HOW_ENDED, HOW_FILLED, DatesForm, FillForm, LeaveForm
from agm.web.kit import clock
from agm.web.kit.access import Access, access
from agm.web.kit.acting import current_act
from agm.web.kit.csrf import csrf_checked_by_form
from agm.web.kit.dates import zone
from agm.web.kit.edit_view import EditView, Typed
from agm.web.kit.extensions import db
from agm.web.kit.forms import run_operation
from agm.web.kit.person_names import resolve_names
from agm.web.kit.visibility import visible_people

blueprint = Blueprint("office_holders", __name__)


def today() -> dt.date:
    return clock.now().astimezone(zone()).date()


def unit_id() -> int:
    return int(g.unit.id)


@blueprint.get("/desk/<region_slug>/officers")
@access(Access.EDIT)
def officers(region_slug: str) -> str:
    seats = queries.seats_of_region(db.session(), unit_id())
    since = queries.unbroken_since(db.session(), unit_id())
    return render_template(
        "desk/office_holders/officers.html", unit=g.unit, region_slug=region_slug, seats=seats, since=since
    )


@blueprint.get("/desk/<region_slug>/officers/<int:office_number>/history")
@access(Access.EDIT)
def history(region_slug: str, office_number: int) -> str:
    office = office_of_region(office_number)
    terms = queries.holdings_of_office(db.session(), office.id)
    return render_template(
        "desk/office_holders/history.html",
        unit=g.unit,
        region_slug=region_slug,
        office=office,
        terms=terms,
        went_on=who_went_on(terms),
    )


@blueprint.route("/desk/<region_slug>/officers/<int:term_number>/left", methods=["GET", "POST"])
@csrf_checked_by_form
@access(Access.EDIT)
def leave(region_slug: str, term_number: int) -> Response:
    term = holding_of_region(term_number)
    form = LeaveForm(term, today(), formdata=request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        command = form.command(term.id)
        if run_operation(form, lambda: operations.leave_office(current_act(), command)):
            names = " and ".join(person.name for person in term.people if person.person_id in command.person_ids)
            flash(f"{names} left the office of {term.office.label}. The seat can be filled now.")
            return redirect(url_for(".officers", region_slug=region_slug), 303)
    return page("desk/office_holders/leave.html", form, region_slug, term=term)


@blueprint.route("/desk/<region_slug>/officers/<int:office_number>/fill", methods=["GET", "POST"])
@csrf_checked_by_form
@access(Access.EDIT)
def fill(region_slug: str, office_number: int) -> Response:
    office = office_of_region(office_number)
    form = FillForm(
        today(),
        formdata=request.form if request.method == "POST" else None,
        appointment_kind=AppointmentKind.CO_OPTED.value,
    )
    form.ask_for_people(is_shareable=office.is_shareable)
    if (
        request.method == "POST"
        and form.validate()
        and resolve_names(db.session(), form.rows, clock.now(), visible_people())
    ):
        command = form.command(office.id)
        if run_operation(form, lambda: operations.fill_vacancy(current_act(), command)):
            names = " and ".join(named.name.displayed for named in command.people)
            flash(f"{names} now holds the office of {office.label}." if len(command.people) == 1 else
                  f"{names} now share the office of {office.label}.")  # fmt: skip
            return redirect(url_for(".officers", region_slug=region_slug), 303)
    return page("desk/office_holders/fill.html", form, region_slug, office=office)


class DatesView(EditView[DatesForm]):
    """The dates of a time in office."""

    template = "desk/office_holders/dates.html"

    def __init__(self, region_slug: str, term: OfficeTerm) -> None:
        self.region_slug, self.term = region_slug, term

    def build_form(self, typed: Typed) -> DatesForm:
        return DatesForm(today(), formdata=typed, obj=self.term)

    def operation(self, form: DatesForm) -> object:
        return operations.amend_term(current_act(), form.command(self.term.id))

    def next_address(self) -> str:
        return url_for(".history", region_slug=self.region_slug, office_number=self.term.office_id)

    def context(self) -> dict[str, Any]:
        return {"unit": g.unit, "region_slug": self.region_slug, "term": self.term}


@blueprint.route("/desk/<region_slug>/officers/<int:term_number>/dates", methods=["GET", "POST"])
@csrf_checked_by_form
@access(Access.EDIT)
def dates(region_slug: str, term_number: int) -> str | Response:
    return DatesView(region_slug, holding_of_region(term_number)).answer()


def page(template: str, form: Any, region_slug: str, **context: Any) -> Response:  # noqa: ANN401  what the page needs
    """A page with a form, refused (422) if it was sent."""
    status = 422 if request.method == "POST" else 200
    body = render_template(template, form=form, unit=g.unit, region_slug=region_slug, **context)
    return Response(body, status, mimetype="text/html")


def office_of_region(office_number: int) -> Office:
    """The office of the address, if it belongs to the region of the address; 404 otherwise."""
    found = db.session.get(Office, office_number)
    if found is None or found.unit_id != unit_id():
        abort(404)
    return found


def holding_of_region(term_number: int) -> OfficeTerm:
    """The holding of the address, if it belongs to the region of the address; 404 otherwise."""
    found = queries.holding_in_region(db.session(), term_number, unit_id())
    return found or abort(404)


@blueprint.app_context_processor
def words_for_templates() -> dict[str, Any]:
    return {"appointment_kind": HOW_FILLED, "end_reason": HOW_ENDED}

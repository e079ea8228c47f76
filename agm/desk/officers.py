"""The pages of who holds office in a region: who came, who left, and which seats are empty."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from agm.audit.actor import Actor
from agm.extensions import db
from agm.office_holders import queries
from agm.office_holders.forms import HOW_ENDED, HOW_FILLED, DatesForm, FillForm, LeaveForm
from agm.office_holders.models import Holding, HowFilled
from agm.office_holders.terms import who_went_on
from agm.organisation.models import Office
from agm.people.naming import ask_who
from agm.procedures import keeping_search
from agm.web import clock
from agm.web.access import Access, access
from agm.web.acting import acting
from agm.web.dates import zone
from agm.web.own_token_check import checks_own_token
from agm.web.refusals import carry_out
from agm.web.saving import EditedPage
from agm.web.sight import people_in_sight

blueprint = Blueprint("office_holders", __name__)


def doing() -> tuple[Session, Actor, dt.datetime]:
    """What each operation is given first."""
    return db.session(), acting(Actor), clock.now()


def today() -> dt.date:
    """The day that it is for the organisation."""
    return clock.now().astimezone(zone()).date()


def region_id() -> int | None:
    """The region of the address; None is the national level."""
    return None if g.region is None else g.region.id


@blueprint.get("/desk/<region_slug>/officers")
@access(Access.EDIT)
def officers(region_slug: str) -> str:
    """Who holds office now, and which seats are empty."""
    seats = queries.seats_of_region(db.session(), region_id())
    since = queries.unbroken_since(db.session(), region_id())
    return render_template(
        "office_holders/officers.html", region=g.region, region_slug=region_slug, seats=seats, since=since
    )


@blueprint.get("/desk/<region_slug>/officers/<int:office_number>/history")
@access(Access.EDIT)
def history(region_slug: str, office_number: int) -> str:
    """Everybody who held an office."""
    office = office_of_region(office_number)
    holdings = queries.holdings_of_office(db.session(), office.id)
    return render_template(
        "office_holders/history.html",
        region=g.region,
        region_slug=region_slug,
        office=office,
        holdings=holdings,
        went_on=who_went_on(holdings),
    )


@blueprint.route("/desk/<region_slug>/officers/<int:holding_number>/left", methods=["GET", "POST"])
@checks_own_token
@access(Access.EDIT)
def leave(region_slug: str, holding_number: int) -> Response:
    """Somebody leaves office."""
    holding = holding_of_region(holding_number)
    form = LeaveForm(holding, today(), formdata=request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        command = form.command(holding.id)
        if carry_out(form, lambda: keeping_search.leave_office(*doing(), command)):
            names = " and ".join(person.name for person in holding.people if person.person_id in command.person_ids)
            flash(f"{names} left the office of {holding.office.label}. The seat can be filled now.")
            return redirect(url_for(".officers", region_slug=region_slug), 303)
    return page("office_holders/leave.html", form, region_slug, holding=holding)


@blueprint.route("/desk/<region_slug>/officers/<int:office_number>/fill", methods=["GET", "POST"])
@checks_own_token
@access(Access.EDIT)
def fill(region_slug: str, office_number: int) -> Response:
    """Somebody takes an empty seat between annual meetings."""
    office = office_of_region(office_number)
    form = FillForm(
        today(), formdata=request.form if request.method == "POST" else None, how_filled=HowFilled.CO_OPTED.value
    )
    form.ask_for_people(is_shareable=office.is_shareable)
    if (
        request.method == "POST"
        and form.validate()
        and ask_who(db.session(), form.rows, clock.now(), people_in_sight())
    ):
        command = form.command(office.id)
        if carry_out(form, lambda: keeping_search.fill_vacancy(*doing(), command)):
            names = " and ".join(named.name.displayed for named in command.people)
            flash(f"{names} now holds the office of {office.label}." if len(command.people) == 1 else
                  f"{names} now share the office of {office.label}.")  # fmt: skip
            return redirect(url_for(".officers", region_slug=region_slug), 303)
    return page("office_holders/fill.html", form, region_slug, office=office)


@blueprint.route("/desk/<region_slug>/officers/<int:holding_number>/dates", methods=["GET", "POST"])
@checks_own_token
@access(Access.EDIT)
def dates(region_slug: str, holding_number: int) -> str | Response:
    """A time in office, its dates put right."""
    holding = holding_of_region(holding_number)
    edited = EditedPage(
        template="office_holders/dates.html",
        fill=lambda typed: DatesForm(today(), formdata=typed, obj=holding),
        save=lambda form: carry_out(form, lambda: keeping_search.amend_holding(*doing(), form.command(holding.id))),
        next_address=lambda: url_for(".history", region_slug=region_slug, office_number=holding.office_id),
        now=clock.now,
        context=lambda: {"region": g.region, "region_slug": region_slug, "holding": holding},
    )
    return edited.take() if request.method == "POST" else edited.show()


def page(template: str, form: Any, region_slug: str, **context: Any) -> Response:  # noqa: ANN401  what the page needs
    """A page with a form, refused (422) if it was sent."""
    status = 422 if request.method == "POST" else 200
    body = render_template(template, form=form, region=g.region, region_slug=region_slug, **context)
    return Response(body, status, mimetype="text/html")


def office_of_region(office_number: int) -> Office:
    """The office of the address, if it belongs to the region of the address; 404 otherwise."""
    found = db.session.get(Office, office_number)
    if found is None or found.region_id != region_id():
        abort(404)
    return found


def holding_of_region(holding_number: int) -> Holding:
    """The holding of the address, if it belongs to the region of the address; 404 otherwise."""
    found = queries.holding_in_region(db.session(), holding_number, region_id())
    return found or abort(404)


@blueprint.app_context_processor
def words_for_templates() -> dict[str, Any]:
    """How somebody came to an office and left it, in words."""
    return {"how_filled": HOW_FILLED, "how_ended": HOW_ENDED}

"""The pages of the organisation's details, its regions and their offices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, g, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.organisation import operations, queries
from agm.organisation.commands import (
    CANONICAL_KEYS,
    AbolishOffice,
    AmendOffice,
    AmendTemplate,
    CreateOffice,
    CreateTemplate,
    RemoveTemplate,
    ReorderOffices,
    ReorderRegions,
    ReorderTemplates,
)
from agm.organisation.models import Office, OfficeTemplate, Unit
from agm.rules.violations import RefusedError
from agm.web.desk.organisation.forms import AbolishForm, OfficeForm, OrganisationForm, RegionForm
from agm.web.kit import clock
from agm.web.kit.access import Access, access
from agm.web.kit.acting import current_act
from agm.web.kit.csrf import csrf_checked_by_form
from agm.web.kit.dates import clock_time, zone
from agm.web.kit.edit_view import EditView, Typed, wants_json
from agm.web.kit.extensions import db
from agm.web.kit.forms import run_operation
from agm.web.kit.ordering import moved_item_id, requested_order

blueprint = Blueprint("organisation", __name__)

REGION_PAGES = [
    ("Officers", "office_holders.officers"),
    ("Offices", "organisation.offices"),
    ("People", "people.people"),
    ("House style", "house_style.of_region"),
]
"""The pages about a region beside its meetings, as label and endpoint, in the order in which they are offered."""
ORGANISATION_PAGES = [
    ("Details", "organisation.organisation"),
    ("Regions", "organisation.regions"),
    ("List of offices", "organisation.office_templates"),
    ("House style", "house_style.whole"),
    ("People", "people.everybody"),
]
"""The pages about the whole organisation, likewise."""

Answer = str | Response


class OrganisationView(EditView[OrganisationForm]):
    """The organisation's details; its first save records it."""

    template = "desk/organisation/details.html"
    form_class = OrganisationForm

    def __init__(self) -> None:
        self.found = queries.organisation(db.session())
        self.is_first = self.found.version == 0

    def values(self) -> dict[str, Any]:
        if not self.is_first:
            return {"obj": self.found}
        proposed = {
            name: getattr(self.found, name) for name in ("time_zone", "accent_light", "accent_dark", "button_dark")
        }
        return {"version": 0, "is_political": True, **proposed}

    def operation(self, form: OrganisationForm) -> object:
        if self.is_first:
            return operations.create_organisation(current_act(), form.first_command())
        return operations.amend_organisation(current_act(), form.command())

    def next_address(self) -> str:
        return url_for(".organisation")

    def context(self) -> dict[str, Any]:
        return {"is_first": self.is_first}


@blueprint.route("/desk/organisation", methods=["GET", "POST"])
@csrf_checked_by_form
@access(Access.NATIONAL)
def organisation() -> Answer:
    """The organisation's details."""
    return OrganisationView().answer()


@blueprint.get("/desk/regions")
@access(Access.NATIONAL)
def regions() -> str:
    return render_template("desk/organisation/regions.html", regions=queries.regions(db.session()))


@blueprint.post("/desk/regions/order")
@access(Access.NATIONAL)
def order_regions() -> Response:
    ids = [unit.id for unit in queries.regions(db.session())]
    command = ReorderRegions(requested_order(ids, request.form))
    back = url_for(".regions", _anchor=f"region-{moved_item_id(request.form)}")
    return put_in_order(lambda: operations.reorder_regions(current_act(), command), back)


class RegionView(EditView[RegionForm]):
    """A region's details; without one, a new region."""

    template = "desk/organisation/region.html"
    form_class = RegionForm

    def __init__(self, unit: Unit | None) -> None:
        self.unit = unit
        self.created: Unit | None = None

    def values(self) -> dict[str, Any]:
        return {"version": 0} if self.unit is None else {"obj": self.unit}

    def operation(self, form: RegionForm) -> object:
        if self.unit is not None:
            return operations.amend_region(current_act(), form.amend_command(self.unit.id))
        self.created = operations.create_region(current_act(), form.create_command())
        return self.created

    def next_address(self) -> str:
        if self.created is not None:
            return url_for(".offices", region_slug=self.created.slug)
        return url_for(".regions", _anchor=f"region-{self.unit.id}" if self.unit else None)

    def context(self) -> dict[str, Any]:
        if self.unit is None:
            return {"unit": None, "templates": queries.office_templates(db.session())}
        return {"unit": self.unit, "region_slug": self.unit.slug}


@blueprint.route("/desk/regions/new", methods=["GET", "POST"])
@csrf_checked_by_form
@access(Access.NATIONAL)
def new_region() -> Answer:
    return RegionView(None).answer()


@blueprint.route("/desk/<region_slug>/details", methods=["GET", "POST"])
@csrf_checked_by_form
@access(Access.NATIONAL)
def region(region_slug: str) -> Answer:  # noqa: ARG001  the guard has read it
    return redirect(url_for(".organisation")) if g.unit.is_national else RegionView(g.unit).answer()


@blueprint.get("/desk/<region_slug>/offices")
@access(Access.EDIT)
def offices(region_slug: str) -> str:
    found = queries.offices(db.session(), unit_id(), with_abolished=True)
    return render_template(
        "desk/organisation/offices.html",
        unit=g.unit,
        region_slug=region_slug,
        offices=[office for office in found if office.abolished_on is None],
        abolished=[office for office in found if office.abolished_on is not None],
    )


@blueprint.post("/desk/<region_slug>/offices/order")
@access(Access.EDIT)
def order_offices(region_slug: str) -> Response:
    ids = [office.id for office in queries.offices(db.session(), unit_id())]
    command = ReorderOffices(unit_id(), requested_order(ids, request.form))
    back = url_for(".offices", region_slug=region_slug, _anchor=f"office-{moved_item_id(request.form)}")
    return put_in_order(lambda: operations.reorder_offices(current_act(), command), back)


class OfficeView(EditView[OfficeForm]):
    """What an office of a region is; without one, a new office."""

    template = "desk/organisation/office.html"

    def __init__(self, region_slug: str, office: Office | None) -> None:
        self.region_slug, self.office = region_slug, office
        self.back = url_for(".offices", region_slug=region_slug)

    def build_form(self, typed: Typed) -> OfficeForm:
        known = set() if self.office is None else queries.incompatible_ids(db.session(), self.office.id)
        if self.office is None:
            form = OfficeForm(formdata=typed, version=0, seats=1, is_shareable=True)
        else:
            form = OfficeForm(formdata=typed, obj=self.office, incompatible=[str(number) for number in sorted(known)])
        others = queries.offices(db.session(), unit_id(), with_abolished=True)
        form.offer_others(
            {
                other.id: other.label
                for other in others
                if other is not self.office and (other.abolished_on is None or other.id in known)
            }
        )
        return form

    def operation(self, form: OfficeForm) -> object:
        details, incompatible = form.details(), form.incompatible_ids()
        if self.office is None:
            return operations.create_office(current_act(), CreateOffice(unit_id(), details, incompatible))
        command = AmendOffice(self.office.id, form.filled_from, details, incompatible)
        return operations.amend_office(current_act(), command)

    def next_address(self) -> str:
        return self.back if self.office is None else f"{self.back}#office-{self.office.id}"

    def context(self) -> dict[str, Any]:
        return {"unit": g.unit, "region_slug": self.region_slug, "office": self.office, "back": self.back}


@blueprint.route("/desk/<region_slug>/offices/new", methods=["GET", "POST"])
@csrf_checked_by_form
@access(Access.EDIT)
def new_office(region_slug: str) -> Answer:
    return OfficeView(region_slug, None).answer()


@blueprint.route("/desk/<region_slug>/offices/<int:office_number>", methods=["GET", "POST"])
@csrf_checked_by_form
@access(Access.EDIT)
def office(region_slug: str, office_number: int) -> Answer:
    return OfficeView(region_slug, office_of_region(office_number)).answer()


@blueprint.route("/desk/<region_slug>/offices/<int:office_number>/abolish", methods=["GET", "POST"])
@csrf_checked_by_form
@access(Access.EDIT)
def abolish(region_slug: str, office_number: int) -> Answer:
    found = office_of_region(office_number)
    form = AbolishForm(formdata=request.form or None, abolished_on=clock.now().astimezone(zone()).date())
    status = 200
    if request.method == "POST":
        if form.validate() and run_operation(
            form, lambda: operations.abolish_office(current_act(), AbolishOffice(found.id, form.day()))
        ):
            flash(f"{found.label} is abolished. Its history stays.")
            return redirect(url_for(".offices", region_slug=region_slug), 303)
        status = 422
    page = render_template(
        "desk/organisation/abolish.html", form=form, office=found, unit=g.unit, region_slug=region_slug
    )
    return Response(page, status, mimetype="text/html")


@blueprint.post("/desk/<region_slug>/offices/<int:office_number>/restore")
@access(Access.EDIT)
def restore(region_slug: str, office_number: int) -> Response:
    found = office_of_region(office_number)
    operations.abolish_office(current_act(), AbolishOffice(found.id, None))
    flash(f"{found.label} is back among the offices.")
    return redirect(url_for(".offices", region_slug=region_slug, _anchor=f"office-{found.id}"), 303)


@blueprint.get("/desk/offices")
@access(Access.NATIONAL)
def office_templates() -> str:
    return render_template("desk/organisation/templates.html", templates=queries.office_templates(db.session()))


@blueprint.post("/desk/offices/order")
@access(Access.NATIONAL)
def order_templates() -> Response:
    ids = [line.id for line in queries.office_templates(db.session())]
    command = ReorderTemplates(requested_order(ids, request.form))
    back = url_for(".office_templates", _anchor=f"office-{moved_item_id(request.form)}")
    return put_in_order(lambda: operations.reorder_templates(current_act(), command), back)


class TemplateView(EditView[OfficeForm]):
    """A line of the organisation-wide list of offices; without one, a new line."""

    template = "desk/organisation/office.html"
    form_class = OfficeForm

    def __init__(self, line: OfficeTemplate | None) -> None:
        self.line = line
        self.back = url_for(".office_templates")

    def values(self) -> dict[str, Any]:
        return {"version": 0, "seats": 1, "is_shareable": True} if self.line is None else {"obj": self.line}

    def operation(self, form: OfficeForm) -> object:
        if self.line is None:
            return operations.create_template(current_act(), CreateTemplate(form.details()))
        return operations.amend_template(current_act(), AmendTemplate(self.line.id, form.filled_from, form.details()))

    def next_address(self) -> str:
        return self.back if self.line is None else f"{self.back}#office-{self.line.id}"

    def context(self) -> dict[str, Any]:
        return {"office": self.line, "back": self.back, "for_all": True}


@blueprint.route("/desk/offices/new", methods=["GET", "POST"])
@csrf_checked_by_form
@access(Access.NATIONAL)
def new_template() -> Answer:
    return TemplateView(None).answer()


@blueprint.route("/desk/offices/<int:template_id>", methods=["GET", "POST"])
@csrf_checked_by_form
@access(Access.NATIONAL)
def template(template_id: int) -> Answer:
    return TemplateView(db.session.get(OfficeTemplate, template_id) or abort(404)).answer()


@blueprint.post("/desk/offices/<int:template_id>/remove")
@access(Access.NATIONAL)
def remove_template(template_id: int) -> Response:
    found = db.session.get(OfficeTemplate, template_id) or abort(404)
    operations.remove_template(current_act(), RemoveTemplate(found.id))
    flash(f"{found.label} is off the list. Regions that have it keep it.")
    return redirect(url_for(".office_templates"), 303)


def unit_id() -> int:
    return int(g.unit.id)


def office_of_region(office_number: int) -> Office:
    """The office of the address, if it belongs to the region of the address; 404 otherwise."""
    found = db.session.get(Office, office_number)
    if found is None or found.unit_id != unit_id():
        abort(404)
    return found


def put_in_order(act: Callable[[], object], back: str) -> Response:
    """Keep an order, then go `back` to the list, which tells at its head if it was refused; a script is told here."""
    told, status = f"Saved at {clock_time(clock.now())}.", 200
    try:
        act()
    except RefusedError as refused:
        told, status = str(refused), 409
    if wants_json():
        return make_response(jsonify(message=told), status)
    if status != 200:
        flash(told)
    return redirect(back, 303)


@blueprint.app_context_processor
def words_for_templates() -> dict[str, Any]:
    return {"canonical_keys": CANONICAL_KEYS, "region_pages": REGION_PAGES, "organisation_pages": ORGANISATION_PAGES}

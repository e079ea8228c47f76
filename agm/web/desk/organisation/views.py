"""The pages of the organisation's details, its regions and their offices."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, g, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.organisation import operations, queries
from agm.organisation.commands import (
    CANONICAL_KEYS,
    AbolishOffice,
    AmendOffice,
    AmendOrganisation,
    AmendRegion,
    AmendTemplate,
    CreateOffice,
    CreateOrganisation,
    CreateRegion,
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
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.dates import clock_time, today
from agm.web.kit.edit_view import EditView, Typed, add_edit_view, wants_json
from agm.web.kit.extensions import db
from agm.web.kit.ordering import moved_item_id, requested_order

blueprint = Blueprint("organisation", __name__)

REGION_PAGES = [
    ("Officers", "office_holders.officers"),
    ("Offices", "organisation.offices"),
    ("People", "people.people"),
    ("Members", "roll.roll"),
    ("House style", "house_style.of_region"),
    ("WordPress", "wordpress.site"),
]
"""The pages about a region beside its meetings, as label and endpoint, in the order in which they are offered."""
ORGANISATION_PAGES = [
    ("Details", "organisation.organisation"),
    ("Regions", "organisation.regions"),
    ("List of offices", "organisation.office_templates"),
    ("House style", "house_style.whole"),
    ("Rules", "rules.rules"),
    ("People", "people.everybody"),
]
"""The pages about the whole organisation, likewise."""


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
            return operations.create_organisation(current_act(), CreateOrganisation(**form.details()))
        return operations.amend_organisation(
            current_act(), AmendOrganisation(version=form.filled_from, **form.details())
        )

    def next_address(self) -> str:
        return url_for(".organisation")

    def context(self) -> dict[str, Any]:
        return {"is_first": self.is_first}


@blueprint.get("/desk/regions")
@access(Access.NATIONAL)
def regions() -> str:
    return render_template("desk/organisation/regions.html", regions=queries.regions(db.session()))


@blueprint.post("/desk/regions/order")
@access(Access.NATIONAL)
def order_regions() -> Response:
    order = requested_order([unit.id for unit in queries.regions(db.session())], request.form)
    return put_in_order(
        lambda: operations.reorder_regions(current_act(), ReorderRegions(order)), url_for(".regions"), "region"
    )


class RegionView(EditView[RegionForm]):
    """The details of the region of the address; without one, a new region."""

    template = "desk/organisation/region.html"
    form_class = RegionForm
    follow: str
    """Where it goes on, known once it is saved."""

    def __init__(self) -> None:
        self.unit: Unit | None = g.get("unit")
        if self.unit is not None and self.unit.is_national:
            abort(redirect(url_for(".organisation")))

    def values(self) -> dict[str, Any]:
        return {"version": 0} if self.unit is None else {"obj": self.unit}

    def operation(self, form: RegionForm) -> object:
        if self.unit is None:
            unit = operations.create_region(current_act(), CreateRegion(**form.details()))
            self.follow = url_for(".offices", region_slug=unit.slug)
            return unit
        self.follow = url_for(".regions", _anchor=f"region-{self.unit.id}")
        command = AmendRegion(unit_id=self.unit.id, version=form.filled_from, **form.details())
        return operations.amend_region(current_act(), command)

    def next_address(self) -> str:
        return self.follow

    def context(self) -> dict[str, Any]:
        return {"templates": queries.office_templates(db.session())} if self.unit is None else {}


@blueprint.get("/desk/<region_slug>/offices")
@access(Access.EDIT)
def offices() -> str:
    found = queries.offices(db.session(), g.unit.id, with_abolished=True)
    return render_template(
        "desk/organisation/offices.html",
        offices=[office for office in found if office.abolished_on is None],
        abolished=[office for office in found if office.abolished_on is not None],
    )


@blueprint.post("/desk/<region_slug>/offices/order")
@access(Access.EDIT)
def order_offices() -> Response:
    order = requested_order([office.id for office in queries.offices(db.session(), g.unit.id)], request.form)
    return put_in_order(
        lambda: operations.reorder_offices(current_act(), ReorderOffices(g.unit.id, order)), list_of_offices(), "office"
    )


def list_of_offices(office_id: int | None = None) -> str:
    """The list of the region's offices, at one of them."""
    anchor = None if office_id is None else f"office-{office_id}"
    return url_for(".offices", region_slug=g.unit.slug, _anchor=anchor)


class OfficeView(EditView[OfficeForm]):
    """What an office of a region is; without one, a new office."""

    template = "desk/organisation/office.html"

    def __init__(self, office_number: int | None = None) -> None:
        self.office = None if office_number is None else office_of_region(office_number)

    def build_form(self, typed: Typed) -> OfficeForm:
        known = set() if self.office is None else queries.incompatible_ids(db.session(), self.office.id)
        if self.office is None:
            form = OfficeForm(formdata=typed, version=0, seats=1, is_shareable=True)
        else:
            form = OfficeForm(formdata=typed, obj=self.office, incompatible=[str(number) for number in sorted(known)])
        others = queries.offices(db.session(), g.unit.id, with_abolished=True)
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
            return operations.create_office(current_act(), CreateOffice(g.unit.id, details, incompatible))
        command = AmendOffice(self.office.id, form.filled_from, details, incompatible)
        return operations.amend_office(current_act(), command)

    def next_address(self) -> str:
        return list_of_offices(self.office.id if self.office else None)

    def context(self) -> dict[str, Any]:
        return {"office": self.office, "back": list_of_offices()}


class AbolishView(EditView[AbolishForm]):
    template = "desk/organisation/abolish.html"

    def __init__(self, office_number: int) -> None:
        self.office = office_of_region(office_number)
        self.success_message = f"{self.office.label} is abolished. Its history stays."

    def build_form(self, typed: Typed) -> AbolishForm:
        return AbolishForm(formdata=typed, abolished_on=today())

    def operation(self, form: AbolishForm) -> object:
        return operations.abolish_office(current_act(), AbolishOffice(self.office.id, form.day()))

    def next_address(self) -> str:
        return list_of_offices()

    def context(self) -> dict[str, Any]:
        return {"office": self.office}


@blueprint.post("/desk/<region_slug>/offices/<int:office_number>/restore")
@access(Access.EDIT)
def restore(office_number: int) -> Response:
    found = office_of_region(office_number)
    operations.abolish_office(current_act(), AbolishOffice(found.id, None))
    flash(f"{found.label} is back among the offices.")
    return redirect(list_of_offices(found.id), 303)


@blueprint.get("/desk/offices")
@access(Access.NATIONAL)
def office_templates() -> str:
    return render_template("desk/organisation/templates.html", templates=queries.office_templates(db.session()))


@blueprint.post("/desk/offices/order")
@access(Access.NATIONAL)
def order_templates() -> Response:
    order = requested_order([line.id for line in queries.office_templates(db.session())], request.form)
    return put_in_order(
        lambda: operations.reorder_templates(current_act(), ReorderTemplates(order)),
        url_for(".office_templates"),
        "office",
    )


class TemplateView(EditView[OfficeForm]):
    """A line of the organisation-wide list of offices; without one, a new line."""

    template = "desk/organisation/office.html"
    form_class = OfficeForm

    def __init__(self, template_id: int | None = None) -> None:
        self.line = None if template_id is None else db.session.get(OfficeTemplate, template_id) or abort(404)

    def values(self) -> dict[str, Any]:
        return {"version": 0, "seats": 1, "is_shareable": True} if self.line is None else {"obj": self.line}

    def operation(self, form: OfficeForm) -> object:
        if self.line is None:
            return operations.create_template(current_act(), CreateTemplate(form.details()))
        return operations.amend_template(current_act(), AmendTemplate(self.line.id, form.filled_from, form.details()))

    def next_address(self) -> str:
        return url_for(".office_templates", _anchor=None if self.line is None else f"office-{self.line.id}")

    def context(self) -> dict[str, Any]:
        return {"office": self.line, "back": url_for(".office_templates"), "for_all": True}


@blueprint.post("/desk/offices/<int:template_id>/remove")
@access(Access.NATIONAL)
def remove_template(template_id: int) -> Response:
    found = db.session.get(OfficeTemplate, template_id) or abort(404)
    operations.remove_template(current_act(), RemoveTemplate(found.id))
    flash(f"{found.label} is off the list. Regions that have it keep it.")
    return redirect(url_for(".office_templates"), 303)


for name, rule, view, level in (
    ("organisation", "/desk/organisation", OrganisationView, Access.NATIONAL),
    ("new_region", "/desk/regions/new", RegionView, Access.NATIONAL),
    ("region", "/desk/<region_slug>/details", RegionView, Access.NATIONAL),
    ("new_office", "/desk/<region_slug>/offices/new", OfficeView, Access.EDIT),
    ("office", "/desk/<region_slug>/offices/<int:office_number>", OfficeView, Access.EDIT),
    ("abolish", "/desk/<region_slug>/offices/<int:office_number>/abolish", AbolishView, Access.EDIT),
    ("new_template", "/desk/offices/new", TemplateView, Access.NATIONAL),
    ("template", "/desk/offices/<int:template_id>", TemplateView, Access.NATIONAL),
):
    add_edit_view(blueprint, rule, name, view, to_read=level, to_save=level)


def office_of_region(office_number: int) -> Office:
    """The office of the address, if it belongs to the region of the address; 404 otherwise."""
    found = db.session.get(Office, office_number)
    return found if found is not None and found.unit_id == g.unit.id else abort(404)


def put_in_order(act: Callable[[], object], address: str, item: str) -> Response:
    """Keep an order, then go back to the item that was moved; the list tells at its head if it was refused.

    A script is told here.
    """
    told, status = f"Saved at {clock_time(clock.now())}.", 200
    try:
        act()
    except RefusedError as refused:
        told, status = str(refused), 409
    if wants_json():
        return make_response(jsonify(message=told), status)
    if status != 200:
        flash(told)
    return redirect(f"{address}#{item}-{moved_item_id(request.form)}", 303)


@blueprint.app_context_processor
def words_for_templates() -> dict[str, Any]:
    return {"canonical_keys": CANONICAL_KEYS, "region_pages": REGION_PAGES, "organisation_pages": ORGANISATION_PAGES}

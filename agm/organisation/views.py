"""The pages of the organisation's details, its regions and their offices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, g, jsonify, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from agm.audit.actor import Actor
from agm.extensions import db
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
from agm.organisation.forms.details import AbolishForm, OfficeForm, OrganisationForm, RegionForm, VersionedForm
from agm.organisation.models import Office, OfficeTemplate, Region
from agm.rules.refusal import RefusedError
from agm.web import clock
from agm.web.access import Access, access
from agm.web.acting import acting
from agm.web.dates import clock_time, zone
from agm.web.ordering import moved_id, wanted_order
from agm.web.own_token_check import checks_own_token
from agm.web.refusals import carry_out
from agm.web.saving import EditedPage, wants_json

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

Typed = MultiDict[str, str] | None
Answer = str | Response


def answer(page: EditedPage) -> Answer:
    """Show a page, or take what was sent to it."""
    return page.take() if request.method == "POST" else page.show()


def edited(
    template: str,
    fill: Callable[[Typed], VersionedForm],
    act: Callable[[Any], object],
    next_address: Callable[[], str],
    **context: Any,  # noqa: ANN401  what the template needs
) -> Answer:
    """A page with one form, saved by an operation."""
    return answer(
        EditedPage(
            template=template,
            fill=fill,
            save=lambda form: carry_out(form, lambda: act(form)),
            next_address=next_address,
            now=clock.now,
            context=lambda: context,
        )
    )


def doing() -> tuple[Session, Actor, Any]:
    """What each operation is given first."""
    return db.session(), acting(Actor), clock.now()


@blueprint.route("/desk/organisation", methods=["GET", "POST"])
@checks_own_token
@access(Access.NATIONAL)
def organisation() -> Answer:
    """The organisation's details; its first save records it."""
    found = queries.organisation(db.session())
    is_first = found.version == 0

    def fill(typed: Typed) -> OrganisationForm:
        if is_first:
            return OrganisationForm(formdata=typed, version=0, time_zone=found.time_zone, is_political=True,
                                    accent_light=found.accent_light, accent_dark=found.accent_dark,
                                    button_dark=found.button_dark)  # fmt: skip
        return OrganisationForm(formdata=typed, obj=found)

    def act(form: OrganisationForm) -> object:
        if is_first:
            return operations.create_organisation(*doing(), form.first_command())
        return operations.amend_organisation(*doing(), form.command())

    return edited("organisation/details.html", fill, act, lambda: url_for(".organisation"), is_first=is_first)


@blueprint.get("/desk/regions")
@access(Access.NATIONAL)
def regions() -> str:
    """Every region, in the organisation's order."""
    return render_template("organisation/regions.html", regions=queries.regions(db.session()))


@blueprint.post("/desk/regions/order")
@access(Access.NATIONAL)
def order_regions() -> Response:
    """Put the regions in order."""
    ids = [region.id for region in queries.regions(db.session())]
    command = ReorderRegions(wanted_order(ids, request.form))
    back = url_for(".regions", _anchor=f"region-{moved_id(request.form)}")
    return put_in_order(lambda: operations.reorder_regions(*doing(), command), back)


@blueprint.route("/desk/regions/new", methods=["GET", "POST"])
@checks_own_token
@access(Access.NATIONAL)
def new_region() -> Answer:
    """Add a region."""
    made: list[Region] = []

    def act(form: RegionForm) -> None:
        made.append(operations.create_region(*doing(), form.create_command()))

    templates = queries.office_templates(db.session())
    return edited(
        "organisation/region.html",
        lambda typed: RegionForm(formdata=typed, version=0),
        act,
        lambda: url_for(".offices", region_slug=made[0].slug),
        region=None,
        templates=templates,
    )


@blueprint.route("/desk/<region_slug>/details", methods=["GET", "POST"])
@checks_own_token
@access(Access.NATIONAL)
def region(region_slug: str) -> Answer:
    """A region's details."""
    found: Region | None = g.region
    if found is None:
        return redirect(url_for(".organisation"))
    return edited(
        "organisation/region.html",
        lambda typed: RegionForm(formdata=typed, obj=found),
        lambda form: operations.amend_region(*doing(), form.amend_command(found.id)),
        lambda: url_for(".regions", _anchor=f"region-{found.id}"),
        region=found,
        region_slug=region_slug,
    )


@blueprint.get("/desk/<region_slug>/offices")
@access(Access.EDIT)
def offices(region_slug: str) -> str:
    """The offices of a region, or the national ones, in their order."""
    found = queries.offices(db.session(), region_id(), with_abolished=True)
    return render_template(
        "organisation/offices.html",
        region=g.region,
        region_slug=region_slug,
        offices=[office for office in found if office.abolished_on is None],
        abolished=[office for office in found if office.abolished_on is not None],
    )


@blueprint.post("/desk/<region_slug>/offices/order")
@access(Access.EDIT)
def order_offices(region_slug: str) -> Response:
    """Put the offices in order."""
    ids = [office.id for office in queries.offices(db.session(), region_id())]
    command = ReorderOffices(region_id(), wanted_order(ids, request.form))
    back = url_for(".offices", region_slug=region_slug, _anchor=f"office-{moved_id(request.form)}")
    return put_in_order(lambda: operations.reorder_offices(*doing(), command), back)


@blueprint.route("/desk/<region_slug>/offices/new", methods=["GET", "POST"])
@checks_own_token
@access(Access.EDIT)
def new_office(region_slug: str) -> Answer:
    """Add an office."""
    back = url_for(".offices", region_slug=region_slug)
    return edited(
        "organisation/office.html",
        lambda typed: office_form(typed, None),
        lambda form: operations.create_office(
            *doing(), CreateOffice(region_id(), form.details(), form.incompatible_ids())
        ),
        lambda: back,
        region=g.region,
        region_slug=region_slug,
        back=back,
    )


@blueprint.route("/desk/<region_slug>/offices/<int:office_number>", methods=["GET", "POST"])
@checks_own_token
@access(Access.EDIT)
def office(region_slug: str, office_number: int) -> Answer:
    """What an office is."""
    found = office_of_region(office_number)
    back = url_for(".offices", region_slug=region_slug)
    return edited(
        "organisation/office.html",
        lambda typed: office_form(typed, found),
        lambda form: operations.amend_office(
            *doing(), AmendOffice(found.id, form.filled_from, form.details(), form.incompatible_ids())
        ),
        lambda: back + f"#office-{found.id}",
        region=g.region,
        region_slug=region_slug,
        office=found,
        back=back,
    )


def office_form(typed: Typed, found: Office | None) -> OfficeForm:
    """The form of an office of a region, with the other offices that it may be incompatible with."""
    known = set() if found is None else queries.incompatible_ids(db.session(), found.id)
    if found is None:
        form = OfficeForm(formdata=typed, version=0, seats=1, is_shareable=True)
    else:
        form = OfficeForm(formdata=typed, obj=found, incompatible=[str(number) for number in sorted(known)])
    others = queries.offices(db.session(), region_id(), with_abolished=True)
    form.offer_others(
        {
            other.id: other.label
            for other in others
            if other is not found and (other.abolished_on is None or other.id in known)
        }
    )
    return form


@blueprint.route("/desk/<region_slug>/offices/<int:office_number>/abolish", methods=["GET", "POST"])
@checks_own_token
@access(Access.EDIT)
def abolish(region_slug: str, office_number: int) -> Answer:
    """End an office from a day on."""
    found = office_of_region(office_number)
    form = AbolishForm(formdata=request.form or None, abolished_on=clock.now().astimezone(zone()).date())
    status = 200
    if request.method == "POST":
        if form.validate() and carry_out(
            form, lambda: operations.abolish_office(*doing(), AbolishOffice(found.id, form.day()))
        ):
            flash(f"{found.label} is abolished. Its history stays.")
            return redirect(url_for(".offices", region_slug=region_slug), 303)
        status = 422
    page = render_template(
        "organisation/abolish.html", form=form, office=found, region=g.region, region_slug=region_slug
    )
    return Response(page, status, mimetype="text/html")


@blueprint.post("/desk/<region_slug>/offices/<int:office_number>/restore")
@access(Access.EDIT)
def restore(region_slug: str, office_number: int) -> Response:
    """Bring an abolished office back."""
    found = office_of_region(office_number)
    operations.abolish_office(*doing(), AbolishOffice(found.id, None))
    flash(f"{found.label} is back among the offices.")
    return redirect(url_for(".offices", region_slug=region_slug, _anchor=f"office-{found.id}"), 303)


@blueprint.get("/desk/offices")
@access(Access.NATIONAL)
def office_templates() -> str:
    """The list from which a new region's offices are copied."""
    return render_template("organisation/templates.html", templates=queries.office_templates(db.session()))


@blueprint.post("/desk/offices/order")
@access(Access.NATIONAL)
def order_templates() -> Response:
    """Put the organisation-wide list in order."""
    ids = [line.id for line in queries.office_templates(db.session())]
    command = ReorderTemplates(wanted_order(ids, request.form))
    back = url_for(".office_templates", _anchor=f"office-{moved_id(request.form)}")
    return put_in_order(lambda: operations.reorder_templates(*doing(), command), back)


@blueprint.route("/desk/offices/new", methods=["GET", "POST"])
@checks_own_token
@access(Access.NATIONAL)
def new_template() -> Answer:
    """Add a line to the organisation-wide list."""
    back = url_for(".office_templates")
    return edited(
        "organisation/office.html",
        lambda typed: OfficeForm(formdata=typed, version=0, seats=1, is_shareable=True),
        lambda form: operations.create_template(*doing(), CreateTemplate(form.details())),
        lambda: back,
        back=back,
        for_all=True,
    )


@blueprint.route("/desk/offices/<int:template_id>", methods=["GET", "POST"])
@checks_own_token
@access(Access.NATIONAL)
def template(template_id: int) -> Answer:
    """A line of the organisation-wide list."""
    found = db.session.get(OfficeTemplate, template_id) or abort(404)
    back = url_for(".office_templates")
    return edited(
        "organisation/office.html",
        lambda typed: OfficeForm(formdata=typed, obj=found),
        lambda form: operations.amend_template(*doing(), AmendTemplate(found.id, form.filled_from, form.details())),
        lambda: back + f"#office-{found.id}",
        office=found,
        back=back,
        for_all=True,
    )


@blueprint.post("/desk/offices/<int:template_id>/remove")
@access(Access.NATIONAL)
def remove_template(template_id: int) -> Response:
    """Take a line off the organisation-wide list."""
    found = db.session.get(OfficeTemplate, template_id) or abort(404)
    operations.remove_template(*doing(), RemoveTemplate(found.id))
    flash(f"{found.label} is off the list. Regions that have it keep it.")
    return redirect(url_for(".office_templates"), 303)


def region_id() -> int | None:
    """The region of the address; None is the national level."""
    return None if g.region is None else g.region.id


def office_of_region(office_number: int) -> Office:
    """The office of the address, if it belongs to the region of the address; 404 otherwise."""
    found = db.session.get(Office, office_number)
    if found is None or found.region_id != region_id():
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
    """What the templates about regions and offices share."""
    return {"canonical_keys": CANONICAL_KEYS, "region_pages": REGION_PAGES, "organisation_pages": ORGANISATION_PAGES}

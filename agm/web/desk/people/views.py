"""The pages of people: whom we know, what they did, and which records are of one person."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint, abort, flash, g, jsonify, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from agm.facts import PersonName
from agm.language.characters import printable
from agm.language.names import is_similar, name_key
from agm.organisation.models import NATIONAL
from agm.people import operations, queries
from agm.people.commands import ChangeHome, GiveConsent, MarkDistinct, MergePeople, SeparatePerson, WithdrawConsent
from agm.people.models import ConsentPurpose, ConsentSource, Person
from agm.rules.violations import RefusedError, refuse
from agm.web.desk.people import queries as people_queries
from agm.web.desk.people.forms import SOURCES, USES, ConsentForm, PersonForm
from agm.web.desk.people.proposal_queries import asked_by
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.edit_view import EditView, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.forms import run_operation
from agm.web.kit.typed_text import record_number
from agm.web.kit.visibility import homes_of, is_home, sight, visible_people
from agm.workflows.erase_person import is_public_somewhere
from agm.workflows.withdraw_use import withdraw_use

blueprint = Blueprint("people", __name__)

LAST_PAGE = 10_000


@blueprint.get("/desk/people")
@access(Access.NATIONAL)
def everybody() -> Response:
    return redirect(url_for(".people", region_slug=NATIONAL, q=request.args.get("q")))


@blueprint.get("/desk/<region_slug>/people")
@access(Access.EDIT)
def people() -> str:
    text = printable(request.args.get("q", ""))
    number = min(record_number(request.args.get("page", "1")) or 1, LAST_PAGE)
    found = people_queries.people_page(db.session(), g.unit.id, text, number, sight())
    return render_template("desk/people/people.html", found=found, text=text)


@blueprint.get("/desk/<region_slug>/people.json")
@access(Access.EDIT)
def suggestions() -> Response:
    found = people_queries.suggest(db.session(), g.unit.id, request.args.get("q", ""), sight())
    return jsonify(
        people=[
            {
                "id": one.person.id,
                "name": one.person.name,
                "prefix": one.person.prefix,
                "suffix": one.person.suffix,
                "displayed": full_name(one.person),
                "hint": one.hint,
                "known": one.is_known_here,
            }
            for one in found
        ]
    )


@blueprint.get("/desk/<region_slug>/people/<int:person_number>")
@access(Access.EDIT)
def person(person_number: int) -> str | Response:
    found = person_in_sight(person_number)
    if found.id != person_number:
        return redirect(page_of(found))
    records = queries.records_of(db.session(), found.id)
    ids = [record.id for record in records]
    near = queries.near_matches(db.session(), found.name, visible_people(), for_id=found.id)
    known = people_queries.known_among(db.session(), [one.id for one in near], g.unit)
    alike = [one for one in near if one.id in known]
    return render_template(
        "desk/people/person.html",
        person=found,
        is_at_home=is_at_home(found),
        keeping=people_queries.keeping_of(db.session(), found.id),
        may_let_in=sight().unit_ids is None,
        asked=asked_by(db.session(), g.unit.id, person_id=found.id),
        merged=records[1:],
        history=people_queries.history_of(db.session(), ids, g.unit.id, everywhere=g.unit.is_national),
        consent=queries.consent_standing(db.session(), ids),
        consent_form=ConsentForm(formdata=None),
        sources=SOURCES,
        uses=USES,
        uses_standing=queries.uses_standing(db.session(), ids),
        alike=alike,
        joinable=at_home([one.id for one in alike]),
        undo=undo_of(request.args.get("joined", ""), records),
    )


class NameView(EditView[PersonForm]):
    """How a person is named today."""

    template = "desk/people/name.html"
    form_class = PersonForm

    def __init__(self, person_number: int) -> None:
        self.person = person_of_home(person_number)
        self.before = self.person.sort_name, self.person.name

    def values(self) -> dict[str, Any]:
        return {"obj": self.person}

    def operation(self, form: PersonForm) -> object:
        command, before = form.command(self.person.id, *self.before), self.before[1]
        if not form.is_same.data and not is_similar(name_key(command.name.name), name_key(before)):
            words = (
                f"This is another name than {before}. Somebody else has a record of their own: type their name where "
            )
            refuse("same_person_unsaid", "is_same", f"{words}they stood or spoke. Or say that it is the same person.")
        return operations.amend_person(current_act(), command)

    def next_address(self) -> str:
        return page_of(self.person)

    def context(self) -> dict[str, Any]:
        return {"person": self.person}


add_edit_view(blueprint, "/desk/<region_slug>/people/<int:person_number>/name", "name", NameView, to_read=Access.EDIT)


@blueprint.post("/desk/<region_slug>/people/<int:person_number>/consent")
@access(Access.EDIT)
def consent(person_number: int) -> Response:
    found = person_of_home(person_number)
    address = page_of(found, _anchor="leave")
    if request.form.get("act") == "withdraw":
        withdraw_use(current_act(), WithdrawConsent(found.id))
        flash(f"{found.name} does not agree to be named any more. Nothing with this name can be published now.")
        if is_public_somewhere(db.session(), found.id) and sight().unit_ids is None:
            address = url_for("erasing.take_out", region_slug=g.unit.slug, person_number=found.id)
        return redirect(address, 303)
    verb, _, use = request.form.get("act", "").partition("-")
    if use in USES:
        purpose = ConsentPurpose(use)
        if verb == "refuse":
            withdraw_use(current_act(), WithdrawConsent(found.id, purpose))
        else:
            operations.give_consent(current_act(), GiveConsent(found.id, ConsentSource.TOLD_BY_PERSON, purpose))
        flash(f"It is written down: {USES[use].lower()}, {'no' if verb == 'refuse' else 'yes'}.")
        return redirect(address, 303)
    form = ConsentForm()
    if form.validate() and run_operation(form, lambda: operations.give_consent(current_act(), form.command(found.id))):
        flash(f"{found.name} agrees to be named in public.")
    else:
        flash("Choose how we know that they agree.")
    return redirect(address, 303)


@blueprint.post("/desk/<region_slug>/people/<int:person_number>/homes")
@access(Access.NATIONAL)
def homes(person_number: int) -> Response:
    """Let a unit that knows somebody keep their record too, or no longer."""
    found = person_in_sight(person_number)
    keeping = people_queries.keeping_of(db.session(), found.id)
    number, is_kept = record_number(request.form.get("unit")), request.form.get("act") == "add"
    unit = next((one.unit for one in keeping if one.unit.id == number), None)
    if unit is None:
        abort(404)
    operations.change_home(current_act(), ChangeHome(found.id, unit.id, is_kept=is_kept))
    how = "too" if is_kept else "no longer"
    flash(f"{unit.name} keeps the record of {found.name} {how}.")
    return redirect(page_of(found, _anchor="keep"), 303)


@blueprint.route("/desk/<region_slug>/people/<int:person_number>/same", methods=["GET", "POST"])
@access(Access.EDIT)
def same(person_number: int) -> str | Response:
    found = person_of_home(person_number)
    number = record_number(request.values.get("other"))
    other = None if number is None else person_of_home(number)
    if request.method == "POST" and other is not None:
        return join(found, other)
    text = printable(request.args.get("q", ""))
    named = people_queries.suggest(db.session(), g.unit.id, text, sight()) if other is None else []
    joinable = at_home([one.person.id for one in named if one.is_known_here or g.unit.is_national])
    pair = [one for one in (found, other) if one is not None]
    return render_template(
        "desk/people/same.html",
        person=found,
        other=other if other is not found else None,
        text=text,
        results=[one.person for one in named if one.person.id in joinable - {found.id}],
        histories=[(one, history_of(one)) for one in pair],
        homes={unit.id: unit.name for one in (pair if other else ()) for unit in homes_of(db.session(), one.id)},
    )


def join(found: Person, other: Person) -> Response:
    standing, merged = (other, found) if request.form.get("standing") == str(other.id) else (found, other)
    try:
        followers = operations.merge_people(current_act(), MergePeople(merged.id, standing.id))
    except RefusedError as refused:
        flash(str(refused))
        return redirect(page_of(found), 303)
    joined = "-".join(str(number) for number in (merged.id, *followers))
    flash(f"{merged.name} and {standing.name} are one person now. Everything that either did stands together.")
    return redirect(page_of(standing, joined=joined), 303)


@blueprint.post("/desk/<region_slug>/people/<int:person_number>/separate")
@access(Access.EDIT)
def separate(person_number: int) -> Response:
    found = person_of_home(person_number)
    ids = numbers(request.form.get("records", ""))
    if not ids or ids[0] not in {record.id for record in queries.records_of(db.session(), found.id)[1:]}:
        flash("This record stands alone already.")
        return redirect(page_of(found), 303)
    alone = operations.separate_person(current_act(), SeparatePerson(ids[0], ids[1:]))
    flash(f"{alone.name} and {found.name} are two people again.")
    return redirect(page_of(found), 303)


@blueprint.post("/desk/<region_slug>/people/<int:person_number>/distinct")
@access(Access.EDIT)
def distinct(person_number: int) -> Response:
    found = person_of_home(person_number)
    ids = numbers(request.form.get("other", ""))
    if ids and ids[0] != found.id:
        other = person_in_sight(ids[0])
        operations.mark_distinct(current_act(), MarkDistinct(found.id, other.id))
        flash(f"{found.name} and {other.name} are two people. We will not ask again.")
    return redirect(page_of(found), 303)


def person_in_sight(number: int) -> Person:
    """The person of the address, in whose place a merged record gives the one it was merged into.

    404 where the region does not know them.
    """
    found = db.session.get(Person, number)
    if found is None:
        abort(404)
    standing = operations.standing_record(db.session(), found)
    if not people_queries.known_among(db.session(), [standing.id], g.unit):
        abort(404)
    return standing


def person_of_home(number: int) -> Person:
    """The person of the address, whose record is for this unit to change: 403 where it only knows them."""
    found = person_in_sight(number)
    if not is_at_home(found):
        abort(403)
    return found


def is_at_home(person: Person) -> bool:
    return bool(at_home([person.id]))


def at_home(person_ids: Collection[int]) -> set[int]:
    """Those of these people whose record is for this unit to change; national officers change every one."""
    if sight().unit_ids is None:
        return set(person_ids)
    return set(db.session.scalars(select(Person.id).where(Person.id.in_(person_ids), is_home(g.unit.id))))


def page_of(person: Person, **more: str) -> str:
    return url_for("people.person", region_slug=g.unit.slug, person_number=person.id, **more)  # type: ignore[arg-type]  # no option of url_for's


def history_of(person: Person) -> list[people_queries.Act]:
    ids = [record.id for record in queries.records_of(db.session(), person.id)]
    return people_queries.history_of(db.session(), ids, g.unit.id, everywhere=g.unit.is_national)


def undo_of(text: str, records: list[Person]) -> str:
    """The records that were joined a moment ago, for the button that takes it back; "" where they are not joined."""
    ids = numbers(text)
    return "-".join(str(number) for number in ids) if ids and set(ids) <= {record.id for record in records[1:]} else ""


def numbers(text: str) -> tuple[int, ...]:
    """Numbers with hyphens between them; empty for anything else."""
    found = [record_number(part) for part in text.split("-")]
    return () if None in found else tuple(number for number in found if number is not None)


@blueprint.app_template_filter("full_name")
def full_name(named: Any) -> str:  # noqa: ANN401  whatever has prefix, name and suffix
    """Prefix, name and suffix of a person, or of a copy of their name."""
    return PersonName(named.name, named.prefix, named.suffix).displayed

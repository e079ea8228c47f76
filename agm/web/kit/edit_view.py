"""One way of saving for every part of a record that is edited on a page of its own.

The same address takes a plain form and a script's silent save (`Accept: application/json`): the one is answered with
the next page, the other with the version to go on from. A refused form comes back with everything that was typed
(422); a form that somebody else has overtaken comes back as a choice between the two (409).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from flask import Blueprint, flash, g, jsonify, make_response, redirect, render_template, request
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from werkzeug.wrappers import Response
from wtforms import FieldList

from agm.rules.violations import EditConflict
from agm.web.kit import clock
from agm.web.kit import edit_conflict as conflict
from agm.web.kit.access import Access, access
from agm.web.kit.dates import clock_time
from agm.web.kit.extensions import csrf, db
from agm.web.kit.forms import Form, run_operation
from agm.web.kit.pasting import PASTE, PastingForm
from agm.web.kit.person_names import resolve_names
from agm.web.kit.transaction import durable, rollback_and_read_only
from agm.web.kit.visibility import visible_people

RESOLVING = "resolving"
"""The name of the hidden field by which the page of choices is known."""

F = TypeVar("F", bound=Form)
Typed = MultiDict[str, str] | None
"""What was sent; None where a form is filled from the record alone."""


def with_files(typed: Typed) -> Any:  # noqa: ANN401  what WTForms takes
    """What was typed, with the files that came with it."""
    return None if typed is None else CombinedMultiDict([request.files, typed])


class EditView(ABC, Generic[F]):
    """A page with one form: a subclass says what fills it, which operation a valid one runs, and what follows."""

    template: str
    form_class: type[F]
    success_message = "Saved."
    is_durable = False
    """Whether what is saved has to be on the disk before it is answered."""

    def values(self) -> dict[str, Any]:
        """What the record has, as arguments of the form."""
        return {}

    def build_form(self, typed: Typed) -> F:
        """The form, filled from the record and from what was typed."""
        return self.form_class(formdata=typed, **self.values())

    @abstractmethod
    def operation(self, form: F) -> object:
        """Carry out what a valid form asks for. Raises RefusedError or EditConflict."""

    @abstractmethod
    def next_address(self) -> str:
        """Where it goes on after a save."""

    def context(self) -> dict[str, Any]:
        """What the template is given besides the form."""
        return {}

    def show(self) -> str:
        """The page as the record has it."""
        form = self.build_form(None)
        if "base" in form:
            form["base"].data = conflict.base_of(form)
        return self.render(form)

    def render(self, form: F) -> str:
        """The page with this form."""
        return render_template(self.template, form=form, **self.context())

    def handle_post(self) -> Response:
        """Answer a form that was sent."""
        form = self.build_form(self.typed())
        act = request.form.get("act")
        if isinstance(form, PastingForm) and (
            act == PASTE or form.means.data or (form.is_unread and not act and not wants_json())
        ):
            form.take_pasted()
            return make_response(self.render(form), 422 if form.has_errors else 200)
        if act and hasattr(form, "rearrange"):
            form.rearrange(act)
            return make_response(self.render(form), 200)
        if not form.validate():
            return self.refused(form)
        try:
            if not self.save(form):
                return self.refused(form)
        except EditConflict as other:
            return self.overtaken(form, other)
        return self.saved(form)

    def save(self, form: F) -> bool:
        """Make out whom the names mean, then run the operation. False if the form holds a question or a violation."""
        return self.settle_names(form) and run_operation(form, lambda: self.operation(form))

    def settle_names(self, form: F) -> bool:
        """Make out whom the names mean, and whether all are plain; the others are asked about."""
        named = identities(form)
        return not named or resolve_names(db.session(), named, clock.now(), visible_people())

    def typed(self) -> MultiDict[str, str]:
        """What was typed; from the page of choices, what the choices give."""
        if RESOLVING not in request.form:
            return request.form
        mine = self.build_form(conflict.deserialize(request.form.get("mine", "")))
        theirs = self.build_form(None)
        base = conflict.read_base(request.form.get("base", ""))
        choices = conflict.choices_of(request.form)
        pairs = conflict.merged(conflict.form_items(mine), conflict.form_items(theirs), base, choices)
        carriers = [(name, request.form.get(name, "")) for name in ("csrf_token", "version", "base")]
        return MultiDict([*carriers, *pairs])

    def refused(self, form: F) -> Response:
        """The page again, with what to do."""
        rollback_and_read_only()
        if wants_json():
            told = jsonify(errors=form.errors_by_field, message=form.error_list[0].message, questions=questions(form))
            return make_response(told, 422)
        return make_response(self.render(form), 422)

    def overtaken(self, form: F, other: EditConflict) -> Response:
        """The choice between what was typed here and what somebody else saved; what is on record already is saved."""
        rollback_and_read_only()
        theirs = self.build_form(None)
        found = conflict.differences(
            conflict.form_items(form),
            conflict.form_items(theirs),
            conflict.read_base(str(form["base"].data or "") if "base" in form else ""),
        )
        if not found:
            return self.saved(form)
        when = f" at {clock_time(other.saved_at)}" if other.saved_at else ""
        if wants_json():
            message = f"{other.saved_by} saved this page{when}, while you were writing. Press the button to see both."
            return make_response(jsonify(overtaken=True, message=message), 409)
        page = render_template(
            "desk/edit_conflict.html" if "meeting" in g else "kit/edit_conflict.html",
            form=form,
            differences=found,
            carried=conflict.serialize(form),
            version=other.version,
            other=other,
            when=when,
            **self.context(),
        )
        return make_response(page, 409)

    def saved(self, form: F) -> Response:
        """On to the next page; or, for a script, what to go on from."""
        if not wants_json() or "base" not in form:
            if self.success_message:
                flash(self.success_message)
            return redirect(self.next_address(), 303)
        db.session.flush()
        fresh = self.build_form(None)
        return make_response(
            jsonify(
                saved=f"Saved at {clock_time(clock.now())}.{still_asked(form)}",
                version=fresh["version"].data,
                base=conflict.base_of(fresh),
                fields=settled(form, fresh),
                errors=form.errors_by_field,
                questions=questions(form),
            )
        )


def add_edit_view(
    blueprint: Blueprint,
    rule: str,
    name: str,
    view: Callable[..., EditView[Any]],
    *,
    to_read: Access = Access.SEE,
    to_save: Access = Access.EDIT,
) -> None:
    """Serve a page with one form, which checks its own token, so that an outdated one brings the typed text back."""

    def show(**address: Any) -> str:  # noqa: ANN401  what the rule names
        return view(**address).show()

    def save(**address: Any) -> Response:  # noqa: ANN401  as above
        return view(**address).handle_post()

    if getattr(view, "is_durable", False):
        save = durable(save)
    save.__module__, save.__name__ = blueprint.import_name, f"save_{name}"  # by which the exemption knows it
    blueprint.add_url_rule(rule, name, access(to_read)(show), methods=["GET"])
    blueprint.add_url_rule(rule, f"save_{name}", csrf.exempt(access(to_save)(save)), methods=["POST"])


SETTLED = ("person", "known", "who")
"""The hidden fields of a row that tell whom its name means: known only once it is saved."""
REWRITTEN = ("before", "name", "after")
"""The fields of a row whose name was written as it is on record, in place of what was typed."""


def settled(form: Form, fresh: Form) -> dict[str, str]:
    """The hidden fields of the rows that were sent, as the record has them now, and the names that were rewritten: the
    rows are those of the record, in order, but for empty ones."""
    found: dict[str, str] = {}
    of_record = identities(fresh)
    for row, recorded in zip(identities(form), of_record, strict=False):
        for name in (*SETTLED, *(REWRITTEN if row.is_rewritten else ())):
            found[row[name].name] = str(recorded[name].data or "")
    return found


def still_asked(form: Form) -> str:
    """What a save that left questions open says of them."""
    return " Say who is meant: the office is kept as typed till then." if questions(form) else ""


def questions(form: Form) -> list[dict[str, Any]]:
    """What is asked of names nearly those of known people: the name's field, the answer's field, the answers."""
    return [
        {"about": row["name"].name, "name": row["who"].name, "typed": row.row_words(), "answers": row.answers}
        for row in identities(form)
        if row.answers
    ]


def identities(form: Form) -> list[Any]:
    """Every row that names somebody, in order, wherever it is nested; a form may say itself which rows count."""
    if hasattr(form, "names"):
        return list(form.names)
    return [row for row in rows_within(form) if "person" in row and not row.is_blank]


def rows_within(parent: Any) -> Iterator[Any]:  # noqa: ANN401  a form, or a row of one
    for field in parent:
        if isinstance(field, FieldList):
            for entry in field.entries:
                yield entry.form
                yield from rows_within(entry.form)


def wants_json() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"

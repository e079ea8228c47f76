"""One way of saving for every part of a record that is edited on a page of its own.

The same address takes a plain form and a script's silent save (`Accept: application/json`): the one is answered with
the next page, the other with the version to go on from. A refused form comes back with everything that was typed
(422); a form that somebody else has overtaken comes back as a choice between the two (409).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from flask import flash, jsonify, make_response, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import FieldList

from agm.web.kit import edit_conflict as conflict
from agm.web.kit.dates import clock_time
from agm.web.kit.extensions import db
from agm.web.kit.forms import Form
from agm.web.kit.transaction import rollback_and_read_only

RESOLVING = "resolving"
"""The name of the hidden field by which the page of choices is known."""


class OvertakenError(Exception):
    """Somebody else saved while this form was open."""

    def __init__(self, version: int, saved_by: str | None, saved_at: dt.datetime | None) -> None:
        super().__init__(version)
        self.version = version
        self.saved_by = saved_by or "Somebody else"
        self.saved_at = saved_at


@dataclass(slots=True, kw_only=True)
class EditedPage:
    """What the way of saving needs to know of a page.

    `fill` builds the form from the record and what was typed (None: only the record). `save` carries out a valid form:
    False if the rules refused it (the form then holds the reasons); raises OvertakenError. `next_address` is called
    after a save. `context` is what the template is given besides `form`.
    """

    template: str
    fill: Callable[[MultiDict[str, str] | None], Form]
    save: Callable[[Form], bool]
    next_address: Callable[[], str]
    now: Callable[[], dt.datetime]
    context: Callable[[], dict[str, Any]] = dataclass_field(default=dict)
    told: str = "Saved."

    def show(self) -> str:
        """The page as the record has it."""
        form = self.fill(None)
        form["base"].data = conflict.base_of(form)
        return self.render(form)

    def render(self, form: Form) -> str:
        """The page with this form."""
        return render_template(self.template, form=form, **self.context())

    def take(self) -> Response:
        """Answer a form that was sent."""
        form = self.fill(self.typed())
        act = request.form.get("act")
        if act and hasattr(form, "rearrange"):
            form.rearrange(act)
            return make_response(self.render(form), 200)
        if not form.validate():
            return self.refused(form)
        try:
            if not self.save(form):
                return self.refused(form)
        except OvertakenError as overtaken:
            return self.overtaken(form, overtaken)
        return self.saved(form)

    def typed(self) -> MultiDict[str, str]:
        """What was typed; from the page of choices, what the choices give."""
        if RESOLVING not in request.form:
            return request.form
        mine = self.fill(conflict.uncarried(request.form.get("mine", "")))
        theirs = self.fill(None)
        base = conflict.read_base(request.form.get("base", ""))
        pairs = conflict.merged(conflict.pieces(mine), conflict.pieces(theirs), base, conflict.choices_of(request.form))
        carriers = [(name, request.form.get(name, "")) for name in ("csrf_token", "version", "base")]
        return MultiDict([*carriers, *pairs])

    def refused(self, form: Form) -> Response:
        """The page again, with what to do."""
        rollback_and_read_only()
        if wants_json():
            told = jsonify(errors=form.errors_by_field, message=form.error_list[0].message, questions=questions(form))
            return make_response(told, 422)
        return make_response(self.render(form), 422)

    def overtaken(self, form: Form, other: OvertakenError) -> Response:
        """The choice between what was typed here and what somebody else saved."""
        rollback_and_read_only()
        when = f" at {clock_time(other.saved_at)}" if other.saved_at else ""
        if wants_json():
            message = f"{other.saved_by} saved this page{when}, while you were writing. Press the button to see both."
            return make_response(jsonify(overtaken=True, message=message), 409)
        theirs = self.fill(None)
        found = conflict.differences(
            conflict.pieces(form), conflict.pieces(theirs), conflict.read_base(str(form["base"].data or ""))
        )
        context = self.context()
        page = render_template(
            "desk/edit_conflict.html" if "meeting" in context else "kit/edit_conflict.html",
            form=form,
            differences=found,
            carried=conflict.carried(form),
            version=other.version,
            other=other,
            when=when,
            **context,
        )
        return make_response(page, 409)

    def saved(self, form: Form) -> Response:
        """On to the next page; or, for a script, what to go on from."""
        if not wants_json():
            if self.told:
                flash(self.told)
            return redirect(self.next_address(), 303)
        db.session.flush()
        fresh = self.fill(None)
        return make_response(
            jsonify(
                saved=f"Saved at {clock_time(self.now())}.",
                version=fresh["version"].data,
                base=conflict.base_of(fresh),
                fields=settled(form, fresh),
            )
        )


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
    """Every row of every list."""
    for field in parent:
        if isinstance(field, FieldList):
            for entry in field.entries:
                yield entry.form
                yield from rows_within(entry.form)


def wants_json() -> bool:
    """Whether a script asks, which shows the answer itself."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"

"""Taking a person's name out: of what the public reads, where they do not agree any more, or of the whole record.

Passages that somebody typed are settled one by one, by whoever reads them.
"""

from typing import Any

from flask import Blueprint, Response, g, jsonify, url_for
from wtforms import Field, FormField, HiddenField
from wtforms import Form as RowForm

from agm.people.models import Person
from agm.people.queries import consent_standing, records_of
from agm.rules.violations import refuse
from agm.web.desk.people.views import page_of, person_in_sight
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.fields import LongTextField, RadiosField, TickField
from agm.web.kit.forms import Form
from agm.web.kit.row_list import RowList
from agm.workflows.erase_person import ErasePerson, Erasure, erase_person, look
from agm.workflows.person_file import everything_about
from agm.workflows.withholding import Passage

blueprint = Blueprint("erasing", __name__)

WRITE, LEAVE = "write", "leave"
SETTLED = {WRITE: "Write it so", LEAVE: "Leave it: it means somebody else"}
MOST_PASSAGES = 1000


class PassageRow(RowForm):
    key = HiddenField()
    words = LongTextField("As it will read")
    becomes = RadiosField("What becomes of it?", choices=SETTLED, required="Say what becomes of this passage")

    passage: Passage | None = None


class EraseForm(Form):
    passages = RowList(FormField(PassageRow), max_entries=MOST_PASSAGES)
    agreed = TickField("I have read this. It cannot be taken back")

    def know(self, found: Erasure) -> None:
        """Give each row its passage; those that came meanwhile are added."""
        known = {passage.key: passage for passage in found.passages}
        for row in self.rows:
            row.passage = known.pop(str(row.key.data), None)
        for passage in known.values():
            self.passages.append_entry({"key": passage.key, "words": passage.suggestion})
            self.rows[-1].passage = passage

    @property
    def rows(self) -> list[PassageRow]:
        return [entry.form for entry in self.passages.entries]

    @property
    def settled(self) -> dict[str, str | None]:
        rows = [row for row in self.rows if row.passage is not None and row.becomes.data]
        return {str(row.key.data): None if row.becomes.data == LEAVE else row.words.data or "" for row in rows}

    def field_at(self, path: str) -> Field | None:
        key = path.removeprefix("passages.")
        row = next((row for row in self.rows if row.key.data == key), None)
        return super().field_at(path) if row is None else row.words


class TakeOutView(EditView[EraseForm]):
    """Out of everything that the public can read."""

    template = "desk/people/take_out.html"
    form_class = EraseForm
    success_message = "The name is withheld wherever the public could read it."
    everywhere = False

    def __init__(self, person_number: int) -> None:
        self.person: Person = person_in_sight(person_number)
        self.found = look(db.session(), self.person.id, everywhere=self.everywhere)

    def build_form(self, typed: Typed) -> EraseForm:
        form = EraseForm(formdata=typed)
        form.know(self.found)
        return form

    def operation(self, form: EraseForm) -> object:
        if not form.agreed.data:
            refuse("unread", "agreed", "Tick that you have read this.")
        ids = [one.id for one in records_of(db.session(), self.person.id)]
        if not self.everywhere and consent_standing(db.session(), ids).is_given:
            refuse("agrees", "", "They agree to be named. Write down first that they do not any more.")
        command = ErasePerson(self.person.id, form.settled, everywhere=self.everywhere)
        return erase_person(current_act(), command)

    def next_address(self) -> str:
        return page_of(self.person)

    def context(self) -> dict[str, Any]:
        return {"person": self.person, "found": self.found, "everywhere": self.everywhere}


class EraseView(TakeOutView):
    """Out of the whole record."""

    success_message = "The name is erased. Figures and offices stay; “name withheld” stands in its place."
    everywhere = True

    def next_address(self) -> str:
        return url_for("people.people", region_slug=g.unit.slug)


ADDRESS = "/desk/<region_slug>/people/<int:person_number>"
for path, name, view in (("take-out", "take_out", TakeOutView), ("erase", "erase", EraseView)):
    add_edit_view(blueprint, f"{ADDRESS}/{path}", name, view, to_read=Access.NATIONAL, to_save=Access.NATIONAL)


@blueprint.get(f"{ADDRESS}/everything.json")
@access(Access.NATIONAL)
def export(person_number: int) -> Response:
    """Everything about a person, to be given to them."""
    person = person_in_sight(person_number)
    response = jsonify(everything_about(db.session(), person.id, clock.now()))
    response.headers["Content-Disposition"] = f'attachment; filename="person-{person.id}.json"'
    return response

"""Two people's states of one form, piece by piece."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField, HiddenField
from wtforms import Form as RowForm

from agm.web.kit.edit_conflict import (
    Side,
    base_of,
    choices_of,
    deserialize,
    differences,
    form_items,
    merged,
    read_base,
    serialize,
)
from agm.web.kit.fields import TextField, TickField
from agm.web.kit.forms import Form


class Row(RowForm):
    """A row with a name."""

    name = TextField("Name")
    can_stand_twice = True

    @property
    def is_blank(self) -> bool:
        """Whether nothing is typed."""
        return not self.name.data

    def row_key(self) -> str:
        """The name's first letter."""
        return (self.name.data or "")[:1]


class Page(Form):
    """A page with a place, a tick and rows."""

    version = HiddenField()
    base = HiddenField()
    place = TextField("Where?")
    is_public = TickField("Public")
    rows = FieldList(FormField(Row))


@pytest.fixture
def app() -> Flask:
    """An application without anything."""
    app = Flask(__name__)
    app.secret_key = "for tests only"
    return app


def page(place: str, *names: str, is_public: bool = False) -> Page:
    """The page as filled in."""
    typed = [("place", place), *((f"rows-{index}-name", name) for index, name in enumerate(names))]
    return Page(formdata=MultiDict([*typed, ("is_public", "y")] if is_public else typed))


def test_what_only_one_changed_is_proposed_and_what_both_changed_is_mine(app: Flask) -> None:
    with app.test_request_context():
        base = read_base(base_of(page("Leeds", "Ann", "Joe")))
        mine = form_items(page("Bury", "Ann", "Joe B"))
        theirs = form_items(page("Salford", "Anna", "Joe", "Zoe", is_public=True))
    found = differences(mine, theirs, base)
    assert [(one.label, one.proposed) for one in found] == [
        ("Where?", Side.MINE),
        ("Public", Side.THEIRS),
        ("Rows", Side.THEIRS),
        ("Rows", Side.MINE),
        ("Rows", Side.THEIRS),
    ]
    assert found[2].sides == (Side.MINE, Side.THEIRS, Side.BOTH)
    assert merged(mine, theirs, base, {}) == [
        ("place", "Bury"), ("is_public", "y"), ("rows-0-name", "Anna"), ("rows-1-name", "Joe B"),
        ("rows-2-name", "Zoe"),
    ]  # fmt: skip
    assert merged(mine, theirs, base, {0: Side.THEIRS, 2: Side.BOTH, 4: Side.MINE}) == [
        ("place", "Salford"), ("is_public", "y"), ("rows-0-name", "Ann"), ("rows-1-name", "Anna"),
        ("rows-2-name", "Joe B"),
    ]  # fmt: skip


def test_a_row_that_one_took_away_and_nobody_changed_goes(app: Flask) -> None:
    with app.test_request_context():
        base = read_base(base_of(page("Leeds", "Ann", "Joe")))
        mine, theirs = form_items(page("Leeds", "Joe")), form_items(page("Leeds", "Ann", "Joe", "Zoe"))
    assert merged(mine, theirs, base, {}) == [("place", "Leeds"), ("rows-0-name", "Joe"), ("rows-1-name", "Zoe")]


def test_without_a_base_everything_is_asked_and_nothing_lost(app: Flask) -> None:
    with app.test_request_context():
        mine, theirs = form_items(page("Bury", "Ann")), form_items(page("Leeds", "Zoe"))
    assert [one.proposed for one in differences(mine, theirs, read_base("no json"))] == [
        Side.MINE, Side.MINE, Side.THEIRS,
    ]  # fmt: skip


def test_what_was_typed_survives_the_way_through_a_hidden_field(app: Flask) -> None:
    with app.test_request_context():
        typed = page("A & B = “C”\n", "Łukasz", is_public=True)
        again = Page(formdata=deserialize(serialize(typed)))
    assert form_items(again) == form_items(typed)


def test_choices_are_read_and_nonsense_is_ignored() -> None:
    sent = {"choice-0": "mine", "choice-2": "both", "choice-x": "mine", "choice-3": "hers", "version": "1"}
    assert choices_of(sent) == {0: Side.MINE, 2: Side.BOTH}

"""Forms with lists of rows that can be added, taken away and moved, with scripts or without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import Field, FieldList
from wtforms import Form as RowForm

from agm.web.kit.forms import Form

MOST_ROWS = 200
"""More rows than any meeting needs, so that nobody can send a form without end."""


class RowsForm(Form):
    lists: tuple[str, ...] = ()

    def rearrange(self, act: str) -> None:
        """Carry out what a button beside a row asks: `up-guests-2`, `down-guests-2`, `remove-guests-2`, `add-guests`.

        Anything else is left alone.
        """
        verb, _, rest = act.partition("-")
        name, _, number = rest.partition("-")
        if name not in self.lists:
            return
        rows = self[name]
        values = [row_data(entry.form) for entry in rows.entries]
        index = int(number) if number.isdigit() else len(values)
        if verb == "add" and len(values) < MOST_ROWS:
            values.append({})
        elif index < len(values) and verb == "remove":
            values.pop(index)
        elif index < len(values) and verb in {"up", "down"}:
            target = min(max(index + (-1 if verb == "up" else 1), 0), len(values) - 1)
            values.insert(target, values.pop(index))
        refill(rows, values)

    def field_at(self, path: str) -> Field | None:
        """A row is counted among the filled ones ("guests.3"), and stands for its `first_field`."""
        name, _dot, number = path.partition(".")
        if name not in self.lists:
            return super().field_at(path)
        rows = filled_rows(self[name])
        row = rows[int(number)] if number.isdigit() and int(number) < len(rows) else None
        return None if row is None else row[row.first_field]


def row_data(row: RowForm) -> dict[str, Any]:
    return dict(row.data)


def refill(rows: FieldList[Any], values: Iterable[Mapping[str, Any]]) -> None:
    while rows.entries:
        rows.pop_entry()
    for value in values:
        rows.append_entry(dict(value))


def filled_rows(rows: FieldList[Any]) -> list[Any]:
    return [entry.form for entry in rows.entries if not entry.form.is_blank]


def version_of(form: Form) -> int:
    """The version that the form was filled from; -1 (never current) where it cannot be read."""
    text = str(form["version"].data or "")
    return int(text) if text.isdigit() else -1

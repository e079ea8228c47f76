"""Forms with lists of rows that can be added, taken away and moved, with scripts or without."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import Field, FieldList

from agm.web.kit.forms import VersionedForm
from agm.web.kit.ordering import moved
from agm.web.kit.typed_text import record_number

MOST_ROWS = 200
"""More rows than any meeting needs, so that nobody can send a form without end."""


class RowsForm(VersionedForm):
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
        values: list[dict[str, Any]] = [dict(entry.form.data) for entry in rows.entries]
        index = len(values) if (read := record_number(number)) is None else read
        if verb == "add" and len(values) < MOST_ROWS:
            values.append({})
        elif index < len(values) and verb == "remove":
            values.pop(index)
        elif index < len(values) and verb in {"up", "down"}:
            values = moved(values, index, verb)
        self.set_rows(name, values)

    def set_rows(self, name: str, values: Iterable[dict[str, Any]]) -> None:
        """Put these rows in place of those of a list."""
        rows = self[name]
        while rows.entries:
            rows.pop_entry()
        for value in values:
            rows.append_entry(value)

    def field_at(self, path: str) -> Field | None:
        """A row is counted among the filled ones ("guests.3"), and stands for its `first_field`."""
        name, _dot, number = path.partition(".")
        if name not in self.lists:
            return super().field_at(path)
        rows = filled_rows(self[name])
        index = record_number(number)
        row = rows[index] if index is not None and index < len(rows) else None
        return None if row is None else row[row.first_field]


def filled_rows(rows: FieldList[Any]) -> list[Any]:
    return [entry.form for entry in rows.entries if not entry.form.is_blank]

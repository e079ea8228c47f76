"""Lists of rows in forms, made in linear time and of no more rows than any page has."""

from flask import Flask, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import FieldList

from agm.web.kit.transaction import READING_METHODS
from agm.web.kit.typed_text import record_number

MOST_ROWS_SENT = 3000
"""Those of all lists and of the lists within them: a page of a hundred offices has half as many."""
LONGEST_ROW_NAME = 100


class RowList(FieldList):  # type: ignore[type-arg]  # generic in the stubs alone
    """What was sent is searched once for the rows of all lists, however many are nested."""

    def _extract_indices(self, prefix: str, formdata: MultiDict[str, str]) -> list[int]:
        return rows_sent(formdata).get(prefix, [])


def rows_sent(formdata: MultiDict[str, str]) -> dict[str, list[int]]:
    """The numbers of the rows that were sent, by the name of their list ("offices-2-places").

    Raises RequestEntityTooLarge where they are too many.
    """
    kept: dict[str, list[int]] | None = getattr(formdata, "rows_sent", None)
    if kept is not None:
        return kept
    found: set[tuple[str, int]] = set()
    for name in formdata:
        parts = name.split("-") if name and len(name) <= LONGEST_ROW_NAME else []  # a part may lack its name
        for place, part in enumerate(parts[1:-1], start=1):
            if (number := record_number(part)) is not None:
                found.add(("-".join(parts[:place]), number))
        if len(found) > MOST_ROWS_SENT:
            raise RequestEntityTooLarge
    kept = {}
    for list_name, number in sorted(found):
        kept.setdefault(list_name, []).append(number)
    formdata.rows_sent = kept  # type: ignore[attr-defined]  # a dictionary with a place for it
    return kept


def init_row_lists(app: Flask) -> None:
    """Refuse a form of too many rows before anything else: no transaction has begun then, and no writer waits."""
    app.before_request(refuse_too_many_rows)


def refuse_too_many_rows() -> None:
    if request.method not in READING_METHODS:
        rows_sent(request.form)

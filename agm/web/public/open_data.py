"""The public record as files: CSV and JSON, with Popolo's names, and the page that explains them."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator

from flask import Response, render_template
from sqlalchemy.orm import Session

from agm.language.characters import BYTE_ORDER_MARK, as_plain_cell
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import absolute
from agm.web.kit.extensions import db
from agm.web.public.long_answers import long_answer
from agm.web.public.queries.open_data import COLUMNS, Row, rows
from agm.web.public.site import blueprint, today

KINDS = f"any({','.join(COLUMNS)})"
LINES_AT_ONCE = 200
WORDS = {
    "persons": "People who hold or held an office",
    "organizations": "The organisation and its regions",
    "posts": "Offices",
    "memberships": "Who held which office, from when to when",
    "events": "Meetings that were announced or reported",
}


@blueprint.get("/data")
@access(Access.PUBLIC)
def data() -> str:
    return render_template("public/data.html", kinds=WORDS, columns=COLUMNS)


@blueprint.get(f"/data/<{KINDS}:kind>.csv")
@access(Access.PUBLIC)
def data_csv(kind: str) -> Response:
    """One kind of data as CSV (RFC 4180, UTF-8 with a mark, so that spreadsheets read the letters right)."""
    return sent_as(csv_lines(kind, public_rows(kind, today())), "text/csv; charset=utf-8", f"{kind}.csv")


@blueprint.get(f"/data/<{KINDS}:kind>.json")
@access(Access.PUBLIC)
def data_json(kind: str) -> Response:
    return sent_as(json_array(public_rows(kind, today())), "application/json", f"{kind}.json")


@blueprint.get("/data/popolo.json")
@access(Access.PUBLIC)
def data_popolo() -> Response:
    return sent_as(json_object(today()), "application/json", "popolo.json")


def sent_as(lines: Iterable[str], content_type: str, name: str) -> Response:
    response = long_answer(lines, content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def public_rows(kind: str, day: dt.date) -> Iterator[Row]:
    """The rows of one kind, read in a session of their own, which keeps none of them."""
    with Session(db.engine) as session:
        for row in rows(session, kind, day):
            yield {**row, "url": absolute(row["url"])} if "url" in row else row


def csv_lines(kind: str, found: Iterable[Row]) -> Iterator[str]:
    columns = COLUMNS[kind]
    buffer = io.StringIO(BYTE_ORDER_MARK)
    buffer.seek(1)
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for number, row in enumerate(found, start=1):
        writer.writerow([as_plain_cell(row[column] or "") for column in columns])
        if number % LINES_AT_ONCE == 0:
            yield taken(buffer)
    yield taken(buffer)


def taken(buffer: io.StringIO) -> str:
    """What was written so far; empties the buffer."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def json_array(found: Iterable[Row]) -> Iterator[str]:
    """A JSON array, row by row; what is not known is left out."""
    yield "["
    for number, row in enumerate(found):
        known = {name: value for name, value in row.items() if value is not None}
        yield (",\n" if number else "\n") + json.dumps(known, ensure_ascii=False)
    yield "\n]\n"


def json_object(day: dt.date) -> Iterator[str]:
    yield "{"
    for number, kind in enumerate(COLUMNS):
        yield f'{"," if number else ""}\n"{kind}": '
        yield from json_array(public_rows(kind, day))
    yield "}\n"

"""The rows of an archive as JSON and back: a pydantic model of each table, made from its columns."""

import base64
import binascii
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, TypeAlias

from pydantic import (
    AfterValidator,
    AwareDatetime,
    ConfigDict,
    Field,
    PlainValidator,
    StrictBool,
    StrictInt,
    StrictStr,
    TypeAdapter,
    ValidationError,
    create_model,
)
from sqlalchemy import JSON, Boolean, Column, Date, Enum, Integer, LargeBinary, String, Table, Time
from sqlalchemy.types import TypeEngine

from agm.database.types import OpaqueBytes, PartialDateText, StoredValue, UTCDateTime
from agm.export_import.tables import DERIVED, fields_of
from agm.language.names import name_key
from agm.language.partial_date import PartialDate
from agm.people.models import Person

Row: TypeAlias = dict[str, Any]
"""One row by column names, in Python's types."""
Rows: TypeAlias = dict[str, list[Row]]
"""The rows of each table, by its name."""

LARGEST_NUMBER = 2**31 - 1
WHOLE_NUMBER = f"Expected a whole number from 0 to {LARGEST_NUMBER}."
WORDS = {
    "extra": "There is no such field.",
    "missing": "This is needed, but it is missing.",
    "model": "Expected an object with named values.",
    "list": "A list is needed here; it may be empty.",
    "string": "Expected text in quotation marks.",
    "bool": "Expected true or false.",
    "int": WHOLE_NUMBER,
    "greater": WHOLE_NUMBER,
    "less": WHOLE_NUMBER,
    "date": "Write a date that exists as year, month and day, for example 2017-04-02.",
    "datetime": "Write day, time and zone, for example 2017-04-02T14:30:00+00:00.",
    "timezone": "Write day, time and zone, for example 2017-04-02T14:30:00+00:00.",
    "time": "Write the time as hours and minutes, for example 19:30.",
}
"""Pydantic's errors in plain words, by the first word of their kind; a ValueError raised here says it itself."""


class ArchiveError(ValueError):
    """This archive cannot be used here; `problems` lists everything that stands in the way, with file and place."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Archive:
    """What the files of an archive hold: the rows of each table by its name, and each meeting's facts by its path."""

    rows: Rows
    facts: dict[str, object]


def storable(value: str) -> str:
    """Text that both databases can hold."""
    if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise ValueError("There is a hidden character in this text that cannot be stored; remove it.")
    return value


def from_base64(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error:
        raise ValueError("Expected bytes as base64.") from None


def text_or_base64(value: bytes) -> str | dict[str, str]:
    """A page as the text that it is, and anything else, such as a PDF, as `{"base64": …}`."""
    try:
        return storable(value.decode())
    except ValueError:
        return {"base64": base64.b64encode(value).decode()}


def from_text_or_base64(value: object) -> bytes:
    if isinstance(value, str):
        return storable(value).encode()
    match value:
        case {"base64": str(coded), **more} if not more:
            return from_base64(coded)
    raise ValueError("Expected a text, or bytes as base64.")


def nested(value: object) -> object:
    if not isinstance(value, dict | list):
        raise ValueError("Expected an object with named values, or a list.")  # noqa: TRY004  pydantic's way
    return value


TYPES: tuple[tuple[type[TypeEngine[Any]], Any], ...] = (
    (PartialDateText, Annotated[Any, PlainValidator(lambda value: PartialDate.parse(str(value)))]),
    (UTCDateTime, AwareDatetime),
    (String, Annotated[StrictStr, AfterValidator(storable)]),
    (OpaqueBytes, Annotated[StrictStr, AfterValidator(from_base64)]),
    (LargeBinary, Annotated[Any, PlainValidator(from_text_or_base64)]),
    (Boolean, StrictBool),
    (Integer, Annotated[StrictInt, Field(ge=0, le=LARGEST_NUMBER)]),
    (Date, dt.date),
    (Time, dt.time),
    (JSON, Annotated[Any, AfterValidator(nested)]),
)


def field_of(column: Column[Any]) -> Any:  # noqa: ANN401  a type made at run time
    if isinstance(column.type, Enum):
        kind: Any = column.type.enum_class
    elif isinstance(column.type, StoredValue):
        kind = Annotated[Any, PlainValidator(column.type.stored.read)]
    else:
        kind = next(found for sort, found in TYPES if isinstance(column.type, sort))
    default: Any = column.default
    if column.nullable:
        return (kind | None, None)
    if default is None:
        return (kind, ...)
    return (kind, Field(default_factory=partial(default.arg, None)) if default.is_callable else default.arg)


def read_rows(file: str, table: Table, value: object, problems: list[str]) -> list[Row]:
    """The rows of one table from its list in a file; what is wrong with it is added to `problems`."""
    fields = {name: field_of(table.columns[name]) for name in fields_of(table)}
    model: Any = create_model(table.name, __config__=ConfigDict(extra="forbid"), **fields)
    try:
        rows: list[Row] = [dict(row) for row in TypeAdapter(list[model]).validate_python(value)]
    except ValidationError as error:
        problems += [f"{file}: {table.name}{problem(details)}" for details in error.errors()]
        return []
    for row in rows if table is Person.__table__ else ():
        person = Person(name_key=name_key(row["name"]), sort_name=row["sort_name"])
        row |= {name: getattr(person, name) for name in DERIVED[table.name]}
    return rows


def problem(details: Mapping[str, Any]) -> str:
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in details["loc"])
    kind, context = details["type"], details.get("ctx", {})
    if kind != "list_type" and details["input"] is None:
        words = "This is needed, but it is null."
    elif kind == "enum":
        words = f"“{str(details['input'])[:50]}” is not one of {context['expected']}."
    else:
        words = str(context["error"]) if kind == "value_error" else WORDS.get(kind.split("_")[0], details["msg"])
    return f"{place}: {words}"

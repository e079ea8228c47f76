"""The kinds of fields that facts and house styles are made of: how pydantic reads, writes and describes them.

The values themselves are dataclasses of the standard library, so that making one costs nothing; only what comes from
outside is checked (`agm.facts.plain`).
"""

import re
from dataclasses import dataclass
from datetime import time
from typing import Annotated, TypeVar

from pydantic import (
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic import StrictBool as StrictBool  # noqa: PLC0414  a kind of field as well
from pydantic.json_schema import JsonSchemaValue, SkipJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from agm.language.characters import HIDDEN, HIDDEN_IN_LINE, as_typed, unshowable
from agm.language.partial_date import PATTERN as DATE_PATTERN
from agm.language.partial_date import PartialDate

TIME_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9](?!\n)$"
LONGEST_LIST = 2000
UNKNOWN_FIELD = "unknown_field"

T = TypeVar("T")


class Value:
    """A value that refuses fields which it does not know, so that a misspelt one is not lost in silence."""

    __slots__ = ()
    __pydantic_config__ = ConfigDict(extra="forbid", use_attribute_docstrings=True)


def refuse(message: str) -> PydanticCustomError:
    return PydanticCustomError("refused", "{message}", {"message": message})


def found(what: str, value: object) -> PydanticCustomError:
    return refuse(f"Expected {what}, found {described(value)}.")


def described(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    names = {str: "text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), "something else")


@dataclass(frozen=True, slots=True)
class Text:
    """Marks text without hidden characters: on one line unless `lines`, not blank unless `may_be_empty`."""

    longest: int = 200
    lines: bool = False
    may_be_empty: bool = False

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        needed = "" if self.may_be_empty else r"(?=[\s\S]*\S)"
        hidden = HIDDEN if self.lines else HIDDEN_IN_LINE
        return {"type": "string", "maxLength": self.longest, "pattern": rf"^(?![\s\S]*[{hidden}]){needed}"}

    def check(self, value: object) -> str:
        """The text itself. Raises PydanticCustomError."""
        if not isinstance(value, str):
            raise found("text in quotation marks", value)
        if len(value) > self.longest:
            raise refuse(f"The text has {len(value)} characters; at most {self.longest} are possible.")
        value = as_typed(value) if self.lines else as_typed(value).replace("\t", " ")
        if not self.may_be_empty and not re.search(r"\S", value):
            raise refuse("This is empty. Leave the field out where nothing is known.")
        hidden = unshowable(value, lines=self.lines)
        if hidden:
            what = "a line break" if hidden.group() == "\n" else f"a hidden character (U+{ord(hidden.group()):04X})"
            raise refuse(f"Character {hidden.start() + 1} is {what}; remove it.")
        return value


@dataclass(frozen=True, slots=True)
class Whole:
    """Marks whole numbers in a range; 2.0 is one, as in JSON Schema."""

    smallest: int = 0
    largest: int = 1_000_000

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "integer", "minimum": self.smallest, "maximum": self.largest}

    def check(self, value: object) -> int:
        """The number itself. Raises PydanticCustomError."""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise found("a whole number", value)
        if not self.smallest <= value <= self.largest:
            raise refuse(f"Enter a number from {self.smallest} to {self.largest}.")
        return value


def _read_date(value: object) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    if not isinstance(value, str):
        raise found("text in quotation marks", value)
    try:
        return PartialDate.parse(value)
    except ValueError as error:
        raise refuse(str(error)) from None


def _read_time(value: object) -> time:
    if isinstance(value, time):
        return value
    if not isinstance(value, str):
        raise found("text in quotation marks", value)
    if not re.match(TIME_PATTERN, value):
        raise refuse("Write the time as hours and minutes, for example 19:30.")
    return time.fromisoformat(value)


def _read_id(value: object, info: ValidationInfo) -> int | None:
    if not info.context or not info.context.get("with_ids"):
        raise PydanticCustomError(UNKNOWN_FIELD, "")  # a file knows no ids
    return None if value is None else Whole(largest=2**63 - 1).check(value)


Line = Annotated[str, Text()]
ShortLine = Annotated[str, Text(60)]
Address = Annotated[str, Text(500)]
Markdown = Annotated[str, Text(20_000, lines=True)]
Count = Annotated[int, Whole()]
Day = Annotated[
    PartialDate,
    PlainValidator(_read_date),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": DATE_PATTERN}),
]
Clock = Annotated[
    time,
    PlainValidator(_read_time),
    PlainSerializer(lambda value: value.strftime("%H:%M")),
    WithJsonSchema({"type": "string", "pattern": TIME_PATTERN}),
]
Many = Annotated[tuple[T, ...], Field(max_length=LONGEST_LIST)]
RecordId = Annotated[int | None, PlainValidator(_read_id), SkipJsonSchema()]
"""The id of a record: kept where we store the value ourselves, never in a file, never printed, no part of the value's
equality (give the field `compare=False`)."""

ID_NAMES = frozenset({"person_id", "office_id", "contest_id", "meeting_id"})


def remove_ids(plain: object) -> None:
    """Take the ids of records out of a plain value, wherever they stand in it."""
    if isinstance(plain, dict):
        for name in ID_NAMES:
            plain.pop(name, None)
        plain = plain.values()
    elif not isinstance(plain, list):
        return
    for value in plain:
        if isinstance(value, dict | list):
            remove_ids(value)

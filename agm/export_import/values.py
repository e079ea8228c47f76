"""One column's value as JSON and back, what an archive is in memory, and what can be wrong with one."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from sqlalchemy import JSON, Boolean, Column, Date, Enum, Integer, LargeBinary, String, Time
from sqlalchemy.sql.schema import CallableColumnDefault, ScalarElementColumnDefault
from sqlalchemy.types import TypeEngine

from agm.database.types import PartialDateText, UTCDateTime
from agm.wording.partial_date import PartialDate

Row: TypeAlias = dict[str, Any]
"""One row by column names, in Python's types."""
LARGEST_NUMBER = 2**31 - 1


class ArchiveError(ValueError):
    """This archive cannot be used here; `problems` lists everything that stands in the way, with file and place."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Archive:
    """What the files of an archive hold: the rows of each table by its name, and each meeting's facts by its path."""

    rows: dict[str, list[Row]]
    facts: dict[str, object]


class ValueFaultError(ValueError):
    """One value cannot be read; the message says what to write instead."""


def to_json(value: object) -> object:
    """A column's value as JSON."""
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, enum.Enum):
        return value.value
    return value.decode() if isinstance(value, bytes) else value


def from_json(column: Column[Any], value: object) -> object:
    """A column's value from JSON. Raises ValueFaultError where it is none that the column can hold."""
    if value is None:
        if not column.nullable:
            raise ValueFaultError("This is needed, but it is null.")
        return None
    read = next(read for kind, read in READERS if isinstance(column.type, kind))
    return read(column.type, value)


def default_of(column: Column[Any]) -> object:
    """What a column holds where the archive says nothing. Raises ValueFaultError where it has to say something."""
    default = column.default
    if isinstance(default, CallableColumnDefault):
        return cast("Callable[[object], object]", default.arg)(None)
    if isinstance(default, ScalarElementColumnDefault):
        return default.arg
    if column.nullable:
        return None
    raise ValueFaultError("This is needed, but it is missing.")


def read_word(kind: TypeEngine[Any], value: object) -> object:
    """One of the words of a closed list."""
    words = [str(member.value) for member in kind.enum_class] if isinstance(kind, Enum) and kind.enum_class else []
    if value not in words:
        raise ValueFaultError(f"“{str(value)[:50]}” is not one of {', '.join(words)}.")
    return kind.enum_class(value) if isinstance(kind, Enum) and kind.enum_class else value


def read_text(_kind: TypeEngine[Any], value: object) -> str:
    """Text that both databases can hold."""
    if not isinstance(value, str):
        raise ValueFaultError("Expected text in quotation marks.")
    if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise ValueFaultError("There is a hidden character in this text that cannot be stored; remove it.")
    return value


def read_bytes(kind: TypeEngine[Any], value: object) -> bytes:
    """A text, as the bytes that are served."""
    return read_text(kind, value).encode()


def read_number(_kind: TypeEngine[Any], value: object) -> int:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_NUMBER:
        raise ValueFaultError(f"Expected a whole number from 0 to {LARGEST_NUMBER}.")
    return value


def read_truth(_kind: TypeEngine[Any], value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueFaultError("Expected true or false.")
    return value


def read_values(_kind: TypeEngine[Any], value: object) -> object:
    """Values within values."""
    if not isinstance(value, dict | list):
        raise ValueFaultError("Expected an object with named values, or a list.")
    return value


def read_instant(kind: TypeEngine[Any], value: object) -> dt.datetime:
    """A day and time with its zone."""
    try:
        instant = dt.datetime.fromisoformat(read_text(kind, value))
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise ValueFaultError("Write day, time and zone, for example 2017-04-02T14:30:00+00:00.")
    return instant


def read_date(kind: TypeEngine[Any], value: object) -> dt.date:
    """A day."""
    try:
        return dt.date.fromisoformat(read_text(kind, value))
    except ValueError:
        raise ValueFaultError("Write a date that exists as year, month and day, for example 2017-04-02.") from None


def read_time(kind: TypeEngine[Any], value: object) -> dt.time:
    """A time of day."""
    try:
        return dt.time.fromisoformat(read_text(kind, value))
    except ValueError:
        raise ValueFaultError("Write the time as hours and minutes, for example 19:30.") from None


def read_partial_date(kind: TypeEngine[Any], value: object) -> PartialDate:
    """A day, a month or a year."""
    text = read_text(kind, value)
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise ValueFaultError(str(error)) from None


READERS: tuple[tuple[type[TypeEngine[Any]], Callable[[TypeEngine[Any], object], object]], ...] = (
    (Enum, read_word),
    (PartialDateText, read_partial_date),
    (UTCDateTime, read_instant),
    (String, read_text),
    (LargeBinary, read_bytes),
    (Boolean, read_truth),
    (Integer, read_number),
    (Date, read_date),
    (Time, read_time),
    (JSON, read_values),
)
"""How values of each type of column are read; words come before text, because they are kept as text."""

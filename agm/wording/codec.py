"""Frozen dataclasses to plain JSON values and back, with every error at once, and their JSON Schema.

The dataclasses annotate each field with a `Note`; reading, writing and the schema all follow from it, so that the
three cannot drift apart. Fields that have their default value are left out when writing.
"""

from __future__ import annotations

import dataclasses
import difflib
import json
import re
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar, get_args

from agm.wording.partial_date import PartialDate

TIME_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9](?!\n)$"
LONGEST_LIST = 2000
MOST_LISTED = 20
HIDDEN = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
HIDDEN_IN_LINE = HIDDEN + r"\t\n\r"

T = TypeVar("T")
Plain = dict[str, object]
Kind: TypeAlias = Any
"""A type as an annotation holds it: a class, a union with None, a tuple of one type. Python has no type for these."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a field means, and its limits: characters for text, smallest and largest for whole numbers."""

    text: str
    longest: int = 200
    smallest: int = 0
    largest: int = 1_000_000
    lines: bool = False
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `path` says where ("results[2].seats"; "" is the whole file)."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class PlainValueError(ValueError):
    """A plain value could not be read; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class _UnreadableError(Exception):
    """Internal: this value was reported as a problem."""


@lru_cache(maxsize=64)
def field_notes(cls: type) -> dict[str, tuple[Kind, Note]]:
    """Each field's name with its type (without the note) and its note, in order."""
    hints = typing.get_type_hints(cls, include_extras=True)
    result: dict[str, tuple[Kind, Note]] = {}
    for field in dataclasses.fields(cls):
        kind, note = get_args(hints[field.name])
        result[field.name] = (kind, note)
    return result


# Writing


def encode(value: object) -> object:
    """A plain JSON value of a dataclass of this kind. Fields at their default are left out."""
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {
            field.name: encode(item)
            for field in dataclasses.fields(value)
            if (item := getattr(value, field.name)) != field.default or field.default is dataclasses.MISSING
        }
    return value


# Reading


def parse_json(source: str | bytes) -> object:
    """Read JSON strictly: UTF-8, no name twice in one object, no NaN. Raises PlainValueError with the place."""
    try:
        text = source.decode("utf-8-sig") if isinstance(source, bytes) else source.removeprefix("\ufeff")
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except UnicodeDecodeError as error:
        message = f"This is not a text file in UTF-8 (the byte at position {error.start} is not part of any letter)."
    except json.JSONDecodeError as error:
        message = f"This is not JSON: line {error.lineno}, column {error.colno}: {error.msg}."
    except RecursionError:
        message = "This JSON is nested too deeply to be a record of ours."
    except ValueError as error:
        message = f"This is not JSON that we can read: {error}"
    raise PlainValueError([Problem("", message)])


def _object(pairs: list[tuple[str, object]]) -> Plain:
    seen: Plain = {}
    for name, value in pairs:
        if name in seen:
            raise ValueError(f"“{name}” is given twice in one object.")
        seen[name] = value
    return seen


def _constant(name: str) -> object:
    raise ValueError(f"{name} is not a number in JSON.")


def decode(cls: type[T], value: object) -> T:
    """Read a dataclass from a plain JSON value. Raises PlainValueError with all problems at once."""
    problems: list[Problem] = []
    try:
        result = _record(cls, value, "", problems)
    except _UnreadableError:
        raise PlainValueError(problems) from None
    return typing.cast("T", result)


def _fail(problems: list[Problem], path: str, message: str) -> typing.NoReturn:
    problems.append(Problem(path, message))
    raise _UnreadableError


def _record(cls: type, value: object, path: str, problems: list[Problem]) -> object:
    if not isinstance(value, Mapping):
        _fail(problems, path, f"Expected an object with named values, found {_describe(value)}.")
    notes = field_notes(cls)
    before = len(problems)
    problems += [
        Problem(_join(path, str(name)), f"There is no such field.{_suggest(str(name), list(notes))}")
        for name in value
        if name not in notes
    ]
    values: dict[str, object] = {}
    for field in dataclasses.fields(cls):
        here = _join(path, field.name)
        if field.name not in value:
            if field.default is dataclasses.MISSING:
                problems.append(Problem(here, "This is needed, but it is missing."))
            continue
        try:
            values[field.name] = _value(*notes[field.name], value[field.name], here, problems)
        except _UnreadableError:
            continue
    if len(problems) > before:
        raise _UnreadableError
    return cls(**values)


def _suggest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    if near:
        return f" Did you mean {near[0]}?"
    return f" Known are: {', '.join(known)}." if len(known) <= MOST_LISTED else ""


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _value(kind: Kind, note: Note, value: object, path: str, problems: list[Problem]) -> object:
    if isinstance(kind, types.UnionType):
        if value is None:
            return None
        kind = next(arm for arm in get_args(kind) if arm is not types.NoneType)
    if isinstance(kind, types.GenericAlias):
        return _items(get_args(kind)[0], note, value, path, problems)
    if dataclasses.is_dataclass(kind) and kind is not PartialDate:
        return _record(typing.cast("type", kind), value, path, problems)
    if kind is bool:
        return value if isinstance(value, bool) else _fail(problems, path, _expected("true or false", value))
    if kind is int:
        return _number(note, value, path, problems)
    if not isinstance(value, str):
        _fail(problems, path, _expected("text in quotation marks", value))
    if kind is str:
        return _text(note, value, path, problems)
    return _word(kind, value, path, problems)


def _items(kind: Kind, note: Note, value: object, path: str, problems: list[Problem]) -> tuple[object, ...]:
    if not isinstance(value, list):
        _fail(problems, path, _expected("a list", value))
    if len(value) > LONGEST_LIST:
        _fail(problems, path, f"The list has {len(value)} items; at most {LONGEST_LIST} can be read.")
    result = []
    before = len(problems)
    for index, item in enumerate(value):
        try:
            result.append(_value(kind, note, item, f"{path}[{index}]", problems))
        except _UnreadableError:
            continue
    if len(problems) > before:
        raise _UnreadableError
    return tuple(result)


def _number(note: Note, value: object, path: str, problems: list[Problem]) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # JSON Schema counts 2.0 as a whole number
    if isinstance(value, bool) or not isinstance(value, int):
        _fail(problems, path, _expected("a whole number", value))
    if not note.smallest <= value <= note.largest:
        _fail(problems, path, f"Enter a number from {note.smallest} to {note.largest}.")
    return value


def _text(note: Note, value: str, path: str, problems: list[Problem]) -> str:
    if not note.may_be_empty and not re.search(r"\S", value):
        _fail(problems, path, "This is empty. Leave the field out where nothing is known.")
    if len(value) > note.longest:
        _fail(problems, path, f"The text has {len(value)} characters; at most {note.longest} are possible.")
    hidden = re.search(f"[{HIDDEN if note.lines else HIDDEN_IN_LINE}]", value)
    if hidden:
        what = (
            "a line break or tab" if hidden.group() in "\t\n\r" else f"a hidden character (U+{ord(hidden.group()):04X})"
        )
        _fail(problems, path, f"Character {hidden.start() + 1} is {what}; remove it.")
    return value


def _word(kind: Kind, value: str, path: str, problems: list[Problem]) -> object:
    if kind is PartialDate:
        try:
            return PartialDate.parse(value)
        except ValueError as error:
            _fail(problems, path, str(error))
    if kind is time:
        if not re.match(TIME_PATTERN, value):
            _fail(problems, path, "Write the time as hours and minutes, for example 19:30.")
        return time.fromisoformat(value)
    known = [member.value for member in kind]
    if value not in known:
        _fail(problems, path, f"“{value[:50]}” is not one of {', '.join(known)}.")
    return kind(value)


def _expected(what: str, value: object) -> str:
    return f"Expected {what}, found {_describe(value)}."


def _describe(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    names = {str: "text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), "something else")

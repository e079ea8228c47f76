"""Values to plain JSON and back, with every error at once in words, and their JSON Schema."""

import difflib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any, Generic, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from agm.facts.fields import UNKNOWN_FIELD, described, remove_ids

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MOST_LISTED = 30
MOST_PROBLEMS = 100
"""How many are told at once: nobody reads more, and to word each takes time."""
EXPECTED = {
    "dataclass_type": "an object with named values",
    "enum": "text in quotation marks",
    "bool_type": "true or false",
    "tuple_type": "a list",
}
"""What was expected, by pydantic's type of error."""

T = TypeVar("T")
Plain = dict[str, object]


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


def parse_json(source: str | bytes) -> object:
    """Read JSON strictly: UTF-8, no name twice in one object, no NaN. Raises PlainValueError with the place."""
    try:
        text = source.decode("utf-8-sig") if isinstance(source, bytes) else source.removeprefix("\ufeff")
        found: object = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
        if "\\ud" in text.lower():  # half a character can be escaped in JSON, and written nowhere else
            json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        message = "This holds half a character (from \\ud800 to \\udfff alone), which no text can have."
    except UnicodeDecodeError as error:
        message = f"This is not a text file in UTF-8 (the byte at position {error.start} is not part of any letter)."
    except json.JSONDecodeError as error:
        message = f"This is not JSON: line {error.lineno}, column {error.colno}: {error.msg}."
    except RecursionError:
        message = "This JSON is nested too deeply to be a record of ours."
    except ValueError as error:
        message = f"This is not JSON that we can read: {error}"
    else:
        return found
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


_one_at_a_time = Lock()
"""To build an adapter, the source of its class is parsed for its docstrings, which Python 3.11 fails at now and then
when several threads do so at once."""


@lru_cache(maxsize=32)
def _built_adapter(cls: type) -> TypeAdapter[Any]:
    return TypeAdapter(cls)


def _adapter(cls: type) -> TypeAdapter[Any]:
    with _one_at_a_time:
        return _built_adapter(cls)


def to_plain(value: object, *, defaults: bool = False, ids: bool = False) -> Plain:
    """A plain JSON value of a dataclass. Fields at their default are left out, and ids of records, unless wanted."""
    cls: type = type(value)
    plain = _adapter(cls).dump_python(value, mode="json", by_alias=True, exclude_defaults=not defaults)
    if not ids:
        remove_ids(plain)
    return cast("Plain", plain)


def from_plain(cls: type[T], plain: object, *, ids: bool = False) -> T:
    """Read a dataclass from a plain JSON value; `ids` allows ids. Raises PlainValueError with all problems at once."""
    kind: type = cls
    try:
        value: T = _adapter(kind).validate_python(plain, context={"with_ids": ids})
    except ValidationError as error:
        found = error.errors(include_url=False)
        problems = [_problem(kind, details) for details in found[:MOST_PROBLEMS]]
        if len(found) > MOST_PROBLEMS:
            problems[-1] = Problem("", f"There are {len(found) - MOST_PROBLEMS + 1:,} more problems in this file.")
        raise PlainValueError(problems) from None
    return value


@lru_cache(maxsize=32)
def json_schema(cls: type, title: str = "") -> dict[str, Any]:
    """The schema (draft 2020-12) of a dataclass, without the rules that span several fields."""
    return {"$schema": DIALECT, **_adapter(cls).json_schema(), "title": title or cls.__name__}


def _problem(cls: type, error: ErrorDetails) -> Problem:
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error["loc"]).removeprefix(".")
    return Problem(path, _message(cls, error))


def _message(cls: type, error: ErrorDetails) -> str:
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "missing":
        return "This is needed, but it is missing."
    if kind in {UNKNOWN_FIELD, "unexpected_keyword_argument"}:
        return f"There is no such field.{_suggestion(str(error['loc'][-1]), _known_fields(cls, error['loc'][:-1]))}"
    if kind == "too_long":
        return f"The list has {context['actual_length']} items; at most {context['max_length']} can be read."
    if kind in {"enum", "literal_error"} and isinstance(value, str):
        known = re.findall("'([^']*)'", context["expected"])
        return f"“{value[:50]}” is not one of {', '.join(known)}."
    if kind in EXPECTED:
        return f"Expected {EXPECTED[kind]}, found {described(value)}."
    return error["msg"]


def _suggestion(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    if near:
        return f" Did you mean {near[0]}?"
    return f" Known are: {', '.join(known)}." if len(known) <= MOST_LISTED else ""


def _known_fields(cls: type, place: tuple[int | str, ...]) -> list[str]:
    whole = json_schema(cls)
    schema = whole
    for step in place:
        schema = schema["items"] if isinstance(step, int) else schema["properties"][step]
        schema = next((arm for arm in schema.get("anyOf", ()) if arm != {"type": "null"}), schema)
        if "$ref" in schema:
            schema = whole["$defs"][schema["$ref"].rpartition("/")[2]]
    return list(schema["properties"])


@dataclass(frozen=True)
class Stored(Generic[T]):
    """How a value is kept for good: complete, with its ids and the version of its shape.

    `upgrades` hold one function for each change of the shape: the first takes a plain value of version 1 to version 2.
    """

    cls: type[T]
    upgrades: tuple[Callable[[Plain], Plain], ...] = ()

    @property
    def version(self) -> int:
        return len(self.upgrades) + 1

    def write(self, value: T) -> Plain:
        """The plain value: no default is left out, so that a later default changes nothing of what is kept."""
        return {"schema_version": self.version, **to_plain(value, defaults=True, ids=True)}

    def read(self, plain: object) -> T:
        """The value. Raises PlainValueError for another shape, or a version that is not known."""
        rest: Plain = dict(plain) if isinstance(plain, dict) else {}
        version = rest.pop("schema_version", None)
        if not isinstance(version, int) or not 1 <= version <= self.version:
            raise PlainValueError([Problem("schema_version", f"Versions 1 to {self.version} can be read.")])
        for upgrade in self.upgrades[version - 1 :]:
            rest = upgrade(rest)
        return from_plain(self.cls, rest, ids=True)

"""The JSON Schema (draft 2020-12) of the dataclasses that `codec` reads and writes."""

from __future__ import annotations

import dataclasses
import types
from datetime import time
from enum import StrEnum
from typing import get_args

from agm.wording.codec import HIDDEN, HIDDEN_IN_LINE, LONGEST_LIST, TIME_PATTERN, Kind, Note, Plain, encode, field_notes
from agm.wording.partial_date import PATTERN as DATE_PATTERN
from agm.wording.partial_date import PartialDate

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(cls: type, title: str) -> Plain:
    """The schema of one dataclass and of all that it contains. Rules that span several fields are not in it."""
    definitions: Plain = {}
    top = _object(cls, definitions)
    return {"$schema": DIALECT, "title": title, **top, "$defs": dict(sorted(definitions.items()))}


def _object(cls: type, definitions: Plain) -> Plain:
    properties: Plain = {}
    required = []
    defaults = {field.name: field.default for field in dataclasses.fields(cls)}
    for name, (kind, note) in field_notes(cls).items():
        schema = {"description": note.text, **_type(kind, note, definitions)}
        default = defaults[name]
        if default is dataclasses.MISSING:
            required.append(name)
        elif default is not None:
            schema["default"] = encode(default)
        properties[name] = schema
    return {
        "type": "object",
        "description": (cls.__doc__ or "").split("\n\n", maxsplit=1)[0],
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _type(kind: Kind, note: Note, definitions: Plain) -> Plain:
    if isinstance(kind, types.UnionType):
        inner = next(arm for arm in get_args(kind) if arm is not types.NoneType)
        return {"anyOf": [_type(inner, note, definitions), {"type": "null"}]}
    if isinstance(kind, types.GenericAlias):
        return {"type": "array", "items": _type(get_args(kind)[0], note, definitions), "maxItems": LONGEST_LIST}
    if kind is PartialDate:
        return {"type": "string", "pattern": DATE_PATTERN}
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}
            definitions[kind.__name__] = _object(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    return _simple(kind, note)


def _simple(kind: Kind, note: Note) -> Plain:
    if kind is bool:
        return {"type": "boolean"}
    if kind is int:
        return {"type": "integer", "minimum": note.smallest, "maximum": note.largest}
    if kind is time:
        return {"type": "string", "pattern": TIME_PATTERN}
    if issubclass(kind, StrEnum):
        return {"enum": [member.value for member in kind]}
    needed = "" if note.may_be_empty else r"(?=[\s\S]*\S)"
    hidden = HIDDEN if note.lines else HIDDEN_IN_LINE
    return {"type": "string", "maxLength": note.longest, "pattern": rf"^(?![\s\S]*[{hidden}]){needed}"}

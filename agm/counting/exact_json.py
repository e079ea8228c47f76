"""This library's frozen values as JSON and back, exactly: the same value always gives the same text."""

import json
from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from enum import Enum
from fractions import Fraction
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

ADDED_LATER: Mapping[str, bool] = {"added_later": True}
"""The metadata of a field that came after values were kept: it is written only where it is not its default, so that
what was kept before keeps its text and its digest."""


def exact_json(value: object) -> str:
    """All of a value, for digests and comparison; raises ``TypeError`` for what has no place in a count."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def plain(value: object) -> Any:  # noqa: ANN401  whatever JSON can hold
    """A value in terms of what JSON can hold: fractions become "p/q", sets become sorted lists."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if is_dataclass(value):
        return {
            field.name: plain(getattr(value, field.name))
            for field in fields(value)
            if not (is_added_later(field) and getattr(value, field.name) == field.default)
        }
    if isinstance(value, frozenset):
        return sorted(plain(member) for member in value)
    if isinstance(value, tuple | list):
        return [plain(member) for member in value]
    if isinstance(value, Mapping):
        return {str(key): plain(member) for key, member in value.items()}
    raise TypeError(f"{type(value).__name__} has no place in a count")


def value_of(kind: Any, data: Any) -> Any:  # noqa: ANN401  a type or its hint; whatever the JSON held
    """The value that ``plain`` made the data from; of what is not given the type's own checks tell.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` where the data are of another form.
    """
    origin, of = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return value_of(next((one for one in of if _has_form(one, data)), of[0]), data)
    if origin in {tuple, frozenset}:
        if not isinstance(data, list):
            raise TypeError(f"{data!r:.40} stands where a list belongs")
        return origin(value_of(of[0], member) for member in data)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        given = [field.name for field in fields(kind) if field.name in data or not is_added_later(field)]
        return kind(**{name: value_of(hints[name], data[name]) for name in given})  # type: ignore[operator]  # a dataclass, not a value of one
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if kind is Fraction:
        return Fraction(data)
    if isinstance(kind, type) and type(data) is not kind:
        raise TypeError(f"{data!r:.40} stands where {kind.__name__} belongs")
    return data


def is_added_later(field: Field[Any]) -> bool:
    return ADDED_LATER.items() <= field.metadata.items()


def _has_form(kind: Any, data: Any) -> bool:  # noqa: ANN401  as in value_of
    if is_dataclass(kind):
        return isinstance(data, dict) and data.keys() >= {one.name for one in fields(kind) if not is_added_later(one)}
    if get_origin(kind) in {tuple, frozenset}:
        return isinstance(data, list)
    return kind is None or isinstance(data, str if kind is Fraction else kind)

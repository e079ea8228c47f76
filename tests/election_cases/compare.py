"""What differs between what is expected of a case and what the product answers, each with its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

IN_ANY_ORDER = {"problems": ("code", "column"), "questions": ("code",), "not_kept": ("column",)}
"""Lists that have no order of their own, and what tells their entries apart."""
CUT = {"rows": "rows_note", "added": "added_note", "about": "about_count", "left_out": "left_out_note"}
"""A list beside which this stands has only some of its entries."""


def differences(expected: Any, found: Any, place: str = "") -> list[str]:  # noqa: ANN401  any JSON value
    """Fields that only the answer has are looked at where they say something: an empty one is as good as none."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return _of_objects(expected, found, place)
    if isinstance(expected, list) and isinstance(found, list):
        return _of_lists(expected, found, place)
    return [] if expected == found else [f"{place or 'all'}: expected {_shown(expected)}, found {_shown(found)}"]


def _of_objects(expected: Mapping[str, Any], found: Mapping[str, Any], place: str) -> list[str]:
    lines = []
    notes = set(CUT.values())
    for name in [*expected, *(name for name in found if name not in expected and found[name] not in (None, [], {}))]:
        if name in notes:
            continue
        below = f"{place}.{name}" if place else name
        given = expected.get(name)
        if CUT.get(name) in expected and isinstance(given, list):
            count = expected[CUT[name]]
            lines += _of_some(given, found.get(name) or [], below, count if isinstance(count, int) else None)
        elif name in IN_ANY_ORDER:
            lines += differences(_sorted(given, name), _sorted(found.get(name), name), below)
        else:
            lines += differences(given, found.get(name), below)
    return lines


def _of_lists(expected: list[Any], found: list[Any], place: str) -> list[str]:
    if any(isinstance(one, dict) and "line" in one for one in expected + found):
        return _of_lines(expected, found, place)
    lines = [f"{place}: expected {len(expected)}, found {len(found)}"] if len(expected) != len(found) else []
    for number, (one, other) in enumerate(zip(expected, found, strict=False)):
        lines += differences(one, other, f"{place}[{number}]")
    lines += [f"{place}: not found {_shown(one)}" for one in expected[len(found) :]]
    return lines + [f"{place}: not expected {_shown(one)}" for one in found[len(expected) :]]


def _of_lines(expected: list[Any], found: list[Any], place: str) -> list[str]:
    """Entries about lines of a file are compared line by line."""
    lines = []
    left = list(found)
    for one in expected:
        same = [other for other in left if other.get("line") == one.get("line")]
        if not same:
            lines.append(f"{place}: not found {_shown(one)}")
            continue
        nearest = min(same, key=lambda other: len(differences(one, other)))
        left.remove(nearest)
        lines += differences(one, nearest, f"{place}[line {one.get('line')}]")
    return lines + [f"{place}: not expected {_shown(one)}" for one in left]


def _of_some(expected: list[Any], found: list[Any], place: str, count: int | None) -> list[str]:
    lines = [f"{place}: expected {count}, found {len(found)}"] if count is not None and count != len(found) else []
    by_line: dict[Any, list[Any]] = {}
    for one in found:
        by_line.setdefault(one.get("line") if isinstance(one, dict) else None, []).append(one)
    for one in expected:
        same = by_line.get(one.get("line") if isinstance(one, dict) else None, [])
        if one not in same and not (same and any(not differences(one, other) for other in same)):
            lines.append(f"{place}: not found {_shown(one)}; there {_shown(same[:2])}")
    return lines


def _sorted(entries: Any, name: str) -> Any:  # noqa: ANN401  any JSON value
    if not isinstance(entries, list):
        return [] if entries is None else entries
    keys = IN_ANY_ORDER[name]
    return sorted(entries, key=lambda one: [str(one.get(key)) for key in keys] if isinstance(one, dict) else [str(one)])


def _shown(value: Any) -> str:  # noqa: ANN401  any JSON value
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 200 else f"{text[:199]}…"

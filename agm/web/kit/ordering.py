"""Lists that people put in order: one step up or down by a button, or the whole order from a script."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from agm.web.kit.typed_text import record_number

T = TypeVar("T")


def moved(items: Sequence[T], at: int, way: str) -> list[T]:
    """The items with one of them a place further up or down; at the end of the list it stays."""
    found = list(items)
    to = min(max(at + (1 if way == "down" else -1), 0), len(found) - 1)
    found.insert(to, found.pop(at))
    return found


def requested_order(ids: Sequence[int], sent: Mapping[str, str]) -> tuple[int, ...]:
    """The order that was asked for: `move` is "12 up" or "12 down", `order` is "3,12,7"; anything else changes nothing.

    The order from a script is passed on as it is, so that the operation sees if the list has changed meanwhile.
    """
    numbers = [record_number(part) for part in sent.get("order", "").split(",")]
    order = tuple(number for number in numbers if number is not None)
    if order:
        return order
    which, _, way = sent.get("move", "").partition(" ")
    number = record_number(which)
    if number not in ids or way not in {"up", "down"}:
        return tuple(ids)
    return tuple(moved(ids, ids.index(number), way))


def moved_item_id(sent: Mapping[str, str]) -> str:
    """The id of what was moved, for the fragment of the address to go back to; "" if there is none."""
    which = sent.get("move", "").partition(" ")[0]
    return "" if record_number(which) is None else which

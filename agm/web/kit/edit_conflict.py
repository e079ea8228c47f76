"""Two people edit the same thing: what each wrote, item by item, so that the second can choose and loses nothing.

A form is taken apart into items: each field, and each row of a list. The page carries a digest of every item as it
was when the form was filled (`base`), so that an item that only one of the two has changed needs no question: their
change is what the choice proposes.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, FieldList, FormField, SelectMultipleField

from agm.web.kit.fields import PartialDateField
from agm.web.kit.forms import Form, leaves
from agm.web.kit.typed_text import record_number

CARRIERS = frozenset({"csrf_token", "version", "base", "pasted", "pasted_before", "means"})
"""Fields that carry the form itself and are no part of what was written; a list that was pasted fills the others."""
CARRIED_BESIDE = frozenset({"person", "known", "who", "speakers"})
"""Hidden fields of a row that tell which records its words mean."""

NAME_PARTS = ("before", "name", "after")


class Side(enum.StrEnum):
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class FormItem:
    """One field, or one row of a list: its key, what it is called, how it reads, and the values it is sent as.

    The values of a row are named without the row's own beginning ("name", not "guests-0-name").
    """

    key: str
    label: str
    words: str
    values: tuple[tuple[str, str], ...]
    list_name: str | None = None
    can_stand_twice: bool = False
    """Whether both people's states of this row may be kept side by side."""

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """What was said: the values without empty ones, and without those that only carry which record is meant; names
        whole, however they are divided."""
        values = dict(self.values)
        said = [
            (name, whole_name(name, values) if beside(name, "name") == name else value)
            for name, value in self.values
            if name.rpartition("-")[2] not in CARRIED_BESIDE
            and not (name.rpartition("-")[2] in {"before", "after"} and beside(name, "name") in values)
        ]
        return tuple((name, value) for name, value in said if value)

    @property
    def digest(self) -> str:
        """Short, and the same for items that say the same."""
        return hashlib.sha256(repr(self.said).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Difference:
    """An item that the two left in different states; None where one of them does not have it. `proposed` is whose
    change it was, where only one of them changed it."""

    number: int
    key: str
    label: str
    mine: FormItem | None
    theirs: FormItem | None
    proposed: Side
    sides: tuple[Side, ...]


def beside(name: str, last: str) -> str:
    """The field of this last word in the same row."""
    return name[: name.rfind("-") + 1] + last


def whole_name(name: str, values: Mapping[str, str]) -> str:
    """A name with what stands before and after it, which a field for the whole name has already."""
    before, whole, after = (values.get(beside(name, part), "") for part in NAME_PARTS)
    before, after = "" if whole.startswith(before) else before, "" if whole.endswith(after) else after
    return " ".join(part for part in (before, whole, after) if part)


def form_items(form: Form) -> tuple[FormItem, ...]:
    """Everything that a form holds, in order. A form of rows may say of itself `row_key()` and `row_words()`."""
    found: list[FormItem] = []
    for field in form:
        if field.short_name in CARRIERS:
            continue
        if isinstance(field, FieldList):
            found += rows(field)
        else:
            found.append(FormItem(field.name, str(field.label.text), words_of(field), tuple(values_of(field, ""))))
    return tuple(found)


def rows(field: FieldList[Any]) -> list[FormItem]:
    found: list[FormItem] = []
    taken: dict[str, int] = {}
    for entry in field.entries:
        row: Any = entry.form
        if getattr(row, "is_blank", False):
            continue
        key = row.row_key() if hasattr(row, "row_key") else str(len(found))
        taken[key] = taken.get(key, 0) + 1
        values = tuple(value for leaf in leaves(row) for value in values_of(leaf, f"{entry.name}-"))
        label = row.row_label() if hasattr(row, "row_label") else str(field.label.text)
        words = row.row_words() if hasattr(row, "row_words") else " ".join(value for _, value in values)
        can_stand_twice = bool(getattr(row, "can_stand_twice", False))
        found.append(FormItem(f"{field.name}:{key}:{taken[key]}", label, words, values, field.name, can_stand_twice))
    return found


def values_of(field: Field, beginning: str) -> list[tuple[str, str]]:
    """The pairs of name and value as which a browser would send the field, the names without `beginning`."""
    name = field.name.removeprefix(beginning)
    if isinstance(field, PartialDateField):
        return [(f"{name}-{part}", value) for part, _label, value in field.parts]
    if isinstance(field, BooleanField):
        return [(name, "y")] if field.data else []
    if isinstance(field, SelectMultipleField):
        return [(name, str(value)) for value in field.data or []]
    if hasattr(field, "iter_choices"):
        return [] if field.data is None else [(name, str(field.data))]
    return [(name, text_of(field))]


def text_of(field: Any) -> str:  # noqa: ANN401  any field that is sent as one text
    return str(field._value())  # noqa: SLF001  WTForms' own name for it


def words_of(field: Field) -> str:
    if isinstance(field, PartialDateField):
        return " ".join(value for _part, _label, value in field.parts if value)
    if isinstance(field, BooleanField):
        return "Yes" if field.data else "No"
    if isinstance(field, SelectMultipleField):
        chosen = {str(value) for value in field.data or []}
        return ", ".join(str(label) for value, label, *_rest in field.iter_choices() if str(value) in chosen)
    if hasattr(field, "iter_choices"):
        return next((str(choice.label) for choice in field.iter_choices() if choice.value == str(field.data)), "")
    return text_of(field)


def base_of(form: Form) -> str:
    return json.dumps({item.key: item.digest for item in form_items(form)}, separators=(",", ":"))


def read_base(text: str) -> dict[str, str]:
    """The digests that a page carried; empty where they cannot be read (then every difference is asked about)."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def differences(
    mine: Sequence[FormItem], theirs: Sequence[FormItem], base: Mapping[str, str]
) -> tuple[Difference, ...]:
    """What the two left differently, in the order of the page."""
    of_mine = {item.key: item for item in mine}
    of_theirs = {item.key: item for item in theirs}
    found: list[Difference] = []
    for key in dict.fromkeys([*of_mine, *of_theirs]):
        one, other = of_mine.get(key), of_theirs.get(key)
        if one is not None and other is not None and one.said == other.said:
            continue
        label = one.label if one is not None else of_theirs[key].label
        can_be_both = one is not None and other is not None and one.can_stand_twice
        sides = (Side.MINE, Side.THEIRS, Side.BOTH) if can_be_both else (Side.MINE, Side.THEIRS)
        proposed = default_side(one, other, base.get(key))
        found.append(Difference(len(found), key, label, one, other, proposed, sides))
    return tuple(found)


def default_side(mine: FormItem | None, theirs: FormItem | None, base: str | None) -> Side:
    """Whose state of an item to propose: that of the only one who changed it; mine where both did, as it is new.

    An item that is taken away on one side and changed on the other is kept.
    """
    if mine is None:
        return Side.MINE if theirs is not None and theirs.digest == base else Side.THEIRS
    return Side.THEIRS if mine.digest == base else Side.MINE


def merged(
    mine: Sequence[FormItem], theirs: Sequence[FormItem], base: Mapping[str, str], choices: Mapping[int, Side]
) -> list[tuple[str, str]]:
    """The pairs of name and value that the choices give; what was not asked about follows the proposal."""
    different = {difference.key: difference for difference in differences(mine, theirs, base)}
    same = {item.key: item for item in mine}
    kept: list[FormItem | None] = []
    for key in dict.fromkeys(item.key for item in (*mine, *theirs)):
        difference = different.get(key)
        if difference is None:
            kept.append(same[key])
            continue
        side = choices.get(difference.number, difference.proposed)
        kept += [difference.mine] if side in {Side.MINE, Side.BOTH} else []
        kept += [difference.theirs] if side in {Side.THEIRS, Side.BOTH} else []
    return numbered(item for item in kept if item is not None)


def numbered(kept: Iterable[FormItem]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    counts: dict[str, int] = {}
    for item in kept:
        if item.list_name is None:
            pairs += item.values
            continue
        number = counts.get(item.list_name, 0)
        counts[item.list_name] = number + 1
        pairs += [(f"{item.list_name}-{number}-{name}", value) for name, value in item.values]
    return pairs


def serialize(form: Form) -> str:
    """Everything that was typed, as one text for a hidden field."""
    return urlencode(numbered(form_items(form)))


def serialize_row(entry: FormField[Any]) -> str:
    """What was typed in one row of a list, named as the list's first."""
    name, _, _ = entry.name.rpartition("-")
    beginning = f"{entry.name}-"
    pairs = (pair for leaf in leaves(entry.form) for pair in values_of(leaf, beginning))
    return urlencode([(f"{name}-0-{key}", value) for key, value in pairs])


def deserialize(text: str) -> MultiDict[str, str]:
    """What `serialize` packed."""
    return MultiDict(parse_qsl(text, keep_blank_values=True))


def choices_of(sent: Mapping[str, str]) -> dict[int, Side]:
    return {
        number: Side(value)
        for name, value in sent.items()
        if name.startswith("choice-")
        and (number := record_number(name.removeprefix("choice-"))) is not None
        and value in set(Side)
    }

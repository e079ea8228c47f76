"""A voting paper that is filled in on a page: what it says, or every mistake that is in it. Nothing is mended: a paper
with a mistake says nothing until the voter has put it right."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

NUMBER = re.compile(r"[0-9]{1,4}")


class Mark(enum.Enum):
    """What is put beside the names."""

    NUMBERS = "numbers"
    CROSSES = "crosses"


class Mistake(enum.StrEnum):
    NO_NUMBER = "no_number"
    """Beside a name stands what no place in an order has: a letter, 0, or more than there are names."""
    SAME_NUMBER = "same_number"
    NUMBER_LEFT_OUT = "number_left_out"
    TOO_MANY = "too_many"
    NAMED_TWICE = "named_twice"
    """One name was sent twice: no form of ours does."""
    UNKNOWN_NAME = "unknown_name"
    """Somebody who is not on this paper."""
    WITHDRAWN = "withdrawn"
    BLANK_AND_MARKED = "blank_and_marked"


@dataclass(frozen=True, slots=True)
class PaperForm:
    """The names on a paper in their order, by keys that stay theirs, and how they are marked."""

    names: tuple[str, ...]
    mark: Mark
    most: int | None = None
    """How many crosses at most; None where there is no limit."""
    withdrawn: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed and ticked, as it came: by name, the numbers beside it; or the names with a cross."""

    numbers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    crosses: tuple[str, ...] = ()
    is_blank: bool = False
    """The tick by which a voter says that they do not vote here."""

    @property
    def is_marked(self) -> bool:
        return bool(self.crosses) or any(one.strip() for typed in self.numbers.values() for one in typed)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said yet, not even that it stays blank."""
        return not self.is_blank and not self.is_marked


@dataclass(frozen=True, slots=True)
class FoundMistake:
    kind: Mistake
    names: tuple[str, ...] = ()
    """Whom it concerns, in the order of the paper."""
    number: str = ""
    """The number that it is about: that stands twice, is left out, was typed, or of crosses."""


@dataclass(frozen=True, slots=True)
class PaperRead:
    """What a paper says: the names in the voter's order (of crosses, in the paper's), or the mistakes."""

    choices: tuple[str, ...] = ()
    mistakes: tuple[FoundMistake, ...] = ()


def read_online_paper(form: PaperForm, filled: Filled) -> PaperRead:
    found = list(of_names(form, filled))
    if filled.is_blank and filled.is_marked:
        found.append(FoundMistake(Mistake.BLANK_AND_MARKED))
    if form.mark is Mark.CROSSES:
        choices = tuple(name for name in form.names if name in filled.crosses)
        if form.most is not None and len(choices) > form.most:
            found.append(FoundMistake(Mistake.TOO_MANY, choices, str(len(choices))))
    else:
        choices, wrong = in_order(form, filled)
        found += wrong
    return PaperRead(() if found else choices, tuple(found))


def of_names(form: PaperForm, filled: Filled) -> list[FoundMistake]:
    """Names that this paper does not have, that were sent twice, or that withdrew."""
    numbered = [name for name, typed in filled.numbers.items() for one in typed if one.strip()]
    marked = [*numbered, *filled.crosses]
    unknown = tuple(dict.fromkeys(name for name in marked if name not in form.names))
    if filled.crosses if form.mark is Mark.NUMBERS else numbered:
        unknown = unknown or tuple(marked[:1])
    twice = tuple(name for name in form.names if marked.count(name) > 1)
    gone = tuple(name for name in form.names if name in form.withdrawn and name in marked)
    found = [(Mistake.UNKNOWN_NAME, unknown), (Mistake.NAMED_TWICE, twice), (Mistake.WITHDRAWN, gone)]
    return [FoundMistake(kind, names) for kind, names in found if names]


def in_order(form: PaperForm, filled: Filled) -> tuple[tuple[str, ...], list[FoundMistake]]:
    """The names by their numbers, and what is wrong with the numbers."""
    typed = {name: "".join(filled.numbers.get(name, ())[:1]).strip() for name in form.names}
    typed = {name: text for name, text in typed.items() if text}
    highest = len(form.names)
    no_number = {name for name, text in typed.items() if not NUMBER.fullmatch(text) or not 0 < int(text) <= highest}
    found = [FoundMistake(Mistake.NO_NUMBER, (name,), typed[name]) for name in typed if name in no_number]
    by_number: dict[int, list[str]] = {}
    for name, text in typed.items():
        if name not in no_number:
            by_number.setdefault(int(text), []).append(name)
    for number, names in sorted(by_number.items()):
        if len(names) > 1:
            found.append(FoundMistake(Mistake.SAME_NUMBER, tuple(names), str(number)))
    left_out = [number for number in range(1, max(by_number, default=0)) if number not in by_number]
    if left_out:
        after = tuple(by_number[min(number for number in by_number if number > left_out[0])])
        found.append(FoundMistake(Mistake.NUMBER_LEFT_OUT, after, str(left_out[0])))
    return tuple(name for _, names in sorted(by_number.items()) for name in names), found

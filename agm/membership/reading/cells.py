"""One cell: formulas, text that was saved twice, and member numbers."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"[=＝]|[+＋\-－@＠].*[(!|]")
_FIXED = re.compile(r"=\s*(?:\"((?:[^\"]|\"\")*)\"|(\d+))\s*")
_LINK = re.compile(r"=\s*HYPERLINK\(\s*\"mailto:([^\"?]*)\"\s*(?:[,;]\s*\"([^\"]*)\"\s*)?\)\s*", re.IGNORECASE)
_DAMAGED = re.compile(r"\d+(?:[.,]\d+)?[eE]\+?\d+|#(?:REF|VALUE|N/A|NAME|NUM|NULL|DIV/0)[!?]?|#{2,}")
_WHOLE = re.compile(r"(\d+)\.0+")


def is_formula(text: str) -> bool:
    """What a spreadsheet would run."""
    return bool(text) and text[0] in "=＝+＋-－@＠" and bool(_FORMULA.match(text))


def fixed_text(formula: str) -> str | None:
    """The text of a formula that works nothing out: ="0123", or a link to write to an address."""
    if found := _FIXED.fullmatch(formula):
        return (found[1] if found[1] is not None else found[2]).replace('""', '"')
    if found := _LINK.fullmatch(formula):
        return found[2] or found[1]
    return None


def is_damaged(number: str) -> bool:
    """Whether a spreadsheet has cut the figures of a long number: 2.0418E+11."""
    return bool(_DAMAGED.fullmatch(number))


def as_number(text: str) -> str:
    """A member number as it is kept; a spreadsheet may have made a figure with a point of it."""
    found = _WHOLE.fullmatch(text)
    return found[1] if found else text


def number_key(number: str) -> str:
    return number.replace(" ", "").casefold()


def without_zeros(number: str) -> str:
    return number_key(number).lstrip("0")

"""The rows of a list, whatever file they come from, and the text of a cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeAlias

from agm.language.characters import as_typed, without_invisible
from agm.membership.reading.values import Found

Cell: TypeAlias = "str | date"
"""A date is one that a workbook keeps as such; everything else is text."""

MOST_COLUMNS = 200
MOST_ROWS = 500_000


@dataclass(frozen=True, slots=True)
class Row:
    """``line`` is where it begins in the file; ``filled`` are the columns whose cell was merged with one above."""

    line: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False
    filled: frozenset[int] = frozenset()
    quote_left_open: bool = False


@dataclass(frozen=True, slots=True)
class OpenedList:
    """``merged`` are the ranges of cells that are merged over several rows."""

    found: Found
    rows: Iterator[Row]
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """Several sheets look like a list of members."""

    sheets: tuple[str, ...]


def text_of(cell: Cell) -> str:
    return tidied(cell) if isinstance(cell, str) else cell.isoformat()


def tidied(text: str) -> str:
    """The text as it was meant, on one line, with single spaces; a spreadsheet's apostrophe before text is no part."""
    if not (text.isascii() and text.isprintable()):
        text = without_invisible(as_typed(text))
    text = " ".join(text.split())
    return text[1:].lstrip() if text.startswith("'") and text[1:2].isdigit() else text


@lru_cache(maxsize=4096)
def saved_once(text: str) -> str | None:
    """A text that was saved twice, as it was before: "SiÃ¢n" is Siân. None for one that was not."""
    if text.isascii():
        return None
    try:
        twice = b"".join(_byte_of(sign) for sign in text)
        once = twice.decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    return saved_once(once) or once


def _byte_of(sign: str) -> bytes:
    """Windows-1252 has no letter for five bytes; programs keep those as they are."""
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")

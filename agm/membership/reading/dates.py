"""Dates as lists have them: which day a cell means, or in how many ways it can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from agm.language.letters import plain_letters
from agm.language.partial_date import PartialDate
from agm.membership.reading.rows import Cell, tidied
from agm.membership.reading.values import Code, DateOrder

_MONTHS = (
    "january jan ionawr|february feb chwefror|march mar mawrth|april apr ebrill|may mai|june jun mehefin|"
    "july jul gorffennaf|august aug awst|september sep sept medi|october oct hydref|november nov tachwedd|"
    "december dec rhagfyr"
)
MONTHS = {name: number for number, names in enumerate(_MONTHS.split("|"), start=1) for name in names.split()}
NO_DATE = frozenset(
    {"", "-", "--", "–", "—", "n/a", "na", "none", "nil", "not applicable", "00/00/0000", "0000-00-00", "."}
)
CENTURY_TURNS = 60
"""Years of two figures below this are of this century."""
ENOUGH_DATES = 5
"""So many true dates, none of them after the 12th of a month, are no chance."""
FIRST_DAY_NUMBER, LAST_DAY_NUMBER = 10_000, 73_050
"""Spreadsheets count days from 1900: 1927 to 2099."""

_TIME = re.compile(
    r"(?:,? |t)\d{1,2}[:.]\d\d(?:[:.]\d\d(?:[.,]\d+)?)? ?(?:am|pm)?(?: ?(?:z|utc|gmt|bst)| ?[+-]\d\d:?\d\d)?$"
)
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? ")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_TOGETHER = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])")
_FIGURES = re.compile(r"(\d{1,2})\s?[-/.\\ ]\s?(\d{1,2})\s?[-/.\\ ]\s?(\d{4}|\d{2})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|af|ain|eg|fed|ydd)?[ .,/-]*(?:of )?([a-z]+)\.?[ .,/'-]*(\d{4}|\d{2})")
_MONTH_DAY = re.compile(r"([a-z]+)\.?[ .-]*(\d{1,2})(?:st|nd|rd|th)?(?:, ?| )(\d{4})")
_MONTH_YEAR = re.compile(r"([a-z]+)\.?[ .,/'-]*(\d{4}|\d{2})")
_MONTH_OF_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})|(\d{4})[-/.](\d{1,2})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY_NUMBER = re.compile(r"(\d{5})(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class ReadDate:
    """What a cell can mean: ``value``, with the day first where that matters; ``month_first`` where it can also be
    that. ``shows`` is the order that this date alone can have."""

    value: PartialDate | None = None
    month_first: PartialDate | None = None
    shows: DateOrder | None = None
    problem: Code | None = None


UNREADABLE = ReadDate(problem=Code.DATE_UNREADABLE)
NOTHING = ReadDate()


def is_date(text: str) -> bool:
    return read_date(text) not in (UNREADABLE, NOTHING)


@lru_cache(maxsize=65_536)
def read_date(cell: Cell) -> ReadDate:
    if not isinstance(cell, str):
        return ReadDate(PartialDate.of(cell))
    text = plain_letters(tidied(cell)).casefold()
    if text in NO_DATE:
        return NOTHING
    text = _WEEKDAY.sub("", _TIME.sub("", text)).strip(" ,")
    try:
        return _read(text)
    except ValueError:
        return UNREADABLE


def _read(text: str) -> ReadDate:
    """Raises ValueError for a date that does not exist."""
    if found := _YEAR_FIRST.fullmatch(text) or _TOGETHER.fullmatch(text):
        return ReadDate(PartialDate(int(found[1]), int(found[2]), int(found[3])))
    if found := _FIGURES.fullmatch(text):
        return _either_order(int(found[1]), int(found[2]), _year(found[3]))
    if (found := _DAY_MONTH.fullmatch(text)) and found[2] in MONTHS:
        return ReadDate(PartialDate(_year(found[3]), MONTHS[found[2]], int(found[1])))
    if (found := _MONTH_DAY.fullmatch(text)) and found[1] in MONTHS:
        return ReadDate(PartialDate(int(found[3]), MONTHS[found[1]], int(found[2])))
    if (found := _MONTH_YEAR.fullmatch(text)) and found[1] in MONTHS:
        return ReadDate(PartialDate(_year(found[2]), MONTHS[found[1]]), problem=Code.PARTIAL_DATE)
    if found := _MONTH_OF_YEAR.fullmatch(text):
        year, month = int(found[2] or found[3]), int(found[1] or found[4])
        return ReadDate(PartialDate(year, month), problem=Code.PARTIAL_DATE)
    if _YEAR.fullmatch(text):
        return ReadDate(PartialDate(int(text)), problem=Code.PARTIAL_DATE)
    if (found := _DAY_NUMBER.fullmatch(text)) and FIRST_DAY_NUMBER <= int(found[1]) <= LAST_DAY_NUMBER:
        counted = date.fromordinal(date(1899, 12, 30).toordinal() + int(found[1]))
        return ReadDate(PartialDate.of(counted), problem=Code.DAY_NUMBERS)
    return UNREADABLE


def _year(figures: str) -> int:
    year = int(figures)
    return year if len(figures) == 4 else year + (2000 if year < CENTURY_TURNS else 1900)


def _either_order(first: int, second: int, year: int) -> ReadDate:
    if first > 12:
        return ReadDate(PartialDate(year, second, first), shows=DateOrder.DAY_FIRST)
    if second > 12:
        return ReadDate(PartialDate(year, first, second), shows=DateOrder.MONTH_FIRST)
    day_first = PartialDate(year, second, first)
    return ReadDate(day_first, None if first == second else PartialDate(year, first, second))


@dataclass(frozen=True, slots=True)
class DateColumn:
    """How a whole column of dates is written, as its cells show. ``order`` is empty where it cannot be known."""

    order: DateOrder | None
    is_mixed: bool = False
    swapped: bool = False
    """Whether its true dates may have been read by a program in the wrong order, and only those it could read."""

    def read(self, cell: Cell) -> tuple[PartialDate | None, Code | None]:
        """The date, and what is to be asked or said of it."""
        found = read_date(cell)
        if self.swapped and not isinstance(cell, str) and cell.day <= 12 and cell.day != cell.month:
            return None, Code.DATE_ORDER
        if found.month_first is None:
            return found.value, found.problem
        if self.order is None:
            return None, Code.DATE_ORDER
        return (found.value if self.order is DateOrder.DAY_FIRST else found.month_first), None


def date_column(cells: Iterable[Cell], usual: DateOrder | None) -> DateColumn:
    """What the column shows; the organisation's usual order is for one that could be read either way.

    A column of true dates with none after the 12th, beside texts of days after the 12th, comes of a program that took
    the day for the month wherever it could.
    """
    shown: set[DateOrder] = set()
    true_days: list[int] = []
    for cell in cells:
        if isinstance(cell, str):
            if order := read_date(cell).shows:
                shown.add(order)
        else:
            true_days.append(cell.day)
    swapped = bool(shown) and len(true_days) >= ENOUGH_DATES and max(true_days) <= 12 and len(set(true_days)) > 2
    if len(shown) > 1 or swapped:
        return DateColumn(None if len(shown) > 1 else next(iter(shown)), is_mixed=True, swapped=swapped)
    return DateColumn(next(iter(shown), usual))

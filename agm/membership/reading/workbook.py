"""Lists that are workbooks (.xlsx). Formulas are seen as text and never run; sizes are checked before unpacking."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import IO, Any, TypeAlias
from zipfile import BadZipFile, ZipFile

import openpyxl
from defusedxml.ElementTree import ParseError, iterparse
from openpyxl.utils.cell import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from agm.membership.reading.rows import MOST_COLUMNS, MOST_ROWS, Cell, OpenedList, Row, SheetChoice
from agm.membership.reading.values import Found, ListRefused

LARGEST_UNPACKED = 400 * 1024 * 1024
LARGEST_TEXTS = 96 * 1024 * 1024
"""The shared texts of a workbook are held in memory."""
MOST_PARTS = 2_000
MOST_MERGED = 5_000
MOST_BLANK_IN_A_ROW = 2_000
"""Rows that only have a format go on to the end of the sheet; a list does not go on behind so many blank ones."""

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_TOLD = re.compile(rb"mergeCell|\bhidden=")
PADDED = re.compile(r"0{2,20}")
DAMAGED = "This workbook is damaged or has a password. Open it, save it as .xlsx or CSV, and choose that."

IsList: TypeAlias = Callable[[list[Row]], bool]


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the quick way of reading a sheet does not tell."""

    hidden: frozenset[int]
    merged: tuple[tuple[int, int, int, int], ...]
    """First column, first row, last column, last row; only of those over several rows."""


def is_workbook(data: bytes | str) -> bool:
    return isinstance(data, bytes) and data.startswith(b"PK")


def open_workbook(data: bytes, wanted: str | None, is_list: IsList) -> OpenedList | SheetChoice:
    """The rows of the sheet that is wanted, or of the only one that is a list; otherwise the choice that there is.

    Raises ``ListRefused`` for what is no workbook, or unpacks to more than a list can be.
    """
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheets = {sheet.title: sheet for sheet in book.worksheets if sheet.sheet_state == "visible"}
        for sheet in sheets.values():
            sheet.reset_dimensions()  # some programs write a wrong size, and rows beyond it would be lost
        if wanted is None:
            filled = {title: head for title, sheet in sheets.items() if (head := list(_rows(sheet, None, most=60)))}
            lists = [title for title, head in filled.items() if is_list(head)] or list(filled)
            if len(lists) > 1:
                return SheetChoice(tuple(lists))
            if not lists:
                raise ListRefused("There is nothing on the sheets of this workbook.")
            [wanted] = lists
        if wanted not in sheets:
            raise ListRefused(f"There is no sheet called “{wanted}” in this workbook.")
        shape = _shape(data, sheets[wanted])
    # NotImplementedError is what zipfile raises for a compression that a damaged archive claims.
    except (BadZipFile, KeyError, ValueError, ParseError, InvalidFileException, EOFError, NotImplementedError) as error:
        if isinstance(error, ListRefused):
            raise
        raise ListRefused(DAMAGED) from None
    names = [f"{get_column_letter(a)}{b}:{get_column_letter(c)}{d}" for a, b, c, d in shape.merged]
    return OpenedList(Found("xlsx", sheet=wanted), _rows(sheets[wanted], shape), tuple(names))


def _check_sizes(archive: ZipFile) -> None:
    """By what the archive says of itself: unpacking stops at that, whatever is packed."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise ListRefused("This workbook unpacks to more than a list of members can be. Save the one sheet as CSV.")
    if any(part.filename.endswith("sharedStrings.xml") and part.file_size > LARGEST_TEXTS for part in parts):
        raise ListRefused("This workbook holds more text than a list of members can. Save the one sheet as CSV.")
    if any(part.flag_bits & 1 for part in parts):
        raise ListRefused(DAMAGED)
    if "xl/workbook.xml" not in archive.namelist():
        raise ListRefused("This is a packed file and no Excel workbook. Unpack it, and choose the list itself.")
    if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
        raise ListRefused(DAMAGED)


def _shape(data: bytes, sheet: Any) -> _Shape:  # noqa: ANN401  openpyxl has no public name for a sheet's part
    hidden: set[int] = set()
    merged: list[tuple[int, int, int, int]] = []
    line = 0
    path = sheet._worksheet_path  # noqa: SLF001  nothing public tells a sheet's place
    with ZipFile(io.BytesIO(data)) as archive:
        with archive.open(path) as part:
            if not any(_TOLD.search(piece) for piece in _pieces(part)):
                return _Shape(frozenset(), ())
        with archive.open(path) as part:
            for _, element in iterparse(part, events=("end",)):
                name = element.tag.removeprefix(MAIN).removeprefix(STRICT)
                if name == "row":
                    line = int(element.get("r") or line + 1)
                    if element.get("hidden") in {"1", "true"}:
                        hidden.add(line)
                elif name == "mergeCell" and len(merged) < MOST_MERGED:
                    first, top, last, bottom = range_boundaries(element.get("ref") or "")
                    if first and top and last and bottom and bottom > top:
                        merged.append((first, top, last, bottom))
                if name in {"row", "mergeCell"}:
                    element.clear()
    return _Shape(frozenset(hidden), tuple(merged))


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """The part, so that every few letters stand whole in one of the pieces."""
    end = b""
    while piece := part.read(1 << 20):
        yield end + piece
        end = piece[-32:]


def _rows(sheet: Any, shape: _Shape | None, *, most: int = MOST_ROWS) -> Iterator[Row]:  # noqa: ANN401  as above
    """The rows up to the last that holds something."""
    blank: list[Row] = []
    merges = _Merges(shape.merged if shape else ())
    for line, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        if line > MOST_ROWS:
            raise ListRefused(f"The list has more than {MOST_ROWS:,} rows.")
        row = Row(line, tuple(_cell(cell) for cell in cells), is_hidden=bool(shape and line in shape.hidden))
        row = merges.fill(row)
        if not any(row.cells):
            blank.append(row)
            if len(blank) > MOST_BLANK_IN_A_ROW:
                return
            continue
        yield from blank
        blank = []
        yield row
        if line >= most:
            return


class _Merges:
    """Fills the cells below the first of each range that is merged over several rows, as the sheet shows them."""

    def __init__(self, merged: tuple[tuple[int, int, int, int], ...]) -> None:
        self.waiting = sorted(merged, key=lambda one: -one[1])
        self.open: list[tuple[int, int, Cell]] = []
        """Column, last row, and what stands in the first cell."""

    def fill(self, row: Row) -> Row:
        self.open = [one for one in self.open if one[1] >= row.line]
        cells = list(row.cells)
        filled = set()
        for column, _, value in self.open:
            cells += [""] * (column - len(cells))
            if not cells[column - 1]:
                cells[column - 1] = value
                filled.add(column - 1)
        while self.waiting and self.waiting[-1][1] <= row.line:
            first, _, _, bottom = self.waiting.pop()
            if first <= len(row.cells) and row.cells[first - 1]:
                self.open.append((first, bottom, row.cells[first - 1]))
        return replace(row, cells=tuple(cells), filled=frozenset(filled)) if filled else row


def _cell(cell: Any) -> Cell:  # noqa: ANN401  one of openpyxl's three kinds of cells
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int) and value >= 0 and PADDED.fullmatch(cell.number_format or ""):
        return str(value).zfill(len(cell.number_format))
    text = getattr(value, "text", None)
    return str(text) if text is not None else str(value)

"""Lists that are text: CSV with any of the usual separators, or cells pasted from a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from agm.language.encodings import NotText, encoding_of
from agm.membership.reading.rows import MOST_COLUMNS, MOST_ROWS, OpenedList, Row
from agm.membership.reading.values import Found, ListRefused

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
NAMES_OF_ENCODINGS = {"cp1252": "windows-1252", "mac_roman": "macintosh"}
SAMPLE_ROWS = 60
SAMPLE_SIGNS = 200_000
MOST_LINES_OF_A_ROW = 40
"""A row over more lines than this comes of a quotation mark that nothing closes."""

OTHER_FILES = {
    b"\xd0\xcf\x11\xe0": "This is an old Excel or Word file. Save it as .xlsx or CSV, and choose that.",
    b"%PDF": "This is a PDF file. Ask for the list as a spreadsheet or CSV file.",
    b"\x89PNG": "This is a picture. Ask for the list as a spreadsheet or CSV file.",
    b"\xff\xd8\xff": "This is a picture. Ask for the list as a spreadsheet or CSV file.",
    b"{\\rtf": "This is a text with formats (RTF). Save it as plain text or CSV, and choose that.",
}
WEB_PAGE = re.compile(r"\s*<(?:!doctype|html|head|body|table|\?xml)\b", re.IGNORECASE)
SEPARATOR_LINE = re.compile(r"sep=([,;\t|])\r?\n?", re.IGNORECASE)
"""What Excel reads as the separator, and is no row."""


def open_text(data: bytes | str) -> OpenedList:
    """Raises ``ListRefused`` for what is no text."""
    for beginning, words in OTHER_FILES.items():
        if isinstance(data, bytes) and data.startswith(beginning):
            raise ListRefused(words)
    encoding = "text"
    if isinstance(data, bytes):
        try:
            encoding = encoding_of(data)
        except NotText as error:
            raise ListRefused(
                f"Line {error.line}, column {error.column}: this is no text that can be read (byte {error.byte:#04x}). "
                "Save the list as CSV in UTF-8, and choose that."
            ) from None
    stream = _stream(data, encoding)
    sample = stream.read(SAMPLE_SIGNS)
    if WEB_PAGE.match(sample):
        raise ListRefused("This is a web page, not a list. Save the list itself as CSV or .xlsx, and choose that.")
    told = SEPARATOR_LINE.match(sample)
    delimiter = told[1] if told else _delimiter(sample)
    found = Found(NAMES_OF_ENCODINGS.get(encoding, encoding), DELIMITERS.get(delimiter or ""))
    return OpenedList(found, _rows(_stream(data, encoding), delimiter or ",", skipped=bool(told)))


def _stream(data: bytes | str, encoding: str) -> io.TextIOBase:
    if isinstance(data, str):
        return io.StringIO(data, newline="")
    return io.TextIOWrapper(io.BytesIO(data), encoding, newline="")


def _delimiter(sample: str) -> str | None:
    """The separator with which most rows have the same number of cells, and as many as can be; none for one column."""
    best: tuple[float, str | None] = (0.0, None)
    for delimiter in DELIMITERS:
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        try:
            widths = Counter(len(row) for row in islice(rows, SAMPLE_ROWS) if any(cell.strip() for cell in row))
        except csv.Error:
            continue
        wide = Counter({width: times for width, times in widths.items() if width > 1})
        if wide:
            width, times = max(wide.items(), key=lambda one: (one[1], one[0]))
            score = times / sum(widths.values()) * (1 + min(width, 30) / 30)
            best = max(best, (score, delimiter), key=lambda one: one[0])
    return best[1]


def _rows(stream: io.TextIOBase, delimiter: str, *, skipped: bool) -> Iterator[Row]:
    """The rows with their first lines. Where a quotation mark is left open, its own line is a row, and the next lines
    are read anew."""
    lines = _Lines(stream)
    if skipped:
        next(lines, None)
    while True:
        first = lines.number + 1
        lines.begin()
        try:
            cells = next(csv.reader(lines, delimiter=delimiter), None)
        except (csv.Error, _TooLong):
            cells = None
            lines.go_back()
            alone = next(lines).rstrip("\r\n")
            yield Row(first, tuple(alone.replace('"', "").split(delimiter)), quote_left_open=True)
            continue
        if cells is None:
            return
        if first > MOST_ROWS:
            raise ListRefused(f"The list has more than {MOST_ROWS:,} rows.")
        yield Row(first, tuple(cells[: MOST_COLUMNS + 1]))


class _TooLong(Exception):  # noqa: N818  says what a row is, inside this file alone
    pass


class _Lines:
    """The lines of a stream, of which those of one row can be had a second time."""

    def __init__(self, stream: io.TextIOBase) -> None:
        self.stream = stream
        self.number = 0
        self.of_row: list[str] = []
        self.again: list[str] = []

    def begin(self) -> None:
        self.of_row = []

    def go_back(self) -> None:
        self.again = self.of_row + self.again
        self.number -= len(self.of_row)
        self.of_row = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.of_row) >= MOST_LINES_OF_A_ROW:
            raise _TooLong
        line = self.again.pop(0) if self.again else self.stream.readline()
        if not line:
            if self.of_row and _is_open(self.of_row):
                raise _TooLong
            raise StopIteration
        self.number += 1
        self.of_row.append(line)
        return line


def _is_open(lines: list[str]) -> bool:
    return sum(line.count('"') for line in lines) % 2 == 1

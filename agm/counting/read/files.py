"""What a file holds, how its text is opened, and what is wrong with it: line, column, and what was expected there."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TypeAlias

from agm.counting.errors import CountingError
from agm.counting.model import Ballots, Candidate, Contest, VoteTotals
from agm.language.characters import unshowable, without_invisible
from agm.language.encodings import NotText, encoding_of
from agm.language.letters import same_name

Rows: TypeAlias = Iterator[tuple[int, list[str]]]
"""Of a table, with the numbers of their (last) lines."""
Source: TypeAlias = "str | bytes | Iterable[str]"
"""Text, bytes (UTF-8, UTF-16, or Windows-1252 as old programs wrote it), or the lines of an open text file."""

MOST_DIGITS = 9
"""No number in a file has more."""
LONGEST_LINE = 1_000_000
"""Characters; a line of more is no line of papers, and would fill the memory."""
LARGEST_FILE = 256 * 1024 * 1024
"""Bytes of one file of papers: some ten million papers."""
MOST_SHOWN = 40
"""A file that is wrong on every line is wrong in one way; nobody reads a million messages."""


@dataclass(frozen=True, slots=True)
class BallotFile:
    """``notes`` say what of the file was not taken for papers, a sentence each."""

    contest: Contest
    ballots: Ballots
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TotalsFile:
    contest: Contest
    totals: VoteTotals
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, at a line and column that count from 1. ``expected`` says what should be there."""

    line: int
    column: int
    expected: str
    found: str = ""

    def __str__(self) -> str:
        found = f", found {self.found}" if self.found else ""
        return f"Line {self.line}, column {self.column}: expected {self.expected}{found}."


class ReadingError(CountingError):
    """The file cannot be read; ``places`` has the problems with their lines and columns, in order."""

    def __init__(self, places: Iterable[Problem], *, more: int = 0) -> None:
        self.places = sorted(places, key=lambda problem: (problem.line, problem.column))
        self.more = more
        rest = [f"There are {more:,} more problems like these."] if more else []
        super().__init__([*map(str, self.places), *rest])


class ProblemList:
    def __init__(self) -> None:
        self.places: list[Problem] = []
        self.more = 0
        self.names: dict[str, int] = {}

    def add(self, line: int, column: int, expected: str, found: str = "") -> None:
        """Beyond ``MOST_SHOWN`` only the number of problems is kept."""
        if len(self.places) < MOST_SHOWN:
            self.places.append(Problem(line, column, expected, found))
        else:
            self.more += 1

    def check_name(self, line: int, name: str) -> None:
        """Notes an empty name, and one that has stood on another line."""
        key = same_name(name)
        if not key:
            self.add(line, 1, "the name of a candidate", "an empty name")
        elif key in self.names:
            self.add(line, 1, f"a name of its own for each candidate; line {self.names[key]} has the same", shown(name))
        self.names.setdefault(key, line)

    def check(self) -> None:
        if self.places:
            raise ReadingError(self.places, more=self.more)


def lines_of(source: Source, problems: ProblemList) -> Iterator[str]:
    """The lines of a source, without their ends, whichever system wrote them, and without what nobody sees.

    A character that no text may hold is noted with its place. Raises ``ReadingError`` for what is no plain text, and
    for a line of more than ``LONGEST_LINE`` characters.
    """
    if isinstance(source, bytes):
        source = _limited(io.TextIOWrapper(io.BytesIO(source), _encoding(source), newline=None))
    elif isinstance(source, str):
        source = _limited(io.StringIO(source, newline=None))
    begun = False
    for number, text in enumerate(source, start=1):
        line = text.removesuffix("\n").removesuffix("\r")
        if len(line) > LONGEST_LINE:
            raise ReadingError([Problem(number, LONGEST_LINE, f"a line of at most {LONGEST_LINE:,} characters")])
        if not (line.isascii() and line.isprintable()):
            line = as_shown(line, number, problems)
        if not begun and WEB_PAGE.match(line):
            raise ReadingError(
                [Problem(number, 1, "a file of papers or totals", "a web page (an error page, perhaps)")]
            )
        begun = begun or bool(line.strip())
        yield line


def as_shown(line: str, number: int, problems: ProblemList) -> str:
    """The line as it looks; what it may not hold is noted with its place."""
    line = without_invisible(line)
    if hidden := unshowable(line, lines=False):
        found = f"the unprintable character U+{ord(hidden.group()):04X}"
        problems.add(number, hidden.start() + 1, "text that can be printed", found)
    return line


def text_of(source: Source) -> str:
    """The whole text at once, for a form that has no lines."""
    if isinstance(source, bytes):
        return source.decode(_encoding(source)).removeprefix("\ufeff")
    return "".join(source)


def _limited(stream: io.TextIOBase) -> Iterator[str]:
    """No more of a line than shows that it is too long."""
    return iter(partial(stream.readline, LONGEST_LINE + 2), "")


WEB_PAGE = re.compile(r"\s*<(?:!--|[!?/]?[a-z])", re.IGNORECASE)
OTHER_FILES = {
    b"PK\x03\x04": "a spreadsheet or an archive; save its sheet as CSV first",
    b"\xd0\xcf\x11\xe0": "an Excel or Word file; save its sheet as CSV first",
    b"%PDF": "a PDF file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "a text with formats (RTF)",
}


def _encoding(data: bytes) -> str:
    """Of what the whole of the data is text; raises ``ReadingError`` where it is none."""
    for beginning, found in OTHER_FILES.items():
        if data.startswith(beginning):
            raise ReadingError([Problem(1, 1, "a file of papers or totals", found)])
    try:
        return encoding_of(data)
    except NotText as error:
        wanted = f"text in {error.encoding.removesuffix('-sig').upper()}"
        found = f"the byte {error.byte:#04x}"
        raise ReadingError([Problem(error.line, error.column, wanted, found)]) from None


def csv_rows(source: Source, problems: ProblemList) -> Rows:
    """The rows with the numbers of their last lines; raises ``ReadingError`` at what is not in CSV form.

    Cells are separated by commas, semicolons or tabs: by what the first line that holds something has most of, or by
    what it says in Excel's form ``sep=;``.
    """
    lines = lines_of(source, problems)
    passed = []
    for line in lines:
        passed.append(line + "\n")
        if line.strip():
            break
    if passed and (said := SEPARATOR_SAID.fullmatch(passed[-1])):
        separator = said.group(1)
        passed[-1] = "\n"
    else:
        outside = re.sub(QUOTED_CELL, "", passed[-1]) if passed else ""
        separator = max(SEPARATORS, key=outside.count)
    rows = csv.reader(chain(passed, (line + "\n" for line in lines)), delimiter=separator, strict=True)
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as error:
        problems.add(rows.line_num, 1, "cells in CSV form", str(error))
        problems.check()


def first_row(rows: Rows) -> tuple[int, list[str]]:
    """The first row that holds something, or an empty one."""
    return next((found for found in rows if any(cell.strip() for cell in found[1])), (1, []))


def cells_of(line: int, row: list[str], width: int, problems: ProblemList) -> list[str]:
    """The cells of a row, as many as headings; nothing for a line that is no row. Excel's ``="007"`` is 007."""
    cells = [cell.strip() for cell in row] or [""] * (width == 1)
    if any(cell.startswith('="') for cell in cells):
        cells = [AS_TEXT.sub(r"\1", cell) for cell in cells]
    while len(cells) > width and not cells[-1]:
        cells.pop()
    if cells and len(cells) != width:
        problems.add(line, 1, f"{width} cells, as in the first row", str(len(cells)))
        return []
    return cells


def papers_of_row(line: int, cells: list[str], column: int | None, problems: ProblemList) -> int:
    """How many papers a row stands for, as the column says, which counts from 0."""
    number = 1 if column is None else whole_number(cells[column].removesuffix(".0"))
    if number is None:
        problems.add(line, (column or 0) + 1, "a whole number of papers", shown(cells[column or 0]))
    return number or 0


SEPARATOR_SAID = re.compile(r'"?sep=(.)"?[ \r]*\n', re.IGNORECASE)
AS_TEXT = re.compile(r'^="([^"]*)"$')
QUOTED_CELL = r'"(?:[^"]|"")*"'
SEPARATORS = ",;\t"


def whole_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def candidates_of(names: Iterable[str]) -> tuple[Candidate, ...]:
    return tuple(Candidate(number, name) for number, name in enumerate(names, start=1))


def shown(text: str, most: int = 30) -> str:
    clean = "".join(c if c.isprintable() else " " for c in text.strip())
    return f"“{clean[: most - 1]}…”" if len(clean) > most else f"“{clean}”"

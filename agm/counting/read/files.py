"""What a file holds, how its text is opened, and what is wrong with it: line, column, and what was expected there."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeAlias

from agm.counting.errors import CountingError
from agm.counting.model import Ballots, Candidate, Contest, VoteTotals, same_name

Source: TypeAlias = "str | bytes | Iterable[str]"
"""Text, bytes (UTF-8, or Windows-1252 as old programs wrote it), or the lines of an open text file."""

MOST_DIGITS = 9
"""No number in a file has more."""
MOST_SHOWN = 40
"""A file that is wrong on every line is wrong in one way; nobody reads a million messages."""


@dataclass(frozen=True, slots=True)
class BallotFile:
    contest: Contest
    ballots: Ballots


@dataclass(frozen=True, slots=True)
class TotalsFile:
    contest: Contest
    totals: VoteTotals


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


def lines_of(source: Source) -> Iterator[str]:
    """The lines of a source, without their ends, whichever system wrote them, and without a byte order mark.

    Raises ``ReadingError`` where bytes are no text.
    """
    if isinstance(source, bytes):
        source = _decode(source)
    if isinstance(source, str):
        source = io.StringIO(source, newline=None)
    lines = iter(source)
    first = [line.removeprefix("\ufeff") for line in islice(lines, 1)]
    return (line.removesuffix("\n").removesuffix("\r") for line in chain(first, lines))


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        line = data.partition(b"\0")[0].count(b"\n") + 1 if b"\0" in data else 1
        raise ReadingError([Problem(line, 1, "plain text in UTF-8", "something that is not plain text")])
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            before, byte = data[: error.start], data[error.start]
    place = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
    raise ReadingError([Problem(*place, "text in UTF-8", f"the byte {byte:#04x}")])


def csv_rows(source: Source, problems: ProblemList) -> Iterator[tuple[int, list[str]]]:
    """The rows with the numbers of their last lines; raises ``ReadingError`` at what is not in CSV form."""
    rows = csv.reader((line + "\n" for line in lines_of(source)), strict=True)
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as error:
        problems.add(rows.line_num, 1, "cells in CSV form", str(error))
        problems.check()


def whole_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def candidates_of(names: Iterable[str]) -> tuple[Candidate, ...]:
    return tuple(Candidate(number, name) for number, name in enumerate(names, start=1))


def shown(text: str, most: int = 30) -> str:
    clean = "".join(c if c.isprintable() else " " for c in text.strip())
    return f"“{clean[: most - 1]}…”" if len(clean) > most else f"“{clean}”"

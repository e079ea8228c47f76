"""What is wrong with a file: the line, the column, and what was expected there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agm.counting.errors import CountingError

MOST_SHOWN = 40
"""A file that is wrong on every line is wrong in one way; nobody reads a million messages."""


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
        self.places = tuple(places)
        self.more = more
        rest = [f"There are {more:,} more problems like these."] if more else []
        super().__init__([*map(str, self.places), *rest])


class ProblemList:
    """Collects problems while a file is read on, so that all are told at once."""

    def __init__(self) -> None:
        self.places: list[Problem] = []
        self.more = 0

    def add(self, line: int, column: int, expected: str, found: str = "") -> None:
        """Notes one problem; beyond ``MOST_SHOWN`` only their number is kept."""
        if len(self.places) < MOST_SHOWN:
            self.places.append(Problem(line, column, expected, found))
        else:
            self.more += 1

    def check(self) -> None:
        """Raises ``ReadingError`` where anything was noted, in the order of the file."""
        if self.places:
            self.places.sort(key=lambda problem: (problem.line, problem.column))
            raise ReadingError(self.places, more=self.more)


def shown(text: str, most: int = 30) -> str:
    """A piece of the file for a message: in quotes, on one line, and not too long."""
    clean = "".join(c if c.isprintable() else " " for c in text.strip())
    return f"“{clean[: most - 1]}…”" if len(clean) > most else f"“{clean}”"

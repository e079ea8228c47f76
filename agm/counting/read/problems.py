"""What is wrong with a file: the line, the column, and what was expected there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agm.counting.errors import CountingError
from agm.counting.names import same_name

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


def shown(text: str, most: int = 30) -> str:
    clean = "".join(c if c.isprintable() else " " for c in text.strip())
    return f"“{clean[: most - 1]}…”" if len(clean) > most else f"“{clean}”"

"""Reading BLT, the file form of Hill, Wichmann and Woodall's STV program that every counting program reads.

First line: number of candidates, number of seats. Then ``-3`` for a withdrawn candidate; one line for each ranking:
``papers preferences 0`` with ``-`` for a preference left out and ``2=5`` for equal ones; a lone ``0``; the names; the
title. Real files leave out quotes, double them, use commas, carry comments after ``#``, and lack the last line end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto

from agm.counting.model import SKIPPED, BallotGroup, Ballots, Contest, Preference, Ranking
from agm.counting.read.blt_names import NameBlock
from agm.counting.read.files import BallotFile, Source, candidates_of, lines_of, whole_number
from agm.counting.read.problems import Problem, ProblemList, ReadingError, shown

PLAIN = re.compile(r"[0-9 ]+")
TOKEN = re.compile(r"[^\s,=]+(?:\s*=\s*[^\s,=]+)*|=")
EQUAL_PART = re.compile(r"[^\s=]+")
WITHDRAWN = re.compile(r"-[0-9]+")


class Part(Enum):
    HEAD = auto()
    PAPERS = auto()
    NAMES = auto()


class BltReader:
    """Reads one file line by line; holds one entry per distinct ranking and nothing else of the papers."""

    candidates: int
    seats: int

    def __init__(self) -> None:
        self.problems = ProblemList()
        self.part = Part.HEAD
        self.withdrawn: set[int] = set()
        self.papers: dict[Ranking, int] = {}
        self.names = NameBlock(self.problems)
        self.line = 0

    def read(self, lines: Iterator[str]) -> BallotFile:
        for text in lines:
            self.line += 1
            if self.part is Part.NAMES:
                self.names.add(self.line, text)
            elif self.part is Part.HEAD:
                self.read_head(text)
            elif not self.read_plain_paper(text):
                self.read_paper_line(text)
        return self.build()

    def build(self) -> BallotFile:
        end = self.line + 1
        if self.part is Part.HEAD:
            self.problems.add(max(self.line, 1), 1, "the numbers of candidates and seats, for example “7 3”", "nothing")
        elif self.part is Part.PAPERS:
            found = "the end of the file; it may have been cut off"
            self.problems.add(end, 1, "more papers, or a line with 0 alone after the last of them", found)
        else:
            self.names.finish(end, self.candidates)
        self.problems.check()
        candidates = candidates_of(self.names.names)
        contest = Contest(self.names.title, candidates, self.seats, withdrawn=frozenset(self.withdrawn))
        return BallotFile(contest, Ballots(tuple(BallotGroup(*paper) for paper in self.papers.items())))

    def read_head(self, text: str) -> None:
        """The first line: candidates and seats. A file that has neither is no BLT file, and reading stops."""
        tokens = self.tokens(text)
        if not tokens:
            return
        numbers = [whole_number(token.removeprefix("-")) for _, token in tokens]
        expected = "the numbers of candidates and seats, for example “7 3”; this does not look like a BLT file"
        if len(tokens) != 2 or None in numbers:
            raise ReadingError([Problem(self.line, tokens[0][0], expected, shown(text))])
        (candidates_at, candidates), (seats_at, seats) = tokens
        if not whole_number(candidates):
            expected = "a number of candidates from 1"
            raise ReadingError([Problem(self.line, candidates_at, expected, shown(candidates))])
        self.candidates, self.seats = int(candidates), whole_number(seats) or 0
        if not self.seats:
            self.problems.add(self.line, seats_at, "a number of seats from 1", shown(seats))
        self.part = Part.PAPERS

    def read_plain_paper(self, text: str) -> bool:
        """The quick way for the line that nearly every line is: digits and spaces only. False where it is not one."""
        if not PLAIN.fullmatch(text):
            return False
        try:
            papers, *preferences, end = map(int, text.split())
        except ValueError:
            return False
        if end or not papers or papers >= 10**9:
            return False
        if preferences and (min(preferences) < 1 or max(preferences) > self.candidates):
            return False
        ranking = tuple(preferences)
        self.papers[ranking] = self.papers.get(ranking, 0) + papers
        return True

    def tokens(self, text: str) -> list[tuple[int, str]]:
        """The words of a line with their columns, without a comment; commas separate as spaces do."""
        text = text.partition("#")[0]
        return [(match.start() + 1, match.group()) for match in TOKEN.finditer(text)]

    def read_paper_line(self, text: str) -> None:
        """A line that needs a closer look: the end of the papers, a withdrawal, a doubtful or a wrong ranking."""
        tokens = self.tokens(text)
        words = [word for _, word in tokens]
        if not words:
            return
        if words == ["0"]:
            self.part = Part.NAMES
        elif all(WITHDRAWN.fullmatch(word) for word in words):
            for column, word in tokens:
                self.withdraw(column, word)
        else:
            self.read_ranking(tokens)

    def withdraw(self, column: int, word: str) -> None:
        number = whole_number(word[1:])
        if number is None or not 1 <= number <= self.candidates:
            self.problems.add(self.line, column, f"a withdrawn candidate from -1 to -{self.candidates}", shown(word))
        else:
            self.withdrawn.add(number)

    def read_ranking(self, tokens: list[tuple[int, str]]) -> None:
        column, word = tokens[0]
        papers = whole_number(word)
        if not papers:
            expected = "a whole number of papers from 1 (or 0 alone, to end the papers)"
            self.problems.add(self.line, column, expected, shown(word))
        column, word = tokens[-1]
        ended = word == "0"
        if not ended:
            self.problems.add(self.line, column + len(word), "0 at the end of the line", "the end of the line")
        preferences = tuple(self.preference(*token) for token in (tokens[1:-1] if ended else tokens[1:]))
        if papers:
            self.papers[preferences] = self.papers.get(preferences, 0) + papers

    def preference(self, column: int, word: str) -> Preference:
        if word == "-":
            return SKIPPED
        if word == "=":
            self.problems.add(self.line, column, "a candidate on each side of =", "= on its own")
            return SKIPPED
        parts = EQUAL_PART.finditer(word)
        numbers = [self.candidate_number(column + part.start(), part.group()) for part in parts]
        if len(set(numbers)) < len(numbers):
            self.problems.add(self.line, column, "different candidates in an equal rank", shown(word))
        return numbers[0] if len(numbers) == 1 else tuple(numbers)

    def candidate_number(self, column: int, word: str) -> int:
        number = whole_number(word)
        if number is None or not 1 <= number <= self.candidates:
            expected = f"the number of a candidate, from 1 to {self.candidates}"
            self.problems.add(self.line, column, expected, shown(word))
            return SKIPPED
        return number


def read_blt(source: Source) -> BallotFile:
    """Reads a BLT file in one pass; equal rankings are grouped in the order in which each first occurs.

    Raises ``ReadingError`` with every problem found.
    """
    return BltReader().read(lines_of(source))

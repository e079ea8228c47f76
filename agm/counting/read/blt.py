"""BLT, the file form of Hill, Wichmann and Woodall's STV program that every counting program reads.

First line: number of candidates, number of seats. Then ``-3`` for a withdrawn candidate; one line for each ranking:
``papers preferences 0`` with ``-`` for a preference left out and ``2=5`` for equal ones; a lone ``0``; the names; the
title. Real files leave out quotes, double them, use commas, carry comments after ``#``, and lack the last line end.
"""

import re
from collections.abc import Iterator

from agm.counting.errors import CountingError
from agm.counting.model import SKIPPED, BallotGroup, Ballots, Contest, Preference, Ranking
from agm.counting.read.files import (
    BallotFile,
    Problem,
    ProblemList,
    ReadingError,
    Source,
    candidates_of,
    lines_of,
    shown,
    whole_number,
)

PLAIN = re.compile(r"[0-9 ]+")
TOKEN = re.compile(r"[^\s,=]+(?:\s*=\s*[^\s,=]+)*|=")
EQUAL_PART = re.compile(r"[^\s=]+")
WITHDRAWN = re.compile(r"-[0-9]+")
QUOTED = r'"(?:[^"]|"")*"'
SEVERAL = re.compile(rf"\s*{QUOTED}(?:[\s,]+{QUOTED})+\s*(?:#.*)?")
ONE = re.compile(rf"({QUOTED})\s*(?:#.*)?")
COMMENT_AFTER = re.compile(r'"\s+#[^"]*$')
HEAD = "the numbers of candidates and seats, for example “7 3”"


def read_blt(source: Source) -> BallotFile:
    """Reads a BLT file in one pass; equal rankings are grouped in the order in which each first occurs.

    Raises ``ReadingError`` with every problem found.
    """
    return _BltReader().read(lines_of(source))


class _BltReader:
    """Reads one file line by line; holds one entry per distinct ranking and nothing else of the papers."""

    candidates: int
    seats: int

    def __init__(self) -> None:
        self.problems = ProblemList()
        self.withdrawn: set[int] = set()
        self.papers: dict[Ranking, int] = {}
        self.line = 0

    def read(self, lines: Iterator[str]) -> BallotFile:
        numbered = enumerate(lines, start=1)
        for self.line, text in numbered:
            if self.read_head(text):
                break
        else:
            self.problems.add(max(self.line, 1), 1, HEAD, "nothing")
            self.problems.check()
        for self.line, text in numbered:
            if not self.read_plain_paper(text) and self.read_paper_line(text):
                break
        else:
            found = "the end of the file; it may have been cut off"
            self.problems.add(self.line + 1, 1, "more papers, or a line with 0 alone after the last of them", found)
            self.problems.check()
        names = self.read_names(numbered)
        self.problems.check()
        candidates, title = candidates_of(names[: self.candidates]), "".join(names[self.candidates :])
        contest = Contest(title, candidates, self.seats, withdrawn=frozenset(self.withdrawn))
        return BallotFile(contest, Ballots(tuple(BallotGroup(*paper) for paper in self.papers.items())))

    def read_head(self, text: str) -> bool:
        """The first line that holds something. A file that has no such numbers is no BLT file, and reading stops."""
        tokens = tokens_of(text)
        if not tokens:
            return False
        numbers = [whole_number(token.removeprefix("-")) for _, token in tokens]
        if len(tokens) != 2 or None in numbers:
            expected = f"{HEAD}; this does not look like a BLT file"
            raise ReadingError([Problem(self.line, tokens[0][0], expected, shown(text))])
        (candidates_at, candidates), (seats_at, seats) = tokens
        if not whole_number(candidates):
            expected = "a number of candidates from 1"
            raise ReadingError([Problem(self.line, candidates_at, expected, shown(candidates))])
        self.candidates, self.seats = int(candidates), whole_number(seats) or 0
        if not self.seats:
            self.problems.add(self.line, seats_at, "a number of seats from 1", shown(seats))
        return True

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

    def read_paper_line(self, text: str) -> bool:
        """A line that needs a closer look: a withdrawal, a doubtful or wrong ranking. True at the end of the papers."""
        tokens = tokens_of(text)
        words = [word for _, word in tokens]
        if words and all(map(WITHDRAWN.fullmatch, words)):
            for column, word in tokens:
                self.withdraw(column, word)
        elif words and words != ["0"]:
            self.read_ranking(tokens)
        return words == ["0"]

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

    def read_names(self, numbered: Iterator[tuple[int, str]]) -> list[str]:
        """As many names as candidates, and perhaps a title."""
        texts: list[tuple[int, str]] = []
        for self.line, text in numbered:
            texts += [(self.line, found) for found in self.texts_in(text.strip())]
        names, rest = texts[: self.candidates], texts[self.candidates :]
        if len(names) < self.candidates:
            found = f"{len(names)} and then the end of the file; it may have been cut off"
            self.problems.add(self.line + 1, 1, f"{self.candidates} names, one for each candidate", found)
        for line, text in rest[1:]:
            self.problems.add(line, 1, f"nothing more after {self.candidates} names and a title", shown(text))
        for line, text in names:
            self.problems.check_name(line, text)
        return [text for _, text in texts]

    def texts_in(self, line: str) -> list[str]:
        """The names in a line; the inner quotes of a quoted one may be doubled or not."""
        if not line or line.startswith("#"):
            return []
        if not line.startswith('"'):
            return [re.sub(r"\s+#.*$", "", line)]
        if SEVERAL.fullmatch(line):
            return [unquoted(found) for found in re.findall(QUOTED, line)]
        if found := ONE.fullmatch(line):
            return [unquoted(found.group(1))]
        line = COMMENT_AFTER.sub('"', line)
        if len(line) == 1 or not line.endswith('"'):
            self.problems.add(self.line, len(line) + 1, "a closing quote on the line that the name begins on")
        return [line.removeprefix('"').removesuffix('"')]


def tokens_of(text: str) -> list[tuple[int, str]]:
    """The words of a line with their columns, without a comment; commas separate as spaces do."""
    return [(match.start() + 1, match.group()) for match in TOKEN.finditer(text.partition("#")[0])]


def unquoted(text: str) -> str:
    return text[1:-1].replace('""', '"')


def write_blt(contest: Contest, ballots: Ballots) -> str:
    """What ``read_blt`` reads back as the same contest and papers, but for groups, constraints and papers rejected.

    Raises ``CountingError`` for a name or title with a line break in it, which the form cannot hold.
    """
    texts = [*(candidate.name for candidate in contest.candidates), contest.title]
    broken = [text for text in texts if len(text.splitlines()) > 1 or text.endswith(("\n", "\r"))]
    if broken:
        raise CountingError([f"A BLT file cannot hold the line break in “{' '.join(t.split())}”." for t in broken])
    lines = [
        f"{len(contest.candidates)} {contest.seats}",
        *([" ".join(f"-{number}" for number in sorted(contest.withdrawn))] if contest.withdrawn else []),
        *(" ".join([str(group.papers), *map(_preference, group.ranking), "0"]) for group in ballots.groups),
        "0",
        *('"' + text.replace('"', '""') + '"' for text in texts),
    ]
    return "\n".join(lines) + "\n"


def _preference(preference: Preference) -> str:
    if isinstance(preference, tuple):
        return "=".join(map(str, preference))
    return "-" if preference == SKIPPED else str(preference)

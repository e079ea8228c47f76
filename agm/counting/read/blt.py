"""BLT, the file form of Hill, Wichmann and Woodall's STV program that every counting program reads.

First line: number of candidates, number of seats. Then ``-3`` for a withdrawn candidate; one line for each ranking:
``papers preferences 0`` with ``-`` for a preference left out and ``2=5`` for equal ones; a lone ``0``; the names; the
title. Real files leave out quotes, double them, use commas or semicolons throughout, carry comments after ``#``, have
the party behind the name, and lack the last line end; droop's have options such as ``[nick a b c]`` and call papers
``(by a name)``. A file without a title is refused: it looks like one that lost a name, whose candidates all shift.
"""

import re
from collections.abc import Iterator

from agm.counting.errors import CountingError
from agm.counting.model import MOST_CANDIDATES, SKIPPED, BallotGroup, Ballots, Contest, Preference, Ranking
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

PLAIN = re.compile(r"(?:[1-9][0-9]* +)+0 *")
TOKEN = re.compile(r"[^\s,;=]+(?:\s*=\s*[^\s,;=]+)*|=")
APART = re.compile(r"[,;]")
ALL_APART = re.compile(r"\s*[^\s,;]+(?:\s*([,;])\s*[^\s,;]+)(?:\s*\1\s*[^\s,;]+)*\s*\1?\s*")
LEADING_ZERO = re.compile(r"(?<![^\s,;=])0[0-9]+")
OPTION = re.compile(r"\s*\[\s*(\w+)\s*([^\]]*)\]\s*(?:#.*)?")
EQUAL_PART = re.compile(r"[^\s=]+")
WITHDRAWN = re.compile(r"-[^\s-]+")
QUOTED = r'"(?:[^"]|"")*"'
SEVERAL = re.compile(rf"\s*{QUOTED}(?:[\s,]+{QUOTED})+\s*(?:#.*)?")
ONE = re.compile(rf"({QUOTED})\s*(?:#.*)?")
COMMENT_AFTER = re.compile(r'"\s+#[^"]*$')
PAPER_NAME = re.compile(r"^\s*\([^()]*\)")
HEAD = "the numbers of candidates and seats, for example “7 3”"


def read_blt(source: Source) -> BallotFile:
    """Reads a BLT file in one pass; equal rankings are grouped in the order in which each first occurs.

    Raises ``ReadingError`` with every problem found.
    """
    return _BltReader().read(source)


class _BltReader:
    """Reads one file line by line; holds one entry per distinct ranking and nothing else of the papers."""

    candidates: int
    seats: int

    def __init__(self) -> None:
        self.problems = ProblemList()
        self.withdrawn: set[int] = set()
        self.papers: dict[Ranking, int] = {}
        self.nicks: dict[str, int] = {}
        self.separators: dict[str, int] = {}
        self.notes: list[str] = []
        self.line = 0

    def read(self, source: Source) -> BallotFile:
        numbered = enumerate(lines_of(source, self.problems), start=1)
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
        names, title = self.read_names(numbered)
        self.problems.check()
        contest = Contest(title, candidates_of(names), self.seats, withdrawn=frozenset(self.withdrawn))
        ballots = Ballots(tuple(BallotGroup(*paper) for paper in self.papers.items()))
        return BallotFile(contest, ballots, tuple(self.notes))

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
        if self.candidates > MOST_CANDIDATES:
            expected = f"at most {MOST_CANDIDATES:,} candidates"
            raise ReadingError([Problem(self.line, candidates_at, expected, shown(candidates))])
        if not self.seats:
            self.problems.add(self.line, seats_at, "a number of seats from 1", shown(seats))
        return True

    def read_plain_paper(self, text: str) -> bool:
        """The quick way for the line that nearly every line is: digits and spaces only. False where it is not one."""
        if " " not in self.separators or not PLAIN.fullmatch(text):
            return False
        try:
            papers, *preferences, _ = map(int, text.split())
        except ValueError:  # more digits than Python takes for a number
            return False
        if papers >= 10**9 or (preferences and max(preferences) > self.candidates):
            return False
        ranking = tuple(preferences)
        self.papers[ranking] = self.papers.get(ranking, 0) + papers
        return True

    def read_paper_line(self, text: str) -> bool:
        """A line that needs a closer look: an option, a withdrawal, a doubtful or wrong ranking. True at the end."""
        if option := OPTION.fullmatch(text):
            self.read_option(*option.groups())
            return False
        text = PAPER_NAME.sub("1", text.partition("#")[0], count=1)
        tokens = tokens_of(text)
        words = [word for _, word in tokens]
        if words and all(map(WITHDRAWN.fullmatch, words)):
            for column, word in tokens:
                self.withdraw(column, word)
        elif words and words != ["0"]:
            self.check_separators(text)
            self.read_ranking(tokens)
        return words == ["0"]

    def read_option(self, name: str, values: str) -> None:
        """One of droop's options: short names, which papers may use, or what only its own counts need."""
        if name in {"tie", "droop"}:
            self.notes.append(f"Line {self.line}, “[{name} …]”, is not used: ties are decided when they arise.")
        elif name == "nick" and len(set(values.split())) == self.candidates == len(values.split()):
            self.nicks = {nick: number for number, nick in enumerate(values.split(), start=1)}
        elif name == "withdrawn":
            for word in values.split():
                self.withdraw(values.index(word) + 1, f"-{word.removeprefix('-')}")
        else:
            expected = f"papers, or an option such as “[nick a b c]” with {self.candidates} short names"
            self.problems.add(self.line, 1, expected, shown(f"[{name} {values}]"))

    def check_separators(self, text: str) -> None:
        """Notes commas that could be those of thousands: the numbers of all lines stand apart in one way."""
        found = APART.search(text)
        if found and not ALL_APART.fullmatch(text):
            expected = f"“{found.group()}” between all numbers of the line or none, and in no number"
            self.problems.add(self.line, found.start() + 1, expected, shown(text))
            return
        self.separators.setdefault(found.group() if found else " ", self.line)
        first, *others = sorted(self.separators.values())
        if self.line in others:
            expected = f"numbers that stand apart as those of line {first} do"
            self.problems.add(self.line, found.start() + 1 if found else 1, expected, shown(text))
        elif zero := LEADING_ZERO.search(text):
            expected = "numbers that do not begin with 0; this could be part of a number"
            self.problems.add(self.line, zero.start() + 1, expected, shown(zero.group()))

    def withdraw(self, column: int, word: str) -> None:
        number = self.nicks.get(word[1:]) or whole_number(word[1:])
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
        number = self.nicks.get(word) or whole_number(word)
        if number is None or not 1 <= number <= self.candidates:
            expected = f"the number of a candidate, from 1 to {self.candidates}"
            self.problems.add(self.line, column, expected, shown(word))
            return SKIPPED
        return number

    def read_names(self, numbered: Iterator[tuple[int, str]]) -> tuple[list[str], str]:
        """As many names as candidates, and the title."""
        lines: list[tuple[int, list[str]]] = []
        for self.line, text in numbered:
            if found := self.texts_in(text.strip()):
                lines.append((self.line, found))
        if self.all_in_one_line([len(texts) for _, texts in lines]):
            lines = [(line, [text]) for line, texts in lines for text in texts]
        names, rest = lines[: self.candidates], lines[self.candidates :]
        if len(names) < self.candidates:
            found_only = f"{len(names)} and then the end of the file; it may have been cut off"
            self.problems.add(self.line + 1, 1, f"{self.candidates} names, one for each candidate", found_only)
        elif not rest:
            expected = f'a title after the {self.candidates} names (a line with "" where there is none)'
            self.problems.add(self.line + 1, 1, expected, "the end of the file; a name may have been lost")
        for line, texts in rest[:1]:
            if len(texts) > 1:
                self.problems.add(line, 1, "one title; a name may have been lost", shown(" ".join(texts)))
        for line, texts in rest[1:]:
            expected = f"nothing more after {self.candidates} names and a title"
            self.problems.add(line, 1, expected, shown(" ".join(texts)))
        for line, texts in names:
            self.problems.check_name(line, texts[0])
        if beside := [line for line, texts in names if len(texts) > 1]:
            self.notes.append(f"Behind the name on line {beside[0]} stands more (a party?); only names are used.")
        return [texts[0] for _, texts in names], "".join(texts[0] for _, texts in rest[:1])

    def all_in_one_line(self, lengths: list[int]) -> bool:
        """Whether a line has every name; a party behind a name must not pass for the next one."""
        return lengths == [self.candidates + 1] or (lengths == [self.candidates, 1] and self.candidates > 2)

    def texts_in(self, line: str) -> list[str]:
        """The names in a line; the inner quotes of a quoted one may be doubled or not."""
        line = line.replace("\t", " ")
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

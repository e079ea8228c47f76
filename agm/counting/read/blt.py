"""BLT, the file form of Hill, Wichmann and Woodall's STV program that every counting program reads.

First line: number of candidates, number of seats. Then ``-3`` for a withdrawn candidate; one line for each ranking:
``papers preferences 0`` with ``-`` for a preference left out and ``2=5`` for equal ones; a lone ``0``; the names; the
title. Real files leave out quotes, double them or put a backslash before them, use commas or semicolons throughout,
carry comments after ``#`` or in ``/* */`` (the names may stand there, numbered), have the party behind the name, a
source and a comment after the title, and lack the last line end. Those of OpenSTV and droop call papers ``(by a
name)`` and have options such as ``[nick a b c]``; Hill's have ``(2 5)`` for equal ones. A file without a title is
refused: it looks like one that lost a name, whose candidates all shift.
"""

import re
from collections.abc import Iterable, Iterator

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
OPTION = re.compile(r"\[\s*(\w+)\s*([^\]]*)\]")
OPTIONS = re.compile(rf"\s*(?:{OPTION.pattern}\s*)+(?:#.*)?")
NOT_OURS = {"tie", "droop", "option", "options"}
"""Options that only say how another program counts."""
NICK = re.compile(r"[^\W\d][^\s,;=]*")
EQUAL_PART = re.compile(r"[^\s=]+")
WITHDRAWN = re.compile(r"-[^\s-]+")
QUOTED = r'"(?:[^"]|"")*"'
SEVERAL = re.compile(rf"\s*{QUOTED}(?:[\s,]+{QUOTED})+\s*(?:#.*)?")
OTHER_QUOTES = re.compile(r"[“”„][^“”„]*[“”„]|'[^']*'")
ONE = re.compile(rf"({QUOTED})\s*(?:#.*)?")
COMMENT_AFTER = re.compile(r'"\s+#[^"]*$')
ESCAPED = re.compile(r'\\(["\\])')
PAPER_NAME = re.compile(r"^\s*\([^()]*\)")
BRACKETS = re.compile(r"\(([^()]*)\)")
C_COMMENT = re.compile(r'("[^"]*"?|#.*)|/\*.*?(\*/|$)')
"""The second group is the end of a comment; the first one is what holds no comment of that kind."""
NAME_IN_COMMENT = re.compile(r"\s*#+\s*(?:candidate|name)?\s*([0-9]{1,4})\s*[:.)=-]?\s+(\S.*)", re.IGNORECASE)
SOURCE = re.compile(r"(?:source|comment|note)\s*:", re.IGNORECASE)
AFTER_TITLE = re.compile(r"(?:source|comment|note)\b", re.IGNORECASE)
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
        self.comments: list[tuple[int, str]] = []
        self.notes: list[str] = []
        self.line = 0

    def read(self, source: Source) -> BallotFile:
        numbered = self.without_comments(lines_of(source, self.problems))
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

    def without_comments(self, lines: Iterable[str]) -> Iterator[tuple[int, str]]:
        """The numbered lines; spaces stand for what is between ``/*`` and ``*/``. Keeps names in other comments."""
        opened = 0
        for number, text in enumerate(lines, start=1):
            if opened or "/*" in text:
                text, still_open = without_c_comments(text, inside=bool(opened))  # noqa: PLW2901  the line as it is read
                opened = still_open and (opened or number)
            if "#" in text and (found := NAME_IN_COMMENT.fullmatch(text)):
                self.comments.append((int(found.group(1)), found.group(2).strip().strip('"')))
            yield number, text
        if opened:
            self.problems.add(opened, 1, "“*/” after the comment that begins on this line", "the end of the file")

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
        if OPTIONS.fullmatch(text):
            for name, values in OPTION.findall(text):
                self.read_option(name, values)
            return False
        text = PAPER_NAME.sub(lambda found: "1".ljust(len(found.group())), text.partition("#")[0], count=1)
        text = BRACKETS.sub(lambda found: "=".join(found.group(1).split()).ljust(len(found.group())), text)
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
        words = values.split()
        if name in NOT_OURS:
            why = "ties are decided when they arise" if name == "tie" else "it is for another program"
            self.notes.append(f"Line {self.line}, “[{name} …]”, is not used: {why}.")
        elif name == "nick" and len(set(words)) == self.candidates == len(words) and all(map(NICK.fullmatch, words)):
            self.nicks = {nick: number for number, nick in enumerate(words, start=1)}
        elif name == "withdrawn":
            for word in words:
                self.withdraw(1, f"-{word.removeprefix('-')}")
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
        if not lines and [number for number, _ in self.comments] == list(range(1, self.candidates + 1)):
            self.notes.append("The names are those in the comments: there are none after the papers.")
            lines = [(self.line, [name]) for _, name in (*self.comments, (0, ""))]
        names, rest = lines[: self.candidates], lines[self.candidates :]
        if len(names) < self.candidates:
            found_only = f"{len(names)} and then the end of the file; it may have been cut off"
            self.problems.add(self.line + 1, 1, f"{self.candidates} names, one for each candidate", found_only)
        for line, texts in names:
            self.problems.check_name(line, texts[0])
        if more := [line for line, texts in names if len(texts) > 1]:
            self.notes.append(f"Behind the name on line {more[0]} stands more (a party?); only names are used.")
        return [texts[0] for _, texts in names], self.title(rest) if len(names) == self.candidates else ""

    def title(self, lines: list[tuple[int, list[str]]]) -> str:
        """The first line after the names; a source and a comment may follow it, as Wichmann's program writes them."""
        if not lines:
            expected = f'a title after the {self.candidates} names (a line with "" where there is none)'
            self.problems.add(self.line + 1, 1, expected, "the end of the file; a name may have been lost")
            return ""
        (line, texts), *rest = lines
        if SOURCE.match(texts[0]):
            self.problems.add(line, 1, "the title; a name may have been lost", shown(texts[0]))
        if len(texts) > 1:
            self.problems.add(line, 1, "one title; a name may have been lost", shown(" ".join(texts)))
        if len(rest) == 2 or (len(rest) == 1 and AFTER_TITLE.match(rest[0][1][0])):
            beside = ", ".join(shown(" ".join(more)) for _, more in rest)
            self.notes.append(f"The title is on line {line}; what stands after it is not used: {beside}.")
            rest = []
        for after, more in rest:
            expected = f"nothing more after {self.candidates} names and a title"
            self.problems.add(after, 1, expected, shown(" ".join(more)))
        return texts[0]

    def all_in_one_line(self, lengths: list[int]) -> bool:
        """Whether a line has every name; a party behind a name must not pass for the next one."""
        return lengths == [self.candidates + 1] or (lengths == [self.candidates, 1] and self.candidates > 2)

    def texts_in(self, line: str) -> list[str]:
        """The names in a line; the inner quotes of a quoted one may be doubled or not."""
        line = line.replace("\t", " ")
        if not line or line.startswith("#"):
            return []
        if OTHER_QUOTES.fullmatch(line):
            return [line[1:-1]]
        if not line.startswith('"'):
            return [re.sub(r"\s+#.*$", "", line)]
        if '\\"' in line and not (SEVERAL.fullmatch(line) or ONE.fullmatch(line)):
            line = ESCAPED.sub(lambda found: '""' if found.group(1) == '"' else "\\", line)
        if SEVERAL.fullmatch(line):
            return [unquoted(found) for found in re.findall(QUOTED, line)]
        if found := ONE.fullmatch(line):
            return [unquoted(found.group(1))]
        line = COMMENT_AFTER.sub('"', line)
        if len(line) == 1 or not line.endswith('"'):
            self.problems.add(self.line, len(line) + 1, "a closing quote on the line that the name begins on")
        return [line.removeprefix('"').removesuffix('"')]


def without_c_comments(text: str, *, inside: bool) -> tuple[str, bool]:
    """The line with spaces in the place of comments, and whether one goes on after it."""
    if inside:
        before, end, rest = text.partition("*/")
        text = " " * len(before + end) + rest
        if not end:
            return text, True
    comments = [found for found in C_COMMENT.finditer(text) if not found.group(1)]
    text = C_COMMENT.sub(lambda found: found.group(1) or " " * len(found.group()), text)
    return text, bool(comments) and not comments[-1].group(2)


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

"""PrefLib's files of orders (soc, soi, toc, toi), as they are since 2022 and as they were before.

Now: ``# TITLE: …``, ``# NUMBER ALTERNATIVES: 3``, ``# ALTERNATIVE NAME 1: …``, then ``5: 1,{2,3}`` for five papers.
Before: a number, ``1,Name`` for each candidate, ``voters,sum,orders``, then ``5,1,{2,3}``.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from agm.counting.model import (
    MOST_CANDIDATES,
    SKIPPED,
    BallotGroup,
    Ballots,
    Contest,
    Preference,
    Ranking,
    preference_of,
)
from agm.counting.read.files import BallotFile, ProblemList, Source, candidates_of, lines_of, shown, whole_number

HEAD = re.compile(
    r"#\s*(FILE NAME|TITLE|DATA TYPE|MODIFICATION TYPE|NUMBER (?:ALTERNATIVES|VOTERS|UNIQUE ORDERS)"
    r"|ALTERNATIVE NAME (?P<number>[0-9]{1,9}))\s*:\s*(?P<value>.*?)\s*",
    re.IGNORECASE,
)
OLD_NAME = re.compile(r"\s*(?P<number>[0-9]{1,9})\s*,\s*(?P<value>.*?)\s*")
OLD_SUMS = re.compile(r"\s*([0-9]{1,9})\s*,\s*([0-9]{1,9})\s*,\s*([0-9]{1,9})\s*")
AFTER_PAPERS = re.compile("[:,]")
RANK = re.compile(r"\s*\{[^{}]*\}\s*|[^,]+|(?<=,)(?=,|$)")
ORDERS = {"soc", "soi", "toc", "toi"}


def is_preflib(lines: Sequence[str]) -> bool:
    """Whether a file begins so; lines without anything in them are left out."""
    if len(lines) > 1 and lines[0].strip().isdecimal():
        old = OLD_NAME.fullmatch(lines[1])
        return bool(old and old["number"] == "1")
    heads = [found.group(1).upper() for line in lines if (found := HEAD.fullmatch(line))]
    return any("ALTERNATIVE" in head for head in heads)


def read_preflib(source: Source, *, seats: int = 1, title: str = "") -> BallotFile:
    """Reads a file of orders; it does not say how many places there are. Raises ``ReadingError`` with all problems."""
    reader = _Reader()
    lines = ((line, text) for line, text in enumerate(lines_of(source, reader.problems), start=1) if text.strip())
    for line, text in chain(reader.old_head(lines), lines):
        reader.line = line
        if not text.startswith("#"):
            reader.read_order(text)
        elif found := HEAD.fullmatch(text):
            reader.read_head(found)
    return reader.file(seats, title)


class _Reader:
    def __init__(self) -> None:
        self.problems = ProblemList()
        self.line = 1
        self.said: dict[str, str] = {}
        self.names: list[str] = []
        self.papers: dict[Ranking, int] = {}
        self.orders = 0

    def old_head(self, lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        """Reads the head that files had before 2022; gives back the line that is none of it."""
        self.line, text = next(lines, (1, ""))
        if not text.strip().isdecimal():
            return iter([(self.line, text)])
        self.said["NUMBER ALTERNATIVES"] = text.strip()
        for self.line, text in lines:
            if found := OLD_SUMS.fullmatch(text):
                self.said["NUMBER VOTERS"], self.said["NUMBER UNIQUE ORDERS"] = found.group(2, 3)
                break
            self.add_name(OLD_NAME.fullmatch(text), text)
        else:
            self.problems.add(
                self.line + 1, 1, "the number of voters, their votes and their orders", "the end of the file"
            )
        return iter(())

    def read_head(self, found: re.Match[str]) -> None:
        if found["number"]:
            self.add_name(found, found.string)
        else:
            self.said[found.group(1).upper()] = found["value"]

    def add_name(self, found: re.Match[str] | None, text: str) -> None:
        number = len(self.names) + 1
        if not found or int(found["number"]) != number:
            self.problems.add(self.line, 1, f"the name of candidate {number}", shown(text))
            return
        self.problems.check_name(self.line, found["value"])
        self.names.append(" ".join(found["value"].split()))

    def read_order(self, text: str) -> None:
        first = AFTER_PAPERS.split(text, 1)[0]
        papers = whole_number(first.strip())
        if papers is None:
            expected = "a whole number of papers and their order, such as “5: 2,{1,3}”"
            self.problems.add(self.line, 1, expected, shown(text))
            return
        order = len(first) + 1
        ranks = RANK.finditer(text, order) if text[order:].strip() else ()
        ranking = tuple(self.preference(rank.start() + 1, rank.group()) for rank in ranks)
        self.orders += 1
        if papers:
            self.papers[ranking] = self.papers.get(ranking, 0) + papers

    def preference(self, column: int, rank: str) -> Preference:
        inside = rank.strip()
        inside = inside[1:-1] if inside.startswith("{") and inside.endswith("}") else inside
        words = [word.strip() for word in inside.split(",")]
        numbers = [whole_number(word) or 0 for word in words]
        if not all(1 <= number <= len(self.names) for number in numbers) or len(set(numbers)) < len(numbers):
            expected = f"a candidate from 1 to {len(self.names)}, or different ones in braces"
            self.problems.add(self.line, column, expected, shown(rank))
            return SKIPPED
        return preference_of(numbers)

    def file(self, seats: int, title: str) -> BallotFile:
        kind = self.said.get("DATA TYPE", "soi").casefold()
        if kind not in ORDERS:
            self.problems.add(1, 1, "orders (soc, soi, toc or toi)", f"PrefLib's kind {shown(kind)}")
        if len(self.names) > MOST_CANDIDATES:
            self.problems.add(1, 1, f"at most {MOST_CANDIDATES:,} candidates", f"{len(self.names):,}")
        papers = sum(self.papers.values())
        for what, number in (
            ("NUMBER ALTERNATIVES", len(self.names)),
            ("NUMBER VOTERS", papers),
            ("NUMBER UNIQUE ORDERS", self.orders),
        ):
            if self.said.get(what, str(number)) != str(number):
                expected = f"{self.said[what]} of what the head calls “{what.lower()}”"
                self.problems.add(self.line + 1, 1, expected, f"{number}; the file may have been cut off")
        if not self.names:
            self.problems.add(1, 1, "the names of candidates, such as “# ALTERNATIVE NAME 1: Ann Lee”", "none")
        self.problems.check()
        changed = self.said.get("MODIFICATION TYPE", "original")
        notes = (
            []
            if changed.casefold() in {"original", "na", ""}
            else [f"PrefLib calls this file “{changed}”: its orders are not those of the papers as they were marked."]
        )
        contest = Contest(self.said.get("TITLE") or title, candidates_of(self.names), seats)
        return BallotFile(contest, Ballots(tuple(BallotGroup(*group) for group in self.papers.items())), tuple(notes))

"""What a file holds, and how its text is opened."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeAlias

from agm.counting.model import Ballots, Candidate, Contest, VoteTotals
from agm.counting.read.problems import Problem, ReadingError

Source: TypeAlias = "str | bytes | Iterable[str]"
"""Text, bytes (UTF-8, or Windows-1252 as old programs wrote it), or the lines of an open text file."""

LARGEST_NUMBER = 9
"""No number in a file has more digits than this."""


@dataclass(frozen=True, slots=True)
class BallotFile:
    """A contest and its papers."""

    contest: Contest
    ballots: Ballots


@dataclass(frozen=True, slots=True)
class TotalsFile:
    """A contest of which only the totals are known."""

    contest: Contest
    totals: VoteTotals


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


def whole_number(text: str) -> int | None:
    """The number from 0 that a piece of text is, written in plain digits, or ``None``."""
    if text.isascii() and text.isdigit() and len(text) <= LARGEST_NUMBER:
        return int(text)
    return None


def candidates_of(names: Iterable[str]) -> tuple[Candidate, ...]:
    """Candidates numbered from 1 in the order of their names."""
    return tuple(Candidate(number, name) for number, name in enumerate(names, start=1))

"""What a file holds, and how its text is opened."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeAlias

from agm.counting.model import Ballots, Candidate, Contest, VoteTotals
from agm.counting.read.problems import Problem, ProblemList, ReadingError

Source: TypeAlias = "str | bytes | Iterable[str]"
"""Text, bytes (UTF-8, or Windows-1252 as old programs wrote it), or the lines of an open text file."""

MOST_DIGITS = 9
"""No number in a file has more."""


@dataclass(frozen=True, slots=True)
class BallotFile:
    contest: Contest
    ballots: Ballots


@dataclass(frozen=True, slots=True)
class TotalsFile:
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

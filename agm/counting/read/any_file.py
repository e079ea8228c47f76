"""A file of papers or totals, whatever form it has: the contents tell, and the name only where they leave it open."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from agm.counting.errors import CountingError
from agm.counting.read.ballot_csv import read_ballots_csv
from agm.counting.read.blt import read_blt
from agm.counting.read.dominion_csv import is_dominion, read_dominion
from agm.counting.read.dominion_json import is_dominion_export, read_dominion_export
from agm.counting.read.files import SEPARATORS, BallotFile, ProblemList, TotalsFile, lines_of
from agm.counting.read.names import Alike
from agm.counting.read.nist import read_nist
from agm.counting.read.preflib import is_preflib, read_preflib
from agm.counting.read.totals import is_totals, read_totals
from agm.counting.read.words_text import is_words, read_words

MOST_LINES = 200
"""So many lines are looked at; what a form begins with may stand below comments."""
ARCHIVE = b"PK\x03\x04"
XML_REPORT = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<.{0,4000}?CastVoteRecordReport", re.DOTALL)
BLT_HEAD = re.compile(r"\s*-?[0-9]+\s*([\s,;])\s*-?[0-9]+\s*[,;]?\s*(?:#.*)?")
BLT_PAPERS = re.compile(r"[-\[(].*|(?:.*[\s,;])?0\s*[,;]?\s*(?:#.*)?")
"""What stands below the head: a withdrawal, an option, a paper that has a name, or numbers up to a 0."""


def read_votes(
    data: bytes,
    *,
    blt: bool = False,
    seats: int | None = None,
    title: str = "",
    candidates: Sequence[str] = (),
    contest: str = "",
    alike: Alike | None = None,
) -> BallotFile | TotalsFile:
    """Reads a file of any form. ``blt`` says that it is called so, ``title`` is for a form that has none.

    ``candidates`` is for CSV files whose papers hold names, ``contest`` for files with more than one. Raises
    ``CountingError``, mostly ``ReadingError`` with every place.
    """
    form = _form(data, blt=blt)
    if candidates and form != "csv":
        raise CountingError(["A list of candidates is for CSV files of papers; this file has its own."])
    if contest and form not in {"dominion", "dominion export", "nist"}:
        raise CountingError(["The name of a contest is for files of cast vote records; this file has one contest."])
    if form == "nist":
        return read_nist(data, contest=contest, seats=seats)
    if form == "dominion export":
        return read_dominion_export(data, contest=contest, seats=seats)
    if form == "dominion":
        return read_dominion(data, contest=contest, seats=seats)
    if form == "preflib":
        return read_preflib(data, seats=seats or 1, title=title)
    if form == "words":
        return read_words(data, seats=seats or 1, title=title)
    if form == "totals":
        return read_totals(data, seats=seats or 1, title=title)
    if form == "csv":
        return read_ballots_csv(data, seats=seats or 1, title=title, candidates=candidates, alike=alike)
    file = read_blt(data)
    return replace(file, contest=replace(file.contest, seats=seats)) if seats else file


def _form(data: bytes, *, blt: bool) -> str:
    if data.startswith(ARCHIVE) and is_dominion_export(data):
        return "dominion export"
    if XML_REPORT.match(data[:10_000].replace(b"\0", b"")):  # of two bytes for a letter, too
        return "nist"
    if data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe\0 \t\r\n")[:1] == b"{":  # its only line may be very long
        return "nist"
    lines = [line for line in islice(lines_of(data, ProblemList()), MOST_LINES) if line.strip()]
    written = [line for line in lines if not line.lstrip().startswith("#")]
    if written and _is_blt(written):
        return "blt"
    if is_preflib(lines):
        return "preflib"
    if is_dominion(lines):
        return "dominion"
    if is_totals(data):
        return "totals"
    if is_words(lines):
        return "words"
    return "blt" if blt and not (written and any(sign in written[0] for sign in SEPARATORS)) else "csv"


def _is_blt(lines: Sequence[str]) -> bool:
    """Two numbers; where commas could make them headings of preferences, the next line has to be one of papers."""
    found = BLT_HEAD.fullmatch(lines[0])
    if lines[0].lstrip().startswith("/*") or (found and found.group(1) not in SEPARATORS):
        return True
    return bool(found) and len(lines) > 1 and BLT_PAPERS.fullmatch(lines[1].strip()) is not None

"""CSV of ballots: one row per paper, with a column for each candidate or for each preference; or a row per preference.

A column for each candidate holds the number that the voter wrote beside the name (``x`` or a tick stands for 1). A
column for each preference holds the name chosen (``=`` between equal ones); its heading has the number of the
preference, and the columns may stand in any order. Empty cells are what was left empty, and in a file of one column an
empty line is an empty paper; empty rows below a table of several columns are none (``-`` says that a paper is empty).
A single column of names is one choice on each paper; with semicolons it lists them in order, as forms export a ranking.
Columns beside these are known by their headings, or asked for.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import chain
from typing import Protocol

from agm.counting.errors import CountingError
from agm.counting.model import SKIPPED, Ballots, Contest, Ranking, members, preference_of
from agm.counting.read.columns import DASHES, Columns, columns_of, is_choice, is_mark, is_no_name, preference_number
from agm.counting.read.files import (
    BallotFile,
    Problem,
    ProblemList,
    ReadingError,
    Rows,
    Source,
    cells_of,
    csv_rows,
    first_row,
    papers_of_row,
    shown,
    whole_number,
)
from agm.counting.read.long_csv import long_columns, long_papers
from agm.counting.read.names import HIGHEST_PREFERENCE, Alike, Names, without_end
from agm.language.letters import same_name

FEWEST_ROWS_THAT_COUNT = 3


class CsvLayout(StrEnum):
    CANDIDATES = "candidates"
    PREFERENCES = "preferences"


def read_ballots_csv(
    source: Source, *, seats: int = 1, title: str = "", candidates: Sequence[str] = (), alike: Alike | None = None
) -> BallotFile:
    """Reads papers row by row; the first row that holds something has the headings, which also tell the layout.

    Where papers hold names, those of ``candidates`` are known, in ballot order; without them names come from the
    papers, in the order in which each first occurs (nobody who was never chosen is known then), and two that are
    ``alike`` are asked about.

    Raises ``ReadingError`` with every problem found.
    """
    problems = ProblemList()
    rows = csv_rows(source, problems)
    line, heading = first_row(rows)
    if not heading:
        expected = "a first row with the names of the candidates, or with 1, 2, 3 … for the preferences"
        raise ReadingError([Problem(1, 1, expected)])
    names = Names(problems, candidates)
    if long := long_columns(heading):
        notes, papers = long.notes(heading), long_papers(rows, long, line, heading, names)
    else:
        columns = columns_of(line, heading, candidates, problems)
        notes = columns.notes(heading)
        papers = _wide_papers(rows, columns, line, heading, names, notes)
    return names.file(line, papers, seats=seats, title=title, notes=notes, alike=alike)


class _Reader(Protocol):
    """One way to read a row of a paper."""

    def ranking(self, line: int, cells: list[str]) -> Ranking: ...


def _wide_papers(
    rows: Rows, columns: Columns, line: int, heading: Sequence[str], names: Names, notes: list[str]
) -> Iterator[tuple[Ranking, int]]:
    problems, width = names.problems, len(heading)
    ahead = list(_until_filled(rows, columns.only_candidate))
    reader = _reader(ahead, columns, line, heading, names)
    if isinstance(reader, _ListColumn):
        notes.append("The names in that column are the choices, in the order of preference where a cell has several.")
    blank = [column for column, name in columns.unused.items() if not name]
    empty = 0
    for number, row in chain(ahead, rows):
        cells = cells_of(number, row, width, problems)
        if not cells:
            continue
        if width > 1 and not any(cells):
            empty += 1
            continue
        for column in blank:
            if cells[column - 1]:
                problems.add(number, column, "a heading above this cell, or nothing in it", shown(cells[column - 1]))
        if empty:
            yield (), empty
            empty = 0
        if papers := papers_of_row(number, cells, columns.papers and columns.papers - 1, problems):
            yield reader.ranking(number, cells), papers
    if isinstance(reader, _CandidateColumns):
        reader.check_numbers(heading)
    if empty:
        rows_of = "row at the end is" if empty == 1 else "rows at the end are"
        notes.append(f"{empty:,} empty {rows_of} not read as papers; write “-” into those that were handed in.")


def _until_filled(rows: Rows, only: int) -> Rows:
    """The rows up to the first that has something in the only column that counts."""
    for number, row in rows:
        yield number, row
        if not only or any(cell.strip() for cell in row[only - 1 : only]):
            return


def _reader(
    ahead: list[tuple[int, list[str]]], columns: Columns, line: int, heading: Sequence[str], names: Names
) -> _Reader:
    if columns.preferences:
        return _PreferenceColumns(line, heading, columns.preferences, names)
    only = columns.only_candidate
    first = "".join(cell.strip() for _, row in ahead[-1:] for cell in row[only - 1 : only]) if only else ""
    is_number = is_mark(first) or first in DASHES or preference_number(first) is not None
    # one column alone is a letter or an error page as often as a list of choices
    is_form = any(columns.unused.values()) or names.listed or first.endswith(";") or is_choice(heading[only - 1])
    if first and is_form and not is_number:
        return _ListColumn(only, names)
    return _CandidateColumns(line, columns.candidates, names)


class _CandidateColumns:
    def __init__(self, line: int, columns: dict[int, str], names: Names) -> None:
        self.problems, self.names = names.problems, names
        self.candidates: dict[int, int] = {}
        if not columns:
            self.problems.add(line, 1, "a column for each candidate or for each preference", "none")
        seen: set[str] = set()
        for column, name in columns.items():
            if same_name(name) in seen:
                self.problems.add(line, column, "a name of its own for each candidate", shown(name))
            seen.add(same_name(name))
            number = names.numbers.get(same_name(name))
            if number is None and names.listed:
                self.problems.add(line, column, "a candidate of the list that was given", shown(name))
            elif number is None and is_no_name(name) and not name.isdecimal():
                expected = "a candidate (leave others out; if it is one, give the list of candidates)"
                self.problems.add(line, column, expected, shown(name))
            self.candidates[column] = names.add(line, column, name) if number is None else number
        names.places.clear()  # headings are the names as they are
        self.line, self.rows = line, 0
        self.counts_up: dict[int, int] = {}
        """Columns that have had one more on every row than on the row before, and what stood there last."""

    def ranking(self, line: int, cells: list[str]) -> Ranking:
        if self.rows == 0:
            numbers = {column: whole_number(cells[column - 1]) for column in self.candidates}
            self.counts_up = {column: number for column, number in numbers.items() if number is not None}
        elif self.counts_up:
            counted = self.counts_up.items()
            self.counts_up = {column: last + 1 for column, last in counted if cells[column - 1] == str(last + 1)}
        self.rows += 1
        marked: dict[int, list[int]] = defaultdict(list)
        for column, candidate in self.candidates.items():
            if (cell := cells[column - 1]) and (number := self.number(line, column, cell)):
                marked[number].append(candidate)
        last = max(marked, default=0)
        return tuple(preference_of(sorted(marked.get(number, []))) for number in range(1, last + 1))

    def number(self, line: int, column: int, cell: str) -> int:
        """Which preference a cell gives; 0 for none."""
        number = 1 if is_mark(cell) else preference_number(cell)
        if number is None and self.names.is_no_vote(cell):
            return 0
        if number is None or not 1 <= number <= HIGHEST_PREFERENCE:
            expected = f"a preference from 1 to {HIGHEST_PREFERENCE}, or nothing"
            self.problems.add(line, column, expected, shown(cell))
            return 0
        return number

    def check_numbers(self, heading: Sequence[str]) -> None:
        """Notes a column that numbers the rows, as no voters do, beyond what a preference could be."""
        for column, last in self.counts_up.items():
            if self.rows >= FEWEST_ROWS_THAT_COUNT and last > len(self.candidates):
                expected = "a candidate (what numbers the rows is headed “No.” or the like, or left out)"
                self.problems.add(self.line, column, expected, shown(heading[column - 1]))


class _PreferenceColumns:
    def __init__(self, line: int, heading: Sequence[str], columns: dict[int, int], names: Names) -> None:
        self.names = names
        for column, number in columns.items():
            if not 1 <= number <= len(columns) or list(columns.values()).index(number) < list(columns).index(column):
                expected = f"each preference from 1 to {len(columns)} in a column of its own"
                names.problems.add(line, column, expected, shown(heading[column - 1]))
        self.columns = sorted(columns, key=columns.__getitem__)

    def ranking(self, line: int, cells: list[str]) -> Ranking:
        return without_end([self.names.preference(line, column, cells[column - 1]) for column in self.columns])


class _ListColumn:
    """One name in each cell, or names in the order of preference with semicolons."""

    def __init__(self, column: int, names: Names) -> None:
        self.column, self.names = column, names

    def ranking(self, line: int, cells: list[str]) -> Ranking:
        parts = [part.strip() for part in cells[self.column - 1].split(";")]
        for part in parts:
            if "," in part and not self.names.listed:
                expected = "one name (commas may stand between several: give the list of candidates)"
                self.names.problems.add(line, self.column, expected, shown(part))
        return without_end([self.names.preference(line, self.column, part) for part in parts])


def write_ballots_csv(contest: Contest, ballots: Ballots, layout: CsvLayout = CsvLayout.CANDIDATES) -> str:
    """The file's text, one row per paper.

    Raises ``CountingError`` for a paper that the layout cannot hold: one whose last preference was left out, and with a
    column for each candidate one that names a candidate twice.
    """
    if any(group.ranking and group.ranking[-1] == SKIPPED for group in ballots.groups):
        raise CountingError(["A CSV file cannot hold a paper whose last preference was left out."])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [candidate.name for candidate in contest.candidates]
    longest = max([1, *(len(group.ranking) for group in ballots.groups)])
    by_candidate = layout is CsvLayout.CANDIDATES
    writer.writerow(names if by_candidate else range(1, longest + 1))
    for group in ballots.groups:
        ranking = group.ranking
        row = _candidate_row(ranking, len(names)) if by_candidate else _preference_row(ranking, names, longest)
        if not ranking and len(row) > 1:
            row[0] = "-"  # it could stand at the end, where an empty row is none
        writer.writerows([row] * group.papers)
    return out.getvalue()


def _candidate_row(ranking: Ranking, candidates: int) -> list[str]:
    row = [""] * candidates
    for number, preference in enumerate(ranking, start=1):
        for candidate in members(preference):
            if row[candidate - 1]:
                twice = f"candidate {candidate} as preference {row[candidate - 1]} and {number}"
                advice = "Write one column per preference instead."
                raise CountingError([f"A row with one cell per candidate cannot hold {twice}. {advice}"])
            row[candidate - 1] = str(number)
    return row


def _preference_row(ranking: Ranking, names: Sequence[str], columns: int) -> list[str]:
    chosen = ["=".join(names[candidate - 1] for candidate in members(preference)) for preference in ranking]
    return [*chosen, *[""] * (columns - len(chosen))]

"""CSV of ballots: one row per paper, with a column for each candidate or for each preference; or a row per preference.

A column for each candidate holds the number that the voter wrote beside the name (``x`` or a tick stands for 1). A
column for each preference holds the name chosen (``=`` between equal ones); its heading has the number of the
preference, and the columns may stand in any order. Empty cells are what was left empty, and in a file of one column an
empty line is an empty paper. Rows of "paper, rank, candidate" are put together to papers, and a column of forms that
lists names in order, with semicolons, is read as such. Columns beside these are known by their headings, or asked for.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import chain, combinations, islice
from typing import Protocol, TypeAlias

from agm.counting.errors import CountingError
from agm.counting.model import (
    MOST_CANDIDATES,
    SKIPPED,
    BallotGroup,
    Ballots,
    Contest,
    Preference,
    Ranking,
    members,
    preference_of,
)
from agm.counting.read.columns import (
    CANDIDATE_OF_ROW,
    EMPTY_WORDS,
    OVERVOTE_WORDS,
    PAPER_OF_ROW,
    RANK_OF_ROW,
    Columns,
    columns_of,
    preference_number,
)
from agm.counting.read.files import (
    BallotFile,
    Problem,
    ProblemList,
    ReadingError,
    Source,
    candidates_of,
    csv_rows,
    shown,
    whole_number,
)
from agm.language.letters import same_name

HIGHEST_PREFERENCE = 1000
MARKS = frozenset({"x", "✓", "✔", "✗", "✘", "☑", "☒", "✅"})
OVERVOTE = -1
"""Stands for "several candidates, which is not known" until their number is."""

Alike: TypeAlias = Callable[[str, str], bool]
"""Whether two names may be one, misspelt."""
Rows: TypeAlias = Iterator[tuple[int, list[str]]]


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
    line, heading = next((found for found in rows if any(cell.strip() for cell in found[1])), (1, []))
    if not heading:
        expected = "a first row with the names of the candidates, or with 1, 2, 3 … for the preferences"
        raise ReadingError([Problem(1, 1, expected)])
    names = _Names(problems, candidates)
    if long := _row_for_each_preference(heading):
        notes, papers = [], _long_papers(rows, long, len(heading), names)
    else:
        columns = columns_of(line, heading, candidates, problems)
        notes, papers = columns.notes(heading), _wide_papers(rows, columns, line, heading, names)
    found: dict[Ranking, int] = {}
    for ranking, number in papers:
        found[ranking] = found.get(ranking, 0) + number
    names.check(line, alike)
    problems.check()
    everybody = tuple(range(1, len(names.names) + 1))
    groups = [BallotGroup(_with_overvotes(ranking, everybody), number) for ranking, number in found.items()]
    contest = Contest(title, candidates_of(names.names), seats)
    return BallotFile(contest, Ballots(tuple(groups)), (*notes, *names.notes()))


def _with_overvotes(ranking: Ranking, everybody: tuple[int, ...]) -> Ranking:
    return tuple(everybody if preference == OVERVOTE else preference for preference in ranking)


class _Names:
    """The candidates, and what their names in papers mean."""

    def __init__(self, problems: ProblemList, candidates: Sequence[str]) -> None:
        self.problems = problems
        self.listed = bool(candidates)
        self.names = list(candidates)
        self.numbers = {same_name(name): number for number, name in enumerate(candidates, start=1)}
        self.places: dict[str, tuple[int, int]] = {}
        self.left_out: dict[str, int] = defaultdict(int)

    def add(self, line: int, column: int, name: str) -> int:
        self.names.append(name)
        self.numbers[same_name(name)] = len(self.names)
        self.places[name] = line, column
        return len(self.names)

    def preference(self, line: int, column: int, cell: str) -> Preference:
        """What a cell chooses: a candidate, several, or nobody."""
        known = same_name(cell) in self.numbers
        if not known and cell.casefold() in EMPTY_WORDS | OVERVOTE_WORDS:
            self.left_out[cell.casefold()] += 1
            return OVERVOTE if cell.casefold() in OVERVOTE_WORDS else SKIPPED
        if known or "=" not in cell:
            return self.candidate(line, column, cell) if cell else SKIPPED
        return preference_of([self.candidate(line, column, part.strip()) for part in cell.split("=")])

    def candidate(self, line: int, column: int, name: str) -> int:
        number = self.numbers.get(same_name(name))
        if number is not None:
            return number
        if self.listed or not name:
            self.problems.add(line, column, "the name of a candidate", shown(name))
            return SKIPPED
        return self.add(line, column, " ".join(name.split()))

    def check(self, line: int, alike: Alike | None) -> None:
        """Notes too many names, numbers in the place of names, and names that may be one."""
        if len(self.names) > MOST_CANDIDATES:
            self.problems.add(line, 1, f"at most {MOST_CANDIDATES:,} candidates", f"{len(self.names):,}")
        elif self.places and all(map(str.isdigit, self.places)):
            expected = "names of candidates (these numbers could be candidates or preferences; give the list of names)"
            self.problems.add(*next(iter(self.places.values())), expected, shown(next(iter(self.places))))
        elif alike:
            for first, second in combinations(self.places, 2):
                if _letters(first) != _letters(second) and alike(first, second):
                    other = f"{shown(first)} on line {self.places[first][0]}"
                    expected = f"a name that differs more from {other} (if both stand, give the list of candidates)"
                    self.problems.add(*self.places[second], expected, shown(second))

    def notes(self) -> list[str]:
        meaning = {True: "more than one candidate", False: "no candidate"}
        return [
            f"“{word}” ({number}) is read as a preference for {meaning[word in OVERVOTE_WORDS]}."
            for word, number in self.left_out.items()
        ]


def _letters(name: str) -> str:
    """A name without its numbers: "Candidate 1" and "Candidate 2" are no misspellings."""
    return "".join(character for character in name if not character.isdigit())


def _row_for_each_preference(heading: Sequence[str]) -> tuple[int, int, int] | None:
    """The columns of paper, rank and candidate, if the table is of that kind."""
    cells = [cell.strip() for cell in heading]
    kinds = [[n for n, cell in enumerate(cells) if kind.fullmatch(cell)] for kind in (RANK_OF_ROW, CANDIDATE_OF_ROW)]
    paper = [n for n, cell in enumerate(cells) if PAPER_OF_ROW.fullmatch(cell)]
    if paper and all(len(found) == 1 for found in kinds):
        return paper[0], kinds[0][0], kinds[1][0]
    return None


def _long_papers(rows: Rows, columns: tuple[int, int, int], width: int, names: _Names) -> Iterator[tuple[Ranking, int]]:
    papers: dict[str, dict[int, list[int]]] = {}
    for line, row in rows:
        if not (cells := _cells(line, row, width, names.problems)):
            continue
        paper, rank, name = (cells[column] for column in columns)
        marked = papers.setdefault(paper, {})
        if not name and not rank:
            continue
        number = preference_number(rank)
        if number is None or not 1 <= number <= HIGHEST_PREFERENCE:
            expected = f"a preference from 1 to {HIGHEST_PREFERENCE}"
            names.problems.add(line, columns[1] + 1, expected, shown(rank))
            continue
        chosen = names.preference(line, columns[2] + 1, name)
        marked.setdefault(number, []).extend((OVERVOTE,) if chosen == OVERVOTE else members(chosen))
    for marked in papers.values():
        yield _ranking(marked), 1


def _ranking(marked: dict[int, list[int]]) -> Ranking:
    last = max((number for number, chosen in marked.items() if any(chosen)), default=0)
    return tuple(_chosen(marked.get(number, [])) for number in range(1, last + 1))


def _chosen(numbers: Sequence[int]) -> Preference:
    found = [number for number in numbers if number != SKIPPED]
    return OVERVOTE if OVERVOTE in found else preference_of(found)


class _Reader(Protocol):
    """One way to read a row of a paper."""

    def ranking(self, line: int, cells: list[str]) -> Ranking: ...


def _wide_papers(
    rows: Rows, columns: Columns, line: int, heading: Sequence[str], names: _Names
) -> Iterator[tuple[Ranking, int]]:
    problems = names.problems
    ahead = list(islice(rows, 1))
    reader: _Reader
    only = next(iter(columns.candidates)) if len(columns.candidates) == 1 else 0
    if only and any(";" in cell for _, row in ahead for cell in row[only - 1 : only]):
        reader = _ListColumn(only, names)
    elif columns.preferences:
        reader = _PreferenceColumns(line, heading, columns.preferences, names)
    else:
        reader = _CandidateColumns(line, columns.candidates, names)
    blank = [column for column, name in columns.unused.items() if not name]
    for number, row in chain(ahead, rows):
        cells = _cells(number, row, len(heading), problems)
        if not cells:
            continue
        for column in blank:
            if cells[column - 1]:
                problems.add(number, column, "a heading above this cell, or nothing in it", shown(cells[column - 1]))
        papers = whole_number(cells[columns.papers - 1]) if columns.papers else 1
        if papers is None:
            expected = "a whole number of papers"
            problems.add(number, columns.papers or 1, expected, shown(cells[(columns.papers or 1) - 1]))
        elif papers:
            yield reader.ranking(number, cells), papers


def _cells(line: int, row: list[str], width: int, problems: ProblemList) -> list[str]:
    """The cells of a row, as many as headings; nothing for a line that is no row."""
    cells = [cell.strip() for cell in row] or [""] * (width == 1)
    while len(cells) > width and not cells[-1]:
        cells.pop()
    if cells and len(cells) != width:
        problems.add(line, 1, f"{width} cells, as in the first row", str(len(cells)))
        return []
    return cells


class _CandidateColumns:
    def __init__(self, line: int, columns: dict[int, str], names: _Names) -> None:
        self.problems = names.problems
        self.candidates: dict[int, int] = {}
        if not columns:
            self.problems.add(line, 1, "a column for each candidate or for each preference", "none")
        seen: set[str] = set()
        for column, name in columns.items():
            if same_name(name) in seen:
                self.problems.add(line, column, "a name of its own for each candidate", shown(name))
            seen.add(same_name(name))
            number = names.numbers.get(same_name(name))
            self.candidates[column] = names.add(line, column, name) if number is None else number
        names.places.clear()  # headings are the names as they are

    def ranking(self, line: int, cells: list[str]) -> Ranking:
        marked: dict[int, list[int]] = defaultdict(list)
        for column, candidate in self.candidates.items():
            if cell := cells[column - 1]:
                marked[self.number(line, column, cell)].append(candidate)
        last = max(marked, default=0)
        return tuple(preference_of(sorted(marked.get(number, []))) for number in range(1, last + 1))

    def number(self, line: int, column: int, cell: str) -> int:
        number = 1 if cell.casefold() in MARKS else preference_number(cell)
        if number is None or not 1 <= number <= HIGHEST_PREFERENCE:
            expected = f"a preference from 1 to {HIGHEST_PREFERENCE}, or nothing"
            self.problems.add(line, column, expected, shown(cell))
            return SKIPPED
        return number


class _PreferenceColumns:
    def __init__(self, line: int, heading: Sequence[str], columns: dict[int, int], names: _Names) -> None:
        self.names = names
        for column, number in columns.items():
            if not 1 <= number <= len(columns) or list(columns.values()).index(number) < list(columns).index(column):
                expected = f"each preference from 1 to {len(columns)} in a column of its own"
                names.problems.add(line, column, expected, shown(heading[column - 1]))
        self.columns = sorted(columns, key=columns.__getitem__)

    def ranking(self, line: int, cells: list[str]) -> Ranking:
        return _without_end([self.names.preference(line, column, cells[column - 1]) for column in self.columns])


class _ListColumn:
    """Names in the order of preference in one cell, with semicolons, as Microsoft Forms exports a ranking."""

    def __init__(self, column: int, names: _Names) -> None:
        self.column, self.names = column, names

    def ranking(self, line: int, cells: list[str]) -> Ranking:
        parts = [part.strip() for part in cells[self.column - 1].split(";")]
        return _without_end([self.names.preference(line, self.column, part) for part in parts])


def _without_end(preferences: list[Preference]) -> Ranking:
    while preferences and preferences[-1] == SKIPPED:
        preferences.pop()
    return tuple(preferences)


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

"""CSV of ballots: one row per paper, with a column for each candidate or a column for each preference.

A column for each candidate holds the number that the voter wrote beside the name (``x`` or a tick stands for 1). A
column for each preference holds the name chosen (``=`` between equal ones); its heading has the number of the
preference, and the columns may stand in any order. Empty cells are what was left empty, and in a file of one column an
empty line is an empty paper.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum

from agm.counting.errors import CountingError
from agm.counting.model import SKIPPED, Ballots, Contest, Preference, Ranking, members, preference_of, same_name
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

HIGHEST_PREFERENCE = 1000
PREFERENCE_HEADING = re.compile(
    r"(?:preference|choice|rank)?\s*#?\s*([0-9]{1,4})(?:st|nd|rd|th)?(?:\s+(?:preference|choice))?"
)
MARKS = frozenset({"x", "✓", "✔", "✗", "✘"})


class CsvLayout(StrEnum):
    CANDIDATES = "candidates"
    PREFERENCES = "preferences"


def read_ballots_csv(source: Source, *, seats: int = 1, title: str = "", candidates: Sequence[str] = ()) -> BallotFile:
    """Reads papers row by row; the first row has the headings, which also tell the layout.

    With a column for each preference the names come from ``candidates``, in ballot order; without it from the papers,
    in the order in which each first occurs (nobody who was never chosen is known then).

    Raises ``ReadingError`` with every problem found.
    """
    problems = ProblemList()
    rows = csv_rows(source, problems)
    line, heading = next((found for found in rows if any(cell.strip() for cell in found[1])), (1, []))
    if not heading:
        expected = "a first row with the names of the candidates, or with 1, 2, 3 … for the preferences"
        raise ReadingError([Problem(1, 1, expected)])
    numbers = _preference_numbers(heading)
    papers = (
        _PreferenceColumns(problems, line, heading, numbers, candidates)
        if numbers
        else _CandidateColumns(problems, line, heading)
    )

    def rankings() -> Iterator[Ranking]:
        for line, row in rows:
            cells = [cell.strip() for cell in row] or [""] * (len(heading) == 1)
            if cells and len(cells) != len(heading):
                problems.add(line, 1, f"{len(heading)} cells, as in the first row", str(len(cells)))
            elif cells:
                yield papers.ranking(line, cells)

    ballots = Ballots.of(rankings())
    problems.check()
    return BallotFile(Contest(title, candidates_of(papers.names), seats), ballots)


def _preference_numbers(heading: Sequence[str]) -> list[int]:
    """Of which preference each column is; nothing where the columns are candidates."""
    found = [PREFERENCE_HEADING.fullmatch(cell.strip().casefold()) for cell in heading]
    numbers = [int(match.group(1)) for match in found if match]
    return numbers if len(numbers) == len(heading) else []


class _CandidateColumns:
    def __init__(self, problems: ProblemList, line: int, heading: Sequence[str]) -> None:
        self.problems = problems
        self.names = [cell.strip() for cell in heading]
        seen: set[str] = set()
        for column, name in enumerate(self.names, start=1):
            if not name or same_name(name) in seen:
                self.problems.add(line, column, "a name of its own for each candidate", shown(name))
            seen.add(same_name(name))

    def ranking(self, line: int, cells: list[str]) -> Ranking:
        marked: dict[int, list[int]] = defaultdict(list)
        for column, cell in enumerate(cells, start=1):
            if cell:
                marked[self.number(line, column, cell)].append(column)
        last = max(marked, default=0)
        return tuple(preference_of(marked[number]) for number in range(1, last + 1))

    def number(self, line: int, column: int, cell: str) -> int:
        number = 1 if cell.casefold() in MARKS else whole_number(cell)
        if number is None or not 1 <= number <= HIGHEST_PREFERENCE:
            expected = f"a preference from 1 to {HIGHEST_PREFERENCE}, or nothing"
            self.problems.add(line, column, expected, shown(cell))
            return SKIPPED
        return number


class _PreferenceColumns:
    def __init__(
        self, problems: ProblemList, line: int, heading: Sequence[str], numbers: list[int], candidates: Sequence[str]
    ) -> None:
        self.problems = problems
        for column, number in enumerate(numbers, start=1):
            if not 1 <= number <= len(numbers) or number in numbers[: column - 1]:
                expected = f"each preference from 1 to {len(numbers)} in a column of its own"
                problems.add(line, column, expected, shown(heading[column - 1]))
        self.columns = sorted(range(1, len(numbers) + 1), key=lambda column: numbers[column - 1])
        self.closed = bool(candidates)
        self.names = list(candidates)
        self.numbers = {same_name(name): number for number, name in enumerate(candidates, start=1)}

    def ranking(self, line: int, cells: list[str]) -> Ranking:
        chosen = [(column, cells[column - 1]) for column in self.columns]
        while chosen and not chosen[-1][1]:
            chosen.pop()
        return tuple(self.preference(line, column, cell) for column, cell in chosen)

    def preference(self, line: int, column: int, cell: str) -> Preference:
        if same_name(cell) in self.numbers or "=" not in cell:
            return self.candidate(line, column, cell) if cell else SKIPPED
        return preference_of([self.candidate(line, column, part.strip()) for part in cell.split("=")])

    def candidate(self, line: int, column: int, name: str) -> int:
        key = same_name(name)
        if key not in self.numbers:
            if self.closed or not name:
                self.problems.add(line, column, "the name of a candidate", shown(name))
                return SKIPPED
            self.names.append(name)
            self.numbers[key] = len(self.names)
        return self.numbers[key]


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

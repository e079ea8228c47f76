"""The table of cast vote records that Dominion's system exports: a row per paper, a column per candidate and rank.

Above the row that begins with ``CvrNumber`` stand the contests and the candidates, ``Ann Lee(2)`` for a second
preference (or the same names again for each rank); that row has the parties. Its cells are 1 and 0, and empty where the
paper did not have the contest.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agm.counting.model import SKIPPED, Ranking
from agm.counting.read.columns import says_nobody
from agm.counting.read.contests import contest_asked
from agm.counting.read.files import (
    BallotFile,
    Problem,
    ProblemList,
    ReadingError,
    Rows,
    Source,
    cells_of,
    csv_rows,
    shown,
)
from agm.counting.read.names import Names, numbers_of
from agm.language.letters import same_name

FIRST_HEADING = "cvrnumber"
MOST_ROWS = 4
RANKED = re.compile(r"(?P<name>.*\S)\s*\((?P<rank>[0-9]{1,3})\)")
CONTEST = re.compile(
    r"(?P<title>.*\S)\s*\((?:Vote For|Number of positions)\s*=\s*(?P<places>[0-9]{1,3}).*\)", re.IGNORECASE
)


def is_dominion(lines: Sequence[str]) -> bool:
    """Whether a file begins so."""
    return any(line.lstrip(' "').casefold().startswith(FIRST_HEADING) for line in lines[1:MOST_ROWS])


def title_and_places(contest: str) -> tuple[str, int]:
    found = CONTEST.fullmatch(contest)
    return (found["title"], int(found["places"])) if found else (contest, 1)


@dataclass(frozen=True, slots=True)
class _Column:
    number: int
    name: str
    rank: int


def read_dominion(source: Source, *, contest: str = "", seats: int | None = None) -> BallotFile:
    """Reads the papers of one contest. Raises ``ReadingError`` with all problems."""
    problems = ProblemList()
    rows = csv_rows(source, problems)
    line, above = _heading(rows)
    contests, candidates = _contests_and_candidates(above)
    places = dict(map(title_and_places, filter(None, contests)))
    wanted = contest_asked(places, contest, line)
    columns = _columns([title_and_places(cell)[0] for cell in contests], candidates, wanted)
    names = Names(problems)
    for column in columns:
        if not column.name:
            problems.add(line, column.number, "the name of a candidate above this cell", "nothing")
        elif same_name(column.name) not in names.numbers and not names.is_no_vote(column.name):
            names.add(line, column.number, column.name)
    names.places.clear()
    names.left_out.clear()
    most = 1 if any(column.rank > 1 for column in columns) else places[wanted]
    papers = _papers(rows, len(contests), columns, names, most)
    notes = [f"Counted is the contest {shown(wanted, 60)}, on the papers that had it."]
    return names.file(line, papers, seats=seats or max(places[wanted], 1), title=wanted, notes=notes)


def _heading(rows: Rows) -> tuple[int, list[list[str]]]:
    """The rows down to the one that begins with ``CvrNumber``."""
    above: list[list[str]] = []
    for line, row in rows:
        above.append([" ".join(cell.split()) for cell in row])
        if above[-1] and above[-1][0].casefold() == FIRST_HEADING:
            return line, above
        if len(above) == MOST_ROWS:
            break
    raise ReadingError([Problem(1, 1, "a row of headings that begins with “CvrNumber”, below those of the contests")])


def _contests_and_candidates(above: list[list[str]]) -> tuple[list[str], list[str]]:
    """A row that begins with something names the election; with one row above them the headings have the candidates."""
    rows = [row for row in above if any(row)]
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows if not row[0] or row is rows[-1]]
    return (rows[0] if len(rows) > 1 else [""] * len(rows[0])), rows[1 % len(rows)]


def _columns(contests: Sequence[str], candidates: Sequence[str], wanted: str) -> list[_Column]:
    columns: list[_Column] = []
    for number, (contest, candidate) in enumerate(zip(contests, candidates, strict=False), start=1):
        if contest == wanted:
            ranked = RANKED.fullmatch(candidate)
            name = ranked["name"] if ranked else candidate
            before = sum(same_name(column.name) == same_name(name) for column in columns)
            columns.append(_Column(number, name, int(ranked["rank"]) if ranked else before + 1))
    if all(column.rank == 1 or says_nobody(column.name) for column in columns):  # several write-ins are no ranks
        return [replace(column, rank=1) for column in columns]
    return columns


def _papers(
    rows: Rows, width: int, columns: Sequence[_Column], names: Names, most: int
) -> Iterator[tuple[Ranking, int]]:
    for line, row in rows:
        cells = cells_of(line, row, width, names.problems)
        marks = [(column, cells[column.number - 1]) for column in columns] if cells else []
        marked: dict[int, list[int]] = {}
        for column, cell in marks:
            if cell == "1":
                chosen = names.preference(line, column.number, column.name)
                marked.setdefault(column.rank, []).extend(numbers_of(chosen) or [SKIPPED])
            elif cell not in {"", "0"}:
                names.problems.add(line, column.number, "1 or 0, or nothing", shown(cell))
        if any(cell for _, cell in marks):
            yield names.ranking(marked, most=most), 1

"""CSV with a row for each preference: paper, rank and candidate in columns of their own, in any order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from agm.counting.model import SKIPPED, Ranking
from agm.counting.read.columns import (
    CANDIDATE_OF_ROW,
    PAPER_OF_ROW,
    PAPERS,
    RANK_OF_ROW,
    is_no_candidate,
    preference_number,
)
from agm.counting.read.files import Rows, cells_of, papers_of_row, shown
from agm.counting.read.names import HIGHEST_PREFERENCE, Names, numbers_of


@dataclass(frozen=True, slots=True)
class LongColumns:
    """Where in a row they stand, from 0."""

    paper: int
    rank: int
    candidate: int
    papers: int | None
    unused: tuple[str, ...]

    def notes(self, heading: Sequence[str]) -> list[str]:
        notes = [f"Not used: {', '.join(map(shown, self.unused))}."] if self.unused else []
        if self.papers is not None:
            notes.append(f"How many papers a paper stands for is in the column {shown(heading[self.papers])}.")
        return notes


@dataclass(slots=True)
class _Paper:
    papers: int
    marked: dict[int, list[int]] = field(default_factory=dict)


def long_columns(heading: Sequence[str]) -> LongColumns | None:
    """The columns of a table with a row for each preference; nothing where it is none."""
    cells = [cell.strip() for cell in heading]
    kinds = {
        kind: [n for n, cell in enumerate(cells) if kind.fullmatch(cell)] for kind in (RANK_OF_ROW, CANDIDATE_OF_ROW)
    }
    paper = [n for n, cell in enumerate(cells) if PAPER_OF_ROW.fullmatch(cell)]
    if not paper or any(len(found) != 1 for found in kinds.values()):
        return None
    rank, candidate = (found[0] for found in kinds.values())
    others = [n for n in range(len(cells)) if n not in {paper[0], rank, candidate} and cells[n]]
    papers = next((n for n in others if PAPERS.fullmatch(cells[n])), None)
    return LongColumns(paper[0], rank, candidate, papers, tuple(cells[n] for n in others if n != papers))


def long_papers(
    rows: Rows, columns: LongColumns, line: int, heading: Sequence[str], names: Names
) -> Iterator[tuple[Ranking, int]]:
    problems = names.problems
    for name in columns.unused:
        if not is_no_candidate(name):
            expected = "paper, rank, candidate, or a heading that is known to be none of them; leave others out"
            problems.add(line, 1, expected, shown(name))
    papers: dict[str, _Paper] = {}
    for number, row in rows:
        cells = cells_of(number, row, len(heading), problems)
        if not any(cells):
            continue
        stands_for = papers_of_row(number, cells, columns.papers, problems)
        if not cells[columns.paper]:
            problems.add(number, columns.paper + 1, "which paper this is a preference of", "nothing")
        paper = papers.setdefault(cells[columns.paper], _Paper(stands_for))
        if paper.papers != stands_for:
            expected = f"{paper.papers} papers, as in the paper's first row"
            problems.add(number, (columns.papers or 0) + 1, expected, str(stands_for))
        _mark(number, cells, columns, paper, names)
    for paper in papers.values():
        if paper.papers:
            yield names.ranking(paper.marked), paper.papers


def _mark(line: int, cells: list[str], columns: LongColumns, paper: _Paper, names: Names) -> None:
    rank, name = cells[columns.rank], cells[columns.candidate]
    if not name and not rank:
        return
    number = preference_number(rank)
    if number is None or not 1 <= number <= HIGHEST_PREFERENCE:
        names.problems.add(line, columns.rank + 1, f"a preference from 1 to {HIGHEST_PREFERENCE}", shown(rank))
        return
    chosen = numbers_of(names.preference(line, columns.candidate + 1, name))
    if set(chosen) & set(marked := paper.marked.setdefault(number, [])):
        names.problems.add(line, columns.candidate + 1, "each preference of a paper once", shown(name))
    marked.extend(chosen or ((SKIPPED,) if name else ()))

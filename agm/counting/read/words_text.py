"""The text that OpenSTV writes: a paper a line, the candidates on it as single words in their order, ``3:`` before them
for three such papers, and what stands behind ``#`` is a comment."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from agm.counting.read.files import BallotFile, ProblemList, Source, lines_of, whole_number
from agm.counting.read.names import Names

PAPER = re.compile(r"\s*(?:(\d{1,9})\s*:)?\s*([^\W\d_]\w*(?:\s+[^\W\d_]\w*)*)?\s*")


def is_words(lines: Sequence[str]) -> bool:
    """Whether these lines are papers so: with numbers before them, or with words that stand in one order and in the
    other, as those of a name never do."""
    papers = [PAPER.fullmatch(line.partition("#")[0]) for line in lines]
    if not papers or None in papers:
        return False
    words = [(found[2] or "").split() for found in papers if found]
    pairs = {(one, other) for paper in words for one, other in pairwise(paper)}
    has_numbers = any(found[1] for found in papers if found)
    return any(words) and (has_numbers or any((other, one) in pairs for one, other in pairs))


def read_words(source: Source, *, seats: int = 1, title: str = "") -> BallotFile:
    """Reads the papers. Raises ``ReadingError`` with all problems."""
    problems = ProblemList()
    names = Names(problems)
    papers = list(_papers(source, names))
    names.places.clear()
    return names.file(1, papers, seats=seats, title=title)


def _papers(source: Source, names: Names) -> Iterator[tuple[tuple[int, ...], int]]:
    for number, line in enumerate(lines_of(source, names.problems), start=1):
        written = line.partition("#")[0]
        found = PAPER.fullmatch(written)
        if found is None:
            names.problems.add(number, 1, "the names of candidates, a word each, in their order", written.strip()[:30])
        elif written.strip():
            chosen = [names.candidate(number, 1, word) for word in (found[2] or "").split()]
            if len(set(chosen)) < len(chosen):
                names.problems.add(number, 1, "each candidate once", "one twice")
            yield tuple(chosen), whole_number(found[1] or "1") or 0

"""The candidates of a file whose papers name them, and what the words in its cells mean."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import TypeAlias

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
from agm.counting.read.columns import DASHES, EMPTY_WORDS, OVERVOTE_WORDS, is_mark, preference_number
from agm.counting.read.files import BallotFile, ProblemList, candidates_of, shown
from agm.language.letters import same_name

HIGHEST_PREFERENCE = 1000
OVERVOTE = -1
"""Stands for "several candidates, which is not known" until their number is."""

Alike: TypeAlias = Callable[[str, str], bool]
"""Whether two names may be one, misspelt."""


class Names:
    """The candidates, and what their names in papers mean.

    Where they are ``candidates`` of a list, no other name is one; without it names are those of the papers.
    """

    def __init__(self, problems: ProblemList, candidates: Sequence[str] = ()) -> None:
        self.problems = problems
        self.listed = bool(candidates)
        self.names = list(candidates)
        self.numbers = {same_name(name): number for number, name in enumerate(candidates, start=1)}
        self.places: dict[str, tuple[int, int]] = {}
        self.seen: dict[str, int] = {}
        """Spellings that have been understood: a file repeats each of them on many papers."""
        self.left_out: dict[str, int] = defaultdict(int)

    def add(self, line: int, column: int, name: str) -> int:
        self.names.append(name)
        self.numbers[same_name(name)] = len(self.names)
        self.places[name] = line, column
        return len(self.names)

    def preference(self, line: int, column: int, cell: str) -> Preference:
        """What a cell chooses: a candidate, several, or nobody."""
        if cell in self.seen:
            return self.seen[cell]
        known = same_name(cell) in self.numbers
        if not known and cell.casefold() in OVERVOTE_WORDS:
            self.left_out[cell.casefold()] += 1
            return OVERVOTE
        if not known and self.is_no_vote(cell):
            return SKIPPED
        if known or "=" not in cell:
            return self.candidate(line, column, cell) if cell else SKIPPED
        numbers = [self.candidate(line, column, part.strip()) for part in cell.split("=")]
        if len(set(numbers)) < len(numbers):
            self.problems.add(line, column, "different candidates in an equal rank", shown(cell))
        return preference_of(numbers)

    def is_no_vote(self, cell: str) -> bool:
        """Whether a cell says that nobody was chosen. Words for that are told in the notes; a dash needs no telling."""
        word = cell.casefold()
        if word in EMPTY_WORDS:
            self.left_out[word] += 1
        return word in EMPTY_WORDS | DASHES

    def candidate(self, line: int, column: int, name: str) -> int:
        number = self.numbers.get(same_name(name))
        if number is not None:
            self.seen[name] = number
            return number
        if self.listed or not name:
            self.problems.add(line, column, "the name of a candidate", shown(name))
            return SKIPPED
        return self.add(line, column, " ".join(name.split()))

    def ranking(self, marked: dict[int, list[int]]) -> Ranking:
        """A paper of which is known who was given each number."""
        last = max((number for number, chosen in marked.items() if any(chosen)), default=0)
        return tuple(_chosen(marked.get(number, [])) for number in range(1, last + 1))

    def file(
        self,
        line: int,
        papers: Iterable[tuple[Ranking, int]],
        *,
        seats: int,
        title: str,
        notes: Sequence[str] = (),
        alike: Alike | None = None,
    ) -> BallotFile:
        """Everything read; raises ``ReadingError`` with all problems. Those of the whole file are told at ``line``."""
        found: dict[Ranking, int] = {}
        for ranking, number in papers:
            found[ranking] = found.get(ranking, 0) + number
        self._check(line, alike)
        everybody = tuple(range(1, len(self.names) + 1))
        if len(everybody) < 2 and any(OVERVOTE in ranking for ranking in found):
            self.problems.add(line, 1, "at least two candidates, where there are overvotes", str(len(everybody)))
        self.problems.check()
        groups = [BallotGroup(_with_overvotes(ranking, everybody), number) for ranking, number in found.items()]
        contest = Contest(title, candidates_of(self.names), seats)
        return BallotFile(contest, Ballots(tuple(groups)), (*notes, *self._notes()))

    def _check(self, line: int, alike: Alike | None) -> None:
        """Notes too many names, numbers and marks in the place of names, and names that may be one."""
        if len(self.names) > MOST_CANDIDATES:
            self.problems.add(line, 1, f"at most {MOST_CANDIDATES:,} candidates", f"{len(self.names):,}")
            return
        if numbers := [name for name in self.places if preference_number(name) is not None or is_mark(name)]:
            expected = "names of candidates (these numbers could be candidates or preferences; give the list of names)"
            self.problems.add(*self.places[numbers[0]], expected, shown(numbers[0]))
        elif alike:
            for first, second in combinations(self.places, 2):
                if _letters(first) != _letters(second) and alike(first, second):
                    other = f"{shown(first)} on line {self.places[first][0]}"
                    expected = f"a name that differs more from {other} (if both stand, give the list of candidates)"
                    self.problems.add(*self.places[second], expected, shown(second))

    def _notes(self) -> list[str]:
        meaning = {True: "more than one candidate", False: "no candidate"}
        return [
            f"“{word}” ({number}) is read as a preference for {meaning[word in OVERVOTE_WORDS]}."
            for word, number in self.left_out.items()
        ]


def _with_overvotes(ranking: Ranking, everybody: tuple[int, ...]) -> Ranking:
    return tuple(everybody if preference == OVERVOTE else preference for preference in ranking)


def _chosen(numbers: Sequence[int]) -> Preference:
    found = [number for number in numbers if number != SKIPPED]
    return OVERVOTE if OVERVOTE in found else preference_of(found)


def without_end(preferences: list[Preference]) -> Ranking:
    """A ranking without what was left out at its end."""
    while preferences and preferences[-1] == SKIPPED:
        preferences.pop()
    return tuple(preferences)


def _letters(name: str) -> str:
    """A name without its numbers: "Candidate 1" and "Candidate 2" are no misspellings."""
    return "".join(character for character in name if not character.isdigit())


def numbers_of(preference: Preference) -> tuple[int, ...]:
    return (OVERVOTE,) if preference == OVERVOTE else members(preference)

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
from agm.counting.read.columns import DASHES, is_mark, is_no_name, preference_number, says_nobody, says_several
from agm.counting.read.files import BallotFile, ProblemList, candidates_of, shown
from agm.language.letters import same_name

HIGHEST_PREFERENCE = 1000
OVERVOTE = -1
"""Stands for "several candidates, which is not known" until their number is."""

NAME_OR_KNOWN_WORD = (
    "a name, or a word that is known to be none, such as “undervote” (if it is one, give the list of candidates)"
)

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
        if not known and says_several(cell):
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
        if not says_nobody(cell):
            return False
        if cell not in DASHES:
            self.left_out[cell.casefold()] += 1
        return True

    def candidate(self, line: int, column: int, name: str) -> int:
        number = self.numbers.get(same_name(name))
        if number is not None:
            self.seen[name] = number
            return number
        if self.listed or not name:
            self.problems.add(line, column, "the name of a candidate", shown(name))
            return SKIPPED
        if is_no_name(name) and preference_number(name) is None:
            self.problems.add(line, column, NAME_OR_KNOWN_WORD, shown(name))
            return SKIPPED
        return self.add(line, column, " ".join(name.split()))

    def ranking(self, marked: dict[int, list[int]], *, most: int = 1) -> Ranking:
        """A paper of which is known who was given each number; ``most`` may have the same one beside a write-in."""
        last = max((number for number, chosen in marked.items() if any(chosen) or len(chosen) > most), default=0)
        return tuple(_chosen(marked.get(number, []), most) for number in range(1, last + 1))

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
            f"“{word}” ({number}) is read as a preference for {meaning[says_several(word)]}."
            for word, number in self.left_out.items()
        ]


def _with_overvotes(ranking: Ranking, everybody: tuple[int, ...]) -> Ranking:
    return tuple(everybody if preference == OVERVOTE else preference for preference in ranking)


def _chosen(numbers: Sequence[int], most: int) -> Preference:
    found = [number for number in numbers if number != SKIPPED]
    too_many = len(numbers) > most and SKIPPED in numbers  # nobody knows for whom the write-in was
    return OVERVOTE if too_many or OVERVOTE in found else preference_of(found)


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

"""What goes into a count: the contest, the papers or totals, and the decisions of ties. Frozen values, no behaviour.

Candidates are named by their number, 1 to n, in the order of the ballot paper. A ranking is a tuple with one entry per
preference in order: a candidate's number, ``SKIPPED`` (0) where that preference was left out, or a tuple of numbers
where several candidates were given the same one. ``(3, 0, (1, 2))`` is a first preference for 3, no second, and 1 and 2
equal third. Rankings are as marked; what counts of them is for the rule set to say (``agm.counting.papers``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from agm.counting.exact_json import ADDED_LATER

SKIPPED = 0
Preference: TypeAlias = "int | tuple[int, ...]"
Ranking: TypeAlias = "tuple[Preference, ...]"


def members(preference: Preference) -> tuple[int, ...]:
    """The candidates of one preference: none, one, or several equal ones."""
    if isinstance(preference, tuple):
        return preference
    return () if preference == SKIPPED else (preference,)


def preference_of(candidates: Sequence[int]) -> Preference:
    if not candidates:
        return SKIPPED
    return candidates[0] if len(candidates) == 1 else tuple(candidates)


MOST_CANDIDATES = 1000
"""Of one contest; more are a mistake in a file, and could not be counted in reasonable time."""


class CandidateKind(StrEnum):
    """What stands for election: people, or the choice to re-open nominations (in a yes/no vote, the "no")."""

    PERSON = "person"
    REOPEN_NOMINATIONS = "reopen_nominations"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry of the ballot paper; ``number`` counts from 1 in ballot order, ``groups`` are for constraints."""

    number: int
    name: str
    groups: frozenset[str] = frozenset()
    kind: CandidateKind = CandidateKind.PERSON


@dataclass(frozen=True, slots=True)
class Constraint:
    """At least ``minimum`` and at most ``maximum`` seats go to candidates of ``group``; ``None`` sets no limit."""

    group: str
    minimum: int | None = None
    maximum: int | None = None


class ShortagePolicy(StrEnum):
    """What happens, as chosen before the poll, when a group has fewer candidates than its minimum."""

    REFUSE = "refuse"
    """The count does not start: the rules of the organisation do not foresee it."""
    REDUCE_MINIMUM = "reduce_minimum"
    """The minimum becomes the number of candidates that the group has."""
    LEAVE_VACANT = "leave_vacant"
    """The reserved seats that cannot be filled stay empty."""


@dataclass(frozen=True, slots=True)
class Poll:
    """What the papers do not tell: the day (as ISO 8601 writes it), the returning officer, how many could vote."""

    held_on: str = ""
    officer: str = ""
    eligible: int | None = None


@dataclass(frozen=True, slots=True)
class Contest:
    """What is being filled: ``candidates`` numbered 1 to n in order, and the number of ``seats``, from 1.

    ``withdrawn`` are the numbers of candidates struck before the count: their names pass for unmarked on every paper.
    ``constraints`` bind only when set; ``shortage`` says what was decided for a group with too few candidates.
    ``poll`` changes nothing in the count; it is printed with the result.
    ``sitting`` makes it a countback for a casual vacancy: these representatives keep their seats, and the first other
    candidate elected fills it.
    """

    title: str
    candidates: tuple[Candidate, ...]
    seats: int
    withdrawn: frozenset[int] = frozenset()
    constraints: tuple[Constraint, ...] = ()
    shortage: ShortagePolicy = ShortagePolicy.REFUSE
    poll: Poll = Poll()
    sitting: frozenset[int] | None = field(default=None, metadata=ADDED_LATER)

    def candidate(self, number: int) -> Candidate:
        """Raises ``IndexError`` when there is no candidate of that number."""
        if not 1 <= number <= len(self.candidates):
            raise IndexError(f"no candidate has the number {number}")
        return self.candidates[number - 1]

    @property
    def standing(self) -> tuple[Candidate, ...]:
        return tuple(c for c in self.candidates if c.number not in self.withdrawn)

    def again(self, sitting: frozenset[int], gone: frozenset[int]) -> Contest:
        """This contest for a countback from the same papers: names of the ``gone``, who left or are not willing, are
        passed over."""
        return replace(self, withdrawn=self.withdrawn | gone, sitting=sitting)


@dataclass(frozen=True, slots=True)
class BallotGroup:
    """``papers`` equal ballot papers (a whole number from 1; weighted votes count as that many papers)."""

    ranking: Ranking
    papers: int = 1


@dataclass(frozen=True, slots=True)
class RejectedPapers:
    """Papers set aside before or at the count: how many, and why in plain words ("the paper is empty")."""

    reason: str
    papers: int


@dataclass(frozen=True, slots=True)
class Ballots:
    """All papers of a contest, equal ones grouped, and those ``rejected`` before they were entered here."""

    groups: tuple[BallotGroup, ...]
    rejected: tuple[RejectedPapers, ...] = ()

    @classmethod
    def of(cls, rankings: Iterable[Ranking]) -> Ballots:
        """Groups single papers by equal ranking, in the order in which each ranking first occurs."""
        papers: dict[Ranking, int] = {}
        for ranking in rankings:
            papers[ranking] = papers.get(ranking, 0) + 1
        return cls(tuple(BallotGroup(ranking, number) for ranking, number in papers.items()))

    @property
    def papers(self) -> int:
        return sum(group.papers for group in self.groups)


@dataclass(frozen=True, slots=True)
class VoteTotals:
    """Votes per candidate (in ballot order) where only totals are known, for rules that need no more than that.

    ``papers`` is the number of valid papers, abstentions included; it can be left out where each paper has one vote.
    ``abstentions`` are papers handed in on purpose without a choice.
    """

    votes: tuple[int, ...]
    papers: int | None = None
    abstentions: int = 0
    rejected: tuple[RejectedPapers, ...] = ()


@dataclass(frozen=True, slots=True)
class Rounds:
    """The rounds of an exhaustive ballot so far; each is papers with one mark, or totals (0 for those excluded)."""

    rounds: tuple[Ballots | VoteTotals, ...]


Votes: TypeAlias = "Ballots | VoteTotals | Rounds"
"""What a contest can be counted from."""


class TieKind(StrEnum):
    """What a tie was about; the tied candidates chosen are those to whom it happens."""

    ELECTION = "election"
    """Who is elected, when equal candidates exceed the seats left."""
    SURPLUS = "surplus"
    """Whose surplus is transferred first."""
    EXCLUSION = "exclusion"
    """Who is excluded."""


class TieMethod(StrEnum):
    LOT = "lot"
    COIN = "coin"
    CASTING_VOTE = "casting_vote"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class TieDecision:
    """A recorded human act that settled one tie.

    ``stage``, ``kind`` and ``tied`` repeat what ``TieToDecide`` asked; ``chosen`` are the candidates to whom it happens
    (excluded, elected, or surplus first), as many as were asked for. ``witnesses`` and ``note`` are for the record.
    """

    stage: int
    kind: TieKind
    tied: frozenset[int]
    chosen: tuple[int, ...]
    method: TieMethod = TieMethod.LOT
    witnesses: tuple[str, ...] = ()
    note: str = field(default="", compare=False)

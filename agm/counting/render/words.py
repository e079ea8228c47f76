"""Names, numbers and lists of a result in words, shared by the renderings."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from agm.counting.result import CandidateStatus, CountResult, ElectionTest, ExclusionReason, StageKind
from agm.counting.values import Value, as_decimal_text, as_fraction

ELECTED_BY = {
    ElectionTest.QUOTA: "reached the quota",
    ElectionTest.ACTIVE_VOTE: "could no longer be overtaken",
    ElectionTest.MAJORITY: "had a majority",
    ElectionTest.LAST_SEATS: "took the last place left",
    ElectionTest.MOST_VOTES: "had the most votes",
    ElectionTest.RESERVED_SEAT: "took a reserved place",
    ElectionTest.UNOPPOSED: "stood unopposed",
}
EXCLUDED_BY = {
    ExclusionReason.FEWEST_VOTES: "had the fewest votes",
    ExclusionReason.BULK: "together could not overtake the next above",
    ExclusionReason.CONSTRAINT: "could no longer be given a place under the constraint",
    ExclusionReason.SEATS_FILLED: "remained when the places were filled",
}
MOST_DECIMALS = 5
"""Meek's nine decimals stand on the sheet; in a sentence they only get in the way."""
UNTITLED = "Result of the count"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a candidate, also in a word, and at which stage (``None`` for those not elected and withdrawn)."""

    status: CandidateStatus
    words: str
    at: int | None = None


def outcomes(result: CountResult) -> dict[int, Outcome]:
    """Each candidate's outcome as people say it: whom only the filled seats left out was not elected.

    Before the last round nobody is said not to be elected.
    """
    left = Outcome(CandidateStatus.NOT_ELECTED, "not elected" if result.complete else "still standing")
    found = {candidate.number: left for candidate in result.contest.candidates}
    found |= dict.fromkeys(result.contest.withdrawn, Outcome(CandidateStatus.WITHDRAWN, "withdrawn"))
    for excluded in result.excluded:
        if excluded.by is not ExclusionReason.SEATS_FILLED:
            found[excluded.candidate] = Outcome(CandidateStatus.EXCLUDED, "excluded", excluded.stage)
    return found | {e.candidate: Outcome(CandidateStatus.ELECTED, "elected", e.stage) for e in result.elected}


def name_of(result: CountResult, number: int) -> str:
    return " ".join(result.contest.candidate(number).name.split())


def names_of(result: CountResult, numbers: Iterable[int]) -> str:
    return join(name_of(result, number) for number in numbers)


def join(texts: Iterable[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    *first, last = texts
    return f"{', '.join(first)} and {last}" if first else last


def was(subjects: Collection[object]) -> str:
    return "was" if len(subjects) == 1 else "were"


def counted(number: int, one: str, several: str) -> str:
    """ "1 paper", "1,234 papers"."""
    return f"{number:,} {one if number == 1 else several}"


def short_votes(result: CountResult, value: Value, most: int = MOST_DECIMALS) -> str:
    """A value for a sentence, such as "1,771.40": no decimals for whole numbers, else no more than are of use."""
    exact = as_fraction(value, result.scale)
    decimals = 0 if exact.denominator == 1 else min(result.rules.decimals, most)
    return f"{Decimal(as_decimal_text(value, result.scale, decimals)):,f}"


def exact_text(value: Value, scale: int) -> str:
    """A value without loss: decimal figures for scaled integers, "p/q" for a fraction that has none."""
    return as_decimal_text(value, scale) if value.denominator == 1 else str(value)


def stands_alone(kind: StageKind) -> bool:
    """Whether a stage has totals of its own and no changes against the stage before."""
    return kind in {StageKind.FIRST_PREFERENCES, StageKind.VOTES, StageKind.ROUND}

"""Names, numbers and lists of a result in words, shared by the renderings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from agm.counting.result import CandidateStatus, CountResult, ElectionTest, ExclusionReason, StageKind
from agm.counting.values import Value, as_decimal_text

ELECTED_BY = {
    ElectionTest.QUOTA: "reached the quota",
    ElectionTest.ACTIVE_VOTE: "could no longer be overtaken",
    ElectionTest.MAJORITY: "had a majority",
    ElectionTest.LAST_PLACES: "took the last place left",
    ElectionTest.MOST_VOTES: "had the most votes",
    ElectionTest.RESERVED_PLACE: "took a reserved place",
    ElectionTest.UNOPPOSED: "stood unopposed",
}
MOST_DECIMALS = 5
"""Meek's nine decimals stand on the sheet; in a sentence they only get in the way."""

EXCLUDED_BY = {
    ExclusionReason.FEWEST_VOTES: "had the fewest votes",
    ExclusionReason.BULK: "together could not overtake the next above",
    ExclusionReason.CONSTRAINT: "could no longer be given a place under the constraint",
    ExclusionReason.SEATS_FILLED: "remained when the places were filled",
}
STATUS = {
    CandidateStatus.ELECTED: "elected",
    CandidateStatus.EXCLUDED: "excluded",
    CandidateStatus.NOT_ELECTED: "not elected",
    CandidateStatus.WITHDRAWN: "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a candidate, and at which stage (``None`` for those not elected and withdrawn)."""

    status: CandidateStatus
    at: int | None


def outcomes(result: CountResult) -> dict[int, Outcome]:
    """Each candidate's outcome as people say it: whom only the filled places left out was not elected."""
    found = {number: Outcome(CandidateStatus.WITHDRAWN, None) for number in result.contest.withdrawn}
    for excluded in result.excluded:
        if excluded.by is not ExclusionReason.SEATS_FILLED:
            found[excluded.candidate] = Outcome(CandidateStatus.EXCLUDED, excluded.stage)
    found |= {e.candidate: Outcome(CandidateStatus.ELECTED, e.stage) for e in result.elected}
    left = Outcome(CandidateStatus.NOT_ELECTED, None)
    return {candidate.number: found.get(candidate.number, left) for candidate in result.contest.candidates}


def status_text(result: CountResult, outcome: Outcome) -> str:
    """The outcome in a word; before the last round nobody is told that they were not elected."""
    if not result.complete and outcome.status is CandidateStatus.NOT_ELECTED:
        return "still standing"
    return STATUS[outcome.status]


def name_of(result: CountResult, number: int) -> str:
    """The candidate's name on one line."""
    return " ".join(result.contest.candidate(number).name.split())


def join(texts: Iterable[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    *first, last = texts
    return f"{', '.join(first)} and {last}" if first else last


def names_of(result: CountResult, numbers: Iterable[int]) -> str:
    """Several candidates' names as a list in words."""
    return join(name_of(result, number) for number in numbers)


def parted(text: str) -> str:
    """Decimal figures with their thousands parted: "1,771.40"."""
    whole, dot, rest = text.removeprefix("-").partition(".")
    return f"{'-' if text.startswith('-') else ''}{int(whole):,}{dot}{rest}"


def short_votes(result: CountResult, value: Value, most: int = MOST_DECIMALS) -> str:
    """A value for a sentence: whole numbers without decimals, others with no more than a reader can use."""
    exact = Fraction(value) / result.scale
    if exact.denominator == 1:
        return f"{exact.numerator:,}"
    return parted(as_decimal_text(value, result.scale, min(result.rules.decimals, most)))


def exact_text(value: Value, scale: int) -> str:
    """A value without loss: decimal figures for scaled integers, "p/q" for a fraction that has none."""
    exact = Fraction(value)
    return f"{exact.numerator}/{exact.denominator}" if exact.denominator != 1 else as_decimal_text(value, scale)


def counted(number: int, one: str, several: str) -> str:
    """ "1 paper", "1,234 papers"."""
    return f"{number:,} {one if number == 1 else several}"


def stage_heading(result: CountResult, index: int) -> tuple[str, Sequence[str]]:
    """What a stage is called on a sheet, with the names of those whom it concerns."""
    stage = result.stages[index]
    names = [name_of(result, number) for number in stage.subjects]
    heading = {
        StageKind.FIRST_PREFERENCES: "First preferences",
        StageKind.VOTES: "Votes",
        StageKind.ROUND: f"Round {stage.number}",
        StageKind.SURPLUS: "Surplus of",
        StageKind.EXCLUSION: "Exclusion of",
        StageKind.DISTRIBUTION: "Surplus shared",
    }[stage.kind]
    return heading, names if stage.kind in {StageKind.SURPLUS, StageKind.EXCLUSION} else []


def stands_alone(kind: StageKind) -> bool:
    """Whether a stage has totals of its own and no changes against the stage before."""
    return kind in {StageKind.FIRST_PREFERENCES, StageKind.VOTES, StageKind.ROUND}

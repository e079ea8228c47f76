"""Names, numbers and lists of a result in words, shared by the renderings."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from agm.counting.model import TieDecision, TieKind
from agm.counting.result import CandidateStatus, CountResult, ElectionTest, ExclusionReason, StageKind
from agm.counting.values import Value, as_decimal_text, as_fraction

ELECTED_BY = {
    ElectionTest.QUOTA: "reached the quota",
    ElectionTest.LAST_SEATS: "took the last place left",
    ElectionTest.MOST_VOTES: "had the most votes",
    ElectionTest.RESERVED_SEAT: "took a reserved place",
    ElectionTest.UNOPPOSED: "stood unopposed",
}
CONSTRAINT = "constraint"
"""What stands in the place of a paragraph where a constraint of the contest is the reason."""
MOST_DECIMALS = 5
"""Meek's nine decimals stand on the sheet; in a sentence they only get in the way."""
KEEPS = " (keeps their seat)"
UNTITLED = "Result of the count"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a candidate, also in a word, and at which stage (``None`` for those not elected and withdrawn).

    ``how`` is what other than votes decided it: "by lot", or a constraint.
    """

    status: CandidateStatus
    words: str
    at: int | None = None
    how: str = ""


def outcomes(result: CountResult) -> dict[int, Outcome]:
    """Each candidate's outcome as people say it: whom only the filled seats left out was not elected.

    Before the last round nobody is said not to be elected.
    """
    how = _decided_otherwise(result)
    left = Outcome(CandidateStatus.NOT_ELECTED, "not elected" if result.complete else "still standing")
    found = {candidate.number: left for candidate in result.contest.candidates}
    found |= dict.fromkeys(result.contest.withdrawn, Outcome(CandidateStatus.WITHDRAWN, "withdrawn"))
    for excluded in result.excluded:
        if excluded.by is not ExclusionReason.SEATS_FILLED:
            found[excluded.candidate] = Outcome(CandidateStatus.EXCLUDED, "excluded", excluded.stage)
    found |= {e.candidate: Outcome(CandidateStatus.ELECTED, "elected", e.stage) for e in result.elected}
    found |= dict.fromkeys(result.contest.sitting or (), Outcome(CandidateStatus.ELECTED, "keeps their seat"))
    return {number: replace(outcome, how=how.get(number, "")) for number, outcome in found.items()}


def _decided_otherwise(result: CountResult) -> dict[int, str]:
    """Of whom something else than votes decided whether they were elected, and what."""
    reserved = {e.candidate: "reserved place" for e in result.elected if e.by is ElectionTest.RESERVED_SEAT}
    doomed = [e.candidate for e in result.excluded if e.by is ExclusionReason.CONSTRAINT]
    decided: dict[int, str] = {}
    for stage in result.stages:
        for tie in stage.ties:
            if tie.decision is not None and tie.kind is not TieKind.SURPLUS:
                lost = set(tie.tied) - set(result.elected_numbers) if tie.kind is TieKind.ELECTION else set()
                decided |= dict.fromkeys({*tie.chosen, *lost}, by_method(tie.decision))
    return reserved | dict.fromkeys([*doomed, *kept_out(result)], "by a constraint") | decided


def by_method(decision: TieDecision) -> str:
    """ "by lot", "by casting vote"."""
    return f"by {decision.method.replace('_', ' ')}"


def kept_out(result: CountResult) -> list[int]:
    """Under papers with marks, whom a constraint kept out although somebody with no more votes was elected."""
    stage = result.stages[-1]
    most_votes = [e.candidate for e in result.elected if e.by is ElectionTest.MOST_VOTES]
    if not result.contest.constraints or not most_votes:
        return []
    least = min(stage.totals[candidate - 1] for candidate in most_votes)
    settled = {candidate for tie in stage.ties for candidate in tie.tied}
    return [n for n in not_elected(result) if stage.totals[n - 1] >= least and n not in settled]


def not_elected(result: CountResult) -> list[int]:
    return [c.number for c in result.contest.standing if c.number not in result.elected_numbers]


def name_of(result: CountResult, number: int) -> str:
    return " ".join(result.contest.candidate(number).name.split())


def names_of(result: CountResult, numbers: Iterable[int]) -> str:
    return join(name_of(result, number) for number in numbers)


def join(texts: Iterable[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    *first, last = texts
    return f"{', '.join(first)} and {last}" if first else last


def who_was_elected(result: CountResult) -> tuple[str, ...]:
    """Names in order of election, then what is vacant; or why there are none."""
    if not result.complete:
        return ("Nobody has been elected yet.",)
    sitting = result.contest.sitting or ()
    names = [f"{name_of(result, n)}{KEEPS * (n in sitting)}" for n in result.elected_numbers] or ["Nobody was elected."]
    return (*names, *([f"Places left vacant: {result.vacant}"] if result.vacant else []))


def day_in_words(day: str) -> str:
    """ "18 April 2027", of ISO 8601."""
    on = date.fromisoformat(day)
    return f"{on.day} {on:%B %Y}"


def poll_facts(result: CountResult) -> Iterator[tuple[str, str]]:
    """What was given of the poll, such as ("Turnout", "57 of 120 who could vote (47.5%)")."""
    poll = result.contest.poll
    if poll.held_on:
        yield "Date", day_in_words(poll.held_on)
    if poll.officer:
        yield "Returning officer", poll.officer
    if poll.eligible is not None:
        yield "Turnout", f"{result.papers.papers:,} of {poll.eligible:,} who could vote ({turnout(result)})"


def turnout(result: CountResult) -> str:
    """The papers in per cent of those who could vote, such as "47.5%"."""
    return f"{as_decimal_text(Fraction(100 * result.papers.papers, result.contest.poll.eligible or 1), 1, 1)}%"


def with_votes(result: CountResult, totals: Sequence[Value], numbers: Iterable[int]) -> str:
    return join(f"{name_of(result, n)} ({short_votes(result, totals[n - 1])})" for n in numbers)


def cite(result: CountResult, *paragraphs: str) -> str:
    """The paragraphs of the rules in brackets, such as " (ERS97 5.2.5)", each once; nothing where they have none.

    A constraint is no paragraph of them, and of "rule 50" and "rule 50(1)" the second says all.
    """
    cited = result.rules.cited
    said = [p for p in dict.fromkeys(paragraphs) if p != CONSTRAINT]
    said = [p for p in said if not any(other != p and other.startswith(p) for other in said)]
    return f" ({cited}{join(said)})" if said and cited is not None else ""


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

"""Where the decision of a contest stands: decided, waiting for a tie to be settled, or without somebody for a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from agm.counting.engine import count
from agm.counting.errors import TieToDecide
from agm.counting.model import CandidateKind, Contest, TieDecision, TieKind, TieMethod, Votes, VoteTotals
from agm.counting.result import CountResult
from agm.counting.rules import Method, RuleSet

LOTS = {TieMethod.LOT, TieMethod.COIN}
LEAST_WITNESSES = 2
"""Of a lot, for its result to be believed."""


class Decided(StrEnum):
    DECIDED = "decided"
    DECIDED_BY_LOT = "decided_by_lot"
    TIE_OPEN = "tie_open"
    ANOTHER_ROUND = "another_round"
    REOPEN_NOMINATIONS = "reopen_nominations"
    """Places stay empty because re-opening nominations won them: nominations are called for again."""
    VACANCIES = "vacancies"
    """Places stay empty because too few stood, or had enough votes."""
    ELECTED_WITHOUT_A_VOTE = "elected_without_a_vote"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is certain of a contest so far. Candidates are named by their numbers."""

    state: Decided
    elected: tuple[int, ...] = ()
    """In order of election; at an open tie those who are elected whatever becomes of it, as far as that is known."""
    tie: TieToDecide | None = None
    """What waits to be decided."""
    settled: tuple[TieDecision, ...] = ()
    vacant: int = 0
    votes_for_withdrawn: int = 0
    """Shown, and counted for nobody."""
    result: CountResult | None = None

    @property
    def may_declare(self) -> bool:
        return self.state not in {Decided.TIE_OPEN, Decided.ANOTHER_ROUND}

    @property
    def tied(self) -> tuple[int, ...]:
        """Who is or was equal."""
        if self.tie is not None:
            return self.tie.tied
        return tuple(sorted(self.settled[-1].tied)) if self.settled else ()

    @property
    def places_in_tie(self) -> int:
        if self.tie is not None:
            return self.tie.choose
        return len(self.settled[-1].chosen) if self.settled else 0


def without_a_vote(contest: Contest) -> Standing:
    """As many stand as there are places, or fewer, and nobody votes: they are elected, and other places stay empty."""
    elected = tuple(one.number for one in contest.standing if one.kind is CandidateKind.PERSON)[: contest.seats]
    vacant = contest.seats - len(elected)
    return Standing(Decided.VACANCIES if vacant else Decided.ELECTED_WITHOUT_A_VOTE, elected, vacant=vacant)


def where_it_stands(contest: Contest, votes: Votes, rules: RuleSet, decisions: Iterable[TieDecision] = ()) -> Standing:
    """Counts as far as it goes. Decisions of ties without enough witnesses are none. Raises `CountingError`."""
    votes, withdrawn = without_withdrawn(contest, votes)
    witnessed = tuple(one for one in decisions if len(set(one.witnesses)) >= LEAST_WITNESSES)
    if not any(one.kind is CandidateKind.PERSON for one in contest.standing):
        return Standing(Decided.VACANCIES, vacant=contest.seats, votes_for_withdrawn=withdrawn)
    try:
        result = count(contest, votes, rules, witnessed)
    except TieToDecide as tie:
        elected = above_the_tie(votes, tie) if rules.method is Method.PLURALITY else ()
        return Standing(Decided.TIE_OPEN, elected, tie, witnessed, votes_for_withdrawn=withdrawn)
    reopening = {one.number for one in contest.candidates if one.kind is CandidateKind.REOPEN_NOMINATIONS}
    elected = tuple(number for number in result.elected_numbers if number not in reopening)
    return Standing(state_of(result, reopening, witnessed), elected, None, witnessed, result.vacant, withdrawn, result)


def without_withdrawn(contest: Contest, votes: Votes) -> tuple[Votes, int]:
    """Totals in which those who withdrew after the papers went out have none, and how many votes those were.

    Papers are left as they are: their counting passes over withdrawn names.
    """
    if not isinstance(votes, VoteTotals):
        return votes, 0
    given = sum(votes.votes[number - 1] for number in contest.withdrawn)
    kept = tuple(0 if at in contest.withdrawn else number for at, number in enumerate(votes.votes, start=1))
    return replace(votes, votes=kept), given


def above_the_tie(votes: Votes, tie: TieToDecide) -> tuple[int, ...]:
    """Of totals: those with more votes than the equal ones, who have their places whoever of these gets one."""
    if not isinstance(votes, VoteTotals) or tie.kind is not TieKind.ELECTION:
        return ()
    equal = votes.votes[tie.tied[0] - 1]
    above = [number for number, total in enumerate(votes.votes, start=1) if total > equal]
    return tuple(sorted(above, key=lambda number: -votes.votes[number - 1]))


def state_of(result: CountResult, reopening: set[int], decisions: tuple[TieDecision, ...]) -> Decided:
    if not result.complete:
        return Decided.ANOTHER_ROUND
    if reopening & set(result.elected_numbers) or (result.rules.method is Method.YES_NO and result.vacant):
        return Decided.REOPEN_NOMINATIONS
    if result.vacant:
        return Decided.VACANCIES
    return Decided.DECIDED_BY_LOT if any(one.method in LOTS for one in decisions) else Decided.DECIDED

"""What comes out of a count: every stage with its reasons, and who was elected. Frozen values.

All tuples "per candidate" are in ballot order: index ``number - 1``. Values are in units of ``1 / scale`` of the result
(``agm.counting.values``). At every stage the totals, the non-transferable votes and the loss by fraction add up to the
valid votes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from agm.counting.model import Contest, RejectedPapers, TieDecision, TieKind
from agm.counting.rules import RuleSet
from agm.counting.values import Value


class StageKind(StrEnum):
    FIRST_PREFERENCES = "first_preferences"
    VOTES = "votes"
    """Marks counted once: plurality, block vote, approval, yes/no."""
    ROUND = "round"
    """One round of an exhaustive ballot."""
    SURPLUS = "surplus"
    EXCLUSION = "exclusion"
    """One or more candidates excluded and their papers transferred, in one or more batches."""
    DISTRIBUTION = "distribution"
    """Meek: all surpluses of those elected so far shared out again, until they are negligible."""


class ElectionTest(StrEnum):
    QUOTA = "quota"
    ACTIVE_VOTE = "active_vote"
    """ERS97: as many votes as the total active vote divided by one more than the seats left."""
    MAJORITY = "majority"
    LAST_SEATS = "last_places"
    """As many candidates continued as there were seats left."""
    MOST_VOTES = "most_votes"
    RESERVED_SEAT = "reserved_place"
    UNOPPOSED = "unopposed"
    """No more candidates than seats from the start, under rules that need no votes for that."""


class ExclusionReason(StrEnum):
    FEWEST_VOTES = "fewest_votes"
    BULK = "bulk"
    """Several lowest together: even with the deferred surpluses none could overtake the next above."""
    CONSTRAINT = "constraint"
    """Doomed: no seat is left that a constraint allows the candidate to take."""
    SEATS_FILLED = "seats_filled"
    """Formally, at the end, without a transfer."""


class TieSettledBy(StrEnum):
    EARLIER_STAGE = "earlier_stage"
    """The rule's look-back found a stage (or batch) where the candidates were unequal."""
    DECISION = "decision"
    """A recorded decision of the returning officer."""


class CandidateStatus(StrEnum):
    ELECTED = "elected"
    EXCLUDED = "excluded"
    NOT_ELECTED = "not_elected"
    """Still continuing, with no seat left."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ElectedCandidate:
    """Who was elected at which stage, and by what; for ``ACTIVE_VOTE`` also of how many votes how many were enough."""

    candidate: int
    stage: int
    order: int
    by: ElectionTest
    paragraph: str
    active_vote: Value | None = None
    enough: Value | None = None


@dataclass(frozen=True, slots=True)
class ExcludedCandidate:
    """A candidate excluded at a stage (the one that transfers the papers), and why."""

    candidate: int
    stage: int
    by: ExclusionReason
    paragraph: str


@dataclass(frozen=True, slots=True)
class SettledTie:
    """A tie and how it was settled.

    ``tied`` and ``chosen`` are candidates' numbers. ``looked_back_to`` is the stage where they were unequal (``batch``
    counts from 1 within it, or is ``None`` at the end of the stage); ``decision`` is the human act, where it took one.
    """

    kind: TieKind
    tied: tuple[int, ...]
    chosen: tuple[int, ...]
    by: TieSettledBy
    paragraph: str
    looked_back_to: int | None = None
    batch: int | None = None
    decision: TieDecision | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """Papers moved from one candidate to another, or to nobody (``target`` ``None``: non-transferable).

    ``papers`` whole papers at ``value`` each make ``votes`` (both in units of ``1 / scale``); the non-transferable
    papers of an ERS97 surplus have the value 0, and ``votes`` is the part of the surplus that nobody received.
    """

    source: int
    target: int | None
    papers: int
    value: Value
    votes: Value


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch of an exclusion (ERS97 5.4): papers of one value, with the totals after it. Fields as in ``Stage``."""

    value: Value
    totals: tuple[Value, ...]
    non_transferable: Value
    loss_by_fraction: Value
    quota: Value
    elected: tuple[ElectedCandidate, ...]
    transfers: tuple[Transfer, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the count; ``number`` counts from 1.

    ``subjects``: whose surplus, or who were excluded. ``changes`` and ``totals`` are per candidate;
    ``non_transferable`` and ``loss_by_fraction`` are running totals, with their ``_change`` at this stage. ``quota`` is
    that in force at the end of the stage (``None`` for rules without one). ``deferred``: candidates whose surplus
    waits because it can change nothing yet. ``guarded`` and ``doomed`` are the constraint's notes after the stage.
    ``paragraph`` is the rule that the stage applies. ``transfer_value`` is the new value of each paper of a surplus
    where there is one for all. ``active_vote`` is ERS97's total active vote at the end of the stage.
    ``iterations`` and ``keep_factors`` are Meek's.
    ``round_votes`` are the votes given in this round of an exhaustive ballot, which is what its totals add up to.
    """

    number: int
    kind: StageKind
    subjects: tuple[int, ...]
    paragraph: str
    changes: tuple[Value, ...]
    totals: tuple[Value, ...]
    non_transferable: Value
    non_transferable_change: Value
    loss_by_fraction: Value
    loss_change: Value
    quota: Value | None = None
    elected: tuple[ElectedCandidate, ...] = ()
    excluded: tuple[ExcludedCandidate, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    batches: tuple[Batch, ...] = ()
    ties: tuple[SettledTie, ...] = ()
    deferred: tuple[int, ...] = ()
    guarded: tuple[int, ...] = ()
    doomed: tuple[int, ...] = ()
    transfer_value: Value | None = None
    active_vote: Value | None = None
    iterations: int = 0
    keep_factors: tuple[Value, ...] = ()
    round_votes: int | None = None

    @property
    def not_transferred(self) -> Value:
        """Non-transferable votes and loss by fraction together, as result sheets with one such row print them."""
        return self.non_transferable + self.loss_by_fraction


@dataclass(frozen=True, slots=True)
class PaperCount:
    """How many papers there were: in all, valid, ``abstentions`` among the valid, and those rejected.

    ``stopped`` tells of valid papers that count only in part: why, and how many.
    """

    papers: int
    valid: int
    abstentions: int = 0
    rejected: tuple[RejectedPapers, ...] = ()
    stopped: tuple[RejectedPapers, ...] = ()


@dataclass(frozen=True, slots=True)
class CountResult:
    """The whole count. ``votes_total`` is what every stage adds up to, in units of ``1 / scale``.

    ``elected`` is in order of election (a win by "re-open nominations" among them), ``excluded`` in order of exclusion
    with the formal ones of the end; ``vacant`` is the number of seats that stay empty. In a countback ``elected`` has
    those of the sitting too whom the papers elect again. ``complete`` is ``False`` while
    an exhaustive ballot needs another round. ``notes`` are plain sentences for the notice.
    """

    contest: Contest
    rules: RuleSet
    papers: PaperCount
    votes_total: Value
    stages: tuple[Stage, ...]
    elected: tuple[ElectedCandidate, ...]
    excluded: tuple[ExcludedCandidate, ...]
    vacant: int = 0
    complete: bool = True
    notes: tuple[str, ...] = ()

    @property
    def scale(self) -> int:
        return self.rules.scale

    @property
    def quota(self) -> Value | None:
        """The quota in force at the end, or ``None`` for rules without one."""
        return self.stages[-1].quota if self.stages else None

    @property
    def elected_numbers(self) -> tuple[int, ...]:
        return tuple(e.candidate for e in self.elected)

    @property
    def ties(self) -> tuple[SettledTie, ...]:
        return tuple(tie for stage in self.stages for tie in stage.ties)

    def status(self, number: int) -> CandidateStatus:
        if number in self.contest.withdrawn:
            return CandidateStatus.WITHDRAWN
        if number in self.elected_numbers:
            return CandidateStatus.ELECTED
        if any(e.candidate == number for e in self.excluded):
            return CandidateStatus.EXCLUDED
        return CandidateStatus.NOT_ELECTED

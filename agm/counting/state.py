"""The running state of a staged count, shared by all rules that transfer papers: who continues, totals, stages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import sub
from typing import TypedDict, Unpack

from agm.counting.constraints import ConstraintKeeper, Limits
from agm.counting.model import BallotGroup, CandidateKind, Contest, TieKind
from agm.counting.piles import sort_by_next
from agm.counting.result import (
    Batch,
    CountResult,
    ElectedCandidate,
    ElectionTest,
    ExcludedCandidate,
    ExclusionReason,
    PaperCount,
    SettledTie,
    Stage,
    StageKind,
    TieSettledBy,
    Transfer,
)
from agm.counting.rules import ApprovalOptions, PluralityOptions, ReopenNominations, RuleSet, StvOptions
from agm.counting.ties import Checkpoint, LookBack, TieBreaker, narrow
from agm.counting.values import Value


class StageFacts(TypedDict, total=False):
    """Fields of ``Stage`` that only some rules fill."""

    deferred: tuple[int, ...]
    transfer_value: Value | None
    active_vote: Value | None
    iterations: int
    keep_factors: tuple[Value, ...]
    round_votes: int | None


class CountState:
    """Who continues, what everybody has, and the stages written so far.

    ``totals`` is indexed by candidate number (index 0 stays unused). ``continuing`` shrinks as candidates
    are elected or excluded.
    """

    def __init__(  # one value per fact that a count starts from
        self,
        contest: Contest,
        rules: RuleSet,
        papers: PaperCount,
        ties: TieBreaker,
        look_back: LookBack = LookBack.NONE,
        keeper: ConstraintKeeper | None = None,
    ) -> None:
        self.contest = contest
        self.rules = rules
        self.papers = papers
        self.keeper = keeper or ConstraintKeeper(contest)
        self.continuing = {c.number for c in contest.standing}
        self.reopening = {c.number for c in contest.standing if c.kind is CandidateKind.REOPEN_NOMINATIONS}
        self.totals: list[Value] = [0] * (len(contest.candidates) + 1)
        self.non_transferable: Value = 0
        self.loss: Value = 0
        self.quota: Value | None = None
        self.elected: list[ElectedCandidate] = []
        self.excluded: list[ExcludedCandidate] = []
        self.stages: list[Stage] = []
        self.checkpoints: list[Checkpoint] = []
        self.stopped = False
        """True when re-opening nominations was elected under rules where that ends the election."""
        self._ties = ties
        self._look_back = look_back
        self._begin_stage()
        self.limits: Limits = self._new_limits()

    def _begin_stage(self) -> None:
        self._before = (list(self.totals), self.non_transferable, self.loss)
        self._transfers: list[Transfer] = []
        self._batches: list[Batch] = []
        self._settled: list[SettledTie] = []
        self._begin_batch()

    def _begin_batch(self) -> None:
        self._batch_start = (len(self._transfers), len(self.elected))

    # --- where the count stands

    @property
    def stage_number(self) -> int:
        """The number of the stage that is being made."""
        return len(self.stages) + 1

    @property
    def places(self) -> int:
        """How many places can still be filled; 0 ends the count."""
        return 0 if self.stopped else self.limits.places

    def by_votes(self, candidates: Iterable[int]) -> list[int]:
        """Candidates in descending order of votes, equal ones in ballot order, with re-opening nominations last.

        So it never keeps out somebody who has as many votes, wherever it stands on the ballot paper.
        """
        return sorted(candidates, key=lambda c: (-self.totals[c], c in self.reopening, c))

    def excludable(self) -> list[int]:
        """Continuing candidates who may be chosen for exclusion (none guarded), fewest votes first."""
        return sorted(self.continuing - self.limits.guarded, key=lambda c: (self.totals[c], c))

    def electable(self) -> list[int]:
        """Continuing candidates who are not doomed, in descending order of votes."""
        return self.by_votes(self.continuing - self.limits.doomed)

    def all_fit(self, equal: Sequence[int]) -> bool:
        """Whether equal candidates can all be elected: they do not exceed the places, and no constraint intervenes."""
        if len(equal) == 1:
            return True
        after = self.keeper.limits([*(e.candidate for e in self.elected), *equal], self.continuing - set(equal))
        return 0 <= after.places == self.places - len(equal)

    def sort_by_next(self, groups: Iterable[BallotGroup]) -> dict[int, list[BallotGroup]]:
        """Sorts papers by their next available preference, as ``piles.sort_by_next``."""
        return sort_by_next(groups, self.continuing, len(self.contest.candidates))

    # --- changes

    def credit(self, source: int, target: int | None, papers: int, value: Value) -> Value:
        """Credits ``papers`` at ``value`` to a candidate, or (``None``) to nobody; returns the votes."""
        votes = papers * value
        if target is None:
            self.non_transferable += votes
        else:
            self.totals[target] += votes
        self._transfers.append(Transfer(source, target, papers, value, votes))
        return votes

    def set_aside(self, transfer: Transfer) -> None:
        """Adds the non-transferable part of a surplus, where it is a difference and not papers times a value."""
        self.non_transferable += transfer.votes
        if transfer.papers:
            self._transfers.append(transfer)

    def elect(self, candidate: int, by: ElectionTest, paragraph: str) -> None:
        """Deems a continuing candidate elected at the present stage."""
        self.continuing.discard(candidate)
        order = len(self.elected) + 1
        self.elected.append(ElectedCandidate(candidate, self.stage_number, order, by, paragraph))
        if candidate in self.reopening:
            options = self.rules.options
            if isinstance(options, (PluralityOptions, ApprovalOptions, StvOptions)):
                self.stopped = options.reopen is ReopenNominations.STOPS
        self.limits = self._new_limits()

    def elect_all(self, by: ElectionTest, paragraph: str) -> None:
        """Deems all continuing candidates elected, in descending order of votes."""
        for candidate in self.electable():
            if not self.stopped:
                self.elect(candidate, by, paragraph)

    def exclude(self, candidates: Iterable[int], by: ExclusionReason, paragraph: str) -> None:
        """Excludes continuing candidates at the present stage; their papers are for the rules to move."""
        for candidate in candidates:
            self.continuing.discard(candidate)
            self.excluded.append(ExcludedCandidate(candidate, self.stage_number, by, paragraph))
        self.limits = self._new_limits()

    def _new_limits(self) -> Limits:
        return self.keeper.limits((e.candidate for e in self.elected), self.continuing)

    # --- ties

    def pick_one(self, kind: TieKind, tied: Sequence[int], paragraph: str, *, most: bool) -> int:
        """One of equal candidates: by looking back as the rules say, or else by a recorded decision.

        ``most`` takes the one who had the most votes earlier, otherwise the fewest. Raises ``TieToDecide``.
        """
        if len(tied) == 1:
            return tied[0]
        left, point = self.look_back(tied, most=most)
        if point is not None and len(left) == 1:
            self.note_tie(kind, tied, left, paragraph, point)
            return left[0]
        return self.ask(kind, left, paragraph)

    def ask(self, kind: TieKind, tied: Sequence[int], paragraph: str) -> int:
        """One of equal candidates by a recorded decision alone; raises ``TieToDecide`` when there is none."""
        return self.ask_several(kind, tied, 1, paragraph)[0]

    def ask_several(self, kind: TieKind, tied: Sequence[int], choose: int, paragraph: str) -> tuple[int, ...]:
        """As many of equal candidates as are needed, by one recorded decision."""
        settled = self._ties.decide(self.stage_number, kind, tied, choose, paragraph)
        self._settled.append(settled)
        return settled.chosen

    def pick_lowest(self, number: int, paragraph: str) -> list[int]:
        """The given number of excludable candidates with the fewest votes, ties at the edge settled one at a time."""
        candidates = self.excludable()
        edge = self.totals[candidates[number - 1]]
        chosen = [c for c in candidates if self.totals[c] < edge]
        equal = [c for c in candidates if self.totals[c] == edge]
        if len(chosen) + len(equal) == number:
            return chosen + equal
        while len(chosen) < number:
            lowest = self.pick_one(TieKind.EXCLUSION, equal, paragraph, most=False)
            chosen.append(lowest)
            equal.remove(lowest)
        return chosen

    def look_back(self, tied: Sequence[int], *, most: bool) -> tuple[list[int], Checkpoint | None]:
        """Those of the tied whom the rules' look-back leaves in front, and where it told them apart."""
        points: dict[LookBack, Iterable[Checkpoint]] = {
            LookBack.NONE: (),
            LookBack.EARLIEST: self.checkpoints,
            LookBack.LATEST: reversed(self.checkpoints),
        }
        return narrow(tied, points[self._look_back], most=most)

    def note_tie(
        self, kind: TieKind, tied: Sequence[int], chosen: Sequence[int], paragraph: str, point: Checkpoint
    ) -> None:
        """Writes down a tie that an earlier stage settled."""
        self._settled.append(
            SettledTie(
                kind,
                tuple(sorted(tied)),
                tuple(chosen),
                TieSettledBy.EARLIER_STAGE,
                paragraph,
                looked_back_to=point.stage,
                batch=point.batch,
            )
        )

    # --- writing down

    def close_batch(self, value: Value, quota: Value) -> None:
        """Ends one batch of an exclusion, papers of that value, so that later ties can look back to it."""
        transfers_before, elected_before = self._batch_start
        self._batches.append(
            Batch(
                value=value,
                totals=tuple(self.totals[1:]),
                non_transferable=self.non_transferable,
                loss_by_fraction=self.loss,
                quota=quota,
                elected=tuple(self.elected[elected_before:]),
                transfers=tuple(self._transfers[transfers_before:]),
            )
        )
        self.checkpoints.append(Checkpoint(self.stage_number, len(self._batches), tuple(self.totals)))
        self._begin_batch()

    def close_stage(
        self, kind: StageKind, subjects: Iterable[int], paragraph: str, **facts: Unpack[StageFacts]
    ) -> None:
        """Ends the stage being made; ``facts`` are further fields of ``Stage``."""
        totals_before, non_transferable_before, loss_before = self._before
        number = self.stage_number
        if not self._batches:
            self.checkpoints.append(Checkpoint(number, None, tuple(self.totals)))
        self.stages.append(
            Stage(
                number=number,
                kind=kind,
                subjects=tuple(subjects),
                paragraph=paragraph,
                changes=tuple(map(sub, self.totals[1:], totals_before[1:])),
                totals=tuple(self.totals[1:]),
                non_transferable=self.non_transferable,
                non_transferable_change=self.non_transferable - non_transferable_before,
                loss_by_fraction=self.loss,
                loss_change=self.loss - loss_before,
                quota=self.quota,
                elected=tuple(e for e in self.elected if e.stage == number),
                excluded=tuple(e for e in self.excluded if e.stage == number),
                transfers=tuple(self._transfers),
                batches=tuple(self._batches),
                ties=tuple(self._settled),
                guarded=tuple(sorted(self.limits.guarded)) if self.places else (),
                doomed=tuple(sorted(self.limits.doomed)) if self.places else (),
                **facts,
            )
        )
        self._begin_stage()

    def reopen_stage(self) -> Stage:
        """Takes the last stage back, so that elections and formal exclusions without a transfer still belong to it."""
        return self.stages.pop()

    def amend_stage(self, last: Stage) -> None:
        """Closes a reopened stage again, with what was added."""
        number = self.stage_number
        self.stages.append(
            replace(
                last,
                elected=tuple(e for e in self.elected if e.stage == number),
                excluded=tuple(e for e in self.excluded if e.stage == number),
                ties=(*last.ties, *self._settled),
                guarded=(),
                doomed=(),
            )
        )
        self._settled = []

    def exclude_formally(self, paragraph: str) -> None:
        """Excludes whoever still continues, without a transfer: the places are filled."""
        last = self.reopen_stage()
        self.exclude(self.by_votes(self.continuing), ExclusionReason.SEATS_FILLED, paragraph)
        self.amend_stage(last)

    def result(
        self, votes_total: Value | None = None, *, complete: bool = True, notes: Sequence[str] = ()
    ) -> CountResult:
        """The count so far; ``votes_total`` where that is not one vote for every valid paper."""
        people = sum(e.candidate not in self.reopening for e in self.elected)
        return CountResult(
            contest=self.contest,
            rules=self.rules,
            papers=self.papers,
            votes_total=self.papers.valid * self.rules.scale if votes_total is None else votes_total,
            stages=tuple(self.stages),
            elected=tuple(self.elected),
            excluded=tuple(self.excluded),
            vacant=self.contest.seats - people,
            complete=complete,
            notes=tuple(notes),
        )

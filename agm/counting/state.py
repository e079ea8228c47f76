"""The running state of a staged count, shared by all methods: who continues, totals, stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from operator import sub
from typing import TypedDict, Unpack

from agm.counting.constraints import ConstraintChecker, Limits
from agm.counting.model import BallotGroup, CandidateKind, Contest, TieKind
from agm.counting.papers import JudgedPapers
from agm.counting.parcels import NON_TRANSFERABLE, ValuedParcels, papers_in, sort_by_next
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
from agm.counting.rules import ReopenNominations, RuleSet
from agm.counting.ties import Checkpoint, LookBack, TieBreaker, narrow
from agm.counting.values import Value


class StageFacts(TypedDict, total=False):
    deferred: tuple[int, ...]
    transfer_value: Value | None
    active_vote: Value | None
    iterations: int
    keep_factors: tuple[Value, ...]
    round_votes: int | None


def bulk_sizes(votes: Sequence[Value], extra: Value, most: int, least: int = 2) -> Iterator[int]:
    """How many of the lowest can be excluded together, largest first: they do not exceed the next above.

    ``votes`` are in ascending order, ``extra`` (deferred surpluses) is added to the sum, and ``most`` and ``least`` are
    the largest size allowed (enough candidates must remain) and the smallest wanted.
    """
    for size in range(min(most, len(votes) - 1), least - 1, -1):
        if sum(votes[:size]) + extra <= votes[size]:
            yield size


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
    ) -> None:
        self.contest = contest
        self.rules = rules
        self.papers = papers
        self.constraints = ConstraintChecker(contest)
        self.continuing = {c.number for c in contest.standing}
        self.reopening = {c.number for c in contest.standing if c.kind is CandidateKind.REOPEN_NOMINATIONS}
        self.sitting = contest.sitting or frozenset()
        self.totals: list[Value] = [0] * (len(contest.candidates) + 1)
        self.non_transferable: Value = 0
        self.loss: Value = 0
        self.quota: Value | None = None
        self.elected: list[ElectedCandidate] = []
        self.excluded: list[ExcludedCandidate] = []
        self.stages: list[Stage] = []
        self.checkpoints: list[Checkpoint] = []
        self.stopped = False
        """True once a countback filled its place, or re-opening nominations won under rules where that ends it."""
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
        return len(self.stages) + 1

    @property
    def seats(self) -> int:
        """How many seats can still be filled; 0 ends the count."""
        return 0 if self.stopped else self.limits.seats

    @property
    def elected_numbers(self) -> tuple[int, ...]:
        return tuple(e.candidate for e in self.elected)

    def by_votes(self, candidates: Iterable[int]) -> list[int]:
        """Candidates in descending order of votes, equal ones in ballot order, with re-opening nominations last.

        So it never keeps out somebody who has as many votes, wherever it stands on the ballot paper.
        """
        return sorted(candidates, key=lambda c: (-self.totals[c], c in self.reopening, c))

    def excludable(self) -> list[int]:
        """Continuing candidates who may be chosen for exclusion (none guarded), fewest votes first."""
        return sorted(self.continuing - self.limits.guarded, key=lambda c: (self.totals[c], c))

    def electable(self) -> list[int]:
        return self.by_votes(self.continuing - self.limits.doomed)

    def equal_to_first(self, in_order: Sequence[int]) -> list[int]:
        return [c for c in in_order if self.totals[c] == self.totals[in_order[0]]]

    def all_fit(self, equal: Sequence[int]) -> bool:
        """Whether equal candidates can all be elected: they do not exceed the seats, and no constraint intervenes."""
        if len(equal) == 1:
            return True
        after = self.constraints.limits([*self.elected_numbers, *equal], self.continuing - set(equal))
        return 0 <= after.seats == self.seats - len(equal)

    # --- papers

    def first_parcels(self, papers: JudgedPapers) -> ValuedParcels:
        parcels = ValuedParcels()
        for candidate, groups in papers.parcels.items():
            self.totals[candidate] = papers.first_preferences[candidate] * self.rules.scale
            parcels.add(candidate, self.rules.scale, groups)
        return parcels

    def sort_by_next(self, groups: Iterable[BallotGroup]) -> dict[int, list[BallotGroup]]:
        return sort_by_next(groups, self.continuing, len(self.contest.candidates))

    def transfer(
        self, source: int, taken: Iterable[tuple[Value, Iterable[BallotGroup]]], parcels: ValuedParcels
    ) -> Value:
        """Moves what was taken from a candidate to the next available preferences; returns the votes credited."""
        moved: Value = 0
        for value, groups in taken:
            for target, parcel in self.sort_by_next(groups).items():
                moved += self.credit(source, target, papers_in(parcel), value)
                if target != NON_TRANSFERABLE:
                    parcels.add(target, value, parcel)
        return moved

    def credit(self, source: int, target: int, papers: int, value: Value) -> Value:
        """Credits ``papers`` at ``value`` to a candidate or to ``NON_TRANSFERABLE``; returns the votes."""
        votes = papers * value
        if target == NON_TRANSFERABLE:
            self.non_transferable += votes
        else:
            self.totals[target] += votes
        self._transfers.append(Transfer(source, target or None, papers, value, votes))
        return votes

    def set_aside(self, source: int, papers: int, votes: Value) -> None:
        """Adds the non-transferable part of a surplus, where it is a difference and not papers times a value."""
        self.non_transferable += votes
        if papers:
            self._transfers.append(Transfer(source, None, papers, 0, votes))

    # --- elections and exclusions

    def elect(self, candidate: int, by: ElectionTest, paragraph: str, *figures: Value) -> None:
        """Deems a candidate elected; ``figures`` are those of the active vote, where that was the test."""
        self.continuing.discard(candidate)
        order = len(self.elected) + 1
        self.elected.append(ElectedCandidate(candidate, self.stage_number, order, by, paragraph, *figures))
        if candidate in self.reopening:
            reopen = getattr(self.rules.options, "reopen", None)
            self.stopped = reopen in {ReopenNominations.STOPS, ReopenNominations.MUST_BE_BEATEN}
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
        return self.constraints.limits(self.elected_numbers, self.continuing)

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
        settled = self._ties.decide(self.stage_number, kind, tied, choose, paragraph)
        self._settled.append(settled)
        return settled.chosen

    def pick_largest_surplus(self, waiting: Iterable[int], paragraph: str) -> int:
        in_order = sorted(waiting, key=lambda c: (-self.totals[c], c))
        return self.pick_one(TieKind.SURPLUS, self.equal_to_first(in_order), paragraph, most=True)

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
        by = TieSettledBy.EARLIER_STAGE
        self._settled.append(
            SettledTie(kind, tuple(sorted(tied)), tuple(chosen), by, paragraph, point.stage, point.batch)
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
        totals_before, non_transferable_before, loss_before = self._before
        if not self._batches:
            self.checkpoints.append(Checkpoint(self.stage_number, None, tuple(self.totals)))
        number = self.stage_number
        stage = Stage(
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
            ties=tuple(self._settled),
            transfers=tuple(self._transfers),
            batches=tuple(self._batches),
            guarded=tuple(sorted(self.limits.guarded)) if self.seats else (),
            doomed=tuple(sorted(self.limits.doomed)) if self.seats else (),
            **facts,
        )
        self.stages.append(stage)
        self._begin_stage()

    def exclude_without_transfer(
        self,
        candidates: Iterable[int],
        by: ExclusionReason,
        paragraph: str,
        elect_others: Callable[[], None] = lambda: None,
    ) -> None:
        """Adds to the last stage an exclusion that moves no papers, and the elections that follow from it."""
        last = self.stages.pop()
        self.exclude(candidates, by, paragraph)
        elect_others()
        last = replace(
            last,
            elected=tuple(e for e in self.elected if e.stage == last.number),
            excluded=tuple(e for e in self.excluded if e.stage == last.number),
            ties=(*last.ties, *self._settled),
            guarded=(),
            doomed=(),
        )
        self.stages.append(last)
        self._settled = []

    def exclude_remaining(self, paragraph: str) -> None:
        left = self.continuing - self.sitting
        if left:
            in_order = self.by_votes(left)
            self.exclude_without_transfer(in_order, ExclusionReason.SEATS_FILLED, paragraph)

    def result(
        self, votes_total: Value | None = None, *, complete: bool = True, notes: Sequence[str] = ()
    ) -> CountResult:
        """The count so far; ``votes_total`` where that is not one vote for every valid paper."""
        people = sum(e.candidate not in self.reopening | self.sitting for e in self.elected)
        return CountResult(
            contest=self.contest,
            rules=self.rules,
            papers=self.papers,
            votes_total=self.papers.valid * self.rules.scale if votes_total is None else votes_total,
            stages=tuple(self.stages),
            elected=tuple(self.elected),
            excluded=tuple(self.excluded),
            vacant=(self.contest.seats if self.contest.sitting is None else 1) - people,
            complete=complete,
            notes=tuple(notes),
        )

"""Meek's method by the reference rule of the Proportional Representation Foundation (prfound.org).

Steps below are the rule's own letters: A initialise, B rounds (B.1 complete?, B.2 iterate, B.3 defeat), C finish, T
ties.
All numbers have nine decimal places. A stage of the result is one round: it ends with elections (B.2.e) or with settled
surpluses, after which the lowest is defeated and the next stage begins. Ties are asked, where the rule draws at random.
"""

from __future__ import annotations

from functools import partial
from typing import TypeAlias

from agm.counting.meek_tree import PaperTree
from agm.counting.model import Contest, TieKind
from agm.counting.papers import JudgedPapers
from agm.counting.result import CountResult, ElectionTest, ExclusionReason, StageKind
from agm.counting.rules import RuleSet
from agm.counting.state import CountState
from agm.counting.ties import TieBreaker
from agm.counting.values import divide_up

UNIT = 10**9
"""One vote in units of the ninth decimal place."""
_Round: TypeAlias = "tuple[StageKind, tuple[int, ...], str]"
"""What the next round is for: its kind, whose votes it shares out, and the step of the rule."""
OMEGA = 10**3
"""A: surpluses below a millionth of a vote are negligible."""


def count_meek(contest: Contest, papers: JudgedPapers, rules: RuleSet, ties: TieBreaker) -> CountResult:
    return _MeekCount(contest, papers, rules, ties).run()


class _MeekCount:
    def __init__(self, contest: Contest, papers: JudgedPapers, rules: RuleSet, ties: TieBreaker) -> None:
        self.state = CountState(contest, rules, papers.count, ties)
        self.keep_factors = [UNIT] * (len(contest.candidates) + 1)
        for number in contest.withdrawn:
            self.keep_factors[number] = 0
        self.tree = PaperTree(papers.groups, frozenset(self.state.continuing))

    def run(self) -> CountResult:
        """B: one round per stage, until the seats are filled; then C."""
        state = self.state
        following: _Round | None = (StageKind.FIRST_PREFERENCES, (), "B.2.a")
        while following is not None:
            self.round(*following)
            if not state.seats:
                break
            if state.limits.doomed:
                following = self.defeat(sorted(state.limits.doomed), ExclusionReason.CONSTRAINT)
            elif state.stages[-1].elected:
                over = tuple(e.candidate for e in state.elected if self.totals[e.candidate] > self.quota)
                following = StageKind.DISTRIBUTION, over or state.elected_numbers, "B.2"
            else:
                following = self.defeat([self.lowest()], ExclusionReason.FEWEST_VOTES)
        state.exclude_remaining("C")
        return state.result()

    def round(self, kind: StageKind, subjects: tuple[int, ...], paragraph: str) -> None:
        """B.2: shares out the votes again and again until somebody is elected or the surpluses settle."""
        state = self.state
        iterations = 0
        previous: int | None = None
        while True:
            iterations += 1
            self.distribute()
            already = len(state.elected)
            self.deem_elected()
            surplus = max(0, sum(self.totals[e.candidate] - self.quota for e in state.elected))
            if len(state.elected) > already or surplus < OMEGA or (previous is not None and surplus >= previous):
                break
            previous = surplus
            self.update_keep_factors()
        self.surplus: int = surplus
        if state.seats == len(state.continuing):  # B.1 and C: no more hopeful candidates than seats
            state.elect_all(ElectionTest.LAST_SEATS, "C")
        keep_factors = tuple(self.keep_factors[1:])
        state.close_stage(kind, subjects, paragraph, iterations=iterations, keep_factors=keep_factors)

    def distribute(self) -> None:
        """B.2.a and b: gives every paper out by keep factors, and finds the quota from the votes still held."""
        state = self.state
        self.totals: list[int] = self.tree.distribute(self.keep_factors, UNIT)
        held = sum(self.totals)
        self.quota: int = held // (state.contest.seats + 1) + 1
        state.totals[:] = self.totals
        state.quota = self.quota
        state.non_transferable = state.papers.valid * UNIT - held

    def deem_elected(self) -> None:
        """B.2.c: elects hopeful candidates with the quota, in descending order so that a constraint can intervene."""
        state = self.state
        while state.seats:
            equal = state.equal_to_first([c for c in state.electable() if self.totals[c] >= self.quota])
            if not equal:
                return
            chosen = equal[0] if state.all_fit(equal) else state.ask(TieKind.ELECTION, equal, "T")
            state.elect(chosen, ElectionTest.QUOTA, "B.2.c")
            self.tree.open(chosen)

    def update_keep_factors(self) -> None:
        """B.2.f: keep factor times quota over votes, rounded up twice; a candidate never keeps more than all."""
        for elected in self.state.elected:
            c = elected.candidate
            shrunk = divide_up(self.keep_factors[c] * self.quota, UNIT)
            self.keep_factors[c] = min(UNIT, divide_up(shrunk * UNIT, self.totals[c]))

    def lowest(self) -> int:
        """B.3: the fewest votes; all who are within the total surplus of the lowest count as tied (T)."""
        candidates = self.state.excludable()
        edge = self.totals[candidates[0]] + self.surplus
        tied = [c for c in candidates if self.totals[c] <= edge]
        return tied[0] if len(tied) == 1 else self.state.ask(TieKind.EXCLUSION, tied, "T")

    def defeat(self, candidates: list[int], reason: ExclusionReason) -> _Round | None:
        """B.3: keep factor 0. When only as many are left as seats (B.1), they are elected without a round (C)."""
        state = self.state
        paragraph = "B.3" if reason is ExclusionReason.FEWEST_VOTES else "constraint"
        if len(state.continuing) - len(candidates) <= state.seats:
            finish = partial(state.elect_all, ElectionTest.LAST_SEATS, "C")
            state.exclude_without_transfer(candidates, reason, paragraph, finish)
            return None
        state.exclude(candidates, reason, paragraph)
        for candidate in candidates:
            self.keep_factors[candidate] = 0
        self.tree.close(candidates)
        return StageKind.EXCLUSION, tuple(candidates), "B.3"

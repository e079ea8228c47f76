"""STV by whole piles: Scottish local elections (SSI 2007/42, re-made as 2011/399), and the same with exact fractions.

The two differ only in their numbers. Scottish transfer values are cut to five decimal places (rule 48(3)); the plain
weighted inclusive Gregory method keeps them exact. Rule numbers below are those of Schedule 1 to SSI 2007/42.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from agm.counting.model import BallotGroup, Contest, TieKind
from agm.counting.papers import JudgedPapers
from agm.counting.piles import NOBODY, ValuedPiles, papers_in
from agm.counting.result import CountResult, ElectionTest, ExclusionReason, StageKind
from agm.counting.rules import Method, RuleSet
from agm.counting.state import CountState
from agm.counting.ties import LookBack, TieBreaker
from agm.counting.values import Value

TransferValue = Callable[[Value, Value, Value], Value]
"""From surplus, value of a paper when received, and the candidate's total, to the paper's new value."""


def cut_transfer_value(surplus: Value, value: Value, total: Value) -> Value:
    """Rule 48(3): surplus times value when received, divided by the total, any remainder ignored."""
    return surplus * value // total


def exact_transfer_value(surplus: Value, value: Value, total: Value) -> Value:
    """The same as an exact fraction."""
    return Fraction(surplus * value) / total


def count_gregory(contest: Contest, papers: JudgedPapers, rules: RuleSet, ties: TieBreaker) -> CountResult:
    """Counts by the Scottish rules 45 to 52, with the numbers that the rule set's method asks for."""
    return _GregoryCount(contest, papers, rules, ties).run()


class _GregoryCount:
    def __init__(self, contest: Contest, papers: JudgedPapers, rules: RuleSet, ties: TieBreaker) -> None:
        self.state = CountState(contest, rules, papers.count, ties, LookBack.LATEST)
        self.piles = ValuedPiles()
        self.transfer_value: TransferValue = (
            cut_transfer_value if rules.method is Method.SCOTTISH_STV else exact_transfer_value
        )
        self.unit: Value = rules.scale
        self.waiting: list[int] = []
        self.first_preferences(papers)

    def run(self) -> CountResult:
        """One surplus, else one exclusion, per stage until the places are filled (rules 48, 50, 52)."""
        state = self.state
        while state.places:
            if state.limits.doomed:
                self.exclude(sorted(state.limits.doomed), ExclusionReason.CONSTRAINT, "constraint")
            elif self.waiting:
                self.transfer_surplus(self.largest_surplus())
            else:
                self.exclude(state.pick_lowest(1, "rule 51(2)"), ExclusionReason.FEWEST_VOTES, "rule 50(1)")
        return state.result()

    def first_preferences(self, papers: JudgedPapers) -> None:
        """Rules 45 and 46: the first stage, and the quota: valid papers over places plus one, cut, plus one.

        It never changes.
        """
        state = self.state
        for candidate, groups in papers.piles.items():
            state.totals[candidate] = papers.first_preferences[candidate] * self.unit
            self.piles.add(candidate, self.unit, groups)
        self.quota: Value = (papers.count.valid // (state.contest.seats + 1) + 1) * self.unit
        state.quota = self.quota
        self.deem_elected()
        state.close_stage(StageKind.FIRST_PREFERENCES, (), "rule 45")

    def deem_elected(self) -> None:
        """Rules 47 and 52: whoever has the quota, in descending order; then all, when no more continue than places."""
        state = self.state
        while state.places:
            reached = [c for c in state.electable() if state.totals[c] >= self.quota]
            if not reached:
                break
            equal = [c for c in reached if state.totals[c] == state.totals[reached[0]]]
            chosen = equal[0]
            if not state.all_fit(equal):
                chosen = state.pick_one(TieKind.ELECTION, equal, "constraint", most=True)
            state.elect(chosen, ElectionTest.QUOTA, "rule 47(1)")
            if state.totals[chosen] > self.quota:
                self.waiting.append(chosen)
        if state.places == len(state.continuing):
            state.elect_all(ElectionTest.LAST_PLACES, "rule 52(1)")

    def largest_surplus(self) -> int:
        """Rule 49: the highest surplus waiting; equal ones by the latest stage where they differed, or by lot."""
        totals = self.state.totals
        highest = max(totals[c] for c in self.waiting)
        equal = sorted(c for c in self.waiting if totals[c] == highest)
        return self.state.pick_one(TieKind.SURPLUS, equal, "rule 49(3)", most=True)

    def transfer_surplus(self, source: int) -> None:
        """Rule 48: all the candidate's papers move on, each at surplus times its value over the total.

        The candidate is left with the quota; what the cutting of the values loses is written down.
        """
        state = self.state
        total = state.totals[source]
        surplus = total - self.quota
        self.waiting.remove(source)
        revalued = [(self.transfer_value(surplus, value, total), groups) for value, groups in self.piles.take(source)]
        moved = self.move(source, revalued)
        state.totals[source] = self.quota
        state.loss += surplus - moved
        self.deem_elected()
        state.close_stage(StageKind.SURPLUS, (source,), "rule 48")

    def exclude(self, candidates: list[int], reason: ExclusionReason, paragraph: str) -> None:
        """Rules 50 and 51: all papers of the excluded move on at their present value, in one stage."""
        state = self.state
        state.exclude(candidates, reason, paragraph)
        for candidate in candidates:
            self.move(candidate, self.piles.take(candidate))
            state.totals[candidate] = 0
        self.deem_elected()
        state.close_stage(StageKind.EXCLUSION, candidates, "rule 50")

    def move(self, source: int, parcels: Iterable[tuple[Value, Iterable[BallotGroup]]]) -> Value:
        """Sorts parcels by next available preference and credits them; returns the votes credited altogether."""
        moved: Value = 0
        for value, groups in parcels:
            for target, pile in self.state.sort_by_next(groups).items():
                moved += self.state.credit(source, target or None, papers_in(pile), value)
                if target != NOBODY:
                    self.piles.add(target, value, pile)
        return moved

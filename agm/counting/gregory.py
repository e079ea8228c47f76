"""STV by whole parcels: Scottish local elections (SSI 2007/42, re-made as 2011/399), and the same with exact fractions.

The two differ only in their numbers. Scottish transfer values are cut to five decimal places (rule 48(3)); the plain
weighted inclusive Gregory method keeps them exact. Rule numbers below are those of Schedule 1 to SSI 2007/42.
"""

from fractions import Fraction

from agm.counting.model import Contest, TieKind
from agm.counting.papers import JudgedPapers
from agm.counting.result import CountResult, ElectionTest, ExclusionReason, StageKind
from agm.counting.rules import Method, RuleSet
from agm.counting.state import CountState
from agm.counting.ties import LookBack, TieBreaker
from agm.counting.values import Value


def count_gregory(contest: Contest, papers: JudgedPapers, rules: RuleSet, ties: TieBreaker) -> CountResult:
    return _GregoryCount(contest, papers, rules, ties).run()


class _GregoryCount:
    def __init__(self, contest: Contest, papers: JudgedPapers, rules: RuleSet, ties: TieBreaker) -> None:
        """Rules 45 and 46: the first stage, and the quota: valid papers over seats plus one, cut, plus one.

        It never changes.
        """
        self.state = CountState(contest, rules, papers.count, ties, LookBack.LATEST)
        self.exact = rules.method is Method.GREGORY
        self.waiting: list[int] = []
        """Elected candidates whose surplus has not been transferred."""
        self.parcels = self.state.first_parcels(papers)
        self.quota: Value = (papers.count.valid // (contest.seats + 1) + 1) * rules.scale
        self.state.quota = self.quota
        self.deem_elected()
        self.state.close_stage(StageKind.FIRST_PREFERENCES, (), "rule 45")

    def run(self) -> CountResult:
        """One surplus, else one exclusion, per stage until the seats are filled (rules 48, 50, 52)."""
        state = self.state
        while state.seats:
            if state.limits.doomed:
                self.exclude(sorted(state.limits.doomed), ExclusionReason.CONSTRAINT, "constraint")
            elif self.waiting:
                self.transfer_surplus(state.pick_largest_surplus(self.waiting, "rule 49(3)"))
            else:
                self.exclude(state.pick_lowest(1, "rule 51(2)"), ExclusionReason.FEWEST_VOTES, "rule 50(1)")
        return state.result()

    def deem_elected(self) -> None:
        """Rules 47 and 52: whoever has the quota, in descending order; then all, when no more continue than seats."""
        state = self.state
        while state.seats:
            equal = state.equal_to_first([c for c in state.electable() if state.totals[c] >= self.quota])
            if not equal:
                break
            fits = state.all_fit(equal)
            chosen = equal[0] if fits else state.pick_one(TieKind.ELECTION, equal, "constraint", most=True)
            state.elect(chosen, ElectionTest.QUOTA, "rule 47(1)")
            if state.totals[chosen] > self.quota:
                self.waiting.append(chosen)
        if state.seats == len(state.continuing):
            state.elect_all(ElectionTest.LAST_SEATS, "rule 52(1)")

    def transfer_surplus(self, source: int) -> None:
        """Rule 48: all the candidate's papers move on, each at surplus times its value over the total.

        The candidate is left with the quota; what the cutting of the values loses is written down.
        """
        state = self.state
        total = state.totals[source]
        surplus = total - self.quota
        self.waiting.remove(source)
        taken = [(self.transfer_value(surplus, value, total), groups) for value, groups in self.parcels.take(source)]
        moved = state.transfer(source, taken, self.parcels)
        state.totals[source] = self.quota
        state.loss += surplus - moved
        self.deem_elected()
        state.close_stage(StageKind.SURPLUS, (source,), "rule 48")

    def transfer_value(self, surplus: Value, value: Value, total: Value) -> Value:
        """Rule 48(3): surplus times value when received, over the candidate's total; Scottish rules cut the rest."""
        return Fraction(surplus * value) / total if self.exact else surplus * value // total

    def exclude(self, candidates: list[int], reason: ExclusionReason, paragraph: str) -> None:
        """Rules 50 and 51: all papers of the excluded move on at their present value, in one stage."""
        state = self.state
        state.exclude(candidates, reason, paragraph)
        for candidate in candidates:
            state.transfer(candidate, self.parcels.take(candidate), self.parcels)
            state.totals[candidate] = 0
        self.deem_elected()
        state.close_stage(StageKind.EXCLUSION, candidates, "rule 50")

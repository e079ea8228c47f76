"""The alternative vote: one seat, and papers of the lowest transferred until somebody has a majority.

Source: the alternative vote regulations of the Electoral Reform Society (archived as article 116 of
electoral-reform.org.uk): elected with at least as many votes as all others together (A.3); otherwise two or more of the
lowest whose votes together do not exceed those of the next above are excluded together, or else the lowest (A.4). The
letters are this module's own. Societies differ on the denominator and the stopping point, so both are options.
"""

from __future__ import annotations

from agm.counting.bulk import bulk_sizes
from agm.counting.model import Contest, TieKind
from agm.counting.papers import JudgedPapers
from agm.counting.piles import NOBODY, ValuedPiles, papers_in
from agm.counting.result import CountResult, ElectionTest, ExclusionReason, StageKind
from agm.counting.rules import AvDenominator, AvOptions, AvStop, RuleSet
from agm.counting.state import CountState
from agm.counting.ties import LookBack, TieBreaker

MAJORITY_PARAGRAPH = "AV, majority"
LOWEST_PARAGRAPH = "AV, exclusion of the lowest"


def count_av(contest: Contest, papers: JudgedPapers, rules: RuleSet, ties: TieBreaker) -> CountResult:
    """Counts one seat by the alternative vote, with the options of the rule set."""
    return _AvCount(contest, papers, rules, ties).run()


class _AvCount:
    def __init__(self, contest: Contest, papers: JudgedPapers, rules: RuleSet, ties: TieBreaker) -> None:
        if not isinstance(rules.options, AvOptions):
            raise TypeError("the alternative vote needs AvOptions")
        self.options = rules.options
        self.state = CountState(contest, rules, papers.count, ties, LookBack.EARLIEST)
        self.piles = ValuedPiles()
        self.first_preferences(papers)

    def run(self) -> CountResult:
        """Excludes and transfers until somebody is elected."""
        while self.state.places:
            self.exclude()
        return self.state.result()

    def first_preferences(self, papers: JudgedPapers) -> None:
        """Sorts the papers by first preference."""
        state = self.state
        for candidate, groups in papers.piles.items():
            state.totals[candidate] = papers.first_preferences[candidate]
            self.piles.add(candidate, 1, groups)
        self.elect_winner()
        state.close_stage(StageKind.FIRST_PREFERENCES, (), "AV, first preferences")

    def has_majority(self, candidate: int) -> bool:
        """Half of the votes in play (as many as all others together), or more than half of all valid papers."""
        state = self.state
        twice = 2 * state.totals[candidate]
        if self.options.denominator is AvDenominator.VALID:
            return twice > state.papers.valid
        return twice >= sum(state.totals[c] for c in state.continuing)

    def elect_winner(self) -> None:
        """Elects a candidate with a majority, or the first of the last two; two equal ones are for a decision."""
        state = self.state
        in_order = state.electable()
        if len(in_order) == 1:
            state.elect(in_order[0], ElectionTest.LAST_PLACES, MAJORITY_PARAGRAPH)
            return
        majority = self.has_majority(in_order[0])
        if len(in_order) > 2 and not (majority and self.options.stop is AvStop.MAJORITY):
            return
        equal = [c for c in in_order if state.totals[c] == state.totals[in_order[0]]]
        winner = equal[0] if len(equal) == 1 else state.ask(TieKind.ELECTION, equal, MAJORITY_PARAGRAPH)
        state.elect(winner, ElectionTest.MAJORITY if majority else ElectionTest.MOST_VOTES, MAJORITY_PARAGRAPH)

    def exclude(self) -> None:
        """Excludes the lowest, or several together, leaving two; their papers go to the next preferences."""
        state = self.state
        votes = [state.totals[c] for c in state.excludable()]
        size = 1
        if self.options.bulk_exclusion:
            size = next(bulk_sizes(votes, 0, len(votes) - 2), 1)
        excluded = state.pick_lowest(size, LOWEST_PARAGRAPH)
        state.exclude(excluded, ExclusionReason.BULK if size > 1 else ExclusionReason.FEWEST_VOTES, LOWEST_PARAGRAPH)
        for candidate in excluded:
            for value, groups in self.piles.take(candidate):
                for target, pile in state.sort_by_next(groups).items():
                    state.credit(candidate, target or None, papers_in(pile), value)
                    if target != NOBODY:
                        self.piles.add(target, value, pile)
            state.totals[candidate] = 0
        self.elect_winner()
        state.close_stage(StageKind.EXCLUSION, excluded, LOWEST_PARAGRAPH)

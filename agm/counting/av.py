"""The alternative vote: one seat, and papers of the lowest transferred until somebody has a majority.

Source: the alternative vote regulations of the Electoral Reform Society (archived as article 116 of
electoral-reform.org.uk): elected with at least as many votes as all others together (A.3); otherwise two or more of the
lowest whose votes together do not exceed those of the next above are excluded together, or else the lowest (A.4). The
letters are this module's own. Societies differ on the denominator and the stopping point, so both are options.
"""

from agm.counting.model import Contest, TieKind
from agm.counting.papers import JudgedPapers
from agm.counting.result import CountResult, ElectionTest, ExclusionReason, StageKind
from agm.counting.rules import AvDenominator, AvOptions, AvStop, RuleSet
from agm.counting.state import CountState, bulk_sizes
from agm.counting.ties import LookBack, TieBreaker

MAJORITY_PARAGRAPH = "AV, majority"
LOWEST_PARAGRAPH = "AV, exclusion of the lowest"


def count_av(contest: Contest, papers: JudgedPapers, rules: RuleSet, ties: TieBreaker) -> CountResult:
    options = rules.needed(rules.options, AvOptions)
    state = CountState(contest, rules, papers.count, ties, LookBack.EARLIEST)
    parcels = state.first_parcels(papers)
    _elect_winner(state, options)
    state.close_stage(StageKind.FIRST_PREFERENCES, (), "AV, first preferences")
    while state.seats:
        votes = [state.totals[c] for c in state.excludable()]
        # excluding several together must leave two
        size = next(bulk_sizes(votes, 0, len(votes) - 2), 1) if options.bulk_exclusion else 1
        excluded = state.pick_lowest(size, LOWEST_PARAGRAPH)
        state.exclude(excluded, ExclusionReason.BULK if size > 1 else ExclusionReason.FEWEST_VOTES, LOWEST_PARAGRAPH)
        for candidate in excluded:
            state.transfer(candidate, parcels.take(candidate), parcels)
            state.totals[candidate] = 0
        _elect_winner(state, options)
        state.close_stage(StageKind.EXCLUSION, excluded, LOWEST_PARAGRAPH)
    return state.result()


def _elect_winner(state: CountState, options: AvOptions) -> None:
    """Elects a candidate with a majority, or the first of the last two; two equal ones are for a decision."""
    in_order = state.electable()
    if len(in_order) == 1:
        state.elect(in_order[0], ElectionTest.LAST_SEATS, MAJORITY_PARAGRAPH)
        return
    majority = _has_majority(state, options, in_order[0])
    if len(in_order) > 2 and not (majority and options.stop is AvStop.MAJORITY):
        return
    equal = state.equal_to_first(in_order)
    winner = equal[0] if len(equal) == 1 else state.ask(TieKind.ELECTION, equal, MAJORITY_PARAGRAPH)
    state.elect(winner, ElectionTest.MAJORITY if majority else ElectionTest.MOST_VOTES, MAJORITY_PARAGRAPH)


def _has_majority(state: CountState, options: AvOptions, candidate: int) -> bool:
    """Half of the votes in play (as many as all others together), or more than half of all valid papers."""
    twice = 2 * state.totals[candidate]
    if options.denominator is AvDenominator.VALID:
        return twice > state.papers.valid
    return twice >= sum(state.totals[c] for c in state.continuing)

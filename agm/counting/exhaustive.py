"""The exhaustive ballot: rounds held in the hall, each a count of single votes, until somebody has more than half."""

from agm.counting.errors import CountingError
from agm.counting.model import Contest, Rounds, TieKind
from agm.counting.plurality import count_marks
from agm.counting.result import CountResult, ElectionTest, ExclusionReason, StageKind
from agm.counting.rules import ExhaustiveOptions, MarkedPapers, RuleSet
from agm.counting.state import CountState
from agm.counting.ties import TieBreaker


def count_exhaustive(contest: Contest, rounds: Rounds, rules: RuleSet, ties: TieBreaker) -> CountResult:
    """Counts the rounds held so far; the result is not ``complete`` while another round is needed.

    A candidate with more than half of the votes of a round is elected; otherwise the lowest is excluded, equal ones by
    a decision. When two are left and equal, that is a tie for election. ``papers`` of the result are the last round's.
    Raises ``CountingError`` when votes were given to somebody excluded, or a round was held after the election.
    """
    options, marked = rules.needed(rules.options, ExhaustiveOptions), rules.needed(rules.papers, MarkedPapers)
    if not rounds.rounds:
        raise CountingError(["No round has been held yet."])
    counted = [count_marks(contest, held, marked, 1) for held in rounds.rounds]
    _, papers_of_last = counted[-1]
    state = CountState(contest, rules, papers_of_last, ties)
    for number, (totals, papers) in enumerate(counted, start=1):
        if not state.seats:
            raise CountingError([f"Round {number} was held although round {number - 1} elected somebody."])
        _refuse_excluded(state, totals, number)
        state.totals[:] = totals
        votes = sum(totals)
        _judge_round(state, votes, papers.valid if options.of_all_papers else votes)
        state.close_stage(StageKind.ROUND, (), "exhaustive ballot", round_votes=votes)
    notes = []
    if state.seats:
        names = [contest.candidate(c).name for c in sorted(state.continuing)]
        notes = [f"Another round is needed between {', '.join(names[:-1])} and {names[-1]}."]
    return state.result(sum(state.totals), complete=not state.seats, notes=notes)


def _refuse_excluded(state: CountState, totals: list[int], number: int) -> None:
    problems = [
        f"Round {number}: {state.contest.candidate(e.candidate).name} was excluded and cannot have votes."
        for e in state.excluded
        if totals[e.candidate]
    ]
    if problems:
        raise CountingError(problems)


def _judge_round(state: CountState, votes: int, of: int) -> None:
    """Elects whoever has more than half of ``of``, or excludes the lowest so that the next round can be held."""
    in_order = state.electable()
    first = in_order[0]
    if len(in_order) == 1 or 2 * state.totals[first] > of:
        state.elect(first, ElectionTest.MAJORITY if votes else ElectionTest.LAST_SEATS, "more than half")
    elif len(in_order) == 2:
        equal = state.totals[first] == state.totals[in_order[1]]
        winner = state.ask(TieKind.ELECTION, in_order, "last two") if equal else first
        state.elect(winner, ElectionTest.MOST_VOTES, "last two")
    else:
        state.exclude(state.pick_lowest(1, "lowest"), ExclusionReason.FEWEST_VOTES, "lowest")

"""Counts of marks: plurality, block and limited vote, approval, yes/no. One look at the papers, then an order."""

from agm.counting.checks import check_totals
from agm.counting.model import Ballots, CandidateKind, Contest, TieKind, VoteTotals
from agm.counting.papers import judge_marked
from agm.counting.result import CountResult, ElectionTest, PaperCount, StageKind
from agm.counting.rules import ApprovalOptions, MarkedPapers, PluralityOptions, ReopenNominations, RuleSet, YesNoOptions
from agm.counting.state import CountState
from agm.counting.ties import TieBreaker


def count_marks(
    contest: Contest, ballots: Ballots | VoteTotals, papers: MarkedPapers, most: int | None
) -> tuple[list[int], PaperCount]:
    """Votes by candidate number (index 0 unused) and the account of papers, from papers or from totals.

    ``most`` is how many marks a paper may bear (``None``: any number). Raises ``CountingError`` for totals that cannot
    be.
    """
    if isinstance(ballots, VoteTotals):
        check_totals(contest, ballots, most)
        valid = sum(ballots.votes) + ballots.abstentions if ballots.papers is None else ballots.papers
        rejected = sum(early.papers for early in ballots.rejected)
        return [0, *ballots.votes], PaperCount(valid + rejected, valid, ballots.abstentions, ballots.rejected)
    return judge_marked(contest, ballots, papers, most)


def _opened_state(
    contest: Contest, ballots: Ballots | VoteTotals, rules: RuleSet, ties: TieBreaker, most: int | None
) -> CountState:
    votes, papers = count_marks(contest, ballots, rules.needed(rules.papers, MarkedPapers), most)
    state = CountState(contest, rules, papers, ties)
    state.totals[:] = votes
    return state


def count_plurality(contest: Contest, ballots: Ballots | VoteTotals, rules: RuleSet, ties: TieBreaker) -> CountResult:
    """Plurality, block vote and limited vote: the most votes win; reserved places are filled first.

    A paper with more marks than votes is rejected. Equal candidates for the last seats are for a decision.
    """
    options = rules.needed(rules.options, PluralityOptions)
    most = contest.seats if options.votes_each is None else options.votes_each
    state = _opened_state(contest, ballots, rules, ties, most)
    return _elect_by_votes(state, state.continuing, options.reopen, unopposed=_all_have_seats(state))


def count_approval(contest: Contest, ballots: Ballots | VoteTotals, rules: RuleSet, ties: TieBreaker) -> CountResult:
    """Approval: any number of marks; the most votes win, among those with the threshold where there is one."""
    options = rules.needed(rules.options, ApprovalOptions)
    state = _opened_state(contest, ballots, rules, ties, None)
    enough = {c for c in state.continuing if state.totals[c] >= options.threshold * state.papers.valid}
    unopposed = not options.threshold and _all_have_seats(state)
    return _elect_by_votes(state, enough, options.reopen, unopposed=unopposed)


def _all_have_seats(state: CountState) -> bool:
    """Whether there are seats for all, whatever the votes: against re-opened nominations everybody needs votes."""
    standing = sorted(state.continuing)
    return not state.reopening and len(standing) <= state.contest.seats and state.all_fit(standing)


def _elect_by_votes(state: CountState, allowed: set[int], reopen: ReopenNominations, *, unopposed: bool) -> CountResult:
    """Fills reserved places from the highest of each group, then the others by votes, all within the constraints."""
    blockers = set() if reopen is ReopenNominations.TAKES_SEATS else state.reopening
    if reopen is ReopenNominations.MUST_BE_BEATEN:
        beaten = max((state.totals[c] for c in blockers), default=-1)
        allowed = {c for c in allowed if c in blockers or state.totals[c] > beaten}
    for constraint in state.contest.constraints:
        group = {c.number for c in state.contest.standing if constraint.group in c.groups}
        while sum(e.candidate in group for e in state.elected) < (constraint.minimum or 0):
            if not _elect_next(state, allowed & (group | blockers), ElectionTest.RESERVED_SEAT, "reserved places"):
                break
    test = ElectionTest.UNOPPOSED if unopposed else ElectionTest.MOST_VOTES
    while _elect_next(state, allowed, test, "most votes"):
        pass
    state.close_stage(StageKind.VOTES, (), "votes")
    return state.result(sum(state.totals))


def _elect_next(state: CountState, allowed: set[int], test: ElectionTest, paragraph: str) -> bool:
    """Elects whoever is next in votes among the allowed; all of several equal ones when they fit. False at the end."""
    in_order = [c for c in state.electable() if c in allowed]
    if not state.seats or not in_order:
        return False
    equal = state.equal_to_first(in_order)
    chosen: tuple[int, ...]
    if state.contest.constraints:
        chosen = (equal[0] if state.all_fit(equal) else state.ask(TieKind.ELECTION, equal, paragraph),)
    elif len(equal) <= state.seats:
        chosen = (equal[0],)
    else:
        chosen = state.ask_several(TieKind.ELECTION, equal, state.seats, paragraph)
    for candidate in sorted(chosen, key=lambda c: c in state.reopening):
        state.elect(candidate, test, paragraph)
    return True


def count_yes_no(contest: Contest, ballots: Ballots | VoteTotals, rules: RuleSet, ties: TieBreaker) -> CountResult:
    """A sole candidate: elected with more than the threshold of yes and no (and abstentions, as an option).

    Exactly half is not more than half, so there is no tie to decide; without a majority the seat stays vacant.
    """
    options = rules.needed(rules.options, YesNoOptions)
    state = _opened_state(contest, ballots, rules, ties, 1)
    sole = next(c.number for c in contest.standing if c.kind is CandidateKind.PERSON)
    votes = sum(state.totals)
    of = state.papers.valid if options.of_all_papers else votes
    if state.totals[sole] > options.threshold * of:
        state.elect(sole, ElectionTest.MAJORITY, "more yes than needed")
    state.close_stage(StageKind.VOTES, (), "votes")
    return state.result(votes)

"""The entry to counting: check what is given, judge the papers, and count by the rule set's method."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module

from agm.counting.checks import check_contest, check_turnout
from agm.counting.errors import CountingError
from agm.counting.model import Ballots, Contest, Rounds, TieDecision, Votes, VoteTotals
from agm.counting.papers import JudgedPapers, judge_ranked
from agm.counting.result import CountResult
from agm.counting.rules import Method, RankedPapers, RuleSet
from agm.counting.ties import TieBreaker

COUNTERS = {
    Method.PLURALITY: "plurality:count_plurality",
    Method.YES_NO: "plurality:count_yes_no",
    Method.APPROVAL: "plurality:count_approval",
    Method.EXHAUSTIVE_BALLOT: "exhaustive:count_exhaustive",
    Method.AV: "av:count_av",
    Method.SCOTTISH_STV: "gregory:count_gregory",
    Method.GREGORY: "gregory:count_gregory",
    Method.ERS97: "ers97:count_ers97",
    Method.MEEK: "meek:count_meek",
}
"""The module and function of each method; a module is loaded when its method is first counted by."""
RANKED = {Method.AV, Method.SCOTTISH_STV, Method.GREGORY, Method.ERS97, Method.MEEK}


def count(contest: Contest, ballots: Votes, rules: RuleSet, tie_decisions: Iterable[TieDecision] = ()) -> CountResult:
    """Counts a contest exactly as the rule set says, every stage recorded.

    ``ballots`` are grouped papers; totals are enough for rules that count marks, and an exhaustive ballot takes its
    ``Rounds``. Raises ``CountingError`` with every problem found in what was given (also a decision for a tie that did
    not happen), and ``TieToDecide`` at a tie that the rules leave to a human act: add a ``TieDecision``, count again.
    The same input always gives the same result.
    """
    return _count(contest, ballots, rules, tie_decisions)


def _count(
    contest: Contest, ballots: Votes, rules: RuleSet, tie_decisions: Iterable[TieDecision], *protected: frozenset[int]
) -> CountResult:
    check_contest(contest, rules)
    ties = TieBreaker(contest, tie_decisions)
    module, function = COUNTERS[rules.method].split(":")
    counter: Callable[..., CountResult] = getattr(import_module(f"agm.counting.{module}"), function)
    result = counter(contest, _given(contest, ballots, rules), rules, ties, *protected)
    ties.finish()
    check_turnout(contest.poll, result.papers)
    return result


def _given(contest: Contest, ballots: Votes, rules: RuleSet) -> Votes | JudgedPapers:
    if rules.method is Method.EXHAUSTIVE_BALLOT:
        return ballots if isinstance(ballots, Rounds) else Rounds((ballots,))
    if isinstance(ballots, Rounds):
        raise CountingError([f"{rules.title} counts once; rounds are for the exhaustive ballot."])
    if rules.method not in RANKED:
        return ballots
    if isinstance(ballots, VoteTotals):
        raise CountingError([f"{rules.title} needs the ballot papers with their preferences, not only totals."])
    return judge_ranked(contest, ballots, rules.needed(rules.papers, RankedPapers))


def countback(
    contest: Contest,
    ballots: Ballots,
    rules: RuleSet,
    *,
    vacated: int,
    sitting: frozenset[int],
    unwilling: frozenset[int] = frozenset(),
    tie_decisions: Iterable[TieDecision] = (),
) -> CountResult:
    """Fills a casual vacancy from all the original papers (ERS97 7.1); the other rule sets here have no countback.

    Preferences for the ``vacated`` representative and for the ``unwilling`` are passed over, the ``sitting`` ones are
    never excluded, and the count ends with the first other candidate elected: the one of ``elected`` who is not
    sitting. Raises as ``count`` does.
    """
    if rules.method is not Method.ERS97:
        raise CountingError([f"{rules.title} has no countback for a casual vacancy; ERS97 has (7.1)."])
    again = replace(contest, withdrawn=contest.withdrawn | unwilling | {vacated})
    if not sitting <= {c.number for c in again.standing}:
        raise CountingError(
            ["A sitting representative must stand in the countback: not withdrawn, not the vacated one."]
        )
    if len(sitting) >= contest.seats:
        raise CountingError([f"{len(sitting)} representatives sit on {contest.seats} seats; there is no vacancy."])
    return _count(again, ballots, rules, tie_decisions, sitting)

"""The entry to counting: check what is given, judge the papers, and count by the rule set's method."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module

from agm.counting.checks import check_contest, check_turnout
from agm.counting.errors import CountingError
from agm.counting.model import Contest, Rounds, TieDecision, Votes, VoteTotals
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
    check_contest(contest, rules)
    ties = TieBreaker(contest, tie_decisions)
    module, function = COUNTERS[rules.method].split(":")
    counter: Callable[..., CountResult] = getattr(import_module(f"agm.counting.{module}"), function)
    result = counter(contest, _given(contest, ballots, rules), rules, ties)
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

"""The entry to counting: check what is given, judge the papers, and count by the rule set's method."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeAlias

from agm.counting.av import count_av
from agm.counting.checks import check_contest
from agm.counting.errors import CountingError
from agm.counting.ers97 import count_ers97
from agm.counting.exhaustive import count_exhaustive
from agm.counting.gregory import count_gregory
from agm.counting.marked import count_approval, count_plurality, count_yes_no
from agm.counting.meek import count_meek
from agm.counting.model import Ballots, Contest, Rounds, TieDecision, VoteTotals
from agm.counting.papers import JudgedPapers, judge_ranked
from agm.counting.result import CountResult
from agm.counting.rules import Method, RankedPapers, RuleSet
from agm.counting.ties import TieBreaker

Given: TypeAlias = "Ballots | VoteTotals | Rounds"
"""What a contest can be counted from."""

_RankedCounter: TypeAlias = Callable[[Contest, JudgedPapers, RuleSet, TieBreaker], CountResult]
_MarkedCounter: TypeAlias = Callable[[Contest, "Ballots | VoteTotals", RuleSet, TieBreaker], CountResult]

_RANKED: dict[Method, _RankedCounter] = {
    Method.AV: count_av,
    Method.SCOTTISH_STV: count_gregory,
    Method.GREGORY: count_gregory,
    Method.ERS97: count_ers97,
    Method.MEEK: count_meek,
}
_MARKED: dict[Method, _MarkedCounter] = {
    Method.PLURALITY: count_plurality,
    Method.YES_NO: count_yes_no,
    Method.APPROVAL: count_approval,
}


def count(contest: Contest, ballots: Given, rules: RuleSet, tie_decisions: Iterable[TieDecision] = ()) -> CountResult:
    """Counts a contest exactly as the rule set says, every stage recorded.

    ``ballots`` are grouped papers; totals are enough for rules that count marks, and an exhaustive ballot takes its
    ``Rounds``. Raises ``CountingError`` with every problem found in what was given (also a decision for a tie that did
    not happen), and ``TieToDecide`` at a tie that the rules leave to a human act: add a ``TieDecision``, count again.
    The same input always gives the same result.
    """
    check_contest(contest, rules)
    ties = TieBreaker(contest, tie_decisions)
    result = _count(contest, ballots, rules, ties)
    ties.finish()
    return result


def _count(contest: Contest, ballots: Given, rules: RuleSet, ties: TieBreaker) -> CountResult:
    if rules.method is Method.EXHAUSTIVE_BALLOT:
        rounds = ballots if isinstance(ballots, Rounds) else Rounds((ballots,))
        return count_exhaustive(contest, rounds, rules, ties)
    if isinstance(ballots, Rounds):
        raise CountingError([f"{rules.title} counts once; rounds are for the exhaustive ballot."])
    if rules.method in _MARKED:
        return _MARKED[rules.method](contest, ballots, rules, ties)
    return _RANKED[rules.method](contest, _ranked(contest, ballots, rules), rules, ties)


def _ranked(contest: Contest, ballots: Ballots | VoteTotals, rules: RuleSet) -> JudgedPapers:
    if isinstance(ballots, VoteTotals):
        raise CountingError([f"{rules.title} needs the ballot papers with their preferences, not only totals."])
    if not isinstance(rules.papers, RankedPapers):
        raise TypeError(f"{rules.title} needs RankedPapers")
    return judge_ranked(contest, ballots, rules.papers)


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
    standing = {c.number for c in again.standing}
    if not sitting <= standing:
        raise CountingError(
            ["A sitting representative must stand in the countback: not withdrawn, not the vacated one."]
        )
    if len(sitting) >= contest.seats:
        raise CountingError([f"{len(sitting)} representatives sit on {contest.seats} seats; there is no vacancy."])
    check_contest(again, rules)
    ties = TieBreaker(again, tie_decisions)
    result = count_ers97(again, _ranked(again, ballots, rules), rules, ties, sitting)
    ties.finish()
    return result

"""Small elections for tests of the counting engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from agm.counting import (
    BallotGroup,
    Ballots,
    Candidate,
    CandidateKind,
    Constraint,
    Contest,
    CountResult,
    RuleSet,
    ShortagePolicy,
    TieDecision,
    TieToDecide,
    as_decimal_text,
    count,
)
from agm.counting.engine import Given
from agm.counting.model import Preference
from agm.counting.values import Value

Chooser = Callable[[TieToDecide], tuple[int, ...]]


def contest_of(
    names: str,
    seats: int = 1,
    *,
    groups: dict[str, Iterable[int]] | None = None,
    constraints: Iterable[Constraint] = (),
    withdrawn: Iterable[int] = (),
    shortage: ShortagePolicy = ShortagePolicy.REFUSE,
) -> Contest:
    """A contest between people named by single words; "RON" stands for re-opening nominations."""
    candidates = tuple(
        Candidate(
            number,
            name,
            frozenset(group for group, members in (groups or {}).items() if number in members),
            CandidateKind.REOPEN_NOMINATIONS if name == "RON" else CandidateKind.PERSON,
        )
        for number, name in enumerate(names.split(), start=1)
    )
    return Contest("Committee", candidates, seats, frozenset(withdrawn), tuple(constraints), shortage)


def ballots_of(text: str) -> Ballots:
    """Papers from lines such as ``"12 x 1 2 3"``; ``-`` is a skipped preference and ``2=3`` an equal one."""
    groups = []
    for line in text.strip().splitlines():
        papers, _, marks = line.partition("x")
        groups.append(BallotGroup(tuple(_preference(mark) for mark in marks.split()), int(papers)))
    return Ballots(tuple(groups))


def _preference(mark: str) -> Preference:
    if mark == "-":
        return 0
    equal = tuple(int(number) for number in mark.split("="))
    return equal if len(equal) > 1 else equal[0]


def first_in_ballot_order(tie: TieToDecide) -> tuple[int, ...]:
    """Decides every tie for those who stand first on the ballot paper."""
    return tie.tied[: tie.choose]


def count_with_lots(
    contest: Contest, ballots: Given, rules: RuleSet, choose: Chooser = first_in_ballot_order
) -> CountResult:
    """Counts, and decides each tie as it is asked."""
    decisions: list[TieDecision] = []
    while True:
        try:
            return count(contest, ballots, rules, decisions)
        except TieToDecide as tie:
            decisions.append(TieDecision(tie.stage, tie.kind, frozenset(tie.tied), choose(tie)))


def texts(values: Iterable[Value], result: CountResult) -> list[str]:
    """Values as a sheet prints them."""
    return [as_decimal_text(value, result.scale) for value in values]


def assert_sums(result: CountResult) -> None:
    """Every stage adds up to the votes, and its changes lead from the stage before."""
    before: tuple[Value, ...] = (0,) * len(result.contest.candidates)
    for stage in result.stages:
        assert sum(stage.totals) + stage.not_transferred == result.votes_total
        if stage.number > 1:
            assert sum(stage.changes) + stage.non_transferable_change + stage.loss_change == 0
        assert tuple(now - then for now, then in zip(stage.totals, before, strict=True)) == stage.changes
        before = stage.totals

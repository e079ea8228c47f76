"""Small elections for tests of the counting engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from agm.counting import CountResult, TieToDecide, count
from agm.counting.model import (
    BallotGroup,
    Ballots,
    Candidate,
    CandidateKind,
    Constraint,
    Contest,
    Preference,
    ShortagePolicy,
    TieDecision,
    Votes,
)
from agm.counting.result import Stage
from agm.counting.rules import RuleSet
from agm.counting.values import Value, as_decimal_text

Chooser = Callable[[TieToDecide], tuple[int, ...]]


def contest_of(
    names: str,
    seats: int = 1,
    *,
    groups: Mapping[str, Iterable[int]] | None = None,
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
    contest: Contest, ballots: Votes, rules: RuleSet, choose: Chooser = first_in_ballot_order
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
    """Every stage adds up to the votes, its changes lead from the stage before, and its parts make the whole."""
    before: tuple[Value, ...] = (0,) * len(result.contest.candidates)
    lost: tuple[Value, Value] = (0, 0)
    for stage in result.stages:
        assert sum(stage.totals) + stage.not_transferred == result.votes_total
        if stage.number > 1:
            assert sum(stage.changes) + stage.non_transferable_change + stage.loss_change == 0
        assert tuple(now - then for now, then in zip(stage.totals, before, strict=True)) == stage.changes
        assert (stage.non_transferable - lost[0], stage.loss_by_fraction - lost[1]) == (
            stage.non_transferable_change,
            stage.loss_change,
        )
        assert all(t.votes == t.papers * t.value for t in stage.transfers if t.target is not None)
        if stage.batches:
            _assert_batches(stage)
        before, lost = stage.totals, (stage.non_transferable, stage.loss_by_fraction)
    assert [e.order for e in result.elected] == list(range(1, len(result.elected) + 1))
    assert sorted(e.order for s in result.stages for e in s.elected) == [e.order for e in result.elected]
    assert [e for s in result.stages for e in s.excluded] == list(result.excluded)


def _assert_batches(stage: Stage) -> None:
    """Batches are in descending order of value, have all the stage's transfers, and end where the stage ends."""
    values = [batch.value for batch in stage.batches]
    assert values == sorted(set(values), reverse=True)
    assert tuple(t for batch in stage.batches for t in batch.transfers) == stage.transfers
    for batch in stage.batches:
        assert {t.value for t in batch.transfers} == {batch.value}
    elected = tuple(e for batch in stage.batches for e in batch.elected)
    assert elected == stage.elected[: len(elected)]
    last = stage.batches[-1]
    assert (last.totals, last.non_transferable, last.loss_by_fraction, last.quota) == (
        stage.totals,
        stage.non_transferable,
        stage.loss_by_fraction,
        stage.quota,
    )

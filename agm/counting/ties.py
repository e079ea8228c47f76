"""Ties: looking back through the count where the rule says so, and asking where it does not. Nothing is random."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from agm.counting.errors import CountingError, TieToDecide
from agm.counting.model import Contest, TieDecision, TieKind
from agm.counting.result import SettledTie, TieSettledBy
from agm.counting.values import Value


class LookBack(StrEnum):
    NONE = "none"
    EARLIEST = "earliest"
    """The first stage, or the earliest point after a batch (ERS97 5.2.3, 5.2.5)."""
    LATEST = "latest"
    """The most recent preceding stage (SSI 2007/42 rules 49(2), 51(2))."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The votes at the end of a stage, or of a batch within it; ``totals`` is indexed by candidate number."""

    stage: int
    batch: int | None
    totals: Sequence[Value]


def narrow(
    tied: Sequence[int], checkpoints: Iterable[Checkpoint], *, most: bool
) -> tuple[list[int], Checkpoint | None]:
    """Those of the tied with the most (or fewest) votes at the first checkpoint that tells them apart, and that point.

    Where a checkpoint separates only some of them, the search goes on among those that it left equal.
    """
    left, found = list(tied), None
    extreme = max if most else min
    for point in checkpoints:
        wanted = extreme(point.totals[c] for c in left)
        kept = [c for c in left if point.totals[c] == wanted]
        if len(kept) < len(left):
            left, found = kept, point
        if len(left) == 1:
            break
    return left, found


class TieBreaker:
    """Holds the recorded decisions of one count, hands each out once, and asks where there is none."""

    def __init__(self, contest: Contest, decisions: Iterable[TieDecision]) -> None:
        self._contest = contest
        self._open: dict[tuple[int, TieKind, frozenset[int]], TieDecision] = {}
        for decision in decisions:
            key = (decision.stage, decision.kind, decision.tied)
            if key in self._open:
                raise CountingError([f"The tie at {self._words(decision)} is decided twice; keep one decision."])
            self._open[key] = decision

    def _names(self, numbers: Iterable[int]) -> tuple[str, ...]:
        known = {c.number: c.name for c in self._contest.candidates}
        return tuple(known.get(number, f"candidate {number}") for number in sorted(numbers))

    def _words(self, decision: TieDecision) -> str:
        return f"stage {decision.stage} ({decision.kind}: {', '.join(self._names(decision.tied))})"

    def decide(self, stage: int, kind: TieKind, tied: Sequence[int], choose: int, paragraph: str) -> SettledTie:
        """The recorded decision of this tie.

        Raises ``TieToDecide`` when there is none, ``CountingError`` when it does not choose ``choose`` of the tied, or
        when decisions for earlier stages were left over.
        """
        in_order = tuple(sorted(tied))
        decision = self._open.pop((stage, kind, frozenset(tied)), None)
        if decision is None:
            self._refuse_unused([d for d in self._open.values() if d.stage < stage])
            unused = tuple(map(self._words, self._open.values()))
            raise TieToDecide(stage, kind, in_order, self._names(tied), choose, paragraph, unused)
        chosen = decision.chosen
        if len(chosen) != choose or len(set(chosen)) != choose or set(chosen) - decision.tied:
            who = ", ".join(self._names(decision.tied))
            raise CountingError([f"The tie at {self._words(decision)} needs {choose} chosen from {who}."])
        return SettledTie(kind, in_order, chosen, TieSettledBy.DECISION, paragraph, decision=decision)

    def finish(self) -> None:
        """Raises ``CountingError`` when a decision was given for a tie that did not happen."""
        self._refuse_unused(self._open.values())

    def _refuse_unused(self, unused: Iterable[TieDecision]) -> None:
        problems = [f"There was no tie at {self._words(decision)}; take its decision away." for decision in unused]
        if problems:
            raise CountingError(problems)

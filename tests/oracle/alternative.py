"""AV by hand, after the Electoral Reform Society's AV regulations: half of the votes (or more) elects.

Options: the denominator (votes still in play, or all valid papers), the stopping point (a majority, or two left), and
exclusion of several of the lowest at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.papers import Election, Lot, OracleCount, OracleStage, Paper, narrow, next_continuing


@dataclass(frozen=True, slots=True)
class AvOptions:
    all_valid: bool = False
    run_to_two: bool = False
    bulk: bool = True
    first_stage_first: bool = True
    """A tie looks back from the first stage on; else from the latest stage backwards."""


class AvTable:
    """The counting table of one election."""

    def __init__(self, election: Election, lot: Lot, options: AvOptions) -> None:
        self.election = election
        self.lot = lot
        self.options = options
        self.papers = [Paper(ranking) for ranking in election.papers]
        self.everyone = list(range(1, election.candidates + 1))
        self.continuing = set(self.everyone)
        self.count = OracleCount()

    def votes(self, candidate: int) -> Fraction:
        return Fraction(sum(1 for paper in self.papers if paper.holder == candidate))

    def half(self) -> Fraction:
        in_play = sum(1 for p in self.papers if p.holder)
        return Fraction(len(self.papers) if self.options.all_valid else in_play, 2)

    def deal(self, papers: list[Paper], kind: str, whose: tuple[int, ...]) -> None:
        for paper in papers:
            paper.holder = next_continuing(paper.ranking, self.continuing)
        totals = tuple(self.votes(c) for c in self.everyone)
        self.count.stages.append(OracleStage(kind, whose, totals, self.half()))

    def winner(self) -> int:
        """0 where the count goes on."""
        if len(self.continuing) == 1:
            return next(iter(self.continuing))
        most = max(self.votes(c) for c in self.continuing)
        leaders = [c for c in self.continuing if self.votes(c) == most]
        if len(leaders) > 1 or most < self.half() or (self.options.run_to_two and len(self.continuing) > 2):
            return 0
        return leaders[0]

    def choose(self, tied: list[int]) -> int:
        history = [stage.totals for stage in self.count.stages]
        tied = narrow(tied, history if self.options.first_stage_first else history[::-1], greatest=False)
        if len(tied) > 1:
            self.count.lots.append(tuple(tied))
            return self.lot(tuple(tied))
        return tied[0]

    def lowest(self) -> list[int]:
        ascending = sorted(self.continuing, key=lambda c: (self.votes(c), c))
        for number in range(len(ascending) - 1, 1, -1) if self.options.bulk else ():
            remain = len(ascending) - number
            if self.options.run_to_two and remain < 2:
                continue
            if sum(self.votes(c) for c in ascending[:number]) <= self.votes(ascending[number]):
                edge = self.votes(ascending[number - 1])
                if edge < self.votes(ascending[number]):
                    return sorted(ascending[:number])
        least = self.votes(ascending[0])
        return [self.choose(sorted(c for c in self.continuing if self.votes(c) == least))]

    def run(self) -> OracleCount:
        self.deal(self.papers, "first", ())
        while not (found := self.winner()):
            chosen = self.lowest()
            self.continuing -= set(chosen)
            self.count.excluded += [(c, len(self.count.stages) + 1) for c in chosen]
            self.deal([p for p in self.papers if p.holder in chosen], "exclusion", tuple(chosen))
        self.count.elected.append((found, len(self.count.stages)))
        return self.count


def count_av(election: Election, lot: Lot, options: AvOptions) -> OracleCount:
    return AvTable(election, lot, options).run()

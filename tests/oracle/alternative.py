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


class AvTable:
    """The counting table of one election."""

    def __init__(self, election: Election, lot: Lot, options: AvOptions) -> None:
        self.election = election
        self.lot = lot
        self.options = options
        self.papers = [Paper(ranking) for ranking in election.papers]
        self.everyone = list(range(1, election.candidates + 1))
        self.continuing = election.standing
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
        """0 where the count goes on. With two left the one ahead wins; two equal ones are for the lot."""
        if len(self.continuing) == 1:
            return next(iter(self.continuing))
        most = max(self.votes(c) for c in self.continuing)
        leaders = sorted(c for c in self.continuing if self.votes(c) == most)
        enough = most > self.half() if self.options.all_valid else most >= self.half()
        if len(self.continuing) > 2 and (self.options.run_to_two or not enough):
            return 0
        if len(leaders) == 1:
            return leaders[0]
        self.count.lots.append(tuple(leaders))
        return self.lot(tuple(leaders))

    def choose(self, tied: list[int]) -> int:
        """A tie for the lowest looks back from the first stage on."""
        tied = narrow(tied, [stage.totals for stage in self.count.stages], greatest=False)
        if len(tied) > 1:
            self.count.lots.append(tuple(tied))
            return self.lot(tuple(tied))
        return tied[0]

    def lowest(self) -> list[int]:
        """As many of the lowest as together do not exceed the next above, leaving two; or else the lowest."""
        votes = sorted(self.votes(c) for c in self.continuing)
        number = 1
        for several in range(2, len(votes) - 1) if self.options.bulk else ():
            if sum(votes[:several], Fraction(0)) <= votes[several]:
                number = several
        chosen: list[int] = []
        while len(chosen) < number:
            left = sorted(self.continuing - set(chosen))
            least = min(self.votes(c) for c in left)
            tied = [c for c in left if self.votes(c) == least]
            room = number - len(chosen)
            chosen += tied if len(tied) <= room else [self.choose(tied)]
        return sorted(chosen)

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

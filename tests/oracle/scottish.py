"""Scottish STV by hand: SSI 2007/42, Schedule 1, rules 45 to 52; without `places`, plain weighted inclusive Gregory."""

from __future__ import annotations

from fractions import Fraction

from tests.oracle.papers import Election, Lot, OracleCount, OracleStage, Paper, narrow, next_continuing, truncate


class ScottishTable:
    """The counting table of one election."""

    def __init__(self, election: Election, lot: Lot, places: int | None) -> None:
        self.election = election
        self.lot = lot
        self.places = places
        self.papers = [Paper(ranking) for ranking in election.papers]
        self.everyone = list(range(1, election.candidates + 1))
        self.continuing = election.standing
        self.quota = Fraction(len(self.papers) // (election.seats + 1) + 1)  # r46
        self.settled: dict[int, Fraction] = {}
        self.count = OracleCount()

    def votes(self, candidate: int) -> Fraction:
        if candidate in self.settled:
            return self.settled[candidate]
        return sum((paper.value for paper in self.papers if paper.holder == candidate), Fraction(0))

    def vacancies(self) -> int:
        return self.election.seats - len(self.count.elected)

    def end_stage(self, kind: str, whose: tuple[int, ...]) -> None:
        totals = tuple(self.votes(candidate) for candidate in self.everyone)
        self.count.stages.append(OracleStage(kind, whose, totals, self.quota))
        reached = [c for c in self.everyone if c in self.continuing and totals[c - 1] >= self.quota]  # r47
        for candidate in sorted(reached, key=lambda c: -totals[c - 1]):
            self.elect(candidate)
        if self.vacancies() > 0 and len(self.continuing) <= self.vacancies():  # r52
            for candidate in sorted(self.continuing):
                self.elect(candidate)

    def elect(self, candidate: int) -> None:
        self.continuing.remove(candidate)
        self.count.elected.append((candidate, len(self.count.stages)))

    def choose(self, tied: list[int], *, greatest: bool) -> int:
        """r49(2)-(3), r51: the most recent preceding stage at which they were unequal, then the lot."""
        tied = narrow(tied, [stage.totals for stage in reversed(self.count.stages)], greatest=greatest)
        if len(tied) > 1:
            self.count.lots.append(tuple(tied))
            return self.lot(tuple(tied))
        return tied[0]

    def with_surplus(self) -> list[int]:
        return [c for c, _ in self.count.elected if c not in self.settled and self.votes(c) > self.quota]

    def move(self, paper: Paper) -> None:
        paper.holder = next_continuing(paper.ranking, self.continuing)

    def transfer_surplus(self, candidate: int) -> None:
        """r48: every paper moves at surplus x value / total, each value cut off on its own."""
        total = self.votes(candidate)
        surplus = total - self.quota
        for paper in [p for p in self.papers if p.holder == candidate]:
            value = surplus * paper.value / total
            paper.value = value if self.places is None else truncate(value, self.places)
            self.move(paper)
        self.settled[candidate] = self.quota
        self.end_stage("surplus", (candidate,))

    def exclude(self, candidate: int) -> None:
        """r50: all papers at their present value."""
        self.continuing.remove(candidate)
        self.count.excluded.append((candidate, len(self.count.stages) + 1))
        for paper in [p for p in self.papers if p.holder == candidate]:
            self.move(paper)
        self.end_stage("exclusion", (candidate,))

    def run(self) -> OracleCount:
        for paper in self.papers:
            self.move(paper)
        self.end_stage("first", ())
        while self.vacancies() > 0 and self.continuing:
            waiting = self.with_surplus()
            if waiting:
                most = max(self.votes(c) for c in waiting)
                self.transfer_surplus(self.choose(sorted(c for c in waiting if self.votes(c) == most), greatest=True))
            else:
                least = min(self.votes(c) for c in self.continuing)
                tied = sorted(c for c in self.continuing if self.votes(c) == least)
                self.exclude(self.choose(tied, greatest=False))
        return self.count


def count_scottish(election: Election, lot: Lot) -> OracleCount:
    return ScottishTable(election, lot, places=5).run()


def count_gregory(election: Election, lot: Lot) -> OracleCount:
    return ScottishTable(election, lot, places=None).run()

"""ERS97 by hand: "How to conduct an election by the single transferable vote", 3rd edition 1997, section 5."""

from __future__ import annotations

from fractions import Fraction

from tests.oracle.papers import (
    Election,
    Lot,
    OracleCount,
    OracleStage,
    Paper,
    narrow,
    next_continuing,
    round_up,
    truncate,
)


class Ers97Table:
    """The counting table of one election."""

    def __init__(self, election: Election, lot: Lot) -> None:
        self.election = election
        self.lot = lot
        self.papers = [Paper(ranking) for ranking in election.papers]
        self.everyone = list(range(1, election.candidates + 1))
        self.continuing = election.standing
        self.settled: dict[int, Fraction] = {}
        self.nontransferable = Fraction(0)
        self.awaiting = Fraction(0)
        """The votes in batches of a part-transferred exclusion that still lie with the excluded (6.20)."""
        self.parcel = 0
        self.points: list[list[Fraction]] = []
        """The totals after the first stage and after every later batch, in order (5.6.1)."""
        self.count = OracleCount()
        self.set_quota()

    def set_quota(self) -> None:
        """5.1.6, and 5.4.8 with the non-transferable taken off."""
        in_play = len(self.papers) - self.nontransferable
        self.quota = round_up(in_play / (self.election.seats + 1), 2)

    def votes(self, candidate: int) -> Fraction:
        if candidate in self.settled:
            return self.settled[candidate]
        return sum((paper.value for paper in self.papers if paper.holder == candidate), Fraction(0))

    def seats_left(self) -> int:
        return self.election.seats - len(self.count.elected)

    def surplus(self, candidate: int) -> Fraction:
        return max(self.votes(candidate) - self.quota, Fraction(0))

    def active_vote(self) -> Fraction:
        return (
            sum((self.votes(c) for c in self.continuing), Fraction(0))
            + sum((self.surplus(c) for c, _ in self.count.elected), Fraction(0))
            + self.awaiting
        )

    def elect(self, candidate: int, stage: int) -> None:
        self.continuing.remove(candidate)
        self.count.elected.append((candidate, stage))

    def note_point(self) -> None:
        self.points.append([self.votes(candidate) for candidate in self.everyone])

    def deem_elected(self, stage: int) -> None:
        """5.1.7, 5.3.13, 5.4.9: in descending order, by the quota or by the active vote; 5.6.2 for equals."""
        while self.seats_left() > 0 and self.continuing:
            most = max(self.votes(c) for c in self.continuing)
            if most < self.quota and most * (self.seats_left() + 1) < self.active_vote():
                return
            equals = sorted(c for c in self.continuing if self.votes(c) == most)
            if len(equals) > self.seats_left():
                equals = narrow(equals, self.points, greatest=True)
                if len(equals) > self.seats_left():
                    return
            for candidate in equals:
                self.elect(candidate, stage)

    def choose(self, tied: list[int], *, greatest: bool) -> int:
        """5.6.1: the first point at which they were unequal, then the lot."""
        tied = narrow(tied, self.points, greatest=greatest)
        if len(tied) > 1:
            self.count.lots.append(tuple(tied))
            return self.lot(tuple(tied))
        return tied[0]

    def end_stage(self, kind: str, whose: tuple[int, ...]) -> None:
        totals = tuple(self.votes(candidate) for candidate in self.everyone)
        self.count.stages.append(OracleStage(kind, whose, totals, self.quota))
        self.elect_the_rest()

    def elect_the_rest(self) -> None:
        """5.5.1"""
        if self.seats_left() > 0 and len(self.continuing) <= self.seats_left():
            for candidate in sorted(self.continuing):
                self.elect(candidate, len(self.count.stages))

    def deal(self, papers: list[Paper]) -> Fraction:
        """Give a batch to the next continuing candidates; returns the value that found none."""
        self.parcel += 1
        lost = Fraction(0)
        for paper in papers:
            paper.holder = next_continuing(paper.ranking, self.continuing)
            paper.parcel = self.parcel
            if paper.holder == 0:
                lost += paper.value
        return lost

    def ascending(self) -> list[Fraction]:
        return sorted(self.votes(c) for c in self.continuing)

    def bulk(self, surpluses: Fraction, least: int) -> int:
        """5.2.5: how many of the lowest, at least `least`, may go together; 0 where none may."""
        votes = self.ascending()
        best = 0
        for number in range(least, len(votes) - self.seats_left() + 1):
            if number < len(votes) and sum(votes[:number], Fraction(0)) + surpluses <= votes[number]:
                best = number
        return best

    def deferred(self, surpluses: Fraction) -> bool:
        """5.2.2"""
        votes = self.ascending()
        return surpluses <= votes[1] - votes[0] or self.bulk(surpluses, 2) > 0

    def transfer_surplus(self, candidate: int) -> None:
        """5.3: the last batch, and only its transferable papers share the surplus."""
        stage = len(self.count.stages) + 1
        surplus = self.surplus(candidate)
        held = [p for p in self.papers if p.holder == candidate]
        last = max(p.parcel for p in held)
        selected = [p for p in held if p.parcel == last]
        transferable = [p for p in selected if next_continuing(p.ranking, self.continuing)]
        worth = sum((p.value for p in transferable), Fraction(0))
        if worth > surplus:
            for paper in transferable:
                paper.value = truncate(surplus / len(transferable), 2)
        self.deal(selected)
        passed_on = sum((p.value for p in transferable), Fraction(0))
        self.settled[candidate] = self.quota
        self.nontransferable += surplus - passed_on
        self.note_point()
        self.deem_elected(stage)
        self.end_stage("surplus", (candidate,))

    def choose_excluded(self, surpluses: Fraction) -> list[int]:
        """5.2.5, one at a time so that every tie at the edge is settled by 5.6.1."""
        number = self.bulk(surpluses, 1) or 1
        chosen: list[int] = []
        while len(chosen) < number:
            left = [c for c in sorted(self.continuing) if c not in chosen]
            least = min(self.votes(c) for c in left)
            tied = [c for c in left if self.votes(c) == least]
            if len(tied) <= number - len(chosen):
                chosen += tied
            else:
                chosen.append(self.choose(tied, greatest=False))
        return sorted(chosen)

    def exclude(self, chosen: list[int]) -> None:
        """5.4, unless those who remain fill the places at once (5.5.1)."""
        if len(self.continuing) - len(chosen) == self.seats_left():
            self.continuing -= set(chosen)
            self.elect_the_rest()
            return
        stage = len(self.count.stages) + 1
        self.continuing -= set(chosen)
        self.count.excluded += [(c, stage) for c in chosen]
        batch = [p for p in self.papers if p.holder in chosen]
        for value in sorted({p.value for p in batch}, reverse=True):
            self.transfer_batch([p for p in batch if p.value == value], chosen, stage)
            if self.seats_left() == 0:
                break
        self.awaiting = Fraction(0)
        self.end_stage("exclusion", tuple(chosen))

    def transfer_batch(self, batch: list[Paper], chosen: list[int], stage: int) -> None:
        lost = self.deal(batch)
        self.nontransferable += lost
        if not self.count.elected and lost:
            self.set_quota()
        self.awaiting = sum((p.value for p in self.papers if p.holder in chosen), Fraction(0))
        self.note_point()
        self.deem_elected(stage)

    def run(self) -> OracleCount:
        self.deal(self.papers)
        self.note_point()
        self.deem_elected(1)
        self.end_stage("first", ())
        while self.seats_left() > 0 and self.continuing:
            waiting = [c for c, _ in self.count.elected if self.surplus(c) > 0]
            surpluses = sum((self.surplus(c) for c in waiting), Fraction(0))
            if waiting and not self.deferred(surpluses):
                most = max(self.surplus(c) for c in waiting)
                self.transfer_surplus(self.choose(sorted(c for c in waiting if self.surplus(c) == most), greatest=True))
            else:
                self.exclude(self.choose_excluded(surpluses))
        return self.count


def count_ers97(election: Election, lot: Lot) -> OracleCount:
    return Ers97Table(election, lot).run()

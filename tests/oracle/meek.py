"""Meek's rule by hand: the Proportional Representation Foundation's reference rule, steps A to C and procedure T."""

from __future__ import annotations

from fractions import Fraction

from tests.oracle.papers import Election, Lot, OracleCount, OracleStage, round_up, truncate

PLACES = 9
TINY = Fraction(1, 10**9)
OMEGA = Fraction(1, 10**6)


class MeekTable:
    """The state of one election."""

    def __init__(self, election: Election, lot: Lot) -> None:
        self.election = election
        self.lot = lot
        self.everyone = list(range(1, election.candidates + 1))
        self.keep = {c: Fraction(c in election.standing) for c in self.everyone}
        self.hopeful = election.standing
        self.elected: list[int] = []
        self.votes = dict.fromkeys(self.everyone, Fraction(0))
        self.quota = Fraction(0)
        self.surplus = Fraction(0)
        self.count = OracleCount()

    def distribute(self) -> None:
        """B.2.a, ballot by ballot."""
        self.votes = dict.fromkeys(self.everyone, Fraction(0))
        for ranking in self.election.papers:
            weight = Fraction(1)
            for candidate in ranking:
                share = round_up(weight * self.keep[candidate], PLACES)
                self.votes[candidate] += share
                weight -= share
                if weight == 0:
                    break

    def measure(self) -> None:
        """B.2.a, b."""
        self.distribute()
        self.quota = truncate(sum(self.votes.values(), Fraction(0)) / (self.election.seats + 1), PLACES) + TINY

    def complete(self) -> bool:
        """B.1"""
        return len(self.elected) >= self.election.seats or len(self.elected) + len(self.hopeful) <= self.election.seats

    def note(self, kind: str, whose: tuple[int, ...]) -> int:
        totals = tuple(self.votes[c] for c in self.everyone)
        self.count.stages.append(OracleStage(kind, whose, totals, self.quota))
        return len(self.count.stages)

    def iterate(self) -> bool:
        """B.2; true where someone was elected."""
        before: Fraction | None = None
        while True:
            self.measure()
            found = sorted((c for c in self.hopeful if self.votes[c] >= self.quota), key=lambda c: (-self.votes[c], c))
            for candidate in found:
                self.hopeful.remove(candidate)
                self.elected.append(candidate)
            self.surplus = max(sum((self.votes[c] - self.quota for c in self.elected), Fraction(0)), Fraction(0))
            if found:
                stage = self.note("election", tuple(found))
                self.count.elected += [(c, stage) for c in found]
                return True
            if self.surplus < OMEGA or (before is not None and self.surplus >= before):
                return False
            before = self.surplus
            for candidate in self.elected:
                scaled = round_up(self.keep[candidate] * self.quota, PLACES)
                self.keep[candidate] = round_up(scaled / self.votes[candidate], PLACES)

    def defeat(self) -> None:
        """B.3 and T: everyone within the total surplus of the lowest is tied with the lowest."""
        least = min(self.votes[c] for c in self.hopeful)
        tied = sorted(c for c in self.hopeful if self.votes[c] <= least + self.surplus)
        candidate = tied[0]
        if len(tied) > 1:
            self.count.lots.append(tuple(tied))
            candidate = self.lot(tuple(tied))
        self.hopeful.remove(candidate)
        self.keep[candidate] = Fraction(0)
        self.count.excluded.append((candidate, self.note("defeat", (candidate,)) + 1))

    def run(self) -> OracleCount:
        if self.complete():  # nothing to count; the first preferences are still shown
            self.measure()
            self.note("first", ())
        while not self.complete():
            if not self.iterate():
                self.defeat()
        last = len(self.count.stages)
        self.count.excluded = [(c, min(stage, last)) for c, stage in self.count.excluded]
        if len(self.elected) < self.election.seats:  # C
            self.count.elected += [(c, last) for c in sorted(self.hopeful)]
        return self.count


def count_meek(election: Election, lot: Lot) -> OracleCount:
    return MeekTable(election, lot).run()

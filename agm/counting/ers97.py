"""ERS97: R. A. Newland and F. S. Britton, "How to conduct an election by the Single Transferable Vote", 3rd ed. 1997.

Paragraph numbers below are those of its sections 5 (instructions), 6 (glossary) and 7 (casual vacancies). Values are
whole hundredths of a vote. Where the text is silent: with no more candidates than seats all are elected at the first
stage (4.3), and a surplus that no batch of its own stage gave rise to moves the last batch received.
"""

from collections import defaultdict
from collections.abc import Iterator

from agm.counting.model import BallotGroup, Contest, TieKind
from agm.counting.papers import JudgedPapers
from agm.counting.parcels import NON_TRANSFERABLE, papers_in
from agm.counting.result import CountResult, ElectionTest, ExclusionReason, StageKind
from agm.counting.rules import RuleSet
from agm.counting.state import CountState, bulk_sizes
from agm.counting.ties import LookBack, TieBreaker
from agm.counting.values import divide_up

UNIT = 100
"""One vote in hundredths."""


def count_ers97(contest: Contest, papers: JudgedPapers, rules: RuleSet, ties: TieBreaker) -> CountResult:
    """In a countback the sitting are never excluded, and the first other one elected ends the count (7.1)."""
    return _Ers97Count(contest, papers, rules, ties).run()


class _Ers97Count:
    def __init__(self, contest: Contest, papers: JudgedPapers, rules: RuleSet, ties: TieBreaker) -> None:
        self.state = CountState(contest, rules, papers.count, ties, LookBack.EARLIEST)
        self.received: defaultdict[int, list[tuple[int, list[BallotGroup]]]] = defaultdict(list)
        """Each candidate's (and ``NON_TRANSFERABLE``) batches in the order received: hundredths a paper, papers."""
        self.totals: list[int] = self.state.totals  # type: ignore[assignment]  # ERS97 values are whole hundredths
        self.surpluses: list[int] = []
        """Elected candidates whose surplus has not been transferred."""
        self.in_transfer: list[int] = []
        """Candidates being excluded, who hold the votes of batches not yet moved."""
        self.first_stage(papers)

    def run(self) -> CountResult:
        """5.2: the largest surplus unless deferred, else an exclusion, until the seats are filled (5.5)."""
        state = self.state
        while state.seats:
            if state.limits.doomed:
                self.exclude_or_finish(sorted(state.limits.doomed), ExclusionReason.CONSTRAINT)
            elif self.surpluses and not self.is_deferrable():
                self.transfer_surplus(state.pick_largest_surplus(self.surpluses, "5.2.3"))
            else:
                self.exclude_or_finish(*self.proposed_exclusion())
        state.exclude_remaining("5.5.2")
        return state.result()

    # --- first stage and election

    def first_stage(self, papers: JudgedPapers) -> None:
        """5.1: sort by first preference, find the quota (5.1.6), deem elected (5.1.7)."""
        state = self.state
        for candidate, groups in papers.parcels.items():
            state.totals[candidate] = papers.first_preferences[candidate] * UNIT
            if groups:
                self.received[candidate].append((UNIT, groups))
        self.calculate_quota()
        self.deem_elected("5.1.7")
        state.close_stage(StageKind.FIRST_PREFERENCES, (), "5.1", active_vote=self.active_vote())

    def calculate_quota(self) -> None:
        """5.1.6 and 5.4.8: votes still in the count over seats plus one, to two decimal places, rounded up."""
        votes = self.state.papers.valid * UNIT - int(self.state.non_transferable)
        self.quota: int = divide_up(votes, self.state.contest.seats + 1)
        self.state.quota = self.quota

    def active_vote(self) -> int:
        """6.20: votes of continuing candidates plus votes awaiting transfer (surpluses, and batches not yet moved)."""
        totals = self.totals
        held = sum(totals[c] for c in self.state.continuing) + sum(totals[c] for c in self.in_transfer)
        return held + self.total_surplus()

    def passed_test(self, votes: int) -> ElectionTest | None:
        """5.1.7, 5.3.13, 5.4.9: (a) the quota, or (b) the total active vote over one more than the seats left.

        With no active votes (b) is met by candidates without votes: so the text, which leaves no seat empty.
        """
        if votes >= self.quota:
            return ElectionTest.QUOTA
        return ElectionTest.ACTIVE_VOTE if votes >= self.enough() else None

    def enough(self) -> int:
        """The total active vote over one more than the seats left, in hundredths, rounded up."""
        unfilled = self.state.constraints.seats - len(self.state.elected)
        return divide_up(self.active_vote(), unfilled + 1)

    def deem_elected(self, paragraph: str) -> None:
        """Deems elected one at a time in descending order, as long as the next in order passes a test."""
        state = self.state
        while state.seats:
            in_order = state.electable()
            test = self.passed_test(self.totals[in_order[0]])
            if test is None:
                break
            chosen = self.first_of(state.equal_to_first(in_order))
            if chosen is None:
                return
            self.elect(chosen, test, paragraph)
        if state.seats == len(state.continuing):
            self.elect_remaining("4.3")

    def elect(self, candidate: int, test: ElectionTest, paragraph: str) -> None:
        state = self.state
        figures = (self.active_vote(), self.enough()) if test is ElectionTest.ACTIVE_VOTE else ()
        state.elect(candidate, test, paragraph, *figures)
        if self.totals[candidate] > self.quota:
            self.surpluses.append(candidate)
        if state.contest.sitting is not None and candidate not in state.contest.sitting:
            state.stopped = True

    def elect_remaining(self, paragraph: str) -> None:
        for candidate in self.state.electable():
            if self.state.seats:
                self.elect(candidate, ElectionTest.LAST_SEATS, paragraph)

    def first_of(self, equal: list[int]) -> int | None:
        """5.6.2: who of equals is elected first; nobody when they exceed the seats and were always equal.

        Seats are also exceeded where a constraint allows fewer of the equals together.
        """
        state = self.state
        if state.all_fit(equal):
            return equal[0]
        left, point = state.look_back(equal, most=True)
        if point is None or not state.all_fit(left):
            return None
        state.note_tie(TieKind.ELECTION, equal, left, "5.6.2", point)
        return left[0]

    # --- surpluses

    def total_surplus(self) -> int:
        return sum(self.totals[c] - self.quota for c in self.surpluses)

    def is_deferrable(self) -> bool:
        """5.2.2: all surpluses together cannot change who is lowest, or who would be excluded together."""
        return any(self.leaves_choice(self.state.excludable()[:size]) for size in self.exclusion_sizes(1))

    def leaves_choice(self, excluded: list[int]) -> bool:
        """Whether the constraints can still be met, and as many seats filled, once these are gone."""
        state = self.state
        return state.constraints.limits(state.elected_numbers, state.continuing - set(excluded)).seats == state.seats

    def transfer_surplus(self, source: int) -> None:
        """5.3: the last batch received moves; only transferable papers share the surplus (5.3.7).

        Their value is the surplus over their number, cut to two decimal places, or their present value where all of
        them together do not exceed the surplus. What is not credited is the non-transferable difference (5.3.9).
        """
        state = self.state
        surplus = self.totals[source] - self.quota
        self.surpluses.remove(source)
        value, batch = self.received[source][-1]
        parcels = state.sort_by_next(batch)
        non_transferable = papers_in(parcels.pop(NON_TRANSFERABLE, []))
        papers = sum(papers_in(parcel) for parcel in parcels.values())
        divided = papers * value > surplus
        new_value = surplus // papers if divided else value
        for target, parcel in parcels.items():
            state.credit(source, target, papers_in(parcel), new_value)
            self.received[target].append((new_value, parcel))
        difference = surplus - papers * new_value
        state.totals[source] = self.quota
        if divided:
            state.loss += difference
            difference = 0
        state.set_aside(source, non_transferable, difference)
        self.deem_elected("5.3.13")
        state.close_stage(StageKind.SURPLUS, (source,), "5.3", transfer_value=new_value, active_vote=self.active_vote())

    # --- exclusions

    def exclusion_sizes(self, least: int) -> Iterator[int]:
        """5.2.2, 5.2.5 (a) and (b): how many, largest first, no surplus can save, and leave enough for the seats."""
        state = self.state
        votes = [self.totals[c] for c in state.excludable()]
        return bulk_sizes(votes, self.total_surplus(), len(state.continuing) - state.seats, least)

    def exclude_or_finish(self, chosen: list[int], reason: ExclusionReason) -> None:
        """5.5.1: an exclusion that would leave as many as there are seats elects them instead; else 5.4."""
        state = self.state
        if len(state.continuing) - len(chosen) > state.seats:
            self.exclude(chosen, reason)
            return
        if reason is not ExclusionReason.CONSTRAINT:
            reason = ExclusionReason.SEATS_FILLED
        state.exclude_without_transfer(chosen, reason, "5.5.1", lambda: self.elect_remaining("5.5.1"))

    def proposed_exclusion(self) -> tuple[list[int], ExclusionReason]:
        """Whom 5.2.5 excludes next, and whether together or alone."""
        for size in self.exclusion_sizes(2):
            chosen = self.state.pick_lowest(size, "5.2.5")
            if self.leaves_choice(chosen):
                return chosen, ExclusionReason.BULK
        return self.state.pick_lowest(1, "5.2.5"), ExclusionReason.FEWEST_VOTES

    def exclude(self, candidates: list[int], reason: ExclusionReason) -> None:
        """5.4: all papers of the excluded, in batches by value, highest first; the election tests after each batch.

        The transfer stops at once when the last seat is filled (5.5.2); votes not moved stay where they are.
        """
        state = self.state
        deferred = tuple(self.surpluses)
        state.exclude(candidates, reason, "5.2.5" if reason is not ExclusionReason.CONSTRAINT else "constraint")
        self.in_transfer = candidates
        batches: dict[int, list[tuple[int, list[BallotGroup]]]] = {}
        for candidate in candidates:
            for value, groups in self.received[candidate]:
                batches.setdefault(value, []).append((candidate, groups))
        for value in sorted(batches, reverse=True):
            self.transfer_batch(value, batches[value])
            state.close_batch(value, self.quota)
            if not state.seats:
                break
        if not batches:
            self.deem_elected("5.4.9")
        state.close_stage(StageKind.EXCLUSION, candidates, "5.4", deferred=deferred, active_vote=self.active_vote())

    def transfer_batch(self, value: int, parcels: list[tuple[int, list[BallotGroup]]]) -> None:
        """5.4.2 to 5.4.9: one batch to the next available preferences, a lower quota if due, and the election tests."""
        state = self.state
        pooled: dict[int, list[BallotGroup]] = {}
        for source, groups in parcels:
            for target, parcel in state.sort_by_next(groups).items():
                state.totals[source] -= state.credit(source, target, papers_in(parcel), value)
                pooled.setdefault(target, []).extend(parcel)
        for target, parcel in pooled.items():
            self.received[target].append((value, parcel))
        if not state.elected:
            self.calculate_quota()
        self.deem_elected("5.4.9")

"""What must hold for every election, by rule set: conservation, neutrality, majority, solid coalitions.

`AGM_PROPERTY_EXAMPLES` sets how many elections each property tries.
"""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agm.counting import RULE_SETS, CountingError, CountResult, TieToDecide, count
from agm.counting.model import BallotGroup, Ballots, Candidate, Constraint, Contest, Ranking
from agm.counting.rules import AvStop
from tests.support.counting import assert_sums, count_with_lots

EXAMPLES = int(os.environ.get("AGM_PROPERTY_EXAMPLES", "30"))
QUICK = settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
STV = ("scottish", "ers97", "meek", "gregory")
EVERY = (*STV, "av", "plurality", "block_vote", "limited_vote", "approval")
ONE_SEAT = {"av", "plurality"}


@st.composite
def elections(draw: st.DrawFn, rules: str = "") -> tuple[Contest, list[BallotGroup]]:
    """A contest of up to six candidates and papers with complete and cut-off rankings."""
    candidates = draw(st.integers(1, 6))
    seats = 1 if rules in ONE_SEAT else draw(st.integers(1, 4))
    longest = 1 if rules in {"plurality", "limited_vote"} else seats if rules == "block_vote" else candidates
    rankings = st.permutations(range(1, candidates + 1)).flatmap(
        lambda order: st.integers(1, min(longest, candidates)).map(lambda length: tuple(order[:length]))
    )
    groups = draw(st.lists(st.builds(BallotGroup, rankings, st.integers(1, 12)), min_size=1, max_size=14))
    return contest(candidates, seats), groups


def contest(candidates: int, seats: int) -> Contest:
    return Contest("made up", tuple(Candidate(n, f"C{n}") for n in range(1, candidates + 1)), seats)


def counted(case: tuple[Contest, list[BallotGroup]], rules: str) -> CountResult:
    return count_with_lots(case[0], Ballots(tuple(case[1])), RULE_SETS[rules])


def without_ties(case: tuple[Contest, list[BallotGroup]], rules: str) -> CountResult | None:
    """The count, or None where a person would have to decide."""
    try:
        return count(case[0], Ballots(tuple(case[1])), RULE_SETS[rules])
    except TieToDecide:
        return None


def groups_of(number: int, women: set[int], young: set[int]) -> frozenset[str]:
    return frozenset(name for name, members in (("women", women), ("young", young)) if number in members)


def renumbered(ranking: Ranking, order: dict[int, int]) -> Ranking:
    return tuple(order[number] for number in ranking if isinstance(number, int))


@pytest.mark.parametrize("rules", EVERY)
def test_votes_are_conserved_and_seats_filled(rules: str) -> None:
    @QUICK
    @given(elections(rules))
    def holds(case: tuple[Contest, list[BallotGroup]]) -> None:
        result = counted(case, rules)
        assert_sums(result)
        assert len(result.elected) == min(case[0].seats, len(case[0].candidates))
        assert result.vacant == case[0].seats - len(result.elected)
        assert len(set(result.elected_numbers)) == len(result.elected)
        assert not set(result.elected_numbers) & {e.candidate for e in result.excluded}
        moved = [t for stage in result.stages for t in stage.transfers if t.target is not None]
        assert all(t.votes == t.papers * t.value and t.papers > 0 for t in moved)

    holds()


@pytest.mark.parametrize("rules", EVERY)
def test_order_and_grouping_of_papers_do_not_matter(rules: str) -> None:
    @QUICK
    @given(elections(rules), st.randoms(use_true_random=False))
    def holds(case: tuple[Contest, list[BallotGroup]], chance: object) -> None:
        papers = [group.ranking for group in case[1] for _ in range(group.papers)]
        chance.shuffle(papers)  # type: ignore[attr-defined]  # a random.Random
        single = [BallotGroup(ranking, 1) for ranking in papers]
        grouped = list(Ballots.of(papers).groups)
        expected = counted(case, rules)
        for other in (single, grouped):
            result = counted((case[0], other), rules)
            assert [s.totals for s in result.stages] == [s.totals for s in expected.stages]
            assert result.elected == expected.elected

    holds()


@pytest.mark.parametrize("rules", EVERY)
def test_order_of_candidates_does_not_matter(rules: str) -> None:
    @QUICK
    @given(elections(rules), st.randoms(use_true_random=False))
    def holds(case: tuple[Contest, list[BallotGroup]], chance: object) -> None:
        expected = without_ties(case, rules)
        numbers = list(range(1, len(case[0].candidates) + 1))
        chance.shuffle(numbers)  # type: ignore[attr-defined]  # a random.Random
        order = dict(enumerate(numbers, start=1))
        groups = [BallotGroup(renumbered(group.ranking, order), group.papers) for group in case[1]]
        result = without_ties((case[0], groups), rules)
        if expected is None:
            assert result is None
        else:
            assert result is not None
            assert sorted(result.elected_numbers) == sorted(order[n] for n in expected.elected_numbers)
            for mine, theirs in zip(result.stages, expected.stages, strict=True):
                assert {n: mine.totals[order[n] - 1] for n in order} == {n: theirs.totals[n - 1] for n in order}

    holds()


@pytest.mark.parametrize("rules", ["gregory", "av", "plurality", "block_vote", "approval"])
def test_multiplying_the_papers_multiplies_the_votes(rules: str) -> None:
    """Rules with exact values and no whole-number quota; the others round, by their own text."""

    @QUICK
    @given(elections(rules), st.integers(2, 7))
    def holds(case: tuple[Contest, list[BallotGroup]], times: int) -> None:
        more = [BallotGroup(group.ranking, group.papers * times) for group in case[1]]
        one, many = counted(case, rules), counted((case[0], more), rules)
        assert tuple(total * times for total in one.stages[0].totals) == many.stages[0].totals
        if rules != "gregory":  # its whole-number quota of n papers is not n times smaller
            assert one.elected_numbers == many.elected_numbers
            assert [s.totals for s in many.stages] == [tuple(t * times for t in s.totals) for s in one.stages]

    holds()


@pytest.mark.parametrize("rules", [*STV, "av", "plurality"])
def test_majority_of_first_preferences_wins(rules: str) -> None:
    @QUICK
    @given(elections("plurality" if rules == "plurality" else ""), st.integers(1, 6))
    def holds(case: tuple[Contest, list[BallotGroup]], favourite: int) -> None:
        number = min(favourite, len(case[0].candidates))
        others = sum(group.papers for group in case[1])
        groups = [*case[1], BallotGroup((number,), others + 1)]
        one_seat = replace(case[0], seats=1)
        assert counted((one_seat, groups), rules).elected_numbers == (number,)
        if rules == "av":
            to_two = RULE_SETS["av"].with_options(stop=AvStop.TWO_LEFT, bulk_exclusion=False)
            assert count_with_lots(one_seat, Ballots(tuple(groups)), to_two).elected_numbers == (number,)

    holds()


@pytest.mark.parametrize("rules", [rules for rules in EVERY if rules != "ers97"])
def test_candidate_without_any_mark_changes_nothing(rules: str) -> None:
    """ERS97 does not promise it: the lowest decide which surplus is deferred and who goes together (5.2.2, 5.2.5)."""

    @QUICK
    @given(elections(rules))
    def holds(case: tuple[Contest, list[BallotGroup]]) -> None:
        more = contest(len(case[0].candidates) + 1, case[0].seats)
        # the fewer candidates than seats, the more places the new one takes: that is a change by the rules
        if len(case[0].candidates) < case[0].seats:
            return
        expected, result = without_ties(case, rules), without_ties((more, case[1]), rules)
        if expected is None or result is None:
            return
        assert sorted(result.elected_numbers) == sorted(expected.elected_numbers)

    holds()


@pytest.mark.parametrize("rules", STV)
def test_solid_coalition_of_n_quotas_gets_n_seats(rules: str) -> None:
    """Droop proportionality. ERS97 promises it up to its two decimal places, so the coalition has a little more."""

    @QUICK
    @given(elections(), st.data())
    def holds(case: tuple[Contest, list[BallotGroup]], data: st.DataObject) -> None:
        base, groups = case
        candidates = len(base.candidates)
        size = data.draw(st.integers(1, candidates))
        others = sum(group.papers for group in groups)
        orders = data.draw(st.lists(st.permutations(range(1, size + 1)), min_size=1, max_size=4))
        each = data.draw(st.integers(1, 20)) + others
        coalition = [BallotGroup(tuple(order), each) for order in orders]
        inside = each * len(orders)
        result = counted((base, groups + coalition), rules)
        valid = Fraction(others + inside)
        quota = valid / (base.seats + 1) + 1
        deserved = min(int(inside / quota), size, base.seats)
        won = sum(number <= size for number in result.elected_numbers)
        assert won >= deserved

    holds()


@pytest.mark.parametrize("rules", [*STV, "block_vote", "approval"])
def test_constraint_met_by_every_outcome_changes_nothing(rules: str) -> None:
    @QUICK
    @given(elections(rules), st.sets(st.integers(1, 6)))
    def holds(case: tuple[Contest, list[BallotGroup]], members: set[int]) -> None:
        plain, groups = case
        grouped = tuple(replace(c, groups=frozenset({"g"} if c.number in members else ())) for c in plain.candidates)
        inside = sum(c.number in members for c in plain.candidates)
        if not inside:
            return
        always = max(0, min(plain.seats, len(grouped)) - (len(grouped) - inside))
        bound = Contest(plain.title, grouped, plain.seats, constraints=(Constraint("g", always, plain.seats),))
        expected, result = counted(case, rules), counted((bound, groups), rules)
        assert [s.totals for s in result.stages] == [s.totals for s in expected.stages]
        assert [e.candidate for e in result.excluded] == [e.candidate for e in expected.excluded]
        if rules in STV:
            assert result.stages == expected.stages

    holds()


@pytest.mark.parametrize("rules", [*STV, "block_vote"])
def test_constraint_is_always_kept(rules: str) -> None:
    @QUICK
    @given(elections(rules), st.sets(st.integers(1, 6)), st.sets(st.integers(1, 6)), st.integers(0, 2))
    def holds(case: tuple[Contest, list[BallotGroup]], women: set[int], young: set[int], least: int) -> None:
        plain, groups = case
        grouped = tuple(replace(c, groups=groups_of(c.number, women, young)) for c in plain.candidates)
        constraints = (Constraint("women", minimum=least), Constraint("young", maximum=max(1, plain.seats - 1)))
        bound = Contest(plain.title, grouped, plain.seats, constraints=constraints)
        try:
            result = counted((bound, groups), rules)
        except CountingError:
            return
        assert_sums(result)
        assert sum(n in women for n in result.elected_numbers) >= least
        assert sum(n in young for n in result.elected_numbers) <= max(1, plain.seats - 1)
        assert result.vacant == plain.seats - min(plain.seats, len(grouped))

    holds()


@pytest.mark.parametrize("rules", STV)
def test_withdrawing_is_like_never_having_stood(rules: str) -> None:
    @QUICK
    @given(elections())
    def holds(case: tuple[Contest, list[BallotGroup]]) -> None:
        plain, groups = case
        gone = len(plain.candidates)
        if gone == 1:
            return
        result = counted((replace(plain, withdrawn=frozenset({gone})), groups), rules)
        left = [
            BallotGroup(tuple(n for n in group.ranking if n != gone), group.papers)
            for group in groups
            if group.ranking != (gone,)
        ]
        expected = counted((contest(gone - 1, plain.seats), left), rules)
        assert [s.totals[:-1] for s in result.stages] == [s.totals for s in expected.stages]
        assert result.elected_numbers == expected.elected_numbers

    holds()

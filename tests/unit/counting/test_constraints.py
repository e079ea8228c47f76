"""Reserved places and other constraints, by guarding and dooming."""

from __future__ import annotations

import random

import pytest

from agm.counting import RULE_SETS, CountingError, CountResult, TieToDecide, count
from agm.counting.constraints import ConstraintChecker
from agm.counting.model import Candidate, Constraint, Contest, ShortagePolicy
from agm.counting.result import ElectionTest, ExclusionReason
from agm.counting.rules import ReopenNominations
from tests.support.counting import assert_sums, ballots_of, contest_of, count_with_lots, texts

STV = ("scottish", "ers97", "meek", "gregory")
WOMEN = {"women": [3, 4]}


def counted(
    rules: str, names: str, seats: int, papers: str, groups: dict[str, list[int]], *constraints: Constraint
) -> CountResult:
    contest = contest_of(names, seats, groups=dict(groups), constraints=constraints)
    result = count_with_lots(contest, ballots_of(papers), RULE_SETS[rules])
    assert_sums(result)
    return result


@pytest.mark.parametrize("rules", STV)
def test_last_of_a_minimum_is_guarded_and_elected(rules: str) -> None:
    """Two seats, one for a woman; Eve has the fewest votes but may not be excluded once Dee is."""
    papers = "30 x 1\n25 x 2\n6 x 3 4\n9 x 4 3"
    result = counted(rules, "Al Bo Dee Eve", 2, papers, WOMEN, Constraint("women", minimum=1))
    assert set(result.elected_numbers) == {1, 4}
    assert any(4 in stage.guarded for stage in result.stages) or rules in STV
    free = counted(rules, "Al Bo Dee Eve", 2, papers, WOMEN)
    assert set(free.elected_numbers) == {1, 2}


@pytest.mark.parametrize("rules", STV)
def test_others_are_doomed_when_only_reserved_seats_are_left(rules: str) -> None:
    """Three seats, two for women: after Al no other man can be elected, so Bo goes although he has many votes."""
    papers = "40 x 1 2\n26 x 2\n14 x 3 4\n8 x 4 3\n3 x 5 3"
    result = counted(rules, "Al Bo Dee Eve Flo", 3, papers, {"women": [3, 4, 5]}, Constraint("women", minimum=2))
    assert 1 in result.elected_numbers
    assert sum(number in (3, 4, 5) for number in result.elected_numbers) == 2
    doomed = [e for e in result.excluded if e.by is ExclusionReason.CONSTRAINT]
    assert [e.candidate for e in doomed] == [2]


@pytest.mark.parametrize("rules", STV)
def test_maximum_dooms_the_rest_of_its_group(rules: str) -> None:
    papers = "40 x 1 2\n26 x 2\n14 x 3\n8 x 4 3"
    result = counted(rules, "Al Bo Cy Di", 2, papers, {"north": [1, 2]}, Constraint("north", maximum=1))
    assert set(result.elected_numbers) == {1, 3}


@pytest.mark.parametrize("rules", STV)
def test_doomed_candidate_above_the_quota_passes_his_votes_on(rules: str) -> None:
    """Both reach the quota at the first stage and one place is open to them: the higher takes it."""
    papers = "40 x 1\n39 x 2 3\n10 x 3\n8 x 4 3"
    result = counted(rules, "Al Bo Cy Di", 2, papers, {"north": [1, 2]}, Constraint("north", maximum=1))
    assert result.elected_numbers[0] == 1
    assert set(result.elected_numbers) == {1, 3}


@pytest.mark.parametrize(("rules", "paragraph"), [("scottish", "constraint"), ("gregory", "constraint"), ("meek", "T")])
def test_equal_candidates_above_the_quota_for_one_open_seat_are_asked_about(rules: str, paragraph: str) -> None:
    contest = contest_of("Al Bo Cy Di", 2, groups={"north": [1, 2]}, constraints=[Constraint("north", maximum=1)])
    papers = ballots_of("40 x 1\n40 x 2 3\n10 x 3\n8 x 4 3")
    with pytest.raises(TieToDecide) as asked:
        count(contest, papers, RULE_SETS[rules])
    assert str(asked.value) == f"Stage 1: Al and Bo are equal; decide who is elected ({paragraph})."
    second = count_with_lots(contest, papers, RULE_SETS[rules], lambda tie: (tie.tied[1],))
    assert second.elected_numbers[0] == 2


def test_ers97_elects_none_of_always_equal_candidates_for_one_open_seat() -> None:
    """5.6.2: they wait, and the lot falls when one of them has to be excluded."""
    contest = contest_of("Al Bo Cy Di", 2, groups={"north": [1, 2]}, constraints=[Constraint("north", maximum=1)])
    result = count_with_lots(contest, ballots_of("40 x 1\n40 x 2 3\n10 x 3\n8 x 4 3"), RULE_SETS["ers97"])
    assert set(result.elected_numbers) == {2, 3} or set(result.elected_numbers) == {1, 3}
    assert all(e.stage > 1 for e in result.elected)


@pytest.mark.parametrize("rules", ["scottish", "gregory", "meek", "block_vote", "approval"])
def test_three_equal_candidates_of_whom_two_may_be_elected_are_asked_about_together(rules: str) -> None:
    """Any two of them fit, all three do not: nobody may get in by standing first on the ballot paper."""
    contest = contest_of("Al Bo Cy Di Ed", 3, groups={"north": [1, 2, 3]}, constraints=[Constraint("north", maximum=2)])
    papers = ballots_of("10 x 1\n10 x 2\n10 x 3\n5 x 4\n3 x 5 4" if rules in STV else "5 x 1\n5 x 2\n5 x 3\n2 x 4")
    with pytest.raises(TieToDecide) as asked:
        count(contest, papers, RULE_SETS[rules])
    assert (asked.value.stage, asked.value.kind, asked.value.tied, asked.value.choose) == (1, "election", (1, 2, 3), 1)
    result = count_with_lots(contest, papers, RULE_SETS[rules], lambda tie: tie.tied[-1:])
    assert set(result.elected_numbers) == {2, 3, 4}


def test_ers97_elects_none_of_three_equal_candidates_of_whom_two_may_be_elected() -> None:
    """5.6.2: they were always equal; once Di has her place, a lot excludes one of the three."""
    contest = contest_of("Al Bo Cy Di Ed", 3, groups={"north": [1, 2, 3]}, constraints=[Constraint("north", maximum=2)])
    papers = ballots_of("10 x 1\n10 x 2\n10 x 3\n5 x 4\n3 x 5 4")
    result = count_with_lots(contest, papers, RULE_SETS["ers97"])
    assert result.stages[0].elected == ()
    assert [(tie.kind, tie.tied, tie.chosen) for tie in result.ties] == [("exclusion", (1, 2, 3), (1,))]
    assert set(result.elected_numbers) == {2, 3, 4}


def test_ers97_elects_none_of_those_whom_a_look_back_leaves_equal() -> None:
    """5.6.2: three have 4.00 for one place in the north; at stage 1 Cy had fewer, and Al and Bo were always equal."""
    contest = contest_of(
        "Al Bo Cy Di Ed Flo", 3, groups={"north": [1, 2, 3]}, constraints=[Constraint("north", maximum=1)]
    )
    papers = ballots_of("4 x 1\n4 x 2\n3 x 3\n1 x 4 3\n2 x 5\n2 x 6")
    result = count_with_lots(contest, papers, RULE_SETS["ers97"])
    assert texts(result.stages[1].totals, result) == ["4.00", "4.00", "4.00", "0.00", "2.00", "2.00"]
    assert (result.stages[1].quota, result.stages[1].elected, result.stages[1].ties) == (400, (), ())


@pytest.mark.parametrize(("seats", "elected"), [(1, ()), (2, (1, 3))])
def test_ers97_elects_equal_candidates_within_a_constraint_that_does_not_bind(
    seats: int, elected: tuple[int, ...]
) -> None:
    """5.6.2: both at once where there are two places, neither where there is one."""
    constraint = Constraint("north", minimum=0, maximum=2)
    contest = contest_of("Al Bo Cy", seats, groups={"north": [2, 3]}, constraints=[constraint])
    result = count_with_lots(contest, ballots_of("5 x 1 2\n5 x 3 2"), RULE_SETS["ers97"])
    assert tuple(e.candidate for e in result.elected if e.by is ElectionTest.QUOTA) == elected


def test_ers97_tests_again_when_those_excluded_had_no_papers() -> None:
    """Di and Ed wait with 4.00 each for one place; without Al, Bo and Cy there is no place for Di, and Ed has his."""
    contest = contest_of(
        "Al Bo Cy Di Ed Flo",
        2,
        groups={"north": [1, 3, 4, 6], "young": [1, 3, 4, 5]},
        constraints=[Constraint("north", 1, 1), Constraint("young", maximum=1)],
    )
    result = count_with_lots(contest, ballots_of("4 x 4\n4 x 5 1"), RULE_SETS["ers97"])
    second = result.stages[1]
    assert (second.subjects, second.batches) == ((1, 2, 3), ())
    assert [(e.candidate, e.by, e.paragraph) for e in second.elected] == [
        (5, ElectionTest.QUOTA, "5.4.9"),
        (6, ElectionTest.LAST_SEATS, "5.5.1"),
    ]
    assert [(tie.tied, tie.paragraph) for tie in second.ties] == [
        ((1, 2, 3, 6), "5.2.5"),
        ((2, 3, 6), "5.2.5"),
        ((3, 6), "5.2.5"),
    ]


@pytest.mark.parametrize("rules", STV)
def test_constraint_that_never_binds_changes_nothing(rules: str) -> None:
    papers = "30 x 1 3\n25 x 2 4\n16 x 3 4\n19 x 4 3\n5 x 5 1"
    free = counted(rules, "Al Bo Dee Eve Flo", 3, papers, WOMEN)
    bound = counted(rules, "Al Bo Dee Eve Flo", 3, papers, WOMEN, Constraint("women", minimum=0, maximum=3))
    assert bound.stages == free.stages
    assert bound.elected == free.elected


@pytest.mark.parametrize("rules", STV)
def test_overlapping_groups_are_kept_together(rules: str) -> None:
    """Two seats, one for a woman and one for the young: Eve alone is both, so she or both others are needed."""
    groups = {"women": [3, 4], "young": [2, 4]}
    papers = "50 x 1\n20 x 2\n18 x 3\n5 x 4"
    constraints = (Constraint("women", minimum=1), Constraint("young", minimum=1))
    result = counted(rules, "Al Bo Dee Eve", 2, papers, groups, *constraints)
    assert any(number in (3, 4) for number in result.elected_numbers)
    assert any(number in (2, 4) for number in result.elected_numbers)
    assert set(result.elected_numbers) == {1, 4}


@pytest.mark.parametrize("rules", STV)
def test_too_few_candidates_as_decided_beforehand(rules: str) -> None:
    groups, constraint = {"women": [3]}, Constraint("women", minimum=2)
    papers = ballots_of("30 x 1\n25 x 2\n6 x 3")

    def result_under(shortage: ShortagePolicy) -> CountResult:
        contest = contest_of("Al Bo Dee", 3, groups=dict(groups), constraints=[constraint], shortage=shortage)
        return count_with_lots(contest, papers, RULE_SETS[rules])

    with pytest.raises(CountingError, match="needs at least 2 elected, and the number of its candidates is 1"):
        result_under(ShortagePolicy.REFUSE)
    reduced = result_under(ShortagePolicy.REDUCE_MINIMUM)
    assert (set(reduced.elected_numbers), reduced.vacant) == ({1, 2, 3}, 0)
    vacant = result_under(ShortagePolicy.LEAVE_VACANT)
    assert (set(vacant.elected_numbers), vacant.vacant) == ({1, 3}, 1)


@pytest.mark.parametrize("policy", list(ShortagePolicy))
def test_policy_for_a_shortage_changes_nothing_where_there_is_none(policy: ShortagePolicy) -> None:
    contest = contest_of(
        "Al Bo Dee Eve", 2, groups=dict(WOMEN), constraints=[Constraint("women", minimum=1)], shortage=policy
    )
    result = count_with_lots(contest, ballots_of("30 x 1\n25 x 2\n6 x 3 4\n9 x 4 3"), RULE_SETS["scottish"])
    assert (result.elected_numbers, result.vacant) == ((1, 4), 0)


@pytest.mark.parametrize("rules", STV)
def test_seats_reserved_for_candidates_who_withdrew_stay_vacant(rules: str) -> None:
    """The only woman and the only young candidate have gone, and nobody else may take the one seat."""
    women, young = Constraint("women", minimum=1), Constraint("young", minimum=1)
    for constraints in ([women], [women, young]):
        contest = contest_of(
            "Al Bo Dee Eve",
            1,
            groups={"women": [3], "young": [4]},
            constraints=constraints,
            withdrawn=[3, 4],
            shortage=ShortagePolicy.LEAVE_VACANT,
        )
        result = count_with_lots(contest, ballots_of("30 x 1\n25 x 2"), RULE_SETS[rules])
        assert (result.elected_numbers, result.vacant) == ((), 1)


def test_nothing_is_noted_once_the_count_has_ended() -> None:
    """Re-opening nominations is elected first and ends the election; Dee and Eve were guarded until then."""
    stopping = RULE_SETS["scottish"].with_options(reopen=ReopenNominations.STOPS)
    women = {"women": [3, 4]}
    contest = contest_of("RON Al Dee Eve", 3, groups=women, constraints=[Constraint("women", minimum=2)])
    papers = ballots_of("6 x 2\n5 x 1\n2 x 3\n2 x 4")
    going_on = count_with_lots(contest, papers, RULE_SETS["scottish"])
    assert (going_on.elected_numbers[:1], going_on.stages[0].doomed) == ((2,), (1,))
    papers = ballots_of("5 x 2\n6 x 1\n2 x 3\n2 x 4")
    stopped = count_with_lots(contest, papers, stopping)
    assert stopped.elected_numbers == (1,)
    assert [(stage.guarded, stage.doomed) for stage in stopped.stages] == [((), ())]


@pytest.mark.parametrize("rules", ["ers97", "meek"])
def test_nothing_is_noted_on_a_stage_that_the_end_is_added_to(rules: str) -> None:
    """Dee is guarded from stage 2 on; after stage 3 Bo goes and she is elected without another stage."""
    papers = "15 x 1\n14 x 2\n3 x 3\n1 x 4 3\n13 x 5"
    result = counted(rules, "Al Bo Dee Eve Cy", 2, papers, WOMEN, Constraint("women", minimum=1))
    assert [(s.subjects, s.guarded, s.doomed) for s in result.stages[1:]] == [((4,), (3,), ()), ((5,), (), ())]
    assert [(e.candidate, e.stage, e.by) for e in result.elected] == [
        (1, 3, ElectionTest.QUOTA),
        (3, 3, ElectionTest.LAST_SEATS),
    ]
    assert [e.by for e in result.stages[2].excluded] == [ExclusionReason.FEWEST_VOTES, ExclusionReason.CONSTRAINT]


def test_guarded_and_doomed_are_noted_on_the_stage() -> None:
    papers = "40 x 1 2\n26 x 2\n14 x 3 4\n8 x 4 3\n3 x 5 3"
    groups = {"women": [3, 4, 5]}
    result = counted("scottish", "Al Bo Dee Eve Flo", 3, papers, groups, Constraint("women", minimum=2))
    assert result.stages[0].doomed == (2,)
    assert result.stages[1].subjects == (2,)
    papers = "19 x 1\n18 x 2\n6 x 3\n5 x 4 3\n9 x 5 1"
    guarded = counted("scottish", "Al Bo Dee Eve Cy", 2, papers, WOMEN, Constraint("women", minimum=1))
    assert [(s.subjects, s.guarded) for s in guarded.stages[:3]] == [((), ()), ((4,), (3,)), ((5,), (3,))]
    assert guarded.elected_numbers == (1, 3)


def test_bulk_exclusion_leaves_enough_of_a_group() -> None:
    """ERS97 would exclude Dee and Eve together; one of them must stay."""
    papers = "15 x 1\n14 x 2\n3 x 3\n1 x 4 3\n13 x 5"
    free = counted("ers97", "Al Bo Dee Eve Cy", 2, papers, WOMEN)
    assert free.stages[1].subjects == (4, 3)
    bound = counted("ers97", "Al Bo Dee Eve Cy", 2, papers, WOMEN, Constraint("women", minimum=1))
    assert (bound.stages[1].subjects, bound.stages[1].guarded) == ((4,), (3,))
    assert 3 in bound.elected_numbers


def checker(names: str, seats: int, groups: dict[str, list[int]], *constraints: Constraint) -> list[str]:
    return ConstraintChecker(contest_of(names, seats, groups=dict(groups), constraints=constraints)).problems()


@pytest.mark.parametrize(
    ("constraints", "problem"),
    [
        ([Constraint("men", 1)], "No candidate belongs to “men”; check the name of the group."),
        ([Constraint("women")], "The constraint for “women” sets neither a minimum nor a maximum."),
        ([Constraint("women", -1)], "The constraint for “women” needs numbers from 0."),
        ([Constraint("women", maximum=-1)], "The constraint for “women” needs numbers from 0."),
        ([Constraint("women", 2, 1)], "The constraint for “women” asks for at least 2 and at most 1."),
        ([Constraint("women", 4)], "“women” cannot have at least 4 of 3 seats."),
        (
            [Constraint("women", 1), Constraint("women", maximum=2)],
            "There are 2 constraints for “women”; put its minimum and maximum into one.",
        ),
        (
            [Constraint("women", 3)],
            (
                "“women” needs at least 3 elected, and the number of its candidates is 2; choose beforehand "
                "whether the minimum is reduced or the places stay vacant."
            ),
        ),
        (
            [Constraint("women", 2), Constraint("young", 2)],
            "The constraints cannot all be met by these candidates; change a minimum or a maximum.",
        ),
        (
            [Constraint("women", maximum=0), Constraint("young", maximum=0)],
            (
                "The constraints let only 0 of 3 seats be filled; "
                "change a maximum, or choose beforehand that such places stay vacant."
            ),
        ),
    ],
)
def test_constraints_that_cannot_be_kept(constraints: list[Constraint], problem: str) -> None:
    groups = {"women": [3, 4], "young": [1, 2]}
    assert problem in checker("Al Bo Dee Eve", 3, groups, *constraints)


def test_constraint_on_rules_for_one_seat_is_refused() -> None:
    contest = contest_of("Al Dee", groups={"women": [2]}, constraints=[Constraint("women", 1)])
    for rules in ("av", "plurality", "yes_no", "exhaustive_ballot", "scottish_single"):
        with pytest.raises(CountingError, match="has no reserved places"):
            count(contest, ballots_of("1 x 1"), RULE_SETS[rules])


def test_maximum_may_leave_seats_vacant_when_so_decided() -> None:
    contest = contest_of(
        "Al Bo Cy",
        3,
        groups={"north": [1, 2, 3]},
        constraints=[Constraint("north", maximum=2)],
        shortage=ShortagePolicy.LEAVE_VACANT,
    )
    result = count_with_lots(contest, ballots_of("5 x 1\n4 x 2\n3 x 3"), RULE_SETS["scottish"])
    assert (result.elected_numbers, result.vacant) == ((1, 2), 1)


@pytest.mark.parametrize("rules", ["scottish", "gregory"])
def test_equal_candidates_for_one_open_seat_look_back_first(rules: str) -> None:
    """Bo and Cy have 23 each after stage 2; at stage 1 Cy was ahead, so Cy is elected and Bo is doomed."""
    papers = "22 x 1 2\n18 x 1 3\n12 x 2 4\n14 x 3 5\n16 x 4\n14 x 5"
    result = counted(rules, "Al Bo Cy Di Ed", 4, papers, {"north": [2, 3]}, Constraint("north", maximum=1))
    tie = result.stages[1].ties[0]
    assert (tie.kind, tie.tied, tie.chosen, tie.looked_back_to) == ("election", (2, 3), (3,), 1)
    assert result.stages[1].doomed == (2,)
    assert set(result.elected_numbers) == {1, 3, 4, 5}


def test_minimum_and_maximum_may_be_the_same() -> None:
    assert checker("Al Bo Dee Eve", 2, {"women": [3, 4]}, Constraint("women", 1, 1)) == []


def overlapping(groups: int, candidates: int, seats: int, low: int, room: int) -> Contest:
    chance = random.Random(groups)  # noqa: S311  a made-up election, not a secret
    names = [f"group {n}" for n in range(groups)]
    people = tuple(
        Candidate(n, f"C{n}", frozenset(name for name in names if chance.random() < 0.4))
        for n in range(1, candidates + 1)
    )
    limits = tuple(Constraint(name, low, low + room if room else None) for name in names)
    return Contest("", people, seats, constraints=limits)


def test_ten_overlapping_groups_of_fifty_candidates_are_worked_out() -> None:
    contest = overlapping(10, 50, 15, 4, 0)
    checker = ConstraintChecker(contest)
    assert checker.problems() == []
    limits = checker.limits([], range_of := frozenset(range(1, 51)))
    assert (limits.seats, limits.guarded | limits.doomed <= range_of) == (15, True)


def test_groups_too_entangled_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agm.counting.constraints.MOST_STEPS", 3)
    with pytest.raises(CountingError, match="overlap so much"):
        ConstraintChecker(overlapping(10, 50, 15, 4, 2)).problems()

"""What may be shown of a secret vote: figures by group, and who sees what when; and how long its codes must be."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agm.rules.code_strength import CodeForm, Guessing, too_short_in_words
from agm.rules.small_groups import GroupVotes, Publish, publishable
from agm.rules.who_may_see_votes import WHO_MAY, Sight, Viewer, VoteStage, may_see, stage_of

HOUR = dt.datetime(2026, 10, 16, 16, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("groups", "published", "too_small", "alike"),
    [
        ({"Holme": (31, 22), "Lune": (4, 9)}, Publish.BY_GROUP, (), ()),
        ({"Holme": (31, 22), "Tarn": (3, 1)}, Publish.TOTAL_ONLY, ("Tarn",), ()),
        ({"Holme": (31, 22), "Tarn": (3, 2)}, Publish.BY_GROUP, (), ()),  # the limit itself is enough
        ({"Holme": (31, 22), "Lune": (0, 12)}, Publish.TOTAL_ONLY, (), ("Lune",)),
        ({"Holme": (31, 22), "Tarn": (0, 0)}, Publish.TOTAL_ONLY, ("Tarn",), ()),
        ({"Tarn": (3, 1)}, Publish.WINNER_ONLY, ("Tarn",), ()),
        ({"Tarn": (1, 0), "Lune": (2, 1)}, Publish.WINNER_ONLY, ("Tarn", "Lune"), ("Tarn",)),
    ],
)
def test_figures_are_withheld_where_they_would_tell(
    groups: dict[str, tuple[int, int]], published: Publish, too_small: tuple[str, ...], alike: tuple[str, ...]
) -> None:
    found = publishable([GroupVotes(name, dict(zip("AB", votes, strict=True))) for name, votes in groups.items()], 5)
    assert (found.publish, found.too_small, found.all_alike) == (published, too_small, alike)
    assert found.ask_before_opening is (published is Publish.WINNER_ONLY)


def test_papers_with_several_votes_are_people_once() -> None:
    found = publishable([GroupVotes("Tarn", {"A": 4, "B": 4, "C": 2}, papers=4), GroupVotes("Holme", {"A": 9}, 30)], 5)
    assert found.too_small == ("Tarn",)
    assert found.all_alike == ("Tarn",)
    assert found.figures == {"A": 13, "B": 4, "C": 2}


GROUPS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5)


@settings(max_examples=60)
@given(GROUPS)
def test_no_small_group_follows_by_subtraction(votes: list[tuple[int, int]]) -> None:
    groups = [GroupVotes(str(number), {"A": a, "B": b}) for number, (a, b) in enumerate(votes)]
    found = publishable(groups, 5)
    if found.publish is Publish.BY_GROUP:
        assert found.figures == {one.name: one.votes for one in groups}
        assert all(one.took_part >= 5 and not one.all_alike for one in groups)
    elif found.publish is Publish.TOTAL_ONLY:
        assert found.figures == {"A": sum(a for a, _ in votes), "B": sum(b for _, b in votes)}
    else:
        assert found.figures is None


def test_nobody_ever_sees_a_ballot_with_its_voter_and_no_totals_before_the_close() -> None:
    for who, when in product(Viewer, VoteStage):
        assert not may_see(who, Sight.BALLOT_WITH_VOTER, when)
        assert not may_see(who, Sight.OWN_CHOICES, when)
        assert may_see(who, Sight.OWN_RECEIPT, when) is (who is Viewer.VOTER)
    assert not any(may_see(who, Sight.RUNNING_TOTALS, VoteStage.BEFORE_CLOSE) for who in Viewer)
    assert not any(may_see(Viewer.ANYBODY_ELSE, what, when) for what, when in product(Sight, VoteStage))


def test_the_table_names_each_sight_and_rights_only_grow() -> None:
    assert set(WHO_MAY) == set(Sight)
    stages = list(VoteStage)
    for what, when in product(Sight, range(2)):
        assert WHO_MAY[what].get(stages[when], frozenset()) <= WHO_MAY[what].get(stages[when + 1], frozenset())


def test_only_an_act_closes_a_vote() -> None:
    assert stage_of(None, is_declared=False) is VoteStage.BEFORE_CLOSE
    assert stage_of(None, is_declared=True) is VoteStage.BEFORE_CLOSE
    assert stage_of(HOUR, is_declared=False) is VoteStage.AFTER_CLOSE
    assert stage_of(HOUR, is_declared=True) is VoteStage.DECLARED


def test_six_figures_are_guessed_and_eighty_bits_are_not() -> None:
    guessing = Guessing(voters=5000, tries_per_hour=1000, hours=96)
    six = CodeForm(10, 6)
    assert guessing.chance_of_one_guess(six) == 0.005
    assert guessing.chance(six) == 1.0
    words = too_short_in_words(six, guessing)
    assert words is not None
    assert "at least 15 characters" in words
    assert "membership number" in words
    assert too_short_in_words(CodeForm(32, 16), Guessing(1_000_000, 1_000_000, 1000)) is None


def test_a_second_check_counts_as_so_many_more_values() -> None:
    guessing = Guessing(voters=100, tries_per_hour=11, hours=10)
    assert guessing.shortest(CodeForm(10, 1)) == 11
    assert guessing.shortest(CodeForm(10, 1, second_check=10_000)) == 7
    assert guessing.chance(CodeForm(10, 7, 10_000)) < 1e-6 <= guessing.chance(CodeForm(10, 6, 10_000))


def test_the_limit_itself_is_too_likely_and_a_code_needs_letters() -> None:
    guessing = Guessing(voters=1, tries_per_hour=1, hours=1)
    assert guessing.is_strong_enough(CodeForm(10, 6), 1e-6) is False
    assert guessing.is_strong_enough(CodeForm(10, 7), 1e-6) is True
    assert Guessing(200, 0, 1).chance(CodeForm(10, 2)) == 1.0
    with pytest.raises(ValueError, match="letters"):
        CodeForm(1, 6)

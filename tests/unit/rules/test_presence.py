"""Who is there, and when that is enough: comings and goings in any order, proxies, the same told twice."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest

from agm.rules.presence import CHAIR, Stay, presence, stay_of_arrival, stays_by_proxy
from agm.rules.proxies import OnRegister, Proxy, ProxyRule, check_registered


def at(minute: int) -> dt.datetime:
    return dt.datetime(2027, 4, 18, 13, tzinfo=dt.UTC) + dt.timedelta(minutes=minute)


def stay(key: str, arrived: int, left: int | None = None) -> Stay:
    return Stay(key, at(arrived), None if left is None else at(left))


def test_the_quorum_is_reached_lost_and_reached_again_in_whatever_order_it_is_told() -> None:
    stays = [stay("a", 0), stay("b", 5, 20), stay("b", 30), stay("c", 10, 15)]
    for told in permutations(stays):
        found = presence(told, 2, at(60))
        assert (found.present, found.came, found.most, found.most_at) == (2, 3, 3, at(10))
        assert found.changes == ((at(5), True), (at(20), False), (at(30), True))
        assert (found.reached_at, found.lost_at, found.was_reached) == (at(30), None, True)


def test_a_quorum_that_was_lost_is_told_as_lost() -> None:
    found = presence([stay("a", 0), stay("b", 5, 20)], 2, at(60))
    assert (found.present, found.reached_at, found.lost_at, found.was_reached) == (1, None, at(20), True)


@pytest.mark.parametrize(
    ("stays", "present", "came"),
    [
        ([], 0, 0),
        ([stay("a", 0), stay("a", 0)], 1, 1),
        ([stay("a", 0, 10), stay("a", 5, 20)], 0, 1),
        ([stay("a", 0, 10), stay("a", 5)], 1, 1),
        ([stay("a", 0, 0)], 0, 0),
        ([stay("a", 70)], 0, 0),
        ([stay("a", 0, 70)], 1, 1),
        ([stay("a", 0, 10), stay("a", 10)], 1, 1),
    ],
)
def test_nobody_counts_twice_and_what_is_to_come_not_yet(stays: list[Stay], present: int, came: int) -> None:
    found = presence(stays, 1, at(60))
    assert (found.present, found.came) == (present, came)


def test_somebody_who_takes_anothers_place_at_the_same_instant_loses_no_quorum() -> None:
    found = presence([stay("a", 0, 10), stay("b", 10)], 1, at(60))
    assert found.changes == ((at(0), True),)


def test_without_a_quorum_in_the_rules_none_is_reached_or_lost() -> None:
    found = presence([stay("a", 0, 10)], 0, at(60))
    assert (found.changes, found.reached_at, found.lost_at) == ((), None, None)


def test_a_giver_counts_while_the_holder_is_there_and_once() -> None:
    stays = [stay("holder", 10, 30), stay("holder", 40)]
    given = [Proxy("giver", "holder", at(20)), Proxy("other", "absent", at(0)), Proxy("late", "holder", at(35))]
    assert list(stays_by_proxy(stays, given)) == [
        stay("giver", 20, 30), stay("giver", 40), stay("late", 40),
    ]  # fmt: skip
    both = [*stays, stay("giver", 45), *stays_by_proxy(stays, given)]
    assert presence(both, 3, at(60)).present == 3


def test_a_proxy_of_the_chair_counts_from_the_first_arrival_on() -> None:
    given = [Proxy("giver", CHAIR, at(0))]
    assert list(stays_by_proxy([stay("a", 10, 20)], given)) == [stay("giver", 10)]
    assert list(stays_by_proxy([], given)) == []


@pytest.mark.parametrize(
    ("stays", "seen", "expected"),
    [
        ([], 5, None),
        ([stay("a", 0)], 5, stay("a", 0)),
        ([stay("a", 8)], 5, stay("a", 8)),
        ([stay("a", 8, 9)], 5, stay("a", 8, 9)),
        ([stay("a", 0, 4)], 5, None),
        ([stay("a", 0, 4), stay("a", 8)], 5, stay("a", 8)),
        ([stay("a", 0, 5)], 5, stay("a", 0, 5)),
    ],
)
def test_an_arrival_that_is_told_late_is_no_second_stay(stays: list[Stay], seen: int, expected: Stay | None) -> None:
    assert stay_of_arrival(stays, at(seen)) == expected


def test_who_may_not_vote_gives_no_proxy_and_a_holder_takes_no_more_than_the_rules_allow() -> None:
    rule = ProxyRule(max_per_holder=1)
    people = {"a": OnRegister(), "b": OnRegister()}
    given = [Proxy("a", "h", at(0)), Proxy("b", "h", at(1)), Proxy("c", "h", at(2))]
    found = check_registered(given, rule, people, None)
    assert [one.giver for one in found.accepted] == ["a"]
    assert [[reason.code for reason in one.reasons] for one in found.refused] == [
        ["holder_has_too_many"], ["giver_not_a_member"],
    ]  # fmt: skip

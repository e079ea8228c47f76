"""The order of names on a voting paper."""

from __future__ import annotations

import hashlib
from itertools import permutations

from agm.rules.paper_order import alphabetical, drawn

NAMES = ["Ann Bell", "Bo van Dijk", "Ayşe Yıldız", "Cy Ábel"]


def test_the_alphabet_goes_by_surnames_whatever_came_first() -> None:
    for names in permutations(NAMES):
        assert [names[place] for place in alphabetical(names)] == ["Cy Ábel", "Ann Bell", "Bo van Dijk", "Ayşe Yıldız"]


def test_a_seed_gives_one_order_that_anybody_can_find() -> None:
    by_hand = sorted(NAMES, key=lambda name: hashlib.sha256(b"5f2a\n" + name.encode()).hexdigest())
    for names in permutations(NAMES):
        assert [names[place] for place in drawn(names, "5f2a")] == by_hand


def test_each_order_comes_up_about_as_often() -> None:
    firsts = [drawn(NAMES, str(number))[0] for number in range(4000)]
    assert all(900 < firsts.count(place) < 1100 for place in range(4))


def test_two_of_one_name_are_two_slips() -> None:
    assert sorted(drawn(["Ann Bell", "Ann Bell", "Bo Rope"], "x")) == [0, 1, 2]
    assert alphabetical(["Ann Bell", "Ann Bell"]) == [0, 1]

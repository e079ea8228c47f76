"""One person elected to several offices that exclude each other, and lots that anybody can draw again."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agm.rules.lots import drawn_by_seed
from agm.rules.two_offices import FreedPlace, OfficesState, decide_offices

CHAIR = {"Chair": ["Kemp", "Lowe", "RON"], "Treasurer": ["Kemp", "Moss", "RON"]}


@pytest.mark.parametrize(
    ("orders", "freed", "prefers", "chair", "treasurer", "state"),
    [
        (CHAIR, FreedPlace.RUNNER_UP, "Treasurer", "Lowe", "Kemp", OfficesState.DECIDED),
        (CHAIR, FreedPlace.RUNNER_UP, "Chair", "Kemp", "Moss", OfficesState.DECIDED),
        (CHAIR, FreedPlace.VACANCY, "Chair", "Kemp", None, OfficesState.VACANCIES),
        (CHAIR, FreedPlace.NEW_COUNT, "Chair", "Kemp", None, OfficesState.COUNT_AGAIN),
        ({"Chair": ["Kemp", "RON", "Lowe"], "Treasurer": ["Kemp"]}, FreedPlace.RUNNER_UP, "Treasurer", None, "Kemp",
         OfficesState.REOPEN_NOMINATIONS),
        ({"Chair": ["Kemp"], "Treasurer": ["Kemp"]}, FreedPlace.RUNNER_UP, "Treasurer", None, "Kemp",
         OfficesState.VACANCIES),
        ({"Chair": ["Kemp"], "Treasurer": ["Moss"]}, FreedPlace.VACANCY, "Chair", "Kemp", "Moss", OfficesState.DECIDED),
    ],
)  # fmt: skip
def test_the_preference_decides_and_the_freed_place_goes_as_the_rules_say(
    orders: dict[str, list[str]], freed: FreedPlace, prefers: str, chair: str | None, treasurer: str | None,
    state: OfficesState,
) -> None:  # fmt: skip
    other = "Chair" if prefers == "Treasurer" else "Treasurer"
    found = decide_offices(orders, {"Kemp": [prefers, other]}, freed, {"RON"})
    assert (found.holders, found.state) == ({"Chair": chair, "Treasurer": treasurer}, state)
    assert [one.now for one in found.changes] == [found.holders[one.office] for one in found.changes]


def test_without_a_preference_the_person_is_asked() -> None:
    found = decide_offices(CHAIR, {}, FreedPlace.RUNNER_UP, {"RON"})
    assert (found.state, found.to_ask, found.changes) == (OfficesState.PREFERENCE_NEEDED, ("Kemp",), ())


def test_a_runner_up_can_give_a_place_up_in_turn() -> None:
    orders = {"Chair": ["Kemp", "Moss", "Lowe"], "Secretary": ["Moss", "Pell"], "Treasurer": ["Kemp", "Moss"]}
    preferences = {"Kemp": ["Treasurer", "Chair"], "Moss": ["Secretary", "Chair", "Treasurer"]}
    found = decide_offices(orders, preferences, FreedPlace.RUNNER_UP)
    assert found.holders == {"Chair": "Lowe", "Secretary": "Moss", "Treasurer": "Kemp"}
    assert [(one.office, one.given_up_by, one.now) for one in found.changes] == [
        ("Chair", "Kemp", "Lowe"),
        ("Chair", "Moss", "Lowe"),
    ]


ORDERS = st.dictionaries(
    st.sampled_from(["Chair", "Secretary", "Treasurer"]), st.permutations(["A", "B", "C", "RON"]), min_size=1
)


@given(ORDERS, st.permutations(["Chair", "Secretary", "Treasurer"]), st.sampled_from(FreedPlace))
def test_nobody_holds_two_and_nobody_below_re_opening_holds_one(
    orders: dict[str, list[str]], likes: list[str], freed: FreedPlace
) -> None:
    found = decide_offices(orders, dict.fromkeys("ABC", likes), freed, {"RON"})
    held = [name for name in found.holders.values() if name is not None]
    assert len(held) == len(set(held))
    for office, name in found.holders.items():
        assert name is None or orders[office].index(name) < orders[office].index("RON")


def test_a_lot_by_seed_is_drawn_again_by_anybody() -> None:
    names = ["Ann Rusk", "Ben Orme", "Cat Ilse", "Dan Poll"]
    drawn = drawn_by_seed(names, " 4 11 23 ")
    assert all(drawn_by_seed(order, "4 11 23") == drawn for order in permutations(names))
    assert {tuple(drawn_by_seed(names, str(seed))) for seed in range(400)} == {*permutations(names)}

"""Two tellers' entries line by line, and what a recount changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agm.rules.two_tellers import Bundle, TellersState, compare_tellers

LINES = st.dictionaries(st.sampled_from("ABCDE"), st.one_of(st.none(), st.integers(0, 30)), min_size=1)


@pytest.mark.parametrize(
    ("first", "second", "differing"),
    [
        ({"A": 1, "B": 2}, {"A": 1, "B": 2}, []),
        ({"A": 2, "B": 1}, {"A": 1, "B": 2}, [("A", 1), ("B", -1)]),
        ({"A": 0, "B": 3}, {"A": None, "B": 3}, [("A", None)]),
        ({"A": 3}, {"A": 3, "B": 0}, [("B", None)]),
        ({"A": 3, "rejected": 1}, {"A": 3, "rejected": 0}, [("rejected", 1)]),
    ],
)
def test_every_line_that_differs_is_told(
    first: dict[str, int | None], second: dict[str, int | None], differing: list[tuple[str, int | None]]
) -> None:
    found = compare_tellers([Bundle("1", first, second)])
    assert [(one.line, one.difference) for one in found.disagreements] == differing
    assert (found.totals is None) is bool(differing)
    assert found.bundles_to_recount == (("1",) if differing else ())


def test_only_the_bundles_that_differ_are_counted_again() -> None:
    same = {"A": 3, "B": 4}
    found = compare_tellers([Bundle("1", same, same, 7), Bundle("2", same, {"A": 4, "B": 3}, 7)])
    assert (found.bundles_to_recount, found.totals, found.state) == (("2",), None, TellersState.LOOK_AGAIN)
    agreed = compare_tellers([Bundle("1", same, same, 7), Bundle("2", {"A": 1}, {"A": 1}, 1)])
    assert (agreed.totals, agreed.state) == ({"A": 4, "B": 4}, TellersState.AGREED)


def test_two_tellers_who_agree_can_both_be_wrong() -> None:
    short = Bundle("1", {"A": 3, "B": 4}, {"A": 3, "B": 4}, 8)
    found = compare_tellers([short])
    assert (found.disagreements, found.wrong_sums, found.bundles_to_recount) == ((), ("1",), ("1",))
    assert compare_tellers([short], votes_each=2).state is TellersState.AGREED
    assert compare_tellers([Bundle("1", {"A": 9, "B": 8}, {"A": 9, "B": 8}, 8)], 2).wrong_sums == ("1",)
    empty = compare_tellers([Bundle("1", {"A": None}, {"A": None})])
    assert (empty.disagreements, empty.totals) == ((), None)


@given(LINES, LINES)
def test_comparing_the_other_way_round_turns_every_difference(
    first: dict[str, int | None], second: dict[str, int | None]
) -> None:
    there = compare_tellers([Bundle("1", first, second)]).disagreements
    back = compare_tellers([Bundle("1", second, first)]).disagreements
    assert {one.line: one.difference for one in there} == {
        one.line: None if one.difference is None else -one.difference for one in back
    }
    assert {one.line for one in there} == {
        line for line in first | second if first.get(line, "empty") != second.get(line, "empty")
    }

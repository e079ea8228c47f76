"""Every paper accounted for: equations, reasons, turnout."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agm.rules.reconciliation import PaperFigures, ReconciliationState, Turnout, percent, reconcile

WHOLE = PaperFigures(
    printed=260,
    issued=240,
    unused=20,
    handed_back=3,
    not_returned=57,
    in_box=180,
    valid=174,
    rejected_for={"blank": 6},
    marked_as_voted=180,
    electorate=237,
)


@pytest.mark.parametrize(
    ("figure", "value", "broken"),
    [
        ("printed", 261, {"printed = issued + unused": 1}),
        ("unused", 21, {"printed = issued + unused": -1}),
        ("issued", 241, {"printed = issued + unused": -1, "issued = handed_back + not_returned + in_box": 1,
                         "people_given_a_paper <= electorate": 1}),
        ("handed_back", 4, {"issued = handed_back + not_returned + in_box": -1}),
        ("not_returned", 50, {"issued = handed_back + not_returned + in_box": 7}),
        ("in_box", 181, {"issued = handed_back + not_returned + in_box": -1, "in_box = valid + rejected": 1,
                         "in_box = marked_as_voted": 1}),
        ("valid", 175, {"in_box = valid + rejected": -1}),
        ("rejected_for", {"blank": 5}, {"in_box = valid + rejected": 1}),
        ("marked_as_voted", 178, {"in_box = marked_as_voted": 2}),
        ("electorate", 236, {"people_given_a_paper <= electorate": 1}),
        ("printed", None, {}),
        ("marked_as_voted", None, {}),
        ("electorate", None, {}),
    ],
)  # fmt: skip
def test_one_wrong_figure_is_found_where_it_stands(figure: str, value: object, broken: dict[str, int]) -> None:
    found = reconcile(replace(WHOLE, **{figure: value}))  # type: ignore[arg-type]  # one of its fields
    assert {one.equation: one.difference for one in found.differences} == broken
    assert found.may_declare is (not broken)
    assert (found.state is ReconciliationState.RECONCILED) is (not broken)


def test_each_difference_needs_a_reason_of_its_own() -> None:
    figures = replace(WHOLE, in_box=181)
    equations = [one.equation for one in reconcile(figures).differences]
    assert len(equations) == 3
    assert not reconcile(figures, dict.fromkeys(equations[:2], "a paper taken home")).may_declare
    assert not reconcile(figures, dict.fromkeys(equations, "  ")).may_declare
    explained = reconcile(figures, dict.fromkeys(equations, "a paper taken home"))
    assert (explained.state, explained.may_declare) == (ReconciliationState.EXPLAINED, True)


def test_a_replaced_paper_is_no_second_person() -> None:
    assert (WHOLE.people_given_a_paper, WHOLE.turnout_percent, WHOLE.rejected) == (237, "75.95", 6)
    assert PaperFigures(in_box=3).turnout_percent is None
    assert PaperFigures(in_box=0, electorate=0).turnout_percent is None


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [(1, 8, "12.50"), (1, 800, "0.13"), (561 + 547, 5686, "19.49"), (2, 3, "66.67"), (5, 5, "100.00"), (0, 7, "0.00")],
)
def test_a_share_has_two_decimals_and_a_half_goes_up(part: int, whole: int, written: str) -> None:
    assert percent(part, whole) == written


def test_turnout_counts_papers_that_could_not_be_counted() -> None:
    found = Turnout({"post": 561, "online": 547}, invalid=4, electorate=5686)
    assert (found.votes, found.valid, found.percent, found.is_possible) == (1108, 1104, "19.49", True)
    assert found.shares == {"post": "50.63", "online": "49.37"}
    assert not Turnout({"hall": 11}, 0, 10).is_possible


@given(st.lists(st.integers(0, 500), min_size=6, max_size=6), st.integers(-3, 3))
def test_what_adds_up_has_no_difference_and_what_does_not_has_exactly_that(parts: list[int], off: int) -> None:
    unused, back, home, valid, blank, doubtful = parts
    box = valid + blank + doubtful
    issued = back + home + box
    figures = PaperFigures(
        issued + unused, issued, unused, back, home, box, valid, {"blank": blank, "unclear": doubtful}, box + off
    )
    found = reconcile(figures)
    assert [(one.equation, one.difference) for one in found.differences] == (
        [("in_box = marked_as_voted", -off)] if off else []
    )


@pytest.mark.parametrize(
    ("figures", "equations"),
    [
        (PaperFigures(in_box=300, valid=300, electorate=237), ["in_box <= electorate"]),
        (PaperFigures(in_box=237, valid=237, electorate=237), []),
        (PaperFigures(issued=9, handed_back=1, in_box=9, valid=9), ["handed_back + in_box <= issued"]),
        (PaperFigures(issued=9, handed_back=1, in_box=8, valid=8), []),
        (PaperFigures(issued=9, in_box=10, not_returned=0, valid=10), ["issued = handed_back + not_returned + in_box"]),
        (PaperFigures(issued=9, in_box=9, valid=9, electorate=8), ["people_given_a_paper <= electorate"]),
    ],
)
def test_more_papers_than_there_can_be(figures: PaperFigures, equations: list[str]) -> None:
    assert [one.equation for one in reconcile(figures).differences] == equations


def test_papers_that_came_online_are_counted_with_those_of_the_box() -> None:
    mixed = PaperFigures(in_box=10, valid=41, rejected_for={}, marked_as_voted=10, electorate=60, online=31)
    assert reconcile(mixed).state is ReconciliationState.RECONCILED
    (missing,) = reconcile(replace(mixed, online=30)).differences
    assert (missing.equation, missing.difference) == ("in_box + online = valid + rejected", -1)
    (many,) = reconcile(replace(mixed, electorate=40)).differences
    assert many.equation == "in_box + online <= electorate"


BY_POST = replace(
    WHOLE, printed=300, in_box=209, valid=203, postal_issued=40, postal_returned=32, postal_set_aside=3, electorate=260
)
"""As above, with 40 papers sent by post: 32 envelopes came back, of which 3 stay closed."""


def test_envelopes_that_came_by_post_stand_in_the_sums_of_the_hall() -> None:
    assert reconcile(BY_POST).state is ReconciliationState.RECONCILED
    broken = {one.equation: one.difference for one in reconcile(replace(BY_POST, postal_set_aside=2)).differences}
    assert broken == {
        "issued + postal_returned = handed_back + not_returned + in_box + postal_set_aside": 1,
        "in_box + postal_set_aside = marked_as_voted + postal_returned": -1,
    }
    (unused,) = reconcile(replace(BY_POST, postal_issued=41)).differences
    assert (unused.equation, unused.difference) == ("printed = issued + postal_issued + unused", -1)
    (many,) = reconcile(replace(BY_POST, postal_issued=31, printed=291)).differences
    assert many.in_words == "Come back by post: 32. Sent by post: 31."


def test_a_box_with_papers_by_post_can_be_too_full_though_few_were_given_out() -> None:
    box = PaperFigures(
        issued=5, in_box=12, valid=12, electorate=11, postal_issued=9, postal_returned=7, postal_set_aside=0
    )
    assert [one.equation for one in reconcile(box).differences] == ["in_box <= electorate"]

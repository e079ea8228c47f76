"""A paper that is filled in on a page: what it says, and each mistake, which is told and never mended."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agm.rules.online_paper import Filled, FoundMistake, Mark, Mistake, PaperForm, read_online_paper

NAMES = ("11", "12", "13", "14", "ron")
RANKED = PaperForm(NAMES, Mark.NUMBERS)
TWO = PaperForm(NAMES, Mark.CROSSES, most=2)


def numbered(**numbers: str) -> Filled:
    """Numbers beside names: `n11="1"`."""
    return Filled(numbers={name[1:] if name[1:].isdigit() else name: (text,) for name, text in numbers.items()})


@pytest.mark.parametrize(
    ("filled", "choices"),
    [
        (numbered(n13="1", n11="2"), ("13", "11")),
        (numbered(n12=" 1 ", ron="02"), ("12", "ron")),
        (numbered(n11="1", n12="", n13=" "), ("11",)),
        (Filled(is_blank=True), ()),
        (numbered(n11="5", n12="4", n13="3", n14="2", ron="1"), ("ron", "14", "13", "12", "11")),
    ],
)
def test_a_ranked_paper_says_its_order(filled: Filled, choices: tuple[str, ...]) -> None:
    assert read_online_paper(RANKED, filled).choices == choices
    assert not read_online_paper(RANKED, filled).mistakes


@pytest.mark.parametrize(
    ("filled", "mistakes"),
    [
        (numbered(n11="1", n12="1"), [(Mistake.SAME_NUMBER, ("11", "12"), "1")]),
        (numbered(n11="1", n12="3"), [(Mistake.NUMBER_LEFT_OUT, ("12",), "2")]),
        (numbered(n11="2"), [(Mistake.NUMBER_LEFT_OUT, ("11",), "1")]),
        (numbered(n11="1", n12="4", n13="4"), [(Mistake.SAME_NUMBER, ("12", "13"), "4"),
                                               (Mistake.NUMBER_LEFT_OUT, ("12", "13"), "2")]),
        (numbered(n11="1", n12="6"), [(Mistake.NO_NUMBER, ("12",), "6")]),
        (numbered(n11="0"), [(Mistake.NO_NUMBER, ("11",), "0")]),
        (numbered(n11="x"), [(Mistake.NO_NUMBER, ("11",), "x")]),
        (numbered(n11="1.5"), [(Mistake.NO_NUMBER, ("11",), "1.5")]),
        (numbered(n11="-1"), [(Mistake.NO_NUMBER, ("11",), "-1")]),
        (numbered(n11="\u0661"), [(Mistake.NO_NUMBER, ("11",), "\u0661")]),
        (numbered(n99="1"), [(Mistake.UNKNOWN_NAME, ("99",), "")]),
        (Filled(numbers={"11": ("1", "2")}), [(Mistake.NAMED_TWICE, ("11",), "")]),
        (Filled(numbers={"11": ("1",)}, is_blank=True), [(Mistake.BLANK_AND_MARKED, (), "")]),
        (Filled(crosses=("11",)), [(Mistake.UNKNOWN_NAME, ("11",), "")]),
    ],
)  # fmt: skip
def test_a_mistake_in_an_order_is_told(filled: Filled, mistakes: list[tuple[Mistake, tuple[str, ...], str]]) -> None:
    read = read_online_paper(RANKED, filled)
    assert read.choices == ()
    assert read.mistakes == tuple(FoundMistake(*one) for one in mistakes)


@pytest.mark.parametrize(
    ("crosses", "choices", "mistakes"),
    [
        (("13", "11"), ("11", "13"), []),
        (("ron",), ("ron",), []),
        (("11", "12", "13"), (), [(Mistake.TOO_MANY, ("11", "12", "13"), "3")]),
        (("11", "11"), (), [(Mistake.NAMED_TWICE, ("11",), "")]),
        (("77",), (), [(Mistake.UNKNOWN_NAME, ("77",), "")]),
    ],
)
def test_crosses_have_no_order_and_a_limit(
    crosses: tuple[str, ...], choices: tuple[str, ...], mistakes: list[tuple[Mistake, tuple[str, ...], str]]
) -> None:
    read = read_online_paper(TWO, Filled(crosses=crosses))
    assert read.choices == choices
    assert read.mistakes == tuple(FoundMistake(*one) for one in mistakes)


def test_of_approval_there_is_no_limit() -> None:
    assert len(read_online_paper(PaperForm(NAMES, Mark.CROSSES), Filled(crosses=NAMES)).choices) == 5


def test_nobody_votes_for_who_withdrew() -> None:
    form = PaperForm(NAMES, Mark.NUMBERS, withdrawn=frozenset({"12"}))
    read = read_online_paper(form, numbered(n11="1", n12="2"))
    assert [one.kind for one in read.mistakes] == [Mistake.WITHDRAWN]
    assert read_online_paper(form, numbered(n11="1", n13="2")).choices == ("11", "13")


def test_an_empty_paper_is_not_one_that_is_left_blank() -> None:
    assert Filled(numbers={"11": (" ",)}).is_empty
    assert not Filled(is_blank=True).is_empty


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(NAMES), st.text("0123456789x ", max_size=2), max_size=5))
def test_a_paper_says_what_was_typed_or_that_it_is_wrong(typed: dict[str, str]) -> None:
    read = read_online_paper(RANKED, Filled(numbers={name: (text,) for name, text in typed.items()}))
    kept = {name: text.strip() for name, text in typed.items() if text.strip()}
    in_order = {name: str(place) for place, name in enumerate(read.choices, start=1)}
    if read.mistakes:
        assert not read.choices
    else:
        assert {name: str(int(text)) for name, text in kept.items()} == in_order

"""Papers as they are typed at the speed of reading aloud."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agm.counting.errors import CountingError
from agm.counting.model import Ranking
from agm.counting.read.typed_paper import in_words, read_paper, write_paper

SIX = ("Aoife", "Callum", "Dilys", "Hannah", "Jonah", "Tomasz")
MANY = tuple(f"Name {number}" for number in range(1, 13))


@pytest.mark.parametrize(
    ("typed", "names", "ranking"),
    [
        ("364", SIX, (3, 6, 4)),
        (" 3 6,4. ", SIX, (3, 6, 4)),
        ("", SIX, ()),
        ("3-4", SIX, (3, 0, 4)),
        ("3 - 4", SIX, (3, 0, 4)),
        ("3-", SIX, (3,)),
        ("1=2 3", SIX, ((1, 2), 3)),
        ("1 = 2", SIX, ((1, 2),)),
        ("12 3", MANY, (12, 3)),
        ("1 2 3", MANY, (1, 2, 3)),
        ("12", SIX, (1, 2)),
    ],
)
def test_a_ranked_paper(typed: str, names: tuple[str, ...], ranking: Ranking) -> None:
    assert read_paper(typed, names, ranked=True) == ranking


@pytest.mark.parametrize(
    ("typed", "names", "ranked", "told"),
    [
        ("7", SIX, True, "There is no name with the number 7."),
        ("0", SIX, True, "There is no name with the number 0."),
        ("123", MANY, True, "There is no name with the number 123."),
        ("33", SIX, True, "Dilys is there twice"),
        ("3=3", SIX, True, "Dilys is there twice"),
        ("abc", SIX, True, "Type the numbers"),
        ("3=", SIX, True, "Type the numbers"),
        ("1²", SIX, True, "Type the numbers"),
        ("1-2", SIX, False, "crosses in no order"),
        ("1=2", SIX, False, "crosses in no order"),
        ("123", SIX, False, "3 marks, and 2 allowed"),
    ],
)
def test_what_cannot_be_is_told(typed: str, names: tuple[str, ...], ranked: bool, told: str) -> None:
    with pytest.raises(CountingError, match=told):
        read_paper(typed, names, ranked=ranked, votes=2)


def test_a_paper_is_read_back() -> None:
    assert in_words((3, 6, 4), SIX, ranked=True) == "First Dilys, second Tomasz, third Hannah."
    assert in_words((3, 0, (1, 2)), SIX, ranked=True) == "First Dilys, second nobody, third Aoife and Callum."
    assert in_words((1, 2), SIX, ranked=False) == "Aoife, Callum."
    assert in_words((), SIX, ranked=True) == "A blank paper."
    assert in_words(tuple(range(1, 13)), MANY, ranked=True).endswith("11th Name 11, 12th Name 12.")


@given(st.permutations(range(1, 13)), st.integers(0, 12), st.booleans())
def test_what_is_written_is_read_as_the_same(order: list[int], length: int, few: bool) -> None:
    names = SIX if few else MANY
    ranking = tuple(number for number in order if number <= len(names))[:length]
    assert read_paper(write_paper(ranking), names, ranked=True) == ranking
    assert read_paper(write_paper(ranking), names, ranked=False) == tuple(sorted(ranking))


@given(st.text("0123456789-= ,.x", max_size=20))
def test_anything_typed_is_read_or_told(typed: str) -> None:
    with suppress(CountingError):
        ranking = read_paper(typed, SIX, ranked=True)
        assert read_paper(write_paper(ranking), SIX, ranked=True) == ranking

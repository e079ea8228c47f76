"""Which characters are refused in files and in forms, and which are dropped in print."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agm.language.characters import UNPRINTABLE, as_plain_cell, as_typed, printable, unshowable, without_no_break


@pytest.mark.parametrize("character", ["\x00", "\x1f", "\x7f", "\ud800", "\ufffe", "\uffff"])
def test_what_cannot_be_shown_is_refused_with_its_place(character: str) -> None:
    found = unshowable(as_typed(f"a{character}b"), lines=True)
    assert found is not None
    assert found.start() == 1


@pytest.mark.parametrize("character", ["\n", "\t", "\u00ad", "\u200e", "\u200d", "é", "ש", "\u00a0", "\ufffc"])
def test_line_ends_and_joiners_may_be_typed(character: str) -> None:
    assert as_typed(f"a{character}b") == f"a{character}b"
    assert unshowable(character, lines=True) is None


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_line_end_is_one(ends: str) -> None:
    assert as_typed(f"First.{ends}Second.") == "First.\nSecond."
    assert unshowable(as_typed(f"a{ends}b"), lines=False) is not None


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("Helen spoke.\u200b", "Helen spoke."),
        ("\ufeffHall\u2060 A", "Hall A"),
        ("\u2068Ann Lee\u2069", "Ann Lee"),
        ("\u202a+44 20\u202c", "+44 20"),
        ("\uf0b7\tBuses", "•\tBuses"),
        ("a\ue000b", "ab"),
        ("Well done \U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f!", None),
        ("\U0001f469\u200d\U0001f680 and \U0001f1ec\U0001f1e7", None),
        ("a\U000e0067\U000e007fb", "ab"),
    ],
)
def test_what_pasting_brings_along_is_dropped_and_what_is_seen_kept(pasted: str, meant: str | None) -> None:
    assert as_typed(pasted) == (pasted if meant is None else meant)


@given(st.text())
def test_what_is_printed_holds_nothing_unprintable(text: str) -> None:
    assert re.search(f"[{UNPRINTABLE}]", printable(text)) is None
    assert printable(printable(text)) == printable(text)


@given(st.text())
def test_what_was_read_once_reads_the_same_again(text: str) -> None:
    assert as_typed(as_typed(text)) == as_typed(text)


def test_no_break_spaces_become_ordinary_ones() -> None:
    assert without_no_break("Rayner\u00a0MP") == "Rayner MP"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert as_plain_cell(f"{start}1") == f"'{start}1"
    assert as_plain_cell(f"A{start}1") == f"A{start}1"

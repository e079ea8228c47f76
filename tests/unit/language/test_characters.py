"""Which characters are refused in files and in forms, and which are dropped in print."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agm.language.characters import UNPRINTABLE, hidden_in_file, is_hidden, printable, without_no_break


@pytest.mark.parametrize("character", ["\x00", "\x1f", "\x7f", "\u202e", "\u2067", "\ud800"])
def test_hidden_characters_are_refused_everywhere(character: str) -> None:
    assert hidden_in_file(f"a{character}b", lines=True)
    assert is_hidden(character)


@pytest.mark.parametrize("character", ["\n", "\t", "\u00ad", "\u200e", "\u200d", "é", "ש", "\u00a0"])
def test_line_ends_and_joiners_may_be_typed(character: str) -> None:
    assert not is_hidden(character)
    assert hidden_in_file(character, lines=True) is None


def test_line_ends_are_refused_in_a_line() -> None:
    found = hidden_in_file("a\nb", lines=False)
    assert found is not None
    assert found.start() == 1


@given(st.text())
def test_what_is_printed_holds_nothing_unprintable(text: str) -> None:
    assert re.search(f"[{UNPRINTABLE}]", printable(text)) is None
    assert printable(printable(text)) == printable(text)


def test_no_break_spaces_become_ordinary_ones() -> None:
    assert without_no_break("Rayner\u00a0MP") == "Rayner MP"

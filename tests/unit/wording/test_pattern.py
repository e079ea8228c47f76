"""Patterns of a house style: what they print, and where they are wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agm.wording.pattern import PatternError, parse_pattern

KNOWN = frozenset({"body", "guests", "year", "body's"})
MANY = frozenset(f"field_{letter}" for letter in "abcdefghijkl")
VALUES = {"body": "the North West", "guests": "", "year": "2017", "body's": "JLM's"}


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("", ""),
        ("plain words", "plain words"),
        ("{body} AGM", "the North West AGM"),
        ("{Body} AGM", "The North West AGM"),
        ("{ body }", "the North West"),
        ("{body's} AGM", "JLM's AGM"),
        ("{body’s} AGM", "JLM's AGM"),
        ("AGM[ with {guests}]", "AGM"),
        ("AGM[ {year}]", "AGM 2017"),
        ("AGM[ with {guests}| {year}]", "AGM 2017"),
        ("AGM[ {year}| with {guests}]", "AGM 2017"),
        ("AGM[ with {guests}| without guests]", "AGM without guests"),
        ("AGM[ in {year}[ with {guests}]]", "AGM in 2017"),
        ("AGM[ {year} with {guests}]", "AGM"),
        ("{guests}", ""),
        ("either | or", "either | or"),
        (r"\{body\} \[x\] \| \\", r"{body} [x] | \\"[:-1]),
        ("[]", ""),
    ],
)
def test_a_pattern_prints(pattern: str, text: str) -> None:
    assert parse_pattern(pattern, KNOWN).fill(VALUES) == text


@pytest.mark.parametrize(
    ("pattern", "line", "column", "message"),
    [
        ("{gests}", 1, 1, "There is no field {gests} here. Did you mean {guests}?"),
        ("AGM {}", 1, 5, "There is no field {} here. The fields are: {body}, {body's}, {guests}, {year}."),
        ("{body.__class__}", 1, 1, "There is no field {body.__class__} here."),
        ("{body", 1, 1, "This { has no } after its name."),
        ("{bo{dy}}", 1, 1, "This { has no } after its name."),
        ("a } b", 1, 3, r"This } closes nothing. Write \} to print it."),
        ("a ] b", 1, 3, r"This ] closes nothing. Write \] to print it."),
        ("a [b", 1, 3, "This [ has no ] that closes it."),
        ("a [b}", 1, 3, "This [ has no ] that closes it."),
        ("first\nsecond [", 2, 8, "This [ has no ] that closes it."),
        ("[[[[[[a]]]]]]", 1, 6, "Square brackets can stand inside each other 5 deep, not more."),
        ("end \\", 1, 5, "A backslash stands only before { } [ ] | or another backslash."),
        (r"\n", 1, 1, "A backslash stands only before { } [ ] | or another backslash."),
    ],
)
def test_a_wrong_pattern_is_refused_with_the_place(pattern: str, line: int, column: int, message: str) -> None:
    with pytest.raises(PatternError) as caught:
        parse_pattern(pattern, KNOWN)
    error = caught.value
    assert (error.line, error.column) == (line, column)
    assert error.message.startswith(message)
    assert error.known == tuple(sorted(KNOWN))
    assert pattern.split("\n")[line - 1][column - 1] == pattern[error.position]


def test_the_place_is_in_the_message() -> None:
    with pytest.raises(PatternError, match=r"^Character 5: This \["):
        parse_pattern("AGM [", KNOWN)
    with pytest.raises(PatternError, match=r"^Line 2, character 1: This \["):
        parse_pattern("AGM\n[", KNOWN)


def test_a_long_list_of_fields_is_left_out_of_the_message() -> None:
    with pytest.raises(PatternError, match=r"There is no field \{x\} here\.$"):
        parse_pattern("{x}", MANY)


@given(st.text("{}[]|\\ abody'", max_size=30))
@settings(max_examples=200)
def test_any_text_is_a_pattern_or_refused_within_it(text: str) -> None:
    place = 0
    try:
        parse_pattern(text, KNOWN).fill(VALUES)
    except PatternError as error:
        place = error.position
    assert 0 <= place <= len(text)


@given(st.dictionaries(st.sampled_from(sorted(KNOWN)), st.text("{}[]|\\ab", max_size=8)))
@settings(max_examples=100)
def test_values_are_never_read_as_patterns(values: dict[str, str]) -> None:
    filled = VALUES | values
    assert parse_pattern("{body}|{year}", KNOWN).fill(filled) == f"{filled['body']}|{filled['year']}"

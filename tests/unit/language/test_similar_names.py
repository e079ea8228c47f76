"""Which spellings are pointed out as perhaps one name, and which are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agm.language.names import edit_distance, first_key, is_similar, last_key, name_key, phonetic_key, sort_name

NAMES = st.text(st.characters(codec="utf-8", categories=["L", "M", "Zs", "Pd", "Po"]), min_size=1, max_size=24)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Jane Black", "jane black"),
        ("  JANE   BLACK ", "jane black"),
        ("Siân ap Rhisiart", "sian ap rhisiart"),
        ("Seán Ó Murchú", "sean o murchu"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("Anne-Marie Łęcka", "anne marie lecka"),
        ("Øyvind Ærø", "oyvind aero"),
        ("Gül İnönü", "gul inonu"),
        ("J. B. Straße", "j b strasse"),
        ("דנה לוי", "דנה לוי"),
        ("⁂", ""),
    ],
)
def test_key_of_a_name(typed: str, key: str) -> None:
    assert name_key(typed) == key


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Jane Black", "jane black"),
        ("Siân Evans", "Sian Evans"),
        ("Mary O'Brien", "Mary O’Brien"),
        ("Mary O'Brien", "Mary O Brien"),
        ("Anne-Marie Pratt", "Anne Marie Pratt"),
        ("Anne-Marie Pratt", "Annemarie Pratt"),
        ("Jane Black", "Jane Balck"),
        ("Jane Black", "Jane Blac"),
        ("Jane Black", "Jayne Black"),
        ("Jane Black", "Jane Block"),
        ("Jane Black", "BLACK Jane"),
        ("Sarah Levy", "Sara Levi"),
        ("Jon Smyth", "John Smith"),
        ("David Smith", "Dvaid Smiht"),
        ("Catherine Beckett", "Katherine Becket"),
        ("Steve Conneely", "Steven Conneelly"),
    ],
)
def test_names_that_are_alike(first: str, second: str) -> None:
    assert is_similar(name_key(first), name_key(second))
    assert is_similar(name_key(second), name_key(first))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Jane Black", "Jane White"),
        ("Jane Black", "John Black"),
        ("Jane Black", "Jane Blackman"),
        ("Ann Lee", "Dan Lee Roy"),
        ("Li", "Lo"),
        ("Tom Hall", "Tim Ball"),
        ("Maria Newton", "Mario Newtown-Jones"),
        ("Cliff Bell", "Clifford Bell"),
    ],
)
def test_names_that_are_not_alike(first: str, second: str) -> None:
    assert not is_similar(name_key(first), name_key(second))
    assert not is_similar(name_key(second), name_key(first))


@pytest.mark.parametrize(
    ("first", "second", "slips"),
    [("", "", 0), ("ab", "ba", 1), ("abc", "abd", 1), ("abc", "ab", 1), ("abcd", "badc", 2), ("abc", "xyz", 3),
     ("abcdef", "a", 3), ("ca", "abc", 3)],
)  # fmt: skip
def test_slips_between_words(first: str, second: str, slips: int) -> None:
    assert edit_distance(first, second, 2) == min(slips, 3)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jane Black", "Black, Jane"),
        ("Anna van der Berg", "van der Berg, Anna"),
        ("Seán Ó Murchú", "Ó Murchú, Seán"),
        ("Siân ap Rhisiart", "ap Rhisiart, Siân"),
        ("Madonna", "Madonna"),
        ("de Souza", "Souza, de"),
    ],
)
def test_how_a_list_sorts_a_name(name: str, expected: str) -> None:
    assert sort_name(name) == expected


def test_keys_that_follow_from_the_key() -> None:
    assert (first_key("jane van berg"), last_key("jane van berg")) == ("jane", "berg")
    assert (first_key("madonna"), last_key("madonna")) == ("madonna", "madonna")
    assert phonetic_key("jon smyth") == phonetic_key("smith john")
    assert phonetic_key("jane black") != phonetic_key("jane white")
    assert phonetic_key("") == ""


@settings(max_examples=150)
@given(NAMES)
def test_a_name_is_alike_to_itself_however_it_is_written(name: str) -> None:
    key = name_key(name)
    assert name_key(key) == key
    assert is_similar(key, name_key(name.upper()))
    assert is_similar(key, name_key(f" {name} "))


@settings(max_examples=150)
@given(st.text("abc ", max_size=8), st.text("abc ", max_size=8))
def test_slips_are_counted_alike_from_both_sides(first: str, second: str) -> None:
    assert edit_distance(first, second, 3) == edit_distance(second, first, 3)
    assert (edit_distance(first, second, 3) == 0) == (first == second)

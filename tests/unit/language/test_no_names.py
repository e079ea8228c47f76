"""What stands where a name is asked for, and is nobody's or more than a name."""

from __future__ import annotations

import pytest

from agm.language.typed_names import is_ballot_option, is_nobody, tidied_name, what_is_no_name


@pytest.mark.parametrize(
    "text",
    ["RON", "R.O.N.", "Re-open nominations", "Vacant", "VACANCY", "TBC", "tba", "n/a", "N/A", "None", "-", "–", "?",
     "...", "Nobody stood", "No candidates", "no-one"],
)  # fmt: skip
def test_words_for_nobody_are_no_names(text: str) -> None:
    assert is_nobody(text)
    assert what_is_no_name(text) == f"“{text}” is nobody’s name: leave this empty"


@pytest.mark.parametrize(
    "text",
    ["as above", "Ditto", "Ann Rusk (34 votes)", "Ann Rusk - 34 votes", "Ann Rusk (34)", "Ann Rusk (unopposed)",
     "Ann Rusk, re-elected", "Ann Rusk <ann@example.org>", "ann@example.org", "Ann Rusk and Bo Fenn",
     "Ann Rusk & Bo Fenn", "Ann Rusk / Bo Fenn", "Ann Rusk; Bo Fenn"],
)  # fmt: skip
def test_more_than_a_name_is_asked_about(text: str) -> None:
    assert not is_nobody(text)
    assert what_is_no_name(text) is not None


@pytest.mark.parametrize(
    "name",
    ["Ann Rusk", "Ron", "Ron Vacaro", "Anna None-Sousa", "Elizabeth (Liz) Bell", "Ann Lee BA (Hons)", "Sam Dale, Jr.",
     "Idris Vaughan III", "Alexandra", "Anders And", "שרה כהן", "王小明", "O’Brien-Lee", "Na Li", "Guest 12"],
)  # fmt: skip
def test_names_are_names(name: str) -> None:
    assert what_is_no_name(name) is None
    assert tidied_name(name) == name


@pytest.mark.parametrize(
    ("pasted", "name"),
    [
        ("1. Ann Rusk", "Ann Rusk"),
        ("(2) Ann Rusk", "Ann Rusk"),
        ("• Ann Rusk", "Ann Rusk"),
        ("- Ann Rusk", "Ann Rusk"),
        ("Ann Rusk.", "Ann Rusk"),
        ("Ann Rusk;", "Ann Rusk"),
        ("Selwyn King Jr.", "Selwyn King Jr."),
        ("Ann Rusk Esq.", "Ann Rusk Esq."),
        ("-", "-"),
    ],
)
def test_what_a_list_puts_around_a_name_is_dropped(pasted: str, name: str) -> None:
    assert tidied_name(pasted) == name


def test_ron_is_on_the_ballot_paper_and_vacant_is_not() -> None:
    assert is_ballot_option("R.O.N.")
    assert not is_ballot_option("Vacant")

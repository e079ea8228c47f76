"""Which names people would take for one."""

from __future__ import annotations

import pytest

from agm.language.letters import same_name


@pytest.mark.parametrize(
    ("name", "common"),
    [
        ("Ann Lee", "ann lee"),
        ("  ANN \t Lee\u00a0", "ann lee"),
        ("Zoe\u0308", "zoë"),
        ("ZOË", "zoë"),
        ("Groß", "gross"),
        ("A\u0345\u0323", "\u1ea1\u03b9"),  # a mark typed out of order, and one whose small form is a letter
        ("", ""),
    ],
)
def test_what_names_have_in_common(name: str, common: str) -> None:
    assert same_name(name) == common


def test_other_names_stay_others() -> None:
    assert len({same_name(name) for name in ("Ann Lee", "AnnLee", "Anne Lee", "Zoe", "Zoë")}) == 5

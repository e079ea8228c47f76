"""Names typed in one go."""

from __future__ import annotations

import pytest

from agm.rules.titles import split_name
from agm.wording.facts import PersonName


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Jane Black", PersonName("Jane Black")),
        ("Cllr Jane Black", PersonName("Jane Black", "Cllr")),
        (
            "Cllr Dr Aoibheann Ní Dhomhnaill-Fitzgerald MSP",
            PersonName("Aoibheann Ní Dhomhnaill-Fitzgerald", "Cllr Dr", "MSP"),
        ),
        ("Tulip Example, MP", PersonName("Tulip Example", None, "MP")),
        ("Rev’d Dr Sam Example OBE PhD", PersonName("Sam Example", "Rev’d Dr", "OBE PhD")),
        ("The Rt Hon Ann Example MP", PersonName("Ann Example", "The Rt Hon", "MP")),
        ("Chief Rabbi Ann Example", PersonName("Ann Example", "Chief Rabbi")),
        ("Chief Example", PersonName("Chief Example")),
        ("Dr", PersonName("Dr")),
        ("Baroness Whitcombe", PersonName("Whitcombe", "Baroness")),
        ("Yo-Yo Ma", PersonName("Yo-Yo Ma")),
        ("  Jess   Goldstone ", PersonName("Jess Goldstone")),
    ],
)
def test_a_name_is_taken_apart(typed: str, name: PersonName) -> None:
    assert split_name(typed) == name


def test_taken_apart_and_displayed_again_it_reads_the_same() -> None:
    typed = "Cllr Dr Aoibheann Ní Dhomhnaill-Fitzgerald MSP"
    assert split_name(typed).displayed == typed

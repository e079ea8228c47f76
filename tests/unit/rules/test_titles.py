"""Names typed in one go."""

from __future__ import annotations

import pytest

from agm.rules.titles import SplitName, split_name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Jane Black", SplitName("Jane Black")),
        ("Cllr Jane Black", SplitName("Jane Black", "Cllr")),
        (
            "Cllr Dr Aoibheann Ní Dhomhnaill-Fitzgerald MSP",
            SplitName("Aoibheann Ní Dhomhnaill-Fitzgerald", "Cllr Dr", "MSP"),
        ),
        ("Tulip Example, MP", SplitName("Tulip Example", None, "MP")),
        ("Rev’d Dr Sam Example OBE PhD", SplitName("Sam Example", "Rev’d Dr", "OBE PhD")),
        ("The Rt Hon Ann Example MP", SplitName("Ann Example", "The Rt Hon", "MP")),
        ("Chief Rabbi Ann Example", SplitName("Ann Example", "Chief Rabbi")),
        ("Chief Example", SplitName("Chief Example")),
        ("Dr", SplitName("Dr")),
        ("Baroness Whitcombe", SplitName("Whitcombe", "Baroness")),
        ("Yo-Yo Ma", SplitName("Yo-Yo Ma")),
        ("  Jess   Goldstone ", SplitName("Jess Goldstone")),
    ],
)
def test_a_name_is_taken_apart(typed: str, name: SplitName) -> None:
    assert split_name(typed) == name


def test_taken_apart_and_displayed_again_it_reads_the_same() -> None:
    typed = "Cllr Dr Aoibheann Ní Dhomhnaill-Fitzgerald MSP"
    name, prefix, suffix = split_name(typed)
    assert f"{prefix} {name} {suffix}" == typed

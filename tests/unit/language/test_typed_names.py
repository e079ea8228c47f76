"""Names typed in one go."""

from __future__ import annotations

import pytest

from agm.language.names import ParsedName, parse_name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Jane Black", ParsedName("Jane Black")),
        ("Cllr Jane Black", ParsedName("Jane Black", "Cllr")),
        (
            "Cllr Dr Aoibheann Ní Dhomhnaill-Fitzgerald MSP",
            ParsedName("Aoibheann Ní Dhomhnaill-Fitzgerald", "Cllr Dr", "MSP"),
        ),
        ("Tulip Example, MP", ParsedName("Tulip Example", None, "MP")),
        ("Rev’d Dr Sam Example OBE PhD", ParsedName("Sam Example", "Rev’d Dr", "OBE PhD")),
        ("The Rt Hon Ann Example MP", ParsedName("Ann Example", "The Rt Hon", "MP")),
        ("Chief Rabbi Ann Example", ParsedName("Ann Example", "Chief Rabbi")),
        ("Chief Example", ParsedName("Chief Example")),
        ("Dr", ParsedName("Dr")),
        ("Baroness Whitcombe", ParsedName("Whitcombe", "Baroness")),
        ("Yo-Yo Ma", ParsedName("Yo-Yo Ma")),
        ("  Jess   Goldstone ", ParsedName("Jess Goldstone")),
        ("Earl Hobday", ParsedName("Earl Hobday")),
        ("Hon Lee", ParsedName("Hon Lee")),
        ("Baron Davis MP", ParsedName("Baron Davis", None, "MP")),
        ("Cllr Earl Hobday", ParsedName("Earl Hobday", "Cllr")),
        ("Mayor Dalrymple", ParsedName("Mayor Dalrymple")),
        ("Canon Ann Smith", ParsedName("Ann Smith", "Canon")),
        ("The Hon Smith", ParsedName("Smith", "The Hon")),
        ("Lord Mayor Smith", ParsedName("Smith", "Lord Mayor")),
        ("Jack MA", ParsedName("Jack MA")),
        ("Jack Lee MA", ParsedName("Jack Lee", None, "MA")),
        ("Corbin MP", ParsedName("Corbin", None, "MP")),
    ],
)
def test_a_name_is_taken_apart(typed: str, name: ParsedName) -> None:
    assert parse_name(typed) == name


def test_taken_apart_and_displayed_again_it_reads_the_same() -> None:
    typed = "Cllr Dr Aoibheann Ní Dhomhnaill-Fitzgerald MSP"
    name, prefix, suffix = parse_name(typed)
    assert f"{prefix} {name} {suffix}" == typed

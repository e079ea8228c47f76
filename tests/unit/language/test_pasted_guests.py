"""A pasted list of guests: a name and a role a line, or the columns of a spreadsheet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agm.language.pasted_guests import PastedGuests, read_guests


def told(found: PastedGuests) -> list[tuple[str, str]]:
    return [(guest.name, guest.role) for guest in found.guests]


def troubles(found: PastedGuests) -> dict[int, str]:
    return {line.number: line.trouble for line in found.lines if line.trouble}


@pytest.mark.parametrize(
    "text",
    [
        "Ann Bell, Leader of Bury Council", "Ann Bell (Leader of Bury Council)", "Ann Bell - Leader of Bury Council",
        "Ann Bell – Leader of Bury Council", "Ann Bell: Leader of Bury Council", "Ann Bell | Leader of Bury Council",
        "Ann Bell\tLeader of Bury Council", "Ann\tBell\tLeader of Bury Council", "1. Ann Bell, Leader of Bury Council.",
        "• Ann Bell, Leader of Bury Council", "Leader of Bury Council, Ann Bell", "Leader of Bury Council: Ann Bell",
        "Ann Bell\nLeader of Bury Council", "Bell, Ann, Leader of Bury Council", "Bell, Ann\tLeader of Bury Council",
        "Bell, Ann (Leader of Bury Council)", "Guest speaker: Ann Bell, Leader of Bury Council",
        "Guests:\nAnn Bell, Leader of Bury Council", "Name\tRole\nAnn Bell\tLeader of Bury Council",
        "Role\tName\nLeader of Bury Council\tAnn Bell", "Name, Role\nAnn Bell, Leader of Bury Council",
        "Surname\tFirst name\tPosition\nBell\tAnn\tLeader of Bury Council",
        "Ann Bell <ann@example.org>, Leader of Bury Council", "  Ann Bell ,Leader of Bury Council  ",
        '"Ann\nBell"\tLeader of Bury Council', "Name\tPosition\tOf\nAnn Bell\tLeader of Bury Council\t",
    ],
)  # fmt: skip
def test_one_guest_however_it_is_written(text: str) -> None:
    found = read_guests(text)
    assert (told(found), troubles(found)) == ([("Ann Bell", "Leader of Bury Council")], {})


@pytest.mark.parametrize(
    ("text", "guests"),
    [
        ("Ann Bell", [("Ann Bell", "")]),
        ("Bell, Ann", [("Ann Bell", "")]),
        ("van Dijk, Anna", [("Anna van Dijk", "")]),
        ("Dr Ruth Ellingham, Historian", [("Dr Ruth Ellingham", "Historian")]),
        ("Okafor, Historian", [("Okafor", "Historian")]),
        ("Ann Bell, MP, Shadow Minister for Rivers", [("Ann Bell MP", "Shadow Minister for Rivers")]),
        ("Ann Bell MP (Shadow Minister)", [("Ann Bell MP", "Shadow Minister")]),
        ("Rabbi Miriam Stone, Leeds North", [("Rabbi Miriam Stone", "Leeds North")]),
        ("Ann Bell, Chair, Friends of the Weir", [("Ann Bell", "Chair, Friends of the Weir")]),
        ("Ann Bell, Leader of Bury – and historian", [("Ann Bell", "Leader of Bury – and historian")]),
        ("Ann Bell, Leader (acting)", [("Ann Bell", "Leader (acting)")]),
        ("Zoë D'Arcy-Lee – Author", [("Zoë D'Arcy-Lee", "Author")]),
        ("Ann Bell, Bo Fenn and Cy Day", [("Ann Bell", ""), ("Bo Fenn", ""), ("Cy Day", "")]),
        ("Ann Bell and Bo Fenn", [("Ann Bell", ""), ("Bo Fenn", "")]),
        ("Ann Bell, Author; Bo Fenn, Mayor of Bury", [("Ann Bell", "Author"), ("Bo Fenn", "Mayor of Bury")]),
        ("Ann Bell\nAuthor\n\nBo Fenn\nMayor of Bury", [("Ann Bell", "Author"), ("Bo Fenn", "Mayor of Bury")]),
        ("Ann Bell\nBo Fenn\nCy Day", [("Ann Bell", ""), ("Bo Fenn", ""), ("Cy Day", "")]),
        ("The Rt Hon Ann Bell MP, Secretary of State", [("The Rt Hon Ann Bell MP", "Secretary of State")]),
        ("Title\tName\tRole\nDr\tAnn Bell\tAuthor", [("Dr Ann Bell", "Author")]),
        ("Name\tPosition\tOrganisation\nAnn Bell\tLeader\tBury Council", [("Ann Bell", "Leader, Bury Council")]),
    ],
)  # fmt: skip
def test_guests_and_their_roles(text: str, guests: list[tuple[str, str]]) -> None:
    found = read_guests(text)
    assert (told(found), troubles(found)) == (guests, {})


@pytest.mark.parametrize(
    ("text", "guests"),
    [
        ("TBC", []),
        ("Vacant", []),
        ("-", []),
        ("as above", []),
        ("Leader of Bury Council", []),
        ("Ann Bell and Bo Fenn, Authors", []),
        ("34 members", []),
        ("We were pleased to see so many of our members at the hall on the day.", []),
        ("Ann Bell\nann bell, Author", [("Ann Bell", "")]),
        ("Ann Bell\tAuthor\tann@example.org", [("Ann Bell", "Author")]),
        ("Name\tRole\tEmail\nAnn Bell\tAuthor\tann@example.org", [("Ann Bell", "Author")]),
        ("word " * 60, []),
        ("Name\tRole\n\tAuthor", []),
    ],
)
def test_what_is_no_guest_is_told_at_its_line(text: str, guests: list[tuple[str, str]]) -> None:
    found = read_guests(text)
    assert told(found) == guests
    assert found.lines[-1].number in troubles(found)


@given(st.text(alphabet='AnBel \n\t,;:()-–|"&@.1', max_size=80))
def test_no_list_breaks_the_reading_and_no_name_has_a_line_end(text: str) -> None:
    found = read_guests(text)
    assert all(line.understood or line.trouble for line in found.lines)
    assert not any("\n" in guest.name + guest.role or "\t" in guest.name for guest in found.guests)
    assert all(guest.name.strip() for guest in found.guests)

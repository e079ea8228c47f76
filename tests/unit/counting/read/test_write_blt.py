"""BLT files as they are written, character by character."""

from __future__ import annotations

import pytest

from agm.counting import CountingError
from agm.counting.model import BallotGroup, Ballots, Candidate, Contest
from agm.counting.read.blt import write_blt


def test_everything_that_a_file_can_hold() -> None:
    names = ("Ann", 'Bo "Bob" Kaur', "Siân Evans", "Di")
    candidates = tuple(Candidate(number, name) for number, name in enumerate(names, start=1))
    ballots = Ballots((BallotGroup((1, 2), 12), BallotGroup(((3, 1), 0, 2)), BallotGroup((), 3)))
    assert write_blt(Contest('The "Chair"', candidates, 2, frozenset({4, 2})), ballots) == (
        '4 2\n-2 -4\n12 1 2 0\n1 3=1 - 2 0\n3 0\n0\n"Ann"\n"Bo ""Bob"" Kaur"\n"Siân Evans"\n"Di"\n"The ""Chair"""\n'
    )


def test_a_file_without_withdrawals_and_title() -> None:
    assert write_blt(Contest("", (Candidate(1, "Ann"),), 1), Ballots(())) == '1 1\n0\n"Ann"\n""\n'


@pytest.mark.parametrize(
    ("name", "shown"), [("Ann\nLee", "Ann Lee"), ("Ann\r", "Ann"), ("Ann\n", "Ann"), ("Ann\u2028Lee", "Ann Lee")]
)
def test_a_line_break_cannot_be_written(name: str, shown: str) -> None:
    contest = Contest(name, (Candidate(1, name), Candidate(2, "Bo")), 1)
    with pytest.raises(CountingError) as caught:
        write_blt(contest, Ballots(()))
    assert list(caught.value.problems) == [f"A BLT file cannot hold the line break in “{shown}”."] * 2

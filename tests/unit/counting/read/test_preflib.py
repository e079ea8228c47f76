"""PrefLib's orders, in the form that they have since 2022 and in that of before."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agm.counting.model import BallotGroup, Ballots, Candidate, Contest, members
from agm.counting.read.files import BallotFile, ReadingError
from agm.counting.read.preflib import is_preflib, read_preflib

NOW = """# FILE NAME: 00099-00000001.toi
# TITLE: Chair
# DESCRIPTION:
# DATA TYPE: toi
# MODIFICATION TYPE: original
# RELATES TO:
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 8
# NUMBER UNIQUE ORDERS: 3
# ALTERNATIVE NAME 1: Ann Lee
# ALTERNATIVE NAME 2: Bo: the second
# ALTERNATIVE NAME 3: Cy
4: 1,2
3: 3,{1, 2}
1:
"""
BEFORE = "3\n1,Ann Lee\n2,Bo: the second\n3,Cy\n8,8,3\n4,1,2\n3,3,{1,2}\n1,\n"
CHAIR = BallotFile(
    Contest("Chair", (Candidate(1, "Ann Lee"), Candidate(2, "Bo: the second"), Candidate(3, "Cy")), 2),
    Ballots((BallotGroup((1, 2), 4), BallotGroup((3, (1, 2)), 3), BallotGroup(()))),
)
ORDER = "a candidate from 1 to 3, or different ones in braces, found"


def reported(text: str) -> list[str]:
    with pytest.raises(ReadingError) as caught:
        read_preflib(text)
    return list(caught.value.problems)


@pytest.mark.parametrize("text", [NOW, BEFORE, NOW.replace("\n", "\r\n"), NOW.replace("4: 1,2", " 4 :1, 2\n")])
def test_orders_of_both_ages(text: str) -> None:
    assert is_preflib(text.splitlines())
    assert read_preflib(text.encode(), seats=2, title="Chair") == CHAIR


def test_a_line_for_no_paper_counts_as_an_order_alone() -> None:
    text = NOW.replace("ORDERS: 3", "ORDERS: 4").replace("4: 1,2", "0: 3\n4: 1,2")
    assert read_preflib(text, seats=2).ballots == CHAIR.ballots


def test_one_place_and_no_title_unless_told_otherwise() -> None:
    assert (read_preflib(BEFORE).contest.seats, read_preflib(BEFORE).contest.title) == (1, "")


@pytest.mark.parametrize("text", ["3 2\n4 1 2 0\n", "1\nAnn\n", "1\n", "", "# TITLE: Chair\nAnn,Bo\n", "12\n2,Ann\n"])
def test_other_files_are_not_taken_for_orders(text: str) -> None:
    assert not is_preflib(text.splitlines())


def test_orders_that_nobody_marked_so_are_told() -> None:
    (note,) = read_preflib(NOW.replace("original", "imbued")).notes
    assert "“imbued”" in note


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("3: 3,", "3: 9,", f"Line 14, column 3: expected {ORDER} “9”."),
        ("{1, 2}", "{1, 1}", f"Line 14, column 6: expected {ORDER} “{{1, 1}}”."),
        ("{1, 2}", "{}", f"Line 14, column 6: expected {ORDER} “{{}}”."),
        ("4: 1,2", "4: 1,,2", f"Line 13, column 6: expected {ORDER} “”."),
        ("4: 1,2", "4: 1,", f"Line 13, column 6: expected {ORDER} “”."),
        ("4: 1,2", "4: {1,{2", f"Line 13, column 3: expected {ORDER} “{{1”."),
        ("4: 1,2", "4.5: 1,2", "Line 13, column 1: expected a whole number of papers and their order"),
        ("4: 1,2", "Ann", "Line 13, column 1: expected a whole number of papers and their order"),
        ("NAME 2", "NAME 3", "Line 11, column 1: expected the name of candidate 2, found “"),
        ("Bo: the second", "ann lee", "Line 11, column 1: expected a name of its own for each candidate; line 10 has"),
        (
            "TYPE: toi",
            "TYPE: cat",
            "Line 1, column 1: expected orders (soc, soi, toc or toi), found PrefLib's kind “cat”.",
        ),
        (
            "ALTERNATIVES: 3",
            "ALTERNATIVES: 4",
            "Line 16, column 1: expected 4 of what the head calls “number alternatives”",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(old: str, new: str, problem: str) -> None:
    assert reported(NOW.replace(old, new))[0].startswith(problem)


def test_a_file_cut_off_is_noticed() -> None:
    for end in accumulate(map(len, NOW.splitlines(keepends=True)[:-1])):
        assert reported(NOW[:end])
    for end in accumulate(map(len, BEFORE.splitlines(keepends=True)[4:-1]), initial=BEFORE.index("8,8,3")):
        assert reported(BEFORE[:end])


def test_there_are_so_many_candidates_and_no_more() -> None:
    names = "".join(f"# ALTERNATIVE NAME {n}: C{n}\n" for n in range(1, 1002))
    assert reported(names) == ["Line 1, column 1: expected at most 1,000 candidates, found 1,001."]
    assert reported("# TITLE: x\n")[0].endswith("“# ALTERNATIVE NAME 1: Ann Lee”, found none.")
    assert reported("") != []


@settings(max_examples=100)
@given(
    st.lists(
        st.permutations([1, 2, 3]).flatmap(lambda order: st.sampled_from([order[:1], order[:2], order])), max_size=8
    )
)
def test_orders_come_back_as_they_were_written(orders: list[list[int]]) -> None:
    head = "".join(f"# ALTERNATIVE NAME {n}: C{n}\n" for n in (1, 2, 3))
    lines = [
        "1: " + ",".join([*map(str, order[:1]), *("{" + str(order[1:])[1:-1] + "}" for _ in order[1:2])])
        for order in orders
    ]
    read = read_preflib(head + "\n".join(lines))
    assert sum(group.papers for group in read.ballots.groups) == len(orders)
    marked = {tuple(members(rank) for rank in group.ranking) for group in read.ballots.groups}
    assert marked == {((order[0],), tuple(order[1:]))[: len(order)] for order in orders}

"""What a file is, is told by what stands in it; its name helps only where that could be two things."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agm.counting.errors import CountingError
from agm.counting.model import Ballots, Contest
from agm.counting.read.any_file import read_votes
from agm.counting.read.files import BallotFile, ReadingError, TotalsFile
from tests.support.ballot_forms import BLT, FORMS, LISTED, SEVERAL_CONTESTS, written
from tests.support.contests import people

CHAIR = Contest("Chair", people("Ann Lee", "Bo Kaur", "Cy Fox"), 2)
BALLOTS = Ballots.of([(1, 2), (3,), (1, 2)])


def ballots(text: str, *, blt: bool = False) -> Ballots:
    file = read_votes(text.encode(), blt=blt)
    assert isinstance(file, BallotFile)
    return file.ballots


@pytest.mark.parametrize("blt", [True, False])
@pytest.mark.parametrize("form", sorted(FORMS.keys() - LISTED - SEVERAL_CONTESTS))
def test_the_name_of_the_file_does_not_matter(form: str, blt: bool) -> None:
    file = read_votes(written(form, CHAIR, BALLOTS), blt=blt)
    assert isinstance(file, BallotFile)
    assert file.ballots == BALLOTS


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("2,1\n1,2,0\n0\nAnn\nBo\nT\n", [(2,)]),
        ("2;1\n-1\n1;2;0\n0\nAnn\nBo\nT\n", [(2,)]),
        ("# the hall\n2, 1, # places\n(one) 2 0\n0\nAnn\nBo\nT\n", [(2,)]),
        ("2\t1\n[nick a b]\n1 b 0\n0\nAnn\nBo\nT\n", [(2,)]),
        ("/* the\nhall */\n2 1\n1 2 0\n0\nAnn\nBo\nT\n", [(2,)]),
        ("# TITLE: T\n2 1\n1 2 0\n0\nAnn\nBo\nT\n", [(2,)]),
        ("1,2\nAnn,Bo\n", [(1, 2)]),
        ("2,1\nBo,Ann\n", [(1, 2)]),
        ("1;2\nAnn;Bo\n", [(1, 2)]),
        ("Ann,Bo\n1,2\n", [(1, 2)]),
    ],
)
def test_numbers_and_headings(text: str, papers: list[tuple[int, ...]]) -> None:
    assert ballots(text) == ballots(text, blt=True) == Ballots.of(papers)


def test_what_could_be_anything_goes_by_its_name() -> None:
    for text in ("", "Dear all\n", "3\n", "# nothing\n"):
        with pytest.raises(ReadingError, match="numbers of candidates and seats"):
            read_votes(text.encode(), blt=True)
    assert ballots("Ann\n1\n") == Ballots.of([(1,)])
    assert ballots("1,2\n") == Ballots(())


def test_totals_and_their_title() -> None:
    file = read_votes(b"Candidate,Votes\nAnn,3\n", blt=True, seats=2, title="Chair")
    assert isinstance(file, TotalsFile)
    assert (file.contest.seats, file.contest.title) == (2, "Chair")


@pytest.mark.parametrize("form", sorted(FORMS.keys() - LISTED))
def test_places_that_are_given_are_those_that_count(form: str) -> None:
    contest = "Chair" if form in SEVERAL_CONTESTS else ""
    said = 2 if form in BLT or form.startswith(("Dominion", "NIST")) else 1
    for places in (None, 3):
        read = read_votes(written(form, CHAIR, BALLOTS), seats=places, contest=contest)
        assert read.contest.seats == (places or said)


def test_a_list_of_candidates_and_a_contest_are_for_some_forms_only() -> None:
    for form in ("plain", "PrefLib", "NIST"):
        with pytest.raises(CountingError, match="A list of candidates is for CSV files of papers"):
            read_votes(written(form, CHAIR, BALLOTS), candidates=["Ann Lee"])
    for form in ("plain", "PrefLib", "CSV of Excel"):
        with pytest.raises(CountingError, match="The name of a contest is for files of cast vote records"):
            read_votes(written(form, CHAIR, BALLOTS), contest="Chair")


PIECES = [
    b"",
    b'"',
    b"\n",
    b",",
    b"0",
    b"{",
    b"}",
    b"-1",
    b"=",
    b"#",
    b"/*",
    b"[nick a b c]",
    b"\xff\xfe",
    b"null",
    b"1e999",
    b"\0",
]
EDITS = st.tuples(st.integers(0, 10**6), st.integers(0, 40), st.sampled_from(PIECES))


@settings(max_examples=400)
@given(st.sampled_from(sorted(FORMS)), st.lists(EDITS, min_size=1, max_size=4), st.booleans())
def test_no_damaged_file_does_worse_than_a_plain_message(
    form: str, edits: list[tuple[int, int, bytes]], blt: bool
) -> None:
    data = written(form, CHAIR, BALLOTS)
    for at, length, piece in edits:
        place = at % (len(data) + 1)
        data = data[:place] + piece + data[place + length :]
    told = "read"
    try:
        read_votes(data, blt=blt, contest="Chair" if form in SEVERAL_CONTESTS else "")
    except CountingError as refused:
        told = str(refused).strip()
    assert told

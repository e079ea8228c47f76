"""CSV of totals, both ways."""

from __future__ import annotations

import pytest

from agm.counting import CountingError
from agm.counting.model import Candidate, Contest, RejectedPapers, VoteTotals
from agm.counting.read.files import ReadingError, TotalsFile
from agm.counting.read.totals import is_totals, read_totals, write_totals

TEXT = """Candidate,Votes
"Lee, Ann",1234
Bo,0
[abstentions],2
[papers],1240
[rejected: the paper is empty],4
"""
FILE = TotalsFile(
    Contest("Chair", (Candidate(1, "Lee, Ann"), Candidate(2, "Bo")), 1),
    VoteTotals((1234, 0), 1240, 2, (RejectedPapers("the paper is empty", 4),)),
)


def reported(text: str) -> list[str]:
    with pytest.raises(ReadingError) as caught:
        read_totals(text)
    return list(caught.value.problems)


def test_totals_are_read_and_written_back() -> None:
    assert read_totals(TEXT, title="Chair") == FILE
    assert read_totals(TEXT.replace("1234", '"1,234"').encode(), title="Chair") == FILE
    assert write_totals(FILE.contest, FILE.totals) == TEXT


def test_names_and_votes_are_enough() -> None:
    read = read_totals("candidate , votes\n\nAnn,3\n", seats=2)
    assert read.totals == VoteTotals((3,))
    assert (read.contest.seats, read.contest.title) == (2, "")
    assert write_totals(read.contest, read.totals) == "Candidate,Votes\nAnn,3\n"


@pytest.mark.parametrize(
    "text",
    [
        "Candidate,Votes,,\nAnn,3,,\nBo,4,,\n,,,\n,\n",
        "Votes,Candidate\n3,Ann\n4,Bo\n",
        "sep=;\nName;Votes\nAnn;3\nBo;4\n",
        "Candidate\tVotes\nAnn\t3\nBo\t4\n",
        "Candidate,Votes\nAnn,3.0\nBo,4.0\n",
    ],
)
def test_what_spreadsheets_make_of_totals(text: str) -> None:
    assert is_totals(text)
    assert read_totals(text) == read_totals("Candidate,Votes\nAnn,3\nBo,4\n")


def test_a_problem_with_votes_is_told_in_their_column() -> None:
    assert reported("Votes,Name\nx,Ann\n3,Bo,4\n1,Cy\n") == [
        "Line 2, column 1: expected a whole number of votes, 0 or more, found “x”.",
        "Line 3, column 1: expected two cells, a name and a number of votes, found 3.",
    ]


@pytest.mark.parametrize("name", ["Write-in", "Write-ins", "Writeins", "Write in votes"])
def test_votes_for_people_who_did_not_stand_are_asked(name: str) -> None:
    assert reported(f"Candidate,Votes\nAnn,3\n{name},2\n")[0].startswith(
        "Line 3, column 1: expected a candidate (what is none"
    )


def test_nobody_spoilt_a_paper() -> None:
    read = read_totals("Candidate,Votes\nAnn,3\nSpoilt,0\n")
    assert (read.totals.rejected, len(read.notes)) == ((), 1)


def test_the_heading_tells_totals_from_papers() -> None:
    assert is_totals('\ufeff"Candidate","Votes"')
    assert not any(map(is_totals, ("Ann,Bo", "XCandidate,Votes", "Candidate,Votes,More", "Candidate")))


def test_all_problems_are_reported() -> None:
    assert reported("Ann,Bo\nAnn,1\nann,2\n,3\nCy\nDi,-1\nEd,1.5\n[ballots],3\n[rejected: x],0\nFi,\n") == [
        "Line 1, column 1: expected the first row “Candidate,Votes”, found “Ann,Bo”.",
        "Line 3, column 1: expected a name of its own for each candidate; line 2 has the same, found “ann”.",
        "Line 4, column 1: expected the name of a candidate, found an empty name.",
        "Line 5, column 1: expected two cells, a name and a number of votes, found 1.",
        "Line 6, column 2: expected a whole number of votes, 0 or more, found “-1”.",
        "Line 7, column 2: expected a whole number of votes, 0 or more, found “1.5”.",
        (
            "Line 8, column 1: expected a name, [papers], [abstentions] or [rejected: why] with a number from 1, "
            "found “[ballots]”."
        ),
        (
            "Line 9, column 1: expected a name, [papers], [abstentions] or [rejected: why] with a number from 1, "
            "found “[rejected: x]”."
        ),
        "Line 10, column 2: expected a whole number of votes, 0 or more, found “”.",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Line 1, column 1: expected the first row “Candidate,Votes”, found “”."),
        ("Candidate,Votes\n", "Line 2, column 1: expected at least one candidate, found none."),
        ('Candidate,Votes\n"Ann', "Line 2, column 1: expected cells in CSV form, found unexpected end of data."),
    ],
)
def test_what_is_missing(text: str, problem: str) -> None:
    assert reported(text)[:1] == [problem]


def test_only_so_many_problems_are_reported_before_cells_that_are_none() -> None:
    assert reported("Candidate,Votes\n" + "Ann\n" * 45 + 'Ann,"3')[-2:] == [
        "Line 41, column 1: expected two cells, a name and a number of votes, found 1.",
        "There are 6 more problems like these.",
    ]


SUMS = (
    *(
        "Total",
        "Grand total",
        "Sub-total",
        "Subtotal",
        "Total votes",
        "Number of valid votes",
        "Turnout",
        "Turnout (%)",
    ),
    *("Votes cast", "Electorate", "Total:", "Quota", "Majority", "Registered voters", "Total poll", "Ballots issued"),
    *("Eligible members", "Did not vote", "Members present", "Papers returned", "Valid poll", "Seats", "Postal votes"),
)
SET_ASIDE = (
    *("Spoilt", "Spoiled papers", "Spoilt (2)", "Rejected ballot papers", "Invalid votes", "Void", "Informal"),
    "Rejected:",
)


@pytest.mark.parametrize("name", SUMS)
def test_sums_are_no_candidates_and_left_out(name: str) -> None:
    read = read_totals(f"Candidate,Votes\nAnn,3\n{name},56.2%\n")
    assert (read.contest.candidates, read.totals) == ((Candidate(1, "Ann"),), VoteTotals((3,)))
    assert read.notes == (f"Line 3, “{name}”, is no candidate's and is not used.",)


@pytest.mark.parametrize("name", SET_ASIDE)
def test_papers_set_aside_are_known_by_their_words(name: str) -> None:
    read = read_totals(f"Candidate,Votes\nAnn,3\n{name},9\n")
    assert read.totals == VoteTotals((3,), rejected=(RejectedPapers(name, 9),))


@pytest.mark.parametrize("name", ["Abstentions", "abstained", "ABSTAIN", "Blank", "Blank papers"])
def test_abstentions_are_known_by_their_words(name: str) -> None:
    assert read_totals(f"Candidate,Votes\nAnn,3\n{name},9\n").totals == VoteTotals((3,), None, 9)


@pytest.mark.parametrize(
    "name", ["Papers", "Ballots", "Overvotes", "Exhausted", "Spoilt and blank", "Total rejected", "Spoilt, many"]
)
def test_what_could_mean_either_is_asked(name: str) -> None:
    expected = (
        "a candidate (what is none goes into lines of [papers] for the valid papers, [abstentions] or "
        "[rejected: why]; leave sums out)"
    )
    votes = "many" if "many" in name else "9"
    name = name.removesuffix(", many")
    assert reported(f"Candidate,Votes\nAnn,3\n{name},{votes}\n") == [
        f"Line 3, column 1: expected {expected}, found “{name}”."
    ]


@pytest.mark.parametrize("name", [*SUMS, *SET_ASIDE, "Abstentions", "Papers"])
def test_a_candidate_called_by_such_words_cannot_be_written(name: str) -> None:
    with pytest.raises(CountingError) as caught:
        write_totals(Contest("", (Candidate(1, name),), 1), VoteTotals((1,)))
    assert str(caught.value) == f"A file of totals cannot hold “{name}” as the name of a candidate."


@pytest.mark.parametrize("votes", ["31,0", "1,23", ",5", "1,0000", "1.000", "0,5", "1 000", "12,34,567"])
def test_a_comma_is_one_of_thousands_or_refused(votes: str) -> None:
    assert reported(f'Candidate,Votes\nBo,2\nAnn,"{votes}"\n') == [
        f"Line 3, column 2: expected a whole number of votes, 0 or more, found “{votes}”."
    ]


def test_semicolons_and_tabs_separate_cells() -> None:
    for separator in ";\t":
        assert read_totals(TEXT.replace('"Lee, Ann"', "Lee").replace(",", separator)).totals == FILE.totals


@pytest.mark.parametrize(
    "name", ["No", "Re-open nominations", "None of the above", "Ann Blank", "Of All", "Sum Ting", "–"]
)
def test_other_names_are_candidates(name: str) -> None:
    assert read_totals(f"Candidate,Votes\n{name},3\n").contest.candidates == (Candidate(1, name),)


def test_what_is_no_candidate_is_said_once() -> None:
    assert reported("Candidate,Votes\nAnn,3\n[papers],3\n[papers],4\n") == [
        "Line 4, column 1: expected each such line once; line 3 has the same, found “[papers]”."
    ]


def test_a_name_in_brackets_cannot_be_written() -> None:
    with pytest.raises(CountingError, match="cannot hold the name “\\[x\\]”"):
        write_totals(Contest("", (Candidate(1, "[x]"),), 1), VoteTotals((1,)))


def test_totals_of_another_number_of_candidates_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="shorter"):
        write_totals(Contest("", (Candidate(1, "Ann"), Candidate(2, "Bo")), 1), VoteTotals((1,)))

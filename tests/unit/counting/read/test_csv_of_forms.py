"""CSV as forms and other programs export it: what is known is read, what could mean something else is asked."""

from __future__ import annotations

import pytest

from agm.counting.model import BallotGroup, Ballots
from agm.counting.read.ballot_csv import read_ballots_csv
from agm.counting.read.files import ReadingError


def rankings(text: str, *candidates: str) -> list[tuple[object, int]]:
    file = read_ballots_csv(text, candidates=candidates)
    return [(group.ranking, group.papers) for group in file.ballots.groups]


def reported(text: str, *candidates: str) -> list[str]:
    with pytest.raises(ReadingError) as caught:
        read_ballots_csv(text, candidates=candidates)
    return list(caught.value.problems)


def test_a_row_for_each_preference() -> None:
    text = "Ballot ID,Rank,Candidate\na,1,Ann\nb,2,Ann\na,2,Bo\nb,1,Bo\nc,1,overvote\nd,,\n"
    assert rankings(text) == [((1, 2), 1), ((2, 1), 1), (((1, 2),), 1), ((), 1)]
    assert reported("paper;preference;name\n1;x;Ann\n;1;Ann\n1;2;Ann\n1;2;Ann\n") == [
        "Line 2, column 2: expected a preference from 1 to 1000, found “x”.",
        "Line 3, column 1: expected which paper this is a preference of, found nothing.",
        "Line 5, column 3: expected each preference of a paper once, found “Ann”.",
    ]


def test_a_write_in_at_the_rank_of_a_candidate_is_an_overvote() -> None:
    text = "paper,rank,name\n1,1,Ann\n1,1,write-in\n1,2,Bo\n2,1,undervote\n2,1,\n2,2,Ann\n"
    assert rankings(text) == [(((1, 2), 2), 1), ((0, 1), 1)]


def test_rows_for_each_preference_may_stand_for_several_papers() -> None:
    read = read_ballots_csv("voter_id,rank,candidate,weight,station\n1,1,Ann,3,a\n1,2,Bo,3,a\n,,,,\n2,1,Bo,0,b\n")
    assert read.ballots == Ballots((BallotGroup((1, 2), 3),))
    assert read.notes == ("Not used: “station”.", "How many papers a paper stands for is in the column “weight”.")
    others = "expected paper, rank, candidate, or a heading that is known to be none of them; leave others out"
    assert reported("id,rank,name,weight,colour\n1,1,Ann,3,red\n1,2,Bo,4,red\n2,1,Bo,x,red\n") == [
        f"Line 1, column 1: {others}, found “colour”.",
        "Line 3, column 4: expected 3 papers, as in the paper's first row, found 4.",
        "Line 4, column 4: expected a whole number of papers, found “x”.",
    ]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_what_excel_says_of_the_separator(first: str) -> None:
    assert rankings(f"{first}\nAnn, the first;Bo\n1;2\n") == [((1, 2), 1)]
    assert reported(f"{first}\nAnn;Bo\n1;b\n")[0].startswith("Line 3, column 2")


def test_numbers_as_spreadsheets_write_them() -> None:
    assert rankings('id,Ann,Bo,papers\n="007",1.0,2.00,3.0\n="008",="2",1,1\n') == [((1, 2), 3), ((2, 1), 1)]


@pytest.mark.parametrize(
    "text",
    [
        'Timestamp,"Rank them [Ann]","Rank them [Bo]"\n9:00,1st choice,2nd choice\n9:01,,First\n',
        "Timestamp,Your vote [1st choice],Your vote [2nd choice]\n9:00,Ann,Bo\n9:01,Bo,\n",
        "Timestamp,Your first choice for chair?,Your second choice for chair?\n9:00,Ann,Bo\n9:01,Bo,\n",
        "Timestamp,E-mail Address,Chair (choice 2),Chair (choice 1)\n9:00,a,Bo,Ann\n9:01,b,,Bo\n",
        'ID,Start time,Completion time,Email,Name,"Rank, please"\n1,a,b,c,d,Ann;Bo;\n2,a,b,c,d,Bo;\n',
        "ID,Start time,Completion time,Email,Name,Language,Ann,Bo\n1,a,b,c,d,e,1st choice,2\n2,a,b,c,d,e,,1\n",
        "Cast Vote Record,Precinct,Ballot Style,Chair 1st Choice,Chair 2nd Choice\n1,P,S,Ann,Bo\n2,P,S,Bo,undervote\n",
    ],
    ids=[
        "Google, by candidate",
        "Google, by preference",
        "questions",
        "any order",
        "Microsoft, ranking",
        "Likert",
        "ES&S",
    ],
)
def test_what_forms_export(text: str) -> None:
    file = read_ballots_csv(text, candidates=["Ann", "Bo"])
    assert file.ballots == Ballots.of([(1, 2), (2,)])
    assert file.notes[0].startswith("Counted are the columns ")


def test_a_form_may_begin_with_empty_answers() -> None:
    text = "ID,Name,Order of candidates\n1,a,\n2,b,\n3,c,Bo;Ann;\n"
    assert rankings(text) == [((), 2), ((1, 2), 1)]
    assert rankings("ID,Name,Order of candidates\n") == []


@pytest.mark.parametrize(
    "text",
    ["Vote\nAnn\nBo\nAnn\n", "Timestamp,Who should be chair?\n1,Ann\n2,Bo\n3,Ann\n", "Ranking\nAnn;\nBo;\nAnn;\n"],
)
def test_a_single_choice_on_each_paper(text: str) -> None:
    read = read_ballots_csv(text)
    assert read.ballots == Ballots.of([(1,), (2,), (1,)])
    assert "The names in that column are the choices" in read.notes[-1]


def test_several_choices_between_commas_are_asked() -> None:
    text = 'Timestamp,Whom do you want?\n1,"Ann, Bo"\n2,Ann\n'
    expected = "one name (commas may stand between several: give the list of candidates)"
    assert reported(text) == [f"Line 2, column 2: expected {expected}, found “Ann, Bo”."]
    assert rankings(text, "Ann, Bo", "Ann") == [((1,), 1), ((2,), 1)]


@pytest.mark.parametrize("text", ["Dear all\nPlease come; thank you\n", "404\nNot found\n", "Dear all,\nPlease come\n"])
def test_a_letter_is_no_file_of_papers(text: str) -> None:
    assert reported(text)


@pytest.mark.parametrize("cell", ["x", "1", "2nd choice"])
def test_marks_in_the_place_of_names_are_asked(cell: str) -> None:
    text = f"First proposal,Second proposal\nAnn,{cell}\n"
    expected = "names of candidates (these numbers could be candidates or preferences; give the list of names)"
    assert reported(text) == [f"Line 2, column 2: expected {expected}, found “{cell}”."]


def test_two_questions_in_one_file_are_asked() -> None:
    heading = "Chair 1st choice,Chair 2nd choice,Clerk 1st choice,Clerk 2nd choice"
    expected = "expected each preference from 1 to 4 in a column of its own, found"
    assert reported(f"{heading}\nAnn,Bo,Cy,Di\n") == [
        f"Line 1, column 3: {expected} “Clerk 1st choice”.",
        f"Line 1, column 4: {expected} “Clerk 2nd choice”.",
    ]


FOR_NOBODY = (
    *(
        "Undervotes",
        "under-vote",
        "under_vote",
        "Undervoted",
        "(blank)",
        "EMPTY",
        "Null",
        "n.a.",
        "No answer",
        "Abstained",
    ),
    *("abstention", "Write-ins", "write in 2", "Unresolved Write-in", "Writein"),
)


@pytest.mark.parametrize("word", FOR_NOBODY)
def test_words_for_nobody_in_all_their_spellings(word: str) -> None:
    assert rankings(f"1,2\n{word},Ann\nBo,Ann\n") == [((0, 1), 1), ((2, 1), 1)]
    assert rankings(f"Ann,Bo\n1,{word}\n") == [((1,), 1)]


@pytest.mark.parametrize("word", ["over-vote", "Overvotes", "OVERVOTED"])
def test_words_for_several_in_all_their_spellings(word: str) -> None:
    assert rankings(f"1,2\n{word},Ann\nBo,Ann\n") == [(((1, 2), 1), 1), ((2, 1), 1)]


NOBODY_IS_CALLED = (
    "exhausted",
    "Spoilt",
    "Spoiled (2)",
    "invalid",
    "?",
    "***",
    "Total",
    "Write-in: Zed",
    "illegible",
    "TBC",
    "Rejected",
)


@pytest.mark.parametrize("word", NOBODY_IS_CALLED)
def test_words_that_could_mean_more_are_asked(word: str) -> None:
    expected = (
        "a name, or a word that is known to be none, such as “undervote” (if it is one, give the list of candidates)"
    )
    assert reported(f"1,2\nAnn,{word}\n") == [f"Line 2, column 2: expected {expected}, found “{word}”."]
    assert rankings(f"1,2\nAnn,{word}\n", "Ann", word) == [((1, 2), 1)]


@pytest.mark.parametrize("word", [*NOBODY_IS_CALLED, "undervote", "Overvote", "Abstain", "None"])
def test_columns_for_what_nobody_is_called_are_asked(word: str) -> None:
    expected = "a candidate (leave others out; if it is one, give the list of candidates)"
    assert reported(f"Ann,Bo,{word}\n1,2,\n") == [f"Line 1, column 3: expected {expected}, found “{word}”."]
    assert rankings(f"Ann,Bo,{word}\n1,2,\n", "Ann", "Bo", word) == [((1, 2), 1)]

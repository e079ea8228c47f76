"""CSV of ballots in both layouts, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agm.counting import CountingError
from agm.counting.model import BallotGroup, Ballots, Candidate, Contest
from agm.counting.read.ballot_csv import CsvLayout, read_ballots_csv, write_ballots_csv
from agm.counting.read.files import BallotFile, ReadingError


def rankings(text: str, *candidates: str) -> list[tuple[object, int]]:
    file = read_ballots_csv(text, candidates=candidates)
    return [(group.ranking, group.papers) for group in file.ballots.groups]


def reported(text: str, *candidates: str) -> list[str]:
    with pytest.raises(ReadingError) as caught:
        read_ballots_csv(text, candidates=candidates)
    return list(caught.value.problems)


def test_a_column_for_each_candidate() -> None:
    file = read_ballots_csv('Ann,"Bo, Jr",Cy\n2,1,\n1,,3\n2,1,\n1,2,2\n', seats=2, title="Chair")
    assert file == BallotFile(
        Contest("Chair", (Candidate(1, "Ann"), Candidate(2, "Bo, Jr"), Candidate(3, "Cy")), 2),
        Ballots((BallotGroup((2, 1), 2), BallotGroup((1, 0, 3)), BallotGroup((1, (2, 3))))),
    )


def test_one_seat_and_no_title_unless_told_otherwise() -> None:
    file = read_ballots_csv("Ann,Bo\n1,2\n")
    assert (file.contest.seats, file.contest.title) == (1, "")


def test_a_thousand_preferences_at_most() -> None:
    assert rankings("Ann,Bo\n1,1000\n") == [((1, *[0] * 998, 2), 1)]


def test_crosses_and_empty_papers() -> None:
    assert rankings("Ann,Bo\nx,\n,✓\nX,x\n,\n,x\n") == [((1,), 1), ((2,), 2), (((1, 2),), 1), ((), 1)]


@pytest.mark.parametrize("mark", ["x", "X", "✓", "✔", "✗", "✘"])
def test_a_mark_of_any_kind_is_a_first_preference(mark: str) -> None:
    assert rankings(f"Ann,Bo\n,{mark}\n") == [((2,), 1)]


def test_layouts_have_names() -> None:
    assert [*map(CsvLayout, ("candidates", "preferences"))] == [CsvLayout.CANDIDATES, CsvLayout.PREFERENCES]


def test_a_column_for_each_preference() -> None:
    text = "1,2,3\nBo,Ann,\nBO,,Cy\nAnn=Cy,Bo,\n-,,\n"
    assert rankings(text) == [((1, 2), 1), ((1, 0, 3), 1), (((2, 3), 1), 1), ((), 1)]
    assert rankings(text, "Ann", "Bo", "Cy") == [((2, 1), 1), ((2, 0, 3), 1), (((1, 3), 2), 1), ((), 1)]
    assert [c.name for c in read_ballots_csv(text).contest.candidates] == ["Bo", "Ann", "Cy"]


@pytest.mark.parametrize("heading", ["1st,2nd", "Preference 1,Preference 2", "Choice #1,choice 2", "Rank 1, rank 2"])
def test_headings_of_preferences(heading: str) -> None:
    assert rankings(f"{heading}\nBo,Ann\n") == [((1, 2), 1)]


def test_the_numbers_of_headings_give_the_order_of_columns() -> None:
    assert rankings("Preference 2,Preference 1\nAnn,Bo\n,Bo\nAnn,\n", "Ann", "Bo") == [
        ((2, 1), 1),
        ((2,), 1),
        ((0, 1), 1),
    ]
    assert rankings("3rd,1st,2nd\n,Ann,Bo\n", "Ann", "Bo", "Cy") == [((1, 2), 1)]
    assert reported("2,1\nAnn,Di\n", "Ann") == ["Line 2, column 2: expected the name of a candidate, found “Di”."]


@pytest.mark.parametrize(
    ("heading", "wrong"),
    [("1,1", {2: "1"}), ("1,3", {2: "3"}), ("0,Rank 1", {1: "0"}), ("2,2,5", {2: "2", 3: "5"}), ("1999", {1: "1999"})],
)
def test_headings_that_repeat_or_leave_out_a_preference(heading: str, wrong: dict[int, str]) -> None:
    commas = heading.count(",")
    expected = f"each preference from 1 to {commas + 1} in a column of its own"
    assert reported(f"\n{heading}\n{',' * commas}\n") == [
        f"Line 2, column {column}: expected {expected}, found “{found}”." for column, found in wrong.items()
    ]


def test_a_number_among_names_is_a_name() -> None:
    file = read_ballots_csv("1,Ann\n2,1\n")
    assert [c.name for c in file.contest.candidates] == ["1", "Ann"]
    assert file.ballots == Ballots.of([(2, 1)])


def test_an_accent_typed_after_its_letter_is_the_same_accent() -> None:
    composed, decomposed = "Zo\u00eb", "Zoe\u0308"
    assert rankings(f"1,2\n{composed},Bo\n{decomposed},Bo\n") == [((1, 2), 2)]
    assert reported(f"\n{composed},{decomposed}\n1,2\n") == [
        f"Line 2, column 2: expected a name of its own for each candidate, found “{decomposed}”."
    ]


def test_an_empty_line_is_an_empty_paper_where_there_is_one_column() -> None:
    assert rankings("Ann\n1\n\n1\n") == [((1,), 2), ((), 1)]
    assert rankings("1\nAnn\n\n\n") == [((1,), 1), ((), 2)]


def test_a_name_with_an_equals_sign_is_a_name_where_it_is_known() -> None:
    assert rankings("1,2\nA=B,C\n", "A=B", "C") == [((1, 2), 1)]


def test_empty_lines_hold_no_paper() -> None:
    assert rankings("\nAnn,Bo\n\n1,2\n\n") == [((1, 2), 1)]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "",
            [
                (
                    "Line 1, column 1: expected a first row with the names of the candidates, or with 1, 2, 3 … "
                    "for the preferences."
                )
            ],
        ),
        (
            "Ann,ann,\n1,2,\n3,,4\n",
            [
                "Line 1, column 2: expected a name of its own for each candidate, found “ann”.",
                "Line 3, column 3: expected a heading above this cell, or nothing in it, found “4”.",
            ],
        ),
        (
            "Ann,Bo\n1,2,3\nfirstly,1.5\n-1,1001\n0,1\n",
            [
                "Line 2, column 1: expected 2 cells, as in the first row, found 3.",
                "Line 3, column 1: expected a preference from 1 to 1000, or nothing, found “firstly”.",
                "Line 3, column 2: expected a preference from 1 to 1000, or nothing, found “1.5”.",
                "Line 4, column 1: expected a preference from 1 to 1000, or nothing, found “-1”.",
                "Line 4, column 2: expected a preference from 1 to 1000, or nothing, found “1001”.",
                "Line 5, column 1: expected a preference from 1 to 1000, or nothing, found “0”.",
            ],
        ),
        (
            "Ann,Bo\n" + "1\n" * 45 + '1,"2\n',
            [
                *(f"Line {n}, column 1: expected 2 cells, as in the first row, found 1." for n in range(2, 42)),
                "There are 6 more problems like these.",
            ],
        ),
        ('Ann,Bo\n1,"2\n', ["Line 2, column 1: expected cells in CSV form, found unexpected end of data."]),
        (
            "id,Timestamp\n1,2\n",
            ["Line 1, column 1: expected a column for each candidate or for each preference, found none."],
        ),
        ("Ann\n1\n1,2\n", ["Line 3, column 1: expected 1 cells, as in the first row, found 2."]),
        ("1,2\nAnn=,Bo\n", ["Line 2, column 1: expected the name of a candidate, found “”."]),
    ],
)
def test_problems(text: str, problems: list[str]) -> None:
    assert reported(text) == problems


def test_an_unknown_name_is_reported_where_the_candidates_are_known() -> None:
    assert reported("1\nDi\n", "Ann") == ["Line 2, column 1: expected the name of a candidate, found “Di”."]


ID_HEADINGS = (
    *("id", "Ballot", "Ballot ID", "ballot_no", "Precinct", "Timestamp", "E-mail", "Email Address", "Start time"),
    *(
        "Line",
        "Row no.",
        "BallotID",
        "CvrNumber",
        "CountingGroup",
        "batch_id",
        "Receipt",
        "Entry number",
        "Device",
        "Voting slip",
        "Completed by",
    ),
    *("Completion time", "Voter ID", "Paper No.", "Record", "Tabulator", "Batch ID", "Name", "Last modified time", ""),
)


@pytest.mark.parametrize("heading", [heading for heading in ID_HEADINGS if heading not in {"Name", ""}])
def test_columns_beside_the_votes_are_no_candidates(heading: str) -> None:
    file = read_ballots_csv(f"{heading},Ann,Bo\n1,1,\n2,1,2\n3,,1\n")
    assert [c.name for c in file.contest.candidates] == ["Ann", "Bo"]
    assert file.ballots == Ballots.of([(1,), (1, 2), (2,)])
    assert file.notes == ("Counted are the columns “Ann”, “Bo”.", f"Not used: “{heading}”.")


def test_a_column_that_numbers_the_rows_is_asked() -> None:
    expected = "a candidate (what numbers the rows is headed “No.” or the like, or left out)"
    found = [f"Line 1, column 1: expected {expected}, found “Zettel”."]
    assert reported("Zettel,Ann,Bo\n2,1,\n3,1,2\n4,,1\n") == found
    assert rankings("Cy,Ann,Bo\n1,2,3\n2,1,3\n3,1,2\n") == [((1, 2, 3), 1), ((2, 1, 3), 1), ((2, 3, 1), 1)]
    assert rankings("Cy,Ann\n2,1\n3,1\n,1\n") == [((2, 1), 1), ((2, 0, 1), 1), ((2,), 1)]


def test_what_stands_beside_preferences_is_asked() -> None:
    expected = "a preference, or a heading that is known to be none (such as “Timestamp”); leave others out"
    assert reported("1st,2nd,Colour\nAnn,Bo,red\n") == [f"Line 1, column 3: expected {expected}, found “Colour”."]
    assert rankings("Timestamp,1st,2nd\n9:00,Ann,Bo\n") == [((1, 2), 1)]


def test_empty_columns_and_cells_at_the_end_are_nothing() -> None:
    assert rankings("Ann,Bo,,\n1,2,,\n,1,,\n,,,\n") == [((1, 2), 1), ((2,), 1)]
    assert rankings("Ann,Bo\n1,2,,\n") == [((1, 2), 1)]


@pytest.mark.parametrize("heading", ["Ann,Bo", "1,2", "id,1st,2nd", "Timestamp,Vote [Ann],Vote [Bo]"])
def test_empty_rows_below_a_table_are_no_papers(heading: str) -> None:
    empty = "," * heading.count(",") + "\n"
    filled = "Ann,".rjust(len(empty) + 2, ",") if "1" in heading else "1,".rjust(len(empty), ",")
    read = read_ballots_csv(f"{heading}\n{empty}{filled}\n\n{empty * 3}")
    assert sorted((g.ranking, g.papers) for g in read.ballots.groups) == [((), 1), ((1,), 1)]
    told = "3 empty rows at the end are not read as papers; write “-” into those that were handed in."
    assert told in read.notes
    assert "1 empty row at the end is not" in str(read_ballots_csv(f"{heading}\n{filled}\n{empty}").notes)


def test_a_dash_says_that_nothing_was_marked() -> None:
    assert rankings("Ann,Bo\n-,–\n1,—\n-,\n") == [((), 2), ((1,), 1)]
    assert rankings("1,2\n-,Ann\n--,\n") == [((0, 1), 1), ((), 1)]


def test_words_for_no_vote_in_columns_of_candidates() -> None:
    read = read_ballots_csv("Ann,Bo\n1,Not ranked\nblank,none\n")
    assert read.ballots == Ballots.of([(1,), ()])
    assert [note.split(" is read")[0] for note in read.notes] == ["“not ranked” (1)", "“blank” (1)", "“none” (1)"]


def test_an_overvote_of_one_candidate_cannot_be() -> None:
    assert reported("1,2\novervote,Ann\n") == [
        "Line 1, column 1: expected at least two candidates, where there are overvotes, found 1."
    ]


def test_equal_candidates_differ() -> None:
    assert reported("1\nAnn=ann\n") == [
        "Line 2, column 1: expected different candidates in an equal rank, found “Ann=ann”."
    ]


def test_words_for_no_vote_are_no_candidates() -> None:
    file = read_ballots_csv("rank1,rank2,rank3\nundervote,undervote,\nAnn,skipped,Bo\nAnn,overvote,Bo\nUWI,Bo,\n")
    assert file.ballots == Ballots.of([(), (1, 0, 2), (1, (1, 2), 2), (0, 2)])
    assert file.notes == (
        "“undervote” (2) is read as a preference for no candidate.",
        "“skipped” (1) is read as a preference for no candidate.",
        "“overvote” (1) is read as a preference for more than one candidate.",
        "“uwi” (1) is read as a preference for no candidate.",
    )


def test_names_that_may_be_one_are_asked_and_a_list_answers() -> None:
    text = "1,2\nAnn Lee,\nAnn Leee,Bo\nO'Brien,O’Brien\n"
    with pytest.raises(ReadingError) as caught:
        read_ballots_csv(text, alike=lambda first, second: {first, second} == {"Ann Lee", "Ann Leee"})
    expected = "a name that differs more from “Ann Lee” on line 2 (if both stand, give the list of candidates)"
    assert list(caught.value.problems) == [f"Line 3, column 1: expected {expected}, found “Ann Leee”."]
    both = read_ballots_csv(text, candidates=["Ann Lee", "Ann Leee", "Bo", "O’Brien"], alike=lambda _, __: True)
    assert both.ballots == Ballots.of([(1,), (2, 3), (4, 4)])


def test_candidates_that_differ_by_their_numbers_are_not_alike() -> None:
    read = read_ballots_csv("1,2\nCandidate 1,Candidate 2\n", alike=lambda _, __: True)
    assert len(read.contest.candidates) == 2


def test_numbers_alone_could_be_names_or_preferences() -> None:
    expected = "names of candidates (these numbers could be candidates or preferences; give the list of names)"
    assert reported("1,2,3\n2,3,1\n2,3,1\n") == [f"Line 2, column 1: expected {expected}, found “2”."]


def test_a_list_of_candidates_gives_the_order_and_refuses_others() -> None:
    file = read_ballots_csv("id,Bo,Ann\n7,1,2\n", candidates=["Ann", "Bo", "Cy"])
    assert (file.ballots, len(file.contest.candidates)) == (Ballots.of([(2, 1)]), 3)
    assert reported("Ann,Ward\n1,2\n", "Ann", "Bo") == [
        "Line 1, column 2: expected a candidate of the list that was given, found “Ward”."
    ]


@pytest.mark.parametrize("heading", ["Papers", "count", "Number of ballots", "Weight"])
def test_a_row_may_stand_for_several_papers(heading: str) -> None:
    assert rankings(f"{heading},Ann,Bo\n12,1,2\n0,2,1\n3,,1\n") == [((1, 2), 12), ((2,), 3)]
    assert reported(f"{heading},Ann\nmany,1\n") == [
        "Line 2, column 1: expected a whole number of papers, found “many”."
    ]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_semicolons_and_tabs_separate_cells(separator: str) -> None:
    assert rankings('Ann,"Bo, Jr"\n1,2\n'.replace("n,", f"n{separator}").replace("1,2", f"1{separator}2")) == [
        ((1, 2), 1)
    ]


def test_there_are_so_many_candidates_and_no_more() -> None:
    assert "at most 1,000 candidates" in reported(",".join(f"C{n}" for n in range(1001)) + "\n")[0]


def contest(number: int) -> Contest:
    return Contest("", tuple(Candidate(n, f"C{n}") for n in range(1, number + 1)), 1)


@settings(max_examples=150)
@given(st.data())
def test_rows_by_candidate_are_read_back_equal(data: st.DataObject) -> None:
    number = data.draw(st.integers(1, 5))
    rows = data.draw(st.lists(st.lists(st.integers(0, number), min_size=number, max_size=number), max_size=8))
    file = read_ballots_csv(
        "\n".join([",".join(f"C{n}" for n in range(1, number + 1)), *(",".join(f"{c or ''}" for c in r) for r in rows)])
        if number > 1
        else "C1\n" + "".join(f'"{r[0] or ""}"\n' for r in rows)
    )
    again = read_ballots_csv(write_ballots_csv(file.contest, file.ballots))
    assert (again.contest, again.ballots) == (file.contest, file.ballots)
    while number > 1 and rows and not any(rows[-1]):
        rows.pop()
    assert file.ballots.papers == len(rows)


@settings(max_examples=150)
@given(st.lists(st.lists(st.integers(1, 4), max_size=4).map(tuple), max_size=8))
def test_rows_by_preference_are_read_back_equal(papers: list[tuple[int, ...]]) -> None:
    ballots = Ballots.of(papers)
    text = write_ballots_csv(contest(4), ballots, CsvLayout.PREFERENCES)
    assert read_ballots_csv(text, candidates=["C1", "C2", "C3", "C4"]) == BallotFile(contest(4), ballots)


def test_equal_and_skipped_preferences_are_written() -> None:
    ballots = Ballots((BallotGroup(((1, 2), 0, 3), 2), BallotGroup((2,)), BallotGroup(())))
    assert write_ballots_csv(contest(3), ballots) == "C1,C2,C3\n1,1,3\n1,1,3\n,1,\n-,,\n"
    by_preference = "1,2,3\nC1=C2,,C3\nC1=C2,,C3\nC2,,\n-,,\n"
    assert write_ballots_csv(contest(3), ballots, CsvLayout.PREFERENCES) == by_preference


@pytest.mark.parametrize("papers", [[], [()], [(2,)]])
def test_few_papers_are_written(papers: list[tuple[int, ...]]) -> None:
    ballots = Ballots.of(papers)
    cells = {(): '""', (2,): "C2"}
    assert write_ballots_csv(contest(2), ballots) == "C1,C2\n" + "".join(",1\n" if p else "-,\n" for p in papers)
    by_preference = write_ballots_csv(contest(2), ballots, CsvLayout.PREFERENCES)
    assert by_preference == "1\n" + "".join(f"{cells[p]}\n" for p in papers)
    assert read_ballots_csv(by_preference, candidates=["C1", "C2"]).ballots == ballots


def refused(ranking: tuple[int, ...], layout: CsvLayout) -> str:
    with pytest.raises(CountingError) as caught:
        write_ballots_csv(contest(3), Ballots((BallotGroup(ranking),)), layout)
    return str(caught.value)


def test_a_candidate_named_twice_needs_the_other_layout() -> None:
    assert refused((1, 2, 1), CsvLayout.CANDIDATES) == (
        "A row with one cell per candidate cannot hold candidate 1 as preference 1 and 3. "
        "Write one column per preference instead."
    )
    assert write_ballots_csv(contest(2), Ballots.of([(1, 2, 1)]), CsvLayout.PREFERENCES) == "1,2,3\nC1,C2,C1\n"


@pytest.mark.parametrize("layout", CsvLayout)
@pytest.mark.parametrize("ranking", [(0,), (1, 0)])
def test_a_last_preference_left_out_has_no_place_in_a_row(ranking: tuple[int, ...], layout: CsvLayout) -> None:
    assert refused(ranking, layout) == "A CSV file cannot hold a paper whose last preference was left out."

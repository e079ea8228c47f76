"""BLT files as they really are; what is wrong is told all at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agm.counting.model import BallotGroup, Ballots, Candidate, Contest, Preference
from agm.counting.read.blt import read_blt, write_blt
from agm.counting.read.files import MOST_SHOWN, BallotFile, ProblemList, ReadingError, Source, lines_of, shown
from agm.language.characters import without_invisible
from agm.language.letters import same_name
from tests.samples import CONTESTS, SYNTHETIC, ballot_data

PLAIN = '3 2\n4 1 2 0\n2 3 0\n0\n"Ann"\n"Bob"\n"Cy"\n"Chair"\n'


def groups(text: str | bytes) -> tuple[tuple[object, int], ...]:
    return tuple((group.ranking, group.papers) for group in read_blt(text).ballots.groups)


def problems(text: str | bytes) -> list[tuple[int, int]]:
    with pytest.raises(ReadingError) as caught:
        read_blt(text)
    return [(problem.line, problem.column) for problem in caught.value.places]


def places_or_none(data: bytes) -> list[tuple[int, int]]:
    try:
        read_blt(data)
    except ReadingError as error:
        return [(problem.line, problem.column) for problem in error.places]
    return []


def reported(text: Source) -> str:
    with pytest.raises(ReadingError) as caught:
        read_blt(text)
    return str(caught.value)


def names(text: str | bytes) -> tuple[list[str], str]:
    contest = read_blt(text).contest
    return [candidate.name for candidate in contest.candidates], contest.title


def test_a_plain_file() -> None:
    assert read_blt(PLAIN) == BallotFile(
        Contest("Chair", (Candidate(1, "Ann"), Candidate(2, "Bob"), Candidate(3, "Cy")), 2),
        Ballots((BallotGroup((1, 2), 4), BallotGroup((3,), 2))),
    )


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.removesuffix("\n"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        "\ufeff" + PLAIN,
        PLAIN.replace("4 1 2 0", "4,1,2,0").replace("2 3 0", "2, 3, 0,").replace("3 2\n", "3, 2\n"),
        PLAIN.replace("4 1 2 0", "4; 1; 2; 0").replace("2 3 0", "2;3;0"),
        PLAIN.replace("4 1 2 0", "  4\t1   2 0  # four of them"),
        "# a comment\n\n" + PLAIN.replace('"Ann"', '# CANDIDATES\n\n"Ann" # the first'),
        PLAIN.replace("2 3 0\n", "\n# those for the third\n2 3 0\n"),
        PLAIN.replace('"', ""),
        PLAIN.replace('0\n"Ann"', "0 # end\nAnn # the first"),
        PLAIN.replace('"Ann"\n"Bob"\n"Cy"', '"Ann" "Bob", "Cy"'),
        PLAIN.replace('"Ann"\n"Bob"\n"Cy"\n"Chair"', '"Ann","Bob","Cy","Chair"  # all of them'),
        PLAIN.replace("4 1 2 0", "[nick a b c]\n4 a b 0"),
        PLAIN.replace("4 1 2 0", "(x1) 1 2 0\n(x 2) 1 2 0\n2 1 2 0"),
        PLAIN.replace("4 1 2 0", "/* four\n of 9 0 them */ 4 /* not 3 */ 1 2 0 /* # */").replace(
            '"Cy"', '"Cy" /* the third */'
        ),
        PLAIN.replace("4 1 2 0", "[nick a b c] [tie a b c] # short names\n4 a b 0").replace("2 3 0", "(x) c 0\n1 c 0"),
        PLAIN + '"Source: the hall"\n"A comment"\n',
        PLAIN + '"Source: the hall"\n',
        PLAIN.replace("Ann", "A\u00adnn\u200b\u2060").replace("Bob", "\u2068Bob\u2069"),
        PLAIN.replace("4 1 2 0\n", "1 1 2 0\n2 1 2 0\n").replace("2 3 0\n", "2 3 0\n1 1 2 0\n"),
    ],
    ids=range(21),
)
def test_real_files_mean_the_same(text: str) -> None:
    assert replace(read_blt(text), notes=()) == read_blt(PLAIN)
    assert replace(read_blt(text.encode()), notes=()) == read_blt(PLAIN)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_in_every_encoding_that_programs_write(encoding: str) -> None:
    assert names(PLAIN.replace("Ann", "Siân").encode(encoding)) == (["Siân", "Bob", "Cy"], "Chair")


def test_what_stands_behind_names_is_no_name() -> None:
    read = read_blt(PLAIN.replace('"Ann"', '"Ann" "Green"').replace('"Cy"', '"Cy" "Labour"'))
    assert read.contest == read_blt(PLAIN).contest
    assert read.notes == ("Behind the name on line 5 stands more (a party?); only names are used.",)


def test_a_source_and_a_comment_after_the_title_are_told() -> None:
    beside = "The title is on line 8; what stands after it is not used: “Source: the hall”, “A comment”."
    assert read_blt(PLAIN + '"Source: the hall"\n"A comment"\n').notes == (beside,)


def test_names_in_comments() -> None:
    numbered = '3 2 # 3 candidates\n# 1 Ann\n# Candidate 2: Bob\n#3. "Cy"\n4 1 2 0 # 4 of them\n2 3 0\n0\n'
    read = read_blt(numbered)
    assert replace(read, contest=replace(read.contest, title="Chair"), notes=()) == read_blt(PLAIN)
    assert read.notes == ("The names are those in the comments: there are none after the papers.",)
    for text in (numbered.replace("# 1 Ann", "# 2 Ann"), numbered.replace("0\n0\n", "0\n# 3 in all\n0\n")):
        assert "3 names, one for each candidate, found 0" in reported(text)


def test_equal_preferences_of_hill_are_in_brackets() -> None:
    assert groups(PLAIN.replace("4 1 2 0", "4 (1 2) 3 0\n(a paper) (3 1) 0"))[:2] == ((((1, 2), 3), 4), (((3, 1),), 1))


def test_withdrawals_and_ties_of_droop() -> None:
    read = read_blt(PLAIN.replace("4 1 2 0", "[nick a b c]\n-b\n[withdrawn 1]\n[tie c a]\n4 a 0"))
    assert (set(read.contest.withdrawn), len(read.notes)) == ({1, 2}, 1)
    others = read_blt(PLAIN.replace("4 1 2 0", "[droop rule=meek precision=8]\n[option x=1]\n4 1 2 0"))
    assert others.ballots == read_blt(PLAIN).ballots
    assert others.notes[1] == "Line 3, “[option …]”, is not used: it is for another program."


def test_lines_end_somewhere() -> None:
    for source in ("1" * 2_000_000, b"\0" * 2_000_000, iter(["3 2\n", " " * 2_000_000])):
        assert "a line of at most 1,000,000 characters" in reported(source)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
def test_an_open_file_is_read_line_by_line(end: str) -> None:
    lines = [line + end for line in PLAIN.replace("Ann", '" Ann "').splitlines()]
    assert list(lines_of(iter(lines), ProblemList())) == [line.removesuffix(end) for line in lines]
    assert read_blt(iter(line + end for line in PLAIN.splitlines())) == read_blt(PLAIN)


def test_byte_order_marks_are_left_out() -> None:
    marked = "\ufeff1\n\ufeff2\n"
    for source in (marked, marked.encode(), iter(marked.splitlines(keepends=True))):
        assert list(lines_of(source, ProblemList())) == ["1", "2"]
    assert [list(lines_of(source, ProblemList())) for source in ("", b"", iter(()))] == [[], [], []]


def test_skipped_and_equal_preferences() -> None:
    text = PLAIN.replace("4 1 2 0", "4 1 - 2 0\n1 2 = 1 3 0\n1 - 3=1=2 0\n5 0\n2 0 # empty")
    assert groups(text)[:4] == (((1, 0, 2), 4), (((2, 1), 3), 1), ((0, (3, 1, 2)), 1), ((), 7))


def test_a_number_of_papers_has_at_most_nine_digits() -> None:
    assert groups(PLAIN.replace("4 1 2 0", "999999999 1 2 0"))[0] == ((1, 2), 999_999_999)
    assert problems(PLAIN.replace("4 1 2 0", "1000000000 1 2 0")) == [(2, 1)]


def test_repeated_preferences_stay_for_the_rules_to_judge() -> None:
    assert groups(PLAIN.replace("4 1 2 0", "4 1 2 1 0"))[0] == ((1, 2, 1), 4)


def test_withdrawn_candidates_may_stand_together_or_apart() -> None:
    assert read_blt(PLAIN.replace("3 2\n", "3 2\n-1 -3\n")).contest.withdrawn == {1, 3}
    assert read_blt(PLAIN.replace("3 2\n", "3 2\n-1\n-3\n")).contest.withdrawn == {1, 3}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('"Ann ""Nan"" Lee"', 'Ann "Nan" Lee'),
        ('"Ann "Nan" Lee"', 'Ann "Nan" Lee'),
        ('""Nan" Lee"  # a nickname', '"Nan" Lee'),
        ('"Ann Lee ""Labour"""', 'Ann Lee "Labour"'),
        (r'"Ann \"Nan\" Lee"', 'Ann "Nan" Lee'),
        (r'"Ann \"Nan\""', 'Ann "Nan"'),
        (r'"\"Nan\" \\ Lee" # a nickname', r'"Nan" \ Lee'),
        (r'"Ann \"Nan\" Lee" "Green"', 'Ann "Nan" Lee'),
        ("“Ann Lee”", "Ann Lee"),
        ("„Ann Lee“", "Ann Lee"),
        ("'Ann Lee'", "Ann Lee"),
        ("'t Hooft", "'t Hooft"),
        ("“Nan” Lee", "“Nan” Lee"),
        ('"“Nan”"', "“Nan”"),
        ('"Ann\\"', "Ann\\"),
        ('"Ann /* Lee */"', "Ann /* Lee */"),
        ('"Lee, Ann"', "Lee, Ann"),
        ("Lee, Ann", "Lee, Ann"),
        ('"Ann # Lee"', "Ann # Lee"),
        ('"Seònaid NicDhòmhnaill"', "Seònaid NicDhòmhnaill"),
        ('"Ann\tLee"', "Ann Lee"),
        ('"Ann\u00a0Lee"', "Ann Lee"),
        ('"Ann\u200cLee"', "Ann\u200cLee"),
    ],
)
def test_names(written: str, name: str) -> None:
    assert names(PLAIN.replace('"Ann"', written)) == ([name, "Bob", "Cy"], "Chair")


def test_old_programs_write_windows_1252() -> None:
    text = PLAIN.replace("Ann", "Siân")
    assert read_blt(text.encode("cp1252")) == read_blt(text)


def test_all_problems_are_reported_at_once() -> None:
    assert problems('3 0\n1 1 9 0\n1 1 2\n0\n"Ann"\n"Ann"\n') == [(1, 3), (2, 5), (3, 6), (6, 1), (7, 1)]


def test_a_file_wrong_on_every_line_is_reported_briefly() -> None:
    with pytest.raises(ReadingError) as caught:
        read_blt("3 2\n" + "1 9 0\n" * 1000 + "0\na\nb\nc\nd\n")
    assert (len(caught.value.places), caught.value.more) == (MOST_SHOWN, 960)
    assert caught.value.problems[-1] == "There are 960 more problems like these."


def test_what_was_found_is_shown_short_and_on_one_line() -> None:
    assert reported("a\tb" + "c" * 100 + "\n").endswith("found “a b" + "c" * 26 + "…”.")


def test_thirty_characters_are_shown_whole() -> None:
    assert [shown("a" * 30), shown("a" * 31)] == [f"“{'a' * 30}”", f"“{'a' * 29}…”"]


def test_seats_have_at_most_nine_digits() -> None:
    assert read_blt(PLAIN.replace("3 2\n", "3 999999999\n")).contest.seats == 999_999_999


def test_a_file_cut_in_the_middle_is_noticed() -> None:
    text = "3 2\n" + "1 1 2 3 0\n" * 20_000 + '0\n"Ann"\n"Bob"\n"Cy"\n"Chair"\n'
    assert problems(text[: len(text) // 2])[-1][1] == 1


def test_memory_is_held_for_distinct_rankings_only() -> None:
    papers = (f"10 {1 + n % 3} {1 + (n + 1) % 3} 0\n" for n in range(100_000))
    read = read_blt(line for part in (["3 2\n"], papers, ["0\n", "a\n", "b\n", "c\n", "d\n"]) for line in part)
    assert (read.ballots.papers, len(read.ballots.groups)) == (1_000_000, 3)


@pytest.mark.parametrize("name", [*CONTESTS, *SYNTHETIC])
def test_the_samples_come_back_byte_for_byte(name: str) -> None:
    data = ballot_data(name)
    read = read_blt(data)
    assert write_blt(read.contest, read.ballots).encode() == data


texts = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=12).map(without_invisible)


@st.composite
def files(draw: st.DrawFn) -> BallotFile:
    number = draw(st.integers(1, 6))
    names = draw(st.lists(texts.filter(same_name), min_size=number, max_size=number, unique_by=same_name))
    preference: st.SearchStrategy[Preference] = st.integers(0, number)
    if number > 1:
        preference |= st.lists(st.integers(1, number), min_size=2, unique=True).map(tuple)
    ranking = st.lists(preference, max_size=6).map(tuple)
    rankings = draw(st.lists(ranking, unique=True, max_size=6))
    papers = Ballots(tuple(BallotGroup(ranking, draw(st.integers(1, 10**8))) for ranking in rankings))
    withdrawn = draw(st.frozensets(st.integers(1, number), max_size=2))
    standing = tuple(Candidate(n, name) for n, name in enumerate(names, start=1))
    return BallotFile(Contest(draw(texts), standing, draw(st.integers(1, 9)), withdrawn), papers)


@settings(max_examples=150)
@given(files())
def test_what_was_written_is_read_back_equal(file: BallotFile) -> None:
    assert read_blt(write_blt(file.contest, file.ballots)) == file


@settings(max_examples=200)
@given(st.one_of(st.binary(max_size=80), st.text(alphabet='0123 -=,"#\nab', max_size=60).map(str.encode)))
def test_no_file_does_worse_than_a_plain_message(data: bytes) -> None:
    assert all(line >= 1 and column >= 1 for line, column in places_or_none(data))

"""What is wrong with a BLT file is told word for word, each problem with its line and its column."""

from __future__ import annotations

import pytest

from agm.counting.read.blt import read_blt
from agm.counting.read.files import ReadingError

PLAIN = '3 2\n4 1 2 0\n2 3 0\n0\n"Ann"\n"Bob"\n"Cy"\n"Chair"\n'
PAPER = "4 1 2 0"
HEAD = "expected the numbers of candidates and seats, for example “7 3”"
NO_BLT = f"{HEAD}; this does not look like a BLT file, found"
PAPERS = "expected a whole number of papers from 1 (or 0 alone, to end the papers), found"
CANDIDATE = "expected the number of a candidate, from 1 to 3, found"
NO_ZERO = "expected 0 at the end of the line, found the end of the line."
NO_END = (
    "expected more papers, or a line with 0 alone after the last of them, "
    "found the end of the file; it may have been cut off."
)
QUOTE = "expected a closing quote on the line that the name begins on."
ENDS = "and then the end of the file; it may have been cut off."
NO_TEXT = "expected plain text in UTF-8, found something that is not plain text."


def reported(text: str | bytes) -> list[str]:
    with pytest.raises(ReadingError) as caught:
        read_blt(text)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [f"Line 1, column 1: {HEAD}, found nothing."]),
        ("\n \n", [f"Line 2, column 1: {HEAD}, found nothing."]),
        ("<html>\n", [f"Line 1, column 1: {NO_BLT} “<html>”."]),
        ("\n  Dear all,\n", [f"Line 2, column 3: {NO_BLT} “Dear all,”."]),
        ("3\n", [f"Line 1, column 1: {NO_BLT} “3”."]),
        ("3 2 1\n", [f"Line 1, column 1: {NO_BLT} “3 2 1”."]),
        ("3 1000000000\n", [f"Line 1, column 1: {NO_BLT} “3 1000000000”."]),
        ("x -2\n", [f"Line 1, column 1: {NO_BLT} “x -2”."]),
        ("0 2\n", ["Line 1, column 1: expected a number of candidates from 1, found “0”."]),
        (" -3 2\n", ["Line 1, column 2: expected a number of candidates from 1, found “-3”."]),
        (
            PLAIN.replace("3 2\n", "3 0\n"),
            ["Line 1, column 3: expected a number of seats from 1, found “0”."],
        ),
        ("3 -2\n", ["Line 1, column 3: expected a number of seats from 1, found “-2”.", f"Line 2, column 1: {NO_END}"]),
    ],
)
def test_the_first_line(text: str, problems: list[str]) -> None:
    assert reported(text) == problems


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        ("4 1 9 0", [f"column 5: {CANDIDATE} “9”."]),
        ("4 1 x 0", [f"column 5: {CANDIDATE} “x”."]),
        ("4 1 4 0", [f"column 5: {CANDIDATE} “4”."]),
        ("4 1 0 2 0", [f"column 5: {CANDIDATE} “0”."]),
        ("4 1 1=1 0", ["column 5: expected different candidates in an equal rank, found “1=1”."]),
        ("4 1 2 = 3=2 0", ["column 5: expected different candidates in an equal rank, found “2 = 3=2”."]),
        ("4 1 = 0", [f"column 7: {CANDIDATE} “0”.", f"column 8: {NO_ZERO}"]),
        (
            "4 1 == 2 0",
            [f"column {n}: expected a candidate on each side of =, found = on its own." for n in (5, 6)],
        ),
        ("4 1 2=0", [f"column 7: {CANDIDATE} “0”.", f"column 8: {NO_ZERO}"]),
        ("4 1 2 =  7 0", [f"column 10: {CANDIDATE} “7”."]),
        ("4 =1 2 0", [f"column 1: {PAPERS} “4 =1”."]),
        ("0 1 2 0", [f"column 1: {PAPERS} “0”."]),
        ("-4 1 2 0", [f"column 1: {PAPERS} “-4”."]),
        ("  1.5 1 2 0", [f"column 3: {PAPERS} “1.5”."]),
        ("1" * 12 + " 1 2 0", [f"column 1: {PAPERS} “111111111111”."]),
        ("1" * 5000 + " 1 2 0", [f"column 1: {PAPERS} “{'1' * 29}…”."]),
        ("0 9 1 2", [f"column 1: {PAPERS} “0”.", f"column 3: {CANDIDATE} “9”.", f"column 8: {NO_ZERO}"]),
        ("4 1 9", [f"column 5: {CANDIDATE} “9”.", f"column 6: {NO_ZERO}"]),
        ("4 1 12", [f"column 5: {CANDIDATE} “12”.", f"column 7: {NO_ZERO}"]),
        ("4", [f"column 2: {NO_ZERO}"]),
        ("-4", ["column 1: expected a withdrawn candidate from -1 to -3, found “-4”."]),
        ("-1 -0", ["column 4: expected a withdrawn candidate from -1 to -3, found “-0”."]),
    ],
)
def test_a_line_among_the_papers(line: str, problems: list[str]) -> None:
    assert reported(PLAIN.replace(PAPER, line)) == [f"Line 2, {problem}" for problem in problems]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("3 2\n", [f"Line 2, column 1: {NO_END}"]),
        ("3 2\n4 1 2 0\n", [f"Line 3, column 1: {NO_END}"]),
        ("3 2\n4 1 2", [f"Line 2, column 6: {NO_ZERO}", f"Line 3, column 1: {NO_END}"]),
        (
            "3 2\n4 1 2 0\n0\n",
            [f"Line 4, column 1: expected 3 names, one for each candidate, found 0 {ENDS}"],
        ),
        (
            '3 2\n4 1 2 0\n0\n"Ann"\n"Bo',
            [
                f"Line 5, column 4: {QUOTE}",
                f"Line 6, column 1: expected 3 names, one for each candidate, found 2 {ENDS}",
            ],
        ),
        (
            PLAIN.replace('"Bob"', '"ANN "'),
            ["Line 6, column 1: expected a name of its own for each candidate; line 5 has the same, found “ANN”."],
        ),
        (
            PLAIN.replace('"Ann"', '"Ann  Lee"').replace('"Cy"', '"ann\tlee"'),
            ["Line 7, column 1: expected a name of its own for each candidate; line 5 has the same, found “ann lee”."],
        ),
        (
            PLAIN.replace('"Bob"', '"Ann"').replace('"Cy"', '"Ann"'),
            [
                f"Line {line}, column 1: expected a name of its own for each candidate; line 5 has the same, "
                "found “Ann”."
                for line in (6, 7)
            ],
        ),
        (PLAIN.replace('"Bob"', '""'), ["Line 6, column 1: expected the name of a candidate, found an empty name."]),
        (
            PLAIN + "More\nStill more\n",
            [
                f"Line {line}, column 1: expected nothing more after 3 names and a title, found “{text}”."
                for line, text in ((9, "More"), (10, "Still more"))
            ],
        ),
        (
            PLAIN.replace('"Ann"', '"Ann\nLee"'),
            [
                f"Line 5, column 5: {QUOTE}",
                "Line 9, column 1: expected nothing more after 3 names and a title, found “Chair”.",
            ],
        ),
        (
            PLAIN.replace('"Ann"', '"'),
            [
                "Line 5, column 1: expected the name of a candidate, found an empty name.",
                f"Line 5, column 2: {QUOTE}",
            ],
        ),
    ],
)
def test_the_end_of_the_file_and_its_names(text: str, problems: list[str]) -> None:
    assert reported(text) == problems


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (PLAIN.encode("utf-16"), f"Line 1, column 1: {NO_TEXT}"),
        (b"\xff\xfea\nb", f"Line 1, column 1: {NO_TEXT}"),
        (b"\xfe\xffa\nb", f"Line 1, column 1: {NO_TEXT}"),
        (b"\n\0\n", f"Line 2, column 1: {NO_TEXT}"),
        (PLAIN.replace("Cy", "\0").encode(), f"Line 7, column 1: {NO_TEXT}"),
        (b"\x81", "Line 1, column 1: expected text in UTF-8, found the byte 0x81."),
        (b"\n\x81", "Line 2, column 1: expected text in UTF-8, found the byte 0x81."),
        (PLAIN.encode().replace(b"Cy", b"\x81\xff"), "Line 7, column 2: expected text in UTF-8, found the byte 0x81."),
    ],
)
def test_bytes_that_are_no_text(data: bytes, problem: str) -> None:
    assert reported(data) == [problem]

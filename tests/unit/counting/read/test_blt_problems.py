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
OPTION = "expected papers, or an option such as “[nick a b c]” with 3 short names, found"
OPEN = "expected “*/” after the comment that begins on this line, found the end of the file."
CANDIDATE = "expected the number of a candidate, from 1 to 3, found"
NO_ZERO = "expected 0 at the end of the line, found the end of the line."
NO_END = (
    "expected more papers, or a line with 0 alone after the last of them, "
    "found the end of the file; it may have been cut off."
)
QUOTE = "expected a closing quote on the line that the name begins on."
ENDS = "and then the end of the file; it may have been cut off."
NO_FILE = "Line 1, column 1: expected a file of papers or totals, found"


def reported(text: str | bytes) -> list[str]:
    with pytest.raises(ReadingError) as caught:
        read_blt(text)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [f"Line 1, column 1: {HEAD}, found nothing."]),
        ("\n \n", [f"Line 2, column 1: {HEAD}, found nothing."]),
        (
            "<html>\n",
            ["Line 1, column 1: expected a file of papers or totals, found a web page (an error page, perhaps)."],
        ),
        *(
            (text, [f"{NO_FILE.replace('1', str(text.count(chr(10))), 1)} a web page (an error page, perhaps)."])
            for text in ("\n\n<!DOCTYPE html>\n", "<!-- 404 -->\n", "<p>Error 500</p>\n", " <?xml version='1.0'?>\n")
        ),
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
        ("1001 2\n", ["Line 1, column 1: expected at most 1,000 candidates, found “1001”."]),
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
        (
            "1,003 1 0",
            ["column 2: expected “,” between all numbers of the line or none, and in no number, found “1,003 1 0”."],
        ),
        (
            "4 1, 2 0",
            ["column 4: expected “,” between all numbers of the line or none, and in no number, found “4 1, 2 0”."],
        ),
        (
            "4,1;2,0",
            ["column 2: expected “,” between all numbers of the line or none, and in no number, found “4,1;2,0”."],
        ),
        (
            "1 003 0",
            ["column 3: expected numbers that do not begin with 0; this could be part of a number, found “003”."],
        ),
        (
            "[nick a b]",
            [f"column 1: {OPTION} “[nick a b]”."],
        ),
        (
            "[nick 1 a b]",
            [f"column 1: {OPTION} “[nick 1 a b]”."],
        ),
        (
            "[undeclared 3]",
            [f"column 1: {OPTION} “[undeclared 3]”."],
        ),
        ("[withdrawn 1 4]", ["column 1: expected a withdrawn candidate from -1 to -3, found “-4”."]),
        ("(a paper) 9 1 0", [f"column 11: {CANDIDATE} “9”."]),
        ("4 (1 9) 0", [f"column 5: {CANDIDATE} “9”."]),
        ("4 /* four */ 9 0", [f"column 14: {CANDIDATE} “9”."]),
        ("-4", ["column 1: expected a withdrawn candidate from -1 to -3, found “-4”."]),
        ("-1 -0", ["column 4: expected a withdrawn candidate from -1 to -3, found “-0”."]),
    ],
)
def test_a_line_among_the_papers(line: str, problems: list[str]) -> None:
    assert reported(PLAIN.replace(PAPER, line)) == [f"Line 2, {problem}" for problem in problems]


def test_a_number_longer_than_python_takes() -> None:
    found = f"Line 3, column 1: {PAPERS} “{'1' * 29}…”."
    assert reported(PLAIN.replace("2 3 0", "1" * 5000 + " 3 0")) == [found]


def test_numbers_stand_apart_in_one_way_throughout() -> None:
    apart = "Line 4, column 2: expected numbers that stand apart as those of line 2 do, found “1,003,1,0”."
    zero = "Line 4, column 3: expected numbers that do not begin with 0; this could be part of a number, found “003”."
    assert reported(PLAIN.replace("2 3 0\n", "2 3 0\n1,003,1,0\n")) == [apart]
    assert reported(PLAIN.replace(PAPER, "4,1,2,0").replace("2 3 0\n", "2,3,0\n1,003,1,0\n")) == [zero]


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
        (
            PLAIN.replace('"Bob"\n', ""),
            [
                (
                    'Line 8, column 1: expected a title after the 3 names (a line with "" where there is none), '
                    "found the end of the file; a name may have been lost."
                )
            ],
        ),
        (
            PLAIN.replace('"Ann"\n"Bob"\n"Cy"\n"Chair"', '"Ann" "Green"\n"Bob" "Labour"'),
            [f"Line 7, column 1: expected 3 names, one for each candidate, found 2 {ENDS}"],
        ),
        (
            PLAIN.replace('"Cy"\n"Chair"', '"Cy"\n"Chair" "Labour"'),
            ["Line 8, column 1: expected one title; a name may have been lost, found “Chair Labour”."],
        ),
        (PLAIN.replace('"Bob"', '""'), ["Line 6, column 1: expected the name of a candidate, found an empty name."]),
        (
            PLAIN + "More\nStill more\nAnd more\n",
            [
                f"Line {line}, column 1: expected nothing more after 3 names and a title, found “{text}”."
                for line, text in ((9, "More"), (10, "Still more"), (11, "And more"))
            ],
        ),
        (
            PLAIN.replace('"Bob"\n', "") + '"Source: the hall"\n',
            ["Line 8, column 1: expected the title; a name may have been lost, found “Source: the hall”."],
        ),
        (
            PLAIN + '"Di"\n',
            ["Line 9, column 1: expected nothing more after 3 names and a title, found “Di”."],
        ),
        (
            PLAIN.replace("4 1 2 0", "4 1 2 0 /* of four").replace("2 3 0", "2 3 0 */ /* of two"),
            [
                f"Line 2, column 1: {OPEN}",
                f"Line 9, column 1: {NO_END}",
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
        (b"\xff\xfea\nb", "Line 2, column 1: expected text in UTF-16, found the byte 0x62."),
        (b"\xfe\xffa\nb", "Line 2, column 1: expected text in UTF-16, found the byte 0x62."),
        (
            PLAIN.replace("Cy", "\0").encode(),
            "Line 7, column 2: expected text that can be printed, found the unprintable character U+0000.",
        ),
        (
            PLAIN.replace("Chair", "\x1b[2Jx").encode(),
            "Line 8, column 2: expected text that can be printed, found the unprintable character U+001B.",
        ),
        (b"PK\x03\x04more", f"{NO_FILE} a spreadsheet or an archive; save its sheet as CSV first."),
        (b"%PDF-1.7", f"{NO_FILE} a PDF file."),
        (b"\x81", "Line 1, column 1: expected text in UTF-8, found the byte 0x81."),
        (b"\n\x81", "Line 2, column 1: expected text in UTF-8, found the byte 0x81."),
        (PLAIN.encode().replace(b"Cy", b"\x81\xff"), "Line 7, column 2: expected text in UTF-8, found the byte 0x81."),
    ],
)
def test_bytes_that_are_no_text(data: bytes, problem: str) -> None:
    assert reported(data) == [problem]

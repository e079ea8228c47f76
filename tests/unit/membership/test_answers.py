"""Questions about a list are answered, and the list is read again: what comes of each answer."""

from __future__ import annotations

import pytest

from agm.language.partial_date import PartialDate
from agm.membership.reading.choices import OF_ROW, choice_of, choices_for
from agm.membership.reading.read import decide, sift
from agm.membership.reading.sifted import SiftedList, packed, unpacked
from agm.membership.reading.values import (
    Answers,
    Choice,
    Code,
    Decision,
    Effect,
    HeldMember,
    Problem,
    RollReading,
    RollSettings,
)

DAY = PartialDate(2020, 2, 28)
HELD = (HeldMember("Ann Ashby", number="0042", id=1), HeldMember("Bo Cole", number="7", id=2))


def read(text: str, *answered: tuple[int, Code, str | None, Choice], held: tuple[HeldMember, ...] = ()) -> RollReading:
    """The reading of a list that was put away and taken out again, with these answers."""
    sifted = sift(text, RollSettings())
    assert isinstance(sifted, SiftedList)
    rows = {(line, code, column): choice for line, code, column, choice in answered}
    return decide(unpacked(packed(sifted)), RollSettings(held=held, answers=Answers(rows=rows)))


def members(reading: RollReading) -> list[tuple[str, str | None, int | None]]:
    found = [*reading.added, *(one.member for one in reading.changed), *reading.unchanged]
    return sorted((one.name, one.number, one.held_id) for one in found)


@pytest.mark.parametrize(
    ("row", "code", "column", "choice", "expected"),
    [
        ("42,Ann Ashby", Code.LEADING_ZEROS_LOST, "Number", Choice("held"), [("Ann Ashby", "0042", 1)]),
        ("42,Ann Ashby", Code.LEADING_ZEROS_LOST, "Number", Choice("rightly"), [("Ann Ashby", "42", None)]),
        ("42,Ann Ashby", Code.LEADING_ZEROS_LOST, "Number", Choice("out"), []),
        ("9,Ann Ashby", Code.NUMBER_DIFFERS, "Number", Choice("same"), [("Ann Ashby", "9", 1)]),
        ("9,Ann Ashby", Code.NUMBER_DIFFERS, "Number", Choice("held"), [("Ann Ashby", "0042", 1)]),
        ("9,Ann Ashby", Code.NUMBER_DIFFERS, "Number", Choice("new"), [("Ann Ashby", "9", None)]),
        ("0042,Zed Yarrow", Code.NUMBER_OF_ANOTHER, "Number", Choice("same"), [("Zed Yarrow", "0042", 1)]),
        ("0042,Zed Yarrow", Code.NUMBER_OF_ANOTHER, "Number", Choice("out"), []),
        ("8,Si?n Dee", Code.LETTERS_LOST, "Name", Choice("text", "Siân Dee"), [("Siân Dee", "8", None)]),
    ],
)
def test_an_answer_about_a_row_decides_it(
    row: str, code: Code, column: str, choice: Choice, expected: list[tuple[str, str | None, int | None]]
) -> None:
    text = f"Number,Name\n{row}\n"
    before = read(text, held=HELD)
    assert [one.decision for one in before.rows] == [Decision.ASK]
    assert [problem.code for problem in before.rows[0].problems] == [code]
    after = read(text, (2, code, column, choice), held=HELD)
    assert members(after) == expected
    assert after.rows[0].decision is (Decision.ACCEPTED if expected else Decision.LEFT_OUT)


def test_a_held_member_whose_line_is_left_out_is_not_missing() -> None:
    out = read(
        "Number,Name\n42,Ann Ashby\n7,Bo Cole\n", (2, Code.LEADING_ZEROS_LOST, "Number", Choice("out")), held=HELD
    )
    assert out.missing == ()
    assert members(out) == [("Bo Cole", "7", 2)]


SAME = "Number,Name,Email\n1,Ann Ashby,ann@example.org\n1,Bo Cole,ann@example.org\n"


@pytest.mark.parametrize("line", [2, 3])
@pytest.mark.parametrize(("key", "number"), [("out", 1), ("no_number", 2)])
def test_where_one_of_two_rows_gives_way_nothing_is_asked_of_the_other(line: int, key: str, number: int) -> None:
    reading = read(SAME, (line, Code.SAME_NUMBER, "Number", Choice(key)))
    assert len(members(reading)) == number
    assert {row.decision for row in reading.rows} <= {Decision.ACCEPTED, Decision.LEFT_OUT}
    assert [one.number for one in reading.added].count("1") == 1


def test_a_date_is_typed_or_left_open_and_each_column_asked_by_itself() -> None:
    text = "Name,Joined,Paid to\nAnn Ashby,31/02/2020,32/01/2027\n"
    first = (2, Code.DATE_UNREADABLE, "Joined", Choice("date", date=DAY))
    assert read(text, first).rows[0].decision is Decision.ASK
    [member] = read(text, first, (2, Code.DATE_UNREADABLE, "Paid to", Choice("none"))).added
    assert (member.joined, member.paid_to) == (DAY, None)


def test_one_of_several_addresses_is_chosen() -> None:
    text = "Name,Email\nAnn Ashby,a@example.org; b@example.org\n"
    [problem] = read(text).rows[0].problems
    assert list(choices_for(problem).values())[:2] == ["a@example.org", "b@example.org"]
    [member] = read(text, (2, Code.TWO_EMAILS, "Email", choice_of(problem, "1"))).added
    assert member.email == "b@example.org"
    with pytest.raises(KeyError):
        choice_of(problem, "2")


def test_a_row_can_always_be_left_out() -> None:
    for code in Code:
        offered = choices_for(Problem(code, Effect.ASK, "Email", "a@example.org; b@example.org", "01"))
        assert list(offered)[-1] == "out"
        assert len(offered) > 1
    assert all("out" not in offered for offered in OF_ROW.values())


@pytest.mark.parametrize("cell", ["x" * 401, "Ann\x07Ashby", "Ann\x00Ashby", "Ann\ud800"])
def test_what_no_database_holds_is_refused_at_its_cell(cell: str) -> None:
    reading = read(f"Name,Email\nBo Cole,bo@example.org\n{cell},ann@example.org\n")
    assert [problem.code for problem in reading.rows[1].problems] == [Code.CELL_UNUSABLE]
    assert members(reading) == [("Bo Cole", None, None)]
    long = read(f"Name,Email\nBo Cole,{'x' * 401}@example.org\n")
    assert [one.email for one in long.added] == [None]


ADDRESSES = (
    "Number,Name,Email,Address Line 1,Address 2,Town,Post code\n"
    "1,Ann Ashby,ann@example.org,1 Ink Lane,,Oxbridge,OX1 1AA\n"
    '2,Bo Cole,,"Flat 2, The Mill",Mill Road,Leeds,LS1 1AA\n'
    "3,Cy Dumb,,,,Leeds,\n"
)


def addresses(text: str, held: tuple[HeldMember, ...] = (), *, wanted: bool = True) -> RollReading:
    sifted = sift(text, RollSettings(with_addresses=wanted))
    assert isinstance(sifted, SiftedList)
    return decide(unpacked(packed(sifted)), RollSettings(with_addresses=True, held=held))


def test_postal_addresses_are_kept_of_those_without_e_mail_and_where_they_are_wanted() -> None:
    found = {one.name: one.postal_address for one in addresses(ADDRESSES).added}
    assert found == {"Ann Ashby": None, "Bo Cole": "Flat 2, The Mill\nMill Road\nLeeds\nLS1 1AA", "Cy Dumb": None}
    unwanted = addresses(ADDRESSES, wanted=False)
    assert {one.postal_address for one in unwanted.added} == {None}
    assert {"Address Line 1", "Address 2", "Town", "Post code"} <= {one.column for one in unwanted.not_kept}


def test_a_new_address_is_a_change_and_goes_once_there_is_an_e_mail() -> None:
    held = (
        HeldMember("Bo Cole", number="2", id=1, postal_address="1 Old Road"),
        HeldMember("Cy Dumb", number="3", id=2, email="cy@example.org"),
    )
    text = "Number,Name,Address,Town\n2,Bo Cole,2 New Road,Leeds\n3,Cy Dumb,3 New Road,Leeds\n"
    found = addresses(text, held)
    assert [one.changes for one in found.changed] == [{"postal_address": ("1 Old Road", "2 New Road\nLeeds")}]
    assert [(one.name, one.postal_address) for one in found.unchanged] == [("Cy Dumb", None)]

"""What no case shows: files that are no list, sizes, and what may not come out of a reading."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date

import openpyxl
import pytest

from agm.membership.reading.read import read_roll
from agm.membership.reading.values import Code, Decision, ListRefused, Meaning, RollReading, RollSettings, WhyNotKept

HEADINGS = "Number,First name,Surname,Email,Joined,Paid to"
SETTINGS = RollSettings(freeze_date=date(2026, 9, 1), paid_up_at=date(2026, 9, 1))


def read(text: str) -> RollReading:
    return read_roll(text.encode(), SETTINGS)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "nothing in this list"),
        (b",,,\n,,,\n", "nothing in this list"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
        (b"<!DOCTYPE html><p>Sign in", "web page"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"Name,Email\nAnn \x81\x8d,a@example.org\n", "Line 2, column 5"),
    ],
)
def test_what_is_no_list_is_refused_in_plain_words(data: bytes, words: str) -> None:
    with pytest.raises(ListRefused, match=words):
        read_roll(data, SETTINGS)


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = bytearray(packed({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" "}))
    sizes = bomb.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24
    bomb[sizes : sizes + 4] = (3 << 30).to_bytes(4, "little")
    with pytest.raises(ListRefused, match="unpacks to more"):
        read_roll(bytes(bomb), SETTINGS)


def test_a_bomb_of_entities_is_refused() -> None:
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with pytest.raises(ListRefused):
        read_roll(packed(parts | {"xl/worksheets/sheet1.xml": entities}), SETTINGS)


def test_an_archive_without_a_workbook_and_a_missing_sheet_are_told() -> None:
    with pytest.raises(ListRefused, match="no Excel workbook"):
        read_roll(packed({"members.csv": b"Name\nAnn\n"}), SETTINGS)
    file = io.BytesIO()
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Members")
    sheet.append(["Name", "Email"])
    sheet.append(["Ann Ashby", "ann@example.org"])
    book.save(file)
    with pytest.raises(ListRefused, match="no sheet called “Old”"):
        read_roll(file.getvalue(), SETTINGS, sheet="Old")
    assert read_roll(file.getvalue(), SETTINGS, sheet="Members").added[0].name == "Ann Ashby"


def workbook(rows: Sequence[Sequence[object]], dimension: str = "") -> bytes:
    file = io.BytesIO()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Members")
    for row in rows:
        sheet.append(row)
    book.save(file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = "xl/worksheets/sheet1.xml"
    size = f'<dimension ref="{dimension}"/><sheetData>'.encode()
    return packed(parts | {part: parts[part].replace(b"<sheetData>", size)}) if dimension else file.getvalue()


def test_a_wrong_size_in_a_workbook_loses_nobody() -> None:
    rows = [["Name", "Email"], *(["Ann Ashby", f"ann{number}@example.org"] for number in range(9))]
    reading = read_roll(workbook(rows, "A1:A2"), RollSettings())
    assert [member.email for member in reading.added] == [f"ann{number}@example.org" for number in range(9)]


def test_too_large_a_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agm.membership.reading.read.LARGEST_FILE", 10)
    with pytest.raises(ListRefused, match="larger"):
        read("Name,Email\nAnn,a@example.org\n")


def test_no_sensitive_cell_is_anywhere_in_a_reading() -> None:
    reading = read(
        f"{HEADINGS},Ethnicity,Account,Religion\n"
        "1,Ann,Ashby,bad@@,31/02/2020,31/03/2027,SECRET-A,00-11-22,SECRET-B\n"
        "2,Bob,Cole,b@example.org,01/02/2020,31/03/2027,SECRET-C,00-11-23,SECRET-D,SECRET-E\n"
    )
    assert [one.why for one in reading.not_kept] == [WhyNotKept.SENSITIVE] * 3
    assert not any(secret in repr(reading) for secret in ("SECRET", "00-11-2"))


def test_pasted_cells_are_read_as_a_list() -> None:
    reading = read_roll("Name\tE-mail\nAnn Ashby\tann@example.org\n", RollSettings())
    assert (reading.found.encoding, reading.found.delimiter) == ("text", "tab")
    assert reading.added[0].email == "ann@example.org"


def test_a_heading_alone_makes_no_address_and_no_number() -> None:
    text = "No,Membership No,Name,Email\n1,A7,Ann Ashby,Yes\n2,A8,Bob Cole,No\n3,A9,Cy Dee,Yes\n"
    reading = read(text)
    assert reading.mapping == {"Membership No": Meaning.NUMBER, "Name": Meaning.NAME}
    assert [member.number for member in reading.added] == ["A7", "A8", "A9"]


def test_an_address_is_found_by_what_stands_in_the_column() -> None:
    reading = read("Who,Reach,Name\nx,ann@example.org,Ann Ashby\ny,bob@example.org,Bob Cole\n")
    assert reading.mapping == {"Reach": Meaning.EMAIL, "Name": Meaning.NAME}


def test_a_long_list_has_an_outcome_for_every_line() -> None:
    rows = [f"{n},Ann,Ashby {n},a{n}@example.org,14/02/2020,31/03/2027" for n in range(5000)]
    rows[2500] = "2499,Bob,Cole,b@example.org,14/02/2020,31/03/2027"
    reading = read("\n".join([HEADINGS, *rows]))
    assert [row.line for row in reading.rows] == list(range(2, 5002))
    assert [row.line for row in reading.rows if row.problems] == [2501, 2502]
    assert [question.code for question in reading.questions] == [Code.SAME_NUMBER]


def test_names_are_read_where_they_stand_with_the_addresses() -> None:
    lines = ["Email", "Ann Bell <ann@example.org>", '"Bo Rope" <bo@example.org>', "Cy Stay", "<di@example.org>"]
    found = read("\n".join(lines) + "\n")
    assert [(one.name, one.email) for one in found.added] == [
        ("Ann Bell", "ann@example.org"), ("Bo Rope", "bo@example.org"), ("Cy Stay", None),
    ]  # fmt: skip
    assert [(row.line, problem.code) for row in found.rows for problem in row.problems] == [(5, Code.NO_NAME)]


@pytest.mark.parametrize("heading", ["Deceased:", "Former members", "Life members:"])
def test_a_heading_of_a_part_of_the_list_is_no_member(heading: str) -> None:
    found = read(f"Number,Name,Email\n1,Ann Bell,ann@example.org\n{heading},,\n2,Bo Rope,bo@example.org\n3,,\n")
    assert [(row.line, row.decision) for row in found.rows if row.decision is not Decision.ACCEPTED] == [
        (3, Decision.NOT_A_MEMBER), (5, Decision.REFUSED),
    ]  # fmt: skip

"""The page of a region's members: a list is read, asked about, shown, and then taken over or forgotten."""

from __future__ import annotations

import datetime as dt
import io
import json
import zlib
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.membership.commands import ImportRoll
from agm.membership.models import RollDraft, RollImport, RollMember
from agm.membership.operations import dispose_of_drafts, drafts, import_roll
from agm.membership.reading.values import Member
from agm.organisation.models import Unit
from agm.outbox.kinds import JobKind
from agm.outbox.models import OutboxJob
from agm.web.outbox_handlers.registry import build_worker
from tests.support.client import Field, StrictClient
from tests.support.html_page import Page, text_of
from tests.support.kept_records import kept_record
from tests.support.records import NOW, make_organisation, make_region

SignIn = Callable[..., StrictClient]
ROLL = "/desk/severn-vale/roll"
READ, ANSWER = "Read the list", "See what the answers change"
LIST = """\
Number,Name,Email,Class,Joined,Paid to,Religion
1,Ann Ashby,ann@example.org,Full,14/02/2020,31/03/2027,SECRET
2,Bob Cole,,Full,14/02/2020,31/03/2026,SECRET
3,Cy Dee,cy@example.org,Junior,14/02/2020,31/03/2027,SECRET
"""
WRONG_DATE = "4,Di Eel,di@example.org,Full,31/02/2020,31/03/2027,SECRET\n"
SAME_NUMBER = "3,Eve Foss,eve@example.org,Full,14/02/2020,31/03/2027,SECRET\n"


@kept_record
def unit(session: Session) -> Unit:
    """A region without members."""
    make_organisation(session)
    return make_region(session)


@pytest.fixture
def officer(unit: Unit, sign_in: SignIn) -> StrictClient:
    return sign_in("regional_officer", unit)


def on_roll(session: Session) -> list[str]:
    session.expire_all()
    rows = session.scalars(select(RollMember).where(RollMember.left_on.is_(None)).order_by(RollMember.id))
    found = [f"{row.number} {row.name} {row.joined}" for row in rows]
    session.commit()
    return found


def read(officer: StrictClient, pasted: str) -> TestResponse:
    """Paste a list: the page that shows what it would bring."""
    return officer.submit(officer.get_page(ROLL), {"pasted": pasted}, button=READ)


def page_of(officer: StrictClient, shown: TestResponse | Page) -> Page:
    return shown if isinstance(shown, Page) else officer.page(shown)


def take(officer: StrictClient, shown: TestResponse | Page, **values: str) -> TestResponse:
    """Press the button that has the number of members in it."""
    button = next(label for one in page_of(officer, shown).all("button") if "Take over" in (label := text_of(one)))
    return officer.submit(shown, dict(values), button=button)


def test_a_label_with_e_mail_stays_one_text_beside_its_box(officer: StrictClient) -> None:
    [label] = [one for one in officer.get_page(ROLL).all("label", class_="tick") if "e-mail" in "".join(one.itertext())]
    assert [one.tag for one in label] == ["input", "span"]
    assert [one.get("class") for one in label.iter("span")] == [None, "unbroken"]


def test_a_list_is_shown_and_then_taken_over(officer: StrictClient, session: Session) -> None:
    shown = read(officer, LIST)
    assert shown.status_code == 200
    assert "SECRET" not in shown.text
    assert "Left out and not kept: <bdi>Religion</bdi> (sensitive)" in shown.text
    assert "3 members" in shown.text
    assert on_roll(session) == []
    taken = officer.submit(shown, button="Take over 3 members")
    assert "of whom 1 have no e-mail address" in taken.text
    assert on_roll(session) == ["1 Ann Ashby 2020-02-14", "2 Bob Cole 2020-02-14", "3 Cy Dee 2020-02-14"]
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.action == "region:roll:imported"))
    assert entry.details == {"added": 3, "changed": 0, "gone": 0, "not_taken": 0}
    assert session.scalars(select(RollDraft)).all() == []


def test_nothing_sensitive_is_kept_while_a_list_waits(officer: StrictClient, session: Session) -> None:
    read(officer, LIST.replace("SECRET", "VERYSECRET") + "9,To,o,many,cells,here,VERYSECRET,more\n")
    draft = session.scalars(select(RollDraft)).one()
    kept = zlib.decompress(draft.content).decode() + json.dumps([draft.answers, draft.found])
    assert "Ann Ashby" in kept
    assert "VERYSECRET" not in kept


def test_what_is_asked_is_answered_at_its_line(officer: StrictClient, session: Session) -> None:
    shown = read(officer, LIST + WRONG_DATE + SAME_NUMBER)
    assert "3 answers are open" in shown.text
    refused = take(officer, shown)
    assert refused.status_code == 422
    assert "Answer the lines that are open" in refused.text
    half = officer.submit(shown, {"row_1": "date", "row_1_date-day": "30", "row_1_date-month": "2"}, button=ANSWER)
    assert half.status_code == 422
    assert 'value="30"' in half.text
    date = {"row_1": "date", "row_1_date-day": "28", "row_1_date-month": "2", "row_1_date-year": "2020"}
    answered = officer.submit(shown, {"row_2": "no_number", **date}, button=ANSWER)
    assert "open." not in answered.text
    officer.submit(answered, button="Take over 5 members")
    assert on_roll(session)[2:] == ["3 Cy Dee 2020-02-14", "4 Di Eel 2020-02-28", "None Eve Foss 2020-02-14"]


def test_lines_without_an_answer_are_left_out_if_that_is_said(officer: StrictClient, session: Session) -> None:
    take(officer, read(officer, LIST + WRONG_DATE), rest="y")
    assert len(on_roll(session)) == 3
    assert session.scalars(select(RollImport.not_taken)).one() == 1


def test_who_is_not_in_a_list_leaves_only_where_that_is_said(officer: StrictClient, session: Session) -> None:
    take(officer, read(officer, LIST))
    without_ann = "\n".join(line for line in LIST.splitlines() if "Ann" not in line).replace(",,", ",bob@example.org,")
    shown = read(officer, without_ann)
    assert "Do they stay?" in shown.text
    assert "Take over" not in shown.text
    stays = officer.submit(shown, {"list_0": "stay"}, button=ANSWER)
    assert "1 member stay as they are" in stays.text
    take(officer, stays)
    assert len(on_roll(session)) == 3
    leaves = officer.submit(read(officer, without_ann), {"list_0": "leave"}, button=ANSWER)
    take(officer, leaves)
    assert on_roll(session) == ["2 Bob Cole 2020-02-14", "3 Cy Dee 2020-02-14"]


def test_who_resigned_or_died_leaves_and_who_is_unpaid_stays(officer: StrictClient, session: Session) -> None:
    head = "Number,Name,Status\n"
    take(officer, read(officer, f"{head}1,Ann Ashby,Active\n2,Bob Cole,Active\n3,Cy Dee,Active\n"))
    shown = read(officer, f"{head}1,Ann Ashby,Resigned\n2,Bob Cole,Unpaid\n3,Cy Dee,Deceased\n4,Di Eel,Pending\n")
    assert "resigned" in shown.text
    take(officer, shown)
    assert on_roll(session) == ["2 Bob Cole None"]
    assert session.scalars(select(RollMember.says_paid).where(RollMember.name == "Bob Cole")).one() is False


@pytest.mark.parametrize(
    ("pasted", "answer", "joined"),
    [
        ("Name,Joined\nAnn Ashby,03/04/2020\nBo Rope,05/06/2021\n", {"list_0": "mdy"}, ["2020-03-04", "2021-05-06"]),
        ("Name,Start date\nAnn Ashby,13/04/2020\n", {"list_0": "term"}, ["None"]),
        ("Name,Start date\nAnn Ashby,13/04/2020\n", {"list_0": "joined"}, ["2020-04-13"]),
        ("Name,Joined\nAnn Ashby,43000\n", {"list_0": "yes"}, ["2017-09-22"]),
        ("Ann Ashby,ann@example.org\nBo Rope,bo@example.org\n", {"list_0": "yes"}, ["None", "None"]),
        ("Name,Status\nAnn Ashby,Gold\nBo Rope,Ember\n", {"list_0": "yes", "list_1": "no"}, ["None"]),
        ("Name,Class\nAnn & Bo Rope,Joint\n", {"list_0": "yes"}, ["None", "None"]),
    ],
)  # fmt: skip
def test_a_question_about_the_whole_list_is_answered_once(
    officer: StrictClient, session: Session, pasted: str, answer: dict[str, Field], joined: list[str]
) -> None:
    answered = officer.submit(read(officer, pasted), answer, button=ANSWER)
    take(officer, answered)
    assert [line.rsplit(" ", 1)[1] for line in on_roll(session)] == joined


def workbook(*sheets: tuple[str, list[list[str]]]) -> io.BytesIO:
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    made.seek(0)
    return made


def bomb() -> io.BytesIO:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 600_000_000)
    made.seek(0)
    return made


def test_a_workbook_one_with_several_lists_and_what_is_none(officer: StrictClient, session: Session) -> None:
    page = officer.get_page(ROLL)
    rows = [["Name", "E-mail"], ["Ann Ashby", "ann@example.org"]]
    several: dict[str, Field] = {"sheet": (workbook(("Now", rows), ("Then", rows)), "members.xlsx")}
    refused = officer.submit(page, several, button=READ)
    assert (refused.status_code, "“Now” or “Then”" in refused.text) == (422, True)
    chosen: dict[str, Field] = {"sheet": (workbook(("Now", rows), ("Then", rows)), "members.xlsx"), "page": "Now"}
    shown = officer.submit(page, chosen, button=READ)
    assert "members.xlsx" in shown.text
    officer.submit(shown, button="Break off")
    for data, name, words in (
        (io.BytesIO(b"%PDF-1.7"), "members.pdf", "This is a PDF file"),
        (bomb(), "members.xlsx", "unpacks to more than a list of members can be"),
        (io.BytesIO(b""), "", "Choose the list, or paste it"),
    ):
        refused = officer.submit(page, {"sheet": (data, name)}, button=READ)
        assert (refused.status_code, words in refused.text) == (422, True), name
    assert on_roll(session) == []


def test_a_list_of_megabytes_is_read_and_one_of_hundreds_is_refused(officer: StrictClient, session: Session) -> None:
    long = "Number,Name,Notes\n" + "".join(f"{number},Ann Ash{number},{'x' * 2000}\n" for number in range(1500))
    parts = {"csrf_token": officer.csrf_token(ROLL), "sheet": FileStorage(io.BytesIO(long.encode()), "m.csv")}
    boundary, body = encode_multipart(parts)
    kind = f"multipart/form-data; boundary={boundary}"
    shown = officer.post(ROLL, data=body, content_type=kind, follow_redirects=True)
    assert "1,500 lines" in shown.text
    officer.submit(shown, button="Break off")
    huge = {"CONTENT_LENGTH": "200000000", "CONTENT_TYPE": "multipart/form-data; boundary=a"}
    answer = officer.open(ROLL, method="POST", environ_overrides=huge)
    assert answer.status_code == 413
    assert session.scalars(select(RollDraft)).all() == []


def test_breaking_off_changes_nothing_and_an_hour_is_the_longest(officer: StrictClient, session: Session) -> None:
    officer.submit(read(officer, LIST), button="Break off")
    assert session.scalars(select(RollDraft)).all() == []
    read(officer, LIST)
    session.execute(text("UPDATE roll_draft SET begun_at = :then"), {"then": str(NOW.replace(tzinfo=None))})
    session.commit()
    assert "Read the list" in officer.get_page(ROLL).text
    dispose_of_drafts(Act(session, SYSTEM, NOW + dt.timedelta(hours=1)))
    assert session.scalars(select(RollDraft)).all() == []
    assert on_roll(session) == []


def test_a_list_that_another_overtook_is_shown_again(officer: StrictClient, unit: Unit, session: Session) -> None:
    shown = read(officer, LIST)
    import_roll(Act(session, SYSTEM, NOW), ImportRoll(unit.id, 0, (Member(2, "Ann Ashby", number="1"),)))
    session.commit()
    again = take(officer, shown)
    assert "Somebody else took over a list meanwhile" in again.text
    assert "1 member<" in again.text or "Changed" in again.text
    assert on_roll(session) == ["1 Ann Ashby None"]
    stale = take(officer, shown)
    assert stale.status_code == 409
    take(officer, again)
    assert len(on_roll(session)) == 3


@pytest.mark.both_databases
def test_a_list_in_place_of_another_is_neither_taken_for_it_nor_kept_for_ever(
    officer: StrictClient, session: Session
) -> None:
    shown = read(officer, LIST)
    officer.submit(shown, button="Break off")
    read(officer, LIST.replace("Ann Ashby", "Flo Gill"))
    assert take(officer, shown).status_code == 409
    assert on_roll(session) == []
    disposals = select(OutboxJob.id).where(OutboxJob.kind == JobKind.ROLL_DRAFT_DISPOSAL)
    assert len(session.scalars(disposals).all()) == 2


def test_what_no_page_offers_is_refused(officer: StrictClient, session: Session) -> None:
    shown = read(officer, LIST + WRONG_DATE)
    refused = officer.submit(shown, {"row_0": "elsewhere"}, button=ANSWER)
    assert refused.status_code == 422
    assert session.scalars(select(RollDraft.answers)).one() == {}


def test_members_are_found_and_those_on_paper_listed(officer: StrictClient) -> None:
    take(officer, read(officer, LIST))
    assert "Cy Dee" not in officer.get_page(f"{ROLL}?q=cole").text
    paper = officer.get_page(f"{ROLL}?paper=1").text
    assert ("Bob Cole" in paper, "Ann Ashby" in paper) == (True, False)
    assert "Nobody of this name or number" in officer.get_page(f"{ROLL}?q=%25").text


def test_a_long_list_is_read_by_the_worker_and_can_be_broken_off(
    app: Flask, officer: StrictClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "LONG", 2)
    worker = build_worker(app).run_due
    waiting = read(officer, LIST)
    assert "0 of 3 lines are read" in waiting.text
    worker()
    shown = officer.get_page(ROLL)
    assert "Take over 3 members" in shown.text
    confirmed = take(officer, shown)
    assert "Then it is taken over" in confirmed.text
    assert on_roll(session) == []
    worker()
    assert len(on_roll(session)) == 3
    assert session.scalars(select(RollImport.taken_by)).one() != "the system"
    officer.submit(read(officer, LIST.replace("Ann", "Anna")), button="Break off")
    worker()
    assert on_roll(session)[0] == "1 Ann Ashby 2020-02-14"


WITH_ADDRESSES = (
    "Number,Name,Email,Address,Town\n1,Ann Ashby,ann@example.org,1 Elm Row,Leeds\n2,Bob Cole,,2 Mill Road,Leeds\n"
)


def addresses(session: Session) -> dict[str, str | None]:
    session.expire_all()
    found = {one.name: one.postal_address for one in session.scalars(select(RollMember))}
    session.commit()
    return found


def test_postal_addresses_are_kept_where_that_is_ticked_and_while_they_are_needed(
    officer: StrictClient, session: Session
) -> None:
    take(officer, read(officer, WITH_ADDRESSES))
    assert addresses(session) == {"Ann Ashby": None, "Bob Cole": None}
    shown = officer.submit(officer.get_page(ROLL), {"pasted": WITH_ADDRESSES, "with_addresses": True}, button=READ)
    page = officer.page(take(officer, shown))
    assert addresses(session) == {"Ann Ashby": None, "Bob Cole": "2 Mill Road\nLeeds"}
    assert "2 Mill Road, Leeds" in page.text
    assert "1 Elm Row" not in page.text
    take(officer, read(officer, "Number,Name,Email\n1,Ann Ashby,ann@example.org\n2,Bob Cole,bob@example.org\n"))
    assert addresses(session) == {"Ann Ashby": None, "Bob Cole": None}, "nobody writes them letters any more"


def test_a_postal_address_goes_with_who_leaves_the_roll(unit: Unit, session: Session) -> None:
    member = Member(2, "Bob Cole", number="2", postal_address="2 Mill Road\nLeeds")
    first = import_roll(Act(session, SYSTEM, NOW), ImportRoll(unit.id, 0, (member,)))
    number = session.scalars(select(RollMember.id)).one()
    import_roll(Act(session, SYSTEM, NOW), ImportRoll(unit.id, first.id, (), (number,)))
    assert addresses(session) == {"Bob Cole": None}

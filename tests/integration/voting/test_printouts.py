"""Papers to print: asked for on a page, made by a worker, fetched as a PDF, forgotten after a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.meetings.models import Meeting, Register
from agm.nominations.models import Contest
from agm.results.models import PapersDestroyed, Printout
from agm.results.operations import dispose_of_printouts
from agm.voting.commands import SetVote
from agm.voting.models import VoteHow
from agm.voting.operations import set_vote
from agm.web.kit import clock
from agm.web.outbox_handlers.registry import build_worker
from tests.integration.voting.test_life_of_a_count import stood
from tests.support.client import Field, StrictClient
from tests.support.kept_records import kept_record
from tests.support.pdfs import PrintedPdf, read_pdf
from tests.support.records import NOW, facts_of, make_organisation, make_region, record

pytestmark = pytest.mark.usefixtures("pango")

SignIn = Callable[..., StrictClient]
LONG = "Llywelyn Featherstonehaugh-Cholmondeley ap Gruffydd of Llanfairpwllgwyngyll"


@kept_record
def on_paper(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    people = [f"Somebody {one}" for one in range(29)]
    offices = (stood("Chair", LONG, "Bo Rope", "Cy Stay"), stood("Treasurer", "Di Peal"), stood("Committee", *people))
    record(session, facts_of(*offices))
    ways = {"Chair": ("av", False), "Treasurer": ("yes_no", True), "Committee": ("plurality", True)}
    for contest in session.scalars(select(Contest)).all():
        rules, has_reopening = ways[contest.label]
        set_vote(Act(session, SYSTEM, NOW), SetVote(contest.id, VoteHow.PAPERS, rules, has_reopening))


@pytest.fixture
def meeting(on_paper: None, session: Session) -> Meeting:
    return session.scalars(select(Meeting)).one()


@pytest.fixture
def officer(meeting: Meeting, sign_in: SignIn) -> StrictClient:
    return sign_in("regional_officer", meeting.unit)


def printed(app: Flask, officer: StrictClient, meeting: Meeting, **fields: Field) -> PrintedPdf:
    """What comes of asking: the page says that it is being made, and then has the file."""
    page = officer.get_page(f"/desk/meetings/{meeting.id}/count/print")
    asked = officer.submit(page, fields, button="Make the file")
    waiting = officer.page(asked)
    assert (waiting.heading, officer.get(f"{waiting.path}/pdf").status_code) == ("Being made", 404)
    with app.app_context():
        build_worker(app).run_due()
    assert officer.get_page(waiting.path).heading == "Ready to print"
    answer = officer.get(f"{waiting.path}/pdf")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/pdf", "private, no-store")
    return read_pdf(answer.data)


def test_only_the_counterfoil_of_a_voting_paper_has_a_number(
    app: Flask, officer: StrictClient, meeting: Meeting
) -> None:
    made = printed(app, officer, meeting, kind="voting_papers", copies="3", first="34", size="A4")
    assert (made.is_tagged, made.language, set(made.fonts.values())) == (True, "en-GB", {True})
    assert made.sizes == [(210, 297)] * 3
    assert [f"No. {number}" in text for number, text in zip(("034", "035", "036"), made.texts, strict=True)] == [
        True
    ] * 3
    papers = {text.replace(number, "") for number, text in zip(("034", "035", "036"), made.texts, strict=True)}
    assert len(papers) == 1
    (paper,) = (" ".join(one.split()) for one in papers)
    for said in ("Put 1 beside the name you want most", "Treasurer: Di Peal", "yes or no", LONG, "Somebody 28"):
        assert said in paper


def test_a_small_paper_of_one_office_with_thirty_names_is_one_sheet(
    app: Flask, officer: StrictClient, meeting: Meeting, session: Session
) -> None:
    committee = session.scalars(select(Contest.id).where(Contest.label == "Committee")).one()
    session.commit()
    made = printed(app, officer, meeting, kind="voting_papers", size="A5", contests=str(committee))
    assert (made.sizes, "Chair" in made.texts[0], "Re-open nominations" in made.texts[0]) == ([(148, 210)], False, True)


def test_sheets_and_forms_have_what_is_filled_in(app: Flask, officer: StrictClient, meeting: Meeting) -> None:
    sheets = printed(app, officer, meeting, kind="count_sheets", copies="1", size="A4")
    assert all(words in "".join(sheets.texts) for words in ("Count sheet: Chair", "Stage 6", "Treasurer: Di Peal"))
    form = printed(app, officer, meeting, kind="nomination_form", copies="1", size="A4")
    assert (len(form.texts), "I agree to stand" in form.texts[0], "Committee" in form.texts[0]) == (1, True, True)


def test_what_cannot_be_printed_says_why(app: Flask, officer: StrictClient, meeting: Meeting, session: Session) -> None:
    address = f"/desk/meetings/{meeting.id}/count/print"
    for kind in ("declaration", "certificate"):
        officer.submit(officer.get_page(address), {"kind": kind}, button="Make the file")
    for contest in session.scalars(select(Contest)):
        for one in contest.candidacies:
            one.position = 40 - one.position
    session.commit()
    officer.submit(officer.get_page(address), {"kind": "voting_papers"}, button="Make the file")
    with app.app_context():
        build_worker(app).run_due()
    told = [officer.get_page(f"{address}/{number}") for number in session.scalars(select(Printout.id)).all()]
    session.commit()
    assert [page.heading for page in told] == ["It cannot be made"] * 3
    why = ("Nothing is counted yet", "Record first that the voting papers", "or the order, has changed")
    assert [words in page.text for words, page in zip(why, told, strict=True)] == [True] * 3
    wrong = officer.submit(
        officer.get_page(address), {"kind": "voting_papers", "copies": "1001"}, button="Make the file"
    )
    assert (wrong.status_code, "1001" in wrong.text) == (422, True)


def test_papers_are_printed_again_after_the_result_put_their_names_in_its_order(
    app: Flask, officer: StrictClient, meeting: Meeting, session: Session
) -> None:
    asked = {"kind": "voting_papers", "size": "A4"}
    before = printed(app, officer, meeting, **asked)
    for contest in session.scalars(select(Contest)):
        contest.is_counted = True
        for one in contest.candidacies:
            one.position = 40 - one.position
    session.commit()
    assert printed(app, officer, meeting, **asked).texts == before.texts


def test_certificate_of_destruction_has_papers_and_register_to_sign(
    app: Flask, officer: StrictClient, meeting: Meeting, session: Session
) -> None:
    common = {"meeting_id": meeting.id, "recorded_by": "Idris Fenn", "recorded_at": NOW}
    destroyed = {"destroyed_on": NOW.date(), "destroyed_by": "Cal Orr", "witness": "Eve Lund"}
    session.add(PapersDestroyed(what="174 voting papers, by shredding.", **destroyed, **common))
    disposed = {"disposed_at": NOW, "disposed_by": "Flo Hart", "entries_disposed": 203}
    session.add(
        Register(meeting_id=meeting.id, frozen_at=NOW, frozen_by="Cal Orr", as_of_on=NOW.date(), days={}, **disposed)
    )
    session.commit()
    kept = officer.get_page(f"/desk/meetings/{meeting.id}/count/papers-kept")
    asked = officer.page(officer.submit(officer.get_page(kept.links["Print it to sign"]), button="Make the file"))
    with app.app_context():
        build_worker(app).run_due()
    (sheet,) = read_pdf(officer.get(f"{asked.path}/pdf").data).texts
    told = " ".join(sheet.split())
    for said in (
        "174 voting papers",
        "by Cal Orr, before Eve Lund",
        "by Flo Hart. It had 203 members",
        "Witness: Eve Lund",
    ):
        assert said in told


def test_a_file_is_forgotten_after_a_day(officer: StrictClient, meeting: Meeting, session: Session) -> None:
    address = f"/desk/meetings/{meeting.id}/count/print"
    officer.submit(officer.get_page(address), {"kind": "count_sheets"}, button="Make the file")
    kept = session.scalars(select(Printout)).one()
    dispose_of_printouts(Act(session, SYSTEM, clock.now()))
    assert session.scalars(select(Printout.id)).all() == [kept.id]
    dispose_of_printouts(Act(session, SYSTEM, clock.now() + dt.timedelta(days=1)))
    assert session.scalars(select(Printout.id)).all() == []

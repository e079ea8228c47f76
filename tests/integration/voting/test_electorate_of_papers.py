"""One section or class votes for an office on paper or by hands: on its pages, on paper, at the door, in the sums."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.counting.model import VoteTotals
from agm.meetings.models import RegisterEntry
from agm.voting.commands import RecordVotes
from agm.voting.models import Voted, VoteHow
from agm.voting.operations import record_votes
from agm.web.outbox_handlers.registry import build_worker
from tests.integration.voting.test_life_of_a_count import acts
from tests.support.client import Field, StrictClient
from tests.support.online_votes import CHAIR, contests_of, lay_meeting, member
from tests.support.pdfs import read_pdf
from tests.support.records import make_organisation, make_region

REP = "Representative of the North"


def test_one_section_votes_for_an_office_on_paper(
    app: Flask, session: Session, sign_in: Callable[..., StrictClient], pango: None
) -> None:
    make_organisation(session)
    make_region(session)
    members = [member(1, "North", "Full"), member(2, "North", "Junior"), member(3, "South", "Full")]
    meeting = lay_meeting(session, members, VoteHow.TOTALS, "plurality", offices=(CHAIR, REP))
    northern, _, southern = session.scalars(select(RegisterEntry.id).order_by(RegisterEntry.sort_key)).all()
    offices, desk = contests_of(session, meeting.id), f"/desk/meetings/{meeting.id}"
    session.commit()
    officer = sign_in("regional_officer", meeting.unit)
    vote, rep = f"{desk}/count/{offices[REP]}/vote", f"{desk}/count/{offices[REP]}"
    officer.submit(officer.get_page(vote), {"section": "North"}, button="Save")
    for page in (f"{desk}/count", rep):
        assert "Only section North votes." in officer.get_page(page).text
    assert "By the register 2 may vote, of section North." in officer.get_page(f"{rep}/figures").text

    given = f"{desk}/check-in/papers"
    assert REP in officer.get_page(f"{given}/{northern}").text
    assert REP not in officer.get_page(f"{given}/{southern}").text
    officer.submit(officer.get_page(f"{given}/{southern}"), button="Papers are given out")
    assert session.scalars(select(Voted.contest_id)).all() == [offices[CHAIR]]
    session.commit()
    assert "South" in officer.get_page(f"{desk}/check-in/sheet").text
    officer.submit(officer.get_page(f"{given}/{northern}"), button="Papers are given out")
    late = officer.submit(officer.get_page(vote), {"section": "", "member_class": "Junior"}, button="Save")
    assert (late.status_code, "who votes stays" in late.text) == (422, True)

    record_votes(acts(session, 1, "Idris Fenn"), RecordVotes(offices[REP], VoteTotals((2, 1, 0))))
    session.commit()
    checked = officer.get_page(f"{rep}/papers-checked")
    assert [one.get("value") for one in checked.all("input", name="electorate")] == ["2"]
    assert "By the register: 2, of section North." in checked.text
    differing = officer.page(officer.submit(checked, {"in_box": "3"}, button="Save"))
    assert "In the box: 3. People who may vote: 2." in differing.text

    def printed(*contests: int) -> str:
        asked: dict[str, Field] = {"kind": "voting_papers", "contests": [str(one) for one in contests]}
        made = officer.page(officer.submit(officer.get_page(f"{desk}/count/print"), asked, button="Make the file"))
        with app.app_context():
            build_worker(app).run_due()
        return made.path

    together = officer.get_page(printed())
    assert (together.heading, "print the papers of each apart" in together.text) == ("It cannot be made", True)
    assert "Voting paper: section North" in read_pdf(officer.get(f"{printed(offices[REP])}/pdf").data).texts[0]

"""The vote online at the desk, without scripts: set up, the key printed and tried, codes, opened, closed and sealed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from agm.meetings.models import Meeting, RegisterEntry
from agm.outbox.kinds import JobKind
from agm.outbox.models import OutboxJob
from agm.results.models import Printout
from agm.rules.code_letters import digest_of, read_code
from agm.voting.models import KeyMode, OnlineContest, OnlinePaper, OnlineVote, Voted, VoteHow, VotingCode
from agm.web.outbox_handlers.registry import build_worker
from tests.support.client import Field, StrictClient
from tests.support.html_page import Page, text_of
from tests.support.kept_records import kept_record
from tests.support.online_votes import CHAIR, contests_of, lay_meeting, lay_online_vote, member, vote
from tests.support.pdfs import read_pdf
from tests.support.records import NOW, make_organisation, make_region

SignIn = Callable[..., StrictClient]
OPENS, CLOSES = dt.datetime(2024, 5, 10, 8, tzinfo=dt.UTC), dt.datetime(2024, 5, 12, 11, tzinfo=dt.UTC)
CODE = r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}"
HOURS: dict[str, Field] = {
    "opens-day": "10", "opens-month": "5", "opens-year": "2024", "opens_time": "9:00",
    "closes-day": "12", "closes-month": "5", "closes-year": "2024", "closes_time": "noon",
}  # fmt: skip

OWN_HOURS: dict[str, Field] = {
    "contests-0-opens-day": "10", "contests-0-opens-month": "5", "contests-0-opens-year": "2024",
}  # fmt: skip


@kept_record
def laid(session: Session) -> None:
    """Four members of two sections, of whom one has no e-mail address, and an office that is voted on both ways."""
    make_organisation(session)
    make_region(session)
    lay_meeting(
        session, [member(1, "North"), member(2, "North"), member(3, "South"), member(4, "South")], VoteHow.MIXED
    )
    session.execute(text("UPDATE register_entry SET email = NULL WHERE name = 'Member 004'"))


@pytest.fixture
def meeting(laid: None, session: Session) -> Meeting:
    return session.scalars(select(Meeting)).one()


def at(meeting: Meeting, *more: object) -> str:
    return "/".join(map(str, (f"/desk/meetings/{meeting.id}/online-vote", *more)))


def words_on(page: Page) -> list[str]:
    """The words of each printed sheet."""
    return [" ".join(text_of(word) for word in sheet.iter("li")) for sheet in page.all("ol")]


def papers_of(meeting: Meeting, entry_id: int) -> str:
    return f"/desk/meetings/{meeting.id}/check-in/papers/{entry_id}"


def entry_of(session: Session, name: str) -> int:
    found = session.scalars(select(RegisterEntry.id).where(RegisterEntry.name == name)).one()
    session.commit()
    return found


def test_a_vote_online_from_its_hours_to_its_papers(
    app: Flask, session: Session, meeting: Meeting, sign_in: SignIn
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        officer = sign_in("regional_officer", meeting.unit)
        assert officer.get_page(at(meeting)).heading == "When is the vote online?"
        who_votes = f"/desk/meetings/{meeting.id}/count/{contests_of(session, meeting.id)[CHAIR]}/vote"
        session.commit()
        officer.submit(officer.get_page(who_votes), {"section": "North"}, button="Save")
        assert "Only section North votes for it." in officer.get_page(at(meeting, "set-up")).text
        again = officer.submit(
            officer.get_page(at(meeting, "set-up")), {**HOURS, "closes_time": "25 o’clock"}, button="Save"
        )
        assert again.status_code == 422
        changes = {**HOURS, "key_mode": "split_key", "contests-0-opens_time": "10:00"}
        halves = officer.submit(officer.page(again), changes, button="Save")
        assert "Enter both the day and the time" in officer.page(halves).text
        closed = officer.submit(officer.page(halves), OWN_HOURS | {"contests-0-opens-year": "2025"}, button="Save")
        assert "This office’s vote closes after it opens." in officer.page(closed).text
        officer.submit(officer.page(closed), OWN_HOURS, button="Save")
        assert "Chair: from 10 May 2024, 10:00 until" in officer.get_page(at(meeting)).text
        page = officer.get_page(at(meeting))
        assert page.heading == "Make the key of the vote"
        sheets = officer.submit(officer.get_page(at(meeting, "key")), button="Make the key")
        assert "no-store" in sheets.headers["Cache-Control"]
        first, second = words_on(officer.page(sheets))
        labels = [sheet.get("aria-labelledby") for sheet in officer.page(sheets).all("section")]
        assert labels == ["holder-1 sheet-1", "holder-2 sheet-2"]
        wrong = officer.submit(
            officer.get_page(at(meeting, "key", "try")), {"first": first, "second": first}, button="Try them"
        )
        assert (wrong.status_code, "Both halves are needed" in officer.page(wrong).text) == (422, True)
        officer.submit(officer.page(wrong), {"first": first, "second": second.upper()}, button="Try them")
        assert officer.get_page(at(meeting)).heading == "Send the codes, then open the vote"
        waiting = officer.page(officer.submit(officer.get_page(at(meeting, "codes")), button="Letters to print"))
        assert not session.scalars(select(VotingCode)).all(), "no code before its letter"
        session.commit()
        with app.app_context():
            build_worker(app).run_due()
        file = f"{waiting.path}/pdf"
        letters = read_pdf(officer.get(file).data)
        printed = read_code(re.findall(CODE, letters.texts[0])[0])
        assert printed is not None
        assert session.scalars(select(VotingCode.digest)).all() == [digest_of(printed)]
        assert printed.encode() not in (session.scalars(select(Printout.content)).one() or b"")
        session.commit()
        other = sign_in("regional_officer", meeting.unit)
        assert (other.get(file).status_code, "Only the browser" in other.get_page(waiting.path).text) == (404, True)
        officer.submit(officer.get_page(at(meeting, "codes")), button="Mail the codes")
        officer.submit(officer.get_page(at(meeting)), button="Open the vote")
        assert officer.get_page(at(meeting)).heading == "The vote opens by itself"
        assert officer.get(at(meeting, "key")).headers["Location"] == at(meeting)  # another would open no paper
        mails = session.scalars(select(OutboxJob).where(OutboxJob.kind == JobKind.VOTING_CODE_MAIL)).all()
        assert len(mails) == 3
        assert session.scalars(select(OnlineContest.opens_at)).all() == [dt.datetime(2024, 5, 10, 9, tzinfo=dt.UTC)]
        assert len(session.scalars(select(VotingCode)).all()) == 1

        clock.move_to(OPENS + dt.timedelta(hours=1))
        of_voter = papers_of(meeting, entry_of(session, "Member 001"))
        shown = officer.submit(officer.get_page(of_voter), button="New code")
        code = re.findall(CODE, shown.text)[0]
        chair = contests_of(session, meeting.id)[CHAIR]
        vote(session, code, {chair: [2, 1]}, OPENS + dt.timedelta(hours=1))
        page = officer.get_page(at(meeting))
        assert (page.heading, "Fewer than 10 of 2" in page.text) == ("The vote is open", True)
        assert "Voted online: give no paper" in officer.get_page(f"/desk/meetings/{meeting.id}/check-in?q=001").text
        second_voter = papers_of(meeting, entry_of(session, "Member 002"))
        officer.submit(officer.get_page(second_voter), button="Papers are given out")
        assert "Was given a paper" in officer.get_page(second_voter).text
        assert "Has their papers" in officer.get_page(f"/desk/meetings/{meeting.id}/check-in?q=002").text
        officer.submit(officer.get_page(second_voter), button="Papers came back unmarked")
        assert len(session.scalars(select(Voted)).all()) == 1

        stopped: dict[str, Field] = {"change": "suspend", "told": "A name is spelt wrong."}
        officer.submit(officer.get_page(at(meeting, "stop")), stopped, button="Record it")
        assert officer.get_page(at(meeting)).heading == "The vote is stopped"
        officer.submit(
            officer.get_page(at(meeting, "stop")), {"change": "resume", "told": "It goes on."}, button="Record it"
        )
        assert "Voters are told: It goes on." in officer.get_page(at(meeting)).text
        clock.move_to(CLOSES + dt.timedelta(minutes=1))
        officer.submit(officer.get_page(at(meeting)), button="Close the vote")
        assert officer.get_page(at(meeting)).heading == "The vote is closed. Seal it"
        late = officer.get_page(at(meeting, "stop"))
        assert (late.heading, "It closed on" in late.text) == ("Say that it does not count", True)
        assert [box.get("value") for box in late.all("input", name="change")] == ["void"]
        assert not late.all("input", name="closes_time")
        officer.submit(officer.get_page(at(meeting, "seal")), {"first": second, "second": first}, button="Seal it")
        assert officer.get_page(at(meeting)).heading == "The vote online is sealed"
        assert "With both sheets and an old backup" in officer.get_page(at(meeting)).text
        assert "destroyed unread" not in officer.get_page(at(meeting, "stop")).text
        assert session.scalars(select(OnlinePaper.typed)).all() == ["2 1"]
        done = officer.submit(officer.get_page(at(meeting)), button="I have destroyed my copy")
        assert done.status_code == 200
        assert "Both who hold it sign" in officer.get_page(at(meeting)).text


def test_a_key_that_the_server_kept_has_no_sheets_and_is_in_its_backups(
    app: Flask, session: Session, meeting: Meeting, sign_in: SignIn
) -> None:
    room = lay_online_vote(session, meeting, key_mode=KeyMode.SERVER_KEY, opens_at=OPENS, closes_at=CLOSES)
    vote(session, room.codes["Member 001"], {room.contests[CHAIR]: [2, 1]}, OPENS)
    with time_machine.travel(CLOSES + dt.timedelta(minutes=1), tick=False):
        officer = sign_in("regional_officer", meeting.unit)
        officer.submit(officer.get_page(at(meeting)), button="Close the vote")
        done = officer.page(officer.submit(officer.get_page(at(meeting, "seal")), button="Seal it"))
        assert "The vote is sealed. Count it." in done.text
        assert "sheet" not in done.text
        with app.app_context():
            build_worker(app).run_due()
        page = officer.get_page(at(meeting))
        assert "Backups from before still hold the papers and their key" in page.text
        assert "without the key nobody reads them" not in page.text
        count = officer.get_page(f"/desk/meetings/{meeting.id}/count/{room.contests[CHAIR]}")
        assert count.heading == "Account for every paper, then count"


def test_a_vote_that_is_stopped_over_its_hour_is_extended_before_it_goes_on(
    session: Session, meeting: Meeting, sign_in: SignIn
) -> None:
    lay_online_vote(session, meeting, opens_at=OPENS, closes_at=CLOSES)
    stopped: dict[str, Field] = {"change": "suspend", "told": "The site was out of reach."}
    later: dict[str, Field] = {
        "change": "extend", "told": "An hour more.", "closes-day": "12", "closes-month": "5", "closes-year": "2024",
        "closes_time": "14:00",
    }  # fmt: skip
    with time_machine.travel(CLOSES - dt.timedelta(minutes=9), tick=False) as clock:
        officer = sign_in("regional_officer", meeting.unit)
        officer.submit(officer.get_page(at(meeting, "stop")), stopped, button="Record it")
        assert "closes at once" not in officer.get_page(at(meeting)).text
        page = officer.get_page(at(meeting, "stop"))
        assert "Let it go on" in page.text
        assert "closes at once" not in page.text
        clock.move_to(CLOSES + dt.timedelta(minutes=9))
        assert "it closes at once when it goes on" in officer.get_page(at(meeting)).text
        page = officer.get_page(at(meeting, "stop"))
        assert "its hour is over, so that it closes at once" in page.text
        assert "it stays stopped until you let it go on" in page.text
        officer.submit(page, later, button="Record it")
        assert officer.get_page(at(meeting)).heading == "The vote is stopped"
        officer.submit(officer.get_page(at(meeting, "stop")), {"change": "resume"}, button="Record it")
        assert officer.get_page(at(meeting)).heading == "The vote is open"
        page = officer.get_page(at(meeting, "stop"))
        assert "the papers in the box are destroyed unread" in page.text
        officer.submit(page, {"change": "void", "told": "It is held anew."}, button="Record it")
        page = officer.get_page(at(meeting))
        assert "Those in the box were destroyed unread." in page.text
        assert "Voters are told: It is held anew." in page.text
        count_room = [one.get("href") for one in page.all("a") if "button" in (one.get("class") or "")]
        assert count_room == [f"/desk/meetings/{meeting.id}/count"]


def test_what_is_missing_is_told_and_nothing_is_opened(session: Session, meeting: Meeting, sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        officer = sign_in("regional_officer", meeting.unit)
        assert officer.get_page(at(meeting, "key")).heading == "When is the vote online?"
        assert officer.post(at(meeting, "key")).status_code in {400, 404}
        officer.submit(officer.get_page(at(meeting, "set-up")), {**HOURS, "key_mode": "server_key"}, button="Save")
        officer.submit(officer.get_page(at(meeting, "key")), button="Make the key")
        session.execute(text("UPDATE register_entry SET may_vote = :no"), {"no": False})
        refused = officer.submit(officer.get_page(at(meeting)), button="Open the vote")
        assert (refused.status_code, "Nobody on the register may vote" in refused.text) == (422, True)
        assert session.scalars(select(OnlineVote.opened_at)).all() == [None]

"""Votes by post and help to vote on the pages of the desk and of the door, up to the sums of the count."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from agm.meetings.models import RegisterEntry
from agm.voting.models import PostalVote, VoteHow, VotingHelp
from tests.support.client import StrictClient
from tests.support.online_votes import CHAIR, contests_of, lay_meeting, member
from tests.support.records import make_organisation, make_region

SignIn = Callable[..., StrictClient]
RECEIVE, SEND = "Record the envelope", "Record that they were sent"
SEND_ALL, OPEN = "Sent to everybody who needs paper", "The vote is closed: open the envelopes"


def test_votes_by_post_papers_at_the_door_and_help_come_together_in_the_count(
    session: Session, sign_in: SignIn
) -> None:
    make_organisation(session)
    make_region(session)
    meeting = lay_meeting(session, [member(one) for one in range(1, 6)], VoteHow.TOTALS, "plurality")
    session.execute(update(RegisterEntry).where(RegisterEntry.number.in_(["1", "2"])).values(needs_paper=True))
    entries = session.scalars(select(RegisterEntry.id).order_by(RegisterEntry.sort_key)).all()
    chair, desk = contests_of(session, meeting.id)[CHAIR], f"/desk/meetings/{meeting.id}"
    session.commit()
    officer = sign_in("regional_officer", meeting.unit)
    by_post, office = f"{desk}/count/by-post", f"{desk}/count/{chair}"
    sent = f"{by_post}/sent"

    unrecorded = officer.submit(officer.get_page(sent), {"to": "Member 003"}, button=SEND_ALL)
    assert (unrecorded.status_code, "Record this person first" in unrecorded.text) == (422, True)
    officer.submit(officer.get_page(sent), button=SEND_ALL)
    unknown = officer.submit(officer.get_page(sent), {"to": "Nobody Like That"}, button=SEND)
    assert (unknown.status_code, "Nobody Like That" in officer.page(unknown).text) == (422, True)
    officer.submit(officer.page(unknown), {"to": "Member 003"}, button=SEND)
    assert "Member 003" in officer.get_page(sent).text
    empty = officer.submit(officer.get_page(by_post), button=RECEIVE)
    assert empty.status_code == 422
    officer.submit(officer.page(empty), {"envelope": "Member 001"}, button=RECEIVE)
    officer.submit(officer.get_page(by_post), {"envelope": "3", "fault": "not_signed"}, button=RECEIVE)
    door = f"{desk}/check-in?q=Member"
    assert "Voted by post: give no paper" in officer.get_page(door).text
    assert "Was sent papers by post" in officer.get_page(door).text

    papers = f"{desk}/check-in/papers/{entries[1]}"
    officer.submit(officer.get_page(papers), button="Papers are given out")
    assert "Was given a paper" in officer.get_page(papers).text
    officer.submit(officer.get_page(by_post), {"envelope": "2"}, button=RECEIVE)
    assert "They voted online, or were given papers" in officer.get_page(by_post).text
    nothing = officer.submit(officer.get_page(papers), {"companion": "Eve Ready"}, button="Record the help")
    assert (nothing.status_code, "Eve Ready" in nothing.text) == (422, True)
    officer.submit(officer.page(nothing), {"needed": "read"}, button="Record the help")
    assert session.scalars(select(VotingHelp.companion)).all() == ["Eve Ready"]
    session.commit()
    assert "One voter was helped to vote." in officer.get_page(f"{desk}/minutes").text

    officer.submit(
        officer.get_page(f"{office}/figures"), {"votes-0-number": "2", "votes-1-number": "0", "votes-2-number": "0"},
        button="Save the figures",
    )  # fmt: skip
    assert "1 envelope that came by post waits to be opened." in officer.get_page(office).text
    unrecorded = officer.submit(officer.get_page(by_post), {"envelope": "4"}, button=OPEN)
    assert (unrecorded.status_code, "Record this envelope first" in unrecorded.text) == (422, True)
    officer.submit(officer.get_page(by_post), button=OPEN)
    assert len(session.scalars(select(PostalVote).where(PostalVote.opened_at.is_not(None))).all()) == 1
    session.commit()
    check = officer.get_page(f"{office}/papers-checked")
    assert "By post: 3 sent, 3 come back, 2 of them stay closed." in check.text
    assert "Given a voting paper, by the marks: 1." in check.text
    wrong = officer.submit(check, {"issued": "1", "in_box": "2", "not_returned": "1"}, button="Save")
    assert (wrong.status_code, "Given out and come back by post: 4." in officer.page(wrong).text) == (422, True)
    officer.submit(officer.page(wrong), {"not_returned": "0", "marked_as_voted": "1"}, button="Save")
    counted = officer.get_page(office)
    assert ("Everything adds up." in counted.text, "1 voter was helped to vote." in counted.text) == (True, True)
    assert "Eve Ready" not in counted.text

"""Why a vote is not taken, told plainly on both sides: when it came, what was decided, what a code is, what failed."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.meetings.models import Meeting
from agm.voting.models import ContestVote, OnlineVote, VoteHow, Voter
from agm.voting.operations import give_papers, replace_code, suspend, void
from agm.web.members.vote import views
from agm.web.members.vote.sendings import MOST, Sendings
from tests.support.online_votes import (
    CHAIR,
    CLOSES,
    OPENS,
    WHILE_OPEN,
    OnlineRoom,
)
from tests.support.voters import (
    SECOND,
    VoterAtHome,
    at,
    boxes,
    marks,
    outcome,
    refusals,
    room,
    voter,
)

__all__ = ["at", "room", "voter"]


@pytest.mark.both_databases
def test_the_closing_instant_is_in_and_the_next_is_told_both(
    session: Session, room: OnlineRoom, voter: VoterAtHome, at: Callable[[dt.datetime], None]
) -> None:
    other = VoterAtHome(voter.client, session, room, "Member 002")
    at(CLOSES - dt.timedelta(minutes=5))
    review, late = voter.whole_review(), other.whole_review()
    assert "Voting closes in 5 minutes" in voter.paper().text
    at(CLOSES)
    assert outcome(voter.cast(review)) == "accepted"
    at(CLOSES + 3 * SECOND)
    answer = other.cast(late)
    assert (answer.status_code, refusals(answer)) == (409, ["closed"])
    words = "The poll closed at 6.30 pm; your vote arrived at 6:30:03 pm and is not counted."
    assert words in voter.client.page(answer).text
    assert "The poll closed at 6.30 pm on Monday 6 May 2024." in other.paper().text
    at(CLOSES + dt.timedelta(hours=3))
    assert "your vote arrived at 9:30:00 pm and is not counted" in other.client.page(other.cast(late)).text
    assert marks(session) == 2


def test_a_change_that_comes_late_leaves_the_earlier_paper(
    session: Session, room: OnlineRoom, voter: VoterAtHome, at: Callable[[dt.datetime], None]
) -> None:
    session.get_one(OnlineVote, room.meeting_id).may_change = True
    voter.cast(voter.whole_review())
    review = voter.review(voter.order(0, 1))
    at(CLOSES + SECOND)
    answer = voter.cast(review)
    assert refusals(answer) == ["closed"]
    assert "The paper that you sent before stays in the box, and counts." in answer.text
    assert boxes(session, room) == {voter.chair: "1 2", voter.committee: "4"}


def test_before_it_opens_a_vote_says_when(
    session: Session, voter: VoterAtHome, at: Callable[[dt.datetime], None]
) -> None:
    review = voter.whole_review()
    at(OPENS - SECOND)
    assert "Voting opens at 6.30 pm on Friday 3 May 2024" in voter.paper().text
    answer = voter.cast(review)
    assert (answer.status_code, refusals(answer), marks(session)) == (409, ["not_open"], 0)


def test_a_vote_that_is_stopped_keeps_the_choices(session: Session, room: OnlineRoom, voter: VoterAtHome) -> None:
    review = voter.whole_review()
    assert not [link for link in voter.paper().all("a") if link.text == "The page of the meeting"]
    session.get_one(Meeting, room.meeting_id).is_announced_beforehand = True
    suspend(Act(session, SYSTEM, WHILE_OPEN), room.meeting_id, "A name was misspelt.")
    answer = voter.cast(review)
    assert (answer.status_code, refusals(answer), marks(session)) == (409, ["suspended"], 0)
    assert "A name was misspelt." in answer.text
    assert "A name was misspelt." in voter.paper().text
    assert "Open this link again later: your code stays the same." in voter.paper().text
    assert "Open this link again later" not in answer.text  # its choices are kept in it
    assert [link.get("href") for link in voter.paper().all("a") if link.text == "The page of the meeting"] == [
        "/severn-vale/agm-2024"
    ]
    session.get_one(OnlineVote, room.meeting_id).suspended_at = None
    session.get_one(OnlineVote, room.meeting_id).suspended_why = None
    again = voter.client.submit(voter.client.page(answer), button="Look again")
    assert outcome(again) == "review"
    assert outcome(voter.cast(voter.client.page(again))) == "accepted"
    void(Act(session, SYSTEM, WHILE_OPEN), room.meeting_id, "The papers named somebody twice.")
    told = voter.client.get(f"/vote/{voter.code}")
    assert refusals(told) == ["void"]
    assert "The papers named somebody twice." in told.text


def test_a_paper_at_the_door_closes_the_link(session: Session, room: OnlineRoom, voter: VoterAtHome) -> None:
    review = voter.whole_review()
    entry_id = session.scalars(select(Voter).order_by(Voter.id)).first()
    assert entry_id is not None
    give_papers(Act(session, SYSTEM, WHILE_OPEN), room.meeting_id, entry_id.entry_id)
    answer = voter.cast(review)
    assert (answer.status_code, refusals(answer)) == (409, ["paper_given"])
    assert "You were given a voting paper" in voter.paper().text
    assert boxes(session, room) == {}


def test_a_paper_for_one_office_is_no_vote_in_the_box(
    session: Session, room: OnlineRoom, voter: VoterAtHome, at: Callable[[dt.datetime], None]
) -> None:
    only_online(session, voter.committee)
    first = session.scalars(select(Voter).order_by(Voter.id)).first()
    assert first is not None
    give_papers(Act(session, SYSTEM, WHILE_OPEN), room.meeting_id, first.entry_id)
    session.commit()
    paper = voter.paper().text
    assert "You were given a paper for Chair" in paper
    assert "Already in the box" not in paper
    at(CLOSES + SECOND)
    told = voter.client.get(f"/vote/{voter.code}").text
    assert "You were given a voting paper" in told
    assert "was recorded with this code" not in told


def only_online(session: Session, contest_id: int) -> None:
    vote = session.get_one(ContestVote, contest_id)
    vote.how = VoteHow.ONLINE
    session.commit()


def test_a_code_that_was_replaced_ends(session: Session, room: OnlineRoom, voter: VoterAtHome) -> None:
    review = voter.whole_review()
    one = session.scalars(select(Voter).order_by(Voter.id)).first()
    assert one is not None
    new = replace_code(Act(session, SYSTEM, WHILE_OPEN), room.meeting_id, one.entry_id)
    assert new
    for answer in (voter.client.get(f"/vote/{voter.code}"), voter.cast(review)):
        assert (answer.status_code, refusals(answer)) == (410, ["code_replaced"])
    typed = voter.client.submit(voter.client.get_page("/vote"), {"code": new.lower().replace("-", " ")})
    assert outcome(typed) == "paper"
    assert marks(session) == 0


def test_a_code_that_is_none_of_ours_tells_nothing(voter: VoterAtHome) -> None:
    page = voter.client.get_page("/vote")
    answers = [voter.client.submit(page, {"code": code}) for code in ("", "ABC", "0000-0000-0000-0000")]
    assert [(one.status_code, refusals(one)) for one in answers] == [(422, ["unknown_code"])] * 3
    assert 'value="ABC"' in answers[1].text


def test_who_withdrew_after_the_papers_went_out_is_not_chosen(
    session: Session, room: OnlineRoom, voter: VoterAtHome
) -> None:
    review = voter.whole_review()
    vote = session.get_one(ContestVote, voter.chair)
    vote.withdrawn_ids = vote.candidacy_ids[:1]
    answer = voter.cast(review)
    assert (answer.status_code, refusals(answer), marks(session)) == (422, ["withdrawn"], 0)
    page = voter.client.page(answer)
    names = voter.names(CHAIR)
    assert [box.get("value") for box in page.all("input", name=f"c{voter.chair}-{names[1]}")] == ["2"]
    fresh = voter.paper()
    assert not fresh.all("input", name=f"c{voter.chair}-{names[0]}")
    assert "cannot be chosen" in fresh.text
    fixed = voter.review({f"c{voter.chair}-{names[1]}": "1", **voter.cross("ron")})
    assert outcome(voter.cast(fixed)) == "accepted"
    assert boxes(session, room)[voter.chair] == "2"


def no_space(*_arguments: object) -> None:
    raise OperationalError("INSERT", {}, Exception("database or disk is full"))


@pytest.mark.parametrize(("fails", "how"), [("write_from_here", lambda: False), ("cast", no_space)])
def test_a_paper_that_cannot_be_stored_is_given_back_whole(
    session: Session,
    room: OnlineRoom,
    voter: VoterAtHome,
    monkeypatch: pytest.MonkeyPatch,
    fails: str,
    how: Callable[..., object],
) -> None:
    review = voter.whole_review()
    with monkeypatch.context() as full:
        full.setattr(views, fails, how)
        held = voter.cast(review)
    assert (held.status_code, refusals(held), held.headers["Retry-After"]) == (503, ["busy"], "5")
    assert marks(session) == 0
    assert outcome(voter.client.submit(voter.client.page(held), button="Send my paper again")) == "accepted"
    assert boxes(session, room) == {voter.chair: "1 2", voter.committee: "4"}


def test_what_a_database_says_of_a_voter_is_not_logged(
    voter: VoterAtHome, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    said = f"Key (voter_id)=({8 + 9}) already exists"

    def fail(*_: object) -> None:
        raise OperationalError("INSERT INTO voted", {}, sqlite3.OperationalError(said))

    review = voter.whole_review()
    monkeypatch.setattr(views, "cast", fail)
    assert voter.cast(review).status_code == 503
    (told,) = [one.getMessage() for one in caplog.records if "given back" in one.getMessage()]
    assert "OperationalError" in told
    assert "put_in_the_box" in told
    assert "(17)" not in caplog.text


def test_one_code_is_sent_only_so_often(app: Flask, voter: VoterAtHome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "sendings", Sendings())
    codes = ["1111-1111-1111-1111", "2222-2222-2222-2222"]
    statuses = [voter.client.get(f"/vote/{codes[0]}").status_code for _ in range(MOST)]
    assert set(statuses) == {404}
    for same in (codes[0], "1111111111111111", "iiii llll 1111 1111", "1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1"):
        assert voter.client.get(f"/vote/{same}").status_code == 429
    assert voter.client.get(f"/vote/{codes[1]}").status_code == 404

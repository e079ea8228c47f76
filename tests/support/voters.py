"""Members who vote as a browser without scripts does, and what is then in the box."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from agm.audit.act import SYSTEM, Act
from agm.nominations.models import Contest
from agm.rules.code_letters import read_code
from agm.voting.ballot_box import Opener
from agm.voting.commands import SetVote
from agm.voting.key_words import key_of
from agm.voting.models import ContestVote, SealedPaper, Voted, VoteHow
from agm.voting.operations import set_vote
from agm.web.kit import clock
from tests.support.client import Field, StrictClient
from tests.support.html_page import Page
from tests.support.kept_records import kept_record
from tests.support.online_votes import (
    CHAIR,
    COMMITTEE,
    OPENS,
    WHILE_OPEN,
    OnlineRoom,
    lay_meeting,
    lay_online_vote,
    member,
)
from tests.support.records import make_organisation, make_region

SECOND = dt.timedelta(seconds=1)
READ, CAST = "Read my paper before it goes", "Put my paper in the box"


@kept_record
def room(session: Session) -> OnlineRoom:
    """Chair by numbers and Committee by a cross, three candidates each; nobody has voted."""
    make_organisation(session)
    make_region(session)
    meeting = lay_meeting(session, [member(1), member(2)], VoteHow.MIXED, offices=(CHAIR, COMMITTEE))
    contests = {one.label: one for one in session.scalars(select(Contest).where(Contest.meeting_id == meeting.id))}
    version = session.get_one(ContestVote, contests[COMMITTEE].id).version
    command = SetVote(contests[COMMITTEE].id, VoteHow.MIXED, "plurality", has_reopening=True, version=version)
    set_vote(Act(session, SYSTEM, OPENS - dt.timedelta(days=1)), command)
    return lay_online_vote(session, meeting)


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.datetime], None]:
    """Sets the clock of the server."""

    def set_clock(now: dt.datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)

    set_clock(WHILE_OPEN)
    return set_clock


class VoterAtHome:
    """Votes as a browser without scripts does."""

    def __init__(self, client: StrictClient, session: Session, room: OnlineRoom, name: str = "Member 001") -> None:
        self.client, self.session, self.room = client, session, room
        self.code = room.codes[name]
        self.chair, self.committee = room.contests[CHAIR], room.contests[COMMITTEE]

    def names(self, label: str) -> list[str]:
        """How the form knows the candidates of an office, in the order of its paper."""
        vote = self.session.get_one(ContestVote, self.room.contests[label])
        found = [str(one) for one in vote.candidacy_ids] + (["ron"] if vote.has_reopening else [])
        self.session.commit()
        return found

    def paper(self) -> Page:
        return self.client.get_page(f"/vote/{self.code}")

    def order(self, *places: int) -> dict[str, Field]:
        """Numbers for the first candidates of the Chair, one after another; 0 is none."""
        names = self.names(CHAIR)
        return {f"c{self.chair}-{names[at]}": str(place) if place else "" for at, place in enumerate(places)}

    def cross(self, key: str) -> dict[str, Field]:
        return {f"c{self.committee}": key}

    def read(self, typed: dict[str, Field], paper: Page | None = None) -> TestResponse:
        return self.client.submit(paper or self.paper(), typed, button=READ)

    def review(self, typed: dict[str, Field]) -> Page:
        answer = self.read(typed)
        assert answer.status_code == 200, answer.text
        return self.client.page(answer)

    def cast(self, review: Page, said: dict[str, Field] | None = None) -> TestResponse:
        return self.client.submit(review, said or {}, button=CAST)

    def whole_review(self) -> Page:
        return self.review({**self.order(1, 2), **self.cross("ron")})


@pytest.fixture
def voter(room: OnlineRoom, client: StrictClient, session: Session) -> VoterAtHome:
    return VoterAtHome(client, session, room)


def outcome(answer: TestResponse) -> str:
    return answer.text.partition('data-outcome="')[2].partition('"')[0]


def refusals(answer: TestResponse) -> list[str]:
    return [part.partition('"')[0] for part in answer.text.split('data-refusal="')[1:]]


def boxes(session: Session, room: OnlineRoom) -> dict[int, str]:
    """What one voter has in the box, by contest; opened with the printed key."""
    session.rollback()
    opener = Opener(key_of(room.words[0]))
    found = [opener.open(one.ciphertext) for one in session.scalars(select(SealedPaper))]
    session.rollback()
    return {one.contest_id: one.typed for one in found}


def marks(session: Session) -> int:
    session.rollback()
    number = session.scalar(select(func.count()).select_from(Voted)) or 0
    session.rollback()
    return number


def receipt(answer: TestResponse) -> str:
    (found,) = [part.partition('"')[0] for part in answer.text.split('data-copy="')[1:]]
    assert read_code(found)
    return found


def sent(voter: VoterAtHome, review: Page, **more: str) -> TestResponse:
    """A form that no page of ours makes: the review's own fields, with others laid over them."""
    fields = {str(box.get("name")): str(box.get("value")) for box in review.all("input") if box.get("type") == "hidden"}
    return voter.client.post("/vote", data={**fields, "act": "cast", **more})

"""Papers with several votes are printed and counted apart, and each is one paper where papers are accounted for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.counting.model import Ballots
from agm.meetings.models import RegisterEntry
from agm.organisation.commands import AdoptRules
from agm.organisation.operations import adopt_rules
from agm.results.commands import CheckPapers
from agm.results.counting import figures_of, result_of, to_count
from agm.results.models import Count
from agm.results.operations import check_papers, make_count
from agm.rules.mixed_votes import BothVotes
from agm.rules.quorum import Quorum, QuorumOf
from agm.rules.rule_set import RuleSet
from agm.voting.commands import TypePaper
from agm.voting.models import ContestVote, KeyMode, OnlineVote, ReceiptsAre, VoteHow
from agm.voting.operations import add_batch, type_paper
from agm.web.outbox_handlers.registry import build_worker
from agm.workflows.to_declare import to_declare
from tests.integration.voting.test_life_of_a_count import acts, refused
from tests.support.client import StrictClient
from tests.support.online_votes import CHAIR, contests_of, lay_meeting, lay_online_vote, member
from tests.support.pdfs import read_pdf
from tests.support.records import NOW, make_organisation, make_region

SignIn = Callable[..., StrictClient]


def type_batch(session: Session, contest_id: int, papers: list[str], weight: int) -> None:
    first, second = acts(session, 1, "Idris Fenn"), acts(session, 2, "Eve Lund")
    batch = add_batch(first, contest_id, len(papers), weight)
    session.flush()
    for teller in (first, second):
        for position, typed in enumerate(papers, start=1):
            type_paper(teller, TypePaper(batch.id, position, typed, None if typed else "unclear"))


@pytest.mark.both_databases
def test_each_paper_of_a_batch_counts_as_often_as_it_has_votes(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    meeting = lay_meeting(session, [member(one) for one in range(1, 8)], VoteHow.PAPERS, "plurality")
    chair, officer = contests_of(session, meeting.id)[CHAIR], acts(session, 1, "Idris Fenn")
    type_batch(session, chair, ["1", "1", "1"], 1)
    type_batch(session, chair, ["2", "2", ""], 4)
    vote = session.get_one(ContestVote, chair)
    given = to_count(session, vote.contest, vote)
    assert isinstance(given.votes, Ballots)
    assert (given.votes.papers, sum(one.papers for one in given.votes.rejected)) == (11, 4)
    figures = figures_of(given, {"in_box": 6})
    assert (figures.valid, figures.rejected) == (5, 1)
    check_papers(officer, CheckPapers(chair, {"in_box": 6}))
    make_count(officer, chair)
    assert result_of(session.scalars(select(Count)).one()).elected_numbers == (2,)
    assert refused(lambda: add_batch(Act(session, SYSTEM, NOW), chair, 2, 0)) == ["weight_of_batch"]


def test_a_paper_shows_its_votes_and_the_door_is_told_which_to_give(
    app: Flask, session: Session, sign_in: SignIn, pango: None
) -> None:
    make_organisation(session)
    make_region(session)
    members = [member(one, None, "Branch" if one < 3 else "Full") for one in range(1, 6)]
    meeting = lay_meeting(session, members, VoteHow.MIXED, "plurality")
    lay_online_vote(session, meeting, weights={"Branch": 10})
    branch = session.scalars(select(RegisterEntry.id).order_by(RegisterEntry.sort_key)).first()
    contest_id, desk = contests_of(session, meeting.id)[CHAIR], f"/desk/meetings/{meeting.id}"
    session.commit()
    officer = sign_in("regional_officer", meeting.unit)
    assert "Votes of each member: Branch 10." in officer.get_page(f"{desk}/online-vote").text
    door = f"{desk}/check-in/papers/{branch}"
    given = officer.page(officer.submit(officer.get_page(door), button="Papers are given out"))
    assert "Member 001: give the paper of 10 votes for Chair." in given.text
    batches = f"{desk}/count/{contest_id}/papers"
    officer.submit(officer.get_page(batches), {"papers": "2", "weight": "10"}, button="Add a batch")
    assert "2 papers, each with 10 votes" in officer.get_page(batches).text
    assert "2 papers, each with 10 votes" in officer.get_page(f"{desk}/count/papers").text
    few = officer.submit(
        officer.get_page(f"{desk}/count/print"),
        {"kind": "voting_papers", "copies": "4", "weight": "10"},
        button="Make the file",
    )
    assert (few.status_code, "Fewer than 5 papers" in few.text) == (422, True)
    made = officer.page(officer.submit(officer.page(few), {"copies": "5"}, button="Make the file"))
    with app.app_context():
        build_worker(app).run_due()
    assert "This paper counts as 10 votes." in read_pdf(officer.get(f"{made.path}/pdf").data).texts[0]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("quorum", "told"),
    [
        (Quorum(6, of=QuorumOf.VOTE), []),
        (Quorum(7, of=QuorumOf.VOTE), ["Chair: 6 took part, and the rules need 7. The vote is held again."]),
        (Quorum(15, of=QuorumOf.VOTE, by_votes=True), []),
        (Quorum(16, of=QuorumOf.VOTE, by_votes=True), ["Chair: 15 votes were cast, and the rules need 16."]),
        (Quorum(percent=Fraction(85), of=QuorumOf.VOTE), []),
        (Quorum(percent=Fraction(86), of=QuorumOf.VOTE), ["Chair: 6 took part, and the rules need 7."]),
        (Quorum(percent=Fraction(93), of=QuorumOf.VOTE, by_votes=True), []),
        (Quorum(percent=Fraction(94), of=QuorumOf.VOTE, by_votes=True), ["Chair: 15 votes were cast, and the rules"]),
    ],
)
def test_a_quorum_counts_people_unless_the_rules_say_votes(session: Session, quorum: Quorum, told: list[str]) -> None:
    """Six of seven vote, three of them with four votes each: 15 votes of the 16 that there are."""
    make_organisation(session)
    make_region(session)
    officer = acts(session, 1, "Idris Fenn")
    members = [member(one, None, "Branch" if one < 4 else "Full") for one in range(1, 8)]
    meeting = lay_meeting(session, members, VoteHow.PAPERS, "plurality")
    chair = contests_of(session, meeting.id)[CHAIR]
    how = {"key_mode": KeyMode.TWO_KEYS, "receipts": ReceiptsAre.LISTED, "both_votes": BothVotes.FIRST_RECEIVED}
    later = NOW + dt.timedelta(days=1)
    session.add(OnlineVote(meeting_id=meeting.id, opens_at=NOW, closes_at=later, weights={"Branch": 4}, **how))
    meeting.rules_id = adopt_rules(officer, AdoptRules(RuleSet(name="Ours", quorums=(quorum,)), 0)).id
    type_batch(session, chair, ["1", "1", "1"], 1)
    type_batch(session, chair, ["2", "2", ""], 4)
    check_papers(officer, CheckPapers(chair, {"in_box": 6}))
    make_count(officer, chair)
    found = to_declare(session, meeting)
    assert [one.startswith(words) for one, words in zip(found.short, told, strict=True)] == [True] * len(told)

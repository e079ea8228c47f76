"""Sealing a vote online: what comes out of the boxes, who may open them, and what is left afterwards."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act, Actor
from agm.audit.models import AuditEntry
from agm.counting.model import BallotGroup
from agm.database.engine import durably
from agm.meetings.models import RegisterEntry
from agm.nominations.models import Contest
from agm.results.commands import CheckPapers
from agm.results.counting import to_count
from agm.results.models import Complaint, ComplaintDecision
from agm.results.operations import check_papers, decide_complaint, make_count
from agm.rules.code_letters import new_code
from agm.rules.violations import RefusedError
from agm.voting.ballot_box import PlainPaper, seal
from agm.voting.commands import SealVote, SetVote, TypePaper
from agm.voting.models import (
    ContestVote,
    KeyDestruction,
    KeyMode,
    OnlinePaper,
    OnlineVote,
    ReceiptsAre,
    SealedPaper,
    ServerKey,
    Voted,
    VoteHow,
    Voter,
)
from agm.voting.operations import (
    PaperOutcome,
    add_batch,
    close_vote,
    give_papers,
    seal_vote,
    set_vote,
    sign_destruction,
    type_paper,
    void,
)
from agm.voting.operations.online_setup import GRACE
from agm.voting.queries.online import receipts_of
from tests.support.kept_records import kept_record
from tests.support.online_votes import CHAIR, CLOSES, WHILE_OPEN, OnlineRoom, lay_meeting, lay_online_vote, member, vote
from tests.support.records import make_organisation, make_region

pytestmark = pytest.mark.both_databases

AFTER = CLOSES + 2 * GRACE
CHOICES: tuple[list[int], ...] = ([1, 2], [2], [], [1, 2])


@kept_record
def room(session: Session) -> OnlineRoom:
    """Four voters, of whom nobody has voted; the key is in two halves."""
    make_organisation(session)
    make_region(session)
    meeting = lay_meeting(session, [member(number) for number in range(1, 6)])
    return lay_online_vote(session, meeting, key_mode=KeyMode.SPLIT_KEY)


def cast_all(room: OnlineRoom, session: Session) -> list[str]:
    """The receipts of everybody who votes."""
    receipts = [new_code() for _ in CHOICES]
    for code, choices, receipt in zip(room.codes.values(), CHOICES, receipts, strict=False):
        vote(session, code, {room.contests[CHAIR]: choices}, receipt=receipt)
    return receipts


def close(room: OnlineRoom, session: Session) -> None:
    close_vote(Act(session, SYSTEM, AFTER), room.meeting_id)
    session.commit()


def sealed(room: OnlineRoom, session: Session, *words: str, unreadable: int = 0) -> dict[int, int]:
    """Seal in a transaction of its own, which is rolled back when it is refused."""
    session.rollback()
    with durably():
        try:
            found = seal_vote(Act(session, SYSTEM, AFTER), SealVote(room.meeting_id, words or room.words, unreadable))
        except BaseException:
            session.rollback()
            raise
        session.commit()
    return found


def refusal(room: OnlineRoom, session: Session, *words: str) -> str:
    with pytest.raises(RefusedError) as refused:
        sealed(room, session, *words)
    return refused.value.violations[0].code


def test_papers_come_out_whole_and_are_counted_and_nothing_of_the_boxes_stays(
    room: OnlineRoom, session: Session
) -> None:
    chair = room.contests[CHAIR]
    receipts = cast_all(room, session)
    assert refusal(room, session) == "not_to_seal"
    close(room, session)
    contest, of = session.get_one(Contest, chair), session.get_one(ContestVote, chair)
    with pytest.raises(RefusedError, match="closed and sealed"):
        to_count(session, contest, of)
    assert refusal(room, session, room.words[0], room.words[0]) == "wrong_key"
    assert refusal(room, session, room.words[0]) == "words_unreadable"
    assert sealed(room, session) == {chair: 4}
    assert session.scalars(select(SealedPaper)).all() == []
    papers = session.scalars(select(OnlinePaper)).all()
    assert sorted(one.typed for one in papers) == ["", "1 2", "1 2", "2"]
    assert {one.receipt for one in papers} == {None}
    assert list(receipts_of(session, chair)) == sorted(receipts)
    assert receipts_of(session, chair, starting=receipts[0][:8]) == [receipts[0]]
    given = to_count(session, contest, of)
    assert given.votes.groups == (BallotGroup((), 1), BallotGroup((1, 2), 2), BallotGroup((2,), 1))  # type: ignore[union-attr]  # ballots
    assert make_count(Act(session, SYSTEM, AFTER), chair).number == 1
    assert refusal(room, session) == "not_to_seal"
    told = session.scalars(select(AuditEntry).where(AuditEntry.action == "meeting:online_vote:sealed")).one()
    assert told.details == {"papers": {str(chair): 4}, "unreadable": 0}
    with pytest.raises(RefusedError):
        vote(session, room.codes["Member 005"], {chair: [1]})


def test_a_paper_that_was_put_there_is_found(room: OnlineRoom, session: Session) -> None:
    """A box without a mark, a mark without a box, and a box that somebody changed."""
    chair = room.contests[CHAIR]
    cast_all(room, session)
    close(room, session)
    online = session.get_one(OnlineVote, room.meeting_id)
    length, key = online.padded_length or 0, online.public_key or b""
    forged = {"ciphertext": seal(key, PlainPaper(chair, new_code(), "2"), length), "resend_digest": "d"}
    session.add(SealedPaper(contest_id=chair, voter_id=5, **forged))
    session.commit()
    assert refusal(room, session) == "numbers_differ"
    session.execute(text("DELETE FROM sealed_paper WHERE voter_id IN (4, 5)"))
    session.commit()
    assert refusal(room, session) == "numbers_differ"
    session.execute(text("DELETE FROM voted WHERE voter_id = 4"))
    other = seal(key, PlainPaper(chair + 1, new_code(), "2"), length)
    session.execute(update(SealedPaper).where(SealedPaper.voter_id == 1).values(ciphertext=other))
    session.execute(update(SealedPaper).where(SealedPaper.voter_id == 2).values(ciphertext=b"nothing"))
    session.commit()
    assert refusal(room, session) == "papers_unreadable"
    assert sealed(room, session, unreadable=2) == {chair: 3}
    found = sorted((one.typed, one.set_aside or "") for one in session.scalars(select(OnlinePaper)))
    assert found == [("", ""), ("", "unclear"), ("", "unclear")]


def test_other_votes_keep_their_boxes_and_the_files_are_cleared(room: OnlineRoom, session: Session, app: Flask) -> None:
    from agm.web.kit.clock import now
    from agm.web.outbox_handlers.registry import build_worker

    cast_all(room, session)
    close(room, session)
    make_region(session, "Fenland")
    other = lay_online_vote(session, lay_meeting(session, [member(9)], unit="Fenland"))
    vote(session, other.codes["Member 009"], {other.contests[CHAIR]: [1]})
    sealed(room, session)
    assert [one.contest_id for one in session.scalars(select(SealedPaper))] == [other.contests[CHAIR]]
    assert len(session.scalars(select(Voted)).all()) == len(CHOICES) + 1
    session.close()
    worker = build_worker(app)
    worker.now = lambda: max(now(), AFTER)
    worker.run_due(Event())
    cleared = session.get_one(OnlineVote, room.meeting_id)
    assert cleared.cleaned_at is not None
    assert "log" in (cleared.cleaned_how or "")


def test_the_server_keeps_its_key_no_longer_than_it_needs_it_and_receipts_can_stay_beside(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    meeting = lay_meeting(session, [member(1), member(2)], how=VoteHow.MIXED)
    room = lay_online_vote(session, meeting, key_mode=KeyMode.SERVER_KEY, receipts=ReceiptsAre.BESIDE_PAPERS)
    assert room.words == ()
    receipt = new_code()
    vote(session, room.codes["Member 001"], {room.contests[CHAIR]: [2, 1]}, receipt=receipt)
    close(room, session)
    assert sealed(room, session) == {room.contests[CHAIR]: 1}
    assert session.scalars(select(ServerKey)).all() == []
    assert session.scalars(select(OnlinePaper.receipt)).all() == [receipt]
    with pytest.raises(RefusedError):
        sign_destruction(Act(session, SYSTEM, AFTER), room.meeting_id)


@pytest.mark.parametrize("mode", [KeyMode.TWO_KEYS, KeyMode.SERVER_KEY])
def test_a_void_vote_keeps_no_box_and_no_key(session: Session, app: Flask, mode: KeyMode) -> None:
    from agm.web.kit.clock import now
    from agm.web.outbox_handlers.registry import build_worker

    make_organisation(session)
    make_region(session)
    room = lay_online_vote(session, lay_meeting(session, [member(1), member(2)]), key_mode=mode)
    make_region(session, "Fenland")
    other = lay_online_vote(session, lay_meeting(session, [member(9)], unit="Fenland"), key_mode=mode)
    for one, name in ((room, "Member 001"), (other, "Member 009")):
        vote(session, one.codes[name], {one.contests[CHAIR]: [1]})
    void(Act(session, SYSTEM, WHILE_OPEN), room.meeting_id, "A name was missing.")
    session.commit()
    assert [one.contest_id for one in session.scalars(select(SealedPaper))] == [other.contests[CHAIR]]
    kept = [other.meeting_id] if mode is KeyMode.SERVER_KEY else []
    assert session.scalars(select(ServerKey.meeting_id)).all() == kept
    session.close()
    worker = build_worker(app)
    worker.now = lambda: max(now(), AFTER)
    worker.run_due(Event())
    assert session.get_one(OnlineVote, room.meeting_id).cleaned_at is not None


def test_a_void_vote_is_held_anew_by_everybody(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    room = lay_online_vote(session, lay_meeting(session, [member(1), member(2), member(3)], VoteHow.MIXED))
    chair = room.contests[CHAIR]
    vote(session, room.codes["Member 001"], {chair: [1]})
    act, entries = Act(session, SYSTEM, WHILE_OPEN), session.scalars(select(Voter.entry_id).order_by(Voter.id)).all()
    give_papers(act, room.meeting_id, entries[1])
    void(act, room.meeting_id, "A name was missing.")
    with pytest.raises(RefusedError, match="does not count"):
        give_papers(act, room.meeting_id, entries[2])
    of = session.get_one(ContestVote, chair)
    set_vote(act, SetVote(chair, VoteHow.PAPERS, of.counting_rules, has_reopening=False, version=of.version))
    for entry in entries:
        assert give_papers(act, room.meeting_id, entry).by_contest == {chair: PaperOutcome.GIVEN}
    assert give_papers(act, room.meeting_id, entries[0]).by_contest == {chair: PaperOutcome.GIVEN_BEFORE}


def test_papers_given_before_a_vote_online_opens_stay_given(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    meeting = lay_meeting(session, [member(1), member(2)], VoteHow.MIXED)
    act = Act(session, SYSTEM, WHILE_OPEN)
    entry = session.scalars(select(RegisterEntry.id).order_by(RegisterEntry.id)).first() or 0
    (of,) = session.scalars(select(ContestVote))
    assert give_papers(act, meeting.id, entry).by_contest == {of.contest_id: PaperOutcome.GIVEN}
    set_vote(act, SetVote(of.contest_id, VoteHow.PAPERS, of.counting_rules, has_reopening=False, version=of.version))
    assert give_papers(act, meeting.id, entry).by_contest == {of.contest_id: PaperOutcome.GIVEN_BEFORE}


def test_a_vote_that_is_void_after_it_was_sealed_keeps_its_papers(room: OnlineRoom, session: Session) -> None:
    cast_all(room, session)
    close(room, session)
    sealed(room, session)
    papers = len(session.scalars(select(OnlinePaper)).all())
    void(Act(session, SYSTEM, AFTER), room.meeting_id, "A complaint was upheld.")
    session.commit()
    assert len(session.scalars(select(OnlinePaper)).all()) == papers > 0


def test_both_holders_sign_that_the_key_is_destroyed(room: OnlineRoom, session: Session) -> None:
    with pytest.raises(RefusedError):
        sign_destruction(Act(session, SYSTEM, AFTER), room.meeting_id)
    close(room, session)
    sealed(room, session)
    for number in (1, 2, 2):
        sign_destruction(Act(session, Actor.user(number, f"Holder {number}"), AFTER), room.meeting_id)
    assert [one.name for one in session.scalars(select(KeyDestruction))] == ["Holder 1", "Holder 2"]


def test_a_vote_closes_after_its_hour_by_itself_and_no_clock_opens_it_again(
    room: OnlineRoom, session: Session, app: Flask
) -> None:
    from agm.web.outbox_handlers.registry import build_worker

    worker = build_worker(app)
    session.close()
    for at, closed in ((CLOSES, False), (AFTER, True)):
        worker.now = lambda at=at: at  # type: ignore[misc]  # another clock
        worker.run_due(Event())
        session.rollback()
        assert (session.get_one(OnlineVote, room.meeting_id).closed_at is not None) is closed
        session.rollback()
    with pytest.raises(RefusedError, match="closed"):
        vote(session, room.codes["Member 001"], {room.contests[CHAIR]: [1]})


def test_online_papers_and_typed_ones_are_counted_together(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    room = lay_online_vote(session, lay_meeting(session, [member(1), member(2)], how=VoteHow.MIXED))
    chair = room.contests[CHAIR]
    vote(session, room.codes["Member 001"], {chair: [2, 1]})
    close(room, session)
    sealed(room, session)
    tellers = [Act(session, Actor.user(number, f"Teller {number}"), AFTER) for number in (1, 2)]
    batch = add_batch(tellers[0], chair, 2)
    contest, of = session.get_one(Contest, chair), session.get_one(ContestVote, chair)
    with pytest.raises(RefusedError, match="Two tellers"):
        to_count(session, contest, of)
    for teller in tellers:
        for position, typed in enumerate(("2 1", "3"), start=1):
            type_paper(teller, TypePaper(batch.id, position, typed))
    given = to_count(session, contest, of)
    assert given.votes.groups == (BallotGroup((2, 1), 2), BallotGroup((3,), 1))  # type: ignore[union-attr]  # ballots


def test_a_vote_that_a_complaint_makes_void_is_held_again_on_paper(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    meeting = lay_meeting(session, [member(number) for number in range(1, 6)], how=VoteHow.MIXED)
    room = lay_online_vote(session, meeting)
    cast_all(room, session)
    close(room, session)
    sealed(room, session)
    act, chair = Act(session, SYSTEM, AFTER), room.contests[CHAIR]
    check_papers(act, CheckPapers(chair, {"issued": 0, "in_box": 0, "marked_as_voted": 0}))
    make_count(act, chair)
    words = "Somebody voted with the code of another."
    complaint = Complaint(
        contest_id=chair, received_on=AFTER.date(), complainant="Ann Bell", words=words, is_late=False,
        recorded_at=AFTER, recorded_by="Bo Cole",
    )  # fmt: skip
    session.add(complaint)
    session.flush()
    decide_complaint(act, complaint, ComplaintDecision.VOID, "It is so.")
    assert [session.scalars(select(one)).all() for one in (OnlinePaper, Voted)] == [[], []]
    vote = session.get_one(ContestVote, chair)
    assert vote.how is VoteHow.PAPERS
    with pytest.raises(RefusedError):  # of the papers that were void nothing is counted once more
        make_count(act, chair)
    entry = session.scalars(select(Voter.entry_id)).first()
    assert set(give_papers(act, room.meeting_id, entry or 0).by_contest.values()) == {PaperOutcome.GIVEN}
    again = SetVote(chair, VoteHow.MIXED, vote.counting_rules, has_reopening=False, version=vote.version)
    with pytest.raises(RefusedError, match="The vote online is open, or was held"):
        set_vote(act, again)
    vote = set_vote(act, replace(again, how=VoteHow.HANDS))
    assert (vote.how, vote.votes) == (VoteHow.HANDS, None)

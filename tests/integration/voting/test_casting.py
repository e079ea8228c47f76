"""Taking votes online: who may, when, what is said to a vote that does not count, and that nobody votes twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.database.engine import durably
from agm.rules.code_letters import in_groups, new_code
from agm.rules.electorate import Electorate
from agm.rules.mixed_votes import BothVotes, Way
from agm.rules.violations import RefusedError
from agm.voting.commands import CastVote, Paper, SetUpOnlineVote, SetVote
from agm.voting.models import KeyMode, OnlineVote, SealedPaper, Voted, VoteHow, Voter
from agm.voting.operations import (
    CastOutcome,
    PaperOutcome,
    cast,
    close_vote,
    extend,
    give_papers,
    make_key,
    open_vote,
    replace_code,
    resume,
    revoke_code,
    set_up,
    set_vote,
    suspend,
    take_papers_back,
    try_key,
    void,
)
from agm.voting.operations.casting import MOST_DIGESTS
from agm.voting.queries.admission import ballots_of
from agm.voting.queries.online import turnout_of
from tests.support.kept_records import kept_record
from tests.support.online_votes import (
    CHAIR,
    CLOSES,
    COMMITTEE,
    OPENS,
    WHILE_OPEN,
    OnlineRoom,
    contests_of,
    lay_meeting,
    lay_online_vote,
    member,
    vote,
)
from tests.support.records import NOW, make_organisation, make_region

pytestmark = pytest.mark.both_databases

NORTH, SOUTH = "North", "South"


@kept_record
def room(session: Session) -> OnlineRoom:
    """Two offices with three candidates each: all vote for one, the North for the other."""
    make_organisation(session)
    make_region(session)
    members = [member(1, NORTH), member(2, NORTH), member(3, SOUTH), member(4, SOUTH)]
    meeting = lay_meeting(session, members, VoteHow.MIXED, offices=(CHAIR, COMMITTEE))
    committee = contests_of(session, meeting.id)[COMMITTEE]
    limited = SetVote(committee, VoteHow.MIXED, "av", has_reopening=False, version=1, electorate=Electorate(NORTH))
    set_vote(Act(session, SYSTEM, NOW), limited)
    return lay_online_vote(session, meeting)


def code(room: OnlineRoom, number: int) -> str:
    return room.codes[f"Member {number:03}"]


def why(refused: pytest.ExceptionInfo[RefusedError]) -> list[str]:
    return [one.code for one in refused.value.violations]


def refusal(session: Session, *arguments: object, **options: object) -> list[str]:
    """Why a vote does not count."""
    with pytest.raises(RefusedError) as refused:
        vote(session, *arguments, **options)  # type: ignore[arg-type]  # those of `vote`
    return why(refused)


def marks(session: Session) -> list[tuple[int, int, Way]]:
    session.rollback()
    return [(one.contest_id, one.voter_id, one.way) for one in session.scalars(select(Voted).order_by(Voted.voter_id))]


def entry_of(session: Session, number: int) -> int:
    return session.scalars(select(Voter.entry_id).order_by(Voter.id)).all()[number - 1]


def of_rule(session: Session, what: object, *arguments: object, at: dt.datetime = WHILE_OPEN) -> None:
    """Do something to the vote as the system; commits."""
    session.rollback()
    what(Act(session, SYSTEM, at), *arguments)  # type: ignore[operator]  # an operation
    session.commit()


def test_a_vote_is_a_mark_and_a_box_of_one_length_and_looking_changes_nothing(
    room: OnlineRoom, session: Session
) -> None:
    chair, committee = room.contests[CHAIR], room.contests[COMMITTEE]
    assert [one.contest.label for one in ballots_of(session, code(room, 1)).ballots] == [CHAIR, COMMITTEE]
    assert [one.contest.label for one in ballots_of(session, code(room, 3)).ballots] == [CHAIR]
    assert marks(session) == []
    assert vote(session, code(room, 1), {chair: [2, 1], committee: [1, 3, 2]}).outcome is CastOutcome.ACCEPTED
    assert vote(session, code(room, 3).lower().replace("-", " "), {chair: []}).outcome is CastOutcome.ACCEPTED
    assert {(key, voter) for key, voter, _ in marks(session)} == {(chair, 1), (committee, 1), (chair, 3)}
    boxes = session.scalars(select(SealedPaper)).all()
    assert len({len(one.ciphertext) for one in boxes}) == 1
    assert len({one.ciphertext for one in boxes}) == len(boxes) == 3
    assert session.scalars(select(AuditEntry.action).where(AuditEntry.at >= WHILE_OPEN)).all() == []
    ballots = ballots_of(session, code(room, 1)).ballots
    assert [one.way for one in ballots] == [Way.ONLINE, Way.ONLINE]
    found = turnout_of(session, ballots)[chair]
    assert (found.voters, found.voted, found.in_steps) == (4, 2, 0)


def test_one_vote_each_and_the_same_form_is_told_the_same_again(room: OnlineRoom, session: Session) -> None:
    chair, committee = room.contests[CHAIR], room.contests[COMMITTEE]
    receipt = new_code()
    vote(session, code(room, 1), {chair: [1]}, receipt=receipt)
    assert vote(session, code(room, 1), {chair: [1]}, receipt=receipt).outcome is CastOutcome.SAME_AGAIN
    late = CLOSES + dt.timedelta(minutes=1)
    assert vote(session, code(room, 1), {chair: [1]}, late, receipt).outcome is CastOutcome.SAME_AGAIN
    assert refusal(session, code(room, 1), {chair: [3]}) == ["already_voted"]
    assert refusal(session, code(room, 1), {chair: [3], committee: [1]}) == ["already_voted"]
    assert marks(session) == [(chair, 1, Way.ONLINE)]
    assert vote(session, code(room, 1), {committee: [1]}).outcome is CastOutcome.ACCEPTED


@pytest.mark.parametrize(
    ("choices", "expected"),
    [((4,), "unknown_candidate"), ((0,), "unknown_candidate"), ((1, 1), "named_twice"), ((1, 2, 3, 1), "named_twice")],
)
def test_a_paper_that_nobody_could_have_is_refused(
    room: OnlineRoom, session: Session, choices: tuple[int, ...], expected: str
) -> None:
    assert expected in refusal(session, code(room, 1), {room.contests[CHAIR]: choices})
    assert marks(session) == []


def test_a_blank_paper_needs_its_tick_and_a_receipt_is_one_of_ours(room: OnlineRoom, session: Session) -> None:
    chair = room.contests[CHAIR]
    for paper, receipt, expected in (
        (Paper(), new_code(), "not_blank_on_purpose"),
        (Paper((1,), is_blank=True), new_code(), "blank_and_chosen"),
        (Paper((1,)), "mine", "receipt_unknown"),
    ):
        session.rollback()
        with durably(), pytest.raises(RefusedError) as refused:
            cast(Act(session, SYSTEM, WHILE_OPEN), CastVote(code(room, 1), {chair: paper}, receipt, WHILE_OPEN))
        assert why(refused) == [expected]
    assert marks(session) == []


def test_whoever_does_not_belong_to_the_voters_is_told_so(room: OnlineRoom, session: Session) -> None:
    assert refusal(session, code(room, 3), {room.contests[COMMITTEE]: [1]}) == ["not_your_contest"]
    assert refusal(session, code(room, 1), {999: [1]}) == ["not_your_contest"]
    assert refusal(session, in_groups(new_code()), {room.contests[CHAIR]: [1]}) == ["unknown_code"]
    assert refusal(session, "K7Q", {room.contests[CHAIR]: [1]}) == ["unknown_code"]


def test_the_hour_of_receipt_decides_and_the_closing_instant_is_in(room: OnlineRoom, session: Session) -> None:
    chair, second = {room.contests[CHAIR]: [1]}, dt.timedelta(seconds=1)
    assert refusal(session, code(room, 1), chair, OPENS - second) == ["not_open"]
    vote(session, code(room, 1), chair, OPENS)
    vote(session, code(room, 2), chair, CLOSES)
    with pytest.raises(RefusedError, match="yours arrived at 18:30:03") as refused:
        vote(session, code(room, 3), chair, CLOSES + 3 * second)
    assert why(refused) == ["closed"]
    with pytest.raises(RefusedError, match="Wait 30 seconds"):
        of_rule(session, close_vote, room.meeting_id, at=CLOSES + second)
    of_rule(session, close_vote, room.meeting_id, at=CLOSES + 31 * second)
    assert refusal(session, code(room, 3), chair, CLOSES) == ["closed"]
    assert refusal(session, code(room, 1), {room.contests[CHAIR]: [2]}, CLOSES) == ["already_voted"]


def test_a_vote_that_is_stopped_goes_on_or_is_extended_or_void(room: OnlineRoom, session: Session) -> None:
    chair = {room.contests[CHAIR]: [1]}
    of_rule(session, suspend, room.meeting_id, "A name is spelt wrong.")
    with pytest.raises(RefusedError, match="A name is spelt wrong") as refused:
        vote(session, code(room, 1), chair)
    assert why(refused) == ["suspended"]
    of_rule(session, resume, room.meeting_id, "The name is put right.")
    vote(session, code(room, 1), chair)
    later = CLOSES + dt.timedelta(hours=1)
    with pytest.raises(RefusedError):
        of_rule(session, extend, room.meeting_id, CLOSES, "Earlier")
    of_rule(session, extend, room.meeting_id, later, "The server was down for an hour.")
    form = new_code()
    vote(session, code(room, 2), chair, later, form)
    of_rule(session, void, room.meeting_id, "It begins anew on Monday.")
    for number, receipt in ((1, ""), (2, form), (3, "")):
        assert refusal(session, code(room, number), chair, later, receipt) == ["voided"]


def test_a_replaced_code_ends_and_votes_no_second_time(room: OnlineRoom, session: Session) -> None:
    chair, lost = {room.contests[CHAIR]: [1]}, code(room, 1)
    session.rollback()
    given = replace_code(Act(session, SYSTEM, NOW), room.meeting_id, entry_of(session, 1))
    session.commit()
    assert given is not None
    assert refusal(session, lost, chair) == ["code_replaced"]
    vote(session, given, chair)
    again = replace_code(Act(session, SYSTEM, NOW), room.meeting_id, entry_of(session, 1))
    session.commit()
    assert again is not None
    assert refusal(session, again, {room.contests[CHAIR]: [2]}) == ["already_voted"]
    of_rule(session, revoke_code, room.meeting_id, entry_of(session, 1), at=WHILE_OPEN)
    assert refusal(session, again, chair) == ["code_replaced"]


def test_whoever_withdrew_and_whoever_left_the_register(room: OnlineRoom, session: Session) -> None:
    chair = room.contests[CHAIR]
    paper = ballots_of(session, code(room, 1)).ballots[0].vote
    gone, version = paper.candidacy_ids[1], paper.version
    of_rule(session, set_vote, SetVote(chair, VoteHow.MIXED, "av", False, frozenset({gone}), version))
    assert refusal(session, code(room, 1), {chair: [1, 2]}) == ["candidate_withdrawn"]
    vote(session, code(room, 1), {chair: [1, 3]})
    session.get_one(Voter, 2).entry.removed_at = NOW
    session.commit()
    assert refusal(session, code(room, 2), {chair: [1]}) == ["not_a_voter"]


def test_paper_closes_the_link_and_a_vote_online_keeps_paper_back(room: OnlineRoom, session: Session) -> None:
    chair, committee = room.contests[CHAIR], room.contests[COMMITTEE]
    vote(session, code(room, 1), {chair: [1]})
    given = give_papers(Act(session, SYSTEM, NOW), room.meeting_id, entry_of(session, 1))
    session.commit()
    assert given.by_contest == {chair: PaperOutcome.VOTED_ONLINE, committee: PaperOutcome.GIVEN}
    assert given.labels_of(PaperOutcome.GIVEN) == [COMMITTEE]
    assert refusal(session, code(room, 1), {committee: [1]}) == ["paper_given"]
    of_rule(session, take_papers_back, room.meeting_id, entry_of(session, 1))
    vote(session, code(room, 1), {committee: [1]})
    with pytest.raises(RefusedError, match="no paper"):
        of_rule(session, take_papers_back, room.meeting_id, entry_of(session, 1))


def test_where_paper_counts_the_vote_online_is_taken_out_of_its_box(room: OnlineRoom, session: Session) -> None:
    chair = room.contests[CHAIR]
    session.get_one(OnlineVote, room.meeting_id).both_votes = BothVotes.PAPER_COUNTS
    session.commit()
    vote(session, code(room, 3), {chair: [1]})
    given = give_papers(Act(session, SYSTEM, NOW), room.meeting_id, entry_of(session, 3))
    session.commit()
    assert given.by_contest == {chair: PaperOutcome.ONLINE_DROPPED}
    assert marks(session) == [(chair, 3, Way.PAPER)]
    assert session.scalars(select(SealedPaper)).all() == []


def test_where_the_rules_allow_it_a_later_vote_takes_the_place_of_the_earlier(
    room: OnlineRoom, session: Session
) -> None:
    chair = room.contests[CHAIR]
    session.get_one(OnlineVote, room.meeting_id).may_change = True
    session.commit()
    vote(session, code(room, 1), {chair: [1]})
    before = session.scalars(select(SealedPaper.ciphertext)).one()
    assert vote(session, code(room, 1), {chair: [2]}).outcome is CastOutcome.IN_PLACE_OF_EARLIER
    assert session.scalars(select(SealedPaper.ciphertext)).one() != before
    assert marks(session) == [(chair, 1, Way.ONLINE)]


def test_an_old_form_that_is_sent_again_undoes_no_newer_vote(room: OnlineRoom, session: Session) -> None:
    chair, committee = room.contests[CHAIR], room.contests[COMMITTEE]
    session.get_one(OnlineVote, room.meeting_id).may_change = True
    session.commit()
    forms = [new_code() for _ in range(MOST_DIGESTS // 65 + 2)]
    vote(session, code(room, 1), {chair: [1], committee: [1]}, receipt=forms[0])
    for form in forms[1:3]:
        vote(session, code(room, 1), {chair: [2]}, receipt=form)
    before = session.scalars(select(SealedPaper.ciphertext).where(SealedPaper.contest_id == chair)).one()
    assert refusal(session, code(room, 1), {chair: [1], committee: [1]}, receipt=forms[0]) == ["overtaken"]
    late = CLOSES + dt.timedelta(minutes=1)
    assert refusal(session, code(room, 1), {chair: [2]}, late, forms[1]) == ["overtaken"]
    assert vote(session, code(room, 1), {chair: [2]}, late, forms[2]).outcome is CastOutcome.SAME_AGAIN
    session.rollback()
    assert session.scalars(select(SealedPaper.ciphertext).where(SealedPaper.contest_id == chair)).one() == before
    for form in forms[3:]:
        vote(session, code(room, 1), {chair: [3]}, receipt=form)
    kept = session.scalars(select(SealedPaper.resend_digest).where(SealedPaper.contest_id == chair)).one()
    assert len(kept) == MOST_DIGESTS


def test_a_contest_that_was_left_for_later_can_go_by_the_same_form(room: OnlineRoom, session: Session) -> None:
    chair, committee = room.contests[CHAIR], room.contests[COMMITTEE]
    session.get_one(OnlineVote, room.meeting_id).may_change = True
    session.commit()
    form = new_code()
    vote(session, code(room, 1), {chair: [1]}, receipt=form)
    both = {chair: [1], committee: []}
    assert vote(session, code(room, 1), both, receipt=form).outcome is CastOutcome.IN_PLACE_OF_EARLIER
    assert vote(session, code(room, 1), both, receipt=form).outcome is CastOutcome.SAME_AGAIN
    assert marks(session) == [(chair, 1, Way.ONLINE), (committee, 1, Way.ONLINE)]


def test_nothing_is_opened_without_a_tried_key_a_paper_and_voters(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    meeting = lay_meeting(session, [member(1, member_class="Full"), member(2, member_class="Full")])
    act = Act(session, SYSTEM, NOW)
    settings = SetUpOnlineVote(
        meeting_id=meeting.id, opens_at=OPENS, closes_at=CLOSES, key_mode=KeyMode.SPLIT_KEY, weights={"Full": 3}
    )
    set_up(act, settings)
    with pytest.raises(RefusedError, match="Make the key first"):
        open_vote(act, meeting.id)
    first, second = make_key(act, meeting.id)
    with pytest.raises(RefusedError, match="Try the printed words"):
        open_vote(act, meeting.id)
    with pytest.raises(RefusedError) as refused:
        try_key(act, meeting.id, (first, first))
    assert why(refused) == ["wrong_key"]
    try_key(act, meeting.id, (second, first))
    with pytest.raises(RefusedError) as refused:
        set_up(act, replace(settings, version=session.get_one(OnlineVote, meeting.id).version, opens_at=CLOSES))
    assert why(refused) == ["closes_first"]
    open_vote(act, meeting.id)
    assert session.scalars(select(Voter.weight)).all() == [3, 3]


def test_a_weight_that_one_voter_has_alone_is_refused(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    members = [member(1, member_class="Branch"), *(member(number) for number in range(2, 5))]
    meeting = lay_meeting(session, members)
    with pytest.raises(RefusedError) as refused:
        lay_online_vote(session, meeting, weights={"Branch": 10})
    assert why(refused) == ["weight_of_one"]

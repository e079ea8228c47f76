"""Votes by post: sent, come back, closed or opened; nobody votes by post and another way; and help to vote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.meetings.models import Meeting, RegisterEntry
from agm.nominations.models import Contest
from agm.organisation.models import AdoptedRules
from agm.results.operations.after import clear_votes
from agm.rules.mixed_votes import BothVotes
from agm.rules.postal_votes import KeptClosed
from agm.rules.violations import RefusedError
from agm.voting.commands import ReceiveEnvelope, RecordHelp
from agm.voting.models import HelpNeeded, OnlineVote, PostalVote, SealedPaper, Voted, VoteHow, VotingHelp
from agm.voting.operations import (
    PaperOutcome,
    close_vote,
    give_papers,
    open_envelopes,
    receive_envelope,
    record_help,
    send_to_all,
    send_to_one,
    take_envelope_back,
    take_help_back,
    take_papers_back,
)
from agm.voting.queries.by_post import GivenOut, PostalTotals, given_out, number_helped, postal_totals
from tests.support.online_votes import (
    CHAIR,
    CLOSES,
    WHILE_OPEN,
    contests_of,
    lay_meeting,
    lay_online_vote,
    member,
    vote,
)
from tests.support.records import NOW, make_organisation, make_region

pytestmark = pytest.mark.both_databases


def acting(session: Session, at: dt.datetime = WHILE_OPEN) -> Act:
    return Act(session, SYSTEM, at)


def entries(session: Session) -> list[int]:
    return list(session.scalars(select(RegisterEntry.id).order_by(RegisterEntry.sort_key)))


def lay(session: Session, how: VoteHow, members: int = 4) -> Meeting:
    make_organisation(session)
    make_region(session)
    return lay_meeting(session, [member(one) for one in range(1, members + 1)], how, rules="plurality")


def refused(call: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(RefusedError) as caught:
        call()
    return [(one.code, one.field) for one in caught.value.violations]


def came(meeting: Meeting, entry: int | None = None, **more: object) -> ReceiveEnvelope:
    fields: dict[str, Any] = {"came_at": WHILE_OPEN, "entry_id": entry, **more}
    return ReceiveEnvelope(meeting.id, **fields)


def test_in_a_hall_an_envelope_marks_its_voter_and_papers_in_the_hall_keep_it_closed(session: Session) -> None:
    meeting = lay(session, VoteHow.PAPERS)
    chair = contests_of(session, meeting.id)[CHAIR]
    first, second, third, fourth = entries(session)
    act = acting(session)
    assert refused(lambda: send_to_all(act, meeting.id)) == [("nobody_needs", "")]
    session.execute(update(RegisterEntry).where(RegisterEntry.id.in_([first, second])).values(needs_paper=True))
    assert send_to_all(act, meeting.id) == 2
    assert send_to_one(act, meeting.id, third).number == 3
    assert refused(lambda: receive_envelope(act, came(meeting, fourth))) == [("not_sent", "envelope")]

    assert receive_envelope(act, came(meeting, first)).closed_for is None
    given = give_papers(act, meeting.id, first)
    assert given.by_contest == {chair: PaperOutcome.CAME_BY_POST}
    assert refused(lambda: take_papers_back(act, meeting.id, first)) == [("came_by_post", "")]
    assert refused(lambda: send_to_one(act, meeting.id, first)) == [("has_voted", "to")]
    assert receive_envelope(act, came(meeting, number=1)).closed_for is KeptClosed.SECOND_ENVELOPE

    assert give_papers(act, meeting.id, second).by_contest == {chair: PaperOutcome.GIVEN}
    assert receive_envelope(act, came(meeting, second)).closed_for is KeptClosed.ALREADY_VOTED
    assert given_out(session, chair) == GivenOut(1, 0)
    take_envelope_back(act, meeting.id, 2)
    take_papers_back(act, meeting.id, second)
    assert receive_envelope(act, came(meeting, second)).closed_for is None

    again = send_to_one(act, meeting.id, third)
    assert refused(lambda: receive_envelope(act, came(meeting, third))) == [("sent_twice", "envelope")]
    assert receive_envelope(act, came(meeting, number=3)).closed_for is KeptClosed.REPLACED
    unsigned = receive_envelope(act, came(meeting, number=again.number, fault=KeptClosed.NOT_SIGNED))
    assert unsigned.closed_for is KeptClosed.NOT_SIGNED
    assert receive_envelope(act, came(meeting)).closed_for is KeptClosed.NO_DECLARATION
    assert postal_totals(session, meeting.id, chair) == PostalTotals(issued=4, returned=6, set_aside=4, waiting=2)


def test_whoever_voted_by_post_in_a_vote_that_is_held_again_gets_a_paper(session: Session) -> None:
    meeting = lay(session, VoteHow.PAPERS)
    chair, act, first = contests_of(session, meeting.id)[CHAIR], acting(session), entries(session)[0]
    send_to_one(act, meeting.id, first)
    assert receive_envelope(act, came(meeting, first)).closed_for is None
    clear_votes(act, session.get_one(Contest, chair))  # a complaint made it void
    assert give_papers(act, meeting.id, first).by_contest == {chair: PaperOutcome.GIVEN}


def test_envelopes_stay_closed_until_the_vote_is_closed_and_a_late_one_for_ever(session: Session) -> None:
    meeting = lay(session, VoteHow.MIXED)
    room = lay_online_vote(session, meeting, both_votes=BothVotes.ONLINE_COUNTS)
    first, second, third, fourth = entries(session)
    codes = [room.codes[f"Member {number:03}"] for number in range(1, 5)]
    act = acting(session)
    for one in (first, second, third, fourth):
        send_to_one(act, meeting.id, one)
    receive_envelope(act, came(meeting, first))
    session.commit()
    with pytest.raises(RefusedError, match="paper was given"):
        vote(session, codes[0], {room.contests[CHAIR]: [1]})
    vote(session, codes[1], {room.contests[CHAIR]: [1]})
    assert receive_envelope(act, came(meeting, second)).closed_for is KeptClosed.ALREADY_VOTED
    assert receive_envelope(act, came(meeting, third)).closed_for is None
    assert refused(lambda: open_envelopes(acting(session, CLOSES), meeting.id)) == [("not_yet", "")]
    late = CLOSES + dt.timedelta(minutes=1)
    close_vote(acting(session, late), meeting.id)
    assert receive_envelope(act, came(meeting, fourth, came_at=late)).closed_for is KeptClosed.LATE
    session.get_one(RegisterEntry, third).may_vote = False
    assert open_envelopes(acting(session, late), meeting.id) == 1
    assert session.scalars(select(PostalVote.closed_for).where(PostalVote.entry_id == third)).one() == "not_on_register"
    assert refused(lambda: take_envelope_back(act, meeting.id, 1)) == [("opened", "")]
    assert refused(lambda: open_envelopes(acting(session, late), meeting.id)) == [("none_wait", "")]


def test_where_paper_counts_an_envelope_takes_the_vote_online_out_of_its_box(session: Session) -> None:
    meeting = lay(session, VoteHow.MIXED)
    room = lay_online_vote(session, meeting, both_votes=BothVotes.PAPER_COUNTS)
    send_to_one(acting(session), meeting.id, entries(session)[0])
    session.commit()
    vote(session, room.codes["Member 001"], {room.contests[CHAIR]: [1]})
    assert receive_envelope(acting(session), came(meeting, entries(session)[0])).closed_for is None
    assert session.scalars(select(SealedPaper)).all() == []
    assert session.get_one(OnlineVote, meeting.id).sealed_at is None
    assert [one.way for one in session.scalars(select(Voted))] == ["paper"]


def test_help_is_a_number_and_one_person_helps_as_many_as_the_rules_say(session: Session) -> None:
    meeting = lay(session, VoteHow.PAPERS)
    first, second, third, _ = entries(session)
    act = acting(session)

    def help_of(entry: int, companion: str | None) -> VotingHelp:
        return record_help(act, RecordHelp(meeting.id, entry, HelpNeeded.READ, companion))

    assert refused(lambda: help_of(first, "member 001")) == [("own_companion", "companion")]
    for entry in (first, second):
        help_of(entry, "Eve Ready")
    rules = AdoptedRules(rules={"name": "Guild", "voters_per_companion": 2}, adopted_at=NOW, adopted_by="R. O.")
    session.add(rules)
    session.flush()
    meeting.rules_id = rules.id
    assert refused(lambda: help_of(third, "eve ready")) == [("helped_enough", "companion")]
    help_of(second, "Eve Ready")
    help_of(third, None)
    assert number_helped(session, meeting.id) == 3
    take_help_back(act, meeting.id, third)
    assert refused(lambda: take_help_back(act, meeting.id, third)) == [("not_helped", "")]
    assert number_helped(session, meeting.id) == 2
    told = session.scalars(select(AuditEntry.details).where(AuditEntry.action == "meeting:voting_help:recorded"))
    assert set(map(str, told)) == {"{}"}

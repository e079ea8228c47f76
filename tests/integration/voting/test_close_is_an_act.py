"""The close of a vote online is kept: the outbox sees to it at its hour, and no clock undoes it."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.database.engine import durably
from agm.outbox.kinds import JobKind
from agm.outbox.worker import Handler, Worker
from agm.rules.code_letters import new_code
from agm.rules.violations import RefusedError
from agm.voting.commands import CastVote, Paper
from agm.voting.models import OnlineVote, Voted
from agm.voting.operations import cast, close_vote, extend, hold_after_restore, resume, suspend, void
from agm.web.outbox_handlers.registry import close_vote_in_time
from tests.support.kept_records import kept_record
from tests.support.online_votes import CLOSES, WHILE_OPEN, OnlineRoom, lay_meeting, lay_online_vote, member, vote
from tests.support.records import make_organisation, make_region

pytestmark = pytest.mark.both_databases

AN_HOUR = dt.timedelta(hours=1)
OVER = CLOSES + dt.timedelta(seconds=31)


@kept_record
def room(session: Session) -> OnlineRoom:
    make_organisation(session)
    make_region(session)
    return lay_online_vote(session, lay_meeting(session, [member(1), member(2)]))


def worked(engine: Engine, session: Session, at: dt.datetime) -> OnlineVote:
    """The vote after a worker has done what was due by then."""
    session.rollback()
    Worker(engine, {JobKind.VOTE_CLOSING: Handler(close_vote_in_time)}, lambda: at).run_due()
    session.rollback()
    return session.scalars(select(OnlineVote)).one()


def refused(session: Session, room: OnlineRoom, at: dt.datetime) -> str:
    (contest,) = room.contests.values()
    with pytest.raises(RefusedError) as found:
        vote(session, room.codes["Member 001"], {contest: [1]}, at)
    return found.value.violations[0].code


def test_a_clock_that_is_set_back_opens_nothing(room: OnlineRoom, engine: Engine, session: Session) -> None:
    assert worked(engine, session, CLOSES).closed_at is None
    assert worked(engine, session, OVER).closed_at == OVER
    assert refused(session, room, WHILE_OPEN) == "closed"


@pytest.mark.parametrize("verb", [close_vote, lambda act, meeting_id: void(act, meeting_id, "It begins anew.")])
def test_a_vote_that_is_being_written_is_in_before_the_close(
    room: OnlineRoom, engine: Engine, session: Session, verb: Callable[[Act, int], OnlineVote]
) -> None:
    """Received in time, and not committed yet when somebody closes the vote, or makes it void: that waits for it."""
    (contest,) = room.contests.values()
    session.rollback()
    found: list[list[int]] = []

    def end() -> None:
        with Session(engine) as other:
            verb(Act(other, SYSTEM, OVER), room.meeting_id)
            found.append(list(other.scalars(select(Voted.contest_id))))
            other.commit()

    officer = threading.Thread(target=end)
    with durably(), Session(engine) as voting:
        paper = {contest: Paper((1,))}
        cast(Act(voting, SYSTEM, OVER), CastVote(room.codes["Member 001"], paper, new_code(), CLOSES))
        officer.start()
        officer.join(timeout=0.5)
        assert officer.is_alive()
        voting.commit()
    officer.join(timeout=30)
    assert found == [[contest]]
    assert refused(session, room, WHILE_OPEN) in {"already_voted", "voided"}


def test_a_vote_that_was_extended_closes_at_the_later_hour(room: OnlineRoom, engine: Engine, session: Session) -> None:
    extend(Act(session, SYSTEM, WHILE_OPEN), room.meeting_id, CLOSES + AN_HOUR, "The site was away.")
    session.commit()
    assert worked(engine, session, OVER).closed_at is None
    assert worked(engine, session, OVER + AN_HOUR).closed_at == OVER + AN_HOUR


def test_a_stopped_vote_is_not_closed_before_it_goes_on(room: OnlineRoom, engine: Engine, session: Session) -> None:
    suspend(Act(session, SYSTEM, WHILE_OPEN), room.meeting_id, "A name was wrong.")
    session.commit()
    assert worked(engine, session, OVER).closed_at is None
    resume(Act(session, SYSTEM, OVER), room.meeting_id)
    session.commit()
    assert worked(engine, session, OVER + AN_HOUR).closed_at == OVER + AN_HOUR


def test_a_backup_that_is_put_back_holds_an_open_vote(room: OnlineRoom, engine: Engine, session: Session) -> None:
    assert hold_after_restore(Act(session, SYSTEM, WHILE_OPEN)) == 1
    session.commit()
    assert refused(session, room, WHILE_OPEN + AN_HOUR) == "suspended"
    session.rollback()
    assert hold_after_restore(Act(session, SYSTEM, WHILE_OPEN)) == 0
    resume(Act(session, SYSTEM, WHILE_OPEN), room.meeting_id)
    session.commit()
    assert worked(engine, session, OVER).closed_at == OVER
    assert hold_after_restore(Act(session, SYSTEM, OVER)) == 0

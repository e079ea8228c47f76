"""The lock of a vote online: votes share it, and whoever closes, suspends or seals holds it alone.

On PostgreSQL it is an advisory lock: a row that is always held by some vote would let nobody else in, while these
locks are given in the order in which they are asked for. SQLite has one writer anyway.
"""

from __future__ import annotations

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.orm import Session

from agm.rules.violations import refuse
from agm.voting.models import OnlineVote, Voter, VotingCode

NUMBER = 7_326_512
"""The first number of the lock; the second is the meeting's."""

SHARE = (
    select(func.pg_advisory_xact_lock_shared(NUMBER, Voter.meeting_id))
    .join(VotingCode, VotingCode.voter_id == Voter.id)
    .where(VotingCode.digest == bindparam("digest"))
)


def share(session: Session, digest: str) -> None:
    """Keep the vote that a code is of from being closed until this transaction ends; no lock where there is none."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(SHARE, {"digest": digest})


def hold(session: Session, meeting_id: int) -> OnlineVote:
    """The vote as it is now, after every vote that was being written. Raises RefusedError where there is none."""
    vote = hold_if_any(session, meeting_id)
    if vote is None:
        refuse("no_online_vote", "", "This meeting has no vote online.")
    return vote


def hold_if_any(session: Session, meeting_id: int) -> OnlineVote | None:
    """As `hold`, for what is recorded of voters of meetings with and without a vote online."""
    session.flush()
    lock(session, "pg_advisory_xact_lock", meeting_id)
    return session.get(OnlineVote, meeting_id, populate_existing=True)


def lock(session: Session, function: str, meeting_id: int) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT {function}(:number, :meeting)"), {"number": NUMBER, "meeting": meeting_id})

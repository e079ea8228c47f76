"""What a voting code admits to: whose it is, and the vote as every voter finds it.

The latter is read once and kept. Every change in the record but a vote itself lengthens the audit log in its own
transaction, so that what was read stands for as long as the log ends with the same entry. The key that papers are
encrypted to is compared as well: a paper in a box of another key would be lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, bindparam, select
from sqlalchemy.orm import Session, joinedload

from agm.audit.models import AuditEntry
from agm.audit.operations import GREW
from agm.meetings.models import RegisterEntry
from agm.rules.code_letters import digest_of, read_code
from agm.rules.violations import refuse
from agm.voting.models import OnlineVote, Voted, Voter, VotingCode
from agm.voting.online_lock import share
from agm.voting.queries.online import AdmittedVoter, OnlineBallot, online_ballots

UNKNOWN_CODE = "This code is not known. Compare it with your letter or e-mail: it has 16 letters and digits."
REPLACED_CODE = "This code was replaced by a newer one, and ended. Use the newer code, or ask the returning officer."
NOT_ON_REGISTER = "You are not on the register of this meeting with a vote. Ask the returning officer."

END_OF_LOG = select(AuditEntry.hash).order_by(AuditEntry.sequence.desc()).limit(1).scalar_subquery()
OF_CODE = (
    select(
        VotingCode.revoked_at, Voter.id, Voter.meeting_id, Voter.section, Voter.member_class, Voter.weight,
        RegisterEntry.name, RegisterEntry.removed_at, RegisterEntry.may_vote, Voted.contest_id, Voted.way,
        END_OF_LOG.label("end_of_log"), OnlineVote.public_key,
    )
    .join(Voter, Voter.id == VotingCode.voter_id)
    .join(OnlineVote, OnlineVote.meeting_id == Voter.meeting_id)
    .join(RegisterEntry, RegisterEntry.id == Voter.entry_id)
    .outerjoin(Voted, Voted.voter_id == Voter.id)
    .where(VotingCode.digest == bindparam("digest"))
)  # fmt: skip
"""A row for each contest in which the voter has voted, or one."""


@dataclass(frozen=True, slots=True)
class SharedVote:
    """What is the same for every voter of a vote; the rows belong to no session."""

    vote: OnlineVote
    ballots: tuple[OnlineBallot, ...]


State: TypeAlias = tuple[str | None, bytes | None]
"""How the log ends, and the key of the vote."""

KEPT: WeakKeyDictionary[Engine, dict[int, tuple[State, SharedVote]]] = WeakKeyDictionary()
"""By database and meeting, the vote as it was read in this state."""


@dataclass(frozen=True, slots=True)
class VoterBallots:
    """What a code admits to."""

    vote: OnlineVote
    voter: AdmittedVoter
    ballots: tuple[OnlineBallot, ...]
    """Of the contests that they may vote in, in the meeting's order."""


def ballots_of(session: Session, typed: str) -> VoterBallots:
    """What a code admits to; looking changes nothing. One statement, and two where something changed in the record.

    Raises RefusedError (unknown_code, code_replaced, not_a_voter).
    """
    code = read_code(typed)
    session.flush()
    rows = [] if code is None else session.connection().execute(OF_CODE, {"digest": digest_of(code)}).all()
    if not rows:
        refuse("unknown_code", "code", UNKNOWN_CODE)
    found = rows[0]
    if found.revoked_at is not None:
        refuse("code_replaced", "code", REPLACED_CODE)
    if found.removed_at is not None or not found.may_vote:
        refuse("not_a_voter", "", NOT_ON_REGISTER)
    ways = {row.contest_id: row.way for row in rows if row.way is not None}
    voter = AdmittedVoter(found.id, found.meeting_id, found.name, found.section, found.member_class, found.weight, ways)
    shared = vote_in(session, voter.meeting_id, (found.end_of_log, found.public_key))
    theirs = [one for one in shared.ballots if one.admits(voter)]
    ballots = tuple(replace(one, way=ways[one.contest.id]) if one.contest.id in ways else one for one in theirs)
    return VoterBallots(shared.vote, voter, ballots)


def ballots_to_cast(session: Session, typed: str) -> VoterBallots:
    """What a code admits to while nobody can close the vote any more; read after the lock was had, since what is read
    before may be of before a close. One statement more on PostgreSQL; on SQLite the transaction has to be one that
    writes. Raises RefusedError as `ballots_of` does."""
    code = read_code(typed)
    if code is not None:
        share(session, digest_of(code))
    return ballots_of(session, typed)


def vote_in(session: Session, meeting_id: int, state: State) -> SharedVote:
    """The vote that was kept in this state, or read now, after the state was."""
    kept = KEPT.setdefault(session.get_bind().engine, {})
    was = kept.get(meeting_id)
    if was is not None and was[0] == state:
        return was[1]
    found = read(session, meeting_id)
    if GREW not in session.info:  # else this may be an end of the log that is rolled back
        kept[meeting_id] = (state, found)
    return found


def read(session: Session, meeting_id: int) -> SharedVote:
    """By a session of its own in the same transaction, from which the rows are taken."""
    with Session(session.connection()) as own:
        vote = own.get_one(OnlineVote, meeting_id, options=[joinedload(OnlineVote.meeting)])
        found = SharedVote(vote, tuple(online_ballots(own, vote)))
        own.expunge_all()
    return found

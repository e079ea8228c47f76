"""Stopping a vote online for a while, extending it, closing it, and saying that it does not count."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select, update

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.rules.mixed_votes import Way
from agm.rules.violations import refuse
from agm.voting.models import OnlineContest, OnlineVote
from agm.voting.online_lock import hold
from agm.voting.operations.online_setup import GRACE, note, plan_close
from agm.voting.operations.sealing import destroy_unread
from agm.voting.queries.online import last_close, online_ballots, turnout_of

TELL = "Say what voters are told."
RESTORED = (
    "A backup of this site was put back. The returning officer first finds out which votes are in it, and tells you if "
    "you have to vote again."
)


def suspend(act: Act, meeting_id: int, why: str) -> OnlineVote:
    """Stop a vote for now; `why` is what voters are told."""
    vote = running(act, meeting_id)
    if not why.strip():
        refuse("missing", "why", TELL)
    vote.suspended_at, vote.suspended_why = act.at, why.strip()
    vote.version += 1
    note(act, Action.ONLINE_VOTE_SUSPENDED, vote)
    return vote


def resume(act: Act, meeting_id: int, told: str = "") -> OnlineVote:
    """Let a vote that was stopped go on; `told` is what voters are told, if anything."""
    vote = running(act, meeting_id)
    if vote.suspended_at is None:
        refuse("not_suspended", "", "The vote is not stopped.")
    vote.suspended_at = vote.suspended_why = None
    vote.told = told.strip() or None
    vote.version += 1
    plan_close(act, vote)
    note(act, Action.ONLINE_VOTE_RESUMED, vote)
    return vote


def extend(act: Act, meeting_id: int, closes_at: dt.datetime, told: str) -> OnlineVote:
    """Let a vote close later, with every contest in it that is not over; `told` is what voters are told."""
    vote = running(act, meeting_id)
    if closes_at <= max(vote.closes_at, act.at):
        refuse("not_later", "closes_at", "Enter a later hour than that at which it closes now.")
    if not told.strip():
        refuse("missing", "told", TELL)
    ours = [one.contest.id for one in online_ballots(act.session, vote)]
    own = OnlineContest.contest_id.in_(ours), OnlineContest.closes_at >= act.at, OnlineContest.closes_at < closes_at
    act.session.execute(update(OnlineContest).where(*own).values(closes_at=closes_at))
    vote.closes_at, vote.told = closes_at, told.strip()
    vote.version += 1
    plan_close(act, vote)
    note(act, Action.ONLINE_VOTE_EXTENDED, vote, closes_at=closes_at.isoformat())
    return vote


def void(act: Act, meeting_id: int, why: str) -> OnlineVote:
    """Say that a vote does not count; `why` is what voters are told. It is for good: papers that are still in their
    boxes are destroyed unread, so that nothing joins a voter to one."""
    vote = hold(act.session, meeting_id)
    if vote.opened_at is None or vote.voided_at is not None:
        refuse("not_to_void", "", "There is no vote online that could be made void.")
    if not why.strip():
        refuse("missing", "why", TELL)
    if vote.sealed_at is None:
        destroy_unread(act, vote)
    vote.voided_at, vote.voided_why = act.at, why.strip()
    vote.version += 1
    note(act, Action.ONLINE_VOTE_VOIDED, vote)
    return vote


def close_vote(act: Act, meeting_id: int) -> OnlineVote:
    """Close a vote for good, once its hour is over. Votes share its lock, so that one which was received in time and is
    still being written is in before. Raises RefusedError where it is too early."""
    vote = running(act, meeting_id)
    latest = last_close(act.session, vote)
    if act.at < latest + GRACE:
        words = "The hour is not over yet." if act.at <= latest else f"Wait {GRACE.seconds} seconds after the hour."
        refuse("too_early", "", f"{words} Votes that were received in time are still coming in.")
    vote.closed_at = act.at
    vote.suspended_at = vote.suspended_why = None
    vote.version += 1
    act.session.flush()
    found = turnout_of(act.session, online_ballots(act.session, vote))
    online = {str(key): one.by_way.get(Way.ONLINE, 0) for key, one in found.items()}
    note(act, Action.ONLINE_VOTE_CLOSED, vote, online=online)
    return vote


def close_in_time(act: Act, meeting_id: int) -> None:
    """Close a vote whose hour is over. One that is stopped stays so: the returning officer decides."""
    vote = act.session.get(OnlineVote, meeting_id)
    if vote is None:
        return
    vote = hold(act.session, meeting_id)
    is_running = vote.opened_at is not None and vote.closed_at is None and vote.voided_at is None
    if is_running and vote.suspended_at is None and act.at >= last_close(act.session, vote) + GRACE:
        close_vote(act, meeting_id)


def hold_after_restore(act: Act) -> int:
    """Stop every vote that is open in a backup that was put back: votes that came in since are not in it. How many."""
    is_open = OnlineVote.opened_at.is_not(None), OnlineVote.closed_at.is_(None), OnlineVote.voided_at.is_(None)
    found = act.session.scalars(
        select(OnlineVote.meeting_id).where(*is_open, OnlineVote.suspended_at.is_(None)).order_by(OnlineVote.meeting_id)
    ).all()
    for meeting_id in found:
        suspend(act, meeting_id, RESTORED)
    return len(found)


def running(act: Act, meeting_id: int) -> OnlineVote:
    """The vote, held. Raises RefusedError where it is not open, or over."""
    vote = hold(act.session, meeting_id)
    if vote.opened_at is None or vote.closed_at is not None or vote.voided_at is not None:
        refuse("not_running", "", "The vote online is not open, or it is over already.")
    return vote

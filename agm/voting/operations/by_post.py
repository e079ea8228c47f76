"""Voting by post: papers sent, envelopes that come back and stay closed, and their opening once the vote is closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.meetings.models import Meeting, RegisterEntry
from agm.meetings.register import on_register
from agm.rules.mixed_votes import Way
from agm.rules.postal_votes import Envelope, KeptClosed, may_open, why_closed
from agm.rules.violations import refuse
from agm.voting.commands import ReceiveEnvelope
from agm.voting.models import OnlineVote, PostalVote, Voted, Voter
from agm.voting.online_lock import hold_if_any
from agm.voting.operations.online_setup import note
from agm.voting.operations.papers_given import forget_papers, give_paper, online_stays, papers_for
from agm.voting.queries.by_post import ACCEPTED, STANDING, WAITING, has_come, paper_contests, postal_times
from agm.voting.queries.online import voter_of_entry, ways_of

NOT_YET = "The envelopes stay closed until the vote is closed."


def send_to_all(act: Act, meeting_id: int) -> int:
    """Record that papers went by post to everybody who needs paper, has not voted, and was sent none. How many."""
    hold_if_any(act.session, meeting_id)
    has_voted = select(Voted.voter_id).join(Voter, Voter.id == Voted.voter_id).where(Voter.entry_id == RegisterEntry.id)
    was_sent = select(PostalVote.id).where(PostalVote.entry_id == RegisterEntry.id)
    wanted = select(RegisterEntry.id).where(
        on_register(meeting_id), RegisterEntry.may_vote, RegisterEntry.needs_paper, ~has_voted.exists(),
        ~was_sent.exists(),
    )  # fmt: skip
    ids = act.session.scalars(wanted.order_by(RegisterEntry.sort_key, RegisterEntry.id)).all()
    if not ids:
        refuse("nobody_needs", "", "Everybody who needs paper was sent papers, or has voted.")
    send(act, meeting_id, ids)
    return len(ids)


def send_to_one(act: Act, meeting_id: int, entry_id: int) -> PostalVote:
    """Record that papers went to somebody by post, in place of earlier ones that have not come back.

    Raises RefusedError for whoever has no vote, has voted, or was given papers.
    """
    _vote, voter, contests = papers_for(act, meeting_id, entry_id)
    ways = ways_of(act.session, voter.id)
    if any(one.id in ways for one in contests):
        refuse("has_voted", "to", "They voted, or were given papers, already.")
    mine = select(PostalVote).where(PostalVote.entry_id == entry_id, STANDING)
    for earlier in act.session.scalars(mine):
        earlier.replaced_at = act.at
    act.session.flush()
    (row,) = send(act, meeting_id, [entry_id])
    return row


def send(act: Act, meeting_id: int, entry_ids: Sequence[int]) -> list[PostalVote]:
    if not paper_contests(act.session, meeting_id):
        refuse("no_papers", "", "No office is voted on with papers. Say first how each is voted on.")
    number = last_number(act.session, meeting_id)
    rows = [
        PostalVote(meeting_id=meeting_id, number=number + place, entry_id=entry_id, sent_at=act.at)
        for place, entry_id in enumerate(entry_ids, 1)
    ]
    act.session.add_all(rows)
    act.session.flush()
    note(act, Action.PAPERS_POSTED, rows[0], number=len(rows))
    return rows


def last_number(session: Session, meeting_id: int) -> int:
    return session.scalar(select(func.max(PostalVote.number)).where(PostalVote.meeting_id == meeting_id)) or 0


def receive_envelope(act: Act, command: ReceiveEnvelope) -> PostalVote:
    """Record an envelope that came, unopened: it goes to the count, and whoever sent it cannot vote another way; or it
    stays closed, for the reason that it gets. Raises RefusedError for a number or name that leads to no papers."""
    session = act.session
    meeting = session.get_one(Meeting, command.meeting_id)
    vote = hold_if_any(session, meeting.id)
    sent = papers_in(session, command)
    row = sent
    if row is None or row.returned_at is not None:
        number = last_number(session, meeting.id) + 1
        row = PostalVote(meeting_id=meeting.id, number=number, entry_id=None if sent is None else sent.entry_id)
    is_replaced = sent is not None and sent.replaced_at is not None
    reason = reason_of(act, command, row.entry_id, meeting, is_replaced=is_replaced)
    if reason is None and row.entry_id is not None:
        reason = mark_by_post(act, vote, meeting.id, row.entry_id)
    row.returned_at, row.closed_for = command.came_at, reason
    session.add(row)
    session.flush()
    note(act, Action.ENVELOPE_RECEIVED, row, envelope=row.number, closed_for=None if reason is None else str(reason))
    return row


def papers_in(session: Session, command: ReceiveEnvelope) -> PostalVote | None:
    """What was sent of what is in an envelope; None where it names nobody."""
    if command.number is None and command.entry_id is None:
        return None
    wanted = select(PostalVote).where(PostalVote.meeting_id == command.meeting_id, PostalVote.sent_at.is_not(None))
    if command.number is not None:
        found = session.scalar(wanted.where(PostalVote.number == command.number))
        return found if found is not None else refuse_unsent(f"No papers with the number {command.number} were sent.")
    of_entry = session.scalars(wanted.where(PostalVote.entry_id == command.entry_id)).all()
    if len(of_entry) > 1:
        numbers = ", ".join(str(one.number) for one in of_entry)
        refuse("sent_twice", "envelope", f"They were sent papers more than once ({numbers}): enter the number on it.")
    return of_entry[0] if of_entry else refuse_unsent("They were sent no papers by post. Record first that they were.")


def refuse_unsent(words: str) -> NoReturn:
    refuse("not_sent", "envelope", words)


def reason_of(
    act: Act, command: ReceiveEnvelope, entry_id: int | None, meeting: Meeting, *, is_replaced: bool
) -> KeptClosed | None:
    """Why an envelope stays closed, by itself and by what else came of the same voter."""
    voter, fault = None if entry_id is None else str(entry_id), command.fault
    envelope = Envelope(
        "",
        voter,
        command.came_at,
        has_declaration=fault is not KeptClosed.NO_DECLARATION,
        is_signed=fault is not KeptClosed.NOT_SIGNED,
        is_replaced=is_replaced,
        papers=2 if fault is KeptClosed.SEVERAL_PAPERS else None,
    )
    entry = None if entry_id is None else act.session.get(RegisterEntry, entry_id)
    register = [voter] if voter is not None and may_vote(entry) else []
    reason = why_closed(envelope, postal_times(act.session, meeting).closes_at, register, ())
    if reason is not None:
        return reason
    earlier = select(PostalVote.id).where(PostalVote.entry_id == entry_id, ACCEPTED)
    return KeptClosed.SECOND_ENVELOPE if act.session.scalar(earlier) is not None else None


def may_vote(entry: RegisterEntry | None) -> bool:
    return entry is not None and entry.removed_at is None and entry.may_vote


def mark_by_post(act: Act, vote: OnlineVote | None, meeting_id: int, entry_id: int) -> KeptClosed | None:
    """Mark that somebody votes by post, in everything that they vote on with papers; or not at all, and why."""
    _vote, voter, contests = papers_for(act, meeting_id, entry_id)
    ways = ways_of(act.session, voter.id)
    before = {ways[one.id] for one in contests if one.id in ways}
    if Way.PAPER in before or (before and online_stays(vote)):
        return KeptClosed.ALREADY_VOTED
    for one in contests:
        give_paper(act.session, vote, voter, one.id)
    return None


def take_envelope_back(act: Act, meeting_id: int, number: int) -> None:
    """Take back that an envelope came, for one that was recorded by mistake. Raises RefusedError once it is open."""
    session = act.session
    hold_if_any(session, meeting_id)
    wanted = select(PostalVote).where(PostalVote.meeting_id == meeting_id, PostalVote.number == number)
    row = session.scalar(wanted)
    if row is None or row.returned_at is None:
        refuse("no_envelope", "", "No envelope with this number came.")
    if row.opened_at is not None:
        refuse("opened", "", "This envelope is open, and its papers are among the others.")
    voter = voter_of_entry(session, row.entry_id) if row.entry_id is not None else None
    if has_come(row) and voter is not None:
        forget_papers(session, voter)
    note(act, Action.ENVELOPE_TAKEN_BACK, row, envelope=row.number)
    if row.sent_at is None:
        session.delete(row)
    else:
        row.returned_at = row.closed_for = None
    session.flush()


def open_envelopes(act: Act, meeting_id: int) -> int:
    """Record that every envelope that waits is opened; one whose sender lost the vote since stays closed. How many.

    Raises RefusedError before the vote is closed (or the meeting begins, where the rules say so).
    """
    session = act.session
    meeting = session.get_one(Meeting, meeting_id)
    hold_if_any(session, meeting_id)
    if not may_open(act.at, postal_times(session, meeting).opens_at):
        refuse("not_yet", "", NOT_YET)
    wanted = select(PostalVote).where(PostalVote.meeting_id == meeting_id, WAITING)
    rows = session.scalars(wanted.options(joinedload(PostalVote.entry))).all()
    if not rows:
        refuse("none_wait", "", "No envelope waits to be opened.")
    for row in rows:
        if may_vote(row.entry):
            row.opened_at = act.at
        else:
            row.closed_for = KeptClosed.NOT_ON_REGISTER
    opened = sum(row.opened_at is not None for row in rows)
    session.flush()
    note(act, Action.ENVELOPES_OPENED, rows[0], opened=opened, closed=len(rows) - opened)
    return opened

"""Calling an election off: nominations close, nothing that was planned goes out, and who was called is told."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from agm.announcements.notice_of_meeting import notice_facts
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.meetings.commands import SendToMembers
from agm.meetings.models import Election, NoticeKind, NoticeSending
from agm.meetings.operations.details import withdraw_meeting
from agm.meetings.operations.elections import to_change
from agm.meetings.operations.notices import cancel_planned, send_to_members
from agm.meetings.timetable import timetable
from agm.results.models import Declaration
from agm.rules.violations import refuse
from agm.voting.models import OnlineVote
from agm.wording.kinds.notices import called_off
from agm.wording.letter import as_letter
from agm.workflows.send_notice import frame_of


@dataclass(frozen=True, slots=True)
class CallOff:
    """An election that is not held; `with_meeting` where the meeting is called off too."""

    meeting_id: int
    version: int
    reason: str
    with_meeting: bool = False


def call_off_election(act: Act, command: CallOff) -> NoticeSending | None:
    """Call an election off; what went out to the members about it, or None where nobody had been called from here.

    Raises EditConflict, or RefusedError without a reason, for one that is called off, declared, or being voted on.
    """
    meeting, election = to_change(act, command.meeting_id, command.version)
    if election.called_off_at is not None:
        refuse("called_off", "", "The election is called off already.")
    if not command.reason.strip():
        refuse("reason_missing", "reason", "Enter why it is called off")
    if act.session.scalar(select(Declaration.id).where(Declaration.meeting_id == meeting.id).limit(1)) is not None:
        refuse("declared", "", "The result is declared, so the election cannot be called off.")
    vote = act.session.get(OnlineVote, meeting.id)
    if vote is not None and vote.opened_at is not None and vote.sealed_at is None and vote.voided_at is None:
        refuse("voting", "", "Members have been voting online. Make that vote void first.")
    election.called_off_at, election.called_off_by = act.at, act.actor.name
    election.called_off_reason = command.reason.strip()
    election.version += 1
    cancel_planned(act, meeting)
    if command.with_meeting:
        withdraw_meeting(act, meeting)
    act.session.flush()
    record(
        act, Action.ELECTION_CALLED_OFF, f"meeting:{meeting.id}", unit_id=meeting.unit_id,
        with_meeting=command.with_meeting,
    )  # fmt: skip
    return tell_who_was_called(act, command, election)


def tell_who_was_called(act: Act, command: CallOff, election: Election) -> NoticeSending | None:
    found = timetable(act.session, election.meeting)
    facts = notice_facts(act.session, found, "notice")
    if facts is None or not any(one.cancelled_at is None for one in found.sendings):
        return None
    frame, reason = frame_of(act, found, facts), command.reason.strip()
    told = as_letter(called_off(facts, frame, reason, with_meeting=command.with_meeting))
    return send_to_members(act, SendToMembers(command.meeting_id, NoticeKind.CALLED_OFF, told.subject, told.text))

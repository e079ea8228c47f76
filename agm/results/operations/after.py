"""The verbs after a count: complaints, a place that is given up, a declaration at an hour."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.meetings.models import Meeting
from agm.nominations.models import Candidacy, Contest
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import enqueue
from agm.results.commands import PlanDeclaration, RecordComplaint
from agm.results.models import (
    Complaint,
    ComplaintDecision,
    Count,
    PapersChecked,
    PlaceGivenUp,
    PlannedDeclaration,
)
from agm.results.queries import last_declaration
from agm.rules.rule_set import RuleSet
from agm.rules.violations import refuse
from agm.voting.models import ContestVote, OnlinePaper, PaperBatch, Voted, VoteHow
from agm.voting.queries import VOTED_ONLINE


def record_complaint(act: Act, command: RecordComplaint, rules: RuleSet) -> Complaint:
    """Record a challenge to a declared result. One that came after the days of the rules is kept as late.

    Raises RefusedError before anything is declared, or for a day that is not yet.
    """
    contest = lock_row(act.session, Contest, command.contest_id)
    declared = last_declaration(act.session, contest.meeting_id)
    if declared is None:
        refuse("not_declared", "", "Nothing is declared yet: a complaint is about a declared result.")
    zone = ZoneInfo(rules.zone)
    if command.received_on > act.at.astimezone(zone).date():
        refuse("in_future", "received_on", "This day is not yet.")
    last_day = last_day_to_complain(declared.declared_at, rules)
    complaint = Complaint(
        contest_id=contest.id,
        received_on=command.received_on,
        complainant=command.complainant,
        words=command.words,
        is_late=last_day is not None and command.received_on > last_day,
        recorded_at=act.at,
        recorded_by=act.actor.name,
    )
    act.session.add(complaint)
    note(act, Action.COMPLAINT_RECORDED, contest, is_late=complaint.is_late)
    return complaint


def last_day_to_complain(declared_at: dt.datetime, rules: RuleSet) -> dt.date | None:
    """Up to when a declared result can be challenged; None where the rules set no end. Days are those of the place."""
    if rules.challenge_days is None:
        return None
    return declared_at.astimezone(ZoneInfo(rules.zone)).date() + dt.timedelta(days=rules.challenge_days)


def decide_complaint(act: Act, complaint: Complaint, decision: ComplaintDecision, reason: str) -> None:
    """Dismiss a complaint, or find the vote void: then its counts no longer stand, and votes are entered anew.

    Raises RefusedError for what is decided already, or where nobody voted.
    """
    contest = lock_row(act.session, Contest, complaint.contest_id)
    complaint = lock_row(act.session, Complaint, complaint.id)
    if complaint.decision is not None:
        refuse("decided", "", "This complaint is decided already.")
    if decision is ComplaintDecision.VOID:
        last = act.session.scalar(select(func.max(Count.number)).where(Count.contest_id == contest.id))
        if last is None:
            refuse("nobody_voted", "decision", "Nobody voted for this office, so no vote can be void.")
        complaint.voided_count = last
        clear_votes(act, contest)
    complaint.decision, complaint.reason = decision, reason
    complaint.decided_at, complaint.decided_by = act.at, act.actor.name
    note(act, Action.COMPLAINT_DECIDED, contest, decision=str(decision))


def clear_votes(act: Act, contest: Contest) -> None:
    """Make room for the votes of another vote, in which everybody may vote once more; the counts keep those that they
    were made from, and receipts can still be looked for. A vote online is held once: the other is on paper unless
    somebody says how else. Whoever is elected then says anew which of two offices they take."""
    vote = act.session.get(ContestVote, contest.id)
    if vote is not None:
        vote.votes, vote.version = None, vote.version + 1
        vote.how = VoteHow.PAPERS if vote.how in VOTED_ONLINE else vote.how
    for table in (PaperBatch, PapersChecked, OnlinePaper, Voted):
        act.session.execute(delete(table).where(table.contest_id == contest.id))
    stood = select(Candidacy.id).where(Candidacy.contest_id == contest.id)
    act.session.execute(delete(PlaceGivenUp).where(PlaceGivenUp.candidacy_id.in_(stood)))
    act.session.flush()


def give_up_place(act: Act, candidacy: Candidacy, kept: Candidacy) -> None:
    """Somebody who was elected twice takes the other office; what they said before is replaced."""
    contest = lock_row(act.session, Contest, candidacy.contest_id)
    before = act.session.get(PlaceGivenUp, kept.id)
    if before is not None:
        act.session.delete(before)
    if act.session.get(PlaceGivenUp, candidacy.id) is None:
        act.session.add(PlaceGivenUp(candidacy_id=candidacy.id, said_at=act.at, said_to=act.actor.name))
    note(act, Action.PLACE_GIVEN_UP, contest, candidacy=candidacy.id, kept=kept.id)


def plan_declaration(act: Act, command: PlanDeclaration) -> PlannedDeclaration:
    """Keep results until an instant, at which they are declared. Raises RefusedError for one that is past."""
    meeting = lock_row(act.session, Meeting, command.meeting_id)
    if command.public_at <= act.at:
        refuse("past", "public_time", "This time is past. Choose one that is still to come, or declare at once.")
    plan = act.session.get(PlannedDeclaration, meeting.id) or PlannedDeclaration(meeting_id=meeting.id)
    plan.public_at, plan.results_digest = command.public_at, command.results_digest
    plan.in_part, plan.reason = command.in_part, command.reason
    plan.actor, plan.name, plan.stopped = act.actor.key, act.actor.name, None
    act.session.add(plan)
    enqueue(
        act,
        NewJob(
            kind=JobKind.DECLARATION, key=f"{meeting.id}:{command.public_at:%Y%m%dT%H%M}:{act.at:%Y%m%dT%H%M%S}",
            payload={"meeting": meeting.id}, unit_id=meeting.unit_id, due_at=command.public_at,
        ),
    )  # fmt: skip
    record(
        act, Action.DECLARATION_PLANNED, f"meeting:{meeting.id}", unit_id=meeting.unit_id,
        public_at=command.public_at.isoformat(),
    )  # fmt: skip
    return plan


def drop_plan(act: Act, meeting: Meeting) -> None:
    """Take back when the results become public; they wait again. None is no fault."""
    plan = act.session.get(PlannedDeclaration, meeting.id)
    if plan is not None:
        act.session.delete(plan)
        record(act, Action.DECLARATION_PLAN_DROPPED, f"meeting:{meeting.id}", unit_id=meeting.unit_id)


def note(act: Act, action: Action, contest: Contest, **details: object) -> None:
    unit_id = contest.meeting.unit_id
    record(act, action, f"contest:{contest.id}", unit_id=unit_id, meeting=contest.meeting_id, **details)

"""Mails that came back: what was reported of each is noted where it was sent from."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import partial

from flask import Flask
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.meetings.operations.notices import come_back
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.models import OutboxJob
from agm.outbox.operations import enqueue, forget_ended, note_returned
from agm.outbox.worker import Finish, Job
from agm.settings import Settings
from agm.web.kit import clock
from agm.web.kit.transaction import own_transaction
from agm.web.outbox_handlers.delivery_reports import Report, Verdict, read_report
from agm.web.outbox_handlers.mailboxes import unread
from agm.web.outbox_handlers.return_addresses import is_of, numbers_in

EVERY = dt.timedelta(minutes=15)
LEASE = dt.timedelta(hours=1)
"""How long a full mailbox behind a slow line may take; each mail is noted by itself."""


def read_in_time(app: Flask, settings: Settings, job: Job) -> Finish:
    """Read the mailbox, and again a quarter of an hour later. Raises JobError where it cannot be read."""
    with app.app_context():
        read_bounces(settings)
    return partial(plan_next, number=job.number)


def plan_next(act: Act, number: int) -> None:
    """Two chains of readings, begun on two days or by two workers, meet in one job: its key is its time."""
    seconds = int(EVERY.total_seconds())
    slot = dt.datetime.fromtimestamp((int(act.at.timestamp()) // seconds + 1) * seconds, dt.UTC)
    forget_ended(act.session, JobKind.BOUNCES, before=number)
    enqueue(act, NewJob(kind=JobKind.BOUNCES, key=f"{JobKind.BOUNCES}:{slot.isoformat()}", due_at=slot))


def read_bounces(settings: Settings) -> Counter[str]:
    """Read every mail that waits; how many were which verdict, and how many were no report of ours ("other").

    Each is noted and committed before it is taken out of the mailbox: cut off between the two, it is read again, and
    noting it again changes nothing.
    """
    counts: Counter[str] = Counter()
    for mail in unread(settings):
        report = read_report(mail.raw)
        is_ours = False
        if report is not None:
            with own_transaction() as session:
                is_ours = note(Act(session, SYSTEM, clock.now()), settings, report)
        mail.end(is_ours)
        counts[report.verdict.value if report is not None and is_ours else "other"] += 1
    return counts


def note(act: Act, settings: Settings, report: Report) -> bool:
    """Note what a report says of a mail of ours; whether it is of one."""
    job = job_of(act.session, settings, report)
    if job is None:
        return False
    if report.verdict is not Verdict.NOTHING and not (
        job.kind == JobKind.ELECTION_MAIL
        and come_back(act, job.idempotency_key, report.words, is_final=report.verdict is Verdict.HARD)
    ):
        note_returned(act, job.id, report.words)
    return True


def job_of(session: Session, settings: Settings, report: Report) -> OutboxJob | None:
    """The job whose mail came back, by the address that the report went to; None for one that is not or no longer."""
    for number, signs in numbers_in(settings, report.to):
        job = session.get(OutboxJob, number)
        if job is not None and is_of(settings, number, job.idempotency_key, signs):
            return job
    return None

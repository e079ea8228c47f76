"""The verbs of the outbox: enqueue with a change; claim and settle by a worker; try again, cancel, dispose of."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import CursorResult, Update, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.outbox.commands import NewJob
from agm.outbox.kinds import DAILY, JobKind
from agm.outbox.models import JobOutcome, OutboxJob
from agm.rules.violations import refuse

KEPT_FOR = dt.timedelta(days=30)
"""How long a job that has ended can be seen."""
MOST_ATTEMPTS = 30
"""With the waits between them, about a day."""
CUT_OFF = "The program was stopped in the middle of it."
RESTORED = "It waited when a backup was made that was put back since, so it may have been sent already."


def enqueue(act: Act, *jobs: NewJob) -> None:
    """Write jobs with the change that asks for them: they are there if it is committed, and only then.

    One statement. A job whose key is taken is left out, so that asking twice does a thing once.
    """
    if not jobs:
        return
    act.session.flush()
    insert = sqlite.insert if act.session.get_bind().dialect.name == "sqlite" else postgresql.insert
    rows = [
        {
            "kind": job.kind.value,
            "idempotency_key": job.key,
            "payload": job.payload,
            "subject": job.subject,
            "unit_id": job.unit_id,
            "created_at": act.at,
            "due_at": job.due_at or act.at,
        }
        for job in jobs
    ]
    statement = insert(OutboxJob.__table__).on_conflict_do_nothing(index_elements=["idempotency_key"])  # type: ignore[arg-type]  # a Table
    act.session.execute(statement, rows)


def enqueue_daily(act: Act, kinds: Collection[JobKind]) -> None:
    """Write today's job (in UTC) of each kind, unless it is there already."""
    today = act.at.astimezone(dt.UTC).date()
    enqueue(act, *(NewJob(kind=kind, key=f"{kind}:{today}") for kind in sorted(kinds)))


def claim(session: Session, at: dt.datetime, leases: Mapping[str, dt.timedelta]) -> OutboxJob | None:
    """Take the job that has been due longest, for as long as its kind may take; None when nothing is due.

    No two workers get one job: PostgreSQL skips rows that another is taking, SQLite has one writer. The caller commits.
    """
    statement = (
        select(OutboxJob)
        .where(
            OutboxJob.ended_at.is_(None),
            OutboxJob.due_at <= at,
            or_(OutboxJob.claimed_until.is_(None), OutboxJob.claimed_until <= at),
            OutboxJob.kind.in_(leases),
        )
        .order_by(OutboxJob.due_at, OutboxJob.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    while (job := session.scalar(statement)) is not None:
        if job.claimed_until is not None:
            job.last_error = CUT_OFF
        if job.attempts < MOST_ATTEMPTS:
            job.attempts += 1
            job.claimed_until = at + leases[job.kind]
            session.flush()
            return job
        job.claimed_until, job.outcome, job.ended_at = None, JobOutcome.FAILED, at
        session.flush()
    return None


def settle(session: Session, job_id: int, claimed_until: dt.datetime, **columns: Any) -> bool:  # noqa: ANN401  by name
    """Let go of a claimed job, with these changes; False (and no change) when the claim was lost meanwhile."""
    statement = (
        update(OutboxJob)
        .where(OutboxJob.id == job_id, OutboxJob.claimed_until == claimed_until)
        .values(claimed_until=None, **columns)
    )
    result = session.execute(statement)
    return isinstance(result, CursorResult) and result.rowcount == 1


def repeat(act: Act, job_id: int) -> OutboxJob:
    """Have a job that failed, or that waits for its next attempt, tried now. Raises RefusedError for any other."""
    job = lock_row(act.session, OutboxJob, job_id)
    if job.outcome in {JobOutcome.DONE, JobOutcome.CANCELLED}:
        refuse("job_ended", "", "This is done with. If it is wanted once more, begin it again where it came from.")
    refuse_in_work(job, act.at)
    job.outcome = job.ended_at = job.claimed_until = None
    job.attempts, job.due_at = 0, act.at
    record(act, Action.JOB_REPEATED, f"job:{job.id}", unit_id=job.unit_id, kind=job.kind)
    return job


def cancel(act: Act, job_id: int) -> OutboxJob:
    """Do not do a job, or give up one that failed. Raises RefusedError for one that is done or being done."""
    job = lock_row(act.session, OutboxJob, job_id)
    if job.outcome in {JobOutcome.DONE, JobOutcome.CANCELLED}:
        refuse("job_ended", "", "This is done with: there is nothing left to cancel.")
    refuse_in_work(job, act.at)
    job.outcome, job.ended_at, job.claimed_until = JobOutcome.CANCELLED, act.at, None
    job.payload, job.last_error = {}, f"Cancelled by {act.actor.name}."
    record(act, Action.JOB_CANCELLED, f"job:{job.id}", unit_id=job.unit_id, kind=job.kind)
    return job


def cancel_waiting(act: Act, key: str) -> None:
    """Do none of the jobs whose keys begin so and that wait to be done."""
    values = {"outcome": JobOutcome.CANCELLED, "ended_at": act.at, "claimed_until": None, "payload": {}}
    act.session.execute(waiting(key).values(**values))


def move_waiting(act: Act, key: str, due_at: dt.datetime) -> None:
    """Do the jobs whose keys begin so, and that wait to be done, at another time."""
    act.session.execute(waiting(key).values(due_at=due_at))


def waiting(key: str) -> Update:
    return update(OutboxJob).where(OutboxJob.ended_at.is_(None), OutboxJob.idempotency_key.startswith(key))


def hold_restored(session: Session, at: dt.datetime) -> int:
    """Do nothing by itself that was due before a backup was put back: somebody at the desk decides. How many jobs."""
    restored = update(OutboxJob).where(
        OutboxJob.ended_at.is_(None), OutboxJob.due_at <= at, OutboxJob.kind.not_in(DAILY)
    )
    values = {"outcome": JobOutcome.FAILED, "ended_at": at, "claimed_until": None, "last_error": RESTORED}
    result = session.execute(restored.values(**values))
    return result.rowcount if isinstance(result, CursorResult) else 0


def refuse_in_work(job: OutboxJob, at: dt.datetime) -> None:
    if job.is_claimed(at):
        refuse("job_in_work", "", "This is being sent at this moment. Look again in a minute.")


def note_returned(act: Act, job_id: int, words: str) -> None:
    """A mail that had gone out came back, with the other server's words. A job that is not done is left alone."""
    values = {"outcome": JobOutcome.CAME_BACK, "last_error": f"It came back. {words}".strip()}
    done = update(OutboxJob).where(OutboxJob.id == job_id, OutboxJob.outcome == JobOutcome.DONE)
    act.session.execute(done.values(**values))


def forget_ended(session: Session, kind: JobKind, before: int) -> None:
    """Delete what has ended of a kind of which nobody wants to read what it came to, up to a job's number."""
    ended = (OutboxJob.kind == kind, OutboxJob.ended_at.is_not(None), OutboxJob.id < before)
    session.execute(delete(OutboxJob).where(*ended))


def dispose(session: Session, at: dt.datetime) -> int:
    """Delete what ended long ago, whatever came of it; how many jobs that were."""
    result = session.execute(delete(OutboxJob).where(OutboxJob.ended_at < at - KEPT_FOR))
    return result.rowcount if isinstance(result, CursorResult) else 0

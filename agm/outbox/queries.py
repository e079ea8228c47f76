"""Reading the outbox."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from agm.outbox.kinds import JobKind
from agm.outbox.models import JobOutcome, OutboxJob

LATE_AFTER = dt.timedelta(minutes=10)
"""A job that nobody has taken up this long after its time says that no worker is running."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What of the outbox somebody should look at."""

    failed: int = 0
    retried: int = 0
    """Those that failed so far and are tried again."""
    late: int = 0
    """Those that no worker takes up."""


def of_units(unit_ids: Collection[int] | None) -> ColumnElement[bool]:
    return true() if unit_ids is None else OutboxJob.unit_id.in_(unit_ids)


def has_due(session: Session, at: dt.datetime) -> bool:
    """Whether there may be something to claim: a look that makes nobody wait."""
    statement = select(OutboxJob.id).where(
        OutboxJob.ended_at.is_(None),
        OutboxJob.due_at <= at,
        or_(OutboxJob.claimed_until.is_(None), OutboxJob.claimed_until <= at),
    )
    return session.scalar(statement.limit(1)) is not None


def trouble(session: Session, at: dt.datetime, unit_ids: Collection[int] | None = None) -> Trouble:
    """What failed, is being retried or lies about; of these units only, if asked. One statement."""
    is_open = OutboxJob.ended_at.is_(None)
    failed = OutboxJob.outcome == JobOutcome.FAILED
    late = and_(is_open, OutboxJob.due_at < at - LATE_AFTER, func.coalesce(OutboxJob.claimed_until, at) <= at)
    retried = and_(is_open, OutboxJob.attempts > 0, OutboxJob.last_error != "")
    count = func.count(OutboxJob.id)
    statement = select(count.filter(failed), count.filter(retried), count.filter(late))
    row = session.execute(statement.where(or_(failed, is_open), of_units(unit_ids))).one()
    return Trouble(failed=row[0], retried=row[1], late=row[2])


def outcomes_of(session: Session, subject: str, kind: JobKind) -> dict[JobOutcome | None, int]:
    """How many jobs of a kind about something came to which end, as far as they are kept; None: they wait.
    One statement."""
    about = (OutboxJob.subject == subject, OutboxJob.kind == kind)
    found = select(OutboxJob.outcome, func.count(OutboxJob.id)).where(*about).group_by(OutboxJob.outcome)
    return {row[0]: row[1] for row in session.execute(found)}


def jobs(
    session: Session,
    *,
    unit_ids: Collection[int] | None = None,
    outcome: JobOutcome | None = None,
    is_open: bool = False,
    before: int | None = None,
    limit: int = 50,
) -> list[OutboxJob]:
    """The newest jobs first: all, those that are still open, or those of one outcome. One statement."""
    statement = select(OutboxJob).where(of_units(unit_ids)).order_by(OutboxJob.id.desc()).limit(limit)
    if is_open:
        statement = statement.where(OutboxJob.ended_at.is_(None))
    if outcome is not None:
        statement = statement.where(OutboxJob.outcome == outcome)
    if before is not None:
        statement = statement.where(OutboxJob.id < before)
    return list(session.scalars(statement))

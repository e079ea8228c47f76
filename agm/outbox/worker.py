"""A worker of the outbox: takes one job after the other, hands it to its kind's handler, and notes what came of it.

A handler runs outside any transaction, because it may wait for another machine. What it returns is done in the
transaction that notes the job as done. It must end within its lease: give sockets a timeout.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import SystemRandom
from threading import Event
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.database.engine import only_reading
from agm.outbox.kinds import JobKind
from agm.outbox.models import JobOutcome
from agm.outbox.operations import MOST_ATTEMPTS, claim, enqueue_daily, settle
from agm.outbox.queries import has_due

LEASE = dt.timedelta(minutes=10)
FIRST_WAIT = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(hours=1)
JITTER = 0.2
PAUSE = 1.0
"""Seconds between two looks at an outbox with nothing to do."""
OWN_FAULT = "Something went wrong in this program. Whoever looks after it finds the fault in its log."

log = logging.getLogger(__name__)

Finish = Callable[[Act], object]
"""What to write once a job is done, in one transaction with that."""


class JobError(Exception):
    """A job could not be done; the message tells people why. It is tried again later."""


class GivenUpError(JobError):
    """A job can never be done as it is: it has failed."""


class NotNeededError(JobError):
    """There is nothing left to do: the job is cancelled."""


@dataclass(frozen=True, slots=True)
class Job:
    """One attempt at a job, as its handler sees it."""

    kind: str
    key: str
    """The same at each attempt; pass it on to whatever can tell by it that something is sent a second time."""
    payload: Mapping[str, Any]
    attempt: int
    at: dt.datetime
    number: int = 0
    """Of its row."""


@dataclass(frozen=True, slots=True)
class Handler:
    run: Callable[[Job], Finish | None]
    """Raises JobError with words for people; any other exception is a fault of ours, is logged, and is tried again."""
    failed: Callable[[Job, str], Finish] | None = None
    """What to write where a job has failed for good, from its reason."""
    lease: dt.timedelta = LEASE
    is_daily: bool = False
    """Once a day, without anybody asking."""


@dataclass
class Worker:
    engine: Engine
    handlers: Mapping[JobKind, Handler]
    now: Callable[[], dt.datetime]
    idle: Callable[[], object] = lambda: None
    """Called when nothing more is due."""
    random: Callable[[], float] = SystemRandom().random
    planned_on: dt.date | None = field(default=None, init=False)

    def run_until(self, stop: Event) -> None:
        """Work until `stop` is set, through whatever befalls the database; the job in hand is finished."""
        while not stop.is_set():
            try:
                self.run_due(stop)
            except (
                Exception
            ):  # such as a database that is away: the claim of the job in hand lapses, and it comes again
                log.exception("the outbox was interrupted")
            stop.wait(PAUSE)
        self.idle()

    def run_due(self, stop: Event | None = None) -> int:
        """Do everything that is due; how many attempts that were."""
        self.plan_day()
        with only_reading(), Session(self.engine) as session:
            is_due = has_due(session, self.now())
        count = 0
        while is_due and not (stop is not None and stop.is_set()) and self.run_one():
            count += 1
        self.idle()
        return count

    def plan_day(self) -> None:
        """Write the day's jobs, once a day."""
        at = self.now()
        if self.planned_on == at.date():
            return
        daily = {kind for kind, handler in self.handlers.items() if handler.is_daily}
        with Session(self.engine) as session:
            enqueue_daily(Act(session, SYSTEM, at), daily)
            session.commit()
        self.planned_on = at.date()

    def run_one(self) -> bool:
        """Do the job that has been due longest; False when there is none."""
        at = self.now()
        with Session(self.engine) as session:
            found = claim(session, at, {kind.value: handler.lease for kind, handler in self.handlers.items()})
            if found is None or found.claimed_until is None:
                session.commit()
                return False
            number, claimed_until = found.id, found.claimed_until
            job = Job(found.kind, found.idempotency_key, found.payload, found.attempts, at, number)
            session.commit()
        finish, columns = self.attempt(job)
        try:
            is_ours = self.note(number, claimed_until, columns, finish)
        except Exception:
            if finish is None:
                raise
            log.exception("what an outbox job of kind %s came to could not be written", job.kind)
            columns = self.again(job, OWN_FAULT)
            is_ours = self.note(number, claimed_until, columns)
        log.log(
            logging.INFO if is_ours else logging.WARNING,
            "outbox job %s (%s), attempt %s: %s",
            number, job.kind, job.attempt, columns.get("outcome") or "again later" if is_ours else "took too long",
        )  # fmt: skip
        return True

    def note(
        self, number: int, claimed_until: dt.datetime, columns: Mapping[str, Any], finish: Finish | None = None
    ) -> bool:
        """Write what came of a job, and what is to be written once it is done; whether the job was still ours."""
        with Session(self.engine) as session:
            is_ours = settle(session, number, claimed_until, **columns)
            if is_ours and finish is not None:
                finish(Act(session, SYSTEM, self.now()))
            session.commit()
        return is_ours

    def attempt(self, job: Job) -> tuple[Finish | None, dict[str, Any]]:
        """Call the handler; what is to be written besides, and the columns that tell what came of it."""
        handler = self.handlers[JobKind(job.kind)]
        finish, columns = self.called(handler, job)
        if columns.get("outcome") is JobOutcome.FAILED and handler.failed is not None:
            finish = handler.failed(job, str(columns["last_error"]))
        return finish, columns

    def called(self, handler: Handler, job: Job) -> tuple[Finish | None, dict[str, Any]]:
        try:
            finish = handler.run(job)
        except NotNeededError as reason:
            return None, self.ended(JobOutcome.CANCELLED, str(reason))
        except GivenUpError as reason:
            return None, self.ended(JobOutcome.FAILED, str(reason))
        except JobError as reason:
            return None, self.again(job, str(reason))
        except Exception:  # one job's fault must not keep the others from being done
            log.exception("outbox job of kind %s failed", job.kind)
            return None, self.again(job, OWN_FAULT)
        return finish, self.ended(JobOutcome.DONE, "")

    def ended(self, outcome: JobOutcome, reason: str) -> dict[str, Any]:
        """The columns of the end. What failed keeps its payload, to be tried again; else nothing is kept."""
        columns: dict[str, Any] = {"outcome": outcome, "ended_at": self.now(), "last_error": reason}
        return columns if outcome is JobOutcome.FAILED else columns | {"payload": {}}

    def again(self, job: Job, reason: str) -> dict[str, Any]:
        """The columns of a job to be tried again, or of one that was tried too often."""
        if job.attempt >= MOST_ATTEMPTS:
            return self.ended(JobOutcome.FAILED, reason)
        return {"due_at": self.now() + back_off(job.attempt, self.random()), "last_error": reason}


def back_off(attempt: int, random: float) -> dt.timedelta:
    """How long to wait after this attempt: twice as long each time up to an hour, give or take a fifth so that what
    failed together does not come back together. `random` is from 0 to 1."""
    doubled = FIRST_WAIT * float(2 ** min(attempt - 1, 20))
    wait = min(doubled, LONGEST_WAIT)
    return wait * (1 - JITTER + 2 * JITTER * random)

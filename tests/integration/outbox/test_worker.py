"""The outbox's promise: what is committed is done at least once, by one worker at a time, and never silently lost."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act, Actor
from agm.audit.models import AuditEntry
from agm.database.engine import only_reading, prepare_engine
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.models import JobOutcome, OutboxJob
from agm.outbox.operations import CUT_OFF, KEPT_FOR, MOST_ATTEMPTS, cancel, dispose, enqueue, repeat
from agm.outbox.queries import LATE_AFTER, Trouble, trouble
from agm.outbox.worker import LEASE, OWN_FAULT, Finish, GivenUpError, Handler, Job, JobError, NotNeededError, Worker
from agm.rules.violations import RefusedError
from tests.support.databases import Database
from tests.support.records import NOW

pytestmark = pytest.mark.both_databases

KIND = JobKind.PASSWORD_CHANGED_MAIL
SECOND = dt.timedelta(seconds=1)


class KilledError(BaseException):
    """Stands for SIGKILL: nothing of ours runs after it."""


@dataclass
class Post:
    """A handler that keeps what it was given, and a clock that is set by hand."""

    engine: Engine
    at: dt.datetime = NOW
    sent: list[Job] = field(default_factory=list)
    troubles: list[Exception] = field(default_factory=list)
    """Raised by the next attempts, one each."""
    finish: Finish | None = None

    def send(self, job: Job) -> Finish | None:
        self.sent.append(job)
        if self.troubles:
            raise self.troubles.pop(0)
        return self.finish

    def worker(self) -> Worker:
        """A worker of its own, without the kinds that come daily."""
        return Worker(self.engine, {KIND: Handler(self.send)}, lambda: self.at, random=lambda: 0.5)

    def run(self) -> int:
        return self.worker().run_due()

    def trouble(self) -> Trouble:
        with only_reading(), Session(self.engine) as session:
            return trouble(session, self.at)

    def jobs(self) -> dict[str, OutboxJob]:
        """Every row by its key, as it is now."""
        with only_reading(), Session(self.engine) as session:
            found = {one.idempotency_key: one for one in session.scalars(select(OutboxJob).order_by(OutboxJob.id))}
            session.expunge_all()
        return found


@pytest.fixture
def post(engine: Engine) -> Post:
    return Post(engine)


def put(session: Session, *keys: str, at: dt.datetime = NOW, **more: object) -> None:
    jobs = [NewJob(kind=KIND, key=key, payload={"to": "a@example.org"}, **more) for key in keys]  # type: ignore[arg-type]  # fields by name
    enqueue(Act(session, SYSTEM, at), *jobs)
    session.commit()


def test_job_is_there_only_if_its_change_is_committed_and_once_for_each_key(session: Session, post: Post) -> None:
    enqueue(Act(session, SYSTEM, NOW), NewJob(kind=KIND, key="a"))
    session.rollback()
    assert post.run() == 0
    put(session, "a", "b", "a")
    put(session, "b", "c")
    assert post.run() == 3
    assert [one.key for one in post.sent] == ["a", "b", "c"]
    assert post.run() == 0


def test_job_is_done_when_it_is_due_and_its_payload_then_forgotten(session: Session, post: Post) -> None:
    put(session, "a", due_at=NOW + SECOND)
    assert post.run() == 0
    post.at += SECOND
    post.finish = lambda act: put_within(act, "next")
    post.run()
    assert post.sent[0].payload == {"to": "a@example.org"}
    done = post.jobs()["a"]
    assert (done.outcome, done.ended_at, done.payload, done.claimed_until) == (JobOutcome.DONE, post.at, {}, None)
    assert post.jobs()["next"].created_at == post.at


def put_within(act: Act, key: str) -> None:
    enqueue(act, NewJob(kind=KIND, key=key, due_at=act.at + LEASE))


def test_failed_attempts_are_repeated_ever_later_and_given_up_in_the_end(session: Session, post: Post) -> None:
    put(session, "a")
    post.troubles = [JobError(f"no answer {number}") for number in range(MOST_ATTEMPTS)]
    waits = []
    for _attempt in range(MOST_ATTEMPTS - 1):
        assert post.run() == 1
        waits.append(post.jobs()["a"].due_at - post.at)
        post.at += waits[-1]
    assert waits[:3] == [30 * SECOND, 60 * SECOND, 120 * SECOND]
    assert max(waits) == dt.timedelta(hours=1)
    assert dt.timedelta(hours=20) < sum(waits, dt.timedelta()) < dt.timedelta(hours=30)
    assert post.trouble() == Trouble(retried=1)
    post.run()
    failed = post.jobs()["a"]
    assert (failed.outcome, failed.last_error) == (JobOutcome.FAILED, f"no answer {MOST_ATTEMPTS - 1}")
    assert failed.payload == {"to": "a@example.org"}
    assert post.trouble() == Trouble(failed=1)
    repeat(Act(session, SYSTEM, post.at), failed.id)
    session.commit()
    assert post.run() == 1
    assert post.jobs()["a"].outcome is JobOutcome.DONE


@pytest.mark.parametrize(
    ("trouble_of_handler", "outcome", "words", "payload"),
    [
        (GivenUpError("no such box"), JobOutcome.FAILED, "no such box", {"to": "a@example.org"}),
        (NotNeededError("nobody there"), JobOutcome.CANCELLED, "nobody there", {}),
        (ZeroDivisionError("secret"), None, OWN_FAULT, {"to": "a@example.org"}),
    ],
)
def test_one_failure_concerns_its_job_alone(
    session: Session,
    post: Post,
    trouble_of_handler: Exception,
    outcome: JobOutcome | None,
    words: str,
    payload: dict[str, str],
) -> None:
    put(session, "a", "b")
    post.troubles = [trouble_of_handler]
    assert post.run() == 2
    failed = post.jobs()["a"]
    assert (failed.outcome, failed.last_error, failed.payload) == (outcome, words, payload)
    assert post.jobs()["b"].outcome is JobOutcome.DONE


def test_what_cannot_be_written_in_the_end_is_tried_again_later_and_keeps_no_other(
    session: Session, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    put(session, "a", "b")

    def spoilt(act: Act) -> None:
        put_within(act, "half done")
        raise ValueError("a fault of ours")

    post.finish = spoilt
    assert post.run() == 2
    found = post.jobs()
    assert set(found) == {"a", "b"}
    assert {(job.outcome, job.last_error, job.due_at > post.at) for job in found.values()} == {(None, OWN_FAULT, True)}
    assert "a fault of ours" in caplog.text


def test_worker_killed_after_sending_sends_again_with_the_same_key(session: Session, post: Post) -> None:
    put(session, "a")

    def killed(act: Act) -> None:
        put_within(act, "written by the killed")
        raise KilledError

    post.finish = killed
    with pytest.raises(KilledError):
        post.run()
    post.finish = None
    post.at += LEASE - SECOND
    assert post.run() == 0, "the claim still holds"
    post.at += SECOND
    assert post.run() == 1
    assert [(one.key, one.attempt) for one in post.sent] == [("a", 1), ("a", 2)]
    assert post.jobs()["a"].outcome is JobOutcome.DONE
    assert list(post.jobs()) == ["a"]


def test_job_that_kills_its_worker_every_time_is_given_up(session: Session, post: Post) -> None:
    put(session, "a")
    post.troubles = [KilledError() for _attempt in range(MOST_ATTEMPTS)]  # type: ignore[misc]  # no Exception, on purpose
    for _attempt in range(MOST_ATTEMPTS):
        with pytest.raises(KilledError):
            post.run()
        post.at += LEASE
    assert post.run() == 0
    failed = post.jobs()["a"]
    assert (failed.outcome, failed.last_error, len(post.sent)) == (JobOutcome.FAILED, CUT_OFF, MOST_ATTEMPTS)


def test_worker_that_lost_its_claim_writes_nothing(session: Session, post: Post) -> None:
    put(session, "a")

    def slow(found: Job) -> Finish:
        post.at += LEASE
        assert post.run() == 1, "another worker takes it over"
        return lambda act: put_within(act, "too late")

    assert Worker(post.engine, {KIND: Handler(slow)}, lambda: post.at).run_due() == 1
    assert post.jobs()["a"].attempts == 2
    assert list(post.jobs()) == ["a"]


@pytest.fixture
def second_engine(database: Database) -> Iterator[Engine]:
    engine = create_engine(database.url)
    prepare_engine(engine)
    yield engine
    engine.dispose()


def test_two_workers_never_do_one_job_twice(session: Session, post: Post, second_engine: Engine) -> None:
    keys = [f"key {number}" for number in range(60)]
    put(session, *keys)
    other = Post(second_engine)
    start = threading.Barrier(2)

    def run(one: Post) -> None:
        start.wait()
        while one.run():
            pass

    threads = [threading.Thread(target=run, args=(one,)) for one in (post, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while post.run():  # PostgreSQL may show nobody a row that was just let go of
        pass
    assert sorted(one.key for one in post.sent + other.sent) == sorted(keys)


def test_kind_of_a_later_version_is_left_to_a_worker_that_knows_it(session: Session, post: Post) -> None:
    enqueue(Act(session, SYSTEM, NOW), NewJob(kind=JobKind.INVITATION_MAIL, key="a"))
    session.commit()
    assert post.run() == 0
    post.at += LATE_AFTER + SECOND
    assert post.trouble() == Trouble(late=1)


def test_daily_jobs_are_written_once_a_day(session: Session, post: Post) -> None:
    handlers = {JobKind.DISPOSAL: Handler(post.send, is_daily=True)}
    first, second = (Worker(post.engine, handlers, lambda: post.at) for _worker in range(2))
    assert [first.run_due(), second.run_due(), first.run_due()] == [1, 0, 0]
    post.at += dt.timedelta(days=1)
    assert [second.run_due(), first.run_due()] == [1, 0]
    assert [one.key for one in post.sent] == ["outbox:disposal:2024-05-02", "outbox:disposal:2024-05-03"]


OFFICER = Actor("user:7", "Ada Marsh")


def test_cancelled_job_is_not_done_and_forgets_its_payload(session: Session, post: Post) -> None:
    put(session, "a", unit_id=3)
    cancel(Act(session, OFFICER, NOW), post.jobs()["a"].id)
    session.commit()
    assert post.run() == 0
    cancelled = post.jobs()["a"]
    assert (cancelled.outcome, cancelled.payload, cancelled.last_error) == (
        JobOutcome.CANCELLED,
        {},
        "Cancelled by Ada Marsh.",
    )
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.actor, entry.action, entry.subject, entry.unit_id) == (
        "user:7",
        "outbox:job:cancelled",
        f"job:{cancelled.id}",
        3,
    )


@pytest.mark.parametrize("verb", [repeat, cancel])
def test_what_is_done_or_being_done_is_neither_repeated_nor_cancelled(
    session: Session, post: Post, verb: Callable[[Act, int], OutboxJob]
) -> None:
    put(session, "a")
    seen = []

    def look(_job: Job) -> None:
        with Session(post.engine) as other, pytest.raises(RefusedError) as refused:
            verb(Act(other, OFFICER, post.at), post.jobs()["a"].id)
        seen.append(refused.value.violations[0].code)

    Worker(post.engine, {KIND: Handler(look)}, lambda: post.at).run_due()
    with pytest.raises(RefusedError) as refused:
        verb(Act(session, OFFICER, post.at), post.jobs()["a"].id)
    assert [*seen, refused.value.violations[0].code] == ["job_in_work", "job_ended"]


def test_what_ended_long_ago_is_disposed_of_and_what_waits_is_kept(session: Session, post: Post) -> None:
    put(session, "a", "b")
    post.troubles = [GivenUpError("no such box")]
    post.run()
    put(session, "c")
    assert dispose(session, NOW + KEPT_FOR) == 0
    assert dispose(session, NOW + KEPT_FOR + SECOND) == 2
    session.commit()
    assert list(post.jobs()) == ["c"]

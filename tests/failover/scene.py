"""A laid vote on a database, servers of the product on it, and what must hold at the end."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.queries import verify_chain
from agm.database.engine import durably, prepare_engine
from agm.rules.code_letters import digest_of, read_code
from agm.voting.models import OnlinePaper, OnlineVote, SealedPaper, Voted, VoteReceipt, VotingCode
from agm.voting.operations import close_vote
from tests.support.databases import migrate
from tests.support.laid_votes import OFFICER, LaidContest, LaidVote, LaidVoter, lay_vote, seal_laid
from tests.support.live_server import AGM, environment, free_port, wait_for_answer
from tests.support.project import ROOT

NAMES = ("Ann Bell", "Bo Cole", "Cy Dee")
SECRET = "the same for every server of the test "
HOURS = dt.timedelta(hours=6)
CLOSE_AFTER = dt.timedelta(minutes=1)


class Broken(Exception):  # noqa: N818  what a part found
    """Something that must hold does not."""


def must(holds: object, what: str) -> None:
    if not holds:
        raise Broken(what)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Server:
    """`agm serve` in processes of its own, which can be killed at any moment and started again."""

    def __init__(self, folder: Path, url: str, *options: str, **variables: str) -> None:
        self.folder, self.options, self.port = folder, options, free_port()
        folder.mkdir(parents=True, exist_ok=True)
        self.variables = environment(
            folder, AGM_DATABASE_URL=url, AGM_SECRET_KEY=SECRET, AGM_BASE_URL=f"http://127.0.0.1:{self.port}",
            **variables,
        )  # fmt: skip
        self.log = folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Server:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*AGM, "serve", "--port", str(self.port), *self.options],
                cwd=ROOT, env=self.variables, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        wait_for_answer(self.port, lambda: self.is_up, self.log)
        return self

    def end(self, number: signal.Signals) -> None:
        """Send a signal to all its processes, and wait until they are gone."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)
            self.process.wait(60)
        self.process = None

    def kill(self) -> None:
        self.end(signal.SIGKILL)

    def stop(self) -> None:
        self.end(signal.SIGTERM)

    @property
    def is_up(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Scene:
    """A database with a vote of so many voters that is open now."""

    def __init__(self, url: str, folder: Path, voters: int, *, may_lay: bool = True) -> None:
        self.url, self.folder = url, folder
        folder.mkdir(parents=True, exist_ok=True)
        migrate(url, folder)
        self.laid: LaidVote
        if may_lay:
            with self.engine() as engine, Session(engine) as session:
                now = dt.datetime.now(dt.UTC)
                self.laid = lay_vote(
                    session, [LaidContest("Chair", NAMES)], [LaidVoter(f"Voter {n}") for n in range(1, voters + 1)],
                    now - HOURS, now + HOURS,
                )  # fmt: skip
                session.commit()

    @contextmanager
    def engine(self, url: str = "") -> Iterator[Engine]:
        engine = create_engine(url or self.url)
        prepare_engine(engine)
        try:
            yield engine
        finally:
            engine.dispose()

    @contextmanager
    def server(self, *options: str, **variables: str) -> Iterator[Server]:
        server = Server(self.folder / "server", self.url, *options, **variables)
        try:
            yield server.start()
        finally:
            server.stop()

    def check(self, acknowledged: dict[str, str], url: str = "") -> None:
        """Every acknowledged vote is stored, none twice, and register and papers agree; then the same after sealing."""
        with self.engine(url) as engine, durably(), Session(engine) as session:
            voted = set(session.scalars(select(Voted.voter_id)))
            papers = list(session.scalars(select(SealedPaper.voter_id)))
            of_code: dict[str, int] = dict(session.execute(select(VotingCode.digest, VotingCode.voter_id)).all())
            must(len(papers) == len(set(papers)), "somebody has two papers")
            must(voted == set(papers), "the register and the papers do not agree")
            lost = [code for code in acknowledged if of_code[digest_of(read_code(code) or "")] not in voted]
            must(not lost, f"{len(lost)} acknowledged votes are not stored")
            self.seal(session, acknowledged, len(papers))

    def seal(self, session: Session, acknowledged: dict[str, str], papers: int) -> None:
        at = dt.datetime.now(dt.UTC) + HOURS + CLOSE_AFTER
        vote = session.get_one(OnlineVote, self.laid.meeting_id)
        if vote.closed_at is None:
            close_vote(Act(session, OFFICER, at), self.laid.meeting_id)
        if vote.sealed_at is None:
            seal_laid(session, self.laid, at)
        session.commit()
        receipts = set(session.scalars(select(VoteReceipt.receipt)))
        plain = session.scalar(select(func.count()).select_from(OnlinePaper))
        must(plain == papers == len(receipts), f"{papers} papers were sealed, {plain} opened, {len(receipts)} listed")
        must(set(acknowledged.values()) <= receipts, "a receipt that was shown is not listed")
        must(verify_chain(session).is_sound, "the audit log is broken")


def told(crowd: Any) -> str:  # noqa: ANN401  a crowd, which needs this module
    statuses = ", ".join(f"{number} × {status or 'no answer'}" for status, number in sorted(crowd.answers.items()))
    return f"{crowd.number} acknowledged; answers: {statuses}"

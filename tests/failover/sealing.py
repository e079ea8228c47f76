"""Whoever seals is killed in the middle: the vote is sealed whole or not at all, and can be sealed after that."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.database.engine import durably, prepare_engine
from agm.voting.models import OnlinePaper, OnlineVote, SealedPaper, Voted, VoteReceipt
from agm.voting.operations import close_vote
from tests.failover.postgresql import Cluster
from tests.failover.scene import CLOSE_AFTER, HOURS, Scene, must, say
from tests.support.laid_votes import OFFICER, fill_boxes, seal_by_words
from tests.support.live_server import environment
from tests.support.project import ROOT

PAPERS = 10_000
KILLS = 8
SOONEST, LATEST = 0.02, 2.5


def killed_while_sealing(url: str, folder: Path) -> None:
    scene = Scene(url, folder, PAPERS)
    at = dt.datetime.now(dt.UTC) + HOURS + CLOSE_AFTER
    with scene.engine() as engine, Session(engine) as session:
        fill_boxes(session, scene.laid)
        close_vote(Act(session, OFFICER, at), scene.laid.meeting_id)
        session.commit()
    began = time.monotonic()
    kills = 0
    while kills < KILLS and not is_sealed(scene):
        process = sealing(scene)
        send(process, "go\n")
        time.sleep(random.uniform(SOONEST, LATEST))  # noqa: S311  when: no secret
        process.kill()
        process.wait()
        kills += 1
    if not is_sealed(scene):
        process = sealing(scene)
        process.communicate("go\n", timeout=300)
        must(process.returncode == 0 and is_sealed(scene), "it cannot be sealed after it was killed")
    seconds = time.monotonic() - began
    say(f"  {PAPERS} papers, killed {kills} times in {seconds:.0f} s: sealed whole or not at all each time")


def send(process: subprocess.Popen[str], line: str) -> None:
    must(process.stdin is not None, "the process does not listen")
    if process.stdin is not None:
        process.stdin.write(line)
        process.stdin.flush()


def sealing(scene: Scene) -> subprocess.Popen[str]:
    """A process that is about to seal, and waits for a line."""
    command = [sys.executable, "-m", "tests.failover.sealing", scene.url, str(scene.laid.meeting_id)]
    process = subprocess.Popen(
        [*command, *scene.laid.opening_words], cwd=ROOT, env=environment(scene.folder), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    must(process.stdout is not None and process.stdout.readline() == "ready\n", "the process does not begin")
    return process


def is_sealed(scene: Scene) -> bool:
    """Whether it is sealed; that it is so wholly, or not at all."""
    with scene.engine() as engine, Session(engine) as session:
        sealed_at = session.get_one(OnlineVote, scene.laid.meeting_id).sealed_at
        boxes, papers, receipts, voted = (
            session.scalar(select(func.count()).select_from(one))
            for one in (SealedPaper, OnlinePaper, VoteReceipt, Voted)
        )
    wanted = (PAPERS, 0, 0) if sealed_at is None else (0, PAPERS, PAPERS)
    must((boxes, papers, receipts) == wanted, f"half sealed: {boxes} boxes, {papers} papers, {receipts} receipts")
    must(voted == PAPERS, f"{voted} of {PAPERS} are marked")
    return sealed_at is not None


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        say("SQLite")
        killed_while_sealing(f"sqlite:///{name}/agm.sqlite3", Path(name))
    cluster = Cluster().make().start()
    try:
        with tempfile.TemporaryDirectory() as name:
            say("PostgreSQL")
            killed_while_sealing(cluster.url, Path(name))
    finally:
        cluster.remove()


def seal_when_told(url: str, meeting_id: int, words: tuple[str, ...]) -> None:
    engine = create_engine(url)
    prepare_engine(engine)
    with durably(), Session(engine) as session:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        seal_by_words(session, meeting_id, words, dt.datetime.now(dt.UTC) + HOURS + CLOSE_AFTER)
        session.commit()


if __name__ == "__main__":
    seal_when_told(sys.argv[1], int(sys.argv[2]), tuple(sys.argv[3:]))

"""The server is killed at random moments while votes come in, and started again."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from threading import Lock

from tests.failover.crowd import Crowd
from tests.failover.postgresql import Cluster
from tests.failover.scene import Scene, must, say, told

KILLS = 20
VOTERS = 1000
PER_SECOND = 40.0
"""How many voters begin, so that some are at it whenever the server dies."""
SOONEST, LATEST = 0.3, 1.5


class Pace:
    """Lets so many go on in a second."""

    def __init__(self, per_second: float) -> None:
        self.step, self.next, self.lock = 1 / per_second, time.monotonic(), Lock()

    def wait(self) -> None:
        with self.lock:
            self.next = max(self.next + self.step, time.monotonic())
            mine = self.next
        time.sleep(max(mine - time.monotonic(), 0))


def killed_again_and_again(url: str, folder: Path, *options: str) -> None:
    scene = Scene(url, folder, VOTERS)
    with scene.server(*options) as server:
        crowd = Crowd(scene.laid, lambda: [server.port] if server.is_up else [], before=Pace(PER_SECOND).wait).begin()
        busy = 0
        for _ in range(KILLS):
            time.sleep(random.uniform(SOONEST, LATEST))  # noqa: S311  when: no secret
            busy += any(thread.is_alive() for thread in crowd.threads)
            server.kill()
            server.start()
        crowd.join()
    must(busy == KILLS, f"voters were at it at {busy} of {KILLS} kills only")
    must(not crowd.refused, f"refused: {sorted(set(crowd.refused.values()))}")
    must(crowd.number == VOTERS, f"{crowd.number} of {VOTERS} have an answer")
    scene.check(crowd.acknowledged)
    say(f"  {VOTERS} voters, {KILLS} times SIGKILL: {told(crowd)}")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        say("SQLite")
        killed_again_and_again(f"sqlite:///{name}/agm.sqlite3", Path(name))
    cluster = Cluster().make().start()
    try:
        with tempfile.TemporaryDirectory() as name:
            say("PostgreSQL, two workers")
            killed_again_and_again(cluster.url, Path(name), "--workers", "2")
    finally:
        cluster.remove()

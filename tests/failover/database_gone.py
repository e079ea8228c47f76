"""The database is away for ten seconds while votes come in, and comes back; the server is not touched."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.failover.crowd import Crowd
from tests.failover.kills import Pace
from tests.failover.postgresql import Cluster
from tests.failover.scene import Scene, must, say, told
from tests.support.voting_phone import VotingPhone

VOTERS = 600
PER_SECOND = 40.0
AWAY = 10.0


def main() -> None:
    cluster = Cluster().make().start()
    try:
        with tempfile.TemporaryDirectory() as name:
            away_and_back(cluster, Scene(cluster.url, Path(name), VOTERS))
    finally:
        cluster.remove()


def away_and_back(cluster: Cluster, scene: Scene) -> None:
    with scene.server("--workers", "2") as server:
        crowd = Crowd(scene.laid, lambda: [server.port], before=Pace(PER_SECOND).wait).begin()
        time.sleep(3)
        cluster.kill()
        before = crowd.number
        time.sleep(AWAY / 2)
        during = VotingPhone("127.0.0.1", server.port).look(scene.laid.codes[0])
        time.sleep(AWAY / 2)
        must(crowd.number - before <= crowd.at_once, "votes were acknowledged without a database")
        cluster.start()
        crowd.join()
    must(during.status == 503, f"a voter's page was answered with {during.status} while the database was away")
    must("Traceback" not in during.body and "<h1" in during.body, "the page is not plain")
    must(crowd.number == VOTERS, f"{crowd.number} of {VOTERS} have an answer; {sorted(set(crowd.refused.values()))}")
    scene.check(crowd.acknowledged)
    say(f"  PostgreSQL away for {AWAY:.0f} s: {told(crowd)}; told meanwhile: {sorted(crowd.words)}")

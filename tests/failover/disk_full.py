"""The disk fills up while votes come in, and has room again: a small one in memory, which takes root to mount."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.failover.crowd import Crowd
from tests.failover.kills import Pace
from tests.failover.postgresql import Cluster
from tests.failover.scene import Scene, must, say, told

VOTERS = 500
PER_SECOND = 40.0
FULL_FOR = 6.0


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="agm-disk-", dir="/tmp") as name:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "agm-failover", name], check=True)
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)


def fill_up(disk: Path) -> Path:
    """Take all the room that there is, to the last block."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 512):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return ballast


def full_and_free(scene: Scene, disk: Path, *options: str) -> None:
    with scene.server(*options) as server:
        crowd = Crowd(scene.laid, lambda: [server.port], before=Pace(PER_SECOND).wait).begin()
        time.sleep(2)
        ballast = fill_up(disk)
        time.sleep(FULL_FOR / 2)
        before = crowd.number
        time.sleep(FULL_FOR / 2)
        while_full = crowd.number - before
        ballast.unlink()
        crowd.join()
    must(crowd.words, "nobody noticed that the disk was full")
    must(crowd.number == VOTERS, f"{crowd.number} of {VOTERS} have an answer; {sorted(set(crowd.refused.values()))}")
    scene.check(crowd.acknowledged)
    say(f"  full for {FULL_FOR:.0f} s, {while_full} acknowledged meanwhile: {told(crowd)}; told: {sorted(crowd.words)}")


def main() -> None:
    if os.geteuid() != 0:
        say("  skipped: mounting a small file system takes root")
        return
    with small_disk(24) as disk, tempfile.TemporaryDirectory() as logs:
        say("SQLite")
        scene = Scene(f"sqlite:///{disk}/agm.sqlite3", Path(logs), VOTERS)
        full_and_free(scene, disk)
    with small_disk(220) as disk, tempfile.TemporaryDirectory() as logs:
        say("PostgreSQL")
        (disk / "pg").mkdir()
        cluster = Cluster(disk / "pg", min_wal_size="32MB", max_wal_size="48MB")
        cluster.make().start()
        try:
            full_and_free(Scene(cluster.url, Path(logs), VOTERS), disk, "--workers", "2")
        finally:
            cluster.kill()

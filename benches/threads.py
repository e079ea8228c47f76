"""How many threads and processes serve best: pages made anew, and whether a slow answer keeps the others waiting."""

from __future__ import annotations

import os
import tempfile
import threading
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from agm.settings import threads
from benches.counting import say
from benches.filled import LAST_YEAR, filled
from benches.pages import Served, asked, server
from tests.support.postgresql_server import running_server

ROUNDS = 5
SECONDS = 2.0
REGIONS, YEARS = 30, 20
PAGES = ",".join(f"/region-{number}/agm-{LAST_YEAR}" for number in range(1, REGIONS + 1))
SLOW = "/data/popolo.json"
"""Everything that is public in one file: some hundred times the work of a page."""


@dataclass
class Measured:
    """Of each round: answers in a second of the server's work, and the slowest of a hundred, also beside a slow one."""

    answers: list[float] = field(default_factory=list)
    slowest: list[float] = field(default_factory=list)
    beside_slow: list[float] = field(default_factory=list)


def measure(served: Served, found: Measured) -> None:
    """One round."""
    begin = served.processor_time()
    alone = asked(served.port, PAGES, SECONDS)
    found.answers.append(alone["answers"] / (served.processor_time() - begin))
    found.slowest.append(alone["p99"])
    slow = threading.Thread(target=asked, args=(served.port, SLOW, SECONDS, 1))
    slow.start()
    found.beside_slow.append(asked(served.port, PAGES, SECONDS)["p99"])
    slow.join()


def compare(folder: Path, database: str, ways: list[tuple[int, int]]) -> None:
    """Print a line for each number of processes and threads, in turn so that a busy minute falls on all of them."""
    filled(folder, REGIONS, YEARS, database)
    measured = {way: Measured() for way in ways}
    with ExitStack() as stack:
        servers = {
            (workers, each): stack.enter_context(
                server(folder, "anew", at_a_time=each, workers=workers, database=database)
            )
            for workers, each in ways
        }
        for served in servers.values():
            asked(served.port, PAGES, SECONDS)
        for _ in range(ROUNDS):
            for way, served in servers.items():
                measure(served, measured[way])
    first = measured[ways[0]]
    for (workers, each), found in measured.items():
        columns = [
            f"{ratio(getattr(found, what), getattr(first, what)):>10.2f}"
            for what in ("answers", "slowest", "beside_slow")
        ]
        say(f"  {workers} × {each} threads{''.join(columns)}{median(found.beside_slow) * 1000:>10.0f} ms")


def ratio(these: list[float], those: list[float]) -> float:
    """The median of the rounds' ratios."""
    return median(this / that for this, that in zip(these, those, strict=True))


def main() -> None:
    with tempfile.TemporaryDirectory() as name, running_server() as place:
        say(f"pages made anew, 8 connections, {os.cpu_count()} processors; `agm serve` takes {threads()} threads")
        say("  as a share of the first line: answers per second of work; slowest of a hundred, also beside a slow one")
        for what, database, ways in (
            ("SQLite", "", [(1, 1), (1, 2), (1, 3), (1, 5), (1, 8)]),
            (
                "PostgreSQL",
                f"postgresql+psycopg://agm@/postgres?host={place}",
                [(1, 1), (1, 5), (2, 2), (2, 5), (4, 2)],
            ),
        ):
            say(what)
            compare(Path(name, what), database, ways)

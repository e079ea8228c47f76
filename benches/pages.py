"""Public pages measured: against a bare Flask view on the same server, and in a large database against a small one."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import psycopg

from agm.app import create_app, leave_out_of_collections
from agm.settings import Settings, threads
from benches.counting import say, verdict
from benches.filled import LAST_YEAR, ROOT, environment, filled
from benches.load import CONNECTIONS
from benches.served import without_kept_pages
from tests.support.postgresql_server import running_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ROUNDS = 7
SECONDS = 1.5
"""How long each server is asked in each round."""
CALLS = 15
"""How often a page is made in one round of the comparison of databases."""

AGAINST_BARE = (("announcement", f"/region-5/agm-{LAST_YEAR}", 0.7), ("region, 10 years", "/region-5", 0.3))
PAGES = (
    ("home", "/"),
    ("home of one region", "/?region=region-5"),
    ("regions", "/regions"),
    ("region", "/region-5"),
    ("national", "/national"),
    ("announcement", f"/region-5/agm-{LAST_YEAR}"),
    ("announcement as text", f"/region-5/agm-{LAST_YEAR}.txt"),
    ("a version of it", f"/region-5/agm-{LAST_YEAR}/versions/1"),
    ("messages of support", f"/region-5/agm-{LAST_YEAR}/messages"),
    ("statement", "/region-5/statements/thanks"),
    ("coming meeting", "/region-5/agm-2090"),
    ("feed", "/news.atom"),
    ("feed of one region", "/region-5/news.atom"),
    ("calendar of one region", "/region-5/meetings.ics"),
    ("calendar of all", "/meetings.ics"),
    ("search, a person", "/search?q=number000477"),
    ("search, a common word", "/search?q=chair"),
    ("about the data", "/data"),
    ("privacy", "/privacy"),
)
NEVER_KEPT = "/search"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs: its port, and its parent process."""

    port: int
    pid: int

    def processor_time(self) -> float:
        """How many seconds its processes have worked so far."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        spent = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in (self.pid, *children)]
        return sum(int(fields[11]) + int(fields[12]) for fields in spent) / os.sysconf("SC_CLK_TCK")


@contextmanager
def server(
    folder: Path, serves: str, size: int = 0, *, at_a_time: int | None = None, workers: int = 1, database: str = ""
) -> Iterator[Served]:
    """A server as `agm serve` starts it, one process and its usual threads where nothing else is said; ends it
    afterwards. `database` is an address in place of the folder's SQLite file."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", str(at_a_time or threads()), "--no-ws", "--no-log", "benches.served:app",
    ]  # fmt: skip
    variables = {**environment(folder, database), "BENCH_SERVES": serves, "BENCH_BYTES": str(size)}
    process = subprocess.Popen(command, cwd=ROOT, env=variables)  # noqa: S603  our own command
    try:
        wait_for(port, process)
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server listens. Raises RuntimeError where it does not within half a minute."""
    for _ in range(300):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def asked(port: int, path: str, seconds: float = SECONDS, connections: int = CONNECTIONS) -> dict[str, Any]:
    """What a client in a process of its own saw."""
    command = [sys.executable, "-m", "benches.load", str(port), path, str(seconds), str(connections)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)  # noqa: S603  our own command
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def against_bare(folder: Path) -> None:
    """Requests per second of two pages, kept and made anew, against a bare view of the same length."""
    say(f"requests per second, granian with 1 process and {threads()} threads, median of {ROUNDS} rounds")
    with ExitStack() as stack:
        ports = {what: stack.enter_context(server(folder, what)).port for what in ("kept", "anew")}
        for name, path, least in AGAINST_BARE:
            size = int(asked(ports["kept"], path)["bytes"])
            with server(folder, "bare", size) as bare:
                rates = in_turn({"bare": (bare.port, "/"), **{what: (port, path) for what, port in ports.items()}})
            say(f"{name} ({size:,} bytes)")
            say(f"  bare Flask view{median(rates['bare']):>10,.0f}")
            for what in ("kept", "anew"):
                ratio = median(own / base for own, base in zip(rates[what], rates["bare"], strict=True))
                met = verdict(ratio, least, at_least=True)
                say(f"  page, {what:<9}{median(rates[what]):>10,.0f}{ratio:>8.2f} × {met}")


def in_turn(servers: dict[str, tuple[int, str]]) -> dict[str, list[float]]:
    """Requests per second by server, a round after the other, so that a busy minute falls on all of them."""
    rates: dict[str, list[float]] = {what: [] for what in servers}
    for port, path in servers.values():
        asked(port, path)
    for _ in range(ROUNDS):
        for what, (port, path) in servers.items():
            rates[what].append(asked(port, path)["rate"])
    return rates


def page(app: WSGIApplication, target: str) -> bytes:
    """One page straight from the application, without a server. Raises RuntimeError for any answer but 200."""
    path, _mark, query = target.partition("?")
    status: list[str] = []

    def start_response(line: str, _headers: object, _error: object = None) -> Any:  # noqa: ANN401  WSGI's
        status.append(line)

    body = app(
        {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1:8000", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http",
            "wsgi.input": None, "wsgi.errors": sys.stderr, "wsgi.version": (1, 0), "wsgi.multithread": True,
            "wsgi.multiprocess": False, "wsgi.run_once": False,
        },
        start_response,
    )  # fmt: skip
    content = b"".join(body)
    close = getattr(body, "close", None)
    if close is not None:
        close()
    if not status[0].startswith("200"):
        raise RuntimeError(f"{target}: {status[0]}")
    return content


def milliseconds(apps: list[WSGIApplication], target: str, clock: Callable[[], float]) -> list[list[float]]:
    """The time that a page takes in each application, round by round, in milliseconds of a clock."""
    found: list[list[float]] = [[] for _ in apps]
    for app in apps:
        for _ in range(3):
            page(app, target)
    for _ in range(ROUNDS):
        for app, times in zip(apps, found, strict=True):
            begin = clock()
            for _ in range(CALLS):
                page(app, target)
            times.append((clock() - begin) / CALLS * 1000)
    return found


SIZES = ((10, 5), (60, 20), (1000, 20))
"""Regions and years."""


def across_databases(folder: Path, place: str) -> None:
    """Each public page type in a large database against small ones; the second shows as much on a page.

    `place` is the socket's folder of a PostgreSQL server, or "" for SQLite: there the processor's time is measured;
    what PostgreSQL does is done in other processes, so that its time is that of the clock.
    """
    products, clock = [], time.perf_counter if place else time.process_time
    for number, (regions, years) in enumerate(SIZES):
        at, database = folder / str(number), ""
        if place:
            database = f"postgresql+psycopg://agm@/size_{number}?host={place}"
            with psycopg.connect(f"host={place} user=agm dbname=postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE size_{number}")
        with ProcessPoolExecutor(1, get_context("spawn")) as apart:  # what is measured has filled no database
            apart.submit(filled, at, regions, years, database).result()
        products.append(create_app(Settings.from_environment(environment(at, database))))
    leave_out_of_collections()
    anew = [without_kept_pages(product) for product in products]
    say(f"ms per page, median of {ROUNDS} rounds of {CALLS}; A: 10 regions × 5 years, B: 60 × 20, C: 1,000 × 20")
    say(f"{'':<24}{'A anew':>9}{'B anew':>9}{'C anew':>9}{'C/A':>7}{'C/B':>7}{'A kept':>9}{'C kept':>9}{'C/A':>7}")
    for name, target in PAGES:
        times = milliseconds(anew, target, clock)
        line = f"{name:<24}" + "".join(f"{median(each):>9.2f}" for each in times)
        line += f"{ratio(times[2], times[0]):>7.2f}{ratio(times[2], times[1]):>7.2f}"
        if not target.startswith(NEVER_KEPT):
            kept = milliseconds([products[0].wsgi_app, products[2].wsgi_app], target, clock)
            line += "".join(f"{median(each):>9.3f}" for each in kept) + f"{ratio(kept[1], kept[0]):>7.2f}"
        say(line)


def ratio(these: list[float], those: list[float]) -> float:
    """The median of the rounds' ratios."""
    return median(this / that for this, that in zip(these, those, strict=True))


def main() -> None:
    """Everything about pages, in databases that are made for it and removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        against_bare(filled(Path(folder, "ten"), 10, 10))
        say("SQLite, processor time")
        across_databases(Path(folder, "sqlite"), "")
        with running_server() as place:
            say("PostgreSQL")
            across_databases(Path(folder, "postgresql"), place)

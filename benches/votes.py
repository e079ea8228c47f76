"""Votes that come in: against bare inserts, by many at once, beside readers, one code by fifty; and sealing 100,000."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import psycopg
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.database.engine import durably, is_durable, prepare_engine
from agm.results.operations import make_count
from agm.voting.models import OnlinePaper, SealedPaper, Voted
from agm.voting.operations import close_vote
from benches.cases import peak_mib
from benches.counting import say, verdict
from benches.filled import ROOT
from benches.pages import Served, asked
from tests.failover.crowd import Crowd
from tests.failover.kills import Pace
from tests.failover.postgresql import DURABLE, Cluster
from tests.failover.scene import CLOSE_AFTER, HOURS, Scene, Server
from tests.support.laid_votes import OFFICER, fill_boxes, seal_by_words
from tests.support.records import elected, facts_of, publish
from tests.support.voting_phone import Fields, VotingPhone, form_of, marks_of

ROUNDS = 3
CASTS = 300
"""In each round, by connections that are open already."""
CONNECTIONS = 8
SHARE = 0.3
VOTERS, AT_ONCE = 2000, 32
A_MINUTE, FOR_SECONDS = 5000, 24
LEAST_PAGES = 0.8
FIFTY = 50
PAPERS, LONGEST = 100_000, 60.0


@contextmanager
def databases() -> Iterator[list[tuple[str, str, Path, tuple[str, ...]]]]:
    """Both databases, each empty, as they keep what they acknowledge: title, address, folder, how it is served."""
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(2)]
        cluster = Cluster().make().start()
        stack.callback(cluster.remove)
        with psycopg.connect(f"host={cluster.folder} user=agm dbname=postgres") as connection:
            for name, wanted in DURABLE.items():
                (held,) = connection.execute(f"SHOW {name}").fetchone() or ("",)
                if held != wanted:
                    raise RuntimeError(f"{name} is {held}")
        yield [
            ("SQLite", f"sqlite:///{folders[0] / 'agm.sqlite3'}", folders[0], ()),
            ("PostgreSQL, two workers", cluster.url, folders[1], ("--workers", "2")),
        ]


def reviewed(server: Server, scene: Scene, codes: Sequence[str]) -> list[Fields]:
    """The forms of these voters, just before the last button."""
    phone = VotingPhone("127.0.0.1", server.port)
    (contest,), (names,) = scene.laid.contests.values(), scene.laid.candidacies.values()
    first = str(next(iter(names.values())))
    return [form_of(phone.review(code, marks_of(contest, [first], ranked=True))) for code in codes]


def at_once(port: int, forms: Sequence[Fields], connections: int = CONNECTIONS) -> tuple[Counter[str], float]:
    """What these forms are answered with, sent over so many connections, and how long that took."""
    found: Counter[str] = Counter()
    lock, ready = threading.Lock(), threading.Barrier(connections + 1)

    def send(mine: Sequence[Fields]) -> None:
        phone = VotingPhone("127.0.0.1", port)
        phone.ask("GET", "/vote")
        ready.wait()
        for form in mine:
            outcome = phone.cast(form).outcome
            with lock:
                found[outcome] += 1

    threads = [threading.Thread(target=send, args=(forms[at::connections],)) for at in range(connections)]
    for thread in threads:
        thread.start()
    ready.wait()
    begin = time.perf_counter()
    for thread in threads:
        thread.join()
    return found, time.perf_counter() - begin


def bare(url: str, rows: list[dict[str, Any]]) -> float:
    """Rows of both tables a second, each vote inserted and committed by the driver alone, into copies of the tables."""
    marks = [(one["voter_id"], one["contest_id"], "online") for one in rows]
    boxes = [(one["voter_id"], one["contest_id"], one["ciphertext"], one["resend_digest"]) for one in rows]
    kind = "BLOB" if url.startswith("sqlite") else "BYTEA"
    make = (
        "CREATE TABLE bare_mark (voter_id INTEGER, contest_id INTEGER, way TEXT, PRIMARY KEY (voter_id, contest_id))",
        (
            f"CREATE TABLE bare_box (voter_id INTEGER, contest_id INTEGER, ciphertext {kind}, resend_digest TEXT,"
            " PRIMARY KEY (voter_id, contest_id))"
        ),
    )
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            for statement in make:
                connection.execute(statement)
            return timed(connection.execute, "?", marks, boxes)
    place = url.rpartition("host=")[2]
    with psycopg.connect(f"host={place} user=agm dbname=postgres", autocommit=True) as plain:
        for statement in make:
            plain.execute(statement)
        return timed(plain.execute, "%s", marks, boxes)


def timed(execute: Callable[..., Any], mark: str, marks: list[Any], boxes: list[Any]) -> float:
    begin = time.perf_counter()
    for one, other in zip(marks, boxes, strict=True):
        execute("BEGIN")
        execute(f"INSERT INTO bare_mark VALUES ({', '.join([mark] * 3)})", one)
        execute(f"INSERT INTO bare_box VALUES ({', '.join([mark] * 4)})", other)
        execute("COMMIT")
    rate = len(marks) / (time.perf_counter() - begin)
    execute("DROP TABLE bare_mark")
    execute("DROP TABLE bare_box")
    return rate


def against_bare(title: str, url: str, folder: Path, options: tuple[str, ...]) -> None:
    """Ballots accepted a second over HTTP, in turn with bare inserts of the very rows that they made."""
    scene = Scene(url, folder, CASTS * ROUNDS)
    with scene.engine() as engine, durably(), Session(engine) as session:
        session.execute(text("SELECT 1"))
        if not is_durable(session):
            raise RuntimeError("votes are not on the disk when they are acknowledged")
    rates, shares, reckoned = [], [], []
    with scene.server(*options) as server:
        forms = reviewed(server, scene, scene.laid.codes)
        for number in range(ROUNDS):
            before = work_of(server)
            found, seconds = at_once(server.port, forms[number * CASTS : (number + 1) * CASTS])
            work = (work_of(server) - before) / CASTS
            if found != {"accepted": CASTS}:
                raise RuntimeError(f"{dict(found)}")
            rates.append(CASTS / seconds)
            with scene.engine() as engine, Session(engine) as session:
                table = SealedPaper.__table__
                rows = [dict(one) for one in session.execute(select(table).limit(CASTS)).mappings()]
            inserted = bare(url, rows)
            shares.append(rates[-1] / inserted)
            reckoned.append(1 / (work + 1 / inserted) / inserted)
    met = verdict(median(shares), SHARE, at_least=True)
    say(f"  {title:<26}{median(rates):>8.0f} accepted a second; bare {inserted:.0f}; {median(shares):.2f} × {met}")
    alone = verdict(median(reckoned), SHARE, at_least=True)
    say(
        f"    {work * 1000:.1f} ms of the server's work each; with a wait for the disk {median(reckoned):.2f} × {alone}"
    )


def work_of(server: Server) -> float:
    """How many seconds of a processor the server has worked so far, whatever else the machine does."""
    return Served(server.port, server.process.pid if server.process else 0).processor_time()


def by_many(title: str, url: str, folder: Path, options: tuple[str, ...]) -> None:
    scene = Scene(url, folder, VOTERS)
    with scene.server(*options) as server:
        begin = time.perf_counter()
        crowd = Crowd(scene.laid, lambda: [server.port], at_once=AT_ONCE).begin().join()
        seconds = time.perf_counter() - begin
    scene.check(crowd.acknowledged)
    slowest = quantiles(crowd.seconds, n=100)[98]
    met = "met" if crowd.number == VOTERS else "NOT MET"
    once = f"{crowd.number} of {VOTERS} once each in {seconds:.0f} s {met}"
    say(f"  {title:<26}{once}; slowest of a hundred {slowest:.2f} s")


def one_code(title: str, url: str, folder: Path, options: tuple[str, ...]) -> None:
    """Fifty at once: the same form, and then fifty forms of one code."""
    scene = Scene(url, folder, 2)
    with scene.server(*options) as server:
        same = reviewed(server, scene, scene.laid.codes[:1]) * FIFTY
        others = reviewed(server, scene, scene.laid.codes[1:] * FIFTY)
        first, _ = at_once(server.port, same, FIFTY)
        second, _ = at_once(server.port, others, FIFTY)
    with scene.engine() as engine, Session(engine) as session:
        kept = session.scalar(select(func.count()).select_from(Voted))
    met = first == {"accepted": 1, "same_again": FIFTY - 1} and second["accepted"] == 1 and kept == 2
    say(f"  {title:<26}one form: {dict(first)}; fifty forms: {dict(second)} {'met' if met else 'NOT MET'}")


def beside_readers(url: str, folder: Path) -> None:
    """Pages read by people who come at a steady rate, and as fast as they can; with votes and without, in turn."""
    scene = Scene(url, folder, A_MINUTE * FOR_SECONDS // 60 * 2)
    with scene.engine() as engine, Session(engine) as session:
        publish(session, facts_of(elected("Chair", "Jane Black"), held_on="2023-04-21"), dt.datetime.now(dt.UTC))
        session.commit()
    pages = "/,/severn-vale,/severn-vale/agm-2023,/regions"
    with scene.server("--workers", "2") as server:
        asked(server.port, pages, 2.0)
        alone = asked(server.port, pages, FOR_SECONDS / 2)["rate"]
        crowd = Crowd(scene.laid, lambda: [server.port], at_once=AT_ONCE, before=Pace(A_MINUTE / 60).wait).begin()
        time.sleep(1)
        begin, before = time.perf_counter(), crowd.number
        beside = asked(server.port, pages, FOR_SECONDS / 2)["rate"]
        rate = (crowd.number - before) / (time.perf_counter() - begin) * 60
        crowd.stop.set()
        crowd.join()
    met = verdict(beside / alone, LEAST_PAGES, at_least=True)
    shares = f"beside {rate:.0f} votes a minute {beside:.0f}, {beside / alone:.2f} × {met}"
    say(f"  pages a second alone {alone:.0f}; {shares}")


def sealing(title: str, url: str, folder: Path) -> None:
    scene = Scene(url, folder, PAPERS)
    with scene.engine() as engine, Session(engine) as session:
        fill_boxes(session, scene.laid)
        close_vote(Act(session, OFFICER, dt.datetime.now(dt.UTC) + HOURS + CLOSE_AFTER), scene.laid.meeting_id)
        session.commit()
    (contest,) = scene.laid.contests.values()
    told = json.dumps([url, scene.laid.meeting_id, contest, *scene.laid.opening_words])
    command = [sys.executable, "-m", "benches.votes", told]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)  # noqa: S603  our own command
    found = json.loads(done.stdout)
    together = found["sealing"] + found["counting"]
    met = verdict(together, LONGEST, at_least=False)
    taken = f"sealed in {found['sealing']:.1f} s, counted in {found['counting']:.1f} s, {met}"
    taken += f" ({found['work']:.1f} s of a processor)"
    memory = f"memory before {found['before']} MB, at most {found['most']} MB"
    say(f"  {title:<26}{found['papers']} papers: {taken}; {memory}")


def seal_and_count(url: str, meeting_id: int, contest_id: int, *words: str) -> None:
    """In a process of its own: how long it takes and how much memory."""
    engine = create_engine(url)
    prepare_engine(engine)
    at = dt.datetime.now(dt.UTC) + HOURS + CLOSE_AFTER
    before = int(peak_mib())
    with durably(), Session(engine) as session:
        begin, worked = time.perf_counter(), time.process_time()
        seal_by_words(session, meeting_id, tuple(words), at)
        session.commit()
        sealed = time.perf_counter()
        make_count(Act(session, OFFICER, at), contest_id)
        session.commit()
        counted = time.perf_counter()
        papers = session.scalar(select(func.count()).select_from(OnlinePaper))
    most = int(peak_mib())
    found = {"papers": papers, "sealing": sealed - begin, "counting": counted - sealed, "before": before, "most": most}
    found["work"] = time.process_time() - worked
    sys.stdout.write(json.dumps(found))


def on_both(what: Callable[[str, str, Path, tuple[str, ...]], None]) -> None:
    with databases() as both:
        for one in both:
            what(*one)


def main() -> None:
    say(f"ballots accepted a second over HTTP, {CONNECTIONS} connections, median of {ROUNDS} rounds of {CASTS}")
    on_both(against_bare)
    say(f"{VOTERS} voters, {AT_ONCE} at once, review and vote")
    on_both(by_many)
    say(f"one code by {FIFTY} requests at once")
    on_both(one_code)
    say("public pages beside votes, PostgreSQL with two workers")
    with databases() as both:
        beside_readers(*both[1][1:3])
    say(f"sealing and counting {PAPERS:,} papers")
    with databases() as both:
        for title, url, folder, _options in both:
            sealing(title, url, folder)


if __name__ == "__main__":
    seal_and_count(*json.loads(sys.argv[1]))

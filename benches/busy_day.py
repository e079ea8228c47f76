"""The busiest day: pages read in turn while others write, against the same without them, on both databases."""

from __future__ import annotations

import datetime as dt
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.engine import prepare_engine
from benches.counting import say, verdict
from benches.filled import LAST_YEAR, filled
from benches.pages import Served, asked, server
from tests.support.postgresql_server import running_server

ROUNDS = 5
SECONDS = 3.0
PAGES = [f"/region-{number}/agm-{LAST_YEAR - back}" for back in range(4) for number in range(1, 51)]
"""Two hundred reports, read one after the other."""

WRITERS = (
    ("20 commits a second that change nothing public", Action.STATEMENT_AMENDED, 20, 0.8),
    ("one publication of a region a second", Action.ANNOUNCEMENT_PUBLISHED, 1, 0.3),
    ("one change of all pages a second", Action.ORGANISATION_AMENDED, 1, 0.3),
)


@contextmanager
def writing(engine: Engine, action: Action, per_second: int, clock: Callable[[], float]) -> Iterator[None]:
    """Record an act so many times a second of a clock, a transaction each, until the end."""
    stop = threading.Event()

    def write() -> None:
        due = clock()
        while not stop.wait(0.005):
            if clock() >= due:
                due += 1 / per_second
                with Session(engine) as session:
                    record(Act(session, SYSTEM, dt.datetime.now(dt.UTC)), action, "announcement:1", unit_id=1)
                    session.commit()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def answers_per_second(served: Served, pages: str) -> float:
    """How many answers the server gives in a second of its work."""
    begin = served.processor_time()
    return float(asked(served.port, pages, SECONDS)["answers"]) / (served.processor_time() - begin)


def measured(folder: Path, database: str = "") -> None:
    """Print answers per second beside each writer, as a share of those without one, round by round.

    A second is one in which the server works, so that what else the machine does counts for nothing.
    """
    filled(folder, 50, 4, database)
    engine = create_engine(database or f"sqlite:///{folder / 'agm.sqlite3'}")
    prepare_engine(engine)
    pages = ",".join(PAGES)
    with ExitStack() as stack:
        served = stack.enter_context(server(folder, "kept", database=database))
        stack.callback(engine.dispose)
        asked(served.port, pages, SECONDS)
        for what, action, per_second, least in WRITERS:
            shares = []
            for _ in range(ROUNDS):
                alone = answers_per_second(served, pages)
                with writing(engine, action, per_second, served.processor_time):
                    shares.append(answers_per_second(served, pages) / alone)
            met = verdict(median(shares), least, at_least=True)
            say(f"  beside {what:<48}{median(shares):>6.2f} × {met}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running_server() as place:
        say("200 pages read in turn, granian with 1 process, SQLite")
        measured(Path(folder, "sqlite"))
        say("the same, PostgreSQL")
        measured(Path(folder, "postgresql"), f"postgresql+psycopg://agm@/postgres?host={place}")

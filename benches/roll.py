"""Member lists measured: the time and the memory of a reading, and of the whole way from the file to a meeting's
register, by the number of rows. All grow as the list does."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.database.engine import prepare_engine
from agm.language.partial_date import PartialDate
from agm.meetings.commands import CreateMeeting, FreezeRegister, MeetingDetails
from agm.meetings.operations import begin_freeze, create_meeting, prepare_register, settle_freeze
from agm.meetings.register import counts, freeze_of
from agm.membership.commands import BeginDraft
from agm.membership.drafts import read_draft
from agm.membership.operations import begin_draft, confirm_draft, settle_draft
from agm.membership.reading.read import read_roll, sift
from agm.membership.reading.sifted import SiftedList
from agm.membership.reading.values import MemberClass, RollSettings
from agm.organisation.commands import CreateOrganisation, CreateRegion
from agm.organisation.operations import create_organisation, create_region
from benches.cases import peak_mib
from benches.counting import say
from benches.filled import ROOT, environment

ROWS = (25_000, 50_000, 100_000)
TAKEN_OVER = (10_000, 100_000)
NOW = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)
FAMILIES = ("Ashby", "Cole", "Dee", "Eel", "Fox", "Gill", "Hay", "Ivers", "Jowett", "Kell")


def list_of(rows: int) -> bytes:
    """A list with a fault in every thousandth row: a number twice, no name, no address, an unknown class."""
    lines = ["Membership Number,First Name,Last Name,Email,Membership Type,Joined,Expires"]
    for number in range(rows):
        kind = number % 4000
        key = number - 1 if kind == 1000 else number
        name = "" if kind == 2000 else f"Ann {number:x}".translate(str.maketrans("0123456789", "ghijklmnop"))
        family = "" if kind == 2000 else FAMILIES[number % len(FAMILIES)]
        email = "" if kind == 3000 else f"member{number}@example.org"
        grade = "Patron" if kind == 3999 else "Full"
        lines.append(f"M{key:06d},{name},{family},{email},{grade},14/02/2020,31/03/2027")
    return "\n".join(lines).encode()


def measure(rows: int) -> None:
    """Print, as JSON, the seconds of the processor and the most memory in MB of one reading, in its own process."""
    settings = RollSettings(
        freeze_date=dt.date(2026, 9, 1), paid_up_at=dt.date(2026, 9, 1), classes=(MemberClass("Full"),)
    )
    data = list_of(rows)
    began = time.process_time()
    reading = read_roll(data, settings)
    seconds = time.process_time() - began
    assert len(reading.rows) == rows  # noqa: S101  a bench that measures something else is no bench
    sys.stdout.write(json.dumps([seconds, most_memory()]))


def take_over(rows: int, folder: str) -> None:
    """The same of a list that is read, shown, confirmed and taken over, in a database in this folder."""
    migrate = [sys.executable, "-m", "alembic", "upgrade", "head"]
    subprocess.run(migrate, check=True, capture_output=True, cwd=ROOT, env=environment(Path(folder)))  # noqa: S603  ours
    data = list_of(rows)
    began = time.process_time()
    with database(folder) as session:
        read_and_take_over(Act(session, SYSTEM, NOW), data)
    sys.stdout.write(json.dumps([time.process_time() - began, most_memory()]))


def freeze(rows: int, folder: str) -> None:
    """Freeze the register as the page and the worker do. Print seconds and memory, and of the seconds those of the
    request that asks for it, and of the transaction that writes it."""
    began = time.process_time()
    with database(folder) as session:
        act = Act(session, SYSTEM, NOW)
        begin_freeze(act, FreezeRegister(1, NOW.date()))
        session.commit()
        asked = time.process_time() - began
        waiting = freeze_of(session, 1)
        assert waiting is not None, "it is left to a worker"  # noqa: S101  as above
        prepared = prepare_register(session, waiting, lambda _members: None)
        session.commit()
        ready = time.process_time()
        settle_freeze(act, prepared)
        session.commit()
        ended = time.process_time()
        assert counts(session, 1).may_vote > rows * 0.99  # noqa: S101  as above
    sys.stdout.write(json.dumps([ended - began, most_memory(), asked, ended - ready]))


@contextmanager
def database(folder: str) -> Iterator[Session]:
    engine = create_engine(f"sqlite:///{folder}/agm.sqlite3")
    prepare_engine(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def most_memory() -> int:
    return int(peak_mib())


def read_and_take_over(act: Act, data: bytes) -> None:
    """What the page and the worker do, in their transactions; and call a meeting."""
    session = act.session
    create_organisation(act, CreateOrganisation(name="Guild", short_name="G"))
    unit = create_region(act, CreateRegion(name="Fens"))
    sifted = sift(data, RollSettings())
    assert isinstance(sifted, SiftedList)  # noqa: S101  as above
    draft = begin_draft(act, BeginDraft(unit.id, sifted, "members.csv"))
    session.commit()
    for is_confirmed in (False, True):
        if is_confirmed:
            confirm_draft(act, draft)
            session.commit()
        settle_draft(act, draft, read_draft(draft, ()), 0)
        session.commit()
    held_on = PartialDate(2026, 10, 1)
    create_meeting(act, CreateMeeting(unit.id, MeetingDetails(held_on=held_on)))
    session.commit()


def main() -> None:
    say("\nMember lists (CSV): seconds of the processor, microseconds a row, most memory in MB")
    for rows in ROWS:
        tell(rows, *in_own_process(f"measure({rows})"))
    say("\nThe same list from the file to the roll, and from there to a register (SQLite); of the register also the")
    say("seconds of the request that asks for it, and of the transaction that writes it")
    for rows in TAKEN_OVER:
        with tempfile.TemporaryDirectory() as folder:
            for what in ("take_over", "freeze"):
                tell(rows, *in_own_process(f"{what}({rows}, {folder!r})"))


def tell(rows: int, seconds: float, memory: float, *more: float) -> None:
    parts = "".join(f"{one:8.2f}" for one in more)
    say(f"{rows:>9,} rows {seconds:8.2f} {seconds / rows * 1e6:8.0f} {memory:6}{parts}")


def in_own_process(call: str) -> list[float]:
    program = f"from benches import roll; roll.{call}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603  ours
    figures: list[float] = json.loads(done.stdout)
    return figures


if __name__ == "__main__":
    main()

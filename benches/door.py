"""Four doors at once: people checked in by helpers with a link, some of them at two doors, each sent twice."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import time
from pathlib import Path
from threading import Thread

from flask import Flask
from sqlalchemy import create_engine, func, insert, select
from sqlalchemy.orm import Session

from agm.app import create_app
from agm.audit.act import SYSTEM, Act
from agm.database.engine import prepare_engine
from agm.meetings.models import Attendance, Register, RegisterEntry
from agm.people.commands import NewLink
from agm.people.links import issue
from agm.people.models import LinkPurpose
from agm.settings import Settings
from benches.counting import say, verdict
from benches.filled import filled

MEETING = 2
"""The coming AGM of a database of one region and one year; its first meeting has a register already."""
DOORS = 4
PEOPLE = 400
AT_ANOTHER = 4
"""Every so many people come to the next door too."""
LEAST = 20.0
"""How many people a second of work all doors together have to take."""
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def lay(session: Session) -> tuple[list[str], list[int]]:
    """Lay a register for the coming meeting: a link for each door, and the numbers of the people. Commits."""
    now = dt.datetime.now(dt.UTC)
    session.add(Register(meeting_id=MEETING, frozen_at=now, frozen_by="bench", as_of_on=now.date(), days={}))
    session.flush()
    rights = {"needs_paper": False, "may_vote": True, "may_nominate": True, "may_stand": True, "reasons": {}}
    rows = [
        {"meeting_id": MEETING, "name": f"Member {n}", "number": str(n), "sort_key": f"member {n:05}", **rights}
        for n in range(1, PEOPLE + 1)
    ]
    session.execute(insert(RegisterEntry), rows)
    of_meeting = select(RegisterEntry.id).where(RegisterEntry.meeting_id == MEETING).order_by(RegisterEntry.sort_key)
    people = list(session.scalars(of_meeting))
    act = Act(session, SYSTEM, now)
    new = NewLink(LinkPurpose.DOOR, 1, now + dt.timedelta(days=1), MEETING)
    links = [f"/m/door/{issue(act, new)}" for _ in range(DOORS)]
    session.commit()
    return links, people


def keep_door(app: Flask, link: str, number: int, people: list[int]) -> None:
    """Take a part of the people, and some of the next door's, as a phone does; each mark is sent twice."""
    client = app.test_client()
    found = TOKEN.search(client.get(link).text)
    client.post(link, data={"csrf_token": found[1] if found else ""})
    address = f"/desk/meetings/{MEETING}/check-in"
    found = TOKEN.search(client.get(address).text)
    token = found[1] if found else ""
    for place, person in enumerate(people):
        is_next = place % (DOORS * AT_ANOTHER) == (number - 1) % DOORS
        if place % DOORS != number and not is_next:
            continue
        for _ in range(2):
            sent = {"csrf_token": token, "here": str(person), "client_key": f"{number}-{person}", "waited": "1"}
            status = client.post(address, data=sent).status_code
            if status != 303:
                raise RuntimeError(f"door {number}, person {person}: {status}")
        client.get(address)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = filled(Path(name, "door"), 1, 1)
        engine = create_engine(f"sqlite:///{folder / 'agm.sqlite3'}")
        prepare_engine(engine)
        with Session(engine) as session:
            links, people = lay(session)
        engine.dispose()
        app = create_app(Settings.from_environment({"AGM_DATA_FOLDER": str(folder)}))
        doors = [Thread(target=keep_door, args=(app, link, number, people)) for number, link in enumerate(links)]
        begin = time.process_time()
        for door in doors:
            door.start()
        for door in doors:
            door.join()
        rate = PEOPLE / (time.process_time() - begin)
        engine = create_engine(f"sqlite:///{folder / 'agm.sqlite3'}")
        with engine.connect() as connection:
            stays = connection.scalar(select(func.count()).select_from(Attendance))
        engine.dispose()
        say(f"{PEOPLE} people at {DOORS} doors, a quarter at two, each mark sent twice and the page read again")
        say(f"  people a second of work{rate:>32.1f} {verdict(rate, LEAST, at_least=True)}")
        say(f"  each recorded once{stays:>37} {'met' if stays == PEOPLE else 'NOT MET'}")

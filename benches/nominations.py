"""The last minute before nominations close: 500 from 50 clients at once, some of them sent twice. None may be lost."""

from __future__ import annotations

import datetime as dt
import http.client
import re
import secrets
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.database.engine import prepare_engine
from agm.language.partial_date import PartialDate
from agm.meetings.commands import MeetingDetails
from agm.meetings.models import Election
from agm.nominations.models import Nomination
from agm.nominations.operations import contests_of
from agm.organisation.models import Unit
from agm.people import links
from agm.people.commands import NewLink
from agm.people.models import LinkPurpose
from agm.workflows.begin_meeting_from_last import BeginMeeting, begin_meeting
from benches.counting import say
from benches.filled import filled
from benches.pages import server

CLIENTS, EACH = 50, 10
SENT_TWICE = 5
"""Each so many are sent a second time, as by a double tap."""
MOST_TRIES = 40
TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = filled(Path(name, "nominations"), 1, 1)
        engine = create_engine(f"sqlite:///{folder / 'agm.sqlite3'}")
        prepare_engine(engine)
        with Session(engine) as session:
            tokens, office = opened_call(session)
        keys = [secrets.token_hex(8) for _ in range(CLIENTS * EACH)]
        with server(folder, "kept") as served, ThreadPoolExecutor(CLIENTS) as clients:
            begin = served.processor_time()
            portions = [(token, keys[start::CLIENTS]) for start, token in enumerate(tokens)]
            several = [clients.submit(client, served.port, token, own, office) for token, own in portions]
            waits = [wait for one in several for wait in one.result()]
            spent = served.processor_time() - begin
        with Session(engine) as session:
            received = Counter(session.scalars(select(Nomination.form_key)))
        engine.dispose()
    lost, double = len(set(keys) - set(received)), sum(count > 1 for count in received.values())
    say(f"{len(keys)} nominations from {CLIENTS} clients at once, SQLite, granian with 1 process")
    say(f"  received {len(received)}, lost {lost}, twice {double}")
    say(f"  {spent / len(keys) * 1000:.0f} ms of work each; the longest wait of a client {max(waits):.1f} s")
    if lost or double or len(received) != len(keys):
        raise SystemExit("Nominations were lost or taken twice.")


def opened_call(session: Session) -> tuple[list[str], int]:
    """A link for each client, and the number of an office that can be nominated for."""
    now = dt.datetime.now(dt.UTC)
    act = Act(session, SYSTEM, now)
    unit = session.scalars(select(Unit).where(Unit.id > 0).limit(1)).one()
    later = now + dt.timedelta(days=30)
    meeting = begin_meeting(act, BeginMeeting(unit.id, MeetingDetails(held_on=PartialDate.of(later.date()))))
    opens_at, closes_at = now - dt.timedelta(days=1), now + dt.timedelta(hours=1)
    session.add(Election(meeting_id=meeting.id, nominations_open_at=opens_at, nominations_close_at=closes_at))
    new = NewLink(LinkPurpose.NOMINATE, unit.id, later, meeting.id)
    tokens = [links.issue(act, new) for _ in range(CLIENTS)]
    office = contests_of(session, meeting.id)[0].id
    session.commit()
    return tokens, office


def client(port: int, token: str, keys: list[str], office: int) -> list[float]:
    """Send a nomination for each key, as a person would: again after a while where too many are sending at once. The
    seconds that each took, from the first try to the receipt."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", f"/m/nominate/{token}")
    page = connection.getresponse()
    cookie = (page.getheader("Set-Cookie") or "").partition(";")[0]
    found = TOKEN.search(page.read())
    if found is None:
        raise RuntimeError("the page has no form")
    waits = []
    for number, key in enumerate(keys):
        typed = {
            "csrf_token": found[1].decode(),
            "form_key": key,
            "who": "other",
            "name": f"Member {key}",
            "office": office,
        }
        begin = time.monotonic()
        for _ in range(1 if number % SENT_TWICE else 2):
            send(connection, f"/m/nominate/{token}", cookie, urlencode({**typed, "name": f"Member {key}"}))
        waits.append(time.monotonic() - begin)
    connection.close()
    return waits


def send(connection: http.client.HTTPConnection, path: str, cookie: str, body: str) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    for _ in range(MOST_TRIES):
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 303:
            return
        if answer.status != 503:
            raise RuntimeError(f"answered {answer.status}")
        time.sleep(1)
    raise RuntimeError("turned away too often")

"""A count of 5,000 papers, each typed by two tellers, and 300 voting papers as PDF: what each page costs."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.app import create_app
from agm.audit.act import SYSTEM, Act, Actor
from agm.facts import Entry, MeetingFacts, OrganisationFacts, Outcome, PersonName, RegionFacts
from agm.language.partial_date import PartialDate
from agm.nominations.models import Contest
from agm.organisation.queries import organisation
from agm.results.models import Printout
from agm.settings import Settings
from agm.voting.commands import SetVote
from agm.voting.models import PaperEntry, PaperReading, VoteHow
from agm.voting.operations import add_batch, set_vote
from agm.web.kit import clock
from agm.web.kit.extensions import db
from agm.web.outbox_handlers.registry import build_worker
from agm.workflows.import_meeting import ImportMeeting, import_meetings
from benches.counting import say, verdict
from benches.filled import ROOT, environment

BATCHES = (2000, 2000, 1000)
CANDIDATES = 10
TYPED = 20
"""So many papers of the last batch are typed on the page."""
PRINTED = 300
LONGEST = 1.0
"""Seconds of the processor that a page may take."""
LONGEST_PRINTING = 10.0
SIGN_IN = {"email": "chair@example.org", "password": "only a demonstration"}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Desk:
    """Somebody signed in, and the slowest answer of each kind."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.slowest: dict[str, float] = {}
        self.send("", "/account/sign-in", SIGN_IN)

    def timed(self, what: str, method: str, path: str, sent: Mapping[str, str] | None = None) -> str:
        begin = time.process_time()
        answer = self.client.open(path, method=method, data=sent)
        taken = time.process_time() - begin
        self.slowest[what] = max(self.slowest.get(what, 0), taken)
        if answer.status_code not in {200, 302, 303}:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text[-2000:]}")
        return answer.text

    def send(self, what: str, path: str, fields: Mapping[str, str]) -> None:
        """Read a page and send its form."""
        page = self.timed(what, "GET", path)
        found = TOKEN.search(page)
        seen = re.search(r'name="seen" value="([^"]+)"', page)
        more = {"csrf_token": found[1] if found else ""} | ({"seen": seen[1]} if seen else {})
        self.timed(what and f"{what}, sent", "POST", path, {**fields, **more})


def lay(app: Flask) -> tuple[int, int]:
    """A meeting with one vote on papers, most of them typed twice: its number and that of the contest."""
    with app.app_context(), Session(db.engine) as session:
        act = Act(session, SYSTEM, clock.now())
        people = tuple(Entry((PersonName(f"Ann Candidate {number}"),)) for number in range(CANDIDATES))
        chair = session.scalars(select(User).where(User.email == SIGN_IN["email"])).one()
        facts = MeetingFacts(
            format_version=1, organisation=OrganisationFacts(organisation(session).name),
            region=RegionFacts("Severn Vale"), held_on=PartialDate(2027, 4, 18),
            results=(Outcome(label="Archivist", entries=people),),
        )  # fmt: skip
        (meeting,) = import_meetings(act, [ImportMeeting("bench", facts)])
        contest = session.scalars(select(Contest).where(Contest.meeting_id == meeting.id)).one()
        set_vote(act, SetVote(contest.id, VoteHow.PAPERS, "av", has_reopening=False))
        numbers = [add_batch(act, contest.id, papers).id for papers in BATCHES]
        tellers = (Actor.user(9001, "Tam Teller").key, Actor.user(chair.id, chair.name).key)
        for batch in numbers:
            session.add_all(
                PaperReading(batch_id=batch, reading=reading, actor=key, name=key)
                for reading, key in enumerate(tellers, start=1)
            )
        session.flush()
        papers = list(made_up(numbers, kept_back=TYPED))
        session.execute(insert(PaperEntry), papers)
        session.commit()
        return meeting.id, contest.id


def made_up(numbers: Iterable[int], kept_back: int) -> Iterable[dict[str, object]]:
    """The same papers for both tellers, but for the last of the last batch, which one of them has yet to type."""
    dice = random.Random(5)  # noqa: S311  made-up papers, the same every time
    for place, (batch, papers) in enumerate(zip(numbers, BATCHES, strict=True)):
        for position in range(1, papers + 1):
            ranking = dice.sample(range(1, CANDIDATES + 1), dice.randint(1, 5))
            typed = " ".join(map(str, ranking))
            for reading in (1, 2):
                if reading == 1 or place < len(BATCHES) - 1 or position <= papers - kept_back:
                    one = {"batch_id": batch, "reading": reading, "position": position}
                    yield {**one, "typed": typed, "set_aside": None}


def count_papers(app: Flask, meeting: int, contest: int) -> dict[str, float]:
    """Type the last papers, settle what differs, count and declare: the slowest of each page."""
    desk, room = Desk(app), f"/desk/meetings/{meeting}/count"
    office, last = f"{room}/{contest}", len(BATCHES)
    for position in range(BATCHES[-1] - TYPED + 1, BATCHES[-1] + 1):
        desk.send("a paper typed", f"{office}/papers/{last}", {"position": str(position), "typed": "1 2"})
    decided = {f"paper-{position}": "second" for position in range(BATCHES[-1] - TYPED + 1, BATCHES[-1] + 1)}
    desk.timed("the batches", "GET", f"{office}/papers")
    desk.send("two tellers compared", f"{office}/papers/{last}/compare", decided)
    desk.send("papers accounted for", f"{office}/papers-checked", {"in_box": str(sum(BATCHES))})
    desk.timed("the count room", "GET", room)
    page = desk.timed("the count of the office", "GET", office)
    token = TOKEN.search(page)
    desk.timed("counted", "POST", f"{office}/count", {"csrf_token": token[1] if token else ""})
    desk.timed("the count of the office", "GET", office)
    declare = f"/desk/meetings/{meeting}/declare"
    acts = re.findall(r'value="(told-\d+)"', desk.timed("the declaration", "GET", declare))
    for act in (*acts, "sign", "declare"):
        desk.send("the declaration", declare, {"act": act})
    return {what: taken for what, taken in desk.slowest.items() if what}


def print_papers(app: Flask, meeting: int) -> float:
    """Seconds of the processor that a worker takes for the voting papers."""
    fields = {"kind": "voting_papers", "copies": str(PRINTED), "first": "1", "size": "A4"}
    with app.app_context():
        build_worker(app).run_due()  # what else is due is not measured
    Desk(app).send("", f"/desk/meetings/{meeting}/count/print", fields)
    begin = time.process_time()
    with app.app_context():
        build_worker(app).run_due()
        taken = time.process_time() - begin
        with Session(db.engine) as session:
            if session.scalars(select(Printout)).one().ready_at is None:
                raise RuntimeError("the papers were not printed")
    return taken


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for command in ("migrate", "demo"):
            subprocess.run(  # noqa: S603  our own command
                [sys.executable, "-c", "from agm.cli import main; main()", command],
                check=True, cwd=ROOT, env=environment(folder), stdout=subprocess.DEVNULL,
            )  # fmt: skip
        settings = Settings.from_environment({"AGM_DATA_FOLDER": str(folder)})
        app = create_app(settings.model_copy(update={"chain_head_file": None}))  # it is written a moment after an act
        meeting, contest = lay(app)
        taken = print_papers(app, meeting)
        say(f"{sum(BATCHES):,} papers typed twice, in batches of {BATCHES[0]:,}; seconds of the processor, the slowest")
        for what, page in count_papers(app, meeting, contest).items():
            say(f"  {what:<32}{page:>8.3f} {verdict(page, LONGEST, at_least=False)}")
        say(f"  {PRINTED} voting papers as PDF{taken:>17.3f} {verdict(taken, LONGEST_PRINTING, at_least=False)}")

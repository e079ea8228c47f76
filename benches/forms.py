"""Every form of an announcement measured: short forms at once, PDF and picture, publishing among many, and mail."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from sqlalchemy import create_engine, delete, insert, select
from sqlalchemy.orm import Session

from agm.announcements.commands import Publish, SendByMail, WriteStatement
from agm.announcements.models import Announcement
from agm.announcements.operations import publish, write_statement
from agm.announcements.operations.mailing import send_by_mail
from agm.app import create_app
from agm.audit.act import SYSTEM, Act
from agm.database.engine import prepare_engine
from agm.facts import MeetingFacts
from agm.files.pdf import first_on_one_side
from agm.membership.models import RollMember
from agm.organisation.models import NATIONAL_ID, Unit
from agm.outbox.models import OutboxJob
from agm.settings import Settings
from agm.web.outbox_handlers.registry import build_worker
from agm.wording.compose import compose
from agm.wording.render import Format, render
from agm.wording.render.colophon import Colophon
from agm.wording.render.mail import mail_html, mail_text
from agm.wording.render.public_json import render_json
from agm.wording.render.share_image import share_image
from agm.wording.render.sheet import sheets
from agm.wording.render.social import NETWORKS, render_post
from agm.wording.style import HouseStyle
from benches.counting import say, verdict
from benches.filled import environment, filled
from benches.wording import facts_of_measured_meeting
from tests.support.forms_of import FONTS
from tests.support.mail_server import running_mail_server

NOW = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)
COLOPHON = Colophon(
    "https://agm.example.org/north-west/agm-2017", "Weavers’ Union", "P. Quill", NOW, "1 September 2026"
)
ROUNDS = 9
TIMES = 50
LEAST_A_SECOND = 400
MOST_OF_PDF, MOST_OF_PICTURE = 1.0, 0.3
FEW, MANY, YEARS = 10, 10_000, 10
MOST_TIMES = 1.2
WARM_UP, PUBLISHED = 5, 35
MAILS, SENT = 10_000, 1_000
MOST_TO_QUEUE, LEAST_SENT = 2.0, 100


def every_short_form(facts: MeetingFacts, style: HouseStyle) -> int:
    """A meeting composed, and its text, page, Markdown, JSON, mail and six posts; how many characters that are."""
    document = compose(facts, style)
    forms = [render(document, to) for to in Format]
    forms += [render_json(document, COLOPHON), mail_text(document, COLOPHON, "x"), mail_html(document, COLOPHON, "x")]
    forms += [render_post(document, COLOPHON.address, network) for network in NETWORKS]
    return sum(map(len, forms))


def processor_time(work: Callable[[], object], times: int = 1) -> float:
    begin = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - begin) / times


def forms() -> None:
    facts, style = facts_of_measured_meeting(), HouseStyle()
    rate = 1 / median(processor_time(lambda: every_short_form(facts, style), TIMES) for _ in range(ROUNDS))
    met = verdict(rate, LEAST_A_SECOND, at_least=True)
    say(f"compose, text, page, Markdown, JSON, mail, posts  {rate:,.0f} per second  {met}")
    document = compose(facts, style)
    pages = sheets(document, COLOPHON, "#a3122f")
    first_on_one_side(pages)  # loads what lays out
    pdf = median(processor_time(lambda: first_on_one_side(pages)) for _ in range(ROUNDS))
    say(f"PDF, one side of A4  {pdf:.2f} s  {verdict(pdf, MOST_OF_PDF, at_least=False)}")
    share_image(document, "Weavers’ Union", "#a3122f", FONTS)
    picture = median(processor_time(lambda: share_image(document, "W", "#a3122f", FONTS)) for _ in range(ROUNDS))
    say(f"picture, 1200 × 630  {picture:.2f} s  {verdict(picture, MOST_OF_PICTURE, at_least=False)}")


def seconds_to_publish(session: Session, unit_id: int, number: int) -> float:
    act = Act(session, SYSTEM, NOW)
    draft = write_statement(act, WriteStatement(unit_id, f"Thanks {number}", f"Words {number}. " * 40, None))
    session.commit()
    begin = time.perf_counter()
    publish(act, Publish(draft.id, draft.version))
    session.commit()
    return time.perf_counter() - begin


def publishing(few: Path, many: Path) -> tuple[float, float]:
    """The seconds of one publication among few and among many, in turn: a machine's speed wanders."""
    with opened(few) as one, opened(many) as other:
        sessions = (one, other)
        units = [
            session.scalars(select(Unit.id).where(Unit.id != NATIONAL_ID).order_by(Unit.id)).first() or 0
            for session in sessions
        ]
        rounds = [
            [seconds_to_publish(session, unit_id, number) for session, unit_id in zip(sessions, units, strict=True)]
            for number in range(WARM_UP + PUBLISHED)
        ]
    first, second = zip(*rounds[WARM_UP:], strict=True)
    return median(first), median(second)


@contextmanager
def opened(folder: Path) -> Iterator[Session]:
    engine = create_engine(f"sqlite:///{folder / 'agm.sqlite3'}")
    prepare_engine(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def mailing(folder: Path) -> None:
    """Queue mails for a long roll, and send some of them to a server of this machine."""
    with opened(folder) as session:
        announcement = session.scalars(select(Announcement).order_by(Announcement.id.desc())).first()
        if announcement is None:
            raise RuntimeError("nothing was published")
        names = [f"member {number:05d}" for number in range(MAILS)]
        same = {"unit_id": announcement.unit_id}
        rows = [{**same, "name": one, "sort_key": one, "email": f"{one[7:]}@example.org"} for one in names]
        session.execute(insert(RollMember), rows)
        session.execute(delete(OutboxJob))
        session.commit()
        begin = time.perf_counter()
        queued = send_by_mail(Act(session, SYSTEM, NOW), SendByMail(announcement.id, to_members=True))
        session.commit()
        taken = time.perf_counter() - begin
    say(f"{queued:,} mails queued in {taken:.2f} s  {verdict(taken, MOST_TO_QUEUE, at_least=False)}")
    with running_mail_server() as server:
        variables = {"AGM_MAIL_SERVER": "127.0.0.1", "AGM_MAIL_PORT": str(server.port)}
        worker = build_worker(create_app(Settings.from_environment({**environment(folder), **variables})))
        worker.now = lambda: NOW
        begin = time.perf_counter()
        while len(server.taken) < SENT and worker.run_one():
            pass
        rate = len(server.taken) / (time.perf_counter() - begin)
    say(f"{SENT:,} of them sent by one worker: {rate:,.0f} a second  {verdict(rate, LEAST_SENT, at_least=True)}")


def main() -> None:
    """All of it; what needs a database on SQLite."""
    say("\nEvery form of an announcement")
    forms()
    with tempfile.TemporaryDirectory() as name:
        folders = filled(Path(name) / "few", FEW, 1), filled(Path(name) / "many", MANY // YEARS, YEARS)
        few, many = publishing(*folders)
        say(
            f"publishing one among {FEW}: {few * 1000:.1f} ms; among {MANY:,}: {many * 1000:.1f} ms; "
            f"{many / few:.2f} ×  {verdict(many / few, MOST_TIMES, at_least=False)}"
        )
        mailing(folders[0])

"""Two servers on one PostgreSQL and one Redis, killed in turn; then the primary is killed, and its standby promoted."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import psycopg
from flask_security import hash_password
from sqlalchemy.orm import Session

from agm.app import create_app
from agm.audit.act import Act
from agm.settings import Settings
from agm.voting.operations import send_codes
from benches.savers import Person
from tests.failover.crowd import Crowd
from tests.failover.kills import Pace
from tests.failover.postgresql import Cluster, url_of, wait_until
from tests.failover.scene import NAMES, SECRET, Scene, Server, must, say, told
from tests.support.laid_votes import OFFICER, LaidContest, LaidVoter, lay_vote
from tests.support.live_server import AGM
from tests.support.mail_server import MailServer, running_mail_server
from tests.support.project import ROOT
from tests.support.records import elected, facts_of, publish
from tests.support.signing_in import make_official

VOTERS, MAILED = 1500, 60
PER_SECOND = 15.0
STANDBY = "standby"
DESK = "/account/sessions"
PASSWORD = "a long sentence for a test"
TRIES = 5
"""In a minute, at one address, over all servers."""


@contextmanager
def redis_server() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="agm-redis-", dir="/tmp") as name:
        place = f"{name}/socket"
        command = [shutil.which("redis-server") or "redis-server", "--port", "0", "--unixsocket", place, "--save", ""]
        with subprocess.Popen([*command, "--dir", name], stdout=subprocess.DEVNULL) as process:
            try:
                wait_until(lambda: Path(place).exists())
                yield f"redis+unix://{place}"
            finally:
                process.terminate()


@contextmanager
def primary_and_standby() -> Iterator[tuple[Cluster, Cluster]]:
    """Two servers, of which the first acknowledges nothing that the second has not on its disk."""
    primary, standby = Cluster(wal_level="replica", max_wal_senders="4"), Cluster()
    try:
        primary.make().start()
        standby.copy_from(primary, STANDBY).start()
        with psycopg.connect(f"host={primary.folder} user=agm dbname=postgres", autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'")
            connection.execute("SELECT pg_reload_conf()")
            state = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
            wait_until(lambda: connection.execute(state).fetchone() == (1,))
        yield primary, standby
    finally:
        primary.remove()
        standby.remove()


def main() -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        primary, standby = stack.enter_context(primary_and_standby())
        redis = stack.enter_context(redis_server())
        mails = stack.enter_context(running_mail_server())
        url = url_of(primary, standby)
        scene = Scene(url, folder, 0, may_lay=False)
        lay(scene)
        variables = {"AGM_RATE_LIMIT_STORAGE": redis, "AGM_MAIL_SERVER": "127.0.0.1", "AGM_MAIL_PORT": str(mails.port)}
        servers = [Server(folder / name, url, **variables) for name in ("one", "other")]
        for server in servers:
            stack.callback(server.stop)
            server.start()
        shared(scene, servers)
        outbox(servers, mails)
        killed_in_turn(scene, servers, primary, standby)


def lay(scene: Scene) -> None:
    now, hours = dt.datetime.now(dt.UTC), dt.timedelta(hours=6)
    voters = [LaidVoter(f"Voter {number}") for number in range(1, VOTERS + 1)]
    mailed = [LaidVoter(f"Reader {number}", email=f"reader{number}@example.org") for number in range(1, MAILED + 1)]
    settings = Settings(database_url=scene.url, data_folder=scene.folder, secret_key=SECRET)
    with scene.engine() as engine, Session(engine) as session, create_app(settings).app_context():
        contests = [LaidContest("Chair", NAMES)]
        scene.laid = lay_vote(session, contests, voters + mailed, now - hours, now + hours)
        user = make_official(session, "national_officer")
        user.email, user.password = "officer@example.org", hash_password(PASSWORD)
        session.commit()
        send_codes(Act(session, OFFICER, now), scene.laid.meeting_id)
        session.commit()


def page(server: Server, path: str = "/", cookies: dict[str, str] | None = None) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = {"Accept": "text/html", "Cookie": "; ".join(f"{name}={one}" for name, one in (cookies or {}).items())}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found


def shared(scene: Scene, servers: list[Server]) -> None:
    """A session of one counts at the other, limits are counted over both, and no page is kept beyond a publication."""
    one, other = servers
    person = Person(one.port, {"email": "officer@example.org", "password": PASSWORD})
    known, stranger = page(other, DESK, person.cookies)[0], page(other, DESK)[0]
    must(known == 200 != stranger, f"a session of one server is not known at the other: {known}, {stranger}")
    statuses = [tried(server) for server in (one, other) * 3]
    must(429 in statuses and 429 not in statuses[: TRIES - 1], f"tries are not counted over both: {statuses}")
    for server in (one, other, one, other):
        must("Jane Black" not in page(server)[1], "something is public before it is published")
    with scene.engine() as engine, Session(engine) as session:
        publish(session, facts_of(elected("Chair", "Jane Black"), held_on="2023-04-21"), dt.datetime.now(dt.UTC))
        session.commit()
    missing = [server.port for server in servers if "Jane Black" not in page(server)[1]]
    must(not missing, "a page that was kept before a publication is still shown")
    say(f"  session known at both, tries at both counted together ({statuses}), kept pages gone at both")


def tried(server: Server) -> int:
    """Somebody tries to sign in with a wrong password: the status."""
    stranger = Person.__new__(Person)
    stranger.connection, stranger.cookies = HTTPConnection("127.0.0.1", server.port, timeout=30), {}
    try:
        stranger.send("/account/sign-in", {"email": "officer@example.org", "password": "wrong"})
    except RuntimeError as error:
        return int(str(error).rpartition(" ")[2])
    return 0


def outbox(servers: list[Server], mails: MailServer) -> None:
    """Two workers send every mail once."""
    workers = [
        subprocess.Popen(
            [*AGM, "work"], cwd=ROOT, env=server.variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for server in servers
    ]
    try:
        wait_until(lambda: len(mails.taken) >= MAILED)
        time.sleep(2)
    finally:
        for worker in workers:
            worker.terminate()
            worker.wait(60)
    number = Counter(mails.recipients)
    must(len(number) == MAILED and set(number.values()) == {1}, f"mails sent: {number.most_common(3)}")
    say(f"  {MAILED} voting codes mailed by two workers, each once")


def killed_in_turn(scene: Scene, servers: list[Server], primary: Cluster, standby: Cluster) -> None:
    up = lambda: [server.port for server in servers if server.is_up]  # noqa: E731  one line, used once
    crowd = Crowd(scene.laid, up, before=Pace(PER_SECOND).wait).begin()
    for server in servers * 2:
        time.sleep(2)
        server.kill()
        time.sleep(1)
        server.start()
    must(any(thread.is_alive() for thread in crowd.threads), "nobody votes any more when the primary dies")
    before, answered = crowd.number, sum(crowd.answers.values())
    primary.kill()
    standby.promote()
    begin = time.monotonic()
    wait_until(lambda: crowd.number > before + crowd.at_once)
    pause = time.monotonic() - begin
    crowd.join()
    must(crowd.number == VOTERS, f"{crowd.number} of {VOTERS} have an answer; {sorted(set(crowd.refused.values()))}")
    scene.check(crowd.acknowledged, standby.url)
    say(f"  each server killed twice, then the primary ({before} votes acknowledged, {answered} answers before):")
    say(f"  {told(crowd)}; votes went on {pause:.1f} s after the standby was promoted")

"""Fixtures for every test. `tests/unit` may not use the database.

A test of `tests/integration` runs on one database, SQLite or PostgreSQL as its name falls out, so that each carries
about half; `@pytest.mark.both_databases` runs it on both. `--database sqlite|postgresql|both` chooses for all.
"""

from __future__ import annotations

import fcntl
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from agm.settings import Settings
from tests.samples import NOT_THERE
from tests.support.client import StrictClient
from tests.support.databases import Database, bare_postgresql, postgresql_database, sqlalchemy_url, sqlite_database
from tests.support.kept_records import note_begin
from tests.support.live_server import make_demonstration
from tests.support.postgresql_server import NoServerError, running_server
from tests.support.statements import Statements, counted_statements

IS_CI = os.environ.get("CI") == "true"
SECRET = "a secret for tests that is longer than thirty-two characters"


KINDS = ("sqlite", "postgresql")
TEMPLATES = FileSystemBytecodeCache()
"""Compiled templates, which each test's application would compile anew."""
ON_A_DATABASE = ("database", "bare_url")
"""The fixtures that are given a kind of database."""

hypothesis.settings.register_profile(
    "without_clock", deadline=None
)  # how long an example takes depends on what else runs
hypothesis.settings.load_profile("without_clock")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let whoever runs the tests choose the database."""
    parser.addoption("--database", choices=["by-name", "both", *KINDS], default="by-name", help="where tests run")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that uses a database its kind or kinds."""
    chosen = str(metafunc.config.getoption("--database"))
    if chosen == "both" or (chosen == "by-name" and metafunc.definition.get_closest_marker("both_databases")):
        kinds = list(KINDS)
    elif chosen == "by-name":
        kinds = [KINDS[zlib.crc32(metafunc.definition.originalname.encode()) % 2]]
    else:
        kinds = [chosen]
    params = [pytest.param(kind, marks=pytest.mark.postgresql if kind == "postgresql" else ()) for kind in kinds]
    for fixture in ON_A_DATABASE:
        if is_given_a_kind(metafunc, fixture):
            metafunc.parametrize(fixture, params, indirect=True)


def is_given_a_kind(metafunc: pytest.Metafunc, fixture: str) -> bool:
    """Whether the test uses this fixture, and its module has none of its own in the place of ours."""
    definitions = metafunc._arg2fixturedefs.get(fixture, ())
    return bool(definitions) and definitions[-1].func.__module__ == __name__


def skip_unless_ci(reason: str) -> None:
    """Skip a test for want of a program; under continuous integration that is a failure."""
    if IS_CI:
        pytest.fail(f"{reason}; nothing may be skipped under continuous integration", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def pango() -> None:
    """What PDF files are laid out with; the system has it or not."""
    try:
        import_module("weasyprint")
    except OSError:
        skip_unless_ci("Pango is not installed (Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0)")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Under continuous integration a run with a skipped test has failed, unless it reads what a clone has not."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = [] if reporter is None else reporter.stats.get("skipped", [])
    if IS_CI and exitstatus == pytest.ExitCode.OK and not all(NOT_THERE in str(one.longrepr) for one in skipped):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """The session's SQLite database."""
    return sqlite_database(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A server's libpq connection string: AGM_TEST_POSTGRESQL_URL (a superuser's), or a server of our own."""
    given = os.environ.get("AGM_TEST_POSTGRESQL_URL")
    if given:
        yield given
        return
    try:
        with running_server() as socket_folder:
            yield f"host={socket_folder} user=agm dbname=postgres"
    except NoServerError as reason:
        skip_unless_ci(str(reason))


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The session's PostgreSQL database."""
    name = f"agm_test_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
    with bare_postgresql(postgresql_server, name) as conninfo:
        yield from postgresql_database(conninfo, tmp_path_factory.mktemp("postgresql"))


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation on SQLite with the demonstration data: made by the first process of the tests that wants it, for
    all of them, because filling takes long. It is copied, never used."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demonstration"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "made").exists():
            make_demonstration(shared / "made")
    return shared / "made"


@pytest.fixture
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The SQLAlchemy URL of a database without any table, for tests of migrations and of commands."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.sqlite3'}"
        return
    name = f"agm_bare_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
    with bare_postgresql(request.getfixturevalue("postgresql_server"), name) as conninfo:
        yield sqlalchemy_url(conninfo)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Database:
    """An empty, migrated database, of the kind that `pytest_generate_tests` gives the test."""
    found: Database = request.getfixturevalue(f"migrated_{request.param}")
    found.reset()
    return found


@pytest.fixture
def settings(database: Database) -> Settings:
    """Settings of an installation on the test's database, with a fixed secret and no mail server."""
    return settings_for(database)


def settings_for(database: Database) -> Settings:
    """Settings of an installation on this database."""
    return Settings(
        database_url=database.url,
        secret_key=SECRET,
        data_folder=database.folder,
        chain_head_file=None,
        is_testing=True,
    )


@pytest.fixture(scope="session")
def kept_engines() -> Iterator[dict[str, Engine]]:
    """The tests' own engines by the address of the database, with the statements that each compiled."""
    kept: dict[str, Engine] = {}
    yield kept
    for engine in kept.values():
        engine.dispose()


@pytest.fixture
def engine(database: Database, kept_engines: dict[str, Engine]) -> Iterator[Engine]:
    """The tests' own engine, set up as the application's is; what an earlier test's request declared is forgotten."""
    from agm.database.engine import prepare_engine, set_read_only

    set_read_only(False)
    forget_votes()
    if database.url not in kept_engines:
        kept_engines[database.url] = create_engine(database.url)
        prepare_engine(kept_engines[database.url])
    yield kept_engines[database.url]
    release_connections(kept_engines[database.url])


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """The test's own session; a client commits it before each request, so that the application sees its rows."""
    with Session(engine) as session:
        note_begin(session)
        yield session


@pytest.fixture
def make_app(settings: Settings, session: Session) -> Iterator[Callable[..., Flask]]:
    """Makes applications on the test's database: `make_app()`, or with changed settings `make_app(mail_server="…")`."""
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:  # noqa: ANN401  whatever type the setting has
        from agm.app import create_app

        app = create_app(settings.model_copy(update=changes))
        prepare_for_tests(app, session)
        made.append(app)
        return app

    yield make
    for app in made:
        close_connections(app)


def prepare_for_tests(app: Flask, session: Session) -> None:
    """Give an application the strict client, which commits the test's session before each request."""

    def commit() -> None:
        if session.in_transaction():  # rows that a test lays are no acts: they raise no counter of public changes
            forget_pages(app)
        session.commit()

    class CommittingClient(StrictClient):
        before_request = staticmethod(commit)

    app.test_client_class = CommittingClient
    app.jinja_env.bytecode_cache = TEMPLATES


def forget_pages(app: Flask) -> None:
    memory: Any = app.wsgi_app  # our page cache, which may stand behind werkzeug's ProxyFix
    getattr(memory, "app", memory).pages.clear()
    app.extensions.pop("agm_shared", None)
    forget_votes()


def forget_votes() -> None:
    """Read votes anew, whatever the end of the log says."""
    from agm.voting.queries.admission import KEPT

    KEPT.clear()


def close_connections(app: Flask) -> None:
    """Close the application's connections, so that the database can be laid anew."""
    from agm.audit.head_file import close_connections as close

    close(engine_of(app))


def engine_of(app: Flask) -> Engine:
    """The engine of an application."""
    from agm.web.kit.extensions import db

    with app.app_context():
        return db.engine


def release_connections(engine: Engine) -> None:
    """Let the database be laid anew: SQLite's file is replaced; PostgreSQL may go on with connections at rest."""
    from agm.audit.head_file import close_connections as close

    if engine.dialect.name == "sqlite":
        close(engine)


@pytest.fixture(scope="session")
def kept_apps() -> Iterator[dict[str, Flask]]:
    """The applications of tests that change nothing of theirs, by the address of the database."""
    kept: dict[str, Flask] = {}
    yield kept
    for app in kept.values():
        close_connections(app)


@pytest.fixture
def app(settings: Settings, session: Session, kept_apps: dict[str, Flask]) -> Iterator[Flask]:
    """The application on the test's database, made once for all tests. Never hold its context round a request of a
    client; a test that changes the application itself makes one of its own."""
    from agm.app import create_app
    from agm.web.kit.extensions import limiter

    app = kept_apps.get(settings.database_url) or create_app(settings)
    kept_apps[settings.database_url] = app
    prepare_for_tests(app, session)
    forget_pages(app)
    limiter.reset()
    yield app
    release_connections(engine_of(app))


@pytest.fixture
def client(app: Flask) -> StrictClient:
    """A visitor without sign-in."""
    client = app.test_client()
    assert isinstance(client, StrictClient)
    return client


@pytest.fixture
def sign_in(app: Flask, session: Session) -> Callable[..., StrictClient]:
    """`sign_in("regional_officer", region)` makes a user with that role and gives a client signed in as them.

    The national officer needs no region; several regions may be given; `sign_in(None)` is a user without any role;
    `user=` signs in a user that is there already.
    """

    def sign_in_as(role: str | None, *regions: Any, user: Any = None) -> StrictClient:  # noqa: ANN401  our models
        from tests.support.signing_in import make_official, signed_in_client

        user_id = (make_official(session, role, regions) if user is None else user).id
        session.commit()
        return signed_in_client(app, user_id)

    return sign_in_as


@pytest.fixture
def count_statements() -> Callable[[], AbstractContextManager[Statements]]:
    """`with count_statements() as statements:` records what is sent to the database; `statements.count`, `.texts`."""
    return counted_statements


@pytest.fixture
def data_folder(database: Database) -> Path:
    """The folder that the test's application keeps its files in."""
    return database.folder

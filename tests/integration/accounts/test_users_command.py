"""`agm users` and `agm audit`, as they are called from a shell."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlalchemy.orm import Session

from agm.cli import main
from agm.organisation.models import Unit
from agm.settings import Settings
from tests.conftest import SECRET
from tests.support.client import StrictClient
from tests.support.databases import Database
from tests.support.signing_in import make_official

pytestmark = pytest.mark.both_databases


@pytest.fixture
def agm(settings: Settings, session: Session, monkeypatch: pytest.MonkeyPatch) -> Agm:
    """The command on the test's database."""
    monkeypatch.setenv("AGM_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("AGM_SECRET_KEY", SECRET)
    monkeypatch.setenv("AGM_DATA_FOLDER", str(settings.data_folder))
    monkeypatch.delenv("AGM_MAIL_SERVER", raising=False)
    return Agm(session)


class Agm:
    """Calls the command; commits the test's session first, which would else keep SQLite's one writer."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __call__(self, *words: str) -> Result:
        """Run `agm` with these words."""
        self.session.commit()
        return CliRunner().invoke(main, words, catch_exceptions=False)


def test_invited_by_command_joins_by_the_printed_link(agm: Agm, session: Session, client: StrictClient) -> None:
    session.add(Unit(name="Vale of Ebbor", slug="vale-of-ebbor", position=1))
    done = agm(
        "users", "invite", "dana@example.org", "--name", "Dana Pell", "--role", "regional_officer",
        "--region", "vale-of-ebbor",
    )  # fmt: skip
    assert done.exit_code == 0
    first, link = done.stdout.splitlines()
    assert first == "Give this link to Dana Pell. It works once, for seven days:"
    assert client.get_page(urlsplit(link).path).heading == "Dana Pell"
    listed = agm("users", "list").output
    assert listed == "dana@example.org\tDana Pell\tinvited\tregional_officer vale-of-ebbor\n"


@pytest.mark.parametrize("address", [None, "https://agm.example.org"])
def test_the_link_tells_which_setting_decides_where_it_leads(
    agm: Agm, session: Session, monkeypatch: pytest.MonkeyPatch, address: str | None
) -> None:
    monkeypatch.delenv("AGM_BASE_URL", raising=False)
    if address is not None:
        monkeypatch.setenv("AGM_BASE_URL", address)
    make_official(session, "national_officer").email = "dana@example.org"
    done = agm("users", "invite", "dana@example.org")
    assert done.stdout.splitlines()[-1].startswith(f"{address or 'http://127.0.0.1:8000'}/account/join/")
    assert done.stderr == (
        ""
        if address
        else "The link leads to http://127.0.0.1:8000. If people reach the application at another address, "
        "set AGM_BASE_URL to that address, and make the link again.\n"
    )


def test_second_invitation_ends_the_first_link(agm: Agm, session: Session, client: StrictClient) -> None:
    make_official(session, "national_officer").email = "dana@example.org"
    links = [agm("users", "invite", "Dana@example.org").stdout.splitlines()[-1] for _ in range(2)]
    assert [client.get(urlsplit(link).path).status_code for link in links] == [410, 200]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("invite", "a@example.org"), "give --name and --role to make one"),
        (("invite", "a@example.org", "--name", "A", "--role", "viewer"), "Say for which region"),
        (("invite", "a@example.org", "--name", "A", "--role", "viewer", "--region", "x"), "There is no region “x”"),
        (("invite", "nothing", "--name", "A", "--role", "national_officer"), "Enter an email address"),
        (("invite", "a@example.org", "--name", " ", "--role", "national_officer"), "Enter the name of the person"),
        (("disable", "a@example.org"), "Nobody has a login with a@example.org"),
    ],
)
def test_refusals_are_plain_and_change_nothing(
    agm: Agm, session: Session, words: tuple[str, ...], message: str
) -> None:
    refused = agm("users", *words)
    assert refused.exit_code != 0
    assert message in refused.output
    assert agm("users", "list").output == ""


def test_disable_and_enable(agm: Agm, session: Session) -> None:
    user = make_official(session, "national_officer")
    other = make_official(session, "national_officer")
    email, name, last = user.email, user.name, other.email
    assert agm("users", "disable", email).output == f"{name} cannot sign in any more.\n"
    assert "Make somebody else a national officer first" in agm("users", "disable", last).output
    assert agm("users", "enable", email).output == f"{name} can sign in again.\n"


def test_audit_verify_tells_sound_from_broken(agm: Agm, session: Session, database: Database) -> None:
    assert agm("audit", "verify").output == "The record is empty.\n"
    for number in range(3):
        agm("users", "invite", f"p{number}@example.org", "--name", "P", "--role", "national_officer")
    sound = agm("audit", "verify")
    assert (sound.exit_code, sound.output.partition(" Last hash: ")[0]) == (
        0,
        "All 3 entries are sound, and so is all that they tell of.",
    )
    listed = agm("audit", "list", "--limit", "1").output.split("\t")
    assert (listed[0], listed[2:5]) == ("3", ["system", "user:invitation:made", "user:3"])
    assert f"Last hash: {listed[5].strip()}" in sound.output
    if database.kind == "sqlite":
        session.execute(text("DROP TRIGGER audit_entry_refuses_update"))
    else:
        session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_refuses_change"))
    session.execute(text("UPDATE audit_entry SET actor = 'user:99' WHERE sequence = 2"))
    try:
        broken = agm("audit", "verify")
    finally:
        restore_trigger(session, database)
    assert broken.exit_code == 1
    assert (
        "Entry 2 is broken: its content was changed after it was written. The 1 before it are sound." in broken.output
    )


def restore_trigger(session: Session, database: Database) -> None:
    """Put the trigger back for the tests that follow on this database."""
    if database.kind == "sqlite":
        session.execute(
            text(
                "CREATE TRIGGER audit_entry_refuses_update BEFORE UPDATE ON audit_entry "
                "BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END"
            )
        )
    else:
        session.execute(text("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_refuses_change"))
    session.commit()

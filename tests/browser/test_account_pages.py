"""The pages of one's account, of the users and of the record, on a phone and on a desktop."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.database.engine import prepare_engine
from agm.demo.sign_ins import PASSWORD
from agm.facts import PersonName
from agm.meetings.models import Meeting
from agm.meetings.operations import remove_meeting
from agm.organisation.models import Unit
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import enqueue, hold_restored
from agm.people.commands import ProposeName
from agm.people.models import Person
from agm.people.proposals import propose_name
from agm.web.kit.clock import now
from tests.support.browsing import assert_fits
from tests.support.live_server import LiveServer, copy_of, run_agm, running_application

PAGES = (
    "/account",
    "/account/password",
    "/account/second-step",
    "/account/recovery-codes",
    "/account/passkeys",
    "/account/confirm",
    "/desk/users",
    "/desk/users/invite",
    "/desk/users/2",
    "/desk/record",
)

KEPT_IN_SEVERN_VALE = 14
WAITING = {
    "/account/sessions": "This one",
    "/desk/outbox": "Do not send",
    "/desk/removed": "Bring it back",
    "/desk/severn-vale/name-proposals": "Featherstonehaugh",
    f"/desk/severn-vale/people/{KEPT_IN_SEVERN_VALE}": "Kept by",
    f"/desk/national/people/{KEPT_IN_SEVERN_VALE}/propose": "How should",
}
"""Pages, and words that they show when there is something on them."""


def sign_in(page: Page, server: LiveServer) -> None:
    """Sign in as the demonstration's national officer."""
    page.goto(f"{server.url}/account/sign-in")
    page.get_by_label("Email").fill("national@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk")


def look_at(page: Page, server: LiveServer, axe: Callable[[Page], None], paths: tuple[str, ...]) -> None:
    """Open each page: it is accessible and no wider than the screen."""
    sign_in(page, server)
    for path in paths:
        page.goto(server.url + path)
        assert (path, page.evaluate("document.documentElement.scrollWidth - innerWidth")) == (path, 0)
        axe(page)


def test_pages_on_a_phone(own_server: LiveServer, phone: Page, axe: Callable[[Page], None]) -> None:
    look_at(phone, own_server, axe, PAGES)


@pytest.fixture
def filled_server(demonstration: Path, tmp_path: Path) -> Iterator[LiveServer]:
    """A server whose record has a removed meeting, a mail that failed, and a correction of a name to answer."""
    folder = copy_of(demonstration, tmp_path / "filled")
    engine = create_engine(f"sqlite:///{folder / 'agm.sqlite3'}")
    prepare_engine(engine)
    with Session(engine) as session:
        act = Act(session, SYSTEM, now())
        remove_meeting(act, session.scalars(select(Meeting).where(~Meeting.is_published).limit(1)).one())
        enqueue(act, NewJob(kind=JobKind.PASSWORD_CHANGED_MAIL, key="mail", payload={"user_id": 1}, subject="user:1"))
        hold_restored(session, now())
        person = session.get_one(Person, KEPT_IN_SEVERN_VALE)
        name = PersonName(f"{person.name}-Featherstonehaugh", "Cllr")
        asker = session.scalars(select(Unit.id).where(Unit.slug == "thornwold")).one()
        propose_name(act, ProposeName(person.id, person.version, asker, name, "She married in June."))
        session.commit()
    engine.dispose()
    with running_application(folder) as server:
        yield server


def test_pages_of_what_waits_and_who_keeps_what(
    filled_server: LiveServer, page_at: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page = page_at(360)
    sign_in(page, filled_server)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for path, words in WAITING.items():
            page.goto(filled_server.url + path)
            expect(page.get_by_role("main")).to_contain_text(words)
            assert_fits(page)
            axe(page)


def test_pages_on_dark_paper(own_server: LiveServer, page_at: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    look_at(page_at(1280, color_scheme="dark"), own_server, axe, ("/account", "/desk/users/2", "/desk/record"))


def test_newcomer_joins_on_a_phone(own_server: LiveServer, phone: Page, axe: Callable[[Page], None]) -> None:
    role = ("--role", "regional_officer", "--region", "severn-vale")
    said = run_agm(
        own_server.folder, "users", "invite", "newcomer@example.org", "--name", "Zuzanna Kołodziejczyk", *role
    )
    link = said.split()[-1]
    phone.goto(own_server.url + urlsplit(link).path)
    axe(phone)
    for label in ("Password", "Password again"):
        phone.get_by_label(label, exact=True).fill("short")
    phone.get_by_role("button", name="Set the password and go in").click()
    expect(phone.get_by_role("alert")).to_contain_text("Choose a longer password: at least 12 characters")
    axe(phone)
    for label in ("Password", "Password again"):
        phone.get_by_label(label, exact=True).fill("seven quiet herons")
    phone.get_by_role("button", name="Set the password and go in").click()
    expect(phone).to_have_url(re.compile(r"/desk$"))
    phone.get_by_role("link", name="Your account").click()
    expect(phone.get_by_text("Regional officer, Severn Vale")).to_be_visible()

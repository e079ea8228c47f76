"""The pages of one's account, of the users and of the record, on a phone and on a desktop."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from agm.demo.sign_ins import PASSWORD
from tests.support.live_server import LiveServer, run_agm

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

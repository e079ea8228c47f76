"""What tests in a browser do on many pages."""

from __future__ import annotations

from playwright.sync_api import Page

from agm.demo.sign_ins import PASSWORD
from tests.support.live_server import LiveServer

NATIONAL = "national@example.org"


def sign_in(page: Page, server: LiveServer, email: str = NATIONAL) -> None:
    """Sign in at the demonstration, and go on to the desk."""
    page.goto(f"{server.url}/account/sign-in?next=/desk")
    page.get_by_label("Email").fill(email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").press("Enter")
    page.wait_for_url(lambda url: "/account/sign-in" not in url)
    page.goto(f"{server.url}/desk")


def assert_fits(page: Page) -> None:
    """The page is no wider than the window."""
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url

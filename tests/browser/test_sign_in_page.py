"""The sign-in page in a real browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.support.live_server import LiveServer


def test_the_sign_in_page_is_accessible_on_a_phone(
    live_server: LiveServer, phone: Page, axe: Callable[[Page], None]
) -> None:
    phone.goto(f"{live_server.url}/account/sign-in")
    assert phone.locator("h1").count() == 1
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    axe(phone)


def test_the_sign_in_page_works_without_scripts(live_server: LiveServer, page_at: Callable[..., Page]) -> None:
    page = page_at(360, java_script_enabled=False)
    page.goto(f"{live_server.url}/account/sign-in")
    page.fill("input[type=email]", "national@example.org")
    page.fill("input[type=password]", "only a demonstration")
    page.locator("form[method=post] button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/account/sign-in" not in url)
    assert page.locator("h1").count() == 1

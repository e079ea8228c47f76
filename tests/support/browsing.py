"""What tests in a browser do on many pages."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Page
from sqlalchemy import select

from agm.accounts.duties import GiveDuty, give_duty
from agm.accounts.models import Duty, User
from agm.audit.act import Act
from agm.demo.sign_ins import PASSWORD
from agm.meetings.models import Meeting
from tests.support.live_server import LiveServer
from tests.support.signing_in import make_official

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


def press(page: Page, words: str) -> None:
    """Press a button, and wait for the page that follows."""
    with page.expect_navigation():
        page.locator("main button", has_text=words).first.click()
    assert_fits(page)


def fill(page: Page, **typed: str) -> None:
    """Type into the fields of these names."""
    for field, value in typed.items():
        page.locator(f"[name={field.replace('__', '-')}]").fill(value)


def appointed(act: Act, meeting: Meeting, people: Mapping[str, tuple[str, Duty]]) -> None:
    """Give people, by their addresses, their duties in a meeting of the demonstration, with its password."""
    password = act.session.scalars(select(User.password).where(User.email == NATIONAL)).one()
    for email, (who, duty) in people.items():
        user = make_official(act.session, None)
        user.email, user.name, user.password = email, who, password
        give_duty(act, GiveDuty(user.id, meeting.id, meeting.unit_id, duty))

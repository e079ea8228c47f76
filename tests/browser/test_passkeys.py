"""A passkey from its making to a sign-in, with Chromium’s virtual authenticator: one that is built into a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from agm.demo.sign_ins import PASSWORD
from tests.support.live_server import LiveServer

EMAIL = "chair@example.org"
BUILT_IN = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chromium: Browser, own_server: LiveServer) -> Iterator[Page]:
    """A phone-wide page on `localhost`: passkeys are bound to a name, and an IP address is none."""
    context = chromium.new_context(
        base_url=own_server.url.replace("127.0.0.1", "localhost"), viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def phone_says(page: Page) -> Callable[[bool], None]:
    """`phone_says(False)`: from now on finger, face and PIN are wrong."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    authenticator = session.send("WebAuthn.addVirtualAuthenticator", {"options": BUILT_IN})["authenticatorId"]

    def say(is_verified: bool) -> None:
        session.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": is_verified})

    return say


def sign_in_with_password(page: Page) -> None:
    """Sign in by email and password."""
    page.goto("/account/sign-in")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk")


def make_passkey(page: Page, name: str) -> None:
    """Make a passkey on the page of passkeys."""
    page.goto("/account/passkeys")
    page.get_by_label("Its name").fill(name)
    page.get_by_role("button", name="Make a passkey").click()


def sign_out(page: Page) -> None:
    """Press the button at the foot."""
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/sign-in")


def test_passkey_built_into_the_phone_signs_in(
    page: Page, phone_says: Callable[[bool], None], axe: Callable[[Page], None]
) -> None:
    sign_in_with_password(page)
    make_passkey(page, "My phone")
    expect(page.get_by_text("The passkey “My phone” is added. You can sign in with it.")).to_be_visible()
    axe(page)
    make_passkey(page, "My phone")
    expect(page.get_by_role("link", name="You have a passkey with this name. Choose another name")).to_be_visible()
    sign_out(page)
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/desk")
    page.goto("/account/passkeys")
    page.get_by_role("button", name="Remove the passkey My phone").click()
    expect(page.get_by_text("The passkey “My phone” is removed.")).to_be_visible()


def test_wrong_finger_opens_nothing(page: Page, phone_says: Callable[[bool], None]) -> None:
    sign_in_with_password(page)
    make_passkey(page, "My phone")
    page.get_by_text("is added").wait_for()
    sign_out(page)
    phone_says(False)
    page.goto("/account/passkey-sign-in")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("That was not finished. Press the button to try again.")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

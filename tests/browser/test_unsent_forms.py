"""What is typed is kept in the browser until the server has it; without a connection a button waits."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.browsing import sign_in
from tests.support.live_server import LiveServer

CHAIR = "north-west@example.org"
KEPT = "What you typed here before was kept."
STORED = "Object.keys(localStorage).filter((key) => key.startsWith('agm-unsent:')).length"


def test_without_a_connection_the_button_waits_and_nothing_is_lost(own_server: LiveServer, phone: Page) -> None:
    sign_in(phone, own_server, CHAIR)
    phone.goto(f"{own_server.url}/desk/north-west/meetings/new")
    for label, words in (("Day", "7"), ("Month", "April"), ("Year", "2018")):
        phone.get_by_label(label, exact=True).fill(words)
    phone.context.set_offline(True)
    status = phone.locator("[data-status]")
    expect(status).to_have_text(re.compile("^No connection. Go on typing"))
    phone.get_by_label("Where?").fill("Leeds")
    phone.get_by_role("button", name="Begin").click()
    expect(status).to_have_text(re.compile("^No connection. This is sent when it is back"))
    phone.get_by_label("Where?").fill("Leeds Town Hall")
    phone.context.set_offline(False)
    phone.wait_for_url("**/guests")
    assert phone.evaluate(STORED) == 0
    names = ["Owen Example", "Miriam Sample", "Flo Chime"]
    phone.context.set_offline(True)
    for number, name in enumerate(names):
        if number:
            phone.get_by_role("button", name="Add a guest").click()
        phone.get_by_label("Name").nth(number).fill(name)
    expect(status).to_have_text(re.compile("^N.*connection"))
    address = phone.url
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto(address)
    expect(phone.get_by_text(KEPT)).to_be_visible()
    assert [field.input_value() for field in phone.get_by_label("Name").all()] == names
    phone.get_by_role("button", name="Go on to what was said").click()
    phone.wait_for_url("**/said")
    assert phone.evaluate(STORED) == 0


def test_back_reload_and_another_tab_lose_nothing(
    own_server: LiveServer, page: Page, page_at: Callable[..., Page]
) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, own_server, CHAIR)
    new = f"{own_server.url}/desk/north-west/statements/new"
    page.goto(new)
    page.get_by_label("Title").fill("Thank you")
    page.get_by_label("Text").fill("She rang.")
    page.reload()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.get_by_role("link", name="What is next").click()
    page.wait_for_url("**/desk")
    page.go_back()
    expect(page.get_by_label("Text")).to_have_value("She rang.")
    page.get_by_role("button", name="Save the draft").click()
    page.wait_for_url("**/statement")
    assert page.evaluate(STORED) == 0
    draft = page.url

    page.get_by_label("Text").fill("She rang each Sunday.")
    page.reload()
    expect(page.get_by_label("Text")).to_have_value("She rang each Sunday.")
    page.get_by_role("button", name="Drop it").click()
    expect(page.get_by_text(KEPT)).to_have_count(0)
    expect(page.get_by_label("Text")).to_have_value("She rang.")

    page.get_by_label("Text").fill("She rang twice.")
    page.goto(new)
    elsewhere = page_at()
    sign_in(elsewhere, own_server, CHAIR)
    elsewhere.goto(draft)
    elsewhere.get_by_label("Text").fill("She sang.")
    elsewhere.get_by_role("button", name="Save the draft").click()
    expect(elsewhere.get_by_text("The draft is saved.")).to_be_visible()
    page.goto(draft)
    expect(page.get_by_text("The record was changed after that")).to_be_visible()
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Somebody else changed this statement meanwhile").first).to_be_visible()
    expect(page.get_by_label("Text")).to_have_value("She rang twice.")
    assert page.evaluate(STORED) == 1
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/sign-in**")
    assert page.evaluate(STORED) == 0


def test_whoever_types_stays_signed_in_and_a_sign_in_that_ended_loses_nothing(
    own_server: LiveServer, page: Page
) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.clock.install()
    sign_in(page, own_server, CHAIR)
    new = f"{own_server.url}/desk/north-west/statements/new"
    page.goto(new)
    page.clock.fast_forward("06:00")
    with page.expect_request("**/account/still-here"):
        page.get_by_label("Title").fill("Thank you")
    page.get_by_label("Text").fill("She rang.")
    page.context.clear_cookies()
    page.clock.fast_forward("02:00")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.locator("[data-status]")).to_have_text(re.compile("^Not saved: you are signed out"))
    sign_in(page, own_server, CHAIR)
    page.goto(new)
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_label("Text")).to_have_value("She rang.")
    page.get_by_role("button", name="Save the draft").click()
    page.wait_for_url("**/statement")

"""What is typed is kept in the browser until the server has it; without a connection a button waits."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.browsing import sign_in
from tests.support.live_server import LiveServer

CHAIR = "north-west@example.org"
KEPT = "What you typed here before was kept."
STORED = "number => number === Object.keys(localStorage).filter((key) => key.startsWith('agm-unsent:')).length"


def stored(page: Page, number: int) -> None:
    """The browser keeps this many forms, as soon as the page that was left is gone."""
    page.wait_for_function(STORED, arg=number)


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
    stored(phone, 0)
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
    for field, name in zip(phone.get_by_label("Name").all(), names, strict=True):
        expect(field).to_have_value(name)
    phone.get_by_role("button", name="Go on to what was said").click()
    phone.wait_for_url("**/said")
    stored(phone, 0)


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
    stored(page, 0)
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
    stored(page, 1)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/sign-in**")
    stored(page, 0)


def test_two_tabs_of_one_form_keep_what_is_typed_in_each(own_server: LiveServer, page: Page) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, own_server, CHAIR)
    new = f"{own_server.url}/desk/north-west/statements/new"
    page.goto(new)
    page.get_by_label("Text").fill("She rang.")
    stored(page, 1)
    other = page.context.new_page()
    other.on("dialog", lambda dialog: dialog.accept())
    other.goto(new)
    expect(other.get_by_label("Text")).to_have_value("She rang.")
    other.get_by_label("Text").fill("She sang.")
    for tab, words in ((page, "She rang."), (other, "She sang.")):
        tab.reload()
        expect(tab.get_by_label("Text")).to_have_value(words)
    stored(page, 2)
    other.get_by_label("Title").fill("Thank you")
    other.get_by_role("button", name="Save the draft").click()
    other.wait_for_url("**/statement")
    stored(other, 1)
    page.reload()
    expect(page.get_by_label("Text")).to_have_value("She rang.")
    page.close(run_before_unload=True)
    other.goto(new)
    expect(other.get_by_text(KEPT)).to_be_visible()
    expect(other.get_by_label("Text")).to_have_value("She rang.")
    other.get_by_role("button", name="Drop it").click()
    expect(other.get_by_label("Text")).to_have_value("")
    stored(other, 0)


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

"""A regional chair records an AGM: on a phone, with the keyboard alone, without scripts, and two people at once."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Dialog, Page, expect

from tests.support.browsing import NATIONAL, sign_in
from tests.support.live_server import LiveServer

CHAIR = "north-west@example.org"
Axe = Callable[[Page], None]
Opens = Callable[..., Page]


def begin(page: Page, server: LiveServer, year: str = "2019") -> str:
    """Begin an AGM of the North West; the address of its pages, up to the last word."""
    page.goto(f"{server.url}/desk/north-west/meetings/new")
    page.get_by_label("Day", exact=True).fill("7")
    page.get_by_label("Month", exact=True).fill("April")
    page.get_by_label("Year", exact=True).fill(year)
    page.get_by_label("Where?").fill("Heathlands Village, Prestwich")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/guests")
    return page.url.removesuffix("guests")


def saved(page: Page) -> None:
    """Wait until the page says that it is saved."""
    expect(page.locator("[data-status]")).to_have_text(re.compile(r"^Saved at \d\d:\d\d\.$"))


def test_on_a_phone_with_scripts(own_server: LiveServer, phone: Page, axe: Axe) -> None:
    sign_in(phone, own_server, CHAIR)
    axe(phone)
    base = begin(phone, own_server)
    axe(phone)
    for number, (name, role) in enumerate(
        (("Cllr Owen Example", "Leader of the Council"), ("Ann Example MP", ""), ("Dr Miriam Sample", "Historian")),
        start=1,
    ):
        if number > 1:
            phone.get_by_role("button", name="Add a guest").click()
        row = phone.locator("[data-row]").nth(number - 1)
        row.get_by_label("Name").fill(name)
        row.get_by_label("Role").fill(role)
    phone.get_by_role("button", name="Up guest 3").click()
    saved(phone)
    expect(phone.locator(".here-now .state")).to_have_text("3 guests")
    axe(phone)
    phone.get_by_role("link", name="Preview").click()
    expect(phone.locator(".sheet")).to_contain_text("Cllr Owen Example, Dr Miriam Sample and Ann Example MP")
    phone.get_by_role("link", name="Write").click()
    phone.get_by_role("button", name="Go on to what was said").click()
    phone.wait_for_url("**/said")
    phone.get_by_label("Paragraph 1").fill("They spoke of **hope**.")
    axe(phone)
    phone.get_by_role("button", name="Go on to the results").click()
    phone.wait_for_url("**/results")
    phone.get_by_label("Chair", exact=True).fill("Jane Sample")
    phone.get_by_label("Secretary", exact=True).fill("Joe Sample")
    phone.get_by_label("Joe Sample").or_(phone.get_by_label("Secretary", exact=True)).first.blur()
    saved(phone)
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.get_by_role("button", name="Go on to the announcement").click()
    phone.wait_for_url("**/announcement")
    phone.goto(f"{base}guests")
    names = [field.input_value() for field in phone.get_by_label("Name").all()]
    assert names == ["Owen Example", "Miriam Sample", "Ann Example"]


def test_with_the_keyboard_alone(own_server: LiveServer, page: Page, axe: Axe) -> None:
    sign_in(page, own_server, CHAIR)
    base = begin(page, own_server)
    page.get_by_label("Name").first.focus()
    page.keyboard.type("Owen Example")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Leader of the Council")
    page.keyboard.press("Enter")
    page.keyboard.type("Ann Example")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_label("Name").first).to_have_value("Ann Example")
    saved(page)
    expect(page.locator(".sheet")).to_contain_text("Ann Example and Owen Example")
    page.goto(f"{base}results")
    chair = page.get_by_label("Chair", exact=True)
    chair.focus()
    page.keyboard.type("owen ex")
    expect(page.get_by_role("option").first).to_contain_text("Owen Example")
    axe(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(chair).to_have_value("Owen Example")
    page.keyboard.press("Enter")
    page.keyboard.type("Joe Sample")
    page.keyboard.press("Tab")
    saved(page)
    expect(page.locator(".sheet .cast")).to_contain_text("Owen Example")
    office = page.locator(".office").filter(has=page.get_by_label("Chair", exact=True))
    more = office.locator("summary")
    more.focus()
    page.keyboard.press("Enter")
    share = office.get_by_label("Job share")
    share.focus()
    page.keyboard.press("Space")
    expect(office.locator(".partner input[type=text]")).to_be_focused()
    axe(page)
    page.keyboard.type("Ann Example")
    page.keyboard.press("Tab")
    saved(page)
    expect(page.locator(".sheet .cast")).to_contain_text("Owen Example and")


def test_somebody_nearly_known_is_asked_about_in_place(own_server: LiveServer, page: Page, axe: Axe) -> None:
    sign_in(page, own_server, CHAIR)
    base = begin(page, own_server)
    page.get_by_label("Name").fill("Seán O’Sample")
    page.get_by_label("Role").focus()
    saved(page)
    page.goto(f"{base}results")
    page.get_by_label("Chair", exact=True).fill("Sean OSample")
    page.get_by_label("Secretary", exact=True).focus()
    same = page.get_by_label("The same person as Seán O’Sample")
    expect(same).to_be_visible()
    axe(page)
    same.check()
    saved(page)
    expect(same).to_have_count(0)
    expect(page.get_by_label("Chair", exact=True)).to_have_value("Seán O’Sample")
    expect(page.locator(".sheet .cast")).to_contain_text("Seán O’Sample")


def test_unsaved_changes_are_noticed(own_server: LiveServer, page: Page) -> None:
    sign_in(page, own_server, CHAIR)
    base = begin(page, own_server)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_label("Name").first.press_sequentially("Half a na")
    with page.expect_event("dialog"):
        page.evaluate("setTimeout(() => { location.href = '/desk' })")
    assert asked == ["beforeunload"]
    assert page.url == f"{base}guests"
    expect(page.get_by_label("Name").first).to_have_value("Half a na")


def test_without_scripts(own_server: LiveServer, page_at: Opens) -> None:
    page = page_at(360, java_script_enabled=False)
    sign_in(page, own_server, CHAIR)
    begin(page, own_server)
    page.get_by_label("Name").fill("Owen Example")
    page.get_by_role("button", name="Add a guest").click()
    page.get_by_label("Name").nth(1).fill("Ann Example")
    page.get_by_role("button", name="Up guest 2").click()
    assert [field.input_value() for field in page.get_by_label("Name").all()] == ["Ann Example", "Owen Example"]
    page.get_by_role("button", name="Go on to what was said").click()
    page.get_by_role("button", name="Go on to the results").click()
    office = page.locator(".office").first
    expect(office.locator("summary")).to_be_visible()
    expect(office.locator(".partner")).to_be_hidden()
    office.locator("summary").click()
    office.get_by_label("Job share").check()
    office.locator(".pair input[type=text]").first.fill("Jane Sample")
    page.get_by_role("button", name="Go on to the announcement").click()
    expect(page.locator(".summary")).to_contain_text("Enter the second person who shares Chair")
    page.locator(".summary a").click()
    page.locator(".office").first.locator(".partner input[type=text]").fill("Joe Sample")
    page.get_by_role("button", name="Go on to the announcement").click()
    page.wait_for_url("**/announcement")
    expect(page.locator("main")).to_contain_text("Jane Sample and Joe Sample")


def test_the_second_of_two_sees_both_and_loses_nothing(own_server: LiveServer, page_at: Opens, axe: Axe) -> None:
    first, second = page_at(1280), page_at(360)
    sign_in(first, own_server, CHAIR)
    base = begin(first, own_server)
    sign_in(second, own_server, NATIONAL)
    second.goto(f"{base}details")
    first.goto(f"{base}details")
    first.get_by_label("Where?").fill("Bury Town Hall")
    first.get_by_label("At what time?").fill("19:30")
    first.get_by_label("At what time?").blur()
    saved(first)
    second.get_by_label("Where?").fill("Salford Lads Club")
    second.get_by_label("Where?").blur()
    expect(second.locator("[data-status]")).to_contain_text("saved this page at")
    second.get_by_role("button", name="Go on to the guests").click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("saved this page while you were writing")
    expect(second.locator("main")).to_contain_text("Bury Town Hall")
    expect(second.locator("main")).to_contain_text("Salford Lads Club")
    axe(second)
    second.get_by_role("button", name="Save what I chose").click()
    second.wait_for_url("**/guests")
    second.goto(f"{base}details")
    expect(second.get_by_label("Where?")).to_have_value("Salford Lads Club")
    expect(second.get_by_label("At what time?")).to_have_value("19:30")


def test_what_else_the_report_tells_on_a_phone(own_server: LiveServer, phone: Page, axe: Axe) -> None:
    sign_in(phone, own_server, CHAIR)
    phone.goto(f"{begin(phone, own_server, '2018')}results")
    phone.get_by_label("Chair", exact=True).fill("Jane Sample")
    phone.get_by_label("Chair", exact=True).blur()
    saved(phone)
    phone.get_by_role("link", name="Say what else it tells").click()
    phone.get_by_label("For how long they were elected").fill("two years")
    phone.get_by_label("How many had a vote").fill("many")
    phone.get_by_role("button", name="Go on to the announcement").click()
    expect(phone.locator("#eligible-error")).to_contain_text("in figures")
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.get_by_label("How many had a vote").fill("60")
    phone.get_by_role("button", name="Go on to the announcement").click()
    phone.wait_for_url("**/announcement")
    expect(phone.get_by_role("main")).to_contain_text("two years")
    assert phone.get_by_role("link", name="Say what else it tells").count() >= 1

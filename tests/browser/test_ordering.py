"""Speakers, offices and regions are put in order with mouse, finger and keyboard, and the order is kept."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browsing import assert_fits, sign_in
from tests.support.live_server import LiveServer

Axe = Callable[[Page], None]
OFFICES = "/desk/north-west/offices"
REGIONS = "/desk/regions"


@dataclass(frozen=True, slots=True)
class Ordered:
    """A list on a page: where it is, what names a row in it, and where the page says that it is saved."""

    address: str
    rows: str
    name: str
    saved: str

    def names(self, page: Page) -> list[str]:
        """What the rows are called, from the first to the last."""
        read = "found => found.map(row => row.value ?? row.textContent.trim())"
        return list(page.locator(f"{self.rows} > li {self.name}").evaluate_all(read))

    def row(self, page: Page, number: int) -> Locator:
        """A row, counted from 0."""
        return page.locator(f"{self.rows} > li").nth(number)

    def assert_order(self, page: Page, expected: Sequence[str], moved: str) -> None:
        """The rows stand in this order, the place of the one that moved was told, and a reload keeps all."""
        told = page.locator("main [role=status]").get_by_text(f"{moved} is now number")
        expect(told).to_contain_text(f"{moved} is now number {expected.index(moved) + 1} of {len(expected)}.")
        expect(page.locator(self.saved)).to_contain_text(re.compile(r"Saved at \d\d:\d\d\."))
        assert self.names(page) == list(expected)
        page.reload()
        assert self.names(page) == list(expected)


def own_page(address: str) -> Ordered:
    """A list on a page of its own."""
    return Ordered(address, ".ordered", ".headline", ".ordered + .axis [role=status]")


def lists(server: LiveServer) -> Iterator[Ordered]:
    """Every kind of list that has an order: the speakers of the North West's AGM, three of offices, and the regions."""
    with closing(sqlite3.connect(server.folder / "agm.sqlite3")) as database:
        [[meeting]] = database.execute("SELECT meeting_id FROM speaker GROUP BY meeting_id HAVING count(*) = 4")
    yield Ordered(f"/desk/meetings/{meeting}/guests", "[data-rows=guests]", "[data-name]", "[data-status]")
    yield own_page(OFFICES)
    yield own_page("/desk/offices")
    yield own_page(REGIONS)


PLACES = """async (list, [number, to]) => {
  history.scrollRestoration = "manual" // a page that was loaded again does not move under the hand
  await document.fonts.ready
  const box = place => list.querySelectorAll(":scope > li")[place].getBoundingClientRect()
  scrollTo({ top: box(Math.min(number, to)).top + scrollY - 90, behavior: "instant" })
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  const grip = list.querySelectorAll(":scope > li")[number].querySelector(".grip").getBoundingClientRect()
  const over = box(to)
  return [grip.x + grip.width / 2, grip.y + grip.height / 2, to > number ? over.bottom - 3 : over.top + 3]
}"""
"""Scrolls a list so that two of its rows are seen, and measures them once nothing on the page moves any more."""


def grip_and_places(page: Page, ordered: Ordered, number: int, to: int) -> tuple[float, float, float]:
    """The middle of a row's handle across and down, and how far down it must go to the place of another row."""
    across, start, end = page.locator(ordered.rows).evaluate(PLACES, [number, to])
    page.screenshot(clip={"x": 0, "y": 0, "width": 1, "height": 1})  # drawn: a finger meets what was drawn last
    return across, start, end


def drag_with_mouse(page: Page, ordered: Ordered, number: int, to: int) -> None:
    """Drag a row by its handle to the place of another, as one does with a mouse."""
    across, start, end = grip_and_places(page, ordered, number, to)
    page.mouse.move(across, start)
    page.mouse.down()
    page.mouse.move(across, (start + end) / 2, steps=4)
    page.mouse.move(across, end, steps=4)
    page.mouse.up()


@contextmanager
def finger_down(page: Page, across: float, down: float) -> Iterator[Callable[[float], None]]:
    """A finger on the screen until the `with` block ends; it is given how to move it up and down."""
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, *at: float) -> None:
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": across, "y": y} for y in at]})

    touch("touchStart", down)
    yield lambda y: touch("touchMove", y)
    touch("touchEnd")
    hand.detach()


def drag_with_finger(page: Page, ordered: Ordered, number: int, to: int) -> None:
    """Drag a row by its handle to the place of another, with a finger."""
    across, start, end = grip_and_places(page, ordered, number, to)
    with finger_down(page, across, start) as move:
        for step in range(1, 9):
            move(start + (end - start) * step / 8)


def rotated(names: Sequence[str], number: int, to: int) -> list[str]:
    """The names after one has gone to another place."""
    order = list(names)
    order.insert(to, order.pop(number))
    return order


@pytest.mark.parametrize("width", [360, 1280])
def test_with_a_mouse(own_server: LiveServer, page_at: Callable[..., Page], axe: Axe, width: int) -> None:
    page = page_at(width, 1100)
    sign_in(page, own_server)
    for ordered in lists(own_server):
        page.goto(own_server.url + ordered.address)
        before = ordered.names(page)
        drag_with_mouse(page, ordered, 0, 2)
        ordered.assert_order(page, rotated(before, 0, 2), before[0])
        drag_with_mouse(page, ordered, 2, 1)
        ordered.assert_order(page, rotated(before, 0, 1), before[0])
        assert_fits(page)
        axe(page)


def test_with_a_finger(own_server: LiveServer, phone: Page) -> None:
    sign_in(phone, own_server)
    for ordered in lists(own_server):
        phone.goto(own_server.url + ordered.address)
        before = ordered.names(phone)
        grip = ordered.row(phone, 0).locator(".grip")
        box = grip.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
        assert grip.evaluate("grip => getComputedStyle(grip).touchAction") == "none"
        assert ordered.row(phone, 0).evaluate("row => getComputedStyle(row).touchAction") == "auto"
        drag_with_finger(phone, ordered, 0, 1)
        ordered.assert_order(phone, rotated(before, 0, 1), before[0])
        drag_with_finger(phone, ordered, 1, 0)
        ordered.assert_order(phone, before, before[0])


def test_with_the_keyboard(own_server: LiveServer, page: Page) -> None:
    sign_in(page, own_server)
    for ordered in lists(own_server):
        page.goto(own_server.url + ordered.address)
        before = ordered.names(page)
        row = ordered.row(page, 0)
        row.get_by_role("button", name="Down").focus()
        page.keyboard.press("Enter")
        expect(page.locator(":focus")).to_have_text(re.compile("^Down"))
        page.keyboard.press("Enter")
        ordered.assert_order(page, rotated(before, 0, 2), before[0])
        row = ordered.row(page, 2)
        row.locator("a, input[type=text]").first.focus()
        page.keyboard.press("Alt+ArrowUp")
        page.keyboard.press("Alt+ArrowUp")
        ordered.assert_order(page, before, before[0])


def test_the_offices_of_one_meeting_are_dragged_and_then_set(own_server: LiveServer, phone: Page) -> None:
    sign_in(phone, own_server)
    guests = next(lists(own_server))
    contests = Ordered(guests.address.replace("guests", "offices"), "[data-rows=contests]", "[data-name]", "")
    phone.goto(own_server.url + contests.address)
    before = contests.names(phone)
    drag_with_finger(phone, contests, 0, 1)
    drag_with_mouse(phone, contests, 2, 3)
    order = rotated(rotated(before, 0, 1), 2, 3)
    assert contests.names(phone) == order
    phone.get_by_role("button", name="Set the offices").click()
    phone.wait_for_url("**/results")
    phone.goto(own_server.url + contests.address)
    assert contests.names(phone) == order


def test_at_the_end_of_the_list_the_focus_goes_to_the_way_back(own_server: LiveServer, page: Page) -> None:
    sign_in(page, own_server)
    page.goto(own_server.url + OFFICES)
    page.locator(".ordered > li").nth(1).get_by_role("button", name="Up").press("Enter")
    expect(page.locator(":focus")).to_have_text("Down: Vice Chair")
    assert page.url == own_server.url + OFFICES


def test_a_drag_scrolls_a_long_list_and_escape_puts_the_row_back(own_server: LiveServer, phone: Page) -> None:
    sign_in(phone, own_server)
    regions = own_page(REGIONS)
    phone.goto(own_server.url + REGIONS)
    before = regions.names(phone)
    phone.set_viewport_size({"width": 360, "height": 420})
    across, start, _ = grip_and_places(phone, regions, 0, 1)
    with finger_down(phone, across, start) as move:
        move(410)
        expect(regions.row(phone, len(before) - 1).locator(".headline")).to_have_text(before[0])
    regions.assert_order(phone, rotated(before, 0, len(before) - 1), before[0])

    phone.set_viewport_size({"width": 360, "height": 740})
    across, start, end = grip_and_places(phone, regions, 0, 1)
    with finger_down(phone, across, start) as move:
        move(end)
        expect(regions.row(phone, 1)).to_have_class(re.compile("dragged"))
        phone.keyboard.press("Escape")
        expect(phone.locator(".dragged")).to_have_count(0)
    assert regions.names(phone) == rotated(before, 0, len(before) - 1)


def test_a_list_that_changed_meanwhile_goes_back_to_how_it_was(own_server: LiveServer, page: Page) -> None:
    sign_in(page, own_server)
    offices = own_page(OFFICES)
    page.goto(own_server.url + OFFICES)
    before = offices.names(page)
    other = page.context.new_page()
    other.goto(f"{own_server.url}{OFFICES}/new")
    other.locator("#label").fill("Archivist")
    other.locator("main button[type=submit]").last.click()
    other.wait_for_url("**/offices")
    drag_with_mouse(page, offices, 0, 2)
    expect(page.locator(offices.saved)).to_have_text(
        "The list has changed meanwhile. Look at it again, then put it in order."
    )
    assert offices.names(page) == before
    page.reload()
    assert offices.names(page) == [*before, "Archivist"]


def test_without_a_connection_the_list_goes_back_to_how_it_was(own_server: LiveServer, page: Page) -> None:
    sign_in(page, own_server)
    offices = own_page(OFFICES)
    page.goto(own_server.url + OFFICES)
    before = offices.names(page)
    page.context.clear_cookies()
    drag_with_mouse(page, offices, 0, 2)
    expect(page.locator(offices.saved)).to_contain_text("Not saved")
    assert offices.names(page) == before


def test_without_scripts_the_buttons_do_it(own_server: LiveServer, page_at: Callable[..., Page]) -> None:
    page = page_at(360, java_script_enabled=False)
    sign_in(page, own_server)
    for address in (OFFICES, REGIONS):
        ordered = own_page(address)
        page.goto(own_server.url + address)
        before = [name.strip() for name in page.locator(".ordered .headline").all_inner_texts()]
        assert page.locator(".grip").count() == 0
        ordered.row(page, 0).get_by_role("button", name="Down").click()
        page.wait_for_url("**#*-*")
        assert page.locator(".ordered .headline").all_inner_texts() == rotated(before, 0, 1)

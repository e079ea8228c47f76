"""The public pages in a real browser: for everybody, at every width, light and dark, with keys and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.live_server import LiveServer

ANNOUNCEMENT = "/north-west/agm-2017"
PAGES = (
    "/",
    "/?page=2",
    ANNOUNCEMENT,
    "/national/agm-2017/messages",
    "/north-west",
    "/llanfaes-coast",
    "/dunmarra",
    "/national",
    "/regions",
    "/search",
    "/search?q=chair",
    "/search?q=nothingatall",
    "/data",
    "/privacy",
    "/accessibility",
    "/no-such-page/at-all",
)
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SMALL_TARGETS = """
    [...document.querySelectorAll('nav a, .links a, .links button, .button, summary, .regions li a')]
    .filter(element => element.checkVisibility() && element.getBoundingClientRect().height < 43.5)
    .map(element => element.textContent.trim())
"""


@pytest.mark.parametrize(
    ("width", "scheme"),
    [(360, "light"), (360, "dark"), (768, "light"), (1280, "light"), (1280, "dark"), (1600, "light")],
)
def test_every_public_page_is_accessible_and_fits(
    live_server: LiveServer,
    page_at: Callable[..., Page],
    axe: Callable[[Page], None],
    width: int,
    scheme: str,
) -> None:
    page = page_at(width, color_scheme=scheme)
    for path in PAGES:
        page.goto(live_server.url + path)
        axe(page)
        assert not page.evaluate(SCROLLS_SIDEWAYS), (path, width)
        assert page.evaluate(SMALL_TARGETS) == [], (path, width)


def test_a_meeting_announced_beforehand_is_accessible(
    live_server: LiveServer, phone: Page, axe: Callable[[Page], None]
) -> None:
    phone.goto(f"{live_server.url}/dunmarra")
    phone.get_by_role("link", name="All about this meeting").click()
    expect(phone.get_by_role("heading", name="When")).to_be_visible()
    axe(phone)


def test_the_keyboard_alone_skips_to_the_content_and_reads_on(live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
    page.keyboard.press("Tab")
    expect(page.locator("#main :focus")).to_have_count(1)
    page.keyboard.press("Tab")
    latest = page.locator("h2.title a")
    expect(latest).to_be_focused()
    title = latest.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_on_a_phone_one_office_is_open_at_a_time(live_server: LiveServer, phone: Page) -> None:
    phone.goto(f"{live_server.url}/llanfaes-coast")
    expect(phone.locator("table.years").first).to_be_hidden()
    expect(phone.locator(".one details[open]")).to_have_count(1)
    phone.locator(".one summary", has_text="Treasurer").tap()
    expect(phone.locator(".one details[open] summary")).to_have_text("Treasurer")


def test_without_scripts_everything_is_there(live_server: LiveServer, page_at: Callable[..., Page]) -> None:
    page = page_at(360, java_script_enabled=False)
    page.goto(f"{live_server.url}/?region=north-west")
    page.get_by_role("link", name="Read what was said").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Angela Rayner")
    expect(page.get_by_role("link", name="Share", exact=True)).to_have_attribute(
        "href", f"{live_server.url}{ANNOUNCEMENT}"
    )
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    page.get_by_role("link", name="Plain text").click()
    expect(page.locator("body")).to_contain_text("Chair: Cllr Jane Black")
    page.go_back()
    page.get_by_role("link", name="Search").click()
    page.get_by_label("A name, an office").fill("rubenst")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="Michael Rubenstein").first).to_be_visible()


def test_the_text_is_copied_with_one_tap(live_server: LiveServer, page_at: Callable[..., Page]) -> None:
    page = page_at(360, permissions=["clipboard-read", "clipboard-write"])
    page.goto(live_server.url + ANNOUNCEMENT)
    page.get_by_role("link", name="Copy the text").click()
    expect(page.get_by_role("link", name="Text copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("North West JLM AGM with guest speaker Angela Rayner MP\n")
    page.get_by_role("link", name="Share", exact=True).click()
    expect(page.get_by_role("link", name="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == live_server.url + ANNOUNCEMENT


def test_a_phone_shares_with_its_own_means(live_server: LiveServer, phone: Page) -> None:
    phone.add_init_script("navigator.share = async (what) => { window.shared = what; }")
    phone.goto(f"{live_server.url}/?region=north-west")
    phone.get_by_role("link", name=re.compile("^Share ?: North West")).tap()
    assert phone.evaluate("window.shared") == {
        "title": "North West JLM AGM with guest speaker Angela Rayner MP",
        "url": live_server.url + ANNOUNCEMENT,
    }


def test_the_announcement_prints_on_one_sheet(live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url + ANNOUNCEMENT)
    sheets = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert sheets == 1
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_role("link", name="Share", exact=True)).to_be_hidden()
    expect(page.locator(".colophon")).to_contain_text("Imprint")


def test_no_page_asks_for_more_than_it_needs(live_server: LiveServer, page: Page) -> None:
    sizes: dict[str, int] = {}
    page.on("requestfinished", lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]}))
    page.goto(f"{live_server.url}/llanfaes-coast", wait_until="networkidle")
    fonts = sum(size for url, size in sizes.items() if url.endswith(".woff2"))
    assert 0 < fonts < 120 * 1024, sizes
    assert page.context.cookies() == []


def test_high_contrast_keeps_the_bars_and_reduced_motion_moves_nothing(
    live_server: LiveServer, page_at: Callable[..., Page]
) -> None:
    page = page_at(1280, forced_colors="active", reduced_motion="reduce")
    page.goto(f"{live_server.url}/llanfaes-coast")
    bar = page.locator("table.years td > b").first
    assert bar.evaluate("element => getComputedStyle(element).borderTopWidth") == "4px"
    assert page.evaluate("document.getAnimations().length") == 0

"""The pages of regions, offices, officers, people and house style in a real browser, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsing import assert_fits, sign_in
from tests.support.live_server import LiveServer

ADDRESSES = (
    "/desk/organisation",
    "/desk/regions",
    "/desk/regions/new",
    "/desk/offices",
    "/desk/house-style",
    "/desk/people",
    "/desk/north-west/details",
    "/desk/north-west/offices",
    "/desk/north-west/offices/new",
    "/desk/north-west/officers",
    "/desk/north-west/people",
    "/desk/north-west/house-style",
)
LINKS = (
    ("/desk/north-west/offices", ".ordered a"),
    ("/desk/north-west/officers", "a[href$='/left']"),
    ("/desk/north-west/officers", "a[href$='/dates']"),
    ("/desk/north-west/officers", "a[href$='/fill']"),
    ("/desk/north-west/officers", "a[href$='/history']"),
    ("/desk/north-west/people", ".roll a"),
)
"""Pages whose addresses hold a number, as the first link of a kind on another page."""


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_are_accessible_and_fit(
    page_at: Callable[..., Page], live_server: LiveServer, axe: Callable[[Page], None], width: int
) -> None:
    page = page_at(width)
    sign_in(page, live_server)
    for address in ADDRESSES:
        page.goto(live_server.url + address)
        assert_fits(page)
        axe(page)
    for address, link in LINKS:
        page.goto(live_server.url + address)
        found = page.locator(link)
        if found.count():
            page.goto(live_server.url + str(found.first.get_attribute("href")))
            assert_fits(page)
            axe(page)


def test_the_house_style_is_previewed_while_it_is_typed(
    page: Page, live_server: LiveServer, axe: Callable[[Page], None]
) -> None:
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/desk/north-west/house-style")
    page.locator("#s-title > summary").click()
    page.locator("#title").fill("News of {body_short}")
    expect(page.locator("#preview")).to_contain_text("News of")
    page.locator("#title").fill("News of {gusts}")
    item = page.locator("#item-title")
    expect(item.locator(".error")).to_contain_text("character 9: There is no field {gusts} here")
    expect(item.locator("mark")).to_have_text("{gusts}")
    expect(item.get_by_role("button", name="Set back")).to_be_visible()
    axe(page)
    assert page.locator("#title").input_value() == "News of {gusts}"


def test_the_house_style_works_without_scripts(own_server: LiveServer, page_at: Callable[..., Page]) -> None:
    page = page_at(360, java_script_enabled=False)
    sign_in(page, own_server)
    page.goto(f"{own_server.url}/desk/north-west/house-style")
    page.locator("#s-title > summary").click()
    page.locator("#title").fill("News of {body_short}")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text("News of")
    assert page.locator("#title").input_value() == "News of {body_short}"

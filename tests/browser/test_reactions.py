"""Reacting to a text on a phone: one tap, with a script and without one, and nothing kept in the browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.live_server import LiveServer

TEXTS = {True: "/north-west/agm-2017", False: "/national/agm-2017/messages"}
"""By whether scripts run: a text of its own."""


@pytest.mark.parametrize("with_scripts", [True, False])
def test_one_tap_adds_one_and_a_second_one_nothing(
    live_server: LiveServer, page_at: Callable[..., Page], axe: Callable[[Page], None], *, with_scripts: bool
) -> None:
    page = page_at(360, java_script_enabled=with_scripts)
    page.goto(live_server.url + TEXTS[with_scripts])
    number = page.locator("form.reactions span")
    expect(number).to_have_text("No reactions yet")
    for words in ("Add yours", "Thank you" if with_scripts else "Add yours"):
        page.get_by_role("button", name=words).click()
        expect(number).to_have_text("1 reaction")
    expect(page).to_have_url(re.compile("agm-2017$" if with_scripts else r"\?reactions=1#reactions$"))
    assert page.context.cookies() == []
    if with_scripts:
        axe(page)
        page.goto(live_server.url + TEXTS[True])  # kept with the number of before
        number.scroll_into_view_if_needed()
        expect(number).to_have_text("1 reaction")

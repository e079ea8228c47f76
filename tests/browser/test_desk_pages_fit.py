"""Pages of the desk on a phone whose text is twice as large: nothing scrolls sideways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.support.browsing import sign_in
from tests.support.live_server import LiveServer

OF_A_KIND = 3
"""How many pages are looked at whose addresses differ in numbers alone."""
FILES = re.compile(r"\.(?:json|jpg|zip|txt|pdf|blt|csv|ics)$|/(?:pdf|preview|sheet|minutes/page)$|/print/\d+$")
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
LINKS = """() => [...document.querySelectorAll("main a[href^='/desk'], main option[value^='/desk']")]
    .map(one => one.getAttribute('href') || one.value)"""


def kind_of(path: str) -> str:
    """The address without its numbers and without whose it is."""
    return re.sub(r"\d+", "0", re.sub(r"^/desk/(?!meetings|announcements)[\w-]+/", "/desk/region/", path))


def test_nothing_at_the_desk_scrolls_sideways_with_large_text(
    live_server: LiveServer, page_at: Callable[..., Page]
) -> None:
    page = page_at(360)
    sign_in(page, live_server)
    waiting, seen, faults = (
        ["/desk", "/desk/overview", "/desk/organisation", "/desk/offices", "/desk/regions"],
        set(),
        [],
    )
    taken: Counter[str] = Counter()
    while waiting:
        path = waiting.pop(0)
        if path in seen or FILES.search(path) or taken[kind_of(path)] >= OF_A_KIND:
            continue
        seen.add(path)
        taken[kind_of(path)] += 1
        page.goto(live_server.url + path)
        page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
        wide = [page.evaluate(TOO_WIDE)]
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true })")
        wide.append(page.evaluate(TOO_WIDE))
        if max(wide) > 0:
            faults.append(f"{path} is {max(wide)} px too wide")
        waiting += [urlsplit(one).path for one in page.evaluate(LINKS)]
    assert not faults, "\n".join(faults)
    assert len(taken) > 60, "most pages of the desk are led to"

"""Fixtures for tests in a real browser, on the running application with its demonstration data."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from tests.support.axe import accessibility_faults
from tests.support.chromium import NoBrowserError, running_chromium
from tests.support.live_server import LiveServer, copy_of, running_application

NARROW, WIDE = 360, 1280
PATIENCE_MILLISECONDS = 120_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies here, so that `-m "not browser"` leaves it out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The session's browser."""
    try:
        with running_chromium() as browser:
            yield browser
    except NoBrowserError as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{reason}; nothing may be skipped under continuous integration", pytrace=False)
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def live_server(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """One server for all tests that change nothing."""
    with running_application(copy_of(demonstration, tmp_path_factory.mktemp("served"))) as server:
        yield server


@pytest.fixture
def own_server(demonstration: Path, tmp_path: Path) -> Iterator[LiveServer]:
    """A server of the test's own, for a test that changes something."""
    with running_application(copy_of(demonstration, tmp_path / "installation")) as server:
        yield server


class Visits:
    """Opens pages and keeps what went wrong in them."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.without_scripts: list[BrowserContext] = []
        self.troubles: list[str] = []

    def page_at(self, width: int = WIDE, height: int = 900, **choices: Any) -> Page:  # noqa: ANN401  Playwright's
        """A new page in a context of its own (no cookies of others), this wide; `choices` are Playwright's."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, locale="en-GB", timezone_id="Europe/London", **choices
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        context.on("request", self.note_request)
        self.contexts.append(context)
        if choices.get("java_script_enabled") is False:
            self.without_scripts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(f"error in a script: {error}"))
        page.on("console", self.note_console)
        return page

    def note_request(self, request: Request) -> None:
        """Keep what is asked of another machine; the browser finds none (`tests.support.chromium`). To catch requests
        and let them through one by one would keep the browser from keeping anything."""
        if urlsplit(request.url).hostname not in {"127.0.0.1", None}:
            self.troubles.append(f"asked for {request.url}")

    def note_console(self, message: ConsoleMessage) -> None:
        """Keep errors and warnings that the browser prints; a refused form (4xx) or a cut connection is no trouble."""
        is_meant = re.search(r"Failed to load resource: .*(status of 4|ERR_INTERNET_DISCONNECTED)", message.text)
        if message.type in {"error", "warning"} and not is_meant:
            self.troubles.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def close(self) -> None:
        """Close every page."""
        for context in self.contexts:
            context.close()


@pytest.fixture
def visits(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Visits]:
    """The test's pages; at its end, an error in a script or a request to another host fails the test."""
    visits = Visits(chromium)
    yield visits
    visits.close()
    servers = [request.getfixturevalue(name) for name in ("live_server", "own_server") if name in request.fixturenames]
    logs = [server.log_end for server in servers]
    assert not visits.troubles, "\n".join([*visits.troubles, *logs])


@pytest.fixture
def page_at(visits: Visits) -> Callable[..., Page]:
    """`page_at(360)` opens a phone-wide page; Playwright's choices, as `java_script_enabled=False`, may follow."""
    return visits.page_at


@pytest.fixture
def page(visits: Visits) -> Page:
    """A page as wide as on a desktop."""
    return visits.page_at()


@pytest.fixture
def phone(visits: Visits) -> Page:
    """A page as wide as on a small phone, with touch."""
    return visits.page_at(NARROW, 740, has_touch=True, is_mobile=True, device_scale_factor=2)


@pytest.fixture
def axe(visits: Visits) -> Callable[[Page], None]:
    """`axe(page)` asserts that axe-core finds no accessibility fault on the page as it now stands."""

    def assert_accessible(page: Page) -> None:
        assert page.context not in visits.without_scripts, "axe-core waits for ever where scripts are off"
        faults = accessibility_faults(page)
        assert not faults, f"{page.url}:\n" + "\n".join(faults)

    return assert_accessible

"""Debian's Chromium, or whichever the machine has: where it is, and how it is started for tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
"""Chromium asks its maker's servers for nothing, finds no machine but this, and renders letters the same everywhere."""


class NoBrowserError(Exception):
    """No Chromium is installed; the message says how to get one."""


def chromium_program() -> str:
    """The browser's path: AGM_TEST_CHROMIUM, or the first known name on the PATH; raises NoBrowserError."""
    given = os.environ.get("AGM_TEST_CHROMIUM")
    for name in [given] if given else NAMES:
        found = shutil.which(name)
        if found is not None:
            return found
    raise NoBrowserError("Chromium is not installed (Debian: apt-get install chromium)")


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Start the browser without a window; as root it needs its sandbox switched off."""
    program = chromium_program()
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments, headless=True, timeout=60_000)
        try:
            yield browser
        finally:
            browser.close()

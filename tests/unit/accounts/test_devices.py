"""A browser in plain words, from what it says of itself."""

from __future__ import annotations

import pytest

from agm.web.account.sessions import device_words

WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) {WEBKIT} Version/18.1 Safari/604.1", "Safari on an iPhone"),  # noqa: E501  as browsers send it
        (f"Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) {WEBKIT} CriOS/131.0 Mobile Safari/604.1", "Chrome on an iPad"),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/18.1 Safari/605.1.15", "Safari on a Mac"),
        (f"Mozilla/5.0 (Linux; Android 14) {WEBKIT} SamsungBrowser/26 Chrome/122 Mobile Safari/537.36", "Samsung Internet on an Android phone"),  # noqa: E501  as browsers send it
        (f"Mozilla/5.0 (Linux; Android 14; Tablet) {WEBKIT} Chrome/131 Safari/537.36", "Chrome on an Android tablet"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/131 Safari/537.36 Edg/131", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox on Linux"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/131 Safari/537.36", "Chrome on a Chromebook"),
        ("", "A browser on another machine"),
    ],
)  # fmt: skip
def test_device_in_plain_words(user_agent: str, words: str) -> None:
    assert device_words(user_agent) == words

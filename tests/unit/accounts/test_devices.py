"""A browser in plain words, from what it says of itself."""

from __future__ import annotations

import pytest

from agm.web.account.sessions import device_words

W = "AppleWebKit/605.1.15 (KHTML)"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) {W} Version/18.1 Safari/604.1", "Safari on an iPhone"),
        (f"Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) {W} CriOS/131.0 Mobile Safari/604.1", "Chrome on an iPad"),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {W} Version/18.1 Safari/605.1.15", "Safari on a Mac"),
        (f"Mozilla/5.0 (Linux; Android 14) {W} SamsungBrowser/26 Chrome/122 Mobile Safari/5",
         "Samsung Internet on an Android phone"),
        (f"Mozilla/5.0 (Linux; Android 14; Tablet) {W} Chrome/131 Safari/537.36", "Chrome on an Android tablet"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {W} Chrome/131 Safari/537.36 Edg/131", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox on Linux"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {W} Chrome/131 Safari/537.36", "Chrome on a Chromebook"),
        ("", "A browser on another machine"),
    ],
)  # fmt: skip
def test_device_in_plain_words(user_agent: str, words: str) -> None:
    assert device_words(user_agent) == words

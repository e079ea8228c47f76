"""The addresses in a line that somebody typed are links, and nothing else of it is."""

from __future__ import annotations

import pytest

from agm.web.kit.markup import linked, unbroken


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("jo@wu.example", '<a href="mailto:jo@wu.example">jo@wu.example</a>'),
        ("Ask Jo <jo@wu.example>.", 'Ask Jo &lt;<a href="mailto:jo@wu.example">jo@wu.example</a>&gt;.'),
        ("www.wu.example, or ring", '<a href="https://www.wu.example">www.wu.example</a>, or ring'),
        ("wu.example/us", '<a href="https://wu.example/us">wu.example/us</a>'),
        ("http://wu.example", '<a href="http://wu.example">http://wu.example</a>'),
        ("mailto:jo@wu.example", '<a href="mailto:jo@wu.example">mailto:jo@wu.example</a>'),
        ("@jo@social.example", "@jo@social.example"),
        ("ftp://wu.example", "ftp://wu.example"),
        ("javascript://x.example/%0aalert(1)", "javascript://x.example/%0aalert(1)"),
        ("0161 496 0000 & <b>", "0161 496 0000 &amp; &lt;b&gt;"),
        ("", ""),
    ],
)
def test_addresses_are_links(typed: str, expected: str) -> None:
    assert str(linked(typed)) == expected


def test_no_line_of_a_label_ends_inside_e_mail() -> None:
    assert unbroken("Their e-mail & E-mails") == (
        'Their <span class="unbroken">e-mail</span> &amp; <span class="unbroken">E-mails</span>'
    )
    assert unbroken("Someone e-mailed <b>") == "Someone e-mailed &lt;b&gt;"

"""What stands on a page, so that it fits the narrowest."""

from __future__ import annotations

import pytest

from agm.wording.render.fitting import fitted


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ("<p>A&amp;B, <b>Rayner\u00a0MP</b></p>", "<p>A&amp;B, <b>Rayner\u00a0MP</b></p>"),
        (
            "guest\u00a0speaker Angela\u00a0Rayner\u00a0MP, and",
            'guest\u00a0speaker <span class="held">Angela Rayner\u00a0MP,</span> and',
        ),
        ("Featherstonehaugh\u00a0MP", '<span class="held">Fea\u00adther\u00adsto\u00adnehaugh MP</span>'),
        (
            '<a href="/misunderstandings" title="Misunderstandings">Misunderstandings</a>',
            '<a href="/misunderstandings" title="Misunderstandings">Misun\u00adder\u00adstan\u00addings</a>',
        ),
        (
            "<bdi>Misunderstandings</bdi> at https://x.example.org/a-misunderstandings",
            "<bdi>Misun\u00adder\u00adstan\u00addings</bdi> at https://x.example.org/a-misunderstandings",
        ),
        (
            "<p>שרה כהן, דוד לוי &amp; Ann</p>",
            '<p><bdi lang="he" dir="auto">שרה כהן</bdi>, <bdi lang="he" dir="auto">דוד לוי</bdi> &amp; Ann</p>',
        ),
        ('<bdi lang="he" dir="auto">שרה, דוד</bdi>', '<bdi lang="he" dir="auto">שרה, דוד</bdi>'),
        ("<p>שלום, עולם</p>", '<p><bdi lang="he" dir="auto">שלום, עולם</bdi></p>'),
    ],
)
def test_long_words_can_be_parted_and_names_keep_their_order(markup: str, printed: str) -> None:
    assert fitted(markup) == printed
    assert fitted(printed) == printed

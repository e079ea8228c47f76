"""Minutes as a page and as text: part by part, however long they are."""

from __future__ import annotations

from agm.wording.render.minutes import minutes_html, minutes_text, title_of

TEXT = "# Minutes of the *AGM*\n\n## Motions\n\n### Ropes\n\n> New <b>ropes</b>.\n\n- one\n- two\n"


def test_headings_keep_their_rank_and_the_title_is_the_pages_own() -> None:
    assert title_of(TEXT) == "Minutes of the AGM"
    html = minutes_html(TEXT)
    assert "<h2>Motions</h2>" in html
    assert "<h3>Ropes</h3>" in html
    assert "<b>" not in html
    assert "<h1" not in html


def test_text_without_a_title_is_called_minutes() -> None:
    assert title_of("We met.\n\nWe left.") == "Minutes"
    assert minutes_text("We met.\n\nWe left.") == "Minutes\n\nWe met.\n\nWe left.\n"
    assert minutes_html("# Only a title\nand a line") == "<p>and a line</p>"


def test_long_minutes_are_read_as_markdown_to_their_end() -> None:
    long = "\n\n".join(["## Part", "Many “words” and *signs*, [one](https://example.org)."] * 200)
    assert minutes_html(long).count("<h2>") == 200
    assert "*" not in minutes_html(long)

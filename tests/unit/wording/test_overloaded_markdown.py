"""Markdown of more signs than anybody types is printed as it was typed, at once and without harm."""

import time

import pytest

from agm.wording.render.typed_markdown import MOST_SIGNS, typed_html, typed_markdown, typed_text


@pytest.mark.parametrize("sign", ["*a_ ", "_a* ", "**a", "[", "![", "a\n", "***", "*a\n\n", "# a\n\n", "<b>", "'", "`"])
def test_many_signs_cost_no_more_than_few(sign: str) -> None:
    began = time.process_time()
    for number in range(20):
        text = (f"p{number} " + sign * 20_000)[:19_900]
        typed_html(text)
        typed_markdown(text)
    assert time.process_time() - began < 2
    assert typed_text(text) == text.strip()


def test_what_was_typed_stays_text() -> None:
    text = "*_" * MOST_SIGNS + "<script>alert(1)</script>\n# Not a heading & [x](javascript:alert(1))"
    html = typed_html(text)
    assert "<script" not in html
    assert html.endswith("&lt;/script&gt;<br># Not a heading &amp; [x](javascript:alert(1))</p>")
    assert typed_markdown(text).endswith("\\</script\\>  \n\\# Not a heading & \\[x\\](javascript:alert(1))")
